// Every link of every page leads somewhere: to a file and a heading of the repository, or to a host on the list below. Nothing is
// asked of the network. So with the files, folders and commands that pages name.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { suite, test } from "node:test";
import { anchors, links, pages, parsed, textOf } from "./pages.mjs";
import { repository } from "./support.mjs";

/** Where pages lead to. One that no page leads to any more goes. */
const HOSTS = [
  "crates.io",
  "fetch.spec.whatwg.org",
  "github.github.com",
  "docs.oasis-open.org",
  "html.spec.whatwg.org",
  "httpwg.org",
  "keepachangelog.com",
  "modelcontextprotocol.io",
  "rustup.rs",
  "semver.org",
  "tc39.es",
  "url.spec.whatwg.org",
  "wicg.github.io",
  "www.rfc-editor.org",
  "www.w3.org",
];
/** The folders that prose names by a path. What is built is in none of them. */
const FOLDERS = ["benches", "docs", "examples", "fuzz", "pkg-template", "src", "tests", "www", "xtask"];

const PAGES = new Map(pages().map((page) => [page, parsed(textOf(page))]));
const isThere = (path) => existsSync(join(repository, path));

/** Why a link of a page leads nowhere, or nothing. */
function broken(page, target) {
  if (/^[a-z][a-z+.-]*:/i.test(target)) {
    if (!URL.canParse(target)) return "no URL";
    const { protocol, host, username, href } = new URL(target);
    if (protocol !== "https:" || username) return "not https";
    if (!HOSTS.includes(host)) return `${host} is not on the list of hosts`;
    return /[.,;:]$/.test(href) ? "it ends in punctuation" : undefined;
  }
  const [path, fragment] = target.split("#");
  const file = path === "" ? page : normalize(join(dirname(page), decodeURIComponent(path)));
  if (file.startsWith("..") || !isThere(file)) return `no such file: ${file}`;
  if (fragment === undefined) return undefined;
  const known = PAGES.get(file) && anchors(PAGES.get(file).prose);
  return known?.includes(fragment) ? undefined : `${file} has no heading for it`;
}

suite("what is no link", () => {
  for (const [target, why] of [
    ["server.md#what-it-cannot-do", undefined],
    ["../README.md#what-the-guard-cannot-stop", undefined],
    ["#axum", undefined],
    ["https://www.w3.org/TR/CSP3/#csp-header", undefined],
    ["server.md#what-it-can-do", "docs/server.md has no heading for it"],
    ["serve.md", "no such file: docs/serve.md"],
    ["../../elsewhere", "no such file: ../elsewhere"],
    ["http://www.w3.org/", "not https"],
    ["https://www.w3c.org/", "www.w3c.org is not on the list of hosts"],
    ["https://www.w3.org/TR/CSP3.", "it ends in punctuation"],
    ["https://[", "no URL"],
  ]) {
    test(target, () => assert.equal(broken("docs/server.md", target), why));
  }
});

suite("links", () => {
  for (const [page, { prose, isWhole }] of PAGES) {
    test(page, () => {
      assert.ok(isWhole, "each code block ends");
      const { targets, unread } = links(prose);
      assert.equal(unread, 0, "each link is read");
      const wrong = targets.map((target) => [target, broken(page, target)]).filter(([, why]) => why);
      assert.deepEqual(wrong, []);
    });
  }

  test("each host is led to", () => {
    const led = [...PAGES.values()]
      .flatMap(({ prose }) => links(prose).targets)
      .filter((target) => URL.canParse(target));
    assert.ok(led.length > 50, `${led.length} links leave the repository`);
    const hosts = new Set(led.map((target) => new URL(target).host));
    assert.deepEqual(
      HOSTS.filter((host) => !hosts.has(host)),
      [],
    );
  });
});

const PATH = new RegExp(`(?<![\\w./@:-])(?:(?:${FOLDERS.join("|")})/[\\w./*<>…-]*|[\\w.-]+\\.md\\b)`, "g");

/** The paths that a page's prose names, from the root or from the page's own folder; not those with a part left open. */
function named(prose) {
  const paths = [...prose.matchAll(PATH)].map(([path]) => path.replace(/[.]+$/, ""));
  return [...new Set(paths)].filter((path) => !/[*<>…]/.test(path));
}

suite("files and folders that are named", () => {
  let count = 0;
  for (const [page, { prose }] of PAGES) {
    test(page, () => {
      const paths = named(prose);
      count += paths.length;
      const missing = paths.filter((path) => !isThere(path) && !isThere(join(dirname(page), path)));
      assert.deepEqual(missing, []);
    });
  }
  test("there are many", () => assert.ok(count > 100, `${count}`));
  test("each is seen", () => {
    assert.deepEqual(named("See `tests/e2e/bypas`, docs/<page>.md and serve.md."), ["tests/e2e/bypas", "serve.md"]);
  });
});

test("each `cargo xtask` command that a page names is one", () => {
  const firsts = (text, pattern) => [...text.matchAll(pattern)].map(([, first]) => first);
  const source = readFileSync(join(repository, "xtask/src/main.rs"), "utf8");
  const commands = firsts(/\nenum Command \{\n(.*?)\n\}\n/s.exec(source)[1], /^ {4}([A-Z][a-z]+)\b/gm).map((name) =>
    name.toLowerCase(),
  );
  const used = [...PAGES.keys()].flatMap((page) => firsts(textOf(page), /cargo\s+xtask\s+([a-z]+)/g));
  assert.ok(commands.length >= 5 && used.length >= 10, `${commands} ${used}`);
  assert.deepEqual(
    used.filter((command) => !commands.includes(command)),
    [],
  );
});

test("docs/README.md leads to each page of docs/, once", () => {
  const led = links(PAGES.get("docs/README.md").prose).targets.filter((target) => !target.includes("/"));
  const files = readdirSync(join(repository, "docs")).filter((file) => file.endsWith(".md") && file !== "README.md");
  assert.deepEqual(led.sort(), files.sort());
});
