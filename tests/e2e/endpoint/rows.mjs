// Which rows of tests/data/fetch_metadata.json are about a request such as this one.
import { readFileSync } from "node:fs";

export const ROWS = JSON.parse(readFileSync(new URL("../../data/fetch_metadata.json", import.meta.url), "utf8"));

/** Options that change nothing for the requests of the matrix, or that stand for themselves in a kind. */
const PLAIN = { preset: () => true, trustedOrigins: () => true, allowFraming: (value) => value === false };

const methodClass = (method) => (method === "OPTIONS" ? "preflight" : method === "GET" || method === "HEAD" ? "safe" : "unsafe");

/** What a request is to the server at `own`, for which the `trusted` origins are listed. */
export function kindOf({ method, headers }, { preset = "mcp-endpoint", own, trusted = [] }) {
  const { origin } = headers;
  const relation = !origin ? "none" : origin === own ? "own" : trusted.includes(origin) ? "trusted" : "foreign";
  const [site, mode, dest] = ["site", "mode", "dest"].map((name) => headers[`sec-fetch-${name}`] ?? "-");
  return [preset, methodClass(method), site, mode, dest, headers["sec-purpose"] ?? "-", relation].join(" ");
}

/** The kind of request that a row is about; nothing where its options make it a special one. */
export function kindOfRow({ request, options }) {
  const isPlain = Object.entries(options).every(([name, value]) => PLAIN[name]?.(value));
  if (!isPlain || request.path !== "/mcp" || request.scheme !== "https") return undefined;
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return kindOf({ ...request, headers }, { ...options, own: `https://${request.host}`, trusted: options.trustedOrigins });
}
