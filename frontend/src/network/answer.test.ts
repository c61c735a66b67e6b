import { describe, expect, it } from "vitest";
import { type Answer, type Hit, found, neighboursOf, reasonsOf, sentence, sizesOf, writtenDay } from "./answer";
import { placeOf } from "./moments";
import { linesOf, pointsOf } from "./places";

function hit(name: string, fields: Partial<Hit> = {}): Hit {
  return {
    id: name, name, url: `/organisations/${name}/`, world: "public", seat: "", lat: null, lon: null, x: 0, y: 0,
    ties: 1, strength: 1, between: 0, ...fields,
  };
}

const answer: Answer = {
  on: "2019-06-26",
  hits: [
    hit("Mairie de Loos", { ties: 2, lat: 50, lon: 2 }),
    hit("École d’Étaples", { world: "academique", lat: 50, lon: 2 }),
    hit("Club d’entreprises", { world: "economique", lat: 51, lon: 3 }),
    hit("Réseau lointain"),
  ],
  total: 4,
  ties: [
    [0, 1, 1, 1, [0], 0],
    [0, 2, 0.5, 0, [0], 1],
  ],
  hubs: [{ alliance: 1, x: 0, y: 0, members: [2, 3] }],
  alliances: [{ name: "École et métiers", url: "/alliances/a/" }, { name: "Grande alliance", url: "/alliances/b/" }],
};

describe("network", () => {
  it("knows who is tied to whom, through large alliances too", () => {
    expect(neighboursOf(answer).map((each) => [...each].sort())).toEqual([[1, 2], [0], [0, 3], [2]]);
  });

  it("says why two organisations are tied", () => {
    expect(reasonsOf(answer, 2, 0)).toEqual({ alliances: ["École et métiers"], relations: 1, confirmed: false });
    expect(reasonsOf(answer, 2, 3)).toEqual({ alliances: ["Grande alliance"], relations: 0, confirmed: false });
  });

  it("finds a name without its accents, most tied first", () => {
    expect(found(answer.hits, "etaples ecole", "ties")).toEqual([1]);
    expect(found(answer.hits, "", "ties")[0]).toBe(0);
    expect(found(answer.hits, "inconnue", "ties")).toEqual([]);
  });

  it("draws a measure as a surface", () => {
    const [first = 0, second = 0] = sizesOf(answer.hits, "ties");
    expect(first).toBe(15);
    expect(second).toBeGreaterThan(4);
    expect(sizesOf(answer.hits, "between")).toEqual([4, 4, 4, 4]);
  });

  it("says what is drawn", () => {
    expect(sentence(answer)).toBe("4\u00a0organisations de 3\u00a0mondes, 2\u00a0liens, 1\u00a0grande alliance dessinée d’un seul trait par membre.");
    expect(sentence({ hits: [], ties: [], hubs: [] })).toBe("Aucune organisation reliée à cette date.");
  });

  it("writes days as people do", () => {
    expect(writtenDay("2019-06-26")).toBe("26 juin 2019");
    expect(writtenDay("2019-01-01")).toBe("1er janvier 2019");
  });

  it("draws one line between two places, none inside one", () => {
    expect(linesOf(answer)).toEqual([{ from: [2, 50], to: [3, 51], ties: 1 }]);
    expect(pointsOf(answer).map(({ title }) => title)).toEqual(["Mairie de Loos", "École d’Étaples", "Club d’entreprises"]);
  });

  it("finds the moment of a day", () => {
    const moments = ["2010-01-01", "2015-01-01", "2019-06-26"];
    expect(placeOf(moments, "2016-05-05")).toBe(1);
    expect(placeOf(moments, "2000-01-01")).toBe(0);
    expect(placeOf(moments, "2026-01-01")).toBe(2);
  });
});
