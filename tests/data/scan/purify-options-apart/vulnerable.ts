import DOMPurify from "dompurify";

const OPTIONS = {
    ADD_ATTR: ["srcdoc"],
};

export const clean = (html: string) => DOMPurify.sanitize(html, OPTIONS);
