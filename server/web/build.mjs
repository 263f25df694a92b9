// Bundles src/<page>.ts for each page into server/static/built, compressed beside, and
// says in manifest.json what a page has to load. Names carry a hash of the content.
import { build } from "esbuild";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = join(here, "..", "static", "built");
const sourcemap = process.argv.includes("--sourcemap");

const entries = (await readdir(source)).filter((name) => name.endsWith(".ts")).sort();
await rm(target, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => join(source, name)),
  outdir: target,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2023"],
  minify: true,
  sourcemap,
  legalComments: "linked",
  metafile: true,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "dataurl", ".woff2": "file" },
  logLevel: "warning",
});

const manifest = {};
for (const [path, output] of Object.entries(metafile.outputs).sort()) {
  if (!output.entryPoint) continue;
  const page = basename(output.entryPoint, ".ts");
  manifest[page] = {
    script: basename(path),
    styles: output.cssBundle ? [basename(output.cssBundle)] : [],
    parts: statically(path).map((part) => basename(part)),
  };
}
await writeFile(join(target, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");

for (const name of await readdir(target)) {
  if (!/\.(js|css|json)$/.test(name) || name === "manifest.json") continue;
  const content = await readFile(join(target, name));
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await writeFile(join(target, `${name}.br`), brotliCompressSync(content, options));
  await writeFile(join(target, `${name}.gz`), gzipSync(content, { level: 9 }));
}
console.log(`${entries.length} scripts in ${relative(process.cwd(), target) || target}`);

// The parts that a script imports at once, whatever they import themselves included.
function statically(path, found = new Set()) {
  for (const each of metafile.outputs[path].imports) {
    if (each.kind !== "import-statement" || each.external || found.has(each.path)) continue;
    found.add(each.path);
    statically(each.path, found);
  }
  return [...found].sort();
}
