import type { Media } from "./mcp.ts";

/**
 * What a careless client does: the text goes to the parser as it came, and its scripts run. It is here so that the lab
 * can show that the attacks are real.
 */
export function renderUndefended(target: Element, text: string, media: Media): void {
  const range = document.createRange();
  range.selectNodeContents(target);
  target.replaceChildren(range.createContextualFragment(media === "markdown" ? naiveMarkdown(text) : text));
}

/** Just enough Markdown to be dangerous: headings, paragraphs, and images inline or by reference. */
function naiveMarkdown(markdown: string): string {
  const references = new Map<string, string>();
  const text = markdown.replace(/^\[([^\]]+)\]:\s*(\S+)$/gm, (_, name: string, url: string) => {
    references.set(name, url);
    return "";
  });
  const image = (alt: string, url: string) => `<img alt="${alt}" src="${url}">`;
  return text
    .replace(/!\[([^\]]*)\]\(([^)\s]+)\)/g, (_, alt: string, url: string) => image(alt, url))
    .replace(/!\[([^\]]*)\]\[([^\]]+)\]/g, (_, alt: string, name: string) => image(alt, references.get(name) ?? ""))
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "")
    .map((block) => {
      const heading = /^(#{1,6}) (.*)$/.exec(block);
      return heading ? `<h${heading[1]?.length}>${heading[2]}</h${heading[1]?.length}>` : `<p>${block}</p>`;
    })
    .join("\n");
}
