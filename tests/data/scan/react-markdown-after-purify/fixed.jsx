import DOMPurify from "dompurify";
import { marked } from "marked";

export function Answer({ toolOutput }) {
    return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(marked(toolOutput)) }} />;
}
