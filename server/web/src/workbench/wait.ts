// What a person is told while a text is read: whether the model is loading, whether
// others come first, and for how long already.

interface State {
  state: "off" | "asleep" | "loading" | "ready" | "busy";
  waiting: number;
  seconds: number;
}

/** Milliseconds between two questions to the server. */
const PAUSE = 700;
/** Seconds that the loading of the model takes as a rule. */
const LOADING = 12;

export class Wait {
  readonly #bar: HTMLProgressElement;
  readonly #words: HTMLElement;
  readonly #address: string;
  #timer = 0;
  #running = false;

  /** Take the place to tell it at, and the address that knows it. */
  constructor(place: HTMLElement, address: string) {
    this.#bar = place.querySelector("progress") ?? document.createElement("progress");
    this.#words = place.querySelector("[data-progress]") ?? place;
    this.#address = address;
  }

  /** Begin to tell. */
  begin(): void {
    this.#running = true;
    this.#bar.hidden = false;
    this.#bar.removeAttribute("value");
    this.#say("Reading the text …");
    this.#next();
  }

  /** Say the last word. */
  end(words: string): void {
    this.#running = false;
    window.clearTimeout(this.#timer);
    this.#bar.hidden = true;
    this.#say(words);
  }

  #next(): void {
    this.#timer = window.setTimeout(() => void this.#look(), PAUSE);
  }

  async #look(): Promise<void> {
    try {
      const response = await fetch(this.#address, { headers: { Accept: "application/json" } });
      if (response.ok && this.#running) this.#tell((await response.json()) as State);
    } catch {
      // The text itself tells when the server is gone.
    }
    if (this.#running) this.#next();
  }

  #tell({ state, waiting, seconds }: State): void {
    if (state === "loading") {
      this.#bar.max = 1;
      // It comes near the end and stays there, however long it takes.
      this.#bar.value = 1 - Math.exp((-2 * seconds) / LOADING);
      this.#say("The language model is loading, which takes some ten seconds the first time …");
    } else {
      this.#bar.removeAttribute("value");
      this.#say(waiting ? "Reading, one text after the other …" : "Reading the text …");
    }
  }

  #say(words: string): void {
    // A screen reader hears each sentence once.
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }
}
