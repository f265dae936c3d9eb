import DOMPurify from "dompurify";

export function clean(html) {
    return DOMPurify.sanitize(html, {
        USE_PROFILES: { html: true },
        ALLOWED_URI_REGEXP: /^https:/i,
    });
}
