//! What `mcp-cordon/markdown` adds to the sanitizer's module. It is for that entry alone: what it returns is judged by nobody.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_name = markdownToHtml)]
pub fn markdown_to_html(markdown: &str) -> String {
    crate::markdown::to_html(markdown)
}
