/**
 * The worlds as the map and the suggestions draw them: same codes, shapes and
 * names as `maillage.core.components.worlds` (a test compares the two).
 * Colours are read from the styles, so that light and dark follow.
 */
export interface World {
  label: string;
  drawing: string;
}

export const WORLDS: Record<string, World> = {
  "public": { label: "Acteurs publics", drawing: '<rect x="2" y="2" width="12" height="12" rx="1"/>' },
  "economique": { label: "Acteurs économiques", drawing: '<path d="M8 1.5 15 14.5H1z"/>' },
  "interet-general": { label: "Structures d’intérêt général", drawing: '<circle cx="8" cy="8" r="6.6"/>' },
  "academique": { label: "Acteurs académiques", drawing: '<path d="M8 .7 15.3 8 8 15.3.7 8z"/>' },
  "a-confirmer": { label: "À confirmer", drawing: '<circle cx="8" cy="8" r="5.6"/>' },
};

export const UNKNOWN_WORLD = "a-confirmer";

/** The code itself when it is one of ours, otherwise "à confirmer". */
export function worldCode(code: string | undefined): string {
  return code !== undefined && code in WORLDS ? code : UNKNOWN_WORLD;
}

/** The shape of a world as an inline picture; the name is beside it or given to screen readers. */
export function worldIcon(code: string): SVGElement {
  const host = document.createElement("template");
  host.innerHTML =
    `<svg class="world-icon w-${code}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` +
    `${(WORLDS[code] as World).drawing}</svg>`;
  return host.content.firstElementChild as SVGElement;
}
