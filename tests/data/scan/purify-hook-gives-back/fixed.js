import DOMPurify from "dompurify";

DOMPurify.addHook("beforeSanitizeAttributes", (node) => {
    node.dataset.action = node.getAttribute("data-action") ?? "";
});
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
    if (node.dataset.action) node.setAttribute("data-action", node.dataset.action);
});
