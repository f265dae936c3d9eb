// Every attack, one after the other, and what came of it.
import { toSarif, type Finding } from "mcp-cordon";
import { WORKER_SEES, type Attacker } from "../attacker.ts";
import { ATTACKS, CATEGORIES, labelOf, type Attack } from "../attacks.ts";
import { button, code, download, el, messageOf, quiet, table } from "../dom.ts";
import { judge } from "../findings.ts";
import type { Lab } from "../lab.ts";
import { PANES, pause, Run, openWindow, type Pane, type Subject } from "../runner.ts";
import { UNSEEN } from "./panes.ts";

interface Row {
  attack: Attack;
  today: number;
  cordon: number;
  unseen: boolean;
  findings: Finding[];
  state: "waiting" | "running" | "done" | "failed";
  failure?: string;
}

/** Frames of as many runs at a time. */
const AT_ONCE = 3;
const SETTLE_MS = 1_500;

export interface AllView {
  /** Runs them all again, where they have been run. */
  again(): void;
}

/** Of `only`, where that names some. */
export function allView(
  root: HTMLElement,
  lab: Lab,
  attacker: Attacker,
  subjectOf: (attack: Attack) => Subject,
  only: readonly string[],
): AllView {
  const attacks = ATTACKS.filter(({ name }) => only.length === 0 || only.includes(name));
  let rows: Row[] = [];
  let wasRun = false;
  const bench = el("div", { class: "bench", "aria-hidden": "true", inert: "" });
  const results = el("div", { id: "all-results" });
  const progress = el("p", { role: "status", id: "all-progress", class: "quiet" });
  const start = button("Run every attack", () => void runAll(true), { id: "run-all", class: "primary" });
  const save = (name: string, text: string, content: () => unknown): HTMLButtonElement =>
    button(text, () => download(name, content()), { "data-save": name });
  const saves = el(
    "p",
    { class: "actions" },
    save("lab.json", "Save as JSON", asJson),
    save("lab.sarif", "Save as SARIF", asSarif),
  );
  saves.hidden = true;
  root.replaceChildren(
    el("h2", {}, "Run all"),
    el(
      "p",
      {},
      "Every attack in two frames: as today's clients render it, and with Cordon. What counts is what reached the attacker.",
    ),
    attacker.seesAll ? "" : quiet(WORKER_SEES),
    el("p", { class: "actions" }, start),
    progress,
    saves,
    results,
    bench,
  );

  /** Windows open for a reader's click alone, so what needs one waits for it where nobody clicked. */
  async function runAll(clicked: boolean): Promise<void> {
    wasRun = true;
    start.disabled = true;
    rows = attacks.map((attack) => ({ attack, today: 0, cordon: 0, unseen: false, findings: [], state: "waiting" }));
    const inFrames = rows.filter(({ attack }) => attack.place === "frame");
    const inWindow = clicked ? rows.filter(({ attack }) => attack.place === "window") : [];
    draw();
    try {
      const windows = runWindow(inWindow);
      const left = [...inFrames];
      const work = async (): Promise<void> => {
        for (let row = left.shift(); row; row = left.shift()) await runOne(row, SETTLE_MS);
      };
      await Promise.all([windows, ...Array.from({ length: AT_ONCE }, work)]);
    } finally {
      start.disabled = false;
      saves.hidden = false;
      draw();
    }
  }

  async function runWindow(rows: Row[]): Promise<void> {
    if (rows.length === 0) return;
    const runs = await Promise.all(rows.map((row) => begin(row, 0)));
    openWindow(
      lab,
      runs.flatMap((run) => run.windowAddresses()),
    );
    for (const run of runs) await pause(run.windowTakes());
    await pause(SETTLE_MS);
    await Promise.all(runs.map((run) => run.read()));
    for (const [at, run] of runs.entries()) finish(rows[at] as Row, run);
  }

  async function runOne(row: Row, settle: number): Promise<void> {
    try {
      finish(row, await begin(row, settle));
    } catch (error) {
      Object.assign(row, { state: "failed", failure: messageOf(error) });
    }
    draw();
  }

  async function begin(row: Row, settle: number): Promise<Run> {
    row.state = "running";
    const subject = subjectOf(row.attack);
    row.findings = judge(subject.result, row.attack.text, subject.policy).before;
    const run: Run = new Run(lab, attacker, subject, () => count(row, run));
    const hosts: Record<Pane, HTMLElement> = {
      today: bench.appendChild(el("div")),
      cordon: bench.appendChild(el("div")),
    };
    await run.start(hosts, settle);
    for (const host of Object.values(hosts)) host.remove();
    return run;
  }

  function count(row: Row, { panes, isUnseen }: Run): void {
    Object.assign(row, { today: panes.today.count, cordon: panes.cordon.count, unseen: isUnseen });
    draw();
  }

  function finish(row: Row, run: Run): void {
    const failure = failureOf(row, run);
    Object.assign(row, failure === null ? { state: "done" } : { state: "failed", failure });
    run.stop();
    draw();
  }

  /** What was not shown has not been held either. */
  function failureOf({ attack, today }: Row, { panes }: Run): string | null {
    if (attack.place === "window") return today === 0 && attacker.seesAll ? "No window was opened." : null;
    const missing = PANES.find((pane) => !panes[pane].shown);
    return missing === undefined
      ? null
      : (panes[missing].failure ?? `Nothing was shown by ${missing === "today" ? "today's client" : "Cordon's"}.`);
  }

  function draw(): void {
    const done = rows.filter(({ state }) => state === "done" || state === "failed").length;
    const sum = (pane: Pane): number => rows.filter((row) => row[pane] > 0).length;
    progress.textContent = `${done} of ${rows.length} run. ${sum("today")} reached the attacker from today's clients, ${sum("cordon")} from Cordon's.`;
    Object.assign(progress.dataset, { done: String(done), of: String(rows.length) });
    const shown = rows.filter(({ state }) => state !== "waiting");
    results.replaceChildren(shown.length === 0 ? quiet("Not run yet.") : tableOf(shown));
  }

  function asJson(): unknown {
    return rows.map(({ attack, today, cordon, unseen, findings, state }) => ({
      attack: attack.name,
      title: attack.title,
      state,
      received: unseen || state !== "done" ? null : { today, cordon },
      findings,
    }));
  }

  /** Findings of a server's results are no audit: they have no score, and the grade says whether something got out. */
  function asSarif(): unknown {
    const findings = rows.flatMap(({ attack, findings }) =>
      findings.map((finding) => ({
        ...finding,
        score: 0,
        evidence: { ...finding.evidence, path: `${attack.name}${finding.evidence?.path ?? ""}` },
      })),
    );
    const isOut = rows.some(({ cordon, state }) => cordon > 0 || state === "failed");
    return toSarif(
      { score: isOut ? 0 : 100, grade: isOut ? "F" : "A", findings, breakdown: [] },
      { url: location.href.split("#")[0] ?? "" },
    );
  }

  return {
    again() {
      if (wasRun && !start.disabled) void runAll(false);
    },
  };
}

const categoryOf = (attack: Attack): string => CATEGORIES.find(({ attacks }) => attacks.includes(attack))?.title ?? "";

function tableOf(rows: Row[]): HTMLElement {
  return table(
    rows,
    [
      { title: "Attack", cell: ({ attack }) => el("a", { href: `#attack/${attack.name}` }, labelOf(attack)) },
      { title: "Category", cell: ({ attack }) => categoryOf(attack) },
      { title: "Today's", cell: ({ today, unseen }) => received(today, unseen) },
      { title: "Cordon's", cell: ({ cordon, unseen }) => received(cordon, unseen) },
      { title: "Findings", cell: ({ findings, failure }) => failure ?? codesOf(findings) },
    ],
    ({ attack, today, cordon, unseen, state }) => ({
      attack: attack.name,
      today: String(today),
      cordon: String(cordon),
      unseen: String(unseen),
      state,
    }),
    "Every attack",
  );
}

const received = (count: number, unseen: boolean): HTMLElement =>
  unseen ? el("span", { class: "quiet" }, UNSEEN) : el("span", { class: count > 0 ? "bad" : "good" }, String(count));

function codesOf(findings: readonly Finding[]): HTMLElement {
  const codes = [...new Set(findings.map((finding) => finding.code))];
  return el("span", {}, ...codes.flatMap((one, at) => (at === 0 ? [code(one)] : [", ", code(one)])));
}
