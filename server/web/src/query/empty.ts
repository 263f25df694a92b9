// Why a result is empty, as the server tells it.
import type { Question } from "./answer.ts";
import { type Settings, make } from "./settings.ts";

interface Reason {
  readonly kind: string;
  readonly text: string;
  readonly part: string | null;
  readonly instead: readonly string[];
}

export interface Repairs {
  /** Asks again with one part of the query replaced. */
  replace(part: string, by: string): void;
  /** Asks again with inferred triples. */
  infer(): void;
}

export async function makeReasons(question: Question, settings: Settings, repairs: Repairs): Promise<HTMLElement> {
  const box = make("div", { class: "causes" });
  const fields = new URLSearchParams({ ...question });
  const response = await fetch(`${settings.empty}?${fields}&timeout=10`);
  const reasons = response.ok ? ((await response.json()) as { reasons: readonly Reason[] }).reasons : [];
  if (reasons.length === 0) return box;
  const items = reasons.map((reason) => make("li", {}, reason.text, ...details(reason, question, repairs)));
  box.append(make("h3", {}, "Why there is nothing"), make("ul", { class: "reasons" }, ...items));
  return box;
}

function details(reason: Reason, question: Question, repairs: Repairs): readonly (Node | string)[] {
  const parts: (Node | string)[] = [];
  if (reason.part !== null && reason.kind !== "unknown") parts.push(" ", make("code", {}, reason.part));
  if (reason.instead.length > 0) {
    parts.push(" Did you mean ");
    reason.instead.forEach((name, number) => {
      if (number) parts.push(number === reason.instead.length - 1 ? " or " : ", ");
      parts.push(suggestion(reason.part ?? "", name, question, repairs));
    });
    parts.push("?");
  }
  if (reason.kind === "inference") parts.push(" ", action("Ask again with them", () => repairs.infer()));
  return parts;
}

function suggestion(part: string, name: string, question: Question, repairs: Repairs): HTMLElement {
  // What the query does not have in one piece is only told.
  if (!question.query.includes(part)) return make("code", {}, name);
  return action(name, () => repairs.replace(part, name), "code");
}

function action(text: string, act: () => void, kind = ""): HTMLElement {
  const button = make("button", { type: "button", class: `link ${kind}`.trim() }, text);
  button.addEventListener("click", act);
  return button;
}
