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

/** A name short enough not to cover the picture. */
export function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name;
}

export function drawLabel(palette: Palette): Draw {
  return (context, data, { labelSize, labelFont }) => {
    if (!data.label) return;
    const text = shortened(data.label);
    context.font = `500 ${labelSize}px ${labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = palette.surface;
    context.strokeText(text, data.x + data.size + GAP, data.y + labelSize / 3);
    context.fillStyle = palette.ink;
    context.fillText(text, data.x + data.size + GAP, data.y + labelSize / 3);
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
    const left = data.x + data.size + 2 * GAP;
    const wide = context.measureText(data.label).width;
    context.fillStyle = palette.surface;
    context.beginPath();
    context.roundRect(left - GAP, data.y - labelSize * 0.85, wide + 2 * GAP, labelSize * 1.7, 4);
    context.fill();
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = palette.ink;
    context.fillText(data.label, left, data.y + labelSize / 3);
  };
}
