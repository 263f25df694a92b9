// The page that shows claims as a graph.
import { offerNames } from "./filters/names.ts";
import { addressOf, stay } from "./filters/stay.ts";
import { fetchGraph, told, type Graph } from "./graph/data.ts";
import { listen } from "./graph/keys.ts";
import { place } from "./graph/layout.ts";
import { count, showEntity, showRelation } from "./graph/panel.ts";
import { Picture } from "./graph/picture.ts";

const find = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
};

const form = find("filters") as HTMLFormElement;
const canvas = find("canvas");
const panel = find("panel");
const state = find("state");
const said = find("said");
const hint = [...panel.childNodes];
const picture = new Picture(canvas);

let graph: Graph = { nodes: [], edges: [], total: 0, missing: [] };
let current: string | null = null;
let loading = new AbortController();
let opening = new AbortController();

async function load(): Promise<void> {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const address = find("answer").dataset.graph ?? "";
  const known = picture.places();
  if (!known.size) state.textContent = "Loading the graph…";
  canvas.setAttribute("aria-busy", "true");
  try {
    const fresh = await fetchGraph(address, signal);
    const frame = { width: canvas.clientWidth, height: canvas.clientHeight };
    const places = await place(fresh, known, frame, signal, (share) => {
      if (!known.size) state.textContent = `Placing ${fresh.nodes.length.toLocaleString("en")} entities… ${Math.round(share * 100)} %`;
    });
    graph = fresh;
    picture.show(graph, places);
    canvas.dataset["drawn"] = String(graph.edges.length);
    state.textContent = graph.edges.length ? "" : "Nothing is so related. Try a longer stretch of time, another relation, or more kinds of relations.";
    const kept = graph.nodes.some((node) => node.id === current);
    if (kept && current !== null) move(current);
    else leave();
    announce(`${graph.edges.length} relations between ${graph.nodes.length} entities are shown.`);
  } catch (error) {
    if (signal.aborted) return;
    picture.cy.elements().remove();
    state.textContent = `The graph could not be loaded: ${error instanceof Error ? error.message : String(error)}. The table below may still help.`;
  } finally {
    if (!signal.aborted) canvas.removeAttribute("aria-busy");
  }
}

function announce(text: string): void {
  said.textContent = text;
}

function leave(): void {
  current = null;
  opening.abort();
  picture.choose(null);
  panel.replaceChildren(...hint);
}

function move(id: string): void {
  const entity = graph.nodes.find((node) => node.id === id);
  if (!entity) return;
  opening.abort();
  current = id;
  picture.choose(id);
  picture.reach(id);
  showEntity(panel, graph, entity, { expand, hide, open });
  const ties = picture.cy.getElementById(id).connectedEdges().length;
  announce(`${entity.label}, ${entity.type ?? "of no known class"}, ${ties} relations.`);
}

function open(number: number): void {
  const relation = graph.edges[number];
  if (!relation) return;
  opening.abort();
  opening = new AbortController();
  picture.choose(`edge-${number}`);
  const names = new Map(graph.nodes.map((node) => [node.id, node.label]));
  announce(`${names.get(relation.subject)} ${told(relation)} ${names.get(relation.object)}, ${count(relation)}.`);
  const { signal } = opening;
  void showRelation(panel, relation, signal).then(() => {
    if (!signal.aborted) focusPanel();
  });
}

function focusPanel(): void {
  panel.querySelector("h2")?.focus({ preventScroll: true });
}

function changed(name: string, id: string): void {
  const address = new URL(addressOf(form));
  const others = ["entity", "more", "hide"].filter((other) => other !== name);
  for (const other of others) {
    // One that was hidden and is expanded is wanted after all, and the other way round.
    if (other !== "entity" || name === "hide") address.searchParams.delete(other, id);
  }
  if (!address.searchParams.has(name, id)) address.searchParams.append(name, id);
  go(address.href);
}

function expand(id: string): void {
  changed("more", id);
}

function hide(id: string): void {
  changed("hide", id);
}

const go = stay(form, { regions: ["answer", "table", "made"], arrived: () => void load() });
const field = form.querySelector<HTMLInputElement>("#entity");
if (field) offerNames(field);

picture.cy.on("tap", "node", (event) => move(event.target.id() as string));
picture.cy.on("tap", "edge", (event) => open(event.target.data("number") as number));
picture.cy.on("dbltap", "node", (event) => expand(event.target.id() as string));
picture.cy.on("tap", (event) => {
  if (event.target === picture.cy) leave();
});
// The wheel scrolls the page until somebody has turned to the picture.
picture.cy.userZoomingEnabled(false);
canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }), true);
canvas.addEventListener("focus", () => picture.cy.userZoomingEnabled(true));
canvas.addEventListener("blur", () => picture.cy.userZoomingEnabled(false));
listen(canvas, () => picture.placesByTies(), () => current, {
  move,
  open: () => {
    if (current !== null) focusPanel();
  },
  expand: () => {
    if (current !== null) expand(current);
  },
  hide: () => {
    if (current !== null) hide(current);
  },
  leave,
  zoom: (factor) => picture.zoom(factor),
  whole: () => picture.whole(),
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    canvas.focus();
    if (current !== null) move(current);
  }
});
find("nearer").addEventListener("click", () => picture.zoom(1.3));
find("farther").addEventListener("click", () => picture.zoom(1 / 1.3));
find("whole").addEventListener("click", () => picture.whole());
void load();
