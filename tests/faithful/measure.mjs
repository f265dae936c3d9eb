// Shows each output in every way, in Chromium, and compares words and pictures with what it shows raw.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Pages, page } from "../e2e/inert/pages.mjs";
import { launchChromium } from "../support/browsers/chromium.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SCRIPT = "text/javascript; charset=utf-8";
const WIDTH = 820;
const FLUSH = "body{margin:0}";
/** A busy machine is slow. */
const TIMEOUT_MS = 180_000;
const PICTURE = { fullPage: true, animations: "disabled" };
/** Of a frame that may have nothing to show. */
const MOST_TRIES = 40;
export const WAYS = ["default", "rich", "sandbox", "dompurify"];

async function bundled(entry, folder) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    nodePaths: [`${folder}/node_modules`],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  return outputFiles[0].text;
}

const styled = (css) => page(`<style>${css}</style>`, '<div id="target"></div>');

/** The words of a text, as a reader would compare them: the letters of formulas are letters. */
const wordsOf = (text) => text.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of one text that another does not have as often. What breaks a line in one may not in the other. */
export function lost(text, other) {
  const [words, others] = [wordsOf(text), wordsOf(other)];
  if (words.join("") === others.join("")) return [];
  const left = new Map();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

/** In the page: its words, where a formula is said as its source says it, if that is there, as it is by default. */
function withSources() {
  for (const source of document.querySelectorAll("math annotation")) {
    source.closest("math").replaceWith(` ${source.textContent} `);
  }
  return document.body.innerText;
}

/** The outputs of the tools that draw in a page. */
async function drawnIn(newPage, origin) {
  const drawing = await newPage();
  await drawing.goto(`${origin}/`);
  await drawing.addScriptTag({ type: "module", url: "/drawn.js" });
  await drawing.waitForFunction(() => window.drawn !== undefined);
  const drawn = await drawing.evaluate(() => window.drawn);
  await drawing.close();
  return drawn;
}

/** The picture of a page with a frame, which has a process of its own and paints when it comes to it. */
async function painted(page, blank) {
  let last = blank;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const png = await page.screenshot(PICTURE);
    if (png.equals(last) && !png.equals(blank)) break;
    last = png;
  }
  return last;
}

/**
 * `{ tool, name, raw, ways }` of each output. `outputs` are those that are made already; `folder` has the packages that draw
 * the others in a page, where there are any.
 */
export async function measure(outputs, folder) {
  const script = (body) => ({ type: SCRIPT, body });
  const documents = {
    "/": { body: page() },
    "/dompurify.js": script(readFileSync(here("../../node_modules/dompurify/dist/purify.es.mjs"), "utf8")),
    "/show.js": script(readFileSync(here("show.js"), "utf8")),
  };
  if (folder) documents["/drawn.js"] = script(await bundled(here("drawn.js"), folder));
  const server = await Pages.start(documents);
  // Whatever else is asked for goes nowhere, and is counted.
  const browser = await launchChromium({ args: ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"] });
  try {
    const context = await browser.newContext({ viewport: { width: WIDTH, height: 1200 }, deviceScaleFactor: 1 });
    context.setDefaultTimeout(TIMEOUT_MS);
    const newPage = async () => {
      const page = await context.newPage();
      page.sent = new Set();
      page.on("request", (request) => {
        const url = request.url();
        if (/^https?:/.test(url) && !url.startsWith(server.origin)) page.sent.add(url);
      });
      // What a policy refuses has not left.
      page.on("requestfailed", (request) => {
        if (request.failure()?.errorText === "csp") page.sent.delete(request.url());
      });
      return page;
    };
    const all = folder ? [...outputs, ...(await drawnIn(newPage, server.origin))] : outputs;

    const comparing = await newPage();
    await comparing.goto(`${server.origin}/`);
    await comparing.addScriptTag({ path: here("compare.js") });

    const blank = await comparing.screenshot(PICTURE);

    const url = (png) => `data:image/png;base64,${png.toString("base64")}`;
    /** In an application's element, which has no margin; or with the margin that the document of a frame has. */
    async function shown(way, { tool, name, html, css = "" }, hasMargin = false) {
      const page = await newPage();
      try {
        const isFramed = way === "sandbox";
        documents["/shown"] = { body: styled(isFramed ? FLUSH : `${hasMargin ? "" : FLUSH}${css}`) };
        await page.goto(`${server.origin}/shown`);
        await page.evaluate(
          async ([way, html]) => {
            const { show } = await import("/show.js");
            await show(way, html);
          },
          [way, isFramed ? `<style>${css}</style>${html}` : html],
        );
        const frame = isFramed ? page.frames()[1] : page.mainFrame();
        await frame.evaluate(() => {
          for (const animation of document.getAnimations()) {
            if (animation.effect.getComputedTiming().endTime === Number.POSITIVE_INFINITY) animation.cancel();
            else animation.finish();
          }
        });
        const png = isFramed ? await painted(page, blank) : await page.screenshot(PICTURE);
        const text = await frame.evaluate(() => document.body.innerText);
        return { text, said: way === "raw" ? await frame.evaluate(withSources) : text, png, sent: [...page.sent] };
      } catch (cause) {
        throw new Error(`${tool} ${name} cannot be shown (${way}): ${cause.message}`, { cause });
      } finally {
        await page.close();
      }
    }

    const results = [];
    for (const output of all) {
      const [raw, framed] = [await shown("raw", output), await shown("raw", output, true)];
      const ways = {};
      for (const way of WAYS) {
        const seen = await shown(way, output);
        const ssim = await comparing.evaluate(
          ([a, b]) => window.similarity(a, b),
          [url((way === "sandbox" ? framed : raw).png), url(seen.png)],
        );
        ways[way] = { ...seen, ssim, lost: lost(way === "default" ? raw.said : raw.text, seen.text) };
      }
      results.push({ ...output, raw, ways });
    }
    return results;
  } finally {
    await browser.close();
    server.stop();
  }
}
