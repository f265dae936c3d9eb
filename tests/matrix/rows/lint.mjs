// What judges of packages say about the archive.
import assert from "node:assert/strict";
import { run } from "../../package/support.mjs";
import { check, describe } from "../results.mjs";
import { tarball, toolchain } from "../toolchain.mjs";

const PUBLINT = `
import { readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
const archive = readFileSync(process.argv[2]);
const tarball = archive.buffer.slice(archive.byteOffset, archive.byteOffset + archive.length);
const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
console.log(JSON.stringify(messages.map((message) => formatMessage(message, pkg, { color: false }))));
`;

const ATTW = `
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
const { types, problems, entrypoints } = await checkPackage(createPackageFromTarballData(readFileSync(process.argv[2])));
const told = problems.map(({ kind, entrypoint, resolutionKind }) => [kind, entrypoint, resolutionKind].filter(Boolean).join(" "));
console.log(JSON.stringify({ types: types && types.kind, told, entries: Object.keys(entrypoints) }));
`;

/** What they may say, and why it stays. A pattern that fits nothing any more has to go. */
const ACCEPTED = {
  publint: [],
  arethetypeswrong: [
    [
      /^NoResolution \.\/wasm /,
      "WebAssembly, which has no declarations: bundlers give its address and type that themselves",
    ],
    [/^CJSResolvesToESM \.\/(global|service-worker\.global\.js) /, "classic scripts: nobody requires them"],
    [/^UntypedResolution \.\/service-worker\.global\.js /, "for importScripts, of which TypeScript sees nothing"],
  ],
};

function lint(script) {
  const directory = toolchain("lint", { "lint.mjs": script });
  return JSON.parse(run(directory, process.execPath, "lint.mjs", tarball));
}

/** Holds what a judge said to what is accepted of it, in both directions. */
function judge(name, said) {
  const accepted = ACCEPTED[name].map(([pattern]) => pattern);
  assert.deepEqual(
    said.filter((one) => !accepted.some((pattern) => pattern.test(one))),
    [],
  );
  assert.deepEqual(
    accepted.filter((pattern) => !said.some((one) => pattern.test(one))),
    [],
  );
}

export function lints() {
  describe("publint", { toolchain: "lint", only: "publint" });
  check("publint", "package", () => judge("publint", lint(PUBLINT)));

  describe("arethetypeswrong", { toolchain: "lint", only: "@arethetypeswrong/core" });
  check("arethetypeswrong", "package", () => {
    const { types, told, entries } = lint(ATTW);
    assert.equal(types, "included");
    assert.ok(entries.includes("./server"), String(entries));
    judge("arethetypeswrong", told);
  });
}
