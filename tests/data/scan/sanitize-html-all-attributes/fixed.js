import sanitizeHtml from "sanitize-html";

export const clean = (html) => sanitizeHtml(html, { allowedTags: ["p", "a", "img"], allowedAttributes: { a: ["href"], img: ["src"] }, allowedSchemesByTag: { img: ["data", "https"] } });
