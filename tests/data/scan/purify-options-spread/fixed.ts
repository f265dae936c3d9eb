import DOMPurify from "dompurify";

const BASE = { ADD_ATTR: ["data-id"] };

export function clean(html: string) {
    return DOMPurify.sanitize(html, { ...BASE, FORBID_TAGS: ["style"] });
}
