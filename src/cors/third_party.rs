//! Hosts where anybody publishes pages that run script: an origin of theirs is whoever has an account, and some give one and
//! the same origin to all of them.
//!
//! Each was looked at in November 2026. Those that the public suffix list has are in [`suffix`].

use crate::source::{is_below, suffix};

const PUBLISHERS: &[&str] = &[
    "app.github.dev",
    "blogspot.com",
    "bolt.host",
    "cdn.statically.io",
    "cdpn.io",
    "claude.site",
    "codepen.dev",
    "codepen.io",
    "codesandbox.io",
    "csb.app",
    "docs.google.com",
    "fiddle.jshell.net",
    "github.dev",
    "githack.com",
    "glitch.com",
    "googleusercontent.com",
    "gradio.live",
    "hf.space",
    "htmlpreview.github.io",
    "jsbin.com",
    "jsfiddle.net",
    "lovable.app",
    "notion.site",
    "observableusercontent.com",
    "plnkr.co",
    "replit.com",
    "s3.amazonaws.com",
    "script.google.com",
    "sites.google.com",
    "stackblitz.com",
    "stackblitz.io",
    "storage.googleapis.com",
    "streamlit.app",
    "translate.goog",
    "tumblr.com",
    "webcontainer.io",
    "webflow.io",
    "wixsite.com",
    "wordpress.com",
];

/// Whether anybody may publish at that host, or have one beside it. The server's own name is its own, wherever it is hosted.
pub(super) fn is_publisher(host: &str, server: &str) -> bool {
    let is_own = host == server || is_below(host, server) || is_below(server, host);
    let published = PUBLISHERS.iter().any(|known| host == *known || is_below(host, known));
    !is_own && (published || suffix::is_of_shared(host))
}
