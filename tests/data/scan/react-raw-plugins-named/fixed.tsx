import Markdown from "react-markdown";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";

const PLUGINS = [rehypeRaw, [rehypeSanitize, defaultSchema]];

export const Answer = ({ text }: { text: string }) => <Markdown rehypePlugins={PLUGINS}>{text}</Markdown>;
