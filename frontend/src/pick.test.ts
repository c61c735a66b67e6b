import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyOf, mount } from "./pick";

const HIT = { title: "Atelier public", url: "/organisations/atelier-public/", kind: "organisation" };

function page(): { text: HTMLInputElement; key: HTMLInputElement } {
  document.body.innerHTML = `<div data-pick-url="/api/v1/search" data-pick-kind="organisation">
    <input type="text" name="o"><input type="hidden" name="o-key" value="ancien">
    <fieldset class="pick-proposals"></fieldset></div>`;
  mount(document.querySelector<HTMLElement>("div")!);
  return {
    text: document.querySelector<HTMLInputElement>("input[type=text]")!,
    key: document.querySelector<HTMLInputElement>("input[type=hidden]")!,
  };
}

describe("pick", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => new Response(JSON.stringify({ hits: [HIT] }), { status: 200 })),
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("reads the key from the address", () => {
    expect(keyOf(HIT)).toBe("atelier-public");
  });

  it("puts the name and the key of what is chosen, and forgets the key when one types again", async () => {
    const { text, key } = page();
    text.focus();
    text.value = "atelier";
    text.dispatchEvent(new Event("input"));
    expect(key.value).toBe("");
    expect(document.querySelector(".pick-proposals")).toBeNull();
    await vi.advanceTimersByTimeAsync(500);
    expect(fetch).toHaveBeenCalledWith("/api/v1/search?q=atelier&suggest=1&kind=organisation", expect.anything());
    document.querySelector<HTMLElement>("[role=option]")!.click();
    expect([text.value, key.value]).toEqual(["Atelier public", "atelier-public"]);
    text.value = "autre";
    text.dispatchEvent(new Event("input"));
    expect(key.value).toBe("");
  });
});
