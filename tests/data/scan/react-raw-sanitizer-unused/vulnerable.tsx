import Markdown from "react-markdown";
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";

export const Answer = ({ text }: { text: string }) => <Markdown rehypePlugins={[rehypeRaw]}>{text}</Markdown>;

export const Plain = ({ text }: { text: string }) => <Markdown rehypePlugins={[rehypeSanitize]}>{text}</Markdown>;
