import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";

export const processor = unified()
    .use(rehypeRaw)
    .use(rehypeSanitize)
    .use(rehypeStringify);
