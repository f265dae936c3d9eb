import { harden } from "rehype-harden";
import { unified } from "unified";

export const processor = unified().use(harden, {
    defaultOrigin: "https://app.example",
    allowedLinkPrefixes: ["https://docs.example/"],
});
