import hardenReactMarkdown from "harden-react-markdown";
import ReactMarkdown from "react-markdown";

const Hardened = hardenReactMarkdown(ReactMarkdown);

export const Answer = ({ text }) => <Hardened allowedLinkPrefixes={["*"]}>{text}</Hardened>;
