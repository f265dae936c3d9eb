import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import { unified } from "unified";

export const processor = unified().use(rehypeRaw).use(rehypeSanitize);
