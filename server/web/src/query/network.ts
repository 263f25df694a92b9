// The graph: things and arrows between them, drawn by cytoscape.
import cytoscape from "cytoscape";
import type { Answer } from "./answer.ts";
import { type Edge, edges } from "./columns.ts";
import { type Settings, make } from "./settings.ts";
import { address, named } from "./terms.ts";

const most = 400;
// Cytoscape would add a style sheet of its own, which the page's policy forbids, unless an
// element of this name is there; the rules are in the page's style sheet.
const styleName = "__________cytoscape_stylesheet";

export function makeNetwork(answer: Answer, settings: Settings): HTMLElement {
  const all = edges(answer);
  if (all.length === 0) {
    return make("p", { class: "hint" }, "A graph needs two columns of things: select both ends of a relation, or CONSTRUCT triples.");
  }
  const shown = all.slice(0, most);
  const nodes = [...new Set(shown.flatMap(({ from, to }) => [from, to]))];
  const canvas = make("div", { class: "canvas" });
  const summary = `${nodes.length} things and ${shown.length} arrows between them`;
  const note = shown.length < all.length ? `The first ${most} of ${all.length} arrows. ` : "";
  const buttons = make("div", { class: "zoom", role: "group", "aria-label": "View of the graph" });
  const box = make(
    "div",
    { class: "network" },
    make("div", { role: "img", "aria-label": `${summary}; the table has the same as text` }, canvas),
    buttons,
    make("p", { class: "quiet" }, `${note}${summary}. Drag to move, click a thing to open its page; the table has the same as text.`),
  );
  requestAnimationFrame(() => start(canvas, buttons, nodes, shown, settings));
  return box;
}

function start(
  canvas: HTMLElement,
  buttons: HTMLElement,
  nodes: readonly string[],
  arrows: readonly Edge[],
  settings: Settings,
): void {
  if (!document.getElementById(styleName)) document.head.append(make("template", { id: styleName }));
  const graph = cytoscape({
    container: canvas,
    elements: [
      ...nodes.map((id) => ({ data: { id, label: named(id) } })),
      ...arrows.map(({ from, to, label }, number) => ({ data: { id: `arrow ${number}`, source: from, target: to, label } })),
    ],
    style: stylesheet(),
    layout: { name: "cose", animate: false, randomize: false, numIter: 2000, gravity: 0.4, nodeRepulsion: () => 90_000, idealEdgeLength: () => 80, nodeOverlap: 24, padding: 24 },
    minZoom: 0.1,
    maxZoom: 4,
    userZoomingEnabled: false,
  });
  graph.on("tap", "node", (event: { target: { id(): string } }) => {
    const href = address(event.target.id(), settings);
    if (href !== null) location.assign(href);
  });
  const zoom = (factor: number): void => {
    graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
  };
  for (const [text, act] of [
    ["Larger", () => zoom(1.3)],
    ["Smaller", () => zoom(1 / 1.3)],
    ["Whole", () => graph.fit(undefined, 24)],
  ] as const) {
    const button = make("button", { type: "button", class: "plain" }, text);
    button.addEventListener("click", act);
    buttons.append(button);
  }
}

function stylesheet(): cytoscape.StylesheetJson {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return [
    {
      selector: "node",
      style: {
        label: "data(label)",
        color: colour("ink"),
        "background-color": colour("accent"),
        "font-size": 14,
        width: 16,
        height: 16,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-wrap": "wrap",
        "text-max-width": "110px",
        "text-outline-color": colour("raised"),
        "text-outline-width": 2,
      },
    },
    {
      selector: "edge",
      style: {
        label: "data(label)",
        color: colour("quiet"),
        "font-size": 11,
        "curve-style": "bezier",
        "target-arrow-shape": "triangle",
        "line-color": colour("quiet"),
        "target-arrow-color": colour("quiet"),
        width: 1.5,
        "text-rotation": "autorotate",
        "text-wrap": "wrap",
        "text-max-width": "120px",
        "text-outline-color": colour("raised"),
        "text-outline-width": 2,
      },
    },
  ];
}
