// htmx, fetched only by pages that use it. Its configuration (no eval, no inline style) is the meta of the layout,
// because it reads it while it loads.
import htmx from "htmx.org";

let started = false;

/** Start htmx once; `mount` is called on every fragment it brings in. */
export function start(mount: (root: HTMLElement) => void): void {
  if (started) return;
  started = true;
  htmx.onLoad((element) => {
    if (element instanceof HTMLElement) mount(element);
  });
}
