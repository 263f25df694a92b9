// Whether things are shown by their names or by their IRIs, as somebody chose last.
export type Naming = "names" | "iris";

const key = "araz.query.naming";

export function chosenNaming(): Naming {
  return stored(() => localStorage.getItem(key)) === "iris" ? "iris" : "names";
}

export function rememberNaming(naming: Naming): void {
  stored(() => localStorage.setItem(key, naming));
}

/** Uses the storage of the browser, which may forbid it: then nothing is remembered. */
function stored<T>(use: () => T): T | null {
  try {
    return use();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
