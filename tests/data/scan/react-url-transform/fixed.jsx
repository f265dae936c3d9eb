import Markdown from "react-markdown";

export const Answer = ({ text }) => <Markdown urlTransform={(url) => new URL(url, location.href).pathname}>{text}</Markdown>;
