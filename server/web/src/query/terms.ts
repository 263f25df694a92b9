// How terms of an answer are shown and where they lead, as server/links.py has it.
import { type Settings, make } from "./settings.ts";

export interface Term {
  readonly type: "uri" | "bnode" | "literal" | "triple";
  readonly value: string;
  readonly language?: string;
  readonly datatype?: string;
}

const pages = ["entity/", "article/", "claim/", "act/", "ontology"];
const string = "http://www.w3.org/2001/XMLSchema#string";

/** Returns an IRI in as few characters as tell it apart. */
export function short(iri: string, { prefixes }: Settings): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) {
      return `${prefix}:${decoded(iri.slice(namespace.length))}`;
    }
  }
  return decoded(iri);
}

/** Returns the readable last part of an IRI. */
export function named(iri: string): string {
  const last = iri.replace(/[/#]+$/, "").split(/[/#]/).at(-1) ?? iri;
  return decoded(last).replaceAll("_", " ");
}

/** Returns the address of the page about a thing, if there is one. */
export function address(iri: string, { base, root }: Settings): string | null {
  const rest = iri.slice(base.length);
  if (iri.startsWith(base)) {
    if (!pages.some((page) => rest.startsWith(page))) return null;
    return `${root}/${rest.replace(/[^%/#\w.\-~()!*,:@+$=&;]/gu, encodeURIComponent)}`;
  }
  return /^https?:\/\//.test(iri) ? iri : null;
}

/** Returns a term as a table shows it; a thing that has a name is called by it. */
export function shown(term: Term, settings: Settings, name: string | null = null): Node {
  if (term.type === "uri") {
    const written = short(term.value, settings);
    const text = name ?? written;
    const title = name === null ? null : written;
    const href = address(term.value, settings);
    if (href === null) return title ? make("span", { title }, text) : document.createTextNode(text);
    const outside = !term.value.startsWith(settings.base);
    return make("a", { href, title, rel: outside ? "noreferrer external" : null }, text);
  }
  const part = document.createDocumentFragment();
  part.append(term.type === "bnode" ? `_:${term.value}` : term.value);
  const note = term.language ?? (term.datatype && term.datatype !== string ? short(term.datatype, settings) : null);
  if (note) part.append(" ", make("small", { class: "quiet" }, note));
  return part;
}

function decoded(text: string): string {
  // What is not encoded as it should be is shown as it is.
  return /%(?![0-9A-Fa-f]{2})/.test(text) ? text : safely(text);
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
