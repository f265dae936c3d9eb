// A result that arrives a few characters at a time, shown as it comes by either client, and what that costs the page.
import type { ResultTask, Told } from "../task.ts";
import { textsOf } from "./blocks.ts";

/** Chunks come as often as a model's. */
const EVERY_MS = 40;

/** Shows what arrives. */
export interface Shower {
  append(chunk: string): void;
  end(): void;
}

/** `begin` loads the client, whose frames are timed from then on. */
export async function stream(
  { result, perSecond = 0 }: ResultTask,
  begin: () => Promise<Shower>,
  tell: (told: Told) => void,
): Promise<void> {
  const cost = { longest: 0, total: 0 };
  const timed = (work: () => void): void => {
    const from = performance.now();
    work();
    const took = performance.now() - from;
    cost.longest = Math.max(cost.longest, took);
    cost.total += took;
  };
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => frame((time) => timed(() => callback(time)));
  const { append, end } = await begin();
  const text = textsOf(result).join("\n\n");
  const size = Math.max(1, Math.round((perSecond * EVERY_MS) / 1000));
  for (let at = 0; at < text.length; at += size) {
    timed(() => append(text.slice(at, at + size)));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  timed(end);
  tell({ type: "streamed", ...cost });
}
