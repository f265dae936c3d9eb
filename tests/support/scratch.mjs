// Folders for what a test writes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder, for `discard` to remove. */
export const scratch = (name) => mkdtempSync(join(tmpdir(), `mcp-cordon-${name}-`));

/** A browser that has just ended may still be writing in it. */
export const discard = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** A new folder until the test ends. */
export function scratchFor(t, name) {
  const folder = scratch(name);
  t.after(() => discard(folder));
  return folder;
}
