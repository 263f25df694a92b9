// Where the nodes of a graph stand: the same graph always gets the same picture.
import { type Body, type Place, simulate } from "../drawn/forces.ts";
import type { Graph } from "./data.ts";

const SLICE = 12; // milliseconds of work before the page may draw
const STEPS = 300;

/**
 * Return where the nodes stand. Those that stood somewhere stay about there. The work
 * is done in slices, so that the page can be used meanwhile; the forces use no chance.
 */
export async function place(
  graph: Graph,
  known: ReadonlyMap<string, Place>,
  frame: { width: number; height: number },
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Map<string, Place>> {
  const bodies: Body[] = graph.nodes.map((node) => ({ id: node.id, ...known.get(node.id) }));
  const links = pairs(graph);
  settle(bodies, links);
  const some = bodies.some((body) => known.has(body.id));
  const steps = some ? 120 : Math.max(100, Math.min(STEPS, Math.round(1.2e5 / bodies.length)));
  // As much room for each as the frame has.
  const room = Math.min(150, Math.max(45, Math.sqrt((frame.width * frame.height) / bodies.length)));
  const forces = simulate(bodies, {
    links: { all: links.map((link) => ({ ...link, distance: room })), strength: 0.3 },
    push: { strength: -0.1 * room * room, reach: 6 * room },
    room: { radius: () => room * 0.48, rounds: 2 },
    // The picture is as wide as its frame.
    pull: { x: 0.08, y: 0.08 * Math.max(0.7, (1.2 * frame.width) / frame.height) },
  });
  forces.alpha(some ? 0.35 : 1).alphaDecay(1 - Math.pow(0.001, 1 / steps));
  let started = performance.now();
  for (let step = 0; step < steps; step++) {
    forces.tick();
    if (performance.now() - started > SLICE) {
      progress(step / steps);
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      started = performance.now();
    }
  }
  return new Map(bodies.map((body) => [body.id, { x: body.x ?? 0, y: body.y ?? 0 }]));
}

/** Pairs of nodes with a relation between them, each once. */
function pairs(graph: Graph): { source: string; target: string }[] {
  const found = new Map<string, { source: string; target: string }>();
  for (const { subject, object } of graph.edges) {
    if (subject === object) continue;
    const [source, target] = subject < object ? [subject, object] : [object, subject];
    found.set(`${source}\n${target}`, { source, target });
  }
  return [...found.values()];
}

/** New nodes begin beside a neighbour that has a place. */
function settle(bodies: Body[], links: { source: string; target: string }[]): void {
  const byId = new Map(bodies.map((body) => [body.id, body]));
  let number = 0;
  for (const { source, target } of links) {
    const one = byId.get(source);
    const other = byId.get(target);
    if (!one || !other) continue;
    for (const [placed, fresh] of [[one, other], [other, one]] as const) {
      if (placed.x === undefined || placed.y === undefined || fresh.x !== undefined) continue;
      const angle = number++ * 2.399963; // the golden angle spreads evenly
      fresh.x = placed.x + 60 * Math.cos(angle);
      fresh.y = placed.y + 60 * Math.sin(angle);
    }
  }
}
