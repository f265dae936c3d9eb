//! What shows HTML.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::options::{SANITIZE_FUNCTIONS, with_options, with_options_beside, with_own_origin};
use crate::browser::interop::{
    describe, dictionary, dictionary_beside, invalid, node_type, object, property, string, to_js,
};
use crate::browser::natives;
use crate::browser::nodes::Nodes;
use crate::error::{Error, ErrorKind, quote};
use crate::policy::{Policy, PolicyInput};
use crate::sanitizer::{self, CheckUse, InvisibleText, SanitizeOptions, SanitizeReport};

#[wasm_bindgen(js_name = sanitizeToolOutput)]
pub fn sanitize_tool_output(html: JsValue, options: JsValue) -> Result<String, JsValue> {
    let html = string(&html, "html")?;
    with_options(&options, |options| sanitizer::sanitize_tool_output(&html, options))
}

#[wasm_bindgen(js_name = inspectToolOutput)]
pub fn inspect_tool_output(html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let html = string(&html, "html")?;
    let report = with_options(&options, |options| sanitizer::inspect_tool_output(&html, options))?;
    report_to_js(&report)
}

/// What was removed crosses as one text, and becomes objects when it is read: a list of small objects costs more, value by
/// value, than the pass that found it.
fn report_to_js(report: &SanitizeReport) -> Result<JsValue, JsValue> {
    let removed = serde_json::to_string(&report.removed).map_err(|error| invalid("removed", &error.to_string()))?;
    Ok(natives::report_of(&report.html, &removed, report.changed))
}

/// `options.document` is the one to build for; the page's own where it is undefined.
#[wasm_bindgen(js_name = sanitizeToFragment)]
pub fn sanitize_to_fragment(html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let document = property(&options, "document")?;
    build(&html, &options, &document, &["rewriteUrl", "document"]).map(|(fragment, _)| fragment)
}

/// The target's children are replaced only when the whole output stands.
#[wasm_bindgen(js_name = renderToolOutput)]
pub fn render_tool_output(target: JsValue, html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    check_target(&target)?;
    let (fragment, report) = build(&html, &options, &natives::document_of(&target), SANITIZE_FUNCTIONS)?;
    natives::replace_children(&target, &fragment)?;
    report_to_js(&report)
}

/// DOM Standard § 4.4, `nodeType`.
const ELEMENT: u32 = 1;
const DOCUMENT: u32 = 9;

fn check_target(target: &JsValue) -> Result<(), Error> {
    if node_type(target) == ELEMENT {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidInput, format!("target: expected an Element, got {}", describe(target))))
}

fn build(
    html: &JsValue,
    options: &JsValue,
    document: &JsValue,
    beside: &'static [&'static str],
) -> Result<(JsValue, SanitizeReport), JsValue> {
    let html = string(html, "html")?;
    let document = if document.is_undefined() { natives::document_of(document) } else { document.clone() };
    if document.is_undefined() {
        let why = "there is no document here; use sanitizeToolOutput for a string";
        return Err(invalid("document", why).into());
    }
    if node_type(&document) != DOCUMENT {
        return Err(invalid("document", &format!("expected a Document, got {}", describe(&document))).into());
    }
    with_options_beside(options, beside, |options| {
        let mut nodes = Nodes::default();
        let report = sanitizer::write_tool_output(&html, options, &mut nodes)?;
        Ok((nodes.into_fragment(&document), report))
    })
}

/// The documents for a sandboxed frame, and how high it may be: the entry makes the frame.
#[wasm_bindgen(js_name = sandboxDocuments)]
pub fn sandbox_documents(target: JsValue, html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct SandboxOptions {
        policy: PolicyInput,
        title: String,
    }
    check_target(&target)?;
    let html = string(&html, "html")?;
    let height = property(&options, "height")?;
    let SandboxOptions { policy, title } =
        dictionary_beside(&options, "options", ErrorKind::InvalidOption, &["height"])?;
    if title.trim().is_empty() {
        let why = "expected words, got none: a frame without a name is a wall to a screen reader; say what it holds";
        return Err(invalid("title", why).into());
    }
    let height = match (height.as_string().as_deref(), height.as_f64()) {
        (Some("content"), _) => None,
        _ if height.is_undefined() => None,
        (_, Some(pixels)) if pixels.is_finite() && pixels >= 0.0 => Some(pixels),
        (Some(text), _) => return Err(not_a_height(&quote(text)).into()),
        (_, Some(_)) => return Err(not_a_height(&natives::to_text(&height)?).into()),
        _ => return Err(not_a_height(&describe(&height)).into()),
    };
    let policy = Policy::parse(policy)?;
    let options = with_own_origin(SanitizeOptions { policy, ..SanitizeOptions::default() });
    let documents = sanitizer::sandbox_documents(&html, &title, &options)?;
    object([
        ("shown", documents.shown.into()),
        ("ruler", documents.ruler.into()),
        ("title", title.into()),
        ("height", height.map_or(JsValue::UNDEFINED, JsValue::from)),
        ("mostHeight", sanitizer::MOST_SANDBOX_HEIGHT.into()),
    ])
}

fn not_a_height(got: &str) -> Error {
    invalid("height", &format!("expected \"content\" or a number of pixels from 0, got {got}"))
}

/// Plain text.
#[wasm_bindgen(js_name = cleanText)]
pub fn clean_text(text: JsValue, options: JsValue) -> Result<JsValue, Error> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
    struct TextOptions {
        invisible_text: InvisibleText,
    }
    let text = string(&text, "text")?;
    let TextOptions { invisible_text } = dictionary(&options, "options", ErrorKind::InvalidOption)?;
    Ok(to_js(&sanitizer::clean_text(&text, invisible_text)))
}

/// Judges one URL outside any markup.
#[wasm_bindgen(js_name = checkUrl)]
pub fn check_url(url: JsValue, options: JsValue) -> Result<JsValue, Error> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct CheckOptions {
        policy: PolicyInput,
        #[serde(rename = "use")]
        used: CheckUse,
        base: Option<String>,
    }
    let url = string(&url, "url")?;
    let CheckOptions { policy, used, base } = dictionary(&options, "options", ErrorKind::InvalidOption)?;
    let policy = Policy::parse(policy)?;
    let options = with_own_origin(SanitizeOptions { policy, ..SanitizeOptions::default() });
    Ok(to_js(&sanitizer::check_url(&url, used, base.as_deref(), &options)))
}
