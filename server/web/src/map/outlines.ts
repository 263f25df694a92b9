// The outlines of states, found by what states are called.
import { geoNaturalEarth1, geoPath } from "d3-geo";
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/countries-110m.json";

import small from "./small_states.json";

export interface Spot {
  x: number;
  y: number;
}

/** Where something is on the map: `path` is its outline, if it is large enough for one. */
export interface Outline extends Spot {
  name: string;
  path: string | null;
}

export const WIDTH = 960;
export const HEIGHT = 450;
// Names that the atlas abbreviates so that no rule finds them, or that are no more.
const NEWER: Record<string, string> = { Macedonia: "North Macedonia", "S. Geo. and the Is.": "South Georgia" };

/** Return all outlines, and then those that are but a spot. */
export function readOutlines(): Outline[] {
  const topology = world as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const all: FeatureCollection<Geometry, { name: string }> = feature(topology, topology.objects.countries);
  // Nobody lives in Antarctica, which would take a fifth of the map.
  const features = all.features.filter((each) => each.properties.name !== "Antarctica");
  const projection = geoNaturalEarth1().fitExtent([[6, 6], [WIDTH - 6, HEIGHT - 6]], { type: "FeatureCollection", features });
  const path = geoPath(projection).digits(1);
  const large = features.map((each) => {
    const [x, y] = path.centroid(mainland(each));
    return { name: each.properties.name, path: path(each), x, y };
  });
  const spots = Object.entries(small).flatMap(([name, place]) => {
    const at = projection([place[0] ?? 0, place[1] ?? 0]);
    return at ? [{ name, path: null, x: at[0], y: at[1] }] : [];
  });
  return [...large, ...spots];

  /** The largest part of a state, in whose middle its mark stands: not in the sea. */
  function mainland(each: Feature<Geometry, { name: string }>): Polygon | MultiPolygon {
    const shape = each.geometry as Polygon | MultiPolygon;
    if (shape.type === "Polygon") return shape;
    const parts = shape.coordinates.map((coordinates): Polygon => ({ type: "Polygon", coordinates }));
    return parts.reduce((one, other) => (path.area(other) > path.area(one) ? other : one));
  }
}

/** Return the outline for each list of names, where one has such a name. */
export function match(outlines: readonly Outline[], lists: readonly (readonly string[])[]): (Outline | null)[] {
  const exact = new Map(outlines.map((each) => [plain(NEWER[each.name] ?? each.name), each]));
  const patterns = outlines.filter((each) => each.name.includes(".")).map((each) => [pattern(each.name), each] as const);
  const taken = new Set<Outline>();
  const find = (names: readonly string[]): Outline | null => {
    const all = names.map(plain);
    const found =
      all.map((name) => exact.get(name)).find((each) => each) ??
      patterns.find(([shape]) => all.some((name) => shape.test(name)))?.[1];
    if (!found || taken.has(found)) return null;
    taken.add(found);
    return found;
  };
  return lists.map(find);
}

/** "Dem. Rep. Congo" stands for the Democratic Republic of the Congo. */
function pattern(name: string): RegExp {
  const words = name.split(" ").map((word) => {
    if (word === "St.") return "(saint|st)";
    return word.endsWith(".") ? `${plain(word)}\\w*` : plain(word);
  });
  return new RegExp(`^${words.join(" (of |the |of the |and the )?")}$`);
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
