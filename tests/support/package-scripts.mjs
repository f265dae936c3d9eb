// The scripts of the built package, for a page that loads them by address.
import { readFileSync, readdirSync } from "node:fs";

const PACKAGE = new URL("../../pkg/", import.meta.url);
let names;

/** The script at `/name.js`, or undefined where the package has none of that name. */
export function packageScript(pathname) {
  names ??= new Set(readdirSync(PACKAGE).filter((name) => name.endsWith(".js")));
  return names.has(pathname.slice(1)) ? readFileSync(new URL(`.${pathname}`, PACKAGE)) : undefined;
}
