/** Which defences are on. The address decides, so that a link or a test can name each combination. */
export interface Mode {
  title: string;
  about: string;
  href: string;
  header: boolean;
  sanitizer: boolean;
  guard: boolean;
}

export const MODES: readonly Mode[] = [
  {
    title: "All on",
    about: "All defences are on: results are sanitized, the guard is installed, and the page is served under a strict CSP.",
    href: "/",
    header: true,
    sanitizer: true,
    guard: true,
  },
  {
    title: "Sanitizer only",
    about: "Only the sanitizer is on: no guard, and no CSP on the page.",
    href: "/undefended/?sanitizer=on",
    header: false,
    sanitizer: true,
    guard: false,
  },
  {
    title: "Guard only",
    about: "Only the guard is on: results are inserted as they came, scripts included, and the page has no CSP of its own.",
    href: "/undefended/?guard=on",
    header: false,
    sanitizer: false,
    guard: true,
  },
  {
    title: "All off",
    about: "No defences: results are inserted as they came, scripts included. This is what a careless client does.",
    href: "/undefended/",
    header: false,
    sanitizer: false,
    guard: false,
  },
];

export function modeOf(location: Location): Mode {
  const asked = new URLSearchParams(location.search);
  const header = !location.pathname.startsWith("/undefended/");
  const sanitizer = header || asked.get("sanitizer") === "on";
  const guard = header || asked.get("guard") === "on";
  const listed = MODES.find((mode) => mode.header === header && mode.sanitizer === sanitizer && mode.guard === guard);
  return listed ?? {
    title: "Sanitizer and guard",
    about: "The sanitizer and the guard are on; the page has no CSP of its own.",
    href: location.pathname + location.search,
    header,
    sanitizer,
    guard,
  };
}
