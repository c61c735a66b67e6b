import { beforeEach, expect, test } from "vitest";
import { currentTheme, mount } from "./theme";

const root = document.documentElement;

beforeEach(() => {
  delete root.dataset.bsTheme;
  document.body.innerHTML = '<div data-island="theme"><a href="/apparence/">Apparence</a></div>';
  mount(document.querySelector("[data-island]") as HTMLElement);
});

function press(name: string): void {
  [...document.querySelectorAll("button")].find((button) => button.textContent === name)?.click();
}

test("three states, the pressed one is the present one", () => {
  expect([...document.querySelectorAll("button")].map((button) => button.textContent)).toEqual(["Auto", "Clair", "Sombre"]);
  expect(document.querySelector("[aria-pressed=true]")?.textContent).toBe("Auto");
});

test("a choice is shown at once and kept for the server", () => {
  press("Sombre");
  expect(currentTheme(root)).toBe("dark");
  expect(document.cookie).toContain("theme=dark");
  expect(document.querySelector("[aria-pressed=true]")?.textContent).toBe("Sombre");
});

test("automatic leaves the page without a choice", () => {
  press("Clair");
  press("Auto");
  expect(root.hasAttribute("data-bs-theme")).toBe(false);
  expect(document.cookie).toContain("theme=auto");
});
