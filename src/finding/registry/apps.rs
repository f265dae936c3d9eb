//! Findings about what an MCP App asks for, as its `_meta.ui`, and about a page that is wider than its policy, as headers.

use super::findings;

findings! {
    UI_META_SOURCE_REFUSED: "ui-meta-source-refused" {
        family: UiMeta, severity: Medium, score: -12, guide: Beacon,
        title: "An app names a domain that is none",
        why: "The server that asks chooses the endpoint: *, a keyword, a bare scheme or a separator would let it \
             choose every one.",
        raised: [r#"{"csp": {"connectDomains": ["*"]}}"#],
        fixed: [r#"{"csp": {"connectDomains": ["https://api.example.com"]}}"#],
        reference: "https://modelcontextprotocol.io/extensions/apps/overview",
    }

    UI_META_NOT_GRANTED: "ui-meta-source-not-granted" {
        family: UiMeta, severity: Info, score: 0,
        title: "An app names a domain that its host does not grant",
        why: "The host's policy lists nothing that it is in; what the app sends there is refused.",
        raised: [r#"{"csp": {"connectDomains": ["https://elsewhere.example"]}}"#],
        fixed: [r#"{"csp": {"connectDomains": ["https://api.example.com"]}}"#],
        reference: "https://modelcontextprotocol.io/extensions/apps/overview",
    }

    UI_META_NARROWED: "ui-meta-source-narrowed" {
        family: UiMeta, severity: Info, score: 0,
        title: "An app names more than its host grants",
        why: "It gets what the host's policy lists of it.",
        raised: [r#"{"csp": {"connectDomains": ["https://*.example.com"]}}"#],
        fixed: [r#"{"csp": {"connectDomains": ["https://api.example.com"]}}"#],
        reference: "https://modelcontextprotocol.io/extensions/apps/overview",
    }

    UI_META_BASE_URI: "ui-meta-base-uri-ignored" {
        family: UiMeta, severity: Info, score: 0,
        title: "An app asks for a base of its own",
        why: "Relative addresses would hang on a host that no list names: base-uri stays 'none'.",
        raised: [r#"{"csp": {"baseUriDomains": ["https://cdn.example.com"]}}"#],
        fixed: [r#"{"csp": {"resourceDomains": ["https://cdn.example.com"]}}"#],
        reference: "https://www.w3.org/TR/CSP3/#directive-base-uri",
    }

    UI_META_PERMISSION_UNKNOWN: "ui-meta-permission-unknown" {
        family: UiMeta, severity: Info, score: 0,
        title: "An app asks for a permission that MCP Apps does not have",
        why: "It is not granted.",
        raised: [r#"{"permissions": {"usb": {}}}"#],
        fixed: [r#"{"permissions": {"camera": {}}}"#],
        reference: "https://modelcontextprotocol.io/extensions/apps/overview",
    }

    UI_META_PERMISSION_NOT_GRANTED: "ui-meta-permission-not-granted" {
        family: UiMeta, severity: Info, score: 0,
        title: "An app asks for a permission that its host does not grant",
        why: "The host's policy lists it in no permissions; the frame's allow attribute lacks it.",
        raised: [r#"{"permissions": {"microphone": {}}}"#],
        fixed: [r#"{"permissions": {"camera": {}}}"#],
        reference: "https://modelcontextprotocol.io/extensions/apps/overview",
    }

    DRIFT_CONNECT: "policy-drift-connect" {
        family: Drift, severity: High, score: -10,
        title: "The page may contact more than its policy says",
        why: "Where script gets in, the wider of the two decides.",
        raised: ["Content-Security-Policy: connect-src 'self' https://elsewhere.example"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    DRIFT_RESOURCES: "policy-drift-resources" {
        family: Drift, severity: Medium, score: -4,
        title: "The page loads images, media or fonts from more than its policy says",
        why: "The address of an image is data that leaves.",
        raised: ["Content-Security-Policy: default-src 'self'; img-src 'self' https://elsewhere.example"],
        fixed: ["Content-Security-Policy: default-src 'self'; img-src 'self' https://cdn.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-img-src",
    }

    DRIFT_FRAMES: "policy-drift-frames" {
        family: Drift, severity: Medium, score: -4,
        title: "The page frames more than its policy says",
        why: "The address of a frame is data that leaves, and what it shows looks like the page.",
        raised: ["Content-Security-Policy: frame-src https://elsewhere.example"],
        fixed: ["Content-Security-Policy: frame-src 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-frame-src",
    }
}
