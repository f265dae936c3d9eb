// Runs cells of the matrix against one server: what a browser sent there, and what the server said to it.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { shut } from "../../support/servers.mjs";
import { ALLOWED, INITIATORS, SERVER } from "./cells.mjs";
import { EXAMPLES, Example } from "./examples.mjs";
import { Front } from "./front.mjs";

export const HOSTS = INITIATORS.map(({ host }) => host);
const VECTORS = await readFile(new URL("vectors.js", import.meta.url));
const PATIENCE_MS = 8_000;
/** For what must not arrive. */
const SETTLE_MS = 200;

/**
 * Not at once: Chromium does not speculate in a window that has opened another, and Firefox stops a prefetch when a
 * frame loads.
 */
const QUIET = [({ purpose }) => purpose, ({ purpose, opens }) => !purpose && !opens];
const OPENING = [({ opens }) => opens];
const PHASES = [QUIET, OPENING];

/** The examples behind TLS, with a page on every host that has this script. */
export async function behindTls(script) {
  const files = {
    "/start": ["text/html", "<!doctype html><title>start</title><body><script src=/script.js></script>"],
    "/script.js": ["text/javascript", script],
    "/favicon.ico": ["image/x-icon", ""],
  };
  const front = await Front.start({ hosts: HOSTS, files });
  const examples = {};
  const stop = () => Promise.all([front, ...Object.values(examples)].map((server) => server.stop()));
  try {
    for (const name of EXAMPLES) {
      examples[name] = await Example.start(name, { hosts: [SERVER], origins: [front.origin(ALLOWED)] });
      front.upstreams[name] = new URL(examples[name].url);
    }
    return { front, examples, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Each cell is a `vector` from an `initiator` to a `path` of an `example`, with as many `verdicts` as requests are to
 * arrive; it gets those that `arrived`, in order, with the status that each was answered with and the `reason` if it was
 * refused.
 */
export async function ask(browser, cells) {
  const server = await behindTls(VECTORS);
  const { front, examples } = server;
  const urlOf = ({ example, path }, at) => `${front.origin(SERVER)}/${example}${path}?cell=${at}`;
  cells = cells.map((cell, at) => ({ ...cell, url: urlOf(cell, at) }));
  const of = ({ url }) => front.arrived.filter((note) => url.endsWith(note.url));
  const isAnswered = (cell) => of(cell).length >= cell.verdicts.length && of(cell).every(({ status }) => status);
  const make = async (asked) => {
    const launch = (pairs) => {
      for (const [vector, url] of pairs) globalThis.vectors[vector](url);
    };
    await browser.run(
      launch,
      asked.map(({ vector, url }) => [vector, url]),
    );
    const links = asked.filter(({ vector }) => vector === "link").length;
    for (let at = 1; at <= links; at++) await browser.click(`.links > :nth-child(${at})`);
    for (const until = Date.now() + PATIENCE_MS; !asked.every(isAnswered) && Date.now() < until; ) await sleep(25);
  };
  try {
    for (const phases of PHASES) {
      for (const initiator of INITIATORS) {
        await browser.open(`${front.origin(initiator.host)}/start`);
        for (const phase of phases) await make(cells.filter((cell) => cell.initiator === initiator && phase(cell)));
        await sleep(SETTLE_MS);
        if (phases === OPENING) await browser.closeOthers();
      }
    }
    const told = Object.values(examples).flatMap(({ refusals }) => refusals);
    const refusals = new Map(told.map(({ client, reason }) => [client, reason]));
    for (const note of front.arrived) note.reason = refusals.get(note.client);
    return { cells: cells.map((cell) => ({ ...cell, arrived: of(cell) })), origin: front.origin.bind(front) };
  } finally {
    await shut(null, server);
  }
}
