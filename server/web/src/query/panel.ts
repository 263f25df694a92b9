// The part of the page below the editor: what runs, what came, what went wrong.
import type { Answer, Question } from "./answer.ts";
import { type Settings, element, make } from "./settings.ts";

// A line that flashes by tells nobody anything.
const patience = 250;

export class Panel {
  readonly #box = element("answer");
  readonly #cancel = element<HTMLButtonElement>("cancel");
  readonly #state = element("state");
  readonly #said = element("said");
  #started = 0;
  #bytes = 0;
  #clock = 0;

  constructor(
    readonly settings: Settings,
    cancel: () => void,
  ) {
    this.#cancel.addEventListener("click", cancel);
  }

  get isFilled(): boolean {
    return this.#box.childElementCount > 0;
  }

  start(): void {
    this.#started = performance.now();
    this.#bytes = 0;
    this.#state.textContent = "";
    this.#said.textContent = "Running";
    this.#box.setAttribute("aria-busy", "true");
    this.#cancel.hidden = false;
    clearInterval(this.#clock);
    this.#clock = window.setInterval(() => this.#tick(), patience);
  }

  progress(bytes: number): void {
    this.#bytes = bytes;
  }

  show(answer: Answer, question: Question, parts: readonly HTMLElement[]): void {
    this.#end();
    const title = make("h2", { id: "answer-title" }, counted(answer));
    const seen = question.entailment === "none" ? "stated triples only" : "stated and inferred triples";
    const note = make("p", { class: "quiet" }, `${seconds(answer.seconds)}, ${seen}`);
    const head = make("div", { class: "summary" }, title, note);
    const section = make("section", { "aria-labelledby": "answer-title" }, head, ...parts, this.#downloads(answer, question));
    this.#box.replaceChildren(section);
    // A part that is there from the beginning is read aloud when it changes.
    this.#said.textContent = `${counted(answer)}, ${seconds(answer.seconds)}`;
  }

  /** Says what is wrong; `act` leads to where it is. */
  fail(message: string, action?: string, act?: () => void): void {
    this.#end();
    const section = make("section", { class: "failure", role: "alert" }, make("p", { class: "problem" }, message));
    if (action && act) {
      const button = make("button", { type: "button", class: "plain" }, action);
      button.addEventListener("click", act);
      section.append(button);
    }
    this.#box.replaceChildren(section);
  }

  cancelled(): void {
    this.#end();
    this.tell(`Cancelled after ${seconds((performance.now() - this.#started) / 1000)}.`);
  }

  /** Says something beside the buttons, and aloud. */
  tell(text: string): void {
    this.#state.textContent = text;
    this.#said.textContent = text;
  }

  #end(): void {
    clearInterval(this.#clock);
    this.#box.removeAttribute("aria-busy");
    this.#cancel.hidden = true;
    this.#state.textContent = "";
  }

  #tick(): void {
    const time = seconds((performance.now() - this.#started) / 1000);
    const size = this.#bytes ? `, ${Math.ceil(this.#bytes / 1000).toLocaleString("en")} kB` : "";
    this.#state.textContent = `Running: ${time}${size}`;
  }

  #downloads(answer: Answer, question: Question): HTMLElement {
    const formats = answer.kind === "graph" ? this.settings.graphFormats : this.settings.resultFormats;
    const links = formats.flatMap(({ name, title }) => {
      const fields = new URLSearchParams({ ...question, format: name });
      const link = make("a", { href: `${this.settings.sparql}?${fields}`, download: `araz.${name}` }, title);
      return [make("li", {}, link)];
    });
    return make("div", { class: "downloads" }, make("span", { id: "download" }, "Download"), make("ul", { "aria-labelledby": "download" }, ...links));
  }
}

function counted({ kind, boolean, rows }: Answer): string {
  if (kind === "boolean") return boolean ? "Yes" : "No";
  const noun = kind === "graph" ? "triple" : "row";
  return `${rows.length.toLocaleString("en")} ${noun}${rows.length === 1 ? "" : "s"}`;
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}
