import { useMemo } from "react";
import { marked } from "marked";
import DOMPurify from "dompurify";

export function Message({ assistantMessage }: { assistantMessage: string }) {
    const html = useMemo(() => marked.parse(assistantMessage), [assistantMessage]);
    return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
