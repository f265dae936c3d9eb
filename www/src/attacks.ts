import type { Policy } from "mcp-cordon";

/** What a client takes a result's text for. */
export type Text = "markdown" | "html" | "plain";

/** What the attacker gets when nobody stops it. */
export type Outcome = "request" | "connection" | "datagram" | "script" | "nothing";

export interface Attack {
  name: string;
  title: string;
  about: string;
  reference?: string;
  guide?: string;
  text: Text;
  /** Which of today's clients falls: one with DOMPurify, as most are, or one that inserts what came. */
  client: "sanitized" | "raw";
  /** Some things a browser does in a top-level document only. */
  place: "frame" | "window";
  /** The client has a service worker registered. */
  worker?: boolean;
  /** What the reader does next. */
  then?: "close" | "click";
  policy?: Policy;
  result: unknown;
  undefended: { chromium: Outcome; firefox: Outcome };
  /** What the reader is made to believe, or cannot see. */
  deceives?: string;
  /** The requests go to the client's own API, with the reader's cookie. */
  own?: boolean;
  codes?: string[];
  benign?: boolean;
  shows?: string[];
}

export interface Category {
  category: string;
  title: string;
  about: string;
  attacks: Attack[];
}

const files = import.meta.glob<Category>("../attacks/*.json", { eager: true, import: "default" });

/** What needs no script comes first: it is what gets past today's sanitizers. */
const ORDER = [
  "exfiltration",
  "markdown",
  "deception",
  "svg-and-css",
  "navigation",
  "own-api",
  "blocks",
  "script",
  "after-close",
  "speculation",
];

const place = ({ category }: Category): number => {
  if (category === "benign") return ORDER.length + 1;
  const at = ORDER.indexOf(category);
  return at < 0 ? ORDER.length : at;
};

export const CATEGORIES: readonly Category[] = Object.values(files).sort((one, other) => place(one) - place(other));

export const ATTACKS: readonly Attack[] = CATEGORIES.flatMap(({ attacks }) => attacks);

export const find = (name: string): Attack | undefined => ATTACKS.find((attack) => attack.name === name);

const SPELLINGS: Record<string, string> = {
  ansi: "ANSI",
  css: "CSS",
  html: "HTML",
  javascript: "JavaScript",
  svg: "SVG",
  url: "URL",
  xhr: "XHR",
};

/** What it does, in words; its title is what the tool says. */
export function labelOf({ name }: Attack): string {
  const words = name
    .replace("web-rtc", "WebRTC")
    .split("-")
    .map((word) => SPELLINGS[word] ?? word)
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `{attacker}` and `{self}` stand for addresses that a run alone knows. */
export function fill<T>(value: T, addresses: Record<string, string>): T {
  const text = JSON.stringify(value);
  return JSON.parse(text.replace(/\{(attacker|self)\}/g, (all, name: string) => addresses[name] ?? all)) as T;
}
