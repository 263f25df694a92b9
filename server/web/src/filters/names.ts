// Names that go on as somebody begins to type them, offered below a field.

interface Suggestion {
  kind: string;
  title: string;
}

export function offerNames(field: HTMLInputElement): void {
  const list = field.list;
  const address = field.dataset.suggest;
  if (!list || !address) return;
  let asking = new AbortController();
  field.addEventListener("input", async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const words = field.value.trim();
    if (!words) return;
    try {
      const response = await fetch(`${address}?${new URLSearchParams({ q: words, limit: "20" })}`, { signal });
      if (!response.ok) return;
      const { suggestions } = (await response.json()) as { suggestions: Suggestion[] };
      const titles = new Set(suggestions.filter((each) => each.kind === "entity").map((each) => each.title));
      list.replaceChildren(...[...titles].map((title) => Object.assign(document.createElement("option"), { value: title })));
    } catch (error) {
      // A newer question takes the place of this one; without an answer there is the form.
      if (!signal.aborted && !(error instanceof TypeError)) throw error;
    }
  });
}
