// The table: a page of rows at a time, with what was inferred marked.
import type { Answer, Question, Row } from "./answer.ts";
import { type Settings, make } from "./settings.ts";
import { short, shown } from "./terms.ts";

const length = 100;

interface Inferred {
  readonly triple: readonly [string, string, string];
  readonly why: string;
}

type Marks = readonly (readonly Inferred[])[];

/** Returns the table of an answer, on its first page. */
export async function makeTable(answer: Answer, question: Question, settings: Settings): Promise<HTMLElement> {
  const box = make("div");
  const show = async (start: number): Promise<void> => {
    const rows = answer.rows.slice(start, start + length);
    const marks = await marksOf(rows, answer, question, settings);
    const parts = [scrolling(answer.variables, rows, marks, settings)];
    if (answer.rows.length > length) parts.push(pager(answer, start, show));
    box.replaceChildren(...parts);
  };
  await show(0);
  return box;
}

function scrolling(
  variables: readonly string[],
  rows: readonly Row[],
  marks: Marks,
  settings: Settings,
): HTMLElement {
  const marked = marks.some((row) => row.length > 0);
  const names = marked ? [...variables, "Inferred"] : variables;
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.map((row, number) => {
    const cells = variables.map((name) => cell(row, name, settings));
    if (marked) cells.push(make("td", {}, ...(marks[number] ?? []).flatMap((each) => [reason(each, settings), " "])));
    return make("tr", {}, ...cells);
  });
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of results" }, table);
}

function cell(row: Row, name: string, settings: Settings): HTMLTableCellElement {
  const term = row[name];
  const kind = term?.type === "uri" ? "cell named" : "cell";
  return make("td", {}, make("div", { class: kind }, term ? shown(term, settings) : null));
}

function reason({ triple, why }: Inferred, settings: Settings): HTMLElement {
  const statement = triple.map((iri) => short(iri, settings)).join(" ");
  return make("a", { class: "tag inferred", href: why, title: statement, "aria-label": `Inferred: why ${statement}?` }, "inferred: why?");
}

function pager(answer: Answer, start: number, show: (start: number) => Promise<void>): HTMLElement {
  const { length: total } = answer.rows;
  const end = Math.min(start + length, total);
  const button = (text: string, target: number, possible: boolean): HTMLElement => {
    const made = make("button", { type: "button", class: "plain", disabled: possible ? null : "" }, text);
    made.addEventListener("click", () => void show(target));
    return made;
  };
  return make(
    "p",
    { class: "pager" },
    button("Previous rows", start - length, start > 0),
    make("span", { role: "status" }, `${(start + 1).toLocaleString("en")}–${end.toLocaleString("en")} of ${total.toLocaleString("en")}`),
    button("Next rows", start + length, end < total),
  );
}

/** Asks the server which triples of some rows were inferred. */
async function marksOf(
  rows: readonly Row[],
  answer: Answer,
  question: Question,
  settings: Settings,
): Promise<Marks> {
  if (question.entailment === "none" || rows.length === 0) return [];
  // Each row of a graph is a triple itself.
  const query = answer.kind === "graph" ? "SELECT * { ?subject ?predicate ?object }" : question.query;
  const iris = rows.map((row) =>
    Object.fromEntries(Object.entries(row).flatMap(([name, { type, value }]) => (type === "uri" ? [[name, value]] : []))),
  );
  const response = await fetch(settings.inferred, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, rows: iris }),
  });
  if (!response.ok) return [];
  return ((await response.json()) as { rows: Marks }).rows;
}
