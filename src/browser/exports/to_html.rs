//! What `mcp-cordon/markdown` adds to the sanitizer's module. It is for that entry alone: what it returns is judged by nobody.

use wasm_bindgen::prelude::*;

use crate::markdown::{Dialect, to_html};

#[wasm_bindgen(js_name = markdownToHtml)]
pub fn markdown_to_html(markdown: &str, dialect: u32) -> String {
    to_html(markdown, Dialect::of(dialect))
}
