// The tools, for either SDK: both have the same `registerTool`.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const STEP_MS = 100;
const text = (said) => ({ content: [{ type: "text", text: said }] });

/** `notifierOf` finds in a call's context what sends a notification. */
export function addTools(server, notifierOf) {
  server.registerTool(
    "echo",
    { description: "Says what you say.", inputSchema: z.object({ text: z.string() }) },
    ({ text: said }) => text(said),
  );
  server.registerTool(
    "count",
    { description: "Counts, and tells of every step.", inputSchema: z.object({ to: z.int().min(0).max(100) }) },
    async ({ to }, context) => {
      const { progressToken, notify } = notifierOf(context);
      for (let progress = 1; progress <= to; progress++) {
        await sleep(STEP_MS);
        if (progressToken === undefined) continue;
        await notify({ method: "notifications/progress", params: { progressToken, progress, total: to } });
      }
      return text(`counted to ${to}`);
    },
  );
  return server;
}
