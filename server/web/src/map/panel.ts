// What is chosen on the map, in words beside it.
import { problem } from "../graph/data.ts";
import { fill, make } from "../graph/panel.ts";
import type { Pair, State, Tie } from "./data.ts";

// Of the claims about a state the newest are shown.
const CLAIMS = 5;

export function showState(panel: HTMLElement, states: readonly State[], number: number, pairs: readonly Pair[], signal: AbortSignal): void {
  const state = states[number];
  if (!state) return;
  const links = make("p", { className: "actions" });
  for (const [address, text] of [[state.page, "All that is known of it"], [state.timeline, "Timeline"], [state.graph, "Graph"]] as const) {
    if (address) links.append(make("a", { href: address }, text));
  }
  const ties = pairs.filter((pair) => pair.from === number || pair.to === number).flatMap((pair) => pair.ties);
  const newest = make("div", {}, make("p", { className: "quiet" }, "Loading the newest claims…"));
  fill(
    panel,
    make("h2", {}, make("bdi", {}, state.label)),
    make("p", { className: "quiet" }, state.claims === 1 ? "1 claim" : `${state.claims} claims`),
    links,
    list(ties, states),
    newest,
  );
  void load(newest, state.timeline, signal);
}

export function showPair(panel: HTMLElement, states: readonly State[], pair: Pair): void {
  const title = `${states[pair.from]?.label} → ${states[pair.to]?.label}`;
  fill(panel, make("h2", {}, make("bdi", {}, title)), list(pair.ties, states));
}

function list(ties: readonly Tie[], states: readonly State[]): HTMLElement {
  const items = ties.map((tie) =>
    make(
      "li",
      {},
      make("a", { href: tie.page }, `${states[tie.from]?.label} ${tie.label} ${states[tie.to]?.label}`),
      " ",
      make("span", { className: "number" }, tie.claims === 1 ? "1 claim" : `${tie.claims} claims`),
    ),
  );
  return make("ul", { className: "ties" }, ...items);
}

async function load(place: HTMLElement, address: string, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(await problem(response));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const claims = [...page.querySelectorAll(".months .claims > li")].slice(0, CLAIMS);
    const items = claims.map((each) => document.importNode(each, true));
    place.replaceChildren(make("h3", {}, "Newest claims"), make("ul", { className: "claims" }, ...items));
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    place.replaceChildren(make("p", { className: "problem" }, `The claims could not be loaded: ${reason}.`));
  }
}
