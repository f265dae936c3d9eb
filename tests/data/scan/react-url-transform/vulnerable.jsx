import Markdown from "react-markdown";

export const Answer = ({ text }) => <Markdown urlTransform={(url) => url}>{text}</Markdown>;
