// What tools of npm's registry return. This installs them; showing what they made asks no network.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installed } from "../matrix/installed.mjs";
import { compare } from "./compared.mjs";
import { outputs } from "./npm.mjs";

suite("what tools from npm return", () => {
  const made = async () => {
    const folder = installed(fileURLToPath(new URL(".", import.meta.url)), "faithful");
    return { outputs: await outputs(folder), folder };
  };
  const results = compare("npm", made, {
    default: { words: 1, pictures: 0 },
    rich: { words: 1, pictures: 0.95 },
    sandbox: { words: 1, pictures: 0.98 },
  });

  test("DOMPurify loses words and sends a request, so that the measure can tell", () => {
    assert.ok(results().some(({ ways }) => ways.dompurify.lost.length > 0));
    assert.ok(results().some(({ ways }) => ways.dompurify.sent.length > 0));
  });
});
