/**
 * Comforts that the page does without: opening the search of the header puts the
 * cursor in it, Escape closes what the header opened, and a form that comes back
 * with errors is read from its summary.
 */
export function startOpeners(root: Document): void {
  for (const opener of root.querySelectorAll<HTMLDetailsElement>("details.opener")) {
    const panel = opener.nextElementSibling;
    opener.addEventListener("toggle", () => {
      if (opener.open) panel?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    });
    for (const part of [opener, panel]) {
      part?.addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).key !== "Escape" || event.defaultPrevented || !opener.open) return;
        opener.open = false;
        opener.querySelector("summary")?.focus();
      });
    }
  }
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}
