// Bodies that push each other away and are held by links until each has its room. No chance
// is in it: the same ones always come to rest at the same places.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationNodeDatum,
} from "d3-force";

export interface Place {
  x: number;
  y: number;
}

export interface Body extends SimulationNodeDatum {
  id: string;
}

/** A link between two bodies, named by their ids, as long as it would like to be. */
export interface Link {
  source: string;
  target: string;
  distance: number;
}

export interface Forces<B extends Body> {
  readonly links?: {
    readonly all: readonly Link[];
    /** From 0 to 1; without it, those of bodies with many links give way more easily. */
    readonly strength?: number;
  };
  /** How strongly bodies push each other, and how far that reaches, in pixels. */
  readonly push?: { readonly strength: number; readonly reach?: number };
  /** The radius around each that no other may come into, and how often that is seen to. */
  readonly room: { readonly radius: (body: B) => number; readonly rounds: number };
  /** How strongly each is pulled across and down to where it belongs, the middle if not told. */
  readonly pull: Place;
  readonly home?: (body: B) => Place;
}

/** Return a simulation that stands still; each `tick` of it is one step. */
export function simulate<B extends Body>(bodies: B[], forces: Forces<B>): Simulation<B, undefined> {
  const { links, push, room, pull } = forces;
  const home = forces.home ?? (() => ({ x: 0, y: 0 }));
  const simulation = forceSimulation(bodies).stop();
  if (links) {
    // What is given stays as it is: the force writes the bodies into its links.
    const held = forceLink<B, Link>(links.all.map((link) => ({ ...link })));
    held.id((body) => body.id).distance((link) => link.distance);
    if (links.strength !== undefined) held.strength(links.strength);
    simulation.force("links", held);
  }
  if (push) simulation.force("push", forceManyBody().strength(push.strength).distanceMax(push.reach ?? Infinity));
  return simulation
    .force("room", forceCollide<B>(room.radius).iterations(room.rounds))
    .force("x", forceX<B>((body) => home(body).x).strength(pull.x))
    .force("y", forceY<B>((body) => home(body).y).strength(pull.y));
}
