import mermaid from "mermaid";

mermaid.initialize({
    securityLevel: "sandbox",
});
