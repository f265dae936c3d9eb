// Output that arrives, in a page: at each character nothing runs and nothing is sent, an image is asked for once, nodes stay.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Canary } from "./inert/canary.mjs";
import { Pages, page } from "./inert/pages.mjs";
import { readRows, staged } from "./inert/rows.mjs";
import { shut } from "../support/servers.mjs";

const SCRIPT = "text/javascript; charset=utf-8";
const LOADED = `<script type="module">
  import * as cordon from "/index.js";
  window.cordon = cordon;
  window.frameIsOver = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
</script>`;

/** Counts the milliseconds that frames take. */
const TIMED = `<script>
  const frame = requestAnimationFrame;
  window.spent = 0;
  window.requestAnimationFrame = (work) => frame((at) => {
    const begun = performance.now();
    work(at);
    window.spent += performance.now() - begun;
  });
</script>`;

/** Makes patches of what it is posted, a character at a time. */
const WORKER = `
  import { createPatchStream } from "/index.js";
  onmessage = ({ data: { text, options } }) => {
    const stream = createPatchStream(options);
    for (const character of text) postMessage({ patch: stream.append(character) });
    const { patch, report } = stream.end();
    postMessage({ patch, html: report.html });
  };`;

/** Longer rows are cut at each character natively. */
const LONGEST = 300;
const BATCH = 60;
const isShort = ({ html, markdown }) =>
  Math.max(html.length, markdown?.length ?? 0) <= LONGEST && !/\{\d+\*/.test(html);
const rows = readRows().filter((row) => row.refused === undefined && isShort(row));

const DOCUMENT = [
  "# Report",
  "",
  "Some words of a paragraph, *some* of them **bold**, and `code`.",
  "",
  "<details><summary>More</summary>hidden words</details>",
  "",
  "- one item",
  "- another item",
  "",
  "| a | b |",
  "|---|---|",
  "| 1 | 2 |",
  "",
  "```js",
  "const a = 1 < 2;",
  "```",
  "",
  "The end of it.",
  "",
].join("\n");

const WORDS = "The quick brown fox *jumps* over `the` lazy dog, and **again**.";
/** One block that goes on, of each kind, and all of them mixed. */
const ENDLESS = [
  { name: "mixed", unit: `${DOCUMENT}\n` },
  { name: "a paragraph of one line", unit: `${WORDS} ` },
  { name: "a paragraph of lines", unit: `${WORDS}\n` },
  { name: "a list", unit: "- item *of* a list\n" },
  { name: "a table", head: "| a | b |\n|---|---|\n", unit: "| cell | other **cell** |\n" },
  { name: "code", head: "```rust\n", unit: "    let x = 1 < 2;\n" },
  { name: "a quote", unit: "> some words of a quote\n>\n" },
];
const grown = ({ head = "", unit }, length) => head + unit.repeat(length / unit.length);

/** What is decided late, and a drawing and a formula. */
const LATE = [
  "A [link] used before.\n\nMore.\n\n[link]: https://a.example/b 'Title'\n\nAnd [link] again.",
  "Heading\n=======\n\nAnother\nof two lines\n---\n\ntext\n---\nmore",
  "- one\n- two\n- three\n\n- four makes it loose\n- five\n\nend",
  "| no | table |\n| at | all |\n\n| a | b |\n|---|---|\n| 1 | 2 |\nends it not\n\nafter",
  "<div>\n\n*inner*\n\n</div>\n\n<p>raw\n\npara\n\n<table><tr><td>\n\ncell\n\n</td></tr></table>\n\nend",
  "Note[^1] and[^two].\n\n[^1]: The first.\n\n    More of it.\n\n[^two]: Second.\n\nText[^1].",
  "```\nnever closed\n\nstill `code` **not bold**",
  "> quote\n> more\n>\n> - list\nlazy\n\n**bold\n\nnot closed [link](https://a.example",
  "<svg viewBox='0 0 1 1'><path d='M0 0'/><title>t</title></svg>\n\n<math><mi>x</mi></math> and <b>bold\n\nopen",
  "<style>p{color:red}</style>\n\n<p class=note>text</p>\n\n<ul><li>a<li>b</ul>",
];

const BLOCKS = [
  "A paragraph of *some* words, **bold** ones and `code`, that goes on\nfor a second line and says ~~less~~ more.",
  'See [the report](https://example.com/report?of=2026 "Report"), <https://example.com> or www.example.com &amp; ask.',
  "## What was found: 3 of 4",
  "Set apart\n=========",
  "- one\n- two with **weight**\n  - below it\n- three",
  "1. first\n\n2. second, in a loose list\n\n   with a paragraph of its own",
  "- [x] done\n- [ ] to do",
  "> quoted words\n> and more of them\n>\n> > within",
  "```rust\nfn main() {\n    let a = 1 < 2;\n}\n```",
  "    indented code",
  "| region | orders |\n|:--|--:|\n| north | 12 |\n| south | `4` |",
  "<details><summary>More</summary>\n\nfolded *words*\n\n</details>",
  "Vec<String> and <your-api-key> are text, 2 < 3, a\\*b.",
  "> [!NOTE]\n> It is noted.",
  "***",
  "A line\\\nthat breaks, and one  \nthat breaks, too.",
  "Inline <b>markup</b>, H<sub>2</sub>O and <kbd>Ctrl</kbd>.",
  'As [the list] says.\n\n[the list]: https://example.com/list "Of all orders"',
];

/** So many answers of some of these blocks, the same in each run. */
function answers(count) {
  let seed = 1;
  const below = (most) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % most;
  };
  const answer = () => Array.from({ length: 3 + below(4) }, () => BLOCKS[below(BLOCKS.length)]).join("\n\n");
  return Array.from({ length: count }, answer);
}

export function stream(Browser) {
  suite(`streaming in ${Browser.engine}`, () => {
    let canary, pages, browser;

    before(async () => {
      canary = await Canary.start(rows.length);
      pages = await Pages.start({
        "/": { body: page("", LOADED) },
        "/timed": { body: page("", TIMED + LOADED) },
        "/worker.js": { body: WORKER, type: SCRIPT },
      });
      browser = await Browser.launch({ canary: true });
    });

    after(() => shut(browser, canary, pages));

    async function open(path = "") {
      await browser.open(`${pages.origin}${path}`);
      await browser.until(() => window.cordon !== undefined, [], "the package");
      pages.takeStrays();
      canary.reset();
    }

    /** Shows rows as `how` says; answers those that ran or sent something. */
    async function flagged(how) {
      const found = [];
      for (let from = 0; from < rows.length; from += BATCH) {
        const batch = rows.slice(from, from + BATCH).map((row, at) => staged({ ...row, id: from + at }, canary));
        await open();
        const ran = await browser.run(
          (batch, how) => {
            window.ranIds = [];
            window.__ran = (id) => window.ranIds.push(id);
            for (const { html, markdown, options: own } of batch) {
              const target = document.body.appendChild(document.createElement("div"));
              if (how === "raw") {
                target.innerHTML = html;
                continue;
              }
              for (const [text, kind] of [
                [html, "html"],
                [markdown ?? html, "markdown"],
              ]) {
                target.replaceChildren();
                const options = { ...own, text: kind, profile: "rich" };
                const stream = window.cordon.createPatchStream(options);
                for (let at = 0; at < text.length; at++) {
                  window.cordon.applyPatch(target, stream.append(text[at]), options);
                  for (const element of target.querySelectorAll("*")) {
                    for (const { name } of element.attributes)
                      if (name.startsWith("on")) window.__ran(`${name}: ${text}`);
                  }
                }
                const { patch, report } = stream.end();
                window.cordon.applyPatch(target, patch, options);
                const whole = document.createElement("div");
                whole.innerHTML = report.html;
                const reported = ({ html, removed, changed }) => JSON.stringify([html, removed, changed]);
                const { text: _, ...same } = options;
                if (kind === "html" && reported(report) !== reported(window.cordon.inspectToolOutput(text, same))) {
                  window.__ran(`reports something else: ${text}`);
                }
                if (!target.isEqualNode(whole)) window.__ran(`ends as another: ${text}`);
              }
            }
            return null;
          },
          batch,
          how,
        );
        assert.equal(ran, null);
        await sleep(150);
        const ids = await browser.run(() => window.ranIds.map(String));
        const strays = pages.takeStrays();
        found.push(...ids);
        for (const { id } of batch) {
          const { connections, requests } = canary.reached(id);
          if (connections > 0) found.push(`row ${id}: ${requests.join(", ")}`);
        }
        found.push(...strays);
      }
      return found;
    }

    test("hostile rows that nobody judges do run and send", async () => {
      const found = await flagged("raw");
      assert.ok(found.length > 100, `${found.length} of ${rows.length}`);
    });

    test("hostile rows run nothing and send nothing at any character", async () => {
      assert.ok(rows.length > 400, `${rows.length} rows`);
      assert.deepEqual(await flagged("streamed"), []);
    });

    test("an image is asked for once, when its address is complete", async () => {
      await open();
      const text =
        "a ![one](/own/one.png?q=secret) b <img alt=x src='/own/two.png'> and [text](/own/three) c https://bare.example/four d\n\nend";
      await browser.run((text) => {
        const target = document.body.appendChild(document.createElement("div"));
        const stream = window.cordon.streamToolOutput(target, { policy: { resources: ["'self'"] } });
        window.addresses = new Set();
        let at = 0;
        const next = () => {
          for (const element of target.querySelectorAll("[href], [src]")) {
            window.addresses.add(element.getAttribute("href") ?? element.getAttribute("src"));
          }
          if (at < text.length) {
            stream.append(text[at++]);
            requestAnimationFrame(next);
          } else {
            stream.end();
            window.over = true;
          }
        };
        next();
      }, text);
      await browser.until(() => window.over === true, [], "the end");
      await sleep(150);
      assert.deepEqual(pages.takeStrays().sort(), ["GET /own/one.png?q=secret", "GET /own/two.png"]);
      const addresses = await browser.run(() => [...window.addresses].sort());
      assert.deepEqual(addresses, ["/own/one.png?q=secret", "/own/three", "/own/two.png", "https://bare.example/four"]);
    });

    test("what is finished keeps its nodes, its selection and its state", async () => {
      await open();
      const seen = await browser.run(async (text) => {
        const target = document.body.appendChild(document.createElement("div"));
        const stream = window.cordon.streamToolOutput(target, { caret: true });
        const touched = [];
        let finished = new Set();
        const isFinished = (node) => {
          for (let at = node; at && at !== target; at = at.parentNode) if (finished.has(at)) return true;
          return false;
        };
        const observer = new MutationObserver((records) => {
          for (const { target, type, removedNodes } of records) {
            const gone = [...removedNodes].filter((node) => node.className !== "mcp-cordon-caret");
            const caretAlone = type === "childList" && gone.length === 0;
            if ((!caretAlone && isFinished(target)) || gone.some((node) => finished.has(node))) {
              touched.push(target.nodeName);
            }
          }
        });
        observer.observe(target, { childList: true, characterData: true, attributes: true, subtree: true });
        const { frameIsOver: frame } = window;
        const busy = [target.getAttribute("aria-busy"), target.getAttribute("aria-live")];
        let carets = 0;
        let selected;
        let heading;
        for (const character of text) {
          stream.append(character);
          await frame();
          carets = Math.max(carets, target.querySelectorAll(".mcp-cordon-caret").length);
          const blocks = [...target.children].filter((node) => node.className !== "mcp-cordon-caret");
          finished = new Set(blocks.slice(0, -2));
          if (selected === undefined && blocks.length > 2) {
            heading = blocks[0];
            getSelection().selectAllChildren(blocks[1]);
            selected = String(getSelection());
          }
          const details = target.querySelector("details");
          if (details && finished.has(details) && !details.open) {
            details.open = true;
            observer.takeRecords();
          }
        }
        const { html } = stream.end();
        observer.disconnect();
        return {
          touched,
          busy,
          carets,
          selected: selected === String(getSelection()) && selected.length > 10,
          heading: heading === target.firstElementChild,
          open: target.querySelector("details").open,
          ended: [target.getAttribute("aria-busy"), target.querySelector(".mcp-cordon-caret")],
          same: html === window.cordon.sanitizeMarkdown(text),
          shown: target.textContent === new DOMParser().parseFromString(html, "text/html").body.textContent,
        };
      }, DOCUMENT);
      assert.deepEqual(seen, {
        touched: [],
        busy: ["true", "polite"],
        carets: 1,
        selected: true,
        heading: true,
        open: true,
        ended: [null, null],
        same: true,
        shown: true,
      });
    });

    test("a worker makes patches, and a page holds them to the allowlist", async () => {
      await open();
      const seen = await browser.run(async (text) => {
        const { applyPatch, sanitizeMarkdown } = window.cordon;
        const target = document.body.appendChild(document.createElement("div"));
        const worker = new Worker("/worker.js", { type: "module" });
        const html = await new Promise((resolve, reject) => {
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.onmessage = ({ data: { patch, html } }) => {
            applyPatch(target, patch);
            if (html !== undefined) resolve(html);
          };
          worker.postMessage({ text });
        });
        const wanted = document.createElement("div");
        window.cordon.renderToolOutput(wanted, html);
        window.__ran = () => (window.ran = true);
        const hostile = {
          path: [],
          names: [],
          at: 0,
          remove: 0,
          html: "<img src=x onerror=__ran()><script>__ran()</script>x",
        };
        applyPatch(target, { changes: [hostile] });
        const style = document.createElement("div");
        style.append(document.createElement("style"));
        style.firstChild.append(" ");
        const attempt = (changes) => {
          try {
            applyPatch(style, { changes });
            return style.innerHTML;
          } catch (error) {
            return error.code;
          }
        };
        await new Promise((resolve) => setTimeout(resolve, 100));
        return {
          same: html === sanitizeMarkdown(text),
          ran: window.ran === true,
          scripts: target.querySelectorAll("script, [onerror], img").length,
          style: attempt([{ path: [0, 0], text: "*{background:url(/x)}" }]),
          outside: attempt([{ path: [3], names: ["p"], at: 0, remove: 0, html: "x" }]),
          none: attempt([{ path: "x" }]),
          tree: wanted.isEqualNode(target) || target.textContent.includes(wanted.textContent),
        };
      }, DOCUMENT);
      assert.deepEqual(seen, {
        same: true,
        ran: false,
        scripts: 0,
        style: "invalid-input",
        outside: "invalid-input",
        none: "invalid-input",
        tree: true,
      });
    });

    test("a stream ends as the whole, by append and by its writable, whatever the cut", async () => {
      await open();
      const seen = await browser.run(
        async (text) => {
          const { renderToolOutput, sanitizeMarkdown, streamToolOutput } = window.cordon;
          const failures = [];
          const whole = document.createElement("div");
          renderToolOutput(whole, sanitizeMarkdown(text));
          for (const size of [1, 3, 50, 10_000]) {
            const target = document.createElement("div");
            const stream = streamToolOutput(target);
            const chunks = [];
            for (let at = 0; at < text.length; at += size) chunks.push(text.slice(at, at + size));
            await new ReadableStream({
              pull(controller) {
                if (chunks.length === 0) controller.close();
                else controller.enqueue(chunks.shift());
              },
            }).pipeTo(stream.writable);
            target.removeAttribute("aria-live");
            if (!target.isEqualNode(whole)) failures.push([size, target.innerHTML, whole.innerHTML]);
          }
          return failures;
        },
        `${DOCUMENT}é 😀 and ${"😀".repeat(3)}`,
      );
      assert.deepEqual(seen, []);
    });

    test("what is decided late ends as the whole decides it", async () => {
      await open();
      const seen = await browser.run((documents) => {
        const { applyPatch, createPatchStream, renderToolOutput, sanitizeMarkdown } = window.cordon;
        const failures = [];
        for (const text of [...documents, documents.join("\n\n")]) {
          for (const options of [{}, { profile: "rich" }, { unfinished: "hold" }]) {
            const { unfinished, ...same } = options;
            const whole = document.createElement("div");
            renderToolOutput(whole, sanitizeMarkdown(text, same), same);
            for (const most of [1, 7, 40]) {
              const target = document.createElement("div");
              const stream = createPatchStream(options);
              for (let at = 0, size = 1; at < text.length; at += size, size = 1 + ((at * 31) % most)) {
                applyPatch(target, stream.append(text.slice(at, at + size)), options);
              }
              applyPatch(target, stream.end().patch, options);
              if (!target.isEqualNode(whole)) failures.push([most, options, target.innerHTML, whole.innerHTML]);
            }
          }
        }
        return failures;
      }, LATE);
      assert.deepEqual(seen, []);
    });

    test("a text that grows is one node, and what is scrolled stays", async () => {
      await open();
      const seen = await browser.run(async () => {
        const box = document.body.appendChild(document.createElement("div"));
        box.style.cssText = "height: 100px; overflow: scroll";
        const target = box.appendChild(document.createElement("div"));
        const stream = window.cordon.streamToolOutput(target);
        const { frameIsOver: frame } = window;
        stream.append("one paragraph\n\n".repeat(40));
        await frame();
        box.scrollTop = 77;
        stream.append("The last");
        await frame();
        const texts = new Set();
        for (const word of " of them, which grows word by word".split(/(?= )/)) {
          stream.append(word);
          await frame();
          texts.add(target.lastElementChild.firstChild);
        }
        return { texts: texts.size, shown: target.lastElementChild.textContent, scrolled: box.scrollTop };
      });
      assert.deepEqual(seen, { texts: 1, shown: "The last of them, which grows word by word", scrolled: 77 });
    });

    test("what is put into a page grows with the input, whatever it is made of", async () => {
      await open();
      const shown = [
        ...ENDLESS,
        { name: "html", unit: "<p>Some <b>bold</b> words</p>\n<ul><li>one</li><li>two</li></ul>\n" },
      ];
      const endless = Object.fromEntries(shown.map((one) => [one.name, grown(one, 32_000)]));
      const seen = await browser.run((endless) => {
        const { applyPatch, createPatchStream } = window.cordon;
        return Object.entries(endless).map(([name, text]) => {
          const target = document.createElement("div");
          const observer = new MutationObserver(() => {});
          observer.observe(target, { childList: true, characterData: true, subtree: true });
          const stream = createPatchStream({ text: name === "html" ? name : "markdown" });
          let [inserted, changed, still] = [0, 0, 0];
          for (let at = 0; at < text.length; at += 32) {
            applyPatch(target, stream.append(text.slice(at, at + 32)));
            const records = observer.takeRecords();
            if (records.length === 0) still++;
            for (const { type, addedNodes } of records) {
              if (type === "characterData") changed++;
              for (const node of addedNodes) inserted += 20 + node.textContent.length;
            }
          }
          observer.disconnect();
          const isShown = target.textContent.length > text.length / 3 && still < text.length / 32 / 4;
          return { name, isShown, over: (inserted + changed) / text.length };
        });
      }, endless);
      for (const { name, isShown, over } of seen) {
        assert.ok(isShown, `${name}: most is shown late`);
        assert.ok(over <= 6, `${name}: ${over} times over`);
      }
    });

    test("a mebibyte by sixteen characters costs little more than the whole at once", async () => {
      for (const one of ENDLESS) {
        const { name } = one;
        const most = name === "mixed" ? 4 : 8;
        let times = Infinity;
        // A busy machine has five tries.
        for (let tries = 0; tries < 5 && times > most; tries++) {
          await open("/timed");
          const seen = await browser.run(
            async (text) => {
              const { renderToolOutput, sanitizeMarkdown, streamToolOutput } = window.cordon;
              // Not drawn: a browser that lays out a line of a mebibyte does nothing else.
              const place = () =>
                Object.assign(document.body.appendChild(document.createElement("div")), { hidden: true });
              const took = (work) => {
                const begun = performance.now();
                work();
                return performance.now() - begun;
              };
              const shown = place();
              const render = () => took(() => renderToolOutput(shown, sanitizeMarkdown(text)));
              // Before and behind: what else the machine does takes its share of both.
              let whole = render() + render();
              const target = place();
              window.spent = 0;
              const stream = streamToolOutput(target);
              let own = 0;
              for (let at = 0; at < text.length; at += 16) {
                own += took(() => stream.append(text.slice(at, at + 16)));
                if (at % 8192 === 0) await window.frameIsOver();
              }
              const early = target.textContent.length;
              own += took(() => stream.end());
              whole = (whole + render() + render()) / 4;
              return { times: (window.spent + own) / whole, early, isWhole: target.innerHTML === shown.innerHTML };
            },
            grown(one, 1 << 20),
          );
          assert.ok(seen.early > 200_000, `${name}: ${seen.early} characters before the end`);
          assert.ok(seen.isWhole, `${name}: ends as another`);
          times = Math.min(times, seen.times);
        }
        assert.ok(times <= most, `${name}: ${times} times the whole`);
      }
    });

    test("a frame holds four milliseconds of work, and append none", async () => {
      await open();
      const text = `${DOCUMENT}\n`.repeat(1000);
      const seen = await browser.run(async (text) => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const target = document.body.appendChild(document.createElement("div"));
        const stream = window.cordon.streamToolOutput(target);
        // A clock by which each look at it takes a millisecond.
        let clock = 0;
        performance.now = () => ++clock;
        for (let at = 0; at < text.length; at += 4000) stream.append(text.slice(at, at + 4000));
        const appended = { clock, shown: target.childNodes.length };
        const frames = [];
        for (let at = 0; at < 5; at++) {
          const before = clock;
          await frame();
          frames.push(clock - before);
        }
        const shown = target.textContent.length;
        stream.abort();
        delete performance.now;
        return { appended, longest: Math.max(...frames), grows: shown > 10_000, waits: shown < text.length / 4 };
      }, text);
      // The time is looked at when a frame begins, and behind each part.
      assert.deepEqual(seen, { appended: { clock: 0, shown: 0 }, longest: 5, grows: true, waits: true });
    });

    test("limits hold for the sum: what is shown stays, and the rest is refused", async () => {
      await open();
      const seen = await browser.run(async () => {
        const { streamToolOutput } = window.cordon;
        const { frameIsOver: frame } = window;
        const attempt = (work) => {
          try {
            work();
            return "nothing";
          } catch (error) {
            return error.code;
          }
        };
        // Each part is within the limits, and most are settled when the limit is passed.
        const parts = {
          markdown: { bytes: "A paragraph.\n\n", nodes: "- an item\n", depth: "<div><div>y " },
          html: {
            bytes: "<p>A paragraph.</p>\n",
            nodes: "<ul><li>an item</li>\n<li>an item</li>\n",
            depth: "<div><div>y ",
          },
        };
        const most = { bytes: 300, nodes: 60, depth: 10 };
        const seen = [];
        for (const text of ["markdown", "html"]) {
          for (const limit of ["bytes", "nodes", "depth"]) {
            const target = document.body.appendChild(document.createElement("div"));
            const stream = streamToolOutput(target, { text, limits: { [limit]: most[limit] }, caret: true });
            stream.append("one\n\n");
            await frame();
            const first = target.textContent.trim();
            let failed = "nothing";
            for (let at = 0; at < 60 && failed === "nothing"; at++) {
              failed = attempt(() => stream.append(parts[text][limit]));
              await frame();
            }
            const ended = attempt(() => stream.end());
            const shown = target.textContent.includes("one") && first === "one";
            const left = [target.getAttribute("aria-busy"), target.querySelector(".mcp-cordon-caret")];
            seen.push({ limit, failed, ended, shown, left });
          }
        }
        // What comes last is read in the end.
        const target = document.body.appendChild(document.createElement("div"));
        const stream = streamToolOutput(target, { limits: { bytes: 10 } });
        stream.append("more than ten bytes");
        const ended = [attempt(() => stream.end()), attempt(() => stream.append("x"))];
        return [seen, [...ended, target.textContent, target.getAttribute("aria-busy")]];
      });
      const one = (limit) => ({
        limit,
        failed: `limit-${limit}`,
        ended: `limit-${limit}`,
        shown: true,
        left: [null, null],
      });
      assert.deepEqual(seen, [
        ["bytes", "nodes", "depth", "bytes", "nodes", "depth"].map(one),
        ["limit-bytes", "limit-bytes", "", null],
      ]);
    });

    test("a reader is told once, and nothing moves", async () => {
      await open();
      const seen = await browser.run(async () => {
        const { frameIsOver: frame } = window;
        const seen = [];
        for (const leave of ["end", "abort"]) {
          const target = document.body.appendChild(document.createElement("div"));
          target.setAttribute("aria-live", "off");
          const stream = window.cordon.streamToolOutput(target, { caret: true });
          stream.append("Some **words");
          await frame();
          const caret = target.querySelector(".mcp-cordon-caret");
          const { animationName, transitionDuration } = getComputedStyle(caret);
          const during = {
            busy: target.getAttribute("aria-busy"),
            live: target.getAttribute("aria-live"),
            caret: [caret.getAttribute("aria-hidden"), caret.childNodes.length, caret.hasAttribute("style")],
            moves: [target.getAnimations({ subtree: true }).length, animationName, transitionDuration],
          };
          stream[leave]();
          const busy = target.getAttribute("aria-busy");
          seen.push({
            during,
            busy,
            caret: target.querySelector(".mcp-cordon-caret"),
            shown: target.textContent.trim(),
          });
        }
        return seen;
      });
      const during = { busy: "true", live: "off", caret: ["true", 0, false], moves: [0, "none", "0s"] };
      assert.deepEqual(seen, [
        { during, busy: null, caret: null, shown: "Some **words" },
        { during, busy: null, caret: null, shown: "Some words" },
      ]);
    });

    test("finished words stay in sight from frame to frame", async () => {
      await open();
      const documents = answers(200);
      const { lost, steps } = await browser.run((documents) => {
        const { applyPatch, createPatchStream } = window.cordon;
        const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
        // The last construct of a line may still turn out to be something else: half a word, a tag, a link or its address.
        const construct = (line) => /(?:!?\[[^\]]*(?:\](?:\([^)]*)?)?|<[^>]*|\S*)$/.exec(line)[0];
        const lost = [];
        let steps = 0;
        for (const [number, text] of documents.entries()) {
          const target = document.createElement("div");
          const stream = createPatchStream();
          let before = "";
          for (let at = 0; at < text.length; ) {
            const size = 1 + ((at + number) % 3);
            applyPatch(target, stream.append(text.slice(at, at + size)));
            const now = letters(target.textContent);
            const open = letters(construct(text.slice(text.lastIndexOf("\n", at - 1) + 1, at))).length;
            const kept = before.slice(0, Math.max(before.length - open, 0));
            if (!now.startsWith(kept))
              lost.push([number, text.slice(0, at + size).slice(-60), before.slice(-40), now.slice(-40)]);
            before = now;
            at += size;
            steps++;
          }
        }
        return { lost: lost.slice(0, 10), steps };
      }, documents);
      assert.deepEqual(lost, []);
      assert.ok(steps > 10_000, `${steps} steps`);
    });
  });
}
