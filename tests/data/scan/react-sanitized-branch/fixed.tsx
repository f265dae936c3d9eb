import DOMPurify from "dompurify";

export function Answer({ toolOutput, trusted }) {
    const html = trusted ? DOMPurify.sanitize(toolOutput) : DOMPurify.sanitize(toolOutput);
    return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
