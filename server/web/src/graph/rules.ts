// How nodes and edges look: by shape, stroke and arrow, never by colour alone.
import type { StylesheetJson } from "cytoscape";

const SHAPES = {
  State: "round-rectangle",
  Person: "ellipse",
  Organization: "hexagon",
  Group: "triangle",
  WeaponSystem: "diamond",
  Event: "star",
  Place: "pentagon",
  Other: "rectangle",
} as const;

/** The rules in the colours that the page has now. */
export function rules(element: HTMLElement): StylesheetJson {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const font = style.fontFamily;
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        label: "data(label)",
        "background-color": colour("accent-ground"),
        "border-color": colour("accent"),
        "border-width": 1.5,
        color: colour("ink"),
        "font-family": font,
        "font-size": 13,
        "min-zoomed-font-size": 7,
        "text-valign": "bottom",
        "text-margin-y": 3,
        "text-max-width": "110px",
        "text-wrap": "wrap",
        "text-outline-color": colour("raised"),
        "text-outline-width": 2.5,
        "overlay-opacity": 0,
      },
    },
    ...Object.entries(SHAPES).map(([family, shape]) => ({
      selector: `node[family = "${family}"]`,
      style: { shape },
    })),
    {
      selector: "edge",
      style: {
        width: "data(width)",
        label: "data(label)",
        "curve-style": "bezier",
        "control-point-step-size": 28,
        "arrow-scale": 0.9,
        "font-family": font,
        "font-size": 10.5,
        "min-zoomed-font-size": 13,
        "text-rotation": "autorotate",
        "text-outline-color": colour("raised"),
        "text-outline-width": 2,
        "overlay-opacity": 0,
        ...stroke(colour("quiet"), "triangle"),
      },
    },
    { selector: "edge.reported", style: { ...stroke(colour("reported"), "vee"), ...dashes([7, 4]) } },
    { selector: "edge.denied", style: { ...stroke(colour("wrong"), "tee"), ...dashes([7, 4]) } },
    { selector: "edge.known", style: stroke(colour("quiet"), "circle") },
    {
      selector: "edge.inferred",
      style: {
        ...stroke(colour("inferred"), "triangle"),
        ...dashes([1.5, 4]),
        "target-arrow-fill": "hollow",
        "line-cap": "butt",
      },
    },
    // Thousands of edges stand too close for curves and words.
    { selector: "edge.plain", style: { "curve-style": "straight", label: "", width: 1 } },
    { selector: "edge.told", style: { "min-zoomed-font-size": 0 } },
    { selector: ".far", style: { opacity: 0.18, "text-opacity": 0 } },
    { selector: "edge.near", style: { label: "data(label)", "min-zoomed-font-size": 0, "z-index": 5 } },
    // Cytoscape rounds how near the picture is up to a power of two: not below 1.
    { selector: "node.small", style: { "min-zoomed-font-size": 14 } },
    { selector: "node.many", style: { "min-zoomed-font-size": 0, "font-weight": 600 } },
    // One that would cover a name which matters more waits until there is room.
    { selector: "node.mute", style: { "min-zoomed-font-size": 20 } },
    { selector: "node.near", style: { "min-zoomed-font-size": 0, "z-index": 6 } },
    { selector: "node.chosen", style: { "border-width": 4, "background-color": colour("accent"), "font-weight": "bold" } },
    { selector: "edge.chosen", style: { width: 4, "font-weight": "bold" } },
  ];
}

function stroke(colour: string, arrow: "triangle" | "vee" | "tee" | "circle") {
  return {
    "line-color": colour,
    color: colour,
    "target-arrow-color": colour,
    "target-arrow-shape": arrow,
  } as const;
}

function dashes(pattern: number[]) {
  return { "line-style": "dashed", "line-dash-pattern": pattern } as const;
}
