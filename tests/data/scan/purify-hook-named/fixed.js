import DOMPurify from "dompurify";

function openOutside(node) {
    if (node.tagName === "A") node.setAttribute("rel", "noopener");
}

DOMPurify.addHook("afterSanitizeAttributes", openOutside);
