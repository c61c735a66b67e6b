// htmx, fetched only by pages that use it, without eval and without inline styles.
import htmx from "htmx.org";

let started = false;

/** Configure htmx once; `mount` is called on every fragment it brings in. */
export function start(mount: (root: HTMLElement) => void): void {
  if (started) return;
  started = true;
  Object.assign(htmx.config, { includeIndicatorStyles: false, allowEval: false, allowScriptTags: false, selfRequestsOnly: true });
  htmx.onLoad((element) => {
    if (element instanceof HTMLElement) mount(element);
  });
}
