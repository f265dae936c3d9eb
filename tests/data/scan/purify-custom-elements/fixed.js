import DOMPurify from "dompurify";

export const clean = (html) =>
    DOMPurify.sanitize(html, {
        CUSTOM_ELEMENT_HANDLING: { tagNameCheck: /^x-/, attributeNameCheck: /^data-/, allowCustomizedBuiltInElements: false },
    });
