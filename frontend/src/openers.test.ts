import { expect, test } from "vitest";
import { startOpeners } from "./openers";

test("opening the search puts the cursor in it, Escape gives it back", () => {
  document.body.innerHTML =
    '<details class="opener"><summary tabindex="0">Chercher</summary></details><div><input type="search"></div>';
  startOpeners(document);
  const opener = document.querySelector("details") as HTMLDetailsElement;
  opener.open = true;
  opener.dispatchEvent(new Event("toggle"));
  expect(document.activeElement).toBe(document.querySelector("input"));
  document.querySelector("input")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(opener.open).toBe(false);
  expect(document.activeElement).toBe(document.querySelector("summary"));
});

test("a summary of errors takes the focus", () => {
  document.body.innerHTML = '<div data-focus tabindex="-1">2 réponses sont à corriger</div>';
  startOpeners(document);
  expect(document.activeElement).toBe(document.querySelector("[data-focus]"));
});
