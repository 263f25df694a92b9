// What the server knows of the rows of an answer: what was inferred, what things are called.
import type { Answer, Question, Row } from "./answer.ts";
import { chosenNaming } from "./naming.ts";
import type { Settings } from "./settings.ts";
import { type Term, named, short } from "./terms.ts";

export interface Inferred {
  readonly triple: readonly [string, string, string];
  readonly why: string;
}

type Asked = readonly Readonly<Record<string, string>>[];

interface Told {
  readonly rows: readonly (readonly Inferred[])[];
  readonly names: Readonly<Record<string, string>>;
}

// As many as one request may have.
const mostRows = 200;
const mostNames = 10_000;
const perRow = mostNames / mostRows;

/** Asks each thing once, and only when somebody looks at it. */
export class Facts {
  readonly #marks = new Map<Row, readonly Inferred[]>();
  readonly #names = new Map<string, string | null>();
  readonly #query: string;

  constructor(
    answer: Answer,
    question: Question,
    readonly settings: Settings,
  ) {
    // Each row of a graph is a triple itself; a query without patterns has nothing to mark.
    const query = answer.kind === "graph" ? "SELECT * { ?subject ?predicate ?object }" : question.query;
    this.#query = question.entailment === "none" ? "" : query;
  }

  /** Returns what is inferred in a row that was learned. */
  marks(row: Row): readonly Inferred[] {
    return this.#marks.get(row) ?? [];
  }

  /** Returns what a thing is called that was learned, if anything. */
  name(iri: string): string | null {
    return this.#names.get(iri) ?? null;
  }

  /** Returns what a thing that was learned is called in a drawing, by its name or as somebody chose for the table. */
  called(iri: string): string {
    if (chosenNaming() === "iris") return short(iri, this.settings);
    return this.name(iri) ?? named(iri);
  }

  /** Returns what a term says in a drawing. */
  said(term: Term): string {
    return term.type === "uri" ? this.called(term.value) : term.value;
  }

  /** Learns what there is to know about some rows. */
  async learn(rows: readonly Row[]): Promise<void> {
    const fresh = rows.filter((row) => !this.#marks.has(row));
    for (let start = 0; start < fresh.length; start += mostRows) {
      const part = fresh.slice(start, start + mostRows);
      const told = await this.#ask(this.#query, part.map(iris));
      part.forEach((row, number) => this.#marks.set(row, told.rows[number] ?? []));
    }
  }

  /** Learns what the things in all rows are called, or the first ten thousand of them. */
  async learnNames(rows: readonly Row[]): Promise<void> {
    const { base } = this.settings;
    const own = rows.flatMap((row) => Object.values(iris(row))).filter((iri) => iri.startsWith(base) && !this.#names.has(iri));
    const fresh = [...new Set(own)].slice(0, mostNames);
    if (fresh.length === 0) return;
    const asked = Array.from({ length: Math.ceil(fresh.length / perRow) }, (_, number) => ({
      ...fresh.slice(number * perRow, (number + 1) * perRow),
    }));
    await this.#ask("", asked as unknown as Asked);
  }

  async #ask(query: string, rows: Asked): Promise<Told> {
    const response = await fetch(this.settings.inferred, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query, rows }),
    });
    // The rows themselves are there all the same.
    if (!response.ok) return { rows: [], names: {} };
    const told = (await response.json()) as Told;
    for (const row of rows) {
      for (const iri of Object.values(row)) this.#names.set(iri, told.names[iri] ?? null);
    }
    return told;
  }
}

function iris(row: Row): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(row).flatMap(([name, { type, value }]) => (type === "uri" ? [[name, value]] : [])));
}
