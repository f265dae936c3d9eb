import sanitizeHtml from "sanitize-html";

export function clean(html: string) {
    return sanitizeHtml(html, {
        allowedTags: false,
        allowedAttributes: {},
    });
}
