/**
 * Suggestions as one types, on a search form that works without them.
 *
 *   <form data-island="suggest" data-suggest-url="/api/v1/search" [data-suggest-kind="territory"]>
 *     … <input type="search" name="q"> …
 *
 * Editable combobox with a list box (ARIA 1.2): arrows walk the list, Enter
 * chooses the active line or submits the form, Escape closes. `combobox` is
 * the same for any text box: what is chosen is the caller's.
 */
import { highlighted, icon } from "./markup";
import { WORLDS, worldCode, worldIcon } from "./worlds";

export interface Suggestion {
  title: string;
  title_html?: string;
  url: string;
  subtitle?: string;
  kind?: string;
  marks?: Record<string, string>;
}

const SHORTEST = 2;
const PAUSE_MS = 120;
let serial = 0;

/** What a screen reader hears when the list changes. */
export function announce(count: number): string {
  if (count === 0) return "Aucune suggestion.";
  return count === 1 ? "Une suggestion, flèche bas pour y aller." : `${count} suggestions, flèches pour les parcourir.`;
}

/** The next active line: -1 is the text box; the walk is a loop. */
export function step(active: number, count: number, by: 1 | -1): number {
  const positions = count + 1;
  return ((active + 1 + by + positions) % positions) - 1;
}

/** The address asked for a text. */
export function suggestAddress(base: string, text: string, kind: string | undefined): string {
  const query = new URLSearchParams({ q: text, suggest: "1" });
  if (kind) query.set("kind", kind);
  return `${base}?${query.toString()}`;
}

function drawLine(hit: Suggestion, id: string): HTMLLIElement {
  const line = document.createElement("li");
  line.id = id;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  const world = hit.marks?.world;
  line.append(world ? worldIcon(worldCode(world)) : icon(hit.kind === "territory" ? "pin" : "search"));
  const title = document.createElement("span");
  title.className = "suggestion-title";
  title.append(highlighted(hit.title_html ?? "", hit.title));
  line.append(title);
  const details = [hit.subtitle, world ? WORLDS[worldCode(world)]?.label : ""].filter(Boolean).join(" · ");
  if (details) {
    const meta = document.createElement("span");
    meta.className = "suggestion-meta";
    meta.textContent = details;
    line.append(meta);
  }
  return line;
}

export function mount(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const base = form.dataset.suggestUrl;
  if (!(form instanceof HTMLFormElement) || !input || !base) return;
  const close = combobox(form, input, {
    address: (text) => suggestAddress(base, text, form.dataset.suggestKind),
    choose: (hit) => window.location.assign(hit.url),
  });
  form.addEventListener("submit", close);
}

export interface Choices {
  /** The address that answers with the suggestions for a text. */
  address(text: string): string;
  choose(hit: Suggestion): void;
}

/** Make a text box a combobox whose list hangs in `host`; returns what closes the list. */
export function combobox(host: HTMLElement, input: HTMLInputElement, choices: Choices): () => void {
  serial += 1;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${serial}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  host.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  const known = new Map<string, Suggestion[]>();
  let hits: Suggestion[] = [];
  let active = -1;
  let timer = 0;
  let request: AbortController | undefined;

  const lines = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]")];

  const activate = (index: number): void => {
    active = index;
    lines().forEach((line, position) => {
      line.setAttribute("aria-selected", String(position === active));
      if (position === active) line.scrollIntoView?.({ block: "nearest" });
    });
    const id = lines()[active]?.id;
    if (id) input.setAttribute("aria-activedescendant", id);
    else input.removeAttribute("aria-activedescendant");
  };

  const close = (): void => {
    window.clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  };

  const open = (found: Suggestion[]): void => {
    hits = found;
    list.replaceChildren(...hits.map((hit, index) => drawLine(hit, `${list.id}-${index}`)));
    activate(-1);
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    status.textContent = announce(hits.length);
  };

  const follow = (index: number): void => {
    const hit = hits[index];
    close();
    if (hit) choices.choose(hit);
  };

  const ask = async (text: string): Promise<void> => {
    const kept = known.get(text);
    if (kept) return open(kept);
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(choices.address(text), {
        signal: request.signal,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) return close();
      const found = ((await answer.json()) as { hits: Suggestion[] }).hits;
      known.set(text, found);
      // An answer that comes after the text has changed, or the reader has left, is kept but not shown.
      if (input.value.trim() === text && document.activeElement === input) open(found);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) close();
    }
  };

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < SHORTEST) return close();
    timer = window.setTimeout(() => void ask(text), PAUSE_MS);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : hits.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (count > 0) activate(step(active, count, event.key === "ArrowDown" ? 1 : -1));
      else if (event.key === "ArrowDown" && input.value.trim().length >= SHORTEST) void ask(input.value.trim());
      else return;
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      follow(active);
    } else if (event.key === "Escape" && count > 0) {
      event.preventDefault();
      close();
    }
  });

  input.addEventListener("blur", close);
  // The press keeps the focus in the box, so that blur does not close the list before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = (event.target as Element).closest("[role=option]");
    if (line) follow(lines().indexOf(line as HTMLElement));
  });
  return close;
}
