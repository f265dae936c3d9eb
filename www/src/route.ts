// The page's address says what it shows, so that it can be sent to somebody: `#attack/NAME`, `#edited/DATA`, or a view,
// which may name what of it is wanted: `#all/NAME,NAME`.
import type { Policy } from "mcp-cordon";
import type { Text } from "./attacks.ts";
import { decode, encode } from "./task.ts";

export const VIEWS = ["attacks", "all", "streaming", "channels", "servers", "audit", "timings", "server"] as const;
export type View = (typeof VIEWS)[number];

export interface Edited {
  /** The attack that was edited. */
  from: string;
  text: Text;
  result: unknown;
  policy: Policy;
}

export type Route = { view: View; only: string[] } | { attack: string } | { edited: Edited };

export function parseRoute(hash: string): Route {
  const [kind = "", rest = ""] = hash.replace(/^#/, "").split("/");
  if (kind === "attack") return { attack: rest };
  if (kind === "edited") return { edited: editedOf(decode(rest)) };
  return { view: VIEWS.find((view) => view === kind) ?? "attacks", only: rest === "" ? [] : rest.split(",") };
}

export const routeOf = (route: { attack: string } | { edited: Edited }): string =>
  "attack" in route ? `#attack/${route.attack}` : `#edited/${encode(route.edited)}`;

function editedOf(value: unknown): Edited {
  const { from, text, result, policy } = (value ?? {}) as Partial<Record<keyof Edited, unknown>>;
  if (typeof result !== "object" || result === null) throw new Error("The link carries no result.");
  return {
    from: typeof from === "string" ? from : "",
    text: text === "markdown" || text === "plain" ? text : "html",
    result,
    policy: typeof policy === "object" && policy !== null ? policy : {},
  };
}
