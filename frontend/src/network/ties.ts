/**
 * The map of ties (`data-island="ties"`): a line between the seats of the organisations that are tied, as thick as
 * there are ties between the two places; those of one place are one symbol.
 *
 * data-url   the read API with every filter of the page
 * data-day   the day shown
 */
import type { Feature, FeatureCollection, LineString, Point as GeoPoint } from "geojson";
import { Map as Chart, NavigationControl, Popup, type GeoJSONSource, type StyleSpecification, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { type Palette, drawNamed, readPalette, symbolName } from "../map/draw";
import { drawJump } from "../map/jump";
import { FRENCH } from "../map/locale";
import { drawPopup } from "../map/popup";
import { METROPOLE, boxOf, pile, worldsOf } from "../map/state";
import { type Ground, buildStyle, loadGround } from "../map/style";
import { type Answer, counted, fetchNetwork, refusal } from "./answer";
import { followDays } from "./following";
import { linesOf, pointsOf } from "./places";

setWorkerUrl(workerUrl);

interface Drawn {
  places: FeatureCollection<GeoPoint>;
  lines: FeatureCollection<LineString>;
}

function draw(answer: Answer): Drawn {
  const piles = pile(pointsOf(answer));
  const places = piles.map(({ lat, lon, points }, index): Feature<GeoPoint> => {
    const counts: Record<string, number> = {};
    for (const { world = "" } of points) counts[world] = (counts[world] ?? 0) + 1;
    const picture = symbolName(points.length, worldsOf(counts));
    return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { count: points.length, picture, pile: index } };
  });
  const lines = linesOf(answer).map(({ from, to, ties }): Feature<LineString> => ({
    type: "Feature",
    geometry: { type: "LineString", coordinates: [from, to] },
    properties: { ties },
  }));
  return { places: { type: "FeatureCollection", features: places }, lines: { type: "FeatureCollection", features: lines } };
}

function styleOf(palette: Palette, ground: Ground, { places, lines }: Drawn): StyleSpecification {
  const style = buildStyle(palette, ground, [], places, "");
  const at = style.layers.findIndex(({ id }) => id === "places");
  style.sources.lines = { type: "geojson", data: lines };
  style.layers.splice(at, 0, {
    id: "lines",
    type: "line",
    source: "lines",
    layout: { "line-cap": "round" },
    paint: {
      "line-color": palette.accent,
      "line-opacity": 0.55,
      "line-width": ["interpolate", ["linear"], ["get", "ties"], 1, 1.2, 10, 5, 50, 10],
    },
  });
  return style;
}

function said(answer: Answer): string {
  const placed = pointsOf(answer).length;
  const lost = answer.hits.length - placed;
  const without = lost ? ` ; ${counted(lost, "organisation", "organisations")} sans lieu connu, à voir dans le tableau` : "";
  return `${counted(placed, "organisation", "organisations")} sur la carte, ${counted(answer.ties.length, "lien", "liens")}${without}.`;
}

export async function mount(element: HTMLElement): Promise<void> {
  const { url = "", day = "" } = element.dataset;
  const frame = element.querySelector<HTMLElement>(".map-canvas");
  const status = element.querySelector<HTMLElement>(".map-status");
  if (!frame || !url) return;
  const [ground, first] = await Promise.all([loadGround(), fetchNetwork(url, day)]);
  let answer = first;
  let drawn = draw(answer);
  let palette = readPalette(element);
  const host = document.createElement("div");
  host.className = "map-host";
  frame.append(host);
  const box = boxOf({ cells: [], points: pointsOf(answer) });
  const chart = new Chart({
    container: host,
    style: styleOf(palette, ground, drawn),
    bounds: box ?? METROPOLE,
    fitBoundsOptions: { padding: 48, maxZoom: 11 },
    minZoom: 1,
    maxZoom: 15,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: true,
    attributionControl: { compact: true },
    locale: { ...FRENCH, "Map.Title": "Carte des liens" },
  });
  chart.touchZoomRotate.disableRotation();
  chart.keyboard.disableRotation();
  chart.addControl(new NavigationControl({ showCompass: false }), "top-right");
  chart.setMissingStyleImageResolver((id) => {
    const picture = drawNamed(id, palette);
    if (picture && !chart.hasImage(id)) chart.addImage(id, picture.data, { pixelRatio: picture.pixelRatio });
  });
  frame.querySelector(".map-fallback")?.remove();
  frame.append(drawJump((place) => chart.fitBounds(place, { padding: 12 })));
  chart.on("click", "places", ({ features }) => {
    const found = features?.[0];
    const chosen = pile(pointsOf(answer))[Number(found?.properties.pile)];
    if (found && chosen) {
      const at = (found.geometry as GeoPoint).coordinates as [number, number];
      new Popup({ maxWidth: "20rem", offset: 12 }).setLngLat(at).setDOMContent(drawPopup(chosen.points)).addTo(chart);
    }
  });
  chart.on("mouseenter", "places", () => (chart.getCanvas().style.cursor = "pointer"));
  chart.on("mouseleave", "places", () => (chart.getCanvas().style.cursor = ""));

  const say = (): void => {
    if (status) status.textContent = said(answer);
  };
  followDays(
    frame,
    (wanted) => fetchNetwork(url, wanted),
    (next) => {
      answer = next;
      drawn = draw(answer);
      chart.getSource<GeoJSONSource>("places")?.setData(drawn.places);
      chart.getSource<GeoJSONSource>("lines")?.setData(drawn.lines);
      say();
    },
    (error) => void (status && (status.textContent = refusal(error, "Le tableau dit la même chose."))),
  );
  const repaint = (): void => {
    palette = readPalette(element);
    chart.setStyle(styleOf(palette, ground, drawn), { diff: false });
  };
  document.documentElement.addEventListener("maillage:theme", repaint);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  say();
  void chart.once("idle", () => (element.dataset.ready = "true"));
}
