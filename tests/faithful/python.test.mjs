// What tools of Python's registry and of Debian return. This installs Python's; showing what they made asks no network.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "node:test";
import { fileURLToPath } from "node:url";
import { filledOnce } from "../matrix/installed.mjs";
import { run } from "../support/run.mjs";
import { compare } from "./compared.mjs";

const here = (name) => fileURLToPath(new URL(`python/${name}`, import.meta.url));
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** The interpreter of an environment that has what `requirements.txt` pins. */
function python() {
  const pinned = readFileSync(here("requirements.txt"), "utf8");
  const interpreterIn = (folder) => join(folder, "bin", "python");
  const folder = filledOnce("python", pinned, (folder) => {
    run(folder, "python3", "-m", "venv", folder);
    const quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"];
    run(folder, interpreterIn(folder), "-m", "pip", "install", ...quiet, "-r", here("requirements.txt"));
  });
  return interpreterIn(folder);
}

suite("what tools of Python and Debian return", () => {
  const made = () => {
    const written = execFileSync(python(), [here("outputs.py")], { maxBuffer: OUTPUT_LIMIT });
    return { outputs: JSON.parse(written) };
  };
  compare("python", made, {
    // One shows "x: 2y: 3" raw, in items that follow each other on a line: by default they are a list, with "2" and "y".
    default: { words: 0.97, pictures: 0 },
    // Three of the outputs are notebooks, or fold: with those of npm it is more than 0.95, and 0.98 in the sandbox.
    rich: { words: 1, pictures: 0.92 },
    sandbox: { words: 1, pictures: 0.97 },
  });
});
