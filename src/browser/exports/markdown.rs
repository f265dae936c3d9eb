//! Markdown, and tool results, whose text may be Markdown.
//!
//! The package has the parser of Markdown in a module of its own, for whoever shows none. Its entry gives the function that
//! asks it to each call.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::options::{with_options, with_options_beside};
use crate::browser::interop::{describe, invalid, object, property, string, to_js};
use crate::browser::natives;
use crate::error::{Error, ErrorKind, quote, shorten};
use crate::markdown::Dialect;
use crate::sanitizer::{self, ResultOptions, SafeToolResult, TextKind};

#[wasm_bindgen(js_name = sanitizeMarkdown)]
pub fn sanitize_markdown(markdown: JsValue, options: JsValue, to_html: &Function) -> Result<String, JsValue> {
    let markdown = string(&markdown, "markdown")?;
    with_markdown(to_html, |to_html| {
        with_options(&options, |options| sanitizer::sanitize_markdown_by(&markdown, options, to_html))
    })
}

#[wasm_bindgen(js_name = sanitizeToolResult)]
pub fn sanitize_tool_result(result: JsValue, options: JsValue, to_html: &Function) -> Result<JsValue, JsValue> {
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
    let SafeToolResult { result, findings, changed } = with_markdown(to_html, |to_html| {
        with_options_beside(&options, &["rewriteUrl", "text"], |sanitize| {
            let options = ResultOptions { sanitize: sanitize.clone(), text };
            sanitizer::sanitize_tool_result_json_by(&json, &options, to_html)
        })
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

/// Runs `work` with a reader of Markdown, and throws what that threw: then nothing is shown either.
fn with_markdown<T>(
    to_html: &Function,
    work: impl FnOnce(&dyn Fn(&str, Dialect) -> Result<String, Error>) -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    let failed = RefCell::new(None);
    let done = work(&|markdown, dialect| {
        let answer = natives::call_with_2(to_html, &JsValue::UNDEFINED, &markdown.into(), &dialect.number().into());
        let thrown = match answer.map(|answer| answer.as_string()) {
            Ok(Some(html)) => return Ok(html),
            Ok(None) => JsValue::UNDEFINED,
            Err(thrown) => thrown,
        };
        failed.borrow_mut().get_or_insert(thrown);
        Err(Error::new(ErrorKind::InvalidInput, "markdown: could not be read"))
    });
    match failed.take() {
        Some(thrown) => Err(thrown),
        None => done,
    }
}
