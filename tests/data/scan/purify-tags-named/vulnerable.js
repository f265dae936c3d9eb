import DOMPurify from "dompurify";

const MORE = ["math", "embed"];

export const clean = (html) => DOMPurify.sanitize(html, { ADD_TAGS: MORE });
