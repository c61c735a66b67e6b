import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announce, mount, step, suggestAddress } from "./suggest";

const HITS = [
  { title: "Lens", title_html: "<mark>Le</mark>ns", url: "/territoires/62498-lens/", subtitle: "Commune", kind: "territory" },
  { title: "Le RAMEAU", url: "/organisations/le-rameau/", kind: "organisation", marks: { world: "interet-general" } },
];

let input: HTMLInputElement;
let asked: string[];

function key(name: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
  input.dispatchEvent(event);
  return event;
}

async function type(text: string): Promise<void> {
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await vi.advanceTimersByTimeAsync(500);
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    const hits = address.includes("q=zz") ? [] : HITS;
    return { ok: !address.includes("q=panne"), json: async () => ({ hits }) };
  });
  document.body.innerHTML = '<form data-suggest-url="/api/v1/search"><input type="search" name="q"></form>';
  input = document.querySelector("input") as HTMLInputElement;
  mount(document.querySelector("form") as HTMLFormElement);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the box is a collapsed combobox tied to its list", () => {
  expect(input.getAttribute("role")).toBe("combobox");
  expect(input.getAttribute("aria-expanded")).toBe("false");
  expect(document.getElementById(input.getAttribute("aria-controls") as string)?.getAttribute("role")).toBe("listbox");
});

test("typing lists the answers and announces how many", async () => {
  await type("le");
  const options = document.querySelectorAll("[role=option]");
  expect(options).toHaveLength(2);
  expect(options[0]?.querySelector("mark")?.textContent).toBe("Le");
  expect(options[1]?.querySelector(".w-interet-general")).not.toBeNull();
  expect(input.getAttribute("aria-expanded")).toBe("true");
  expect(document.querySelector("[role=status]")?.textContent).toContain("2 suggestions");
});

test("arrows walk the list and come back to the box", async () => {
  await type("le");
  key("ArrowDown");
  expect(input.getAttribute("aria-activedescendant")).toBe(document.querySelector("[aria-selected=true]")?.id);
  key("ArrowDown");
  key("ArrowDown");
  expect(input.hasAttribute("aria-activedescendant")).toBe(false);
  key("ArrowUp");
  expect(document.querySelector("[aria-selected=true]")?.textContent).toContain("Le RAMEAU");
});

test("Enter without an active line leaves the form to submit", async () => {
  await type("le");
  expect(key("Enter").defaultPrevented).toBe(false);
});

test("Escape closes and keeps the text", async () => {
  await type("le");
  key("Escape");
  expect(input.getAttribute("aria-expanded")).toBe("false");
  expect(input.value).toBe("le");
});

test("one letter asks nothing, the same text asks once", async () => {
  await type("l");
  expect(asked).toHaveLength(0);
  await type("le");
  await type("len");
  await type("le");
  expect(asked).toHaveLength(2);
});

test("no answer and a failing answer both leave a plain search box", async () => {
  await type("zz");
  expect(input.getAttribute("aria-expanded")).toBe("false");
  expect(document.querySelector("[role=status]")?.textContent).toBe("Aucune suggestion.");
  await type("panne");
  expect(input.getAttribute("aria-expanded")).toBe("false");
});

test("markup in a title is never interpreted", async () => {
  vi.stubGlobal("fetch", async () => ({
    ok: true,
    json: async () => ({ hits: [{ title: "x", title_html: "<img src=x onerror=alert(1)><mark>a<b>b</b></mark>&lt;i&gt;", url: "/" }] }),
  }));
  await type("xy");
  const title = document.querySelector(".suggestion-title");
  expect(title?.innerHTML).toBe("<mark>ab</mark>&lt;i&gt;");
});

test("helpers", () => {
  expect(announce(1)).toContain("Une suggestion");
  expect(step(-1, 3, -1)).toBe(2);
  expect(step(2, 3, 1)).toBe(-1);
  expect(suggestAddress("/a", "l’île & co", "territory")).toBe("/a?q=l%E2%80%99%C3%AEle+%26+co&suggest=1&kind=territory");
});
