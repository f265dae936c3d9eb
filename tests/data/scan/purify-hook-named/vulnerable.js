import DOMPurify from "dompurify";

function keepHandlers(node, data) {
    if (data.attrName === "onclick") data.forceKeepAttr = true;
}

DOMPurify.addHook("uponSanitizeAttribute", keepHandlers);
