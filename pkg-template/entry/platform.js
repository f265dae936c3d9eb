// Whether the platform's URL parser is there and is one of the URL Standard. It alone knows where a link leads, so without it
// nothing is judged and nothing shown.
import { CordonError } from "./shared.js";
import { getter } from "./members.js";

const { apply } = Reflect;
const { URL: Parser } = globalThis;
const hrefOf = getter("URL", "href");
const hostnameOf = getter("URL", "hostname");
const originOf = getter("URL", "origin");

const rows = [
  ["HtTp:\\\\EXAMPLE.com:80\\a/../b\t", undefined, "http://example.com/b"],
  ["../c", "https://example.com/a/b", "https://example.com/c"],
  ["JaVa\nScript:1", undefined, "javascript:1"],
];

const parse = (input, base) => (base === undefined ? new Parser(input) : new Parser(input, base));
const parses = (input) => {
  try {
    return !!parse(input, undefined);
  } catch {
    return false;
  }
};

const isReached = () => {
  for (let at = 0; at < rows.length; at++) {
    const [input, base, expected] = rows[at];
    if (apply(hrefOf, parse(input, base), []) !== expected) return false;
  }
  const url = parse("https://a.example:8443/", undefined);
  if (apply(hostnameOf, url, []) !== "a.example" || apply(originOf, url, []) !== "https://a.example:8443") return false;
  // Engines differ over which hosts are none, and agree here.
  return !parses("https://a.example:port/") && !parses("/a");
};

/** @throws {CordonError} `platform-unavailable` */
export const checkPlatform = () => {
  let cause;
  try {
    if (isReached()) return;
  } catch (error) {
    // Nothing to construct or to call, or a parser that refuses.
    cause = error;
  }
  const message = "mcp-cordon needs this runtime's URL, which is missing or no parser of the URL Standard";
  throw new CordonError("platform-unavailable", message, { cause });
};
