import sanitizeHtml from "sanitize-html";

export function clean(html: string) {
    return sanitizeHtml(html, {
        allowedTags: ["p", "b"],
        allowedAttributes: {},
    });
}
