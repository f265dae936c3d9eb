//! Markdown, and tool results, whose text may be Markdown.

use wasm_bindgen::prelude::*;

use super::options::{with_options, with_options_beside};
use crate::browser::interop::{describe, invalid, object, property, string, to_js};
use crate::browser::natives;
use crate::error::{Error, ErrorKind, quote, shorten};
use crate::sanitizer::{self, ResultOptions, SafeToolResult, TextKind};

#[wasm_bindgen(js_name = sanitizeMarkdown)]
pub fn sanitize_markdown(markdown: JsValue, options: JsValue) -> Result<String, JsValue> {
    let markdown = string(&markdown, "markdown")?;
    with_options(&options, |options| sanitizer::sanitize_markdown(&markdown, options))
}

#[wasm_bindgen(js_name = sanitizeToolResult)]
pub fn sanitize_tool_result(result: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let text = property(&options, "text")?;
    let text = match text.as_string().as_deref() {
        None if text.is_undefined() => TextKind::default(),
        Some("plain") => TextKind::Plain,
        Some("markdown") => TextKind::Markdown,
        Some("html") => TextKind::Html,
        Some(other) => return Err(not_a_kind_of_text(&quote(other)).into()),
        None => return Err(not_a_kind_of_text(&describe(&text)).into()),
    };
    let json = natives::to_json(&result).map_err(|thrown| {
        let said = natives::to_text(&thrown).unwrap_or_else(|_| describe(&thrown));
        Error::new(ErrorKind::InvalidInput, format!("result: cannot be read as JSON: {}", shorten(&said, 120)))
    })?;
    let Some(json) = json.filter(|json| json.starts_with('{')) else {
        let message = format!("result: expected a CallToolResult, which is an object, got {}", describe(&result));
        return Err(Error::new(ErrorKind::InvalidInput, message).into());
    };
    let SafeToolResult { result, findings, changed } =
        with_options_beside(&options, &["rewriteUrl", "text"], |sanitize| {
            sanitizer::sanitize_tool_result_json(&json, &ResultOptions { sanitize: sanitize.clone(), text })
        })?;
    object([
        ("result", natives::from_json(&result.to_string())),
        ("findings", to_js(&findings)),
        ("changed", changed.into()),
    ])
}

fn not_a_kind_of_text(got: &str) -> Error {
    invalid("text", &format!("expected \"plain\", \"markdown\" or \"html\", got {got}"))
}

