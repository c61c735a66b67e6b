/**
 * Three-state appearance, in place of the link to the appearance page.
 * The cookie is read by the server on the next page, so nothing flashes.
 */
type Theme = "auto" | "light" | "dark";

const CHOICES: [Theme, string][] = [
  ["auto", "Auto"],
  ["light", "Clair"],
  ["dark", "Sombre"],
];
const ONE_YEAR = 365 * 24 * 3600;

export function currentTheme(root: HTMLElement): Theme {
  const value = root.dataset.bsTheme;
  return value === "light" || value === "dark" ? value : "auto";
}

export function applyTheme(root: HTMLElement, theme: Theme): void {
  if (theme === "auto") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax${secure}`;
  root.dispatchEvent(new CustomEvent("maillage:theme", { detail: theme }));
}

export function mount(element: HTMLElement): void {
  const root = document.documentElement;
  const group = document.createElement("div");
  group.className = "theme-choice";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Apparence");
  const buttons = CHOICES.map(([theme, label]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.theme = theme;
    button.addEventListener("click", () => {
      applyTheme(root, theme);
      show();
    });
    return button;
  });
  const show = (): void => {
    const theme = currentTheme(root);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
  };
  group.append(...buttons);
  element.replaceChildren(group);
  show();
}
