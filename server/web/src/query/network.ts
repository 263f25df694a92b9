// The graph: things and arrows between them, drawn by cytoscape.
import cytoscape from "cytoscape";
import { draw } from "../drawn/svg.ts";
import type { Answer } from "./answer.ts";
import { type Edge, edges } from "./columns.ts";
import type { Facts } from "./facts.ts";
import { make } from "./settings.ts";
import { address } from "./terms.ts";

const most = 400;
const largest = 1.25;
// What is drawn has to be marked first, two hundred rows at a time.
const mostRows = 2_000;
// Cytoscape would add a style sheet of its own, which the page's policy forbids, unless an
// element of this name is there; the rules are in the page's style sheet.
const styleName = "__________cytoscape_stylesheet";

export async function makeNetwork(answer: Answer, facts: Facts): Promise<HTMLElement> {
  const rows = answer.rows.slice(0, mostRows);
  const hint = "A graph needs two columns of things: select both ends of a relation, or CONSTRUCT triples.";
  if (edges(answer, rows.slice(0, 1), facts).length === 0) return make("p", { class: "hint" }, hint);
  await facts.learn(rows);
  const all = edges(answer, rows, facts);
  const shown = all.slice(0, most);
  const nodes = [...new Set(shown.flatMap(({ from, to }) => [from, to]))];
  const canvas = make("div", { class: "canvas" });
  const inferred = shown.filter(({ why }) => why !== null).length;
  const summary = `${nodes.length} things and ${shown.length} arrows between them${inferred ? `, ${inferred} of them inferred` : ""}`;
  const buttons = make("div", { class: "zoom", role: "group", "aria-label": "View of the graph" });
  const box = make(
    "div",
    { class: "network" },
    make("div", { role: "img", "aria-label": `${summary}; the table has the same as text` }, canvas),
    make("div", { class: "below" }, buttons, legend(shown.length - inferred, inferred)),
    make("p", { class: "quiet" }, `${left(answer, all)}${summary}. Drag to move, click a thing to open its page${inferred ? ", a dotted arrow for its proof" : ""}; the table has the same as text.`),
  );
  requestAnimationFrame(() => start(canvas, buttons, nodes, shown, facts));
  return box;
}

/** Says what is not drawn. */
function left(answer: Answer, all: readonly Edge[]): string {
  const count = (number: number): string => number.toLocaleString("en");
  const parts = [];
  if (answer.rows.length > mostRows) parts.push(`Of the first ${count(mostRows)} rows. `);
  if (all.length > most) parts.push(`The first ${count(most)} of ${count(all.length)} arrows. `);
  return parts.join("");
}

/** Says how arrows are drawn, as on the page that explores. */
function legend(stated: number, inferred: number): HTMLElement {
  const items: HTMLElement[] = [];
  if (stated) items.push(make("li", {}, stroke("stated"), "stated"));
  if (inferred) items.push(make("li", {}, stroke("inferred"), "inferred"));
  return make("ul", { class: "legend", "aria-label": "Arrows" }, ...items);
}

function stroke(kind: string): SVGElement {
  const line = draw("line", { x1: 1, y1: 6, x2: 30, y2: 6 });
  return draw("svg", { class: `stroke ${kind}`, viewBox: "0 0 40 12", width: 40, height: 12, "aria-hidden": "true" }, line, draw("path", { d: "M29 1.5 38 6 29 10.5Z" }));
}

function start(
  canvas: HTMLElement,
  buttons: HTMLElement,
  nodes: readonly string[],
  arrows: readonly Edge[],
  facts: Facts,
): void {
  if (!document.getElementById(styleName)) document.head.append(make("template", { id: styleName }));
  const graph = cytoscape({
    container: canvas,
    elements: [
      ...nodes.map((id) => ({ data: { id, label: facts.called(id) } })),
      ...arrows.map(({ from, to, label, why }, number) => ({
        data: { id: `arrow ${number}`, source: from, target: to, label, why },
        classes: why === null ? "" : "inferred",
      })),
    ],
    style: stylesheet(),
    layout: { name: "cose", animate: false, randomize: false, numIter: 2000, gravity: 0.4, nodeRepulsion: () => 90_000, idealEdgeLength: () => 80, nodeOverlap: 24, padding: 24 },
    minZoom: 0.1,
    maxZoom: 4,
    userZoomingEnabled: false,
  });
  whole(graph);
  graph.on("tap", "node", (event: { target: { id(): string } }) => {
    const href = address(event.target.id(), facts.settings);
    if (href !== null) location.assign(href);
  });
  graph.on("tap", "edge.inferred", (event: { target: { data(name: string): string } }) => location.assign(event.target.data("why")));
  const zoom = (factor: number): void => {
    graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
  };
  for (const [text, act] of [
    ["Larger", () => zoom(1.3)],
    ["Smaller", () => zoom(1 / 1.3)],
    ["Whole", () => whole(graph)],
  ] as const) {
    const button = make("button", { type: "button", class: "plain" }, text);
    button.addEventListener("click", act);
    buttons.append(button);
  }
}

/** Shows all of it, but a graph of two things no larger than one of twenty. */
function whole(graph: cytoscape.Core): void {
  graph.fit(undefined, 24);
  if (graph.zoom() <= largest) return;
  graph.zoom(largest);
  graph.center();
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
    {
      selector: "edge.inferred",
      style: {
        color: colour("inferred"),
        "line-color": colour("inferred"),
        "target-arrow-color": colour("inferred"),
        "target-arrow-fill": "hollow",
        "line-style": "dashed",
        "line-dash-pattern": [1.5, 4],
        "line-cap": "butt",
      },
    },
  ];
}
