// The pictures of the lab for the README: `node screenshots.mjs FOLDER`, or `cargo xtask screenshots`.
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Chromium } from "../support/browsers/chromium.mjs";
import { Lab } from "./lab/server.mjs";
import { shut } from "../support/servers.mjs";

/** An image by a reference-style link: what many clients fell to, and no address of this run is in the picture. */
const ATTACK = "markdown-image-reference";
const SIZE = { width: 1280, height: 940 };
const MOST_BYTES = 250_000;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("Name the folder that the pictures go to.");
await mkdir(folder, { recursive: true });

const lab = await Lab.start();
let browser;
try {
  browser = await Chromium.launch();
  for (const colorScheme of ["light", "dark"]) {
    await browser.look({ ...SIZE, colorScheme });
    await browser.open("about:blank");
    await browser.open(`${lab.page}#attack/${ATTACK}`);
    await browser.until(() => document.getElementById("attack").dataset.state === "done", [], "the end of the attack");
    const file = join(folder, `lab-${colorScheme}.png`);
    await browser.screenshot(file, { fullPage: false });
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}.`);
    console.log(`${file}: ${size} bytes`);
  }
} finally {
  await shut(browser, lab);
}
