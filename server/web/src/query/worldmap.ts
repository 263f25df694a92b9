// The map: states of an answer on the world, and places with coordinates.
import { type GeoPermissibleObjects, geoArea, geoNaturalEarth1, geoPath } from "d3-geo";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/countries-110m.json";
import { draw } from "../drawn/svg.ts";
import type { Answer } from "./answer.ts";
import type { Facts } from "./facts.ts";
import { type Spot, columns, kindOf, spots } from "./columns.ts";
import { type Settings, make } from "./settings.ts";
import { address } from "./terms.ts";

type Outline = Feature<Geometry, { name: string }>;

interface Figure {
  readonly iri: string;
  readonly outline: Outline;
  readonly value: number;
}

const [width, height] = [960, 440];
const most = 200;

export async function makeMap(answer: Answer, facts: Facts): Promise<HTMLElement> {
  await facts.learnNames(answer.rows);
  const found = spots(answer, facts);
  const figures = found.length ? [] : await figuresOf(answer, facts.settings);
  if (found.length + figures.length === 0) {
    return make("p", { class: "hint" }, "A map needs a column of states, or columns named ?lat and ?long.");
  }
  return picture(figures, found, answer, facts);
}

/** Returns the states that the first fitting column of an answer names, with their values. */
async function figuresOf(answer: Answer, settings: Settings): Promise<readonly Figure[]> {
  const outlines = new Map(collection().features.map((each) => [each.properties.name.toLowerCase(), each]));
  const value = columns(answer, "number")[0] ?? null;
  let best: readonly Figure[] = [];
  for (const column of columns(answer, "thing")) {
    const values = new Map<string, number>();
    for (const row of answer.rows) {
      const iri = row[column]?.value;
      if (iri !== undefined) values.set(iri, (values.get(iri) ?? 0) + (value ? Number(row[value]?.value ?? 0) : 1));
    }
    const names = await namesOf([...values.keys()].slice(0, most), settings);
    const figures = [...values].flatMap(([iri, number]) => {
      const outline = (names[iri] ?? []).map((name) => outlines.get(name.toLowerCase())).find((each) => each);
      return outline ? [{ iri, outline, value: number }] : [];
    });
    if (figures.length > best.length) best = figures;
  }
  return best;
}

async function namesOf(iris: readonly string[], settings: Settings): Promise<Readonly<Record<string, readonly string[]>>> {
  const response = await fetch(settings.states, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ iris }),
  });
  if (!response.ok) return {};
  return ((await response.json()) as { names: Readonly<Record<string, readonly string[]>> }).names;
}

function collection(): FeatureCollection<Geometry, { name: string }> {
  const topology = world as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  return feature(topology, topology.objects.countries);
}

function picture(figures: readonly Figure[], found: readonly Spot[], answer: Answer, facts: Facts): HTMLElement {
  const { features } = collection();
  // Nobody lives in Antarctica, which would take a fifth of the picture.
  const inhabited = features.filter((each) => each.properties.name !== "Antarctica");
  const shown: GeoPermissibleObjects = { type: "FeatureCollection", features: inhabited };
  const projection = geoNaturalEarth1().fitExtent([[8, 8], [width - 8, height - 8]], shown);
  const path = geoPath(projection);
  const outline = (shape: GeoPermissibleObjects, kind: string): SVGElement => draw("path", { d: path(shape) ?? "", class: kind });
  const shaded = new Set(figures.map((each) => each.outline));
  const land = inhabited.map((each) => outline(each, "land"));
  const states = [...shaded].map((each) => outline(each, "land named"));
  const sorted = [...figures].sort((one, other) => other.value - one.value);
  const largest = sorted[0]?.value ?? 1;
  const circles = sorted.map((each) => circle(each, path.centroid(mainPart(each.outline)), largest, facts.called(each.iri)));
  const labels = apart(circles).map(({ x, y, radius, name }) =>
    draw("text", { x, y: y - radius - 3, "text-anchor": "middle", class: "name" }, name),
  );
  const dots = found.flatMap((each) => {
    const place = projection([each.longitude, each.latitude]);
    return place ? [draw("circle", { cx: place[0], cy: place[1], r: 5, class: "spot" }, draw("title", {}, each.label))] : [];
  });
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "world" }, ...land, ...states, ...circles.map((each) => linked(each, facts.settings)), ...labels, ...dots);
  const count = figures.length || found.length;
  const noun = figures.length ? (count === 1 ? "state" : "states") : count === 1 ? "place" : "places";
  const top = sorted[0] ? `, most for ${facts.called(sorted[0].iri)}, ${sorted[0].value}` : "";
  const value = columns(answer, "number")[0];
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", `Map of ${count} ${noun}${top}`);
  const things = answer.variables.some((name) => kindOf(answer, name) === "thing");
  const left = figures.length && things ? ` Rows about other things are not on it.` : "";
  const caption = `${count} ${noun}${figures.length ? `; circles show ${value ?? "how many rows name each"}` : ""}.${left}`;
  const figure = make("figure", { class: "map" });
  figure.append(svg, make("figcaption", { class: "quiet" }, `${caption} The table has the figures. Outlines: Natural Earth.`));
  return figure;
}

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly name: string;
  readonly figure: Figure;
}

function circle(figure: Figure, [x, y]: [number, number], largest: number, name: string): Circle {
  const radius = 4 + 18 * Math.sqrt(Math.max(figure.value, 0) / (largest || 1));
  return { x, y, radius, name, figure };
}

function linked({ x, y, radius, name, figure }: Circle, settings: Settings): SVGElement {
  const text = `${name}: ${figure.value}`;
  const shape = draw("circle", { cx: x, cy: y, r: radius, class: "figure" }, draw("title", {}, text));
  const href = address(figure.iri, settings);
  return href === null ? shape : draw("a", { href, "aria-label": text }, shape);
}

/** Returns the circles whose names have room beside those of larger ones. */
function apart(circles: readonly Circle[]): readonly Circle[] {
  const taken: { left: number; right: number; y: number }[] = [];
  return circles.filter(({ x, y, radius, name }) => {
    const half = name.length * 3.4;
    const label = { left: x - half, right: x + half, y: y - radius - 3 };
    const isFree = taken.every((each) => each.right < label.left || each.left > label.right || Math.abs(each.y - label.y) > 14);
    if (isFree) taken.push(label);
    return isFree;
  });
}

/** Returns the largest part of a state, where its circle belongs: France is not in Spain. */
function mainPart({ geometry }: Outline): GeoPermissibleObjects {
  if (geometry.type !== "MultiPolygon") return geometry;
  const parts = geometry.coordinates.map((coordinates) => ({ type: "Polygon" as const, coordinates }));
  return parts.reduce((best, each) => (geoArea(each) > geoArea(best) ? each : best));
}
