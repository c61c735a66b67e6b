/** Names beside the shapes, readable on any ground. */
import type { Palette } from "../map/draw";

export const FONT = '"Atkinson Hyperlegible Next", sans-serif';
const LONGEST = 38;
const GAP = 4;

interface Named {
  x: number;
  y: number;
  size: number;
  label: string | null;
}

interface Lettering {
  labelSize: number;
  labelFont: string;
}

type Draw = (context: CanvasRenderingContext2D, data: Named, lettering: Lettering) => void;

interface Lettered extends Named {
  forceLabel?: boolean;
  highlighted?: boolean;
}

/** Names of one picture: those of the largest shapes first, none over another. */
export interface Names {
  ask: Draw;
  write(palette: Palette): void;
}

/** A name short enough not to cover the picture. */
export function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name;
}

/** A name stands on the right of its shape, on the left where the picture ends. */
function startOf(context: CanvasRenderingContext2D, data: Named, wide: number, gap: number): number {
  const right = data.x + data.size + gap;
  const left = data.x - data.size - gap - wide;
  return right + wide > context.canvas.clientWidth && left > 0 ? left : right;
}

/** Collect the names that the library would write at once, then write those that fit. */
export function collectNames(): Names {
  let asked: { context: CanvasRenderingContext2D; data: Lettered; lettering: Lettering }[] = [];
  return {
    ask(context, data, lettering) {
      if (data.label && !(data as Lettered).highlighted) asked.push({ context, data: { ...data }, lettering });
    },
    write(palette) {
      const taken: [number, number, number, number][] = [];
      asked.sort((a, b) => Number(b.data.forceLabel ?? false) - Number(a.data.forceLabel ?? false) || b.data.size - a.data.size);
      for (const { context, data, lettering } of asked) {
        const text = shortened(data.label ?? "");
        context.font = `500 ${lettering.labelSize}px ${lettering.labelFont}`;
        const wide = context.measureText(text).width;
        const left = startOf(context, data, wide, GAP);
        const box: [number, number, number, number] = [left, data.y - lettering.labelSize / 2, left + wide, data.y + lettering.labelSize / 2];
        if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
        taken.push(box);
        context.lineJoin = "round";
        context.lineWidth = 4;
        context.strokeStyle = palette.surface;
        context.strokeText(text, left, data.y + lettering.labelSize / 3);
        context.fillStyle = palette.ink;
        context.fillText(text, left, data.y + lettering.labelSize / 3);
      }
      asked = [];
    },
  };
}

export function drawHover(palette: Palette): Draw {
  return (context, data, { labelSize, labelFont }) => {
    context.lineWidth = 2.5;
    context.strokeStyle = palette.accent;
    context.beginPath();
    context.arc(data.x, data.y, data.size + GAP, 0, 2 * Math.PI);
    context.stroke();
    if (!data.label) return;
    context.font = `650 ${labelSize}px ${labelFont}`;
    const text = shortened(data.label);
    const wide = context.measureText(text).width;
    const left = startOf(context, data, wide, 2 * GAP);
    context.fillStyle = palette.surface;
    context.beginPath();
    context.roundRect(left - GAP, data.y - labelSize * 0.85, wide + 2 * GAP, labelSize * 1.7, 4);
    context.fill();
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = palette.ink;
    context.fillText(text, left, data.y + labelSize / 3);
  };
}
