// The hostile rows, read from tests/data/hostile, a file a family.
import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../data/hostile/", import.meta.url);
const FIELDS = new Set(["name", "html", "markdown", "runs", "sends", "engines", "refused", "options"]);

/**
 * `name`, `html`; `markdown`, of which `html` is what a plain renderer makes; `runs` and `sends`, what it does when nobody
 * sanitizes it, in the `engines` named or else in all; `refused`, the code of the error that it meets instead of an answer;
 * `options`, under which it is sanitized.
 */
export function readRows() {
  const rows = [];
  for (const file of readdirSync(FOLDER).sort()) {
    const family = file.replace(/\.json$/, "");
    const names = new Set();
    for (const row of JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"))) {
      const unknown = Object.keys(row).filter((key) => !FIELDS.has(key));
      if (unknown.length > 0) throw new Error(`${family}: ${row.name} has the unknown field ${unknown}`);
      if (names.has(row.name)) throw new Error(`${family}: two rows are named ${row.name}`);
      names.add(row.name);
      rows.push({ ...row, family, id: rows.length });
    }
  }
  return rows;
}

/** The row as it is rendered: its placeholders name this run's listeners. */
export function staged({ id, html, markdown, options }, canary) {
  const fill = (text) =>
    text
      .replaceAll("{run}", `top.__ran(${id})`)
      .replaceAll("{evil}", `http://${canary.host(id)}`)
      .replaceAll("{host}", canary.host(id))
      .replaceAll("{port}", canary.host(id).split(":")[1])
      .replaceAll("{own}", `/own/${id}`)
      .replace(/\{(\d+)\*([^{}]*)\}/g, (_, times, part) => part.repeat(Number(times)));
  return { id, options, html: fill(html), ...(markdown !== undefined && { markdown: fill(markdown) }) };
}
