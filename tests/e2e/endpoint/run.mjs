// Runs cells of the matrix against one server: what a browser sent there, and what the server said to it.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { shut } from "../servers.mjs";
import { ALLOWED, INITIATORS, SERVER } from "./cells.mjs";
import { Example } from "./examples.mjs";
import { Front } from "./front.mjs";

export const HOSTS = INITIATORS.map(({ host }) => host);
const START = '<!doctype html><meta charset="utf-8"><title>start</title><body><script src="/vectors.js"></script>';
const FILES = {
  "/start": ["text/html", START],
  "/vectors.js": ["text/javascript", await readFile(new URL("vectors.js", import.meta.url))],
  "/favicon.ico": ["image/x-icon", ""],
};
const PATIENCE_MS = 8_000;
/** For what must not arrive. */
const SETTLE_MS = 300;

/**
 * In one page after another: Chromium does not speculate in a window that has opened another, and Firefox stops a prefetch when
 * a frame loads.
 */
const QUIET = [({ purpose }) => purpose, ({ purpose, opens }) => !purpose && !opens];
const OPENING = [({ opens }) => opens];
const PHASES = [QUIET, OPENING];

/** An example behind TLS, with pages on every host. */
export async function behindTls(name, files = FILES) {
  const front = await Front.start({ hosts: HOSTS, files });
  try {
    const example = await Example.start(name, { hosts: [SERVER], origins: [front.origin(ALLOWED)] });
    front.upstream = new URL(example.url);
    return { front, example, stop: () => Promise.all([front.stop(), example.stop()]) };
  } catch (error) {
    front.stop();
    throw error;
  }
}

/**
 * Each cell is a `vector` from an `initiator` to a `path`, with how many `requests` are to arrive; it gets those that `arrived`,
 * in order, with the status that each was answered with and the `reason` if it was refused.
 */
export async function ask(browser, name, cells) {
  const server = await behindTls(name);
  const { front, example } = server;
  cells = cells.map((cell, at) => ({ ...cell, url: `${front.origin(SERVER)}${cell.path}?cell=${at}` }));
  const of = ({ url }) => front.arrived.filter((note) => url.endsWith(note.url));
  const isAnswered = (cell) => of(cell).length >= cell.requests && of(cell).every(({ status }) => status);
  const make = async (asked) => {
    const launch = (pairs) => pairs.forEach(([vector, url]) => globalThis.vectors[vector](url));
    await browser.run(launch, asked.map(({ vector, url }) => [vector, url]));
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
    for (const note of front.arrived) note.reason = example.refusals.find(({ client }) => client === note.client)?.reason;
    return { cells: cells.map((cell) => ({ ...cell, arrived: of(cell) })), origin: front.origin.bind(front) };
  } finally {
    await shut(null, server);
  }
}
