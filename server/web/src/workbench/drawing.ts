// The claims of one text as a small graph: nodes that push each other away, arrows that
// lead to the claims. It is drawn once, and looks the same each time.
import { type Body as Mover, type Place, simulate } from "../drawn/forces.ts";
import { draw } from "../drawn/svg.ts";

export interface Drawing {
  nodes: { id: string; label: string; type: string }[];
  edges: {
    id: string;
    source: string;
    target: string;
    label: string;
    manner: string;
    claim: string;
  }[];
}

type Edge = Drawing["edges"][number];

const HEIGHT = 34;
const MARGIN = 28;
const TICKS = 400;
// The least part of its size that a large graph is drawn at.
const SMALLEST = 0.7;
/** Pixels that a letter takes, in boxes and on arrows. */
const LETTER = { box: 8, arrow: 6.6 };
const LONGEST = 28;

/** What takes room: the box of a node, or the words on an arrow, which run through it. */
interface Body extends Mover {
  x: number;
  y: number;
  width: number;
}

type Node = Body & Drawing["nodes"][number];

/** Draw the claims into a place, as wide as that is. */
export function drawInto(place: HTMLElement, drawing: Drawing): void {
  const bodies = placed(drawing);
  const nodes = new Map<string, Node>();
  for (const node of drawing.nodes) {
    const body = bodies.get(node.id);
    if (body) nodes.set(node.id, { ...node, ...body });
  }
  const svg = draw("svg");
  svg.append(arrows());
  for (const edge of drawing.edges) {
    const [from, to, words] = [nodes.get(edge.source), nodes.get(edge.target), bodies.get(edge.id)];
    if (from && to && words) svg.append(drawn(edge, from, to, words));
  }
  for (const node of nodes.values()) svg.append(box(node));
  place.replaceChildren(svg);
  // Words reach beyond what was placed; only the browser knows how far.
  const { x, y, width, height } = svg.getBBox();
  const [wide, high] = [Math.ceil(width) + 2 * MARGIN, Math.ceil(height) + 2 * MARGIN];
  svg.setAttribute("viewBox", `${x - MARGIN} ${y - MARGIN} ${wide} ${high}`);
  // Whole if it can still be read so; else it is scrolled, from its middle.
  const scale = Math.min(1, Math.max(SMALLEST, place.clientWidth / wide));
  svg.setAttribute("width", String(Math.floor(wide * scale)));
  svg.setAttribute("height", String(Math.floor(high * scale)));
  place.scrollTo((wide * scale - place.clientWidth) / 2, (high * scale - place.clientHeight) / 2);
}

/** Return where everything lies: first the boxes, then the words between them. */
function placed(drawing: Drawing): Map<string, Body> {
  const around = 110 * Math.sqrt(drawing.nodes.length);
  const boxes = drawing.nodes.map((node, at): Body => {
    const angle = (2 * Math.PI * at) / drawing.nodes.length;
    const width = short(node.label).length * LETTER.box + 26;
    return { id: node.id, x: around * Math.cos(angle), y: (around * Math.sin(angle)) / 2, width };
  });
  const widths = new Map(boxes.map(({ id, width }) => [id, width]));
  const links = drawing.edges.map((edge) => {
    // So long that the words fit between, whichever way the arrow lies.
    const ends = (widths.get(edge.source) ?? 0) + (widths.get(edge.target) ?? 0);
    const distance = ends / 2 + told(edge).length * LETTER.arrow + 40;
    return { source: edge.source, target: edge.target, distance };
  });
  simulate(boxes, {
    links: { all: links },
    push: { strength: -1500 },
    room: { radius: (body) => body.width / 2 + 22, rounds: 2 },
    pull: { x: 0.05, y: 0.16 },
  }).tick(TICKS);
  for (const body of boxes) [body.fx, body.fy] = [body.x, body.y];
  const known = new Map(boxes.map((body) => [body.id, body]));
  const words = drawing.edges.map((edge, at) => between(edge, at, known));
  const goals = new Map(words.map((body) => [body.id, { x: body.x, y: body.y }]));
  simulate([...boxes, ...words], {
    room: { radius: (body) => (known.has(body.id) ? body.width / 2 + 4 : 22), rounds: 3 },
    pull: { x: 0.2, y: 0.2 },
    home: (body) => goals.get(body.id) ?? body,
  }).tick(TICKS);
  return new Map([...boxes, ...words].map((body) => [body.id, body]));
}

/** Return the words of an arrow half-way, above the box where it comes back to itself. */
function between(edge: Edge, at: number, known: ReadonlyMap<string, Body>): Body {
  const [from, to] = [known.get(edge.source), known.get(edge.target)];
  const raised = edge.source === edge.target ? 2 * HEIGHT : 0;
  return {
    id: edge.id,
    // Those of the same place push each other to different sides.
    x: ((from?.x ?? 0) + (to?.x ?? 0)) / 2 + (at % 3) - 1,
    y: ((from?.y ?? 0) + (to?.y ?? 0)) / 2 + (at % 2) * 2 - 1 - raised,
    width: told(edge).length * LETTER.arrow,
  };
}

function drawn(edge: Edge, from: Node, to: Node, words: Place): SVGElement {
  const link = draw("a", { class: `edge ${edge.manner}`, href: `#${edge.claim}` });
  link.setAttribute("aria-label", `${from.label} ${told(edge)} ${to.label}`);
  const path = from.id === to.id ? loop(from, words) : curve(from, to, words);
  link.append(
    draw("path", { class: "line", d: path, "marker-end": `url(#arrow-${edge.manner})` }),
    // A denied relation has a double line, told apart without any colour.
    ...(edge.manner === "denied" ? [draw("path", { class: "core", d: path })] : []),
    text(told(edge), { x: round(words.x), y: round(words.y) }),
  );
  return link;
}

/** Return a curve from box to box, through its words. */
function curve(from: Node, to: Node, words: Place): string {
  const [start, end] = [border(from, words), border(to, words)];
  const [x, y] = [2 * words.x - (start.x + end.x) / 2, 2 * words.y - (start.y + end.y) / 2];
  return `M${round(start.x)} ${round(start.y)}Q${round(x)} ${round(y)} ${round(end.x)} ${round(end.y)}`;
}

function loop({ x, y }: Place, words: Place): string {
  const [dx, dy] = [words.x - x, words.y - y];
  const ends = [-1, 1].map((side) => `${round(x + 1.33 * dx - side * dy)} ${round(y + 1.33 * dy + side * dx)}`);
  return `M${round(x)} ${round(y)}C${ends.join(" ")} ${round(x)} ${round(y)}`;
}

/** Return where a line to a point leaves the box of a node. */
function border(node: Node, towards: Place): Place {
  const [dx, dy] = [towards.x - node.x, towards.y - node.y];
  const share = Math.min(
    (node.width / 2 + 5) / (Math.abs(dx) || 1e-6),
    (HEIGHT / 2 + 5) / (Math.abs(dy) || 1e-6),
  );
  return { x: node.x + dx * share, y: node.y + dy * share };
}

function box(node: Node): SVGElement {
  const group = draw("g", { class: "node", transform: `translate(${round(node.x)} ${round(node.y)})` });
  group.append(
    draw("title", {}, `${node.label}: ${node.type}`),
    draw("rect", { x: -node.width / 2, y: -HEIGHT / 2, width: node.width, height: HEIGHT, rx: HEIGHT / 2 }),
    text(short(node.label), {}),
  );
  return group;
}

function told(edge: Edge): string {
  return edge.manner === "denied" ? `not: ${edge.label}` : edge.label;
}

function text(content: string, attributes: Record<string, number>): SVGElement {
  return draw("text", { "text-anchor": "middle", dy: "0.35em", ...attributes }, content);
}

function arrows(): SVGElement {
  const defs = draw("defs");
  for (const manner of ["said", "reported", "supposed", "denied"]) {
    const marker = draw("marker", {
      id: `arrow-${manner}`,
      class: `tip ${manner}`,
      viewBox: "0 0 10 10",
      refX: 9,
      refY: 5,
      markerWidth: 11,
      markerHeight: 11,
      markerUnits: "userSpaceOnUse",
      orient: "auto-start-reverse",
    });
    marker.append(draw("path", { d: "M0 0L10 5L0 10z" }));
    defs.append(marker);
  }
  return defs;
}

function short(label: string): string {
  const letters = [...label];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : label;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
