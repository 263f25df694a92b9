// What the server tells the page: addresses, prefixes and formats.

export interface NamedFormat {
  readonly name: string;
  readonly title: string;
}

export interface Settings {
  readonly base: string;
  readonly root: string;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly page: string;
  readonly sparql: string;
  readonly completions: string;
  readonly empty: string;
  readonly inferred: string;
  readonly states: string;
  readonly resultFormats: readonly NamedFormat[];
  readonly graphFormats: readonly NamedFormat[];
}

export function readSettings(): Settings {
  return JSON.parse(element("settings").textContent ?? "") as Settings;
}

/** Returns an element that the template has. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found as T;
}

type Child = Node | string | null;

/** Makes an element with attributes and children; an attribute that is null is left out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
