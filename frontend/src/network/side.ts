/** The list beside the graph: it finds an organisation, puts it in focus, and says in words whom it is tied to. */
import { WORLDS, worldCode, worldIcon } from "../worlds";
import { type Answer, type Measure, counted, found, neighboursOf, reasonsOf } from "./answer";

const SHOWN = 40;

export interface Side {
  show(answer: Answer): void;
  measure(name: Measure): void;
  choose(index: number | undefined): void;
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

/** Fill the frame given by the page; `choose` is called with the place of an organisation, or nothing. */
export function openSide(frame: HTMLElement, first: Answer, size: Measure, choose: (index: number | undefined) => void): Side {
  let answer = first;
  let measure = size;
  let current: string | undefined;

  const input = make("input", "form-control");
  input.type = "search";
  input.id = "reseau-trouver";
  const label = make("label", "form-label", "Trouver une organisation");
  label.htmlFor = input.id;
  const card = make("div", "network-card");
  card.hidden = true;
  card.tabIndex = -1;
  const list = make("ul", "network-list");
  list.setAttribute("aria-label", "Organisations du graphe");
  const rest = make("p", "meta");
  rest.setAttribute("role", "status");
  frame.replaceChildren(make("div", "field", label, input), card, list, rest);
  frame.hidden = false;

  const pick = (index: number, note = ""): HTMLLIElement => {
    const hit = answer.hits[index];
    const button = make("button", "network-pick");
    button.type = "button";
    if (!hit) return make("li");
    button.setAttribute("aria-pressed", String(hit.id === current));
    button.append(worldIcon(worldCode(hit.world)), make("span", "", hit.name), make("span", "meta", note || counted(hit.ties, "lien", "liens")));
    button.addEventListener("click", () => choose(hit.id === current ? undefined : index));
    return make("li", "", button);
  };

  const fill = (): void => {
    const all = found(answer.hits, input.value, measure);
    list.replaceChildren(...all.slice(0, SHOWN).map((index) => pick(index)));
    const hidden = all.length - SHOWN;
    rest.textContent = hidden > 0 ? `Et ${counted(hidden, "autre", "autres")} : précisez le nom.` : all.length === 0 ? "Aucune organisation de ce nom." : "";
  };

  const why = (one: number, other: number): string => {
    const { alliances, relations, confirmed } = reasonsOf(answer, one, other);
    const parts = alliances.slice(0, 2);
    if (alliances.length > 2) parts.push(counted(alliances.length - 2, "autre alliance", "autres alliances"));
    if (relations) parts.push(counted(relations, "lien direct", "liens directs"));
    return `${parts.join(", ")}${confirmed ? "" : ", à confirmer"}`;
  };

  const present = (index: number | undefined): void => {
    const hit = index === undefined ? undefined : answer.hits[index];
    current = hit?.id;
    card.hidden = !hit;
    if (!hit || index === undefined) return;
    const link = make("a", "", hit.name);
    link.href = hit.url;
    const world = make("span", "world", worldIcon(worldCode(hit.world)), make("span", "", WORLDS[worldCode(hit.world)]?.label ?? ""));
    const neighbours = [...(neighboursOf(answer)[index] ?? [])].sort((a, b) => (answer.hits[b]?.ties ?? 0) - (answer.hits[a]?.ties ?? 0));
    const back = make("button", "btn btn-line", "Voir tout le réseau");
    back.type = "button";
    back.addEventListener("click", () => choose(undefined));
    const alone = make("a", "btn btn-quiet", "Ne garder que ses liens");
    const address = new URL(window.location.href);
    address.searchParams.set("organisation", hit.url.split("/").filter(Boolean).pop() ?? "");
    alone.href = `${address.pathname}${address.search}`;
    const names = make("ul", "network-list");
    names.setAttribute("aria-label", `${hit.name} : organisations reliées`);
    names.append(...neighbours.slice(0, SHOWN).map((each) => pick(each, why(index, each))));
    const many = neighbours.length > SHOWN ? ` Voici les ${SHOWN} plus reliées :` : "";
    card.replaceChildren(
      make("h3", "", link),
      make("p", "row-meta", world, ...(hit.seat ? [make("span", "", hit.seat)] : [])),
      make("p", "", neighbours.length ? `Reliée à ${counted(neighbours.length, "organisation", "organisations")}.${many}` : "Aucun lien à cette date."),
      names,
      make("p", "actions", back, alone),
    );
  };

  input.addEventListener("input", fill);
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current) {
      choose(undefined);
      input.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [input, ...frame.querySelectorAll<HTMLElement>("button.network-pick")];
    const at = stops.indexOf(document.activeElement as HTMLInputElement);
    const next = stops[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });

  fill();
  return {
    show(next) {
      answer = next;
      const index = current ? answer.hits.findIndex(({ id }) => id === current) : -1;
      present(index < 0 ? undefined : index);
      fill();
    },
    measure(name) {
      measure = name;
      fill();
    },
    choose(index) {
      const inside = card.contains(document.activeElement) || list.contains(document.activeElement);
      present(index);
      list.hidden = index !== undefined;
      fill();
      if (inside) (index === undefined ? input : card).focus();
    },
  };
}
