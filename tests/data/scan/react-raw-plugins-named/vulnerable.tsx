import Markdown from "react-markdown";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";

const PLUGINS = [[rehypeSanitize, defaultSchema], rehypeRaw];

export const Answer = ({ text }: { text: string }) => <Markdown rehypePlugins={PLUGINS}>{text}</Markdown>;
