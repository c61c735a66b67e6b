/** "Aller à": mainland France and the overseas territories are one step away. */
import type { Box } from "./state";
import { METROPOLE } from "./state";

const PLACES: [string, Box][] = [
  ["France métropolitaine", METROPOLE],
  ["Guadeloupe", [-61.9, 15.75, -60.9, 16.6]],
  ["Martinique", [-61.3, 14.35, -60.75, 14.95]],
  ["Guyane", [-54.7, 2.05, -51.5, 5.9]],
  ["La Réunion", [55.15, -21.45, 55.9, -20.8]],
  ["Mayotte", [44.95, -13.05, 45.35, -12.6]],
  ["Monde", [-75, -30, 60, 60]],
];

export function drawJump(go: (box: Box) => void): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "map-jump";
  const select = document.createElement("select");
  select.className = "form-select";
  select.setAttribute("aria-label", "Aller à");
  select.append(new Option("Aller à…", ""), ...PLACES.map(([name], index) => new Option(name, String(index))));
  select.addEventListener("change", () => {
    const place = PLACES[Number(select.value)];
    if (select.value && place) go(place[1]);
    select.value = "";
  });
  frame.append(select);
  return frame;
}
