// The repository's Markdown pages, read as far as the tests ask: fenced blocks, headings, links.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { repository } from "./support.mjs";

/** What is built, installed or kept by a tool. */
const PASSED_OVER = new Set(["node_modules", "target", "pkg", "dist", ".git"]);
/** Markdown that is an input, and no page of ours. */
const INPUTS = [/^examples\/[\w-]+\/hostile\.md$/, /^tests\/data\//];

/** The paths of the pages, from the repository's root. */
export function pages(directory = repository) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return PASSED_OVER.has(entry.name) ? [] : pages(path);
    const name = relative(repository, path);
    return entry.name.endsWith(".md") && !INPUTS.some((input) => input.test(name)) ? [name] : [];
  });
}

export const textOf = (page) => readFileSync(join(repository, page), "utf8");

/**
 * A page's code blocks, and its prose: the lines without them. A block has its language, its code, the line it begins in and
 * the line of prose before it; an indented one has the language `indented`.
 */
export function parsed(text) {
  const blocks = [];
  const prose = [];
  let block;
  let before = "";
  for (const [at, line] of text.split("\n").entries()) {
    const [, indent, fence, info] = /^( *)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (block) {
      if (fence?.startsWith(block.fence) && info.trim() === "") block = undefined;
      else block.lines.push(line.slice(block.indent));
      prose.push("");
    } else if (fence) {
      block = { fence, indent: indent.length, language: info.trim(), line: at + 1, before, lines: [] };
      blocks.push(block);
      prose.push("");
    } else if (/^ {4,}\S/.test(line) && prose.at(-1) === "") {
      blocks.push({ language: "indented", line: at + 1, before, lines: [line.trim()] });
      prose.push("");
    } else {
      prose.push(line);
      if (line.trim() !== "") before = line;
    }
  }
  const code = ({ language, line, before, lines }) => ({ language, line, before, code: lines.join("\n") });
  return { blocks: blocks.map(code), prose: prose.join("\n"), isWhole: block === undefined };
}

/** Blanks out what stands in backticks, lines kept. */
export const withoutCode = (prose) =>
  prose.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, (code) => code.replace(/[^\n]/g, " "));

/** The fragments that lead to a page's headings, as GitHub makes them. */
export function anchors(prose) {
  const seen = new Map();
  return [...prose.matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading]) => {
    const shown = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = shown.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

const LINKS = [
  /\]\(\s*<?([^()\s>]*)>?(?:\s+"[^"]*")?\s*\)/g, // [text](target), ![text](target)
  /^ {0,3}\[(?!\^)[^\]]+\]:\s*<?(\S+?)>?\s*$/gm, // [name]: target
  /<(https?:[^>\s]*)>/g,
  /(?<![("<\w])(https?:\/\/[^\s<>()|]+)/g,
  /\b(?:src|srcset|href)="([^"]*)"/g,
];

/** What a page's prose leads to, comments apart. */
export function links(prose) {
  const bare = withoutCode(prose).replace(/<!--[\s\S]*?-->/g, "");
  const found = LINKS.flatMap((form) => [...bare.matchAll(form)].map(([, target]) => target));
  // Whatever looks like a link and was not read would pass unseen.
  const written = bare.match(/\]\(/g)?.length ?? 0;
  const read = [...bare.matchAll(LINKS[0])].length;
  return { targets: [...new Set(found)], unread: written - read };
}
