import DOMPurify from "dompurify";
import { marked } from "marked";

export function Answer({ toolOutput }) {
    const clean = DOMPurify.sanitize(toolOutput);
    return <div dangerouslySetInnerHTML={{ __html: marked(clean) }} />;
}
