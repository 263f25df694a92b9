// The page that shows states on a map.
import { stay } from "./filters/stay.ts";
import { listen } from "./graph/keys.ts";
import { pairs, readData, type Pair, type State } from "./map/data.ts";
import { Drawing } from "./map/drawing.ts";
import { match, readOutlines } from "./map/outlines.ts";
import { showPair, showState } from "./map/panel.ts";

const find = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
};

const frame = find("world");
const panel = find("panel");
const state = find("state");
const said = find("said");
const hint = [...panel.childNodes];
const outlines = readOutlines();

let states: State[] = [];
let between: Pair[] = [];
let drawing: Drawing | null = null;
let current: string | null = null;
let opening = new AbortController();

function load(): void {
  const data = readData();
  states = data.states;
  between = pairs(data);
  const found = match(outlines, states.map(({ label, names }) => [label, ...names]));
  drawing = new Drawing(frame, outlines, states, found, between, { state: (number) => move(String(number)), pair: open, none: leave });
  leave();
  const missing = states.filter((_, number) => !found[number]).map((each) => each.label);
  frame.dataset["drawn"] = String(states.length - missing.length);
  state.textContent = states.length ? "" : "Nothing of this kind is said of any state.";
  said.textContent = `${states.length - missing.length} states are on the map${missing.length ? `; not on it: ${missing.join(", ")}` : ""}.`;
}

function leave(): void {
  current = null;
  opening.abort();
  drawing?.choose(null);
  panel.replaceChildren(...hint);
}

function move(id: string): void {
  const number = Number(id);
  const chosen = states[number];
  const spot = drawing?.spots().get(id);
  if (!chosen || !spot) return;
  opening.abort();
  opening = new AbortController();
  current = id;
  drawing?.choose([number]);
  drawing?.view.reach(spot);
  showState(panel, states, number, between, opening.signal);
  said.textContent = `${chosen.label}, ${chosen.claims} claims.`;
}

function open(number: number): void {
  const pair = between[number];
  if (!pair) return;
  opening.abort();
  current = null;
  drawing?.choose([pair.from, pair.to]);
  showPair(panel, states, pair);
  panel.querySelector("h2")?.focus({ preventScroll: true });
}

stay(find("filters") as HTMLFormElement, { regions: ["answer", "table", "made"], arrived: load });
frame.addEventListener("pointerdown", () => frame.focus({ preventScroll: true }));
frame.addEventListener("keydown", (event) => {
  const ways: Record<string, readonly [number, number]> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const way = ways[event.key];
  if (!event.shiftKey || !way) return;
  drawing?.view.move(...way);
  event.preventDefault();
  event.stopImmediatePropagation();
});
listen(frame, () => drawing?.spots() ?? new Map(), () => current, {
  move,
  open: () => {
    if (current !== null) panel.querySelector("h2")?.focus({ preventScroll: true });
  },
  expand: () => {},
  hide: () => {},
  leave,
  zoom: (factor) => drawing?.view.zoom(factor),
  whole: () => drawing?.view.whole(),
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") frame.focus();
});
find("nearer").addEventListener("click", () => drawing?.view.zoom(1.5));
find("farther").addEventListener("click", () => drawing?.view.zoom(1 / 1.5));
find("whole").addEventListener("click", () => drawing?.view.whole());
load();
