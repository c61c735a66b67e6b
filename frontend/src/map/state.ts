/** What the map knows without drawing: position, filters, places, sentences. No MapLibre here. */

export interface Point {
  lat: number;
  lon: number;
  title: string;
  url: string;
  world?: string;
  subtitle?: string;
}

export interface Cell {
  lat: number;
  lon: number;
  count: number;
  worlds?: Record<string, number>;
}

export interface Answer {
  cells: Cell[];
  points: Point[];
  total: number;
  unplaced: number;
}

export interface Position {
  lat: number;
  lon: number;
  zoom: number;
}

/** west, south, east, north */
export type Box = [number, number, number, number];

export interface Pile {
  lat: number;
  lon: number;
  points: Point[];
}

export const METROPOLE: Box = [-5.3, 41.3, 9.7, 51.2];
const POSITION = "carte";
// Parameters of the list beside the map that change nothing on the map.
const NOT_FILTERS = [POSITION, "page", "sort"];

/** Read "lat,lon,zoom" or "lat,lon"; anything else is no position. */
export function readPosition(text: string | null | undefined, zoom = 9): Position | undefined {
  if (!text) return undefined;
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [lat, lon, given = zoom] = numbers;
  if (numbers.length < 2 || numbers.length > 3 || lat === undefined || lon === undefined) return undefined;
  const right = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && given >= 0 && given <= 22;
  return right ? { lat, lon, zoom: given } : undefined;
}

/** The position kept in the address of a page. */
export function positionOf(search: string): Position | undefined {
  return readPosition(new URLSearchParams(search).get(POSITION));
}

/** The same query with the position written in it, short enough to be read aloud. */
export function withPosition(search: string, { lat, lon, zoom }: Position): string {
  const query = new URLSearchParams(search);
  query.set(POSITION, `${lat.toFixed(4)},${lon.toFixed(4)},${zoom.toFixed(1)}`);
  return `?${query.toString().replaceAll("%2C", ",")}`;
}

/** The filters that the map shares with the list. */
export function filtersOf(search: string): URLSearchParams {
  const query = new URLSearchParams(search);
  for (const name of NOT_FILTERS) query.delete(name);
  for (const [name, value] of [...query]) if (!value) query.delete(name, value);
  return query;
}

/** The address of the places in a box. */
export function placesAddress(base: string, filters: URLSearchParams, box: Box, zoom: number): string {
  const query = new URLSearchParams(filters);
  const [west, south, east, north] = box;
  const inside = [Math.max(west, -180), Math.max(south, -85), Math.min(east, 180), Math.min(north, 85)];
  query.set("bbox", inside.map((value) => value.toFixed(4)).join(","));
  query.set("zoom", String(Math.max(0, Math.floor(zoom))));
  return `${base}?${query.toString().replaceAll("%2C", ",")}`;
}

/** Points at the same place are shown as one, and listed together. */
export function pile(points: Point[]): Pile[] {
  const piles = new Map<string, Pile>();
  for (const point of points) {
    const key = `${point.lat.toFixed(4)},${point.lon.toFixed(4)}`;
    const found = piles.get(key);
    if (found) found.points.push(point);
    else piles.set(key, { lat: point.lat, lon: point.lon, points: [point] });
  }
  return [...piles.values()];
}

/** The worlds of a group, most numerous first. */
export function worldsOf(counts: Record<string, number>): string[] {
  return Object.keys(counts)
    .filter((code) => (counts[code] ?? 0) > 0)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
}

function inBox(place: { lat: number; lon: number }, [west, south, east, north]: Box): boolean {
  return place.lon >= west && place.lon <= east && place.lat >= south && place.lat <= north;
}

/**
 * The box that holds the places. When most are in mainland France only those count, and
 * when they are spread over it the box is the whole of it.
 */
export function boxOf(answer: Pick<Answer, "cells" | "points">): Box | undefined {
  const all = [...answer.cells, ...answer.points];
  const mainland = all.filter((place) => inBox(place, METROPOLE));
  const kept = mainland.length * 2 >= all.length ? mainland : all;
  if (kept.length === 0) return undefined;
  const lons = kept.map(({ lon }) => lon);
  const lats = kept.map(({ lat }) => lat);
  const box: Box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  const spread = kept === mainland && box[2] - box[0] > 6 && box[3] - box[1] > 5;
  return spread ? METROPOLE : box;
}

const french = new Intl.NumberFormat("fr-FR");

function organisations(count: number): string {
  return `${french.format(count)}\u00a0${count < 2 ? "organisation" : "organisations"}`;
}

/** The sentence under the map: `total` is what the frame holds, `unplaced` what no map can show. */
export function sentence({ total, unplaced }: Pick<Answer, "total" | "unplaced">): string {
  const here = total === 0 ? "Aucune organisation dans ce cadre" : `${organisations(total)} dans ce cadre`;
  if (unplaced === 0) return `${here}.`;
  return `${here}\u202f; ${french.format(unplaced)} sans lieu connu, à voir dans la liste.`;
}

/** A count short enough to stand in a small disc. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  if (count < 10_000) return `${french.format(Math.floor(count / 100) / 10)}\u202fk`;
  return `${french.format(Math.floor(count / 1000))}\u202fk`;
}
