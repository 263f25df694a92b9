// The workbench without leaving the page: the text is sent, the wait is told, and what
// was found takes its place. Without this script the form does the same.
import { Wait } from "./workbench/wait.ts";
import { enliven } from "./workbench/result.ts";

class Bench {
  readonly #root: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #result: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #stop: HTMLButtonElement;
  readonly #wait: Wait;
  #sending = new AbortController();

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#form = find(root, "form.bench", HTMLFormElement);
    this.#result = find(root, "#result", HTMLElement);
    this.#problem = find(root, "#problem", HTMLElement);
    this.#stop = find(root, "[data-stop]", HTMLButtonElement);
    this.#wait = new Wait(find(root, ".progress", HTMLElement), root.dataset["state"] ?? "");
    root.addEventListener("submit", (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !("read" in form.dataset)) return;
      event.preventDefault();
      void this.#read(form);
    });
    this.#stop.addEventListener("click", () => this.#sending.abort());
    this.#form.addEventListener("change", (event) => {
      // A text that was typed before would not be read beside a file.
      const input = event.target;
      if (input instanceof HTMLInputElement && input.files?.length) this.#text().value = "";
    });
    this.#text().addEventListener("input", () => {
      find(this.#form, "input[type=file]", HTMLInputElement).value = "";
    });
    enliven(this.#result);
  }

  async #read(form: HTMLFormElement): Promise<void> {
    this.#sending.abort();
    const sending = new AbortController();
    this.#sending = sending;
    const body = new FormData(form);
    if (form !== this.#form) this.#text().value = String(body.get("text"));
    this.#tell("");
    this.#busy(true);
    const started = performance.now();
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "text/html" },
        signal: sending.signal,
      });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (sending.signal.aborted) return;
      if (response.ok) this.#show(page, performance.now() - started);
      else this.#refuse(page, response);
    } catch {
      // The server is out of reach, or the person has stopped it.
      this.#wait.end("");
      if (this.#sending === sending) {
        this.#tell(sending.signal.aborted ? "" : "The server cannot be reached. Try again in a moment.");
        this.#wait.end(sending.signal.aborted ? "Stopped." : "");
      }
    } finally {
      if (this.#sending === sending) this.#busy(false);
    }
  }

  #show(page: Document, milliseconds: number): void {
    const fresh = page.getElementById("result");
    this.#wait.end(`Read in ${(milliseconds / 1000).toFixed(1)} seconds.`);
    this.#result.replaceChildren(...(fresh?.childNodes ?? []));
    const form = page.querySelector<HTMLFormElement>("form.bench");
    for (const name of ["text", "title", "published"]) {
      const [from, to] = [form?.elements.namedItem(name), this.#form.elements.namedItem(name)];
      if (isField(from) && isField(to)) to.value = from.value;
    }
    find(this.#form, "input[type=file]", HTMLInputElement).value = "";
    enliven(this.#result);
    this.#result.focus({ preventScroll: true });
    this.#result.scrollIntoView({ block: "start" });
  }

  #refuse(page: Document, response: Response): void {
    const told = page.querySelector("[role=alert]")?.textContent?.trim();
    const after = Number(response.headers.get("Retry-After") ?? 0);
    const again = after > 0 ? ` Try again in ${after} seconds.` : "";
    this.#wait.end("");
    this.#tell(`${told || `The server answered with ${response.status}.`}${again}`);
    this.#text().focus();
  }

  #tell(problem: string): void {
    this.#problem.textContent = problem;
    this.#problem.hidden = !problem;
    if (problem) {
      this.#text().setAttribute("aria-invalid", "true");
      this.#text().setAttribute("aria-describedby", "problem");
    } else {
      this.#text().removeAttribute("aria-invalid");
      this.#text().removeAttribute("aria-describedby");
    }
  }

  #busy(busy: boolean): void {
    this.#result.ariaBusy = String(busy);
    this.#stop.hidden = !busy;
    for (const button of this.#root.querySelectorAll<HTMLButtonElement>("form[data-read] button:not([data-stop])")) {
      button.disabled = busy;
    }
    if (busy) this.#wait.begin();
  }

  #text(): HTMLTextAreaElement {
    return find(this.#form, "textarea", HTMLTextAreaElement);
  }
}

function isField(element: unknown): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function find<E extends Element>(root: Element, selector: string, kind: new () => E): E {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

const root = document.getElementById("workbench");
if (root) new Bench(root);
