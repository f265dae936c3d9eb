import sanitizeHtml from "sanitize-html";

export const clean = (html) => sanitizeHtml(html, { allowedTags: ["p", "a"], allowedAttributes: { a: ["*"] } });
