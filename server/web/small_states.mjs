// Writes src/map/small_states.json: where states lie that the outlines of the map are too
// coarse for. Run it anew when world-atlas is updated.
import { geoCentroid } from "d3-geo";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const [coarse, fine] = await Promise.all(["110m", "50m"].map(read));
const drawn = new Set(coarse.map(({ properties }) => properties.name));
const lines = fine
  .filter(({ properties }) => !drawn.has(properties.name))
  .map((shape) => [shape.properties.name, geoCentroid(shape).map((degrees) => Number(degrees.toFixed(2)))])
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map((pair) => pair.map((each) => JSON.stringify(each)).join(": "));
await writeFile(join(here, "src", "map", "small_states.json"), `{\n  ${lines.join(",\n  ")}\n}\n`);

async function read(scale) {
  const path = join(here, "node_modules", "world-atlas", `countries-${scale}.json`);
  const topology = JSON.parse(await readFile(path, "utf-8"));
  return feature(topology, topology.objects.countries).features;
}
