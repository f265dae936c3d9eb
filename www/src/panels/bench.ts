// Frames at work, which nobody looks at.
import { el, messageOf } from "../dom.ts";
import { clientFrame, isFrom, type Told } from "../task.ts";

export interface Bench {
  element: HTMLElement;
  /** Adds a client, and hears what it says until it is removed; `isHeard` tells its messages from others'. */
  add(title: string, address: string, hear: (told: Told) => void, isHeard?: typeof isFrom): HTMLIFrameElement;
}

export function newBench(): Bench {
  const element = el("div", { class: "bench", "aria-hidden": "true", inert: "" });
  return {
    element,
    add(title, address, hear, isHeard = isFrom) {
      const frame = clientFrame(title, address);
      const listener = ({ source, data }: MessageEvent): void => {
        if (!frame.isConnected) window.removeEventListener("message", listener);
        else if (isHeard(frame, source)) hear(data as Told);
      };
      window.addEventListener("message", listener);
      element.append(frame);
      return frame;
    },
  };
}

/** Does what a button starts, once at a time, and says in `progress` what it failed of. */
export async function busy(start: HTMLButtonElement, progress: HTMLElement, work: () => Promise<void>): Promise<void> {
  start.disabled = true;
  delete progress.dataset.done;
  try {
    await work();
    progress.textContent = "Done.";
    progress.dataset.done = "true";
  } catch (error) {
    progress.textContent = messageOf(error);
  } finally {
    start.disabled = false;
  }
}
