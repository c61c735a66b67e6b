/** Symbols of the map, drawn on a canvas so that every world keeps its shape, not only its colour. */
import { WORLDS, worldCode } from "../worlds";
import { shortCount } from "./state";

export interface Palette {
  surface: string;
  ink: string;
  inkSoft: string;
  line: string;
  accent: string;
  accentSoft: string;
  land: string;
  sea: string;
  worlds: Record<string, string>;
}

export interface Picture {
  data: ImageData;
  pixelRatio: number;
}

const BOX = 16;
const POINT_SIZE = 22;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: read("surface"),
    ink: read("ink"),
    inkSoft: read("ink-soft"),
    line: read("field-line"),
    accent: read("accent"),
    accentSoft: read("accent-soft"),
    land: read("land"),
    sea: read("sea"),
    worlds: Object.fromEntries(Object.keys(WORLDS).map((code) => [code, read(code)])),
  };
}

function shape(code: string): Path2D {
  const drawing = WORLDS[code]?.drawing ?? "";
  const outline = / d="([^"]+)"/.exec(drawing)?.[1];
  if (outline) return new Path2D(outline);
  const path = new Path2D();
  if (drawing.startsWith("<rect")) path.roundRect(2, 2, 12, 12, 1);
  else path.arc(8, 8, Number(/ r="([^"]+)"/.exec(drawing)?.[1] ?? 6), 0, 2 * Math.PI);
  return path;
}

function canvas(width: number, height: number): [CanvasRenderingContext2D, number] {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const element = document.createElement("canvas");
  element.width = Math.ceil(width * ratio);
  element.height = Math.ceil(height * ratio);
  const context = element.getContext("2d");
  if (!context) throw new Error("no 2D canvas");
  context.scale(ratio, ratio);
  return [context, ratio];
}

function picture(context: CanvasRenderingContext2D, pixelRatio: number): Picture {
  return { data: context.getImageData(0, 0, context.canvas.width, context.canvas.height), pixelRatio };
}

function drawWorld(context: CanvasRenderingContext2D, code: string, palette: Palette, x: number, y: number, size: number, halo: number): void {
  const path = shape(code);
  const color = palette.worlds[code] ?? palette.ink;
  context.save();
  context.translate(x, y);
  context.scale(size / BOX, size / BOX);
  context.lineJoin = "round";
  if (halo) {
    context.strokeStyle = palette.surface;
    context.lineWidth = (halo * 2 * BOX) / size + (code === "a-confirmer" ? 2.4 : 0);
    context.stroke(path);
  }
  if (code === "a-confirmer") {
    context.fillStyle = palette.surface;
    context.fill(path);
    context.strokeStyle = color;
    context.lineWidth = 2.6;
    context.stroke(path);
  } else {
    context.fillStyle = color;
    context.fill(path);
  }
  context.restore();
}

/** One organisation: the shape of its world on a halo. */
function drawPoint(code: string, palette: Palette): Picture {
  const [context, ratio] = canvas(POINT_SIZE, POINT_SIZE);
  drawWorld(context, worldCode(code), palette, 3, 3, BOX, 2.2);
  return picture(context, ratio);
}

/** Several organisations: a knot with their number and the shapes of their worlds. */
function drawGroup(count: number, worlds: string[], palette: Palette): Picture {
  const radius = 17 + Math.min(15, 4.2 * Math.log10(Math.max(2, count)));
  const margin = 2;
  const size = 2 * (radius + margin);
  const [context, ratio] = canvas(size, size);
  const middle = size / 2;
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  context.fillStyle = palette.surface;
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = palette.ink;
  context.stroke();

  const shapes = worlds.slice(0, 4);
  const mark = Math.min(9, (radius * 1.5) / Math.max(3, shapes.length) - 1.5);
  const step = mark + 1.6;
  context.fillStyle = palette.ink;
  context.font = `650 ${Math.round(radius * 0.68)}px "Bricolage Grotesque", system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(shortCount(count), middle, middle - (shapes.length ? radius * 0.2 : 0));
  const left = middle - (shapes.length * step - 1.6) / 2;
  shapes.forEach((code, index) => drawWorld(context, worldCode(code), palette, left + index * step, middle + radius * 0.3, mark, 0));
  return picture(context, ratio);
}

/** The name of a picture says how to draw it, so that it is drawn only when the map meets it. */
export function symbolName(count: number, worlds: string[]): string {
  if (count === 1) return `point/${worldCode(worlds[0])}`;
  return `group/${count}/${worlds.map(worldCode).join("+")}`;
}

export function drawNamed(name: string, palette: Palette): Picture | undefined {
  const [kind, first = "", second = ""] = name.split("/");
  if (kind === "point") return drawPoint(first, palette);
  if (kind === "group") return drawGroup(Number(first), second ? second.split("+") : [], palette);
  return undefined;
}
