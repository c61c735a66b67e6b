// Small pieces of page made by scripts; text from the server is never trusted as markup.

const ICONS: Record<string, string> = {
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
  pin: '<path d="M12 21.5s7-6.6 7-11.7a7 7 0 0 0-14 0c0 5.1 7 11.7 7 11.7z"/><circle cx="12" cy="9.8" r="2.4"/>',
};

/** A decorative icon. */
export function icon(name: keyof typeof ICONS): SVGElement {
  const host = document.createElement("template");
  host.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`;
  return host.content.firstElementChild as SVGElement;
}

/** Text with its highlighted words: of the markup only `<mark>` is kept. Falls back on the plain text. */
export function highlighted(html: string, plain: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  if (!html) {
    fragment.append(plain);
    return fragment;
  }
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const node of parsed.body.childNodes) {
    const text = node.textContent ?? "";
    if (node instanceof Element && node.tagName === "MARK") {
      const mark = document.createElement("mark");
      mark.textContent = text;
      fragment.append(mark);
    } else {
      fragment.append(text);
    }
  }
  return fragment;
}
