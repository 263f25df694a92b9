// Suggestions below a search field: a combobox as WAI-ARIA's practices have it. The
// field stays a plain form; without this script it leads to the page of hits.

interface Suggestion {
  iri: string;
  kind: string;
  title: string;
  page: string | null;
}

/** Milliseconds that somebody may pause in a word without being asked about. */
const PAUSE = 120;
const LIMIT = "8";

/** Let the search field of a form suggest what begins as what is typed. */
export function suggestIn(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("input[type=search]");
  const source = form.dataset["suggest"];
  if (field && source) new Combobox(form, field, source);
}

class Combobox {
  readonly #field: HTMLInputElement;
  readonly #list: HTMLUListElement;
  readonly #status: HTMLElement;
  readonly #source: string;
  #shown: Suggestion[] = [];
  #active = -1;
  #timer = 0;
  #asking = new AbortController();

  constructor(form: HTMLFormElement, field: HTMLInputElement, source: string) {
    this.#field = field;
    this.#source = source;
    this.#list = document.createElement("ul");
    this.#list.id = `${field.id}-suggestions`;
    this.#list.className = "suggestions";
    this.#list.role = "listbox";
    this.#list.ariaLabel = "Suggestions";
    this.#list.hidden = true;
    this.#status = document.createElement("span");
    this.#status.className = "hidden";
    this.#status.role = "status";
    form.append(this.#list, this.#status);
    field.role = "combobox";
    field.ariaAutoComplete = "list";
    field.ariaExpanded = "false";
    field.setAttribute("aria-controls", this.#list.id);
    field.addEventListener("input", () => this.#wait());
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    // The field keeps the focus, so that a click is not a blur first.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#click(event));
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (!this.#field.value.trim()) this.#close();
    else this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const asked = new URLSearchParams({ q: this.#field.value, limit: LIMIT });
    try {
      const answer = await fetch(`${this.#source}?${asked}`, { signal });
      if (!answer.ok) return this.#close();
      const { suggestions } = (await answer.json()) as { suggestions: Suggestion[] };
      if (!signal.aborted) this.#show(suggestions.filter((each) => each.page));
    } catch (error) {
      if (!signal.aborted) {
        // Without an answer the form still searches; that it has none is no error.
        this.#close();
        console.info("no suggestions", error);
      }
    }
  }

  #show(suggestions: Suggestion[]): void {
    this.#shown = suggestions;
    this.#active = -1;
    this.#list.replaceChildren(...suggestions.map((each, index) => this.#option(each, index)));
    const open = suggestions.length > 0 && document.activeElement === this.#field;
    this.#list.hidden = !open;
    this.#field.ariaExpanded = String(open);
    this.#field.removeAttribute("aria-activedescendant");
    this.#status.textContent = open
      ? `${suggestions.length} ${suggestions.length === 1 ? "suggestion" : "suggestions"}`
      : "";
  }

  #option(suggestion: Suggestion, index: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${index}`;
    option.role = "option";
    option.ariaSelected = "false";
    const title = document.createElement("bdi");
    title.textContent = suggestion.title;
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = suggestion.kind;
    option.append(title, " ", kind);
    return option;
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = moves[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (this.#list.hidden) this.#wait();
      else this.#move(step);
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#go(this.#active);
    }
  }

  /** Go up or down; from either end on to the field itself. */
  #move(step: number): void {
    // The list that somebody chooses from stays, though it may be of fewer letters than there are.
    clearTimeout(this.#timer);
    this.#asking.abort();
    const places = this.#shown.length + 1;
    this.#active = ((this.#active + 1 + step + places) % places) - 1;
    for (const [index, option] of [...this.#list.children].entries()) {
      const isActive = index === this.#active;
      option.ariaSelected = String(isActive);
      if (isActive) option.scrollIntoView({ block: "nearest" });
    }
    const active = this.#list.children[this.#active];
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #click(event: MouseEvent): void {
    const option = (event.target as Element).closest("li");
    if (option) this.#go([...this.#list.children].indexOf(option));
  }

  #go(index: number): void {
    const page = this.#shown[index]?.page;
    if (page) window.location.assign(page);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#show([]);
  }
}
