/** What a symbol of the map opens: names as links, world, place. Built node by node, never from markup. */
import { WORLDS, worldCode, worldIcon } from "../worlds";
import type { Point } from "./state";

function drawOne(point: Point): HTMLLIElement {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = point.url;
  link.textContent = point.title;
  link.target = window.self === window.top ? "" : "_blank";
  const code = worldCode(point.world);
  const world = document.createElement("span");
  world.className = "world";
  const label = document.createElement("span");
  label.textContent = WORLDS[code]?.label ?? "";
  world.append(worldIcon(code), label);
  line.append(link, document.createElement("br"), world);
  if (point.subtitle) {
    const meta = document.createElement("span");
    meta.className = "meta";
    meta.textContent = point.subtitle;
    line.append(meta);
  }
  return line;
}

export function drawPopup(points: Point[]): HTMLElement {
  const list = document.createElement("ul");
  list.className = "popup-list";
  list.append(...points.map(drawOne));
  return list;
}
