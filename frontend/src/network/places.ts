/** Where the organisations of a network are seated, and the lines between their seats. */
import type { Point } from "../map/state";
import type { Answer } from "./answer";

export interface Line {
  from: [number, number];
  to: [number, number];
  ties: number;
}

/** The organisations whose place is known, as the map draws them. */
export function pointsOf({ hits }: Pick<Answer, "hits">): Point[] {
  return hits.flatMap(({ name, url, world, seat, lat, lon }) =>
    lat === null || lon === null ? [] : [{ lat, lon, title: name, url, world, subtitle: seat }],
  );
}

/** One line between two places, however many ties; ties within one place have none. */
export function linesOf({ hits, ties, hubs }: Pick<Answer, "hits" | "ties" | "hubs">): Line[] {
  const lines = new Map<string, Line>();
  const add = (from: [number, number], to: [number, number]): void => {
    if (from[0] === to[0] && from[1] === to[1]) return;
    const ends = [from, to].sort((a, b) => a[0] - b[0] || a[1] - b[1]) as [[number, number], [number, number]];
    const key = ends.join(";");
    const line = lines.get(key);
    if (line) line.ties += 1;
    else lines.set(key, { from: ends[0], to: ends[1], ties: 1 });
  };
  const place = (index: number): [number, number] | undefined => {
    const hit = hits[index];
    return hit && hit.lat !== null && hit.lon !== null ? [hit.lon, hit.lat] : undefined;
  };
  for (const [a, b] of ties) {
    const from = place(a);
    const to = place(b);
    if (from && to) add(from, to);
  }
  for (const { members } of hubs) {
    const placed = members.map(place).filter((each) => each !== undefined);
    const middle = placed[0];
    if (middle) for (const each of placed.slice(1)) add(middle, each);
  }
  return [...lines.values()].sort((a, b) => a.ties - b.ties);
}
