//! What the module exports. The package's entry gives these functions their documented shapes.

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::interop::{dictionary, function, invalid, string, throw, to_js};
use super::natives;
use super::nodes::Nodes;
use crate::audit;
use crate::csp::Observed;
use crate::error::{Error, ErrorKind};
use crate::policy::{Policy, PolicyInput};
use crate::sanitizer::{
    self, CheckUse, InvisibleText, ResultOptions, SafeToolResult, SanitizeOptions, SanitizeOptionsInput, TextKind,
    UrlUse,
};
use crate::source::Origin;

#[wasm_bindgen(js_name = parsePolicy)]
pub fn parse_policy(input: JsValue) -> Result<JsValue, JsValue> {
    let input: PolicyInput = dictionary(&input, "policy", ErrorKind::InvalidPolicy).map_err(throw)?;
    Policy::parse(input).map(|policy| to_js(&policy.to_input())).map_err(throw)
}

#[wasm_bindgen(js_name = sanitizeToolOutput)]
pub fn sanitize_tool_output(html: JsValue, options: JsValue) -> Result<String, JsValue> {
    let html = string(&html, "html").map_err(throw)?;
    with_options(&options, |options| sanitizer::sanitize_tool_output(&html, options))
}

#[wasm_bindgen(js_name = sanitizeMarkdown)]
pub fn sanitize_markdown(markdown: JsValue, options: JsValue) -> Result<String, JsValue> {
    let markdown = string(&markdown, "markdown").map_err(throw)?;
    with_options(&options, |options| sanitizer::sanitize_markdown(&markdown, options))
}

#[wasm_bindgen(js_name = inspectToolOutput)]
pub fn inspect_tool_output(html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let html = string(&html, "html").map_err(throw)?;
    with_options(&options, |options| sanitizer::inspect_tool_output(&html, options)).map(|report| to_js(&report))
}

/// `document` is the one to build for; the page's own where it is undefined.
#[wasm_bindgen(js_name = sanitizeToFragment)]
pub fn sanitize_to_fragment(html: JsValue, options: JsValue, document: JsValue) -> Result<JsValue, JsValue> {
    build(&html, &options, &document).map(|(fragment, _)| fragment)
}

/// The target's children are replaced only when the whole output stands.
#[wasm_bindgen(js_name = renderToolOutput)]
pub fn render_tool_output(target: JsValue, html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    if !target.is_object() {
        return Err(throw(Error::new(ErrorKind::InvalidInput, "target: expected an Element")));
    }
    let (fragment, report) = build(&html, &options, &natives::document_of(&target))?;
    natives::replace_children(&target, &fragment)?;
    Ok(to_js(&report))
}

fn build(
    html: &JsValue,
    options: &JsValue,
    document: &JsValue,
) -> Result<(JsValue, sanitizer::SanitizeReport), JsValue> {
    let html = string(html, "html").map_err(throw)?;
    let document = if document.is_undefined() { natives::document_of(document) } else { document.clone() };
    if !document.is_object() {
        let message = "options.document: there is no document here; use sanitizeToolOutput for a string";
        return Err(throw(Error::new(ErrorKind::InvalidOption, message)));
    }
    with_options(options, |options| {
        let mut nodes = Nodes::new(document.clone());
        let report = sanitizer::write_tool_output(&html, options, &mut nodes)?;
        Ok((nodes.into_fragment(), report))
    })
}

/// The document for a sandboxed frame.
#[wasm_bindgen(js_name = sandboxDocument)]
pub fn sandbox_document(html: JsValue, title: JsValue, options: JsValue) -> Result<String, JsValue> {
    let html = string(&html, "html").map_err(throw)?;
    let title = string(&title, "options.title").map_err(throw)?;
    if title.trim().is_empty() {
        return Err(throw(invalid("title", "a frame without a name is a wall to a screen reader; say what it holds")));
    }
    with_options(&options, |options| sanitizer::sandbox_document(&html, &title, options))
}

#[wasm_bindgen(js_name = sanitizeToolResult)]
pub fn sanitize_tool_result(result: JsValue, options: JsValue, text: JsValue) -> Result<JsValue, JsValue> {
    let text = match text.as_string().as_deref() {
        None if text.is_undefined() => TextKind::default(),
        Some("plain") => TextKind::Plain,
        Some("markdown") => TextKind::Markdown,
        Some("html") => TextKind::Html,
        _ => return Err(throw(invalid("text", "expected \"plain\", \"markdown\" or \"html\""))),
    };
    let json = natives::to_json(&result).ok().flatten();
    let value: serde_json::Value = json
        .ok_or("it is not something that JSON can hold".to_owned())
        .and_then(|json| serde_json::from_str(&json).map_err(|error| error.to_string()))
        .map_err(|why| throw(Error::new(ErrorKind::InvalidInput, format!("result: {why}"))))?;
    let SafeToolResult { result, findings, changed } = with_options(&options, |sanitize| {
        sanitizer::sanitize_tool_result(&value, &ResultOptions { sanitize: sanitize.clone(), text })
    })?;
    let safe = Object::new();
    for (key, value) in [
        ("result", natives::from_json(&result.to_string())),
        ("findings", to_js(&findings)),
        ("changed", changed.into()),
    ] {
        Reflect::set(&safe, &key.into(), &value)?;
    }
    Ok(safe.into())
}

/// Plain text.
#[wasm_bindgen(js_name = cleanText)]
pub fn clean_text(text: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
    struct TextOptions {
        invisible_text: InvisibleText,
    }
    let text = string(&text, "text").map_err(throw)?;
    let TextOptions { invisible_text } = dictionary(&options, "options", ErrorKind::InvalidOption).map_err(throw)?;
    Ok(to_js(&sanitizer::clean_text(&text, invisible_text)))
}

/// Judges one URL outside any markup.
#[wasm_bindgen(js_name = checkUrl)]
pub fn check_url(url: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct CheckOptions {
        policy: PolicyInput,
        #[serde(rename = "use")]
        used: CheckUse,
        base: Option<String>,
    }
    let url = string(&url, "url").map_err(throw)?;
    let CheckOptions { policy, used, base } =
        dictionary(&options, "options", ErrorKind::InvalidOption).map_err(throw)?;
    let policy = Policy::parse(policy).map_err(throw)?;
    let self_origin = Origin::of(&natives::self_origin());
    let options = SanitizeOptions { policy, self_origin, ..SanitizeOptions::default() };
    Ok(to_js(&sanitizer::check_url(&url, used, base.as_deref(), &options)))
}

/// What `observePage` gathered, and the page's policy if the caller named one.
#[wasm_bindgen(js_name = auditObserved)]
pub fn audit_observed(observed: JsValue) -> Result<JsValue, JsValue> {
    let observed: Observed = dictionary(&observed, "observed", ErrorKind::InvalidInput).map_err(throw)?;
    Ok(to_js(&audit::audit_policies(&observed)))
}

/// Reads the options, runs `work` with them, and lets an exception of the caller's own `rewriteUrl` through: then
/// nothing is shown either.
fn with_options<T>(
    options: &JsValue,
    work: impl FnOnce(&SanitizeOptions<'_>) -> Result<T, Error>,
) -> Result<T, JsValue> {
    let rewrite = function(options, "rewriteUrl").map_err(throw)?;
    let input: SanitizeOptionsInput = dictionary(options, "options", ErrorKind::InvalidOption).map_err(throw)?;
    let mut parsed = SanitizeOptions::parse(input).map_err(throw)?;
    parsed.self_origin = Origin::of(&natives::self_origin());
    let thrown = RefCell::new(None);
    let call = |url: &str, used: UrlUse<'_>| rewrite_with(rewrite.as_ref()?, url, used, &thrown);
    if rewrite.is_some() {
        parsed.rewrite_url = Some(&call);
    }
    let done = work(&parsed).map_err(throw);
    match thrown.take() {
        Some(exception) => Err(exception),
        None => done,
    }
}

fn rewrite_with(rewrite: &Function, url: &str, used: UrlUse<'_>, thrown: &RefCell<Option<JsValue>>) -> Option<String> {
    #[derive(Serialize, Deserialize)]
    struct Use<'a> {
        element: &'a str,
        attribute: &'a str,
    }
    let used = to_js(&Use { element: used.element, attribute: used.attribute });
    match natives::call_with_2(rewrite, &JsValue::UNDEFINED, &url.into(), &used) {
        Ok(answer) => answer.as_string(),
        Err(exception) => {
            thrown.borrow_mut().get_or_insert(exception);
            None
        }
    }
}
