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
    parse(input, undefined);
    return true;
  } catch {
    return false;
  }
};

const fault = () => {
  if (typeof Parser !== "function") return "there is no URL";
  if (!hrefOf || !hostnameOf || !originOf) return "URL has no getters href, hostname and origin";
  for (let at = 0; at < rows.length; at++) {
    const [input, base, expected] = rows[at];
    if (apply(hrefOf, parse(input, base), []) !== expected) return `URL does not make ${expected} of what is`;
  }
  const url = parse("https://example.com:8443/", undefined);
  if (apply(hostnameOf, url, []) !== "example.com" || apply(originOf, url, []) !== "https://example.com:8443") {
    return "URL does not tell a hostname and an origin";
  }
  // Engines differ over which hosts are none, and agree here.
  return parses("https://example.com:port/") || parses("/a") ? "URL takes what is none" : undefined;
};

/** @throws {CordonError} `platform-unavailable` */
export const checkPlatform = () => {
  let found;
  let cause;
  try {
    found = fault();
  } catch (error) {
    found = `URL throws: ${error}`;
    cause = error;
  }
  if (found === undefined) return;
  throw new CordonError(
    "platform-unavailable",
    `mcp-cordon needs this runtime's parser of the URL Standard, and cannot reach it: ${found}`,
    { cause },
  );
};
