/**
 * An island is an element with `data-island="name"`. Its module is fetched only
 * when such an element is on the page, and receives the element once.
 */
type Mount = (element: HTMLElement) => void | Promise<void>;

const loaders: Record<string, () => Promise<{ mount: Mount }>> = {
  suggest: () => import("./suggest"),
  pick: () => import("./pick"),
  map: () => import("./map/map"),
  network: () => import("./network/network"),
  moments: () => import("./network/moments"),
  ties: () => import("./network/ties"),
  theme: () => import("./theme"),
};

const HTMX = "[hx-get],[hx-post],[hx-put],[hx-patch],[hx-delete],[data-hx-get],[data-hx-post],[hx-boost]";

const mounted = new WeakSet<HTMLElement>();

async function mountOne(element: HTMLElement): Promise<void> {
  const name = element.dataset.island ?? "";
  const load = loaders[name];
  if (!load || mounted.has(element)) return;
  mounted.add(element);
  try {
    const module = await load();
    await module.mount(element);
  } catch (error) {
    // The page works without its islands: say it to developers, leave the page as it is.
    console.error(`island ${name}`, error);
  }
}

/** Mount every island of a page, or of a fragment that has just come in. */
export function startIslands(root: Document | HTMLElement): void {
  if (root instanceof HTMLElement && root.dataset.island) void mountOne(root);
  root.querySelectorAll<HTMLElement>("[data-island]").forEach((element) => void mountOne(element));
  if (root.querySelector(HTMX)) void import("./partial").then((module) => module.start(startIslands));
}
