import Markdown from "react-markdown";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";

const schema = {
    ...defaultSchema,
    tagNames: [...defaultSchema.tagNames, "iframe"],
};

export const Answer = ({ text }) => <Markdown rehypePlugins={[rehypeRaw, [rehypeSanitize, schema]]}>{text}</Markdown>;
