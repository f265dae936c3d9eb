//! Findings about what a tool sent, as a `CallToolResult`, and about a URL that somebody else wrote, as a link. What is
//! removed from text and markup has codes of its own.

use super::findings;

findings! {
    CONTENT_UNKNOWN_TYPE: "content-unknown-type" {
        family: ToolResult, severity: High, score: 0,
        title: "A content block has a type that MCP lacks",
        why: "Nobody knows what a client makes of it, so a placeholder stands in its place.",
        raised: [r#"{"content": [{"type": "html", "html": "42"}]}"#],
        fixed: [r#"{"content": [{"type": "text", "text": "42"}]}"#],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/schema#contentblock",
    }

    CONTENT_MALFORMED: "content-malformed" {
        family: ToolResult, severity: High, score: 0,
        title: "A content block lacks what its type asks for",
        why: "Without a string where MCP has one, or base64 where a client makes a data: URL of it, it cannot be shown \
             as what it says it is. A placeholder stands in its place.",
        raised: [r#"{"content": [{"type": "image", "mimeType": "image/png", "data": "x\" onerror=\""}]}"#],
        fixed: [r#"{"content": [{"type": "image", "mimeType": "image/png", "data": "iVBORw0KGgo="}]}"#],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolresult",
    }

    CONTENT_MEDIA_TYPE: "content-media-type" {
        family: ToolResult, severity: High, score: 0,
        title: "Content has a media type that is not shown",
        why: "An image or a sound of another type than those listed, or a resource that a browser would run script \
             from, can do more than be looked at. A placeholder stands in its place; source text stays as text.",
        raised: [r#"{"content": [{"type": "image", "mimeType": "image/svg+xml", "data": "PHN2Zy8+"}]}"#],
        fixed: [r#"{"content": [{"type": "image", "mimeType": "image/png", "data": "iVBORw0KGgo="}]}"#],
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1",
    }

    CONTENT_DOCUMENT: "content-document" {
        family: ToolResult, severity: Info, score: 0,
        title: "A resource is a document",
        why: "It stays as it is and is marked: it is never shown inside the page, and renderInSandbox gives it a frame \
             of its own.",
        raised: [
            r#"{"content": [{"type": "resource", "resource": {"#,
            r#"  "uri": "ui://app/view", "mimeType": "text/html", "text": "<p>42</p>"}}]}"#,
        ],
        fixed: [
            r#"{"content": [{"type": "resource", "resource": {"#,
            r#"  "uri": "file:///answer.txt", "mimeType": "text/plain", "text": "42"}}]}"#,
        ],
        reference: "https://modelcontextprotocol.io/extensions/apps/overview",
    }

    CONTENT_ANNOTATIONS: "content-annotations" {
        family: ToolResult, severity: Low, score: 0,
        title: "Annotations are outside what the schema allows",
        why: "A client may put them into its page, or sort by them: what the schema lacks is left out, and a number is \
             clamped to its bounds.",
        raised: [r#"{"content": [{"type": "text", "text": "42", "annotations": {"priority": 7}}]}"#],
        fixed: [r#"{"content": [{"type": "text", "text": "42", "annotations": {"priority": 1}}]}"#],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/schema#annotations",
    }

    JSON_PROTOTYPE_KEY: "json-prototype-key" {
        family: ToolResult, severity: High, score: 0,
        title: "A property is named __proto__",
        why: "Copied into an object, it changes the object's prototype, and with it properties that nobody set. It is \
             left out.",
        raised: [r#"{"content": [], "structuredContent": {"__proto__": {"isAdmin": true}}}"#],
        fixed: [r#"{"content": [], "structuredContent": {"isAdmin": true}}"#],
        reference: "https://tc39.es/ecma262/#sec-object.prototype.__proto__",
    }

    JSON_DUPLICATE_KEY: "json-duplicate-key" {
        family: ToolResult, severity: High, score: 0,
        title: "A property has the name of another, but for what it hides",
        why: "Two readers see two values under what looks like one name. With the option invisibleText: \"remove\" \
             both would have that name, and the later one is left out.",
        raised: [r#"{"content": [], "structuredContent": {"total": 1, "to\u200b\u200btal": 2}}"#],
        fixed: [r#"{"content": [], "structuredContent": {"total": 1, "sum": 2}}"#],
        reference: "https://www.rfc-editor.org/rfc/rfc8259#section-4",
    }

    URL_INTERNATIONALIZED_HOST: "url-internationalized-host" {
        family: Url, severity: Low, score: 0,
        title: "A host has letters beyond ASCII",
        why: "They can look like those of another host. What is shown for the URL has the host as it is registered.",
        raised: ["https://xn--pple-43d.example/"],
        fixed: ["https://apple.example/"],
        reference: "https://url.spec.whatwg.org/#url-rendering-i18n",
    }

    URL_INSECURE: "url-insecure" {
        family: Url, severity: Low, score: 0,
        title: "A URL is without TLS",
        why: "http can be read and changed on its way.",
        raised: ["http://app.example/"],
        fixed: ["https://app.example/"],
        reference: "https://www.w3.org/TR/secure-contexts/#is-url-trustworthy",
    }
}
