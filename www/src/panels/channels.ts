// Every way out, in the visitor's own browser: without a guard, and with each layer.
import { countOf, NOTHING, WORKER_SEES, type Attacker, type Arrived, type Slot } from "../attacker.ts";
import { counts, documentsOf, isTold } from "../channel-groups.js";
import { button, code, el, quiet, table } from "../dom.ts";
import type { Lab } from "../lab.ts";
import { pause } from "../runner.ts";
import { addressOf, CHANNELS_POLICY, type ChannelsTask, type Told } from "../task.ts";
import { busy, newBench } from "./bench.ts";

/** What stands in the page's way: the server's headers, or the guard. */
const COLUMNS = [
  ["none", "No guard"],
  ["header", "Headers alone"],
  ["apis", "APIs alone"],
  ["standard", "Standard"],
  ["lockdown", "Lockdown"],
] as const;
type Column = (typeof COLUMNS)[number][0];

type Outcome = "reaches" | "connects" | "held" | "nothing" | "absent" | "not here" | "not run";
type Row = { channel: string } & Partial<Record<Column, Outcome>>;

const MARKS: Record<Outcome, string> = {
  reaches: "gets out",
  connects: "connects",
  held: "held",
  nothing: "nothing",
  absent: "absent",
  "not here": "not here",
  "not run": "not run",
};

const AT_ONCE = 3;
/** How long a document is given. */
const GIVEN_MS = 3_000;

/**
 * A frame has no popups without a click, no Background Fetch, and no speculation; nobody but the browser sees a look-up, no page
 * of the attacker's is around to be told something, and the lab redirects nobody.
 */
const isHere = (channel: string): boolean =>
  counts(channel) !== "lookup" &&
  !isTold(channel) &&
  !/^(window_open|a_blank|form_blank|bgfetch|specrules_|ws_redirect)/.test(channel);

/** Of `only`, where that names some. */
export function channelsView(root: HTMLElement, lab: Lab, attacker: Attacker, only: readonly string[]): void {
  const rows = new Map<string, Row>();
  // Files have no headers.
  const columns = COLUMNS.filter(([column]) => column !== "header" || lab.attacker !== null);
  const progress = el("p", { role: "status", class: "quiet", id: "channels-progress" });
  const grid = el("div", { id: "channels-grid" });
  const bench = newBench();
  const start = button("Run the grid here", () => void busy(start, progress, run), {
    id: "run-channels",
    class: "primary",
  });
  root.replaceChildren(
    el("h2", {}, "Channels"),
    el(
      "p",
      {},
      "The attacker's script runs in a page, and tries every way out that we know, each to an origin of its own. ",
      "What counts is what arrives there. ",
      attacker.seesAll ? "" : `${WORKER_SEES} `,
      "It takes a minute or two.",
    ),
    el("p", { class: "actions" }, start),
    progress,
    grid,
    bench.element,
  );
  draw();

  async function run(): Promise<void> {
    rows.clear();
    for (const channel of await namesOf()) {
      if (only.length === 0 || only.includes(channel)) rows.set(channel, { channel });
    }
    for (const [column, title] of columns) {
      progress.textContent = `${title}…`;
      await runColumn(column);
      draw();
    }
  }

  /** The frame's scripts know what there is. */
  function namesOf(): Promise<string[]> {
    return new Promise((resolve) => {
      const frame = frameOf({ kind: "channels", guard: "none", channels: {} }, false, (told) => {
        if (told.type !== "channels") return;
        frame.remove();
        resolve(told.names.map(String).sort());
      });
    });
  }

  async function runColumn(column: Column): Promise<void> {
    const here = [...rows.keys()].filter(isHere);
    for (const row of rows.values()) row[column] = isHere(row.channel) ? "nothing" : "not here";
    const slots = await attacker.open(here.length);
    const slotOf = new Map(here.map((channel, at) => [channel, slots[at] as Slot]));
    const left = documentsOf(here);
    const work = async (): Promise<void> => {
      for (let one = left.shift(); one; one = left.shift()) await runDocument(column, one.channels, slotOf);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await pause(GIVEN_MS / 2);
    await read(column, here, slotOf);
    await attacker.close(slots);
  }

  async function runDocument(column: Column, channels: string[], slotOf: Map<string, Slot>): Promise<void> {
    const targets = Object.fromEntries(channels.map((channel) => [channel, slotOf.get(channel)?.origin ?? ""]));
    let isUp = false;
    const guard = column === "header" ? "none" : column;
    const frame = frameOf({ kind: "channels", guard, channels: targets }, column === "header", (told) => {
      if (told.type === "channels") isUp = true;
      if (told.type === "channel" && told.outcome === "absent") setOutcome(String(told.name), column, "absent");
    });
    await pause(GIVEN_MS);
    // A page that has not begun holds nothing.
    if (isUp) await read(column, channels, slotOf);
    else for (const channel of channels) setOutcome(channel, column, "not run");
    frame.remove();
    draw();
  }

  function setOutcome(channel: string, column: Column, outcome: Outcome): void {
    const row = rows.get(channel);
    if (row) row[column] = outcome;
  }

  async function read(column: Column, channels: string[], slotOf: Map<string, Slot>): Promise<void> {
    const log = await attacker.read(channels.map((channel) => slotOf.get(channel) as Slot));
    for (const channel of channels) {
      const row = rows.get(channel);
      if (!row || row[column] === "absent" || row[column] === "not run") continue;
      row[column] = outcomeOf(channel, log.get(slotOf.get(channel)?.id ?? "") ?? NOTHING, row.none);
    }
  }

  function frameOf(task: ChannelsTask, hasHeader: boolean, hear: (told: Told) => void): HTMLIFrameElement {
    return bench.add(
      "A page under attack",
      addressOf(lab.frame, task, hasHeader ? ["header"] : [], CHANNELS_POLICY),
      hear,
    );
  }

  function draw(): void {
    if (rows.size === 0) {
      grid.replaceChildren(quiet("Not run yet."));
      return;
    }
    const totals = columns.map(([column, title]) => {
      const out = [...rows.values()].filter((row) => row[column] === "reaches").length;
      return el("li", { "data-total": column, "data-out": String(out) }, `${title}: ${out} get out`);
    });
    const cells = columns.map(([column, title]) => ({
      title,
      cell: (row: Row) => {
        const outcome = row[column];
        return outcome === undefined
          ? ""
          : el("span", { class: `outcome ${outcome.replace(" ", "-")}` }, MARKS[outcome]);
      },
    }));
    grid.replaceChildren(
      el("ul", { class: "totals" }, ...totals),
      table(
        [...rows.values()],
        [{ title: "Channel", cell: ({ channel }: Row) => code(channel) }, ...cells],
        dataOf,
        "Channels",
      ),
    );
  }
}

const dataOf = (row: Row): Record<string, string> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));

function outcomeOf(channel: string, arrived: Arrived, unguarded: Outcome | undefined): Outcome {
  const isEnough = counts(channel) === "request" ? arrived.requests > 0 : countOf(arrived) > 0;
  if (isEnough) return "reaches";
  if (arrived.connections > 0) return "connects";
  return unguarded === "reaches" || unguarded === "connects" ? "held" : "nothing";
}
