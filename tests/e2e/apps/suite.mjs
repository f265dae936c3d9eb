// What ordinary applications do, under the guard's `standard` strength: none of it is refused, and the guard is still up.
import { after, before, suite } from "node:test";
import { shut } from "../../support/servers.mjs";
import { frameworks } from "./frameworks.mjs";
import { messages } from "./messages.mjs";
import { passkeys } from "./passkeys.mjs";
import { popups } from "./popups.mjs";

export function apps(Browser) {
  suite(`ordinary applications in ${Browser.engine}`, () => {
    let browser;
    before(async () => {
      browser = await Browser.launch();
    });
    after(() => shut(browser));

    for (const register of [frameworks, messages, popups, passkeys]) register(() => browser);
  });
}
