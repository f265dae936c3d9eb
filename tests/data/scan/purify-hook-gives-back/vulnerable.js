import DOMPurify from "dompurify";

DOMPurify.addHook("beforeSanitizeAttributes", (node) => {
    node.dataset.handler = node.getAttribute("onclick") ?? "";
});
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
    if (node.dataset.handler) node.setAttribute("onclick", node.dataset.handler);
});
