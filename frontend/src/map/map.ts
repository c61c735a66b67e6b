/**
 * The map beside a list (`{% map_island %}`): the same filters, the same organisations.
 *
 * data-map-url    where the places are read
 * data-center     "lat,lon" and data-zoom; without them the map fits what it shows
 * data-outline    codes of départements, comma-separated, drawn in the accent colour
 * data-shape      address of the contour of a territory (GeoJSON), drawn instead of the départements
 * data-query      fixed filters; with data-follow, those of the address of the page
 * data-tiles      optional online base map
 * The element gets data-ready once the first places are drawn.
 */
import type { Feature, FeatureCollection, Point as GeoPoint } from "geojson";
import { Map as Chart, NavigationControl, Popup, type GeoJSONSource, type MapGeoJSONFeature, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { drawNamed, readPalette, symbolName } from "./draw";
import { drawJump } from "./jump";
import { FRENCH } from "./locale";
import { drawPopup } from "./popup";
import {
  type Answer, type Box, METROPOLE, type Pile, boxOf, filtersOf, pile, placesAddress, positionOf, readPosition, sentence,
  withPosition, worldsOf,
} from "./state";
import { EMPTY, OWN, buildStyle, loadGround, loadShape } from "./style";

setWorkerUrl(workerUrl);

const WORLD_BOX: Box = [-180, -85, 180, 85];
const PAUSE_MS = 150;

function placeFeatures(answer: Answer, piles: Pile[]): FeatureCollection<GeoPoint> {
  const groups = answer.cells.map((cell): Feature<GeoPoint> => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [cell.lon, cell.lat] },
    properties: { count: cell.count, picture: symbolName(cell.count, worldsOf(cell.worlds ?? {})), pile: -1 },
  }));
  const singles = piles.map(({ lat, lon, points }, index): Feature<GeoPoint> => {
    const counts: Record<string, number> = {};
    for (const { world = "" } of points) counts[world] = (counts[world] ?? 0) + 1;
    const picture = symbolName(points.length, worldsOf(counts));
    return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { count: points.length, picture, pile: index } };
  });
  return { type: "FeatureCollection", features: [...groups, ...singles] };
}

export async function mount(element: HTMLElement): Promise<void> {
  const { mapUrl = "", outline = "", query = "", label = "Carte", tiles = "" } = element.dataset;
  const follow = "follow" in element.dataset;
  const frame = element.querySelector<HTMLElement>(".map-canvas");
  if (!frame || !mapUrl) return;
  const status = element.querySelector<HTMLElement>(".map-status");
  const filters = (): URLSearchParams => filtersOf(follow ? window.location.search : query);

  const ask = async (box: Box, zoom: number, signal?: AbortSignal): Promise<Answer> => {
    const answer = await fetch(placesAddress(mapUrl, filters(), box, zoom), { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
    if (!answer.ok) throw new Error(`places: ${answer.status}`);
    return (await answer.json()) as Answer;
  };

  const [land, own] = await Promise.all([loadGround(), loadShape(element.dataset.shape)]);
  const ground = own ? { ...land, shapes: { ...land.shapes, features: [...land.shapes.features, own] } } : land;
  const outlined = own ? [OWN] : outline.split(",").filter(Boolean);
  await document.fonts?.load('650 16px "Bricolage Grotesque"').catch(() => []);
  const given = (follow ? positionOf(window.location.search) : undefined) ?? readPosition(element.dataset.center, Number(element.dataset.zoom ?? 9));
  const start = given ? undefined : await startingBox(outlined, ground.shapes, filters(), ask);

  let places = EMPTY;
  let piles: Pile[] = [];
  let palette = readPalette(element);
  const host = document.createElement("div");
  host.className = "map-host";
  frame.append(host);
  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = new Chart({
    container: host,
    style: buildStyle(palette, ground, outlined, places, tiles),
    ...(given ? { center: [given.lon, given.lat] as [number, number], zoom: given.zoom } : { bounds: start ?? METROPOLE, fitBoundsOptions: { padding: 28, maxZoom: 11 } }),
    minZoom: 1,
    maxZoom: 15,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: quiet ? 0 : 150,
    cooperativeGestures: !element.classList.contains("map-fill") && !follow,
    attributionControl: { compact: true },
    locale: { ...FRENCH, "Map.Title": label },
  });
  chart.touchZoomRotate.disableRotation();
  chart.keyboard.disableRotation();
  chart.addControl(new NavigationControl({ showCompass: false }), "top-right");
  chart.setMissingStyleImageResolver((id) => {
    const drawn = drawNamed(id, palette);
    if (drawn && !chart.hasImage(id)) chart.addImage(id, drawn.data, { pixelRatio: drawn.pixelRatio });
  });
  frame.querySelector(".map-fallback")?.remove();
  if (!element.classList.contains("map-small")) frame.append(drawJump((box) => chart.fitBounds(box, { padding: 12 })));

  let request: AbortController | undefined;
  let timer = 0;
  const refresh = async (): Promise<void> => {
    request?.abort();
    request = new AbortController();
    try {
      const bounds = chart.getBounds();
      const box: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      const answer = await ask(box, chart.getZoom(), request.signal);
      piles = pile(answer.points);
      places = placeFeatures(answer, piles);
      chart.getSource<GeoJSONSource>("places")?.setData(places);
      if (status) status.textContent = sentence(answer);
      void chart.once("idle", () => (element.dataset.ready = "true"));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      if (status) status.textContent = "Les organisations ne se chargent pas. La liste reste à jour ; réessayez en déplaçant la carte.";
    }
  };

  chart.on("moveend", () => {
    const { lat, lng } = chart.getCenter();
    if (follow) {
      history.replaceState(history.state, "", withPosition(window.location.search, { lat, lon: lng, zoom: chart.getZoom() }));
      showShare();
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), PAUSE_MS);
  });

  const open = (found: MapGeoJSONFeature): void => {
    const at = (found.geometry as GeoPoint).coordinates as [number, number];
    const chosen = piles[Number(found.properties.pile)];
    if (chosen) new Popup({ maxWidth: "20rem", offset: 12 }).setLngLat(at).setDOMContent(drawPopup(chosen.points)).addTo(chart);
    else chart.easeTo({ center: at, zoom: Math.min(chart.getZoom() + 2, 15) });
  };
  chart.on("click", "places", ({ features }) => {
    if (features?.[0]) open(features[0]);
  });
  chart.on("mouseenter", "places", () => (chart.getCanvas().style.cursor = "pointer"));
  chart.on("mouseleave", "places", () => (chart.getCanvas().style.cursor = ""));

  const repaint = (): void => {
    palette = readPalette(element);
    chart.setStyle(buildStyle(palette, ground, outlined, places, tiles), { diff: false });
  };
  document.documentElement.addEventListener("maillage:theme", repaint);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  if (follow) {
    for (const event of ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"]) document.addEventListener(event, () => void refresh());
  }
  await refresh();
}

/** Without a given position the map opens on the outlined départements, else on what it will show. */
async function startingBox(
  outlined: string[],
  shapes: FeatureCollection,
  filters: URLSearchParams,
  ask: (box: Box, zoom: number) => Promise<Answer>,
): Promise<Box | undefined> {
  if (outlined.length > 0) {
    const corners: { lat: number; lon: number }[] = [];
    const walk = (part: unknown): void => {
      if (!Array.isArray(part)) return;
      if (typeof part[0] === "number") corners.push({ lon: part[0], lat: part[1] as number });
      else part.forEach(walk);
    };
    for (const shape of shapes.features) {
      if (outlined.includes(String(shape.id)) && "coordinates" in shape.geometry) walk(shape.geometry.coordinates);
    }
    return boxOf({ cells: corners.map((corner) => ({ ...corner, count: 1 })), points: [] });
  }
  if (filters.size === 0) return undefined;
  return boxOf(await ask(WORLD_BOX, 6));
}

/** Keep the share fields of the page (`data-share="/path/"`) on what is seen. */
function showShare(): void {
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("[data-share]")) {
    const address = new URL((field.dataset.share ?? "") + window.location.search, window.location.origin).href;
    field.value = field.dataset.shareAs === "iframe" ? `<iframe src="${address.replaceAll("&", "&amp;")}" title="Carte Maillage" width="100%" height="480"></iframe>` : address;
  }
}
