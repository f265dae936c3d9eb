import sanitizeHtml from "sanitize-html";

export const clean = (html) =>
    sanitizeHtml(html, {
        allowedSchemes: ["http", "https"],
    });
