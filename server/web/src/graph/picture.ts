// The graph as cytoscape draws it.
import cytoscape from "cytoscape";

import type { Place } from "../drawn/forces.ts";
import { told, type Graph } from "./data.ts";
import { rules } from "./rules.ts";

// From so many edges on a picture is drawn with less detail while it moves.
const MANY = 600;
// Up to so many edges all say at once what they stand for.
const FEW = 40;
// How many names are always shown, and how large a picture may be at first.
const NAMES = 20;
const LARGEST = 1.15;

export class Picture {
  readonly cy: cytoscape.Core;

  constructor(readonly container: HTMLElement) {
    this.cy = cytoscape({
      container,
      style: rules(container),
      layout: { name: "preset" },
      minZoom: 0.05,
      maxZoom: 4,
      boxSelectionEnabled: false,
      selectionType: "single",
      // While the picture moves it is one image, however many edges it has.
      textureOnViewport: true,
      pixelRatio: "auto",
    });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.cy.style(rules(container)));
    new ResizeObserver(() => this.cy.resize()).observe(container);
  }

  /** Where the nodes stand now. */
  places(): Map<string, Place> {
    return new Map(this.cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  }

  /** The same, those with most ties first. */
  placesByTies(): Map<string, Place> {
    const nodes = this.cy.nodes().toArray().sort((a, b) => b.degree(false) - a.degree(false));
    return new Map(nodes.map((node) => [node.id(), { ...node.position() }]));
  }

  show(graph: Graph, places: ReadonlyMap<string, Place>): void {
    const many = graph.edges.length > MANY;
    const few = graph.edges.length <= FEW;
    const ties = new Map<string, number>();
    for (const edge of graph.edges) {
      for (const end of [edge.subject, edge.object]) ties.set(end, (ties.get(end) ?? 0) + 1);
    }
    const busiest = new Set([...ties].sort(([, a], [, b]) => b - a).slice(0, NAMES).map(([id]) => id));
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.add([
        ...graph.nodes.map((node) => ({
          group: "nodes" as const,
          data: {
            id: node.id,
            label: node.label,
            family: node.family ?? "Other",
            size: (many ? 0.6 : 1) * Math.min(44, 14 + 4 * Math.sqrt(ties.get(node.id) ?? 0)),
          },
          classes: busiest.has(node.id) ? "many" : many ? "small" : "",
          position: { ...(places.get(node.id) ?? { x: 0, y: 0 }) },
        })),
        ...graph.edges.map((edge, number) => ({
          group: "edges" as const,
          data: {
            id: `edge-${number}`,
            number,
            source: edge.subject,
            target: edge.object,
            label: told(edge),
            width: 1.2 + Math.min(3, Math.log2(1 + edge.claims) * 0.7),
          },
          classes: `${edge.kind} ${many ? "plain" : ""} ${few ? "told" : ""}`,
        })),
      ]);
    });
    this.whole();
  }

  whole(): void {
    this.cy.fit(undefined, 28);
    if (this.cy.zoom() > LARGEST) {
      this.cy.zoom(LARGEST);
      this.cy.center();
    }
    // The names of those who do most can be read however small the picture is.
    const size = Math.max(13, 12 / this.cy.zoom());
    this.cy.batch(() => {
      this.cy.nodes(".many").style("font-size", size).style("text-max-width", `${size * 9}px`);
      this.#thin(size);
    });
  }

  /** Leave out names that would lie over those of busier nodes. */
  #thin(size: number): void {
    const placed: { x: number; y: number; wide: number; high: number }[] = [];
    const nodes = this.cy.nodes().toArray().sort((one, other) => other.degree(false) - one.degree(false));
    for (const node of nodes) {
      const large = node.hasClass("many");
      const font = large ? size : 13;
      const most = large ? size * 9 : 110;
      const length = (node.data("label") as string).length * font * 0.58;
      const high = font * 1.1 * Math.ceil(length / most);
      const box = { x: node.position("x"), y: node.position("y") + node.height() / 2 + 3 + high / 2, wide: Math.min(length, most), high };
      const clear = placed.every((other) => Math.abs(other.x - box.x) > (other.wide + box.wide) / 2 || Math.abs(other.y - box.y) > (other.high + box.high) / 2);
      node.toggleClass("mute", !clear);
      if (clear) placed.push(box);
    }
  }

  zoom(factor: number): void {
    const { width, height } = this.container.getBoundingClientRect();
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  /** Lift out an element with what it is tied to; without one, all are alike. */
  choose(id: string | null): void {
    this.cy.batch(() => {
      this.cy.elements().removeClass("chosen near far");
      if (id === null) return;
      const one = this.cy.getElementById(id);
      if (one.empty()) return;
      // Of an edge its nodes, of a node its edges and their other ends.
      const near = one.union(one.connectedNodes()).union(one.closedNeighborhood());
      this.cy.elements().not(near).addClass("far");
      near.addClass("near");
      one.addClass("chosen");
    });
  }

  /** Bring a node into sight, if it is outside. */
  reach(id: string): void {
    const box = this.cy.getElementById(id).renderedBoundingBox({});
    const { width, height } = this.container.getBoundingClientRect();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > width || box.y2 > height) {
      this.cy.center(this.cy.getElementById(id));
    }
  }
}
