import DOMPurify from "dompurify";

const OPTIONS = {
    ADD_ATTR: ["lang"],
};

export const clean = (html: string) => DOMPurify.sanitize(html, OPTIONS);
