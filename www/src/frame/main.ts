// A client's page: it shows one result, with the layers that its task names, and tells the lab what happened. What it shows
// may run script, so nothing here is a secret, and the lab believes none of it.
import { decode, type Called, type ResultTask, type Task, type Told } from "../task.ts";
import type { Shower } from "./stream.ts";

const task = decode<Task>(location.hash.slice(1));
const output = document.getElementById("output") as HTMLElement;

const QUEUE = "cordon-lab-queue";

/** Long enough for a handler or a refresh to have run. */
const BEFORE_THE_READER = 250;

function tell(told: Told): void {
  if (window.parent !== window) window.top?.postMessage(told, "*");
}

void start();

async function start(): Promise<void> {
  try {
    if (task.kind === "channels") {
      const { runChannels } = await import("./channels.ts");
      await runChannels(task, tell);
    } else if (task.kind === "timings") {
      const { time } = await import("./timings.ts");
      tell(await time(task));
    } else if (task.kind === "elsewhere") {
      output.append(Object.assign(document.createElement("iframe"), { src: task.url, title: "Another site" }));
    } else if (task.kind === "queue") {
      sessionStorage.setItem(QUEUE, JSON.stringify(task.addresses));
      goOn();
    } else {
      await show(task);
    }
  } catch (error) {
    tell({
      type: "failed",
      message: error instanceof Error ? `${"code" in error ? `${error.code}: ` : ""}${error.message}` : String(error),
    });
  }
}

async function show(task: ResultTask): Promise<void> {
  if (task.worker) await registerWorker();
  const told = (called: Called): void => tell({ type: "violation", ...called });
  if (task.perSecond) {
    const { stream } = await import("./stream.ts");
    const begin = async (): Promise<Shower> =>
      task.client === "cordon"
        ? (await import("./cordon.ts")).streamAsCordon(output, task, told)
        : (await import("./today.ts")).streamAsToday(output, task);
    await stream(task, begin, tell);
    tell({ type: "shown", layers: [] });
  } else if (task.client === "cordon") {
    const { showAsCordon } = await import("./cordon.ts");
    tell(showAsCordon(output, task, told));
  } else {
    const { showAsToday } = await import("./today.ts");
    tell(showAsToday(output, task));
  }
  await pause(BEFORE_THE_READER);
  if (task.afterwards === "click") click(output);
  await pause(BEFORE_THE_READER);
  tell({ type: "ran", names: (window as { __pwned?: string[] }).__pwned ?? [] });
  if (task.stay) {
    await pause(task.stay);
    goOn();
  }
}

function goOn(): void {
  const [next, ...rest] = JSON.parse(sessionStorage.getItem(QUEUE) ?? "[]") as string[];
  sessionStorage.setItem(QUEUE, JSON.stringify(rest));
  if (next) location.replace(next);
  else window.close();
}

/** The first thing that a reader would click. A link of SVG has no `click`. */
function click(output: HTMLElement): void {
  const init = { bubbles: true, cancelable: true, view: window };
  output.querySelector("a[href], button, [type=submit], summary")?.dispatchEvent(new MouseEvent("click", init));
}

/** A client that works offline, say: without an active worker there is no Background Fetch to abuse. */
async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || navigator.serviceWorker.controller) return;
  await navigator.serviceWorker.register("./sw.js");
  await navigator.serviceWorker.ready;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
