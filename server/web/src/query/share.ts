// Addresses that bring back a question, and the history of those asked.
import type { Question } from "./answer.ts";
import type { Settings } from "./settings.ts";

// A longer query stays behind the `#`, which no server has to read.
const longest = 2_000;

export function addressOf(question: Question, view: string, settings: Settings): string {
  const fields = new URLSearchParams({ query: question.query });
  if (question.entailment !== "owl-rl") fields.set("entailment", question.entailment);
  if (view !== "table") fields.set("view", view);
  const text = fields.toString();
  return `${settings.page}${text.length > longest ? "#" : "?"}${text}`;
}

export interface Shared {
  readonly question: Question;
  readonly view: string;
}

/** Returns what the address of this page asks, if it asks anything. */
export function sharedQuestion(): Shared | null {
  for (const part of [location.hash.slice(1), location.search.slice(1)]) {
    const fields = new URLSearchParams(part);
    const query = fields.get("query");
    if (!query?.trim()) continue;
    return {
      question: { query: query.replaceAll("\r\n", "\n"), entailment: fields.get("entailment") ?? "owl-rl" },
      view: fields.get("view") ?? "table",
    };
  }
  return null;
}

/** Puts a question into the address bar, in place of what is there if it is the same one. */
export function remember(address: string, isSame: boolean): void {
  if (address === location.pathname + location.search + location.hash) return;
  if (isSame) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

/** Says whether the link was copied; without leave of the browser it is shown to be copied by hand. */
export async function copy(address: string): Promise<boolean> {
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.writeText(new URL(address, location.href).href);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
