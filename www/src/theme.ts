const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const KEY = "cordon-lab-theme";

/** The browser's own setting decides until somebody says otherwise. */
export function switchThemes(control: HTMLElement): void {
  let theme = THEMES.find((one) => one === localStorage.getItem(KEY)) ?? "system";
  use(control, theme);
  control.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
    localStorage.setItem(KEY, theme);
    use(control, theme);
  });
}

function use(control: HTMLElement, theme: Theme): void {
  control.textContent = `Theme: ${theme}`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
