import { CordonError, call, start } from "./instance.js";
import { claim } from "./trusted.js";

export { CordonError };
export const version = __VERSION__;

/** Warms up: everything works without it. */
export async function init() {
  start();
}

export function parsePolicy(input) {
  return call((cordon) => cordon.parsePolicy(input));
}

export function installGuard(policy, options) {
  call((cordon) => cordon.installGuard(policy, options, claim));
  return Object.freeze({
    get layers() {
      return call((cordon) => cordon.guardLayers());
    },
    get violations() {
      return call((cordon) => cordon.guardViolations());
    },
    check: (url, use) => call((cordon) => cordon.guardCheck(cordon.urlText(url), use)),
    uninstall: () => call((cordon) => cordon.guardUninstall()),
  });
}
