import DOMPurify from "dompurify";

const MORE = ["math", "details"];

export const clean = (html) => DOMPurify.sanitize(html, { ADD_TAGS: MORE });
