// The channels, and what each of them is: what counts as reaching, and which others it may share a document with.
import { readFileSync } from "node:fs";
import { counts, documentsOf } from "../../../www/src/channel-groups.js";

const MEASURED = JSON.parse(readFileSync(new URL("../../data/channels.json", import.meta.url)));

/** Channel to engine to defense to outcome, as measured apart from this project. */
export const measured = new Map(MEASURED.rows.map(({ channel, ...engines }) => [channel, engines]));
export const channels = [...measured.keys()];

export { counts };

/**
 * The documents of a run. Most attacks share one with others of their group: each has a port of its own, browsers keep
 * their limits by host and port, and a run that gave every attack a document (`CORDON_ALONE=1`) takes four minutes an engine.
 */
export const documents = () => documentsOf(channels, Boolean(process.env.CORDON_ALONE));
