import rehypeStringify from "rehype-stringify";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { rehypeCordon } from "./cordon.js";

/** Markdown as HTML that is safe to show. */
export const render = (text, options) =>
  unified()
    .use(remarkParse)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeCordon, options)
    .use(rehypeStringify)
    .processSync(text)
    .toString();
