/**
 * The days of a network on a slider (`data-island="moments"`): the graph follows while it moves, the rest of the
 * page when it is let go. Without script the date field and the two links do the same.
 *
 * data-moments   the days where something changes, in order, comma-separated
 * data-today     the last stop: the address then names no day
 */
import { writtenDay } from "./answer";

/** A day the slider passes over, told at once; and one it stays on for a moment. */
export const DAY_SOUGHT = "maillage:day-sought";
export const DAY_CHANGED = "maillage:day";
const PAUSE_MS = 120;
/** What a change of date writes again; the picture itself stays and moves. */
const PARTS = ["bandeau-date", "resume", "moments-voisins", "vues", "lecture"];

export const dayOf = (event: Event): string => (event as CustomEvent<string>).detail;

/** The place of the last moment on or before a day; the first one when all come later. */
export function placeOf(moments: string[], day: string): number {
  let place = 0;
  moments.forEach((moment, index) => {
    if (moment <= day) place = index;
  });
  return place;
}

export function mount(element: HTMLElement): void {
  const today = element.dataset.today ?? "";
  const moments = [...new Set([...(element.dataset.moments ?? "").split(",").filter(Boolean), today])];
  const field = element.querySelector<HTMLInputElement>('input[name="le"]');
  const form = element.querySelector("form");
  if (!field || !form || moments.length < 2) return;

  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "form-range";
  slider.min = "0";
  slider.max = String(moments.length - 1);
  slider.id = "reseau-curseur";
  const label = document.createElement("label");
  label.htmlFor = slider.id;
  label.className = "form-label";
  label.textContent = "Remonter le temps";
  const written = document.createElement("output");
  written.htmlFor.add(slider.id);
  const frame = document.createElement("div");
  frame.className = "moments-slider";
  frame.append(label, written, slider);
  form.before(frame);

  const read = (): string => moments[Number(slider.value)] ?? "";
  const write = (day: string): void => {
    const text = day === today ? "Aujourd’hui" : writtenDay(day);
    written.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  slider.value = String(placeOf(moments, field.value));
  write(field.value || today);

  let timer = 0;
  slider.addEventListener("input", () => {
    write(read());
    field.value = read();
    const tell = (name: string) => document.dispatchEvent(new CustomEvent(name, { detail: read() }));
    tell(DAY_SOUGHT);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => tell(DAY_CHANGED), PAUSE_MS);
  });
  slider.addEventListener("change", () => {
    const address = new URL(window.location.href);
    if (read() === today) address.searchParams.delete("le");
    else address.searchParams.set("le", read());
    address.searchParams.delete("page");
    void rewrite(address);
  });
}

/** Bring in what another date says, without leaving the page; on any trouble the page is simply opened. */
async function rewrite(address: URL): Promise<void> {
  document.getElementById("lecture")?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("lecture")) throw new Error("another page");
    history.replaceState(history.state, "", `${address.pathname}${address.search}`);
    document.title = page.title;
    for (const name of PARTS) {
      const fresh = page.getElementById(name);
      const old = document.getElementById(name);
      if (!fresh || !old) continue;
      old.querySelectorAll("details[open][id]").forEach(({ id }) => fresh.querySelector(`#${id}`)?.setAttribute("open", ""));
      old.replaceWith(fresh);
    }
    const day = address.searchParams.get("le") ?? "";
    document.querySelectorAll<HTMLInputElement>('input[type="hidden"][name="le"]').forEach((field) => (field.value = day));
  } catch {
    window.location.assign(address);
  }
}
