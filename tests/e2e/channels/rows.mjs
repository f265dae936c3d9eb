// The channels, and what each of them is: what counts as reaching, which others it may share a document with, and where the
// attacker's page has to be.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { counts, documentsOf, isTold, outerOf } from "../../../www/src/channel-groups.js";

const ATTACKS = new URL("../../../www/public/channels/", import.meta.url);
/** Attack file to what is in it. */
export const SECTIONS = {
  "apis.js": "What script calls",
  "workers.js": "Workers and worklets",
  "elements.js": "Elements, style sheets and hints",
  "frames.js": "Frames and plugins",
  "navigation.js": "Navigation, popups and forms",
  "windows.js": "Windows of other origins",
};
const MEASURED = JSON.parse(readFileSync(new URL("../../data/channels.json", import.meta.url)));

/** Channel to engine to defense to outcome, as measured apart from this project; the newest channels were not. */
export const measured = new Map(MEASURED.rows.map(({ channel, ...engines }) => [channel, engines]));

/** Attack file to the names of its attacks. The files do nothing but name them. */
export const attacks = Object.fromEntries(
  Object.keys(SECTIONS).map((name) => {
    const window = {};
    runInContext(readFileSync(new URL(name, ATTACKS), "utf8"), createContext({ window }));
    return [name, Object.keys(window.attacks)];
  }),
);
export const channels = Object.values(attacks).flat();

export { counts, isTold, outerOf };

/** An address can claim no relying party: those that name one need a page with a name. */
export const hostOf = (channel) => (channel.startsWith("webauthn_") ? "localhost" : "127.0.0.1");

/**
 * The documents of a run. Most attacks share one with others of their group: each has a port of its own, browsers keep
 * their limits by host and port, and a run that gave every attack a document (`CORDON_ALONE=1`) takes four minutes an engine.
 */
export const documents = () => documentsOf(channels, Boolean(process.env.CORDON_ALONE));
