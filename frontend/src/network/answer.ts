/** What the read API says of a network, and what is drawn from it. Nothing here draws. */
import { UNKNOWN_WORLD, worldCode } from "../worlds";

/** One organisation; `ties`, `strength` and `between` are its measures on the day. */
export interface Hit {
  id: string;
  name: string;
  url: string;
  world: string;
  seat: string;
  lat: number | null;
  lon: number | null;
  x: number;
  y: number;
  ties: number;
  strength: number;
  between: number;
}

/** Places of both ends in `hits`, weight, 1 when every proof is confirmed, alliances (places in `alliances`), relations. */
export type Tie = [a: number, b: number, weight: number, confirmed: 0 | 1, alliances: number[], relations: number];

export interface Knot {
  alliance: number;
  x: number;
  y: number;
  members: number[];
}

export interface Answer {
  on: string;
  hits: Hit[];
  total: number;
  ties: Tie[];
  hubs: Knot[];
  alliances: { name: string; url: string }[];
}

export const MEASURES = ["ties", "strength", "between"] as const;
export type Measure = (typeof MEASURES)[number];

const SMALLEST = 4;
const LARGEST = 15;
const WIDE = 400;

export function isMeasure(name: string | undefined): name is Measure {
  return MEASURES.includes(name as Measure);
}

/** The site refused a day; 503: a large network waits to be measured. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`network: ${status}`);
  }
}

/** Why a day is not shown, and what says the same. */
export function refusal(error: unknown, otherwise: string): string {
  const toMeasure = error instanceof Refused && error.status === 503;
  return toMeasure ? "Ce jour reste à mesurer : la page le demande quand le curseur est relâché." : `Cette date ne se charge pas. ${otherwise}`;
}

/** Read the network of a day; the address has every other parameter already. */
export async function fetchNetwork(address: string, day: string): Promise<Answer> {
  const url = new URL(address, window.location.origin);
  if (day) url.searchParams.set("as_of", day);
  const answer = await fetch(url);
  if (!answer.ok) throw new Refused(answer.status);
  return (await answer.json()) as Answer;
}

/** The radius of each organisation: its surface follows the measure, smaller when there are many or little room. */
export function sizesOf(hits: Hit[], measure: Measure, scale = 1): number[] {
  const most = Math.max(1e-9, ...hits.map((hit) => hit[measure]));
  const largest = LARGEST * scale * (hits.length > WIDE ? 0.7 : 1);
  const smallest = SMALLEST * scale * (hits.length > WIDE ? 0.6 : 1);
  return hits.map((hit) => smallest + (largest - smallest) * Math.sqrt(hit[measure] / most));
}

/** For each organisation the organisations it is tied to, members of a same large alliance included. */
export function neighboursOf({ hits, ties, hubs }: Pick<Answer, "hits" | "ties" | "hubs">): Set<number>[] {
  const around = hits.map(() => new Set<number>());
  for (const [a, b] of ties) {
    around[a]?.add(b);
    around[b]?.add(a);
  }
  for (const { members } of hubs) {
    for (const each of members) for (const other of members) if (other !== each) around[each]?.add(other);
  }
  return around;
}

/** The names of what ties two organisations: alliances, and how many direct relations. */
export function reasonsOf({ ties, hubs, alliances }: Answer, one: number, other: number): { alliances: string[]; relations: number; confirmed: boolean } {
  const tie = ties.find(([a, b]) => (a === one && b === other) || (a === other && b === one));
  const shared = hubs.filter(({ members }) => members.includes(one) && members.includes(other)).map(({ alliance }) => alliance);
  const named = [...new Set([...(tie?.[4] ?? []), ...shared])].map((index) => alliances[index]?.name ?? "").filter(Boolean);
  return { alliances: named, relations: tie?.[5] ?? 0, confirmed: tie?.[3] === 1 };
}

const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();

/** Organisations whose name holds the words typed, most tied first. */
export function found(hits: Hit[], typed: string, measure: Measure): number[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return hits
    .map((hit, index) => ({ index, name: fold(hit.name), rank: hit[measure] }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .sort((a, b) => b.rank - a.rank || a.name.localeCompare(b.name, "fr"))
    .map(({ index }) => index);
}

const french = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

export function counted(count: number, one: string, many: string): string {
  return `${french.format(count)}\u00a0${Math.abs(count) < 2 ? one : many}`;
}

/** The sentence under the graph. */
export function sentence({ hits, ties, hubs }: Pick<Answer, "hits" | "ties" | "hubs">): string {
  if (hits.length === 0) return "Aucune organisation reliée à cette date.";
  const worlds = new Set(hits.map((hit) => worldCode(hit.world)).filter((code) => code !== UNKNOWN_WORLD)).size;
  const large = hubs.length ? `, ${counted(hubs.length, "grande alliance dessinée", "grandes alliances dessinées")} d’un seul trait par membre` : "";
  const from = worlds ? ` de ${counted(worlds, "monde", "mondes")}` : "";
  return `${counted(hits.length, "organisation", "organisations")}${from}, ${counted(ties.length, "lien", "liens")}${large}.`;
}

const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");

/** "2019-06-26" as people write it. */
export function writtenDay(day: string): string {
  const [year = "", month = "1", date = "1"] = day.split("-");
  return `${Number(date) === 1 ? "1er" : Number(date)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}
