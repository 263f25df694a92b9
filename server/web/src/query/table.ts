// The table: a page of rows at a time, sorted and found by words, with what was inferred marked.
import type { Answer, Row } from "./answer.ts";
import type { Facts, Inferred } from "./facts.ts";
import { type Naming, chosenNaming, rememberNaming } from "./naming.ts";
import { type Direction, ordered } from "./order.ts";
import { make } from "./settings.ts";
import { type Term, named, short, shown } from "./terms.ts";

const length = 100;
// Fewer rows are searched by eye.
const few = 5;

/** Returns the table of an answer, on its first page. */
export async function makeTable(answer: Answer, facts: Facts): Promise<HTMLElement> {
  const table = new Table(answer, facts);
  await table.show();
  return table.box;
}

class Table {
  readonly box = make("div", { class: "rows" });
  readonly #body = make("tbody");
  readonly #heads: ReadonlyMap<string, HTMLTableCellElement>;
  readonly #inferred = make("th", { scope: "col", hidden: "" }, "Inferred");
  readonly #count = make("span", { role: "status", class: "quiet" });
  readonly #pager: Pager;
  #rows: readonly Row[];
  #start = 0;
  #words = "";
  #naming: Naming = chosenNaming();
  #order: { readonly column: string; readonly direction: Direction } | null = null;
  #turn = 0;

  constructor(
    readonly answer: Answer,
    readonly facts: Facts,
  ) {
    this.#rows = answer.rows;
    this.#pager = makePager((step) => void this.#go(this.#start + step * length));
    this.#heads = new Map(answer.variables.map((name) => [name, this.#head(name)]));
    const head = make("tr", {}, ...this.#heads.values(), this.#inferred);
    const table = make("table", {}, make("thead", {}, head), this.#body);
    const frame = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of results" }, table);
    this.box.append(this.#tools(), frame, this.#pager.box);
  }

  /** Draws the rows that stand here now, once it is known what they are called. */
  async show(): Promise<void> {
    const turn = ++this.#turn;
    this.box.setAttribute("aria-busy", "true");
    if (this.#order || this.#words) await this.facts.learnNames(this.answer.rows);
    if (turn !== this.#turn) return;
    this.#rows = this.#sorted(this.#found());
    const rows = this.#rows.slice(this.#start, this.#start + length);
    await this.facts.learn(rows);
    if (turn !== this.#turn) return;
    // The column stays once it is there: nothing jumps from page to page.
    if (rows.some((row) => this.facts.marks(row).length)) this.#inferred.hidden = false;
    this.#body.replaceChildren(...rows.map((row) => this.#line(row)));
    this.#tell();
    this.box.removeAttribute("aria-busy");
  }

  async #go(start: number): Promise<void> {
    this.#start = start;
    await this.show();
  }

  #tools(): HTMLElement {
    const things = make("select", { id: "naming" }, make("option", { value: "names" }, "names"), make("option", { value: "iris" }, "IRIs"));
    things.value = this.#naming;
    things.addEventListener("change", () => {
      this.#naming = things.value === "iris" ? "iris" : "names";
      rememberNaming(this.#naming);
      void this.show();
    });
    const tools = make("div", { class: "tools" }, make("span", { class: "pair" }, make("label", { for: "naming" }, "Things by"), things));
    if (this.answer.rows.length >= few) {
      const words = make("input", { type: "search", id: "rows-with", autocomplete: "off", placeholder: "Any words", maxlength: "200" });
      words.addEventListener("input", () => {
        this.#words = words.value.trim().toLowerCase();
        void this.#go(0);
      });
      tools.append(make("span", { class: "pair" }, make("label", { for: "rows-with" }, "Rows with"), words));
    }
    tools.append(this.#count);
    return tools;
  }

  #head(name: string): HTMLTableCellElement {
    const button = make("button", { type: "button", class: "sort" }, name);
    button.addEventListener("click", () => this.#sort(name));
    return make("th", { scope: "col" }, button);
  }

  /** Sorts by a column: up, then down, then as the answer came. */
  #sort(column: string): void {
    const before = this.#order?.column === column ? this.#order.direction : null;
    this.#order = before === "descending" ? null : { column, direction: before ? "descending" : "ascending" };
    for (const [name, head] of this.#heads) {
      if (this.#order?.column === name) head.setAttribute("aria-sort", this.#order.direction);
      else head.removeAttribute("aria-sort");
    }
    void this.#go(0);
  }

  #sorted(rows: readonly Row[]): readonly Row[] {
    if (!this.#order) return rows;
    return ordered(rows, this.#order.column, this.#order.direction, (term) => this.#said(term));
  }

  #found(): readonly Row[] {
    if (!this.#words) return this.answer.rows;
    const holds = (term: Term): boolean =>
      this.#said(term).toLowerCase().includes(this.#words) ||
      (term.type === "uri" && short(term.value, this.facts.settings).toLowerCase().includes(this.#words));
    return this.answer.rows.filter((row) => Object.values(row).some(holds));
  }

  #said(term: Term): string {
    if (term.type !== "uri") return term.value;
    if (this.#naming === "iris") return short(term.value, this.facts.settings);
    return this.facts.name(term.value) ?? short(term.value, this.facts.settings);
  }

  #line(row: Row): HTMLTableRowElement {
    const cells = this.answer.variables.map((name) => this.#cell(row[name]));
    if (!this.#inferred.hidden) {
      cells.push(make("td", {}, ...this.facts.marks(row).flatMap((each) => [this.#reason(each), " "])));
    }
    return make("tr", {}, ...cells);
  }

  #cell(term: Term | undefined): HTMLTableCellElement {
    const kind = term?.type === "uri" ? "cell named" : "cell";
    const name = term?.type === "uri" && this.#naming === "names" ? this.facts.name(term.value) : null;
    return make("td", {}, make("div", { class: kind, dir: "auto" }, term ? shown(term, this.facts.settings, name) : null));
  }

  #reason({ triple, why }: Inferred): HTMLElement {
    const statement = triple.map((iri) => this.facts.name(iri) ?? named(iri)).join(" ");
    return make("a", { class: "tag inferred", href: why, title: statement, "aria-label": `Inferred: why ${statement}?` }, "inferred: why?");
  }

  #tell(): void {
    const { length: found } = this.#rows;
    this.#count.textContent = this.#words ? `${counted(found)} of ${counted(this.answer.rows.length)} rows` : "";
    this.#pager.set(this.#start, found);
  }
}

interface Pager {
  readonly box: HTMLElement;
  set(start: number, total: number): void;
}

function makePager(move: (step: number) => void): Pager {
  const button = (text: string, step: number): HTMLButtonElement => {
    const made = make("button", { type: "button", class: "plain" }, text);
    made.addEventListener("click", () => move(step));
    return made;
  };
  const [previous, next] = [button("Previous rows", -1), button("Next rows", 1)];
  const place = make("span", { role: "status" });
  const box = make("p", { class: "pager" }, previous, place, next);
  return {
    box,
    set(start, total) {
      const end = Math.min(start + length, total);
      box.hidden = total <= length;
      previous.disabled = start === 0;
      next.disabled = end >= total;
      place.textContent = `${counted(start + 1)}–${counted(end)} of ${counted(total)}`;
    },
  };
}

function counted(number: number): string {
  return number.toLocaleString("en");
}
