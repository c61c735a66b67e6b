import { expect, test } from "vitest";
import { METROPOLE, boxOf, filtersOf, pile, placesAddress, positionOf, readPosition, sentence, shortCount, withPosition, worldsOf } from "./state";

const place = (lat: number, lon: number) => ({ lat, lon, title: "t", url: "/" });

test("a position is read from the address and written back", () => {
  expect(positionOf("?q=a&carte=50.45,2.8,9.5")).toEqual({ lat: 50.45, lon: 2.8, zoom: 9.5 });
  expect(withPosition("?q=a&carte=1,2,3", { lat: 50.45, lon: 2.8, zoom: 9.54 })).toBe("?q=a&carte=50.4500,2.8000,9.5");
  expect(readPosition("50.4,2.8", 7)).toEqual({ lat: 50.4, lon: 2.8, zoom: 7 });
});

test.each(["", "a,b", "1", "1,2,3,4", "91,0", "0,181", "0,0,99", ",", "1,"])("%j is no position", (text) => {
  expect(readPosition(text)).toBeUndefined();
});

test("filters leave out what only the list uses, and empty values", () => {
  expect(filtersOf("?q=&world=public&world=economique&page=3&sort=name&carte=1,2,3").toString()).toBe("world=public&world=economique");
});

test("the box asked for stays on the globe and the zoom is whole", () => {
  const address = placesAddress("/api/v1/map", new URLSearchParams({ q: "énergie" }), [-200, -90, 200, 90], 5.9);
  expect(address).toBe("/api/v1/map?q=%C3%A9nergie&bbox=-180.0000,-85.0000,180.0000,85.0000&zoom=5");
});

test("points at one place are piled", () => {
  const piles = pile([place(1, 2), place(1.00001, 2), place(3, 4)]);
  expect(piles.map(({ points }) => points.length)).toEqual([2, 1]);
});

test("the box of the places leaves out a few far ones", () => {
  expect(boxOf({ cells: [], points: [place(48, 2), place(45, 5), place(-21, 55)] })).toEqual([2, 45, 5, 48]);
  expect(boxOf({ cells: [], points: [place(-21, 55)] })).toEqual([55, -21, 55, -21]);
  expect(boxOf({ cells: [], points: [] })).toBeUndefined();
  expect(boxOf({ cells: [], points: [place(50, -2), place(43, 7)] })).toEqual(METROPOLE);
});

test("worlds come by number, absent ones left out", () => {
  expect(worldsOf({ public: 1, economique: 5, academique: 0 })).toEqual(["economique", "public"]);
});

test("the sentence counts what the frame holds and what has no place", () => {
  expect(sentence({ total: 0, unplaced: 0 })).toBe("Aucune organisation dans ce cadre.");
  expect(sentence({ total: 1, unplaced: 0 })).toBe("1\u00a0organisation dans ce cadre.");
  expect(sentence({ total: 1234, unplaced: 37 })).toBe("1\u202f234\u00a0organisations dans ce cadre\u202f; 37 sans lieu connu, à voir dans la liste.");
});

test("long counts are shortened, never rounded up", () => {
  expect([7, 999, 1999, 12_999].map(shortCount)).toEqual(["7", "999", "1,9\u202fk", "12\u202fk"]);
});
