/**
 * A line that names a thing of the site: suggestions as one types, and the key of the one chosen beside the text.
 *
 *   <div data-island="pick" data-pick-url="/api/v1/search" data-pick-kind="organisation">
 *     <input type="text" name="organisations"> <input type="hidden" name="organisations-key">
 *
 * Without it the text alone is read, and proposals come with the answer of the form.
 */
import { combobox, suggestAddress, type Suggestion } from "./suggest";

/** The key of a thing is the last part of the address of its page. */
export function keyOf(hit: Suggestion): string {
  return hit.url.split("/").filter(Boolean).pop() ?? "";
}

export function mount(line: HTMLElement): void {
  const input = line.querySelector<HTMLInputElement>("input[type=text]");
  const key = line.querySelector<HTMLInputElement>("input[type=hidden]");
  const { pickUrl, pickKind } = line.dataset;
  if (!input || !key || !pickUrl || !pickKind) return;
  input.addEventListener("input", () => {
    key.value = "";
    // What was proposed was for another text.
    line.querySelectorAll<HTMLElement>(".pick-proposals").forEach((proposals) => proposals.remove());
  });
  combobox(line, input, {
    address: (text) => suggestAddress(pickUrl, text, pickKind),
    choose: (hit) => {
      input.value = hit.title;
      key.value = keyOf(hit);
      line.querySelectorAll<HTMLElement>(".pick-proposals").forEach((proposals) => proposals.remove());
    },
  });
}
