/** The style of the map: départements, their names, the places. No address outside of the site. */
import type { Feature, FeatureCollection, Point as GeoPoint } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import topologyUrl from "./departements.topo.json?url";
import type { Palette } from "./draw";

export interface Department {
  code: string;
  name: string;
  lon: number;
  lat: number;
}

export interface Ground {
  shapes: FeatureCollection;
  names: FeatureCollection<GeoPoint>;
}

export const EMPTY: FeatureCollection<GeoPoint> = { type: "FeatureCollection", features: [] };

/** Fetch the shapes of the départements. */
export async function loadGround(): Promise<Ground> {
  const answer = await fetch(topologyUrl);
  const topology = (await answer.json()) as Topology<{ departements: GeometryCollection<Department> }>;
  const shapes = feature(topology, topology.objects.departements);
  const names: FeatureCollection<GeoPoint> = {
    type: "FeatureCollection",
    features: shapes.features.map(({ properties }) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: [properties.lon, properties.lat] },
    })),
  };
  return { shapes, names };
}

export const OWN = "own";

/** Fetch the contour of one territory as a shape of the ground; nothing when there is none. */
export async function loadShape(address: string | undefined): Promise<Feature | undefined> {
  if (!address) return undefined;
  const answer = await fetch(address);
  if (!answer.ok) return undefined;
  return { ...((await answer.json()) as Feature), id: OWN, properties: { code: OWN } };
}

export function buildStyle(
  palette: Palette,
  ground: Ground,
  outlined: string[],
  places: FeatureCollection<GeoPoint>,
  tiles: string,
): StyleSpecification {
  const font = ["Atkinson Hyperlegible Next", "sans-serif"];
  return {
    version: 8,
    sources: {
      ground: { type: "geojson", data: ground.shapes, attribution: "Contours : Natural Earth" },
      names: { type: "geojson", data: ground.names },
      places: { type: "geojson", data: places },
      ...(tiles ? { tiles: { type: "raster" as const, tiles: [tiles], tileSize: 256 } } : {}),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": palette.sea } },
      ...(tiles
        ? [{ id: "tiles", type: "raster" as const, source: "tiles" }]
        : [{ id: "land", type: "fill" as const, source: "ground", paint: { "fill-color": palette.land } }]),
      {
        id: "outlined",
        type: "fill",
        source: "ground",
        filter: ["in", ["get", "code"], ["literal", outlined]],
        paint: { "fill-color": palette.accentSoft, "fill-opacity": tiles ? 0.4 : 1 },
      },
      {
        id: "borders",
        type: "line",
        source: "ground",
        paint: { "line-color": palette.line, "line-opacity": 0.6, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 9, 1.4] },
      },
      {
        id: "outline",
        type: "line",
        source: "ground",
        filter: ["in", ["get", "code"], ["literal", outlined]],
        paint: { "line-color": palette.accent, "line-width": 2 },
      },
      {
        id: "names",
        type: "symbol",
        source: "names",
        minzoom: 6,
        layout: {
          "text-field": ["get", "name"],
          "text-font": font,
          "text-size": ["interpolate", ["linear"], ["zoom"], 6, 11, 10, 15],
          "text-max-width": 7,
        },
        paint: { "text-color": palette.inkSoft, "text-halo-color": palette.land, "text-halo-width": 1.2 },
      },
      {
        id: "places",
        type: "symbol",
        source: "places",
        layout: { "icon-image": ["get", "picture"], "icon-allow-overlap": true, "symbol-sort-key": ["get", "count"] },
      },
    ],
  };
}
