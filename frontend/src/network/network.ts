/**
 * The graph of a network (`data-island="network"`).
 *
 * data-url       the read API with every filter of the page
 * data-day       the day shown
 * data-size      the measure that sizes organisations
 * data-choose    the address part of the organisation in focus
 * data-name      the name of the picture
 * The element gets data-ready once the graph is drawn. Without WebGL the list, the table and the sentences stay.
 */
import { type Answer, type Measure, fetchNetwork, isMeasure, refusal, sentence, writtenDay } from "./answer";
import { followDays } from "./following";
import { type Scene, openScene } from "./scene";
import { openSide } from "./side";

const HINT_MS = 1_500;
const SAID = "La liste, les phrases et le tableau disent la même chose.";

export async function mount(element: HTMLElement): Promise<void> {
  const { url = "", day = "", size = "", choose: wanted = "", name = "Réseau" } = element.dataset;
  const frame = element.querySelector<HTMLElement>(".network-canvas");
  const beside = element.querySelector<HTMLElement>(".network-side");
  const status = element.querySelector<HTMLElement>(".network-status");
  const fallback = element.querySelector<HTMLElement>(".network-fallback p");
  if (!frame || !beside || !url) return;
  const say = (text: string): void => {
    if (status) status.textContent = text;
  };

  const known = new Map<string, Answer>();
  const read = async (on: string): Promise<Answer> => {
    const answer = known.get(on) ?? (await fetchNetwork(url, on));
    known.set(on, answer);
    return answer;
  };

  let answer: Answer;
  try {
    answer = await read(day);
  } catch {
    if (fallback) fallback.textContent = `Le graphe ne se charge pas. ${SAID}`;
    return;
  }
  await document.fonts?.load('500 13px "Atkinson Hyperlegible Next"').catch(() => []);

  let measure: Measure = isMeasure(size) ? size : "ties";
  let scene: Scene | undefined;
  const choose = (index: number | undefined): void => {
    scene?.focus(index);
    side.choose(index);
    const hit = index === undefined ? undefined : answer.hits[index];
    say(hit ? `${hit.name} est en vue. Échap pour revenir à tout le réseau.` : sentence(answer));
  };
  const side = openSide(beside, answer, measure, choose);
  const host = document.createElement("div");
  host.className = "network-host";
  frame.append(host);
  try {
    scene = openScene(host, answer, measure, choose);
    frame.querySelector(".network-fallback")?.remove();
  } catch (error) {
    host.remove();
    if (fallback) fallback.textContent = `Cet appareil ne sait pas dessiner le graphe. ${SAID}`;
    console.warn("network", error);
  }
  const shown = scene;
  if (shown) {
    yieldToPage(host);
    frame.append(drawTools(shown, () => save(shown, `${name}, ${writtenDay(answer.on)}`)));
    const repaint = (): void => shown.repaint();
    document.documentElement.addEventListener("maillage:theme", repaint);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }
  document.querySelector<HTMLElement>(".network-size button")?.setAttribute("hidden", "");
  say(sentence(answer));
  const asked = wanted ? answer.hits.findIndex((hit) => hit.url.endsWith(`/${wanted}/`)) : -1;
  if (asked >= 0) choose(asked);

  followDays(
    frame,
    read,
    (next) => {
      answer = next;
      scene?.show(answer);
      side.show(answer);
      say(sentence(answer));
    },
    (error) => say(refusal(error, SAID)),
  );
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement) || field.name !== "taille" || !isMeasure(field.value)) return;
    measure = field.value;
    scene?.measure(measure);
    side.measure(measure);
    const address = new URL(window.location.href);
    address.searchParams.set("taille", field.value);
    history.replaceState(history.state, "", `${address.pathname}${address.search}`);
  });
  requestAnimationFrame(() => {
    performance.mark("network-drawn");
    element.dataset.ready = "true";
  });
}

/** The wheel and one finger scroll the page; Ctrl and the wheel, or two fingers, move the graph: it is said on the way. */
function yieldToPage(host: HTMLElement): void {
  const hint = document.createElement("p");
  hint.className = "network-hint";
  hint.hidden = true;
  host.after(hint);
  let timer = 0;
  const yieldWith = (event: Event, text: string): void => {
    event.stopPropagation();
    hint.textContent = text;
    hint.hidden = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (hint.hidden = true), HINT_MS);
  };
  host.addEventListener("wheel", (event) => void (event.ctrlKey || event.metaKey || yieldWith(event, "Ctrl + molette pour agrandir")), { capture: true });
  host.addEventListener("touchstart", (event) => void (event.touches.length < 2 && event.stopPropagation()), { capture: true });
  host.addEventListener("touchmove", (event) => void (event.touches.length < 2 && yieldWith(event, "Deux doigts pour déplacer le graphe")), { capture: true });
}

function drawTools(scene: Scene, picture: () => void): HTMLElement {
  const tools = document.createElement("div");
  tools.className = "network-tools";
  const add = (sign: string, label: string, act: () => void): void => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", act);
    tools.append(button);
  };
  add("+", "Agrandir", () => scene.zoom("in"));
  add("−", "Réduire", () => scene.zoom("out"));
  add("◻", "Voir tout le graphe", () => scene.zoom("whole"));
  add("↓", "Enregistrer l’image (PNG)", picture);
  return tools;
}

function save(scene: Scene, title: string): void {
  scene.picture().toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${title}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, "image/png");
}
