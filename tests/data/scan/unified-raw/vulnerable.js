import rehypeRaw from "rehype-raw";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";

export const processor = unified()
    .use(rehypeRaw)
    .use(rehypeStringify);
