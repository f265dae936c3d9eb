import { call } from "./instance.js";
import { claim, guard } from "./shared.js";

export function parsePolicy(input) {
  return call((cordon) => cordon.parsePolicy(input));
}

export function installGuard(policy, options) {
  call((cordon) => cordon.installGuard(policy, options, claim));
  guard.enforces = () => call((cordon) => cordon.guardEnforces());
  guard.expect = (urls) => call((cordon) => cordon.guardExpect(urls));
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
