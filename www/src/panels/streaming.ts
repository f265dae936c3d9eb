// A result that arrives bit by bit: in a client that makes all of it anew with each chunk, and with Cordon.
import { WORKER_SEES, type Attacker } from "../attacker.ts";
import { ATTACKS, find, labelOf, type Attack } from "../attacks.ts";
import { button, el, field, quiet } from "../dom.ts";
import { textsOf } from "../frame/blocks.ts";
import type { Lab } from "../lab.ts";
import { PANES, Run, type Pane, type Subject } from "../runner.ts";
import { busy } from "./bench.ts";
import { showCount } from "./panes.ts";

const SETTLE_MS = 1_000;
const SPEEDS = { min: "20", max: "1000", step: "20", value: "120" };
const HEADINGS: Record<Pane, string> = {
  today: "Today's client: all of it anew with each chunk",
  cordon: "With Cordon: streamToolOutput",
};

/** What needs no reader, no window and no worker, and has a text. */
const arrives = ({ place, result, then, worker }: Attack): boolean =>
  place === "frame" && !then && !worker && textsOf(result).length > 0;

export function streamingView(
  root: HTMLElement,
  lab: Lab,
  attacker: Attacker,
  subjectOf: (attack: Attack) => Subject,
): void {
  const attacks = ATTACKS.filter(arrives);
  const which = el("select", {}, ...attacks.map((attack) => el("option", { value: attack.name }, labelOf(attack))));
  which.value = "markdown-image";
  const speed = el("input", { type: "range", ...SPEEDS });
  const says = el("output", { id: "stream-speed" });
  const progress = el("p", { role: "status", id: "stream-progress", class: "quiet" }, "Not run yet.");
  const start = button("Let it arrive", () => void busy(start, progress, run), { id: "run-stream", class: "primary" });
  const panes = { today: paneOf("today"), cordon: paneOf("cordon") };
  let last: Run | null = null;

  const showSpeed = (): void => {
    says.textContent = `${speed.value} characters a second`;
  };
  speed.addEventListener("input", showSpeed);
  showSpeed();
  root.replaceChildren(
    el("h2", {}, "Streaming"),
    el(
      "p",
      {},
      "A result arrives as a model's answer does. What is shown on the way counts as much as what is shown in the end: a request leaves once its address is there, before anybody has checked the finished message.",
    ),
    attacker.seesAll ? "" : quiet(WORKER_SEES),
    el("div", { class: "fields" }, field("Attack", which), field("Speed", speed), says),
    el("p", { class: "actions" }, start),
    progress,
    el("div", { class: "duo" }, ...PANES.map((pane) => panes[pane].element)),
  );

  async function run(): Promise<void> {
    const attack = find(which.value);
    if (!attack) return;
    progress.textContent = "It arrives…";
    last?.stop();
    const subject = { ...subjectOf(attack), perSecond: Number(speed.value) };
    const now: Run = new Run(lab, attacker, subject, () => draw(now));
    last = now;
    await now.start({ today: panes.today.host, cordon: panes.cordon.host }, SETTLE_MS);
  }

  function draw({ panes: states, isUnseen }: Run): void {
    for (const pane of PANES) {
      const { cost, count, failure } = states[pane];
      const { count: cell, says } = panes[pane];
      showCount(cell, count, isUnseen);
      says.textContent =
        failure ??
        (cost ? `${cost.total.toFixed(1)} ms of work in all, ${cost.longest.toFixed(1)} ms at most at a time.` : "");
    }
  }
}

interface PaneParts {
  element: HTMLElement;
  host: HTMLElement;
  count: HTMLElement;
  says: HTMLElement;
}

function paneOf(pane: Pane): PaneParts {
  const heading = el("h3", { id: `stream-${pane}-heading` }, HEADINGS[pane]);
  const host = el("div", { class: "host" });
  const count = el("div", { id: `stream-count-${pane}` }, el("dt", {}, "reached the attacker"), el("dd", {}, "0"));
  const says = el("p", { class: "says" });
  const element = el(
    "section",
    { class: "pane", "aria-labelledby": heading.id },
    heading,
    host,
    el("div", {}, el("dl", { class: "counts one" }, count), says),
  );
  return { element, host, count, says };
}
