/** The graph as it is drawn: organisations, ties, what is in focus. The only module that knows the drawing library. */
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
import { animateNodes } from "sigma/utils";
import { readPalette } from "../map/draw";
import { worldCode } from "../worlds";
import { type Answer, type Measure, neighboursOf, sizesOf } from "./answer";
import { FONT, collectNames, drawHover } from "./labels";
import { SHAPES, mixed, shapesOn } from "./shapes";

/** Above it, ties and names hide while the picture moves, and ties are thin lines. */
const MANY_TIES = 1_500;
const MANY_NAMES = 600;
const FEW = 60;
const MOVE_MS = 450;
const KNOT_SIZE = 7;
const WIDE_ENOUGH = 720;
const CLOSE = 0.45;

export interface Scene {
  show(answer: Answer): void;
  measure(name: Measure): void;
  focus(index: number | undefined): void;
  zoom(direction: "in" | "out" | "whole"): void;
  repaint(): void;
  picture(): HTMLCanvasElement;
}

type Box = { x: [number, number]; y: [number, number] };

const knotKey = (alliance: number): string => `knot:${alliance}`;

function boxOf(answer: Answer, before: Box | undefined): Box {
  const xs = [...answer.hits.map(({ x }) => x), ...(before?.x ?? [])];
  const ys = [...answer.hits.map(({ y }) => y), ...(before?.y ?? [])];
  const low = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return xs.length ? { x: [low(xs), high(xs)], y: [low(ys), high(ys)] } : { x: [-1, 1], y: [-1, 1] };
}

/** Draw a network in a host element; `choose` is called when a person points at an organisation. */
export function openScene(host: HTMLElement, first: Answer, size: Measure, choose: (index: number | undefined) => void): Scene {
  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const graph = new Graph({ multi: false, type: "undirected" });
  let answer = first;
  let measure = size;
  let palette = readPalette(host);
  let around: Set<number>[] = [];
  let places = new Map<string, number>();
  let kept: Set<string> | undefined;
  let chosen: string | undefined;
  let box = boxOf(first, undefined);
  const names = collectNames();
  const scale = Math.min(1, Math.max(0.55, host.clientWidth / WIDE_ENOUGH));

  const tones = (): [string, string] => [mixed(palette.inkSoft, palette.surface, 0.15), mixed(palette.inkSoft, palette.surface, 0.5)];
  const colorOf = (world: string): string => palette.worlds[worldCode(world)] ?? palette.ink;

  const fill = (): Record<string, { x: number; y: number }> => {
    const sizes = sizesOf(answer.hits, measure, scale);
    const moves: Record<string, { x: number; y: number }> = {};
    const present = new Set(answer.hits.map(({ id }) => id));
    answer.hubs.forEach(({ alliance }) => present.add(knotKey(alliance)));
    graph.clearEdges();
    for (const key of graph.nodes()) if (!present.has(key)) graph.dropNode(key);
    places = new Map(answer.hits.map(({ id }, index) => [id, index]));
    answer.hits.forEach(({ id, name, world, x, y }, index) => {
      const look = { label: name, size: sizes[index], shape: SHAPES[worldCode(world)], color: colorOf(world) };
      if (graph.hasNode(id)) {
        graph.mergeNodeAttributes(id, look);
        moves[id] = { x, y };
      } else graph.addNode(id, { ...look, x, y });
    });
    answer.hubs.forEach(({ alliance, x, y }) => {
      const look = { label: answer.alliances[alliance]?.name ?? "", size: KNOT_SIZE, shape: SHAPES.knot, color: palette.ink };
      graph.mergeNode(knotKey(alliance), { ...look, x, y });
    });
    const [sure, stated] = tones();
    const heaviest = answer.ties.reduce((most, [, , weight]) => Math.max(most, weight), 1e-9);
    for (const [a, b, weight, confirmed] of answer.ties) {
      const from = answer.hits[a]?.id;
      const to = answer.hits[b]?.id;
      if (!from || !to) continue;
      graph.addEdge(from, to, { size: 0.7 + 2.3 * Math.sqrt(weight / heaviest), color: confirmed ? sure : stated });
    }
    for (const { alliance, members } of answer.hubs) {
      for (const index of members) {
        const member = answer.hits[index]?.id;
        if (member) graph.addEdge(knotKey(alliance), member, { size: 0.7, color: sure });
      }
    }
    around = neighboursOf(answer);
    return moves;
  };

  // What is not in focus fades; without focus there is nothing to change, and nothing is computed.
  const reducers = () => ({
    nodeReducer: kept
      ? (key: string, data: Record<string, unknown>) => {
          if (!kept?.has(key)) return { ...data, color: mixed(String(data.color), palette.surface, 0.82), label: "", zIndex: 0 };
          return { ...data, zIndex: key === chosen ? 2 : 1, highlighted: key === chosen, forceLabel: key === chosen || kept.size < 26 };
        }
      : null,
    edgeReducer: kept
      ? (edge: string, data: Record<string, unknown>) => {
          const [from, to] = graph.extremities(edge);
          if (from === chosen || to === chosen) return { ...data, color: palette.accent, zIndex: 1 };
          return { ...data, hidden: !(kept?.has(from) && kept.has(to)), zIndex: 0 };
        }
      : null,
  });

  fill();
  const settings = () => ({
    allowInvalidContainer: true,
    nodeProgramClasses: { world: shapesOn(palette.surface) },
    nodeHoverProgramClasses: { world: shapesOn(palette.surface) },
    edgeProgramClasses: { strip: EdgeRectangleProgram, thread: EdgeLineProgram },
    defaultNodeType: "world",
    defaultEdgeType: graph.size > MANY_TIES ? "thread" : "strip",
    hideEdgesOnMove: graph.size > MANY_TIES,
    hideLabelsOnMove: graph.order > MANY_NAMES,
    labelFont: FONT,
    labelSize: 13,
    labelColor: { color: palette.ink },
    labelRenderedSizeThreshold: graph.order > FEW ? 6 : 0,
    labelDensity: graph.order > FEW ? 0.6 : 1.4,
    stagePadding: 36,
    minCameraRatio: 0.03,
    maxCameraRatio: 3,
    zIndex: true,
    defaultDrawNodeLabel: names.ask,
    defaultDrawNodeHover: drawHover(palette),
    ...reducers(),
  });

  let renderer = new Sigma(graph, host, settings());
  const listen = (): void => {
    renderer.on("clickNode", ({ node }) => choose(places.get(node)));
    renderer.on("clickStage", () => choose(undefined));
    renderer.on("enterNode", () => (host.style.cursor = "pointer"));
    renderer.on("leaveNode", () => (host.style.cursor = ""));
    renderer.on("afterRender", () => names.write(palette));
  };
  listen();
  renderer.setCustomBBox(box);

  const keep = (index: number | undefined): void => {
    const hit = index === undefined ? undefined : answer.hits[index];
    chosen = hit?.id;
    kept = hit && index !== undefined ? new Set([hit.id, ...[...(around[index] ?? [])].map((each) => answer.hits[each]?.id ?? "")]) : undefined;
    if (hit && index !== undefined) {
      for (const { alliance, members } of answer.hubs) if (members.includes(index)) kept?.add(knotKey(alliance));
    }
  };

  const restart = (): void => {
    const camera = renderer.getCamera().getState();
    renderer.kill();
    renderer = new Sigma(graph, host, settings());
    listen();
    renderer.setCustomBBox(box);
    renderer.getCamera().setState(camera);
    renderer.refresh();
  };

  return {
    show(next) {
      const many = graph.size > MANY_TIES;
      answer = next;
      const moves = fill();
      keep(chosen === undefined ? undefined : places.get(chosen));
      renderer.setSettings(reducers());
      box = boxOf(answer, box);
      renderer.setCustomBBox(box);
      const still = quiet || graph.order > MANY_NAMES;
      if (still) Object.entries(moves).forEach(([key, at]) => graph.mergeNodeAttributes(key, at));
      if (many !== graph.size > MANY_TIES) restart();
      else renderer.refresh();
      if (!still) animateNodes(graph, moves, { duration: MOVE_MS, easing: "quadraticInOut" });
    },
    measure(name) {
      measure = name;
      const sizes = sizesOf(answer.hits, measure, scale);
      answer.hits.forEach(({ id }, index) => graph.setNodeAttribute(id, "size", sizes[index]));
    },
    focus(index) {
      keep(index);
      renderer.setSettings(reducers());
      const at = chosen ? renderer.getNodeDisplayData(chosen) : undefined;
      const camera = renderer.getCamera();
      if (!at) return;
      // What fills the picture is seen whole; what is a corner of it comes closer.
      const wide = (kept?.size ?? 0) > graph.order / 2;
      const state = wide ? { x: 0.5, y: 0.5, ratio: 1 } : { x: at.x, y: at.y, ratio: Math.min(camera.ratio, graph.order > FEW ? CLOSE : 0.9) };
      if (quiet) camera.setState(state);
      else void camera.animate(state, { duration: MOVE_MS });
    },
    zoom(direction) {
      const camera = renderer.getCamera();
      const options = { duration: quiet ? 0 : 200 };
      if (direction === "in") void camera.animatedZoom(options);
      else if (direction === "out") void camera.animatedUnzoom(options);
      else void camera.animatedReset(options);
    },
    repaint() {
      palette = readPalette(host);
      fill();
      restart();
    },
    picture() {
      // Drawn and read in one task: afterwards the browser may clear what the graphic card holds.
      renderer.refresh();
      const layers = [...host.querySelectorAll("canvas")].filter((each) => !each.classList.contains("sigma-mouse"));
      const whole = document.createElement("canvas");
      whole.width = layers[0]?.width ?? 1;
      whole.height = layers[0]?.height ?? 1;
      const context = whole.getContext("2d");
      if (!context) throw new Error("no 2D canvas");
      context.fillStyle = palette.surface;
      context.fillRect(0, 0, whole.width, whole.height);
      for (const layer of layers) context.drawImage(layer, 0, 0);
      return whole;
    },
  };
}
