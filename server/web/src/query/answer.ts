// Asks the endpoint, and reads what it answers: a truth value, rows or a graph.
import type { Settings } from "./settings.ts";
import type { Term } from "./terms.ts";

export type Row = Readonly<Record<string, Term>>;

export interface Question {
  readonly query: string;
  readonly entailment: string;
}

export interface Answer {
  readonly kind: "boolean" | "rows" | "graph";
  readonly boolean: boolean;
  readonly variables: readonly string[];
  readonly rows: readonly Row[];
  readonly seconds: number;
}

/** An answer that is no success; line and column count from 1. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly line: number | null = null,
    readonly column: number | null = null,
  ) {
    super(message);
  }
}

// More cannot be shown in a page anyway; downloads have all.
const mostBytes = 32 << 20;
// Longer addresses are sent as a form.
const longestAddress = 6_000;
const accept = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.1";

/** Asks a question; `progress` is told how many bytes have come. */
export async function ask(
  question: Question,
  settings: Settings,
  signal: AbortSignal,
  progress: (bytes: number) => void,
): Promise<Answer> {
  const started = performance.now();
  const fields = new URLSearchParams({ ...question });
  const address = `${settings.sparql}?${fields}`;
  const isLong = address.length > longestAddress;
  const response = await fetch(isLong ? settings.sparql : address, {
    method: isLong ? "POST" : "GET",
    ...(isLong ? { body: fields } : {}),
    headers: { Accept: accept },
    signal,
  });
  const text = await read(response, progress);
  if (!response.ok) throw problemOf(response, text);
  const seconds = (performance.now() - started) / 1000;
  const type = response.headers.get("Content-Type") ?? "";
  return { seconds, ...(type.includes("json") ? tableOf(text) : graphOf(text)) };
}

async function read(response: Response, progress: (bytes: number) => void): Promise<string> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new Problem("The answer is larger than 32 MB, too large for a page: download it, or ask for less with LIMIT.");
    }
    parts.push(decoder.decode(value, { stream: true }));
    progress(bytes);
  }
  return parts.join("") + decoder.decode();
}

function problemOf(response: Response, text: string): Problem {
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) {
    return new Problem(`The server answers ${response.status} ${response.statusText}.`);
  }
  const { detail, line, column } = JSON.parse(text) as { detail: string; line?: number; column?: number };
  return new Problem(detail, line ?? null, column ?? null);
}

type Body = Omit<Answer, "seconds">;

interface JsonTerm {
  readonly type: string;
  readonly value: unknown;
  readonly "xml:lang"?: string;
  readonly datatype?: string;
}

interface JsonResults {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Readonly<Record<string, JsonTerm>>[] };
}

function tableOf(text: string): Body {
  const found = JSON.parse(text) as JsonResults;
  if (found.boolean !== undefined) {
    return { kind: "boolean", boolean: found.boolean, variables: [], rows: [] };
  }
  const rows = (found.results?.bindings ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, term]) => [name, termOf(term)])),
  );
  return { kind: "rows", boolean: false, variables: found.head.vars ?? [], rows };
}

function termOf({ type, value, datatype, "xml:lang": language }: JsonTerm): Term {
  if (type === "triple") return { type, value: JSON.stringify(value) };
  const kind = type === "uri" || type === "bnode" ? type : "literal";
  return {
    type: kind,
    value: String(value),
    ...(language ? { language } : {}),
    ...(datatype ? { datatype } : {}),
  };
}

export const tripleVariables = ["subject", "predicate", "object"] as const;

const line = /^(\S+) (\S+) (.+) \.$/;
const literal = /^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?$/;

/** Reads N-Triples (https://www.w3.org/TR/n-triples/), one triple a line. */
function graphOf(text: string): Body {
  const rows: Row[] = [];
  for (const each of text.split("\n")) {
    const parts = line.exec(each);
    if (!parts) continue;
    const [subject, predicate, object] = parts.slice(1).map(nodeOf);
    if (subject && predicate && object) rows.push({ subject, predicate, object });
  }
  return { kind: "graph", boolean: false, variables: tripleVariables, rows };
}

function nodeOf(text: string): Term {
  if (text.startsWith("<") && !text.startsWith("<<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const parts = literal.exec(text);
  if (!parts) return { type: "triple", value: text };
  const [, value = "", language, datatype] = parts;
  return {
    type: "literal",
    value: unescaped(value),
    ...(language ? { language } : {}),
    ...(datatype ? { datatype } : {}),
  };
}

const escapes: Readonly<Record<string, string>> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, mark) =>
    mark === undefined ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (escapes[mark] ?? mark),
  );
}
