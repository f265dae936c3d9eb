import DOMPurify from "dompurify";

export function clean(html) {
    return DOMPurify.sanitize(html, {
        USE_PROFILES: { html: true },
        ALLOW_UNKNOWN_PROTOCOLS: false,
    });
}
