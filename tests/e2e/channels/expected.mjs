// What a run is held to: the lists of limits and differences, the rows measured elsewhere, and the results kept here.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { measured } from "./rows.mjs";

const RESULTS = new URL("../../data/channels-measured/", import.meta.url);
export const DOCS = new URL("../../../docs/channels.md", import.meta.url);

export const ENGINES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };
export const { limits, differs } = JSON.parse(readFileSync(new URL("limits.json", import.meta.url)));

/** From the least to the most that an attacker gets. */
const ORDER = ["held", "connects", "reaches"];

const find = (list, engine, column, channel) =>
  list.find(
    ({ channels, engines, columns }) =>
      channels.includes(channel) && engines.includes(engine) && columns.includes(column),
  );
export const limitOf = (engine, column, channel) => find(limits, engine, column, channel);
export const differenceOf = (engine, column, channel) => find(differs, engine, column, channel);

/**
 * What a run found, with each race at its worst: what an attacker wins in one run of ten is his. Past what is listed a
 * race is no excuse.
 */
export function settled(engine, column, channel, outcome) {
  const limit = limitOf(engine, column, channel);
  return limit?.race && ORDER.indexOf(outcome) <= ORDER.indexOf(limit.outcome) ? limit.outcome : outcome;
}

/** What `standard` and `lockdown` must come to: nothing gets out but what is listed. */
export const mustBe = (engine, column, channel) => limitOf(engine, column, channel)?.outcome ?? "held";

/** Whether a row agrees with that measured elsewhere on what reaches; `undefined` where it says nothing of it. */
export function agrees(engine, column, channel, outcome) {
  const theirs = measured.get(channel)?.[engine][column];
  if (theirs === undefined) return undefined;
  if (theirs === "unmeasured" && outcome !== "reaches") return true;
  return (theirs === "reaches") === (outcome === "reaches");
}

export const kept = (engine) => {
  const file = new URL(`${engine}.json`, RESULTS);
  return existsSync(file) ? JSON.parse(readFileSync(file)) : undefined;
};

/** A row a line. */
export function keep(engine, { version, rows }) {
  const lines = Object.entries(rows).map(([channel, row]) => `    ${JSON.stringify(channel)}: ${JSON.stringify(row)}`);
  const text = `{\n  "version": ${JSON.stringify(version)},\n  "rows": {\n${lines.join(",\n")}\n  }\n}\n`;
  writeFileSync(new URL(`${engine}.json`, RESULTS), text);
}
