import { CordonError, call, init } from "./instance.js";
import { claim } from "./trusted.js";

export { CordonError, init };
export const version = __VERSION__;

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
