// Names that the server offers for the beginning of one, and those of them that still fit
// when more has been typed than it was asked about.
import type { Settings } from "./settings.ts";

export interface Completion {
  readonly text: string;
  readonly prefix: string | null;
  readonly iri: string;
  readonly label: string;
  readonly description: string | null;
}

export type Kind = "class" | "property" | "entity";

type Offer = Completion & { readonly kind: Kind };

interface Answer {
  readonly beginning: string;
  readonly kinds: string;
  readonly offers: readonly Offer[];
}

const nothing: Answer = { beginning: "", kinds: "", offers: [] };

export class Offers {
  #answer = nothing;
  #sent = new AbortController();

  constructor(readonly settings: Settings) {}

  /** Begins anew, at another name. */
  forget(): void {
    this.#sent.abort();
    this.#answer = nothing;
  }

  /** Returns at once what is known to fit; unless that is all, the server is asked, and `arrived` told. */
  now(beginning: string, kinds: readonly Kind[], arrived: () => void): readonly Completion[] {
    this.#sent.abort();
    const answer = this.#answer;
    if (answer.beginning === beginning && answer.kinds === kinds.join() && answer !== nothing) return answer.offers;
    this.#sent = new AbortController();
    void this.#ask(beginning, kinds, this.#sent.signal, arrived);
    return answer.offers.filter((offer) => kinds.includes(offer.kind) && fits(offer, beginning));
  }

  async #ask(beginning: string, kinds: readonly Kind[], signal: AbortSignal, arrived: () => void): Promise<void> {
    try {
      const lists = await Promise.all(kinds.map((kind) => this.#fetch(beginning, kind, signal)));
      if (signal.aborted) return;
      this.#answer = { beginning, kinds: kinds.join(), offers: lists.flat() };
      arrived();
    } catch (error) {
      // A newer question has taken its place, or the server is away: what is known remains.
      if (signal.aborted || error instanceof TypeError) return;
      throw error;
    }
  }

  async #fetch(beginning: string, kind: Kind, signal: AbortSignal): Promise<readonly Offer[]> {
    const fields = new URLSearchParams({ q: beginning, kind });
    const response = await fetch(`${this.settings.completions}?${fields}`, { signal });
    if (!response.ok) return [];
    const { completions } = (await response.json()) as { completions: readonly Completion[] };
    return completions.map((each) => ({ ...each, kind }));
  }
}

/** Says whether a name, or a word of what it is called, begins as was typed. */
function fits({ text, prefix, iri, label }: Completion, beginning: string): boolean {
  if (beginning.startsWith("<")) return `<${iri}>`.startsWith(beginning);
  const colon = beginning.indexOf(":");
  if (colon >= 0 && prefix !== null && prefix !== beginning.slice(0, colon)) return false;
  const words = plain(beginning.slice(colon + 1));
  const local = prefix === null ? "" : text.slice(prefix.length + 1);
  return words !== "" && [local, label].some((name) => ` ${plain(name)}`.includes(` ${words}`));
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("_", " ").toLowerCase();
}
