import DOMPurify from "dompurify";

DOMPurify.addHook("uponSanitizeAttribute", (node, data) => {
    if (data.attrName.startsWith("on")) data.forceKeepAttr = true;
});
