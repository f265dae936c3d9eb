// How long this takes in the visitor's own browser.
import { ATTACKS, find, labelOf, type Text } from "../attacks.ts";
import { button, el, field, messageOf, quiet, table } from "../dom.ts";
import { textsOf } from "../frame/blocks.ts";
import type { Lab } from "../lab.ts";
import { addressOf, type Timing, type Told } from "../task.ts";
import { newBench } from "./bench.ts";

const REPEATS = [1, 20, 200];

export function timingsView(root: HTMLElement, lab: Lab): void {
  const benign = ATTACKS.filter((attack) => attack.benign);
  const others = ATTACKS.filter((attack) => !attack.benign);
  const which = el(
    "select",
    {},
    ...[...benign, ...others].map((attack) => el("option", { value: attack.name }, labelOf(attack))),
  );
  const times = el(
    "select",
    {},
    ...REPEATS.map((times) => el("option", { value: String(times) }, times === 1 ? "once" : `${times} times over`)),
  );
  times.value = "20";
  const out = el("div", { id: "timings", role: "status" }, quiet("Not measured yet."));
  const start = button("Measure", () => void run(), { id: "run-timings", class: "primary" });
  const bench = newBench();
  root.replaceChildren(
    el("h2", {}, "Timings"),
    el(
      "p",
      {},
      "One result, sanitized here and now, in a frame without this page's policy. Each row is the median of nine rounds; browsers round their clocks, so a round is many calls.",
    ),
    el("div", { class: "fields" }, field("Result", which), field("Length", times)),
    el("p", { class: "actions" }, start),
    out,
    bench.element,
  );

  async function run(): Promise<void> {
    const attack = find(which.value);
    if (!attack) return;
    start.disabled = true;
    out.replaceChildren(quiet("Measuring…"));
    try {
      const { bytes, timings } = await measure(repeated(attack.result, Number(times.value)), attack.text);
      out.replaceChildren(tableOf(timings, bytes));
    } catch (error) {
      out.replaceChildren(el("p", { class: "failure" }, messageOf(error)));
    } finally {
      start.disabled = false;
    }
  }

  function measure(result: unknown, text: Text): Promise<Extract<Told, { type: "timings" }>> {
    const address = addressOf(lab.frame, { kind: "timings", text, result }, [], {});
    return new Promise((resolve, reject) => {
      const frame = bench.add("Measuring", address, (told) => {
        if (told.type === "failed") reject(new Error(told.message));
        if (told.type === "timings") resolve(told);
        frame.remove();
      });
    });
  }
}

function repeated(result: unknown, times: number): unknown {
  const text = textsOf(result).join("\n\n");
  return { content: [{ type: "text", text: Array.from({ length: times }, () => text).join("\n\n") }] };
}

function tableOf(timings: readonly Timing[], bytes: number): HTMLElement {
  const ours = timings[0]?.ms ?? 0;
  return el(
    "div",
    {},
    el("p", { class: "quiet" }, `${bytes.toLocaleString("en")} bytes of HTML.`),
    table(
      timings,
      [
        { title: "What", cell: ({ name }) => name },
        { title: "Time", cell: ({ ms }) => (ms === null ? "not in this browser" : inUnits(ms)) },
        { title: "Against ours", cell: ({ ms }) => (ms === null || ours === 0 ? "" : `${(ms / ours).toFixed(2)} ×`) },
      ],
      ({ name, ms }) => ({ name, ms: String(ms) }),
      "Timings",
    ),
  );
}

const inUnits = (ms: number): string => (ms < 1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(2)} ms`);
