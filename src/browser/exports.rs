//! What the sanitizer and the audit export. The package's entry gives these functions their documented shapes.

use std::cell::{OnceCell, RefCell};

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::interop::{
    describe, dictionary, dictionary_beside, function, invalid, node_type, object, property, required_beside, string,
    throw_for, to_js,
};
use super::natives;
use super::nodes::Nodes;
use super::observed::Observed;
use crate::audit::format::{self, SarifOptions};
use crate::audit::{self, AuditReport, Page, PageReport, Response};
use crate::csp::ExplainInput;
use crate::error::{Error, ErrorKind, quote, shorten};
use crate::policy::{CompileOptions, Policy, PolicyInput};
use crate::sanitizer::{
    self, CheckUse, InvisibleText, ResultOptions, SafeToolResult, SanitizeOptions, SanitizeOptionsInput, TextKind,
    UrlUse,
};
use crate::source::{Origin, Url};
use crate::speculation::Context;

#[wasm_bindgen(js_name = sanitizeToolOutput)]
pub fn sanitize_tool_output(html: JsValue, options: JsValue) -> Result<String, JsValue> {
    let html = string(&html, "html")?;
    with_options(&options, |options| sanitizer::sanitize_tool_output(&html, options))
}

#[wasm_bindgen(js_name = sanitizeMarkdown)]
pub fn sanitize_markdown(markdown: JsValue, options: JsValue) -> Result<String, JsValue> {
    let markdown = string(&markdown, "markdown")?;
    with_options(&options, |options| sanitizer::sanitize_markdown(&markdown, options))
}

#[wasm_bindgen(js_name = inspectToolOutput)]
pub fn inspect_tool_output(html: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let html = string(&html, "html")?;
    let report = with_options(&options, |options| sanitizer::inspect_tool_output(&html, options))?;
    report_to_js(&report)
}

/// What was removed crosses as one text, and becomes objects when it is read: a list of small objects costs more, value by
/// value, than the pass that found it.
fn report_to_js(report: &sanitizer::SanitizeReport) -> Result<JsValue, JsValue> {
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
) -> Result<(JsValue, sanitizer::SanitizeReport), JsValue> {
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
        (_, Some(pixels)) => return Err(not_a_height(&pixels.to_string()).into()),
        _ => return Err(not_a_height(&describe(&height)).into()),
    };
    let policy = Policy::parse(policy)?;
    let self_origin = Origin::of(&natives::self_origin());
    let options = SanitizeOptions { policy, self_origin, ..SanitizeOptions::default() };
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
    let self_origin = Origin::of(&natives::self_origin());
    let options = SanitizeOptions { policy, self_origin, ..SanitizeOptions::default() };
    Ok(to_js(&sanitizer::check_url(&url, used, base.as_deref(), &options)))
}

/// Which source of which policy decides about a request.
#[wasm_bindgen(js_name = explainCsp)]
pub fn explain_csp(input: JsValue) -> Result<JsValue, Error> {
    let input: ExplainInput = dictionary(&input, "input", ErrorKind::InvalidInput)?;
    Ok(to_js(&input.explain()?))
}

/// What `observePage` gathered, and the policy that the page is to have, or undefined.
#[wasm_bindgen(js_name = auditObserved)]
pub fn audit_observed(observed: JsValue, policy: JsValue) -> Result<JsValue, JsValue> {
    let observed: Observed = dictionary(&observed, "observed", ErrorKind::InvalidInput)?;
    let policy = if policy.is_undefined() { None } else { Some(read_policy(&policy)?) };
    let page = Page { guarded: is_guarded(), ..observed.into() };
    let self_origin = Origin::of(&natives::self_origin());
    let PageReport { report, policies } = audit::audit_page(&page, &self_origin, policy.as_ref());
    object([("report", to_js(&report)), ("policies", to_js(&policies))])
}

#[cfg(feature = "page")]
use super::guard::enforces as is_guarded;

#[cfg(not(feature = "page"))]
fn is_guarded() -> bool {
    false
}

/// The headers of a response; `entries` are pairs of a name and a value.
#[wasm_bindgen(js_name = auditHeaders)]
pub fn audit_headers(entries: JsValue, options: JsValue) -> Result<JsValue, Error> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
    struct HeadersOptions {
        meta: Vec<String>,
        meta_report_only: Vec<String>,
        second: Vec<String>,
        url: Option<String>,
        policy: Option<PolicyInput>,
    }
    #[derive(Default, Deserialize)]
    struct Entries {
        headers: Vec<Vec<String>>,
    }
    let Entries { headers } = dictionary(&entries, "headers", ErrorKind::InvalidInput)?;
    let HeadersOptions { meta, meta_report_only, second, url, policy } =
        dictionary(&options, "options", ErrorKind::InvalidOption)?;
    let pair = |entry: Vec<String>| <[String; 2]>::try_from(entry).map(|[name, value]| (name, value));
    let headers = headers.into_iter().map(pair).collect::<Result<Vec<_>, _>>();
    let headers =
        headers.map_err(|_| Error::new(ErrorKind::InvalidInput, "headers: expected pairs of a name and a value"))?;
    let url = url.map(|text| absolute(&text, "options.url")).transpose()?;
    let policy = policy.map(Policy::parse).transpose()?;
    Ok(to_js(&audit::audit_headers(&Response { headers, meta, meta_report_only, second, url, policy })))
}

/// A policy as headers, as a `<meta>` and as attributes of a frame.
#[wasm_bindgen(js_name = compilePolicy)]
pub fn compile_policy(policy: JsValue, options: JsValue) -> Result<JsValue, Error> {
    let policy = read_policy(&policy)?;
    let options: CompileOptions = dictionary(&options, "options", ErrorKind::InvalidOption)?;
    let compiled = policy.compile(&options)?;
    Ok(to_js(&compiled))
}

/// The policy of an MCP App, narrowed by its host's.
#[wasm_bindgen(js_name = policyFromUiMeta)]
pub fn policy_from_ui_meta(meta: JsValue, host: JsValue) -> Result<JsValue, JsValue> {
    let host: PolicyInput = dictionary(&host, "host", ErrorKind::InvalidPolicy)?;
    let host = Policy::parse(host)?;
    let meta = if meta.is_undefined() { serde_json::Value::Null } else { json(&meta, "meta")? };
    let (policy, findings) = Policy::from_ui_meta(&meta, &host)?;
    object([("policy", to_js(&policy.to_input())), ("findings", to_js(&findings))])
}

/// A value that is to be JSON, by way of its text.
fn json(value: &JsValue, parameter: &str) -> Result<serde_json::Value, Error> {
    let refuse = |why: &str| Error::new(ErrorKind::InvalidInput, format!("{parameter}: cannot be read as JSON: {why}"));
    let text = natives::to_json(value)
        .map_err(|thrown| refuse(&shorten(&natives::to_text(&thrown).unwrap_or_else(|_| describe(&thrown)), 120)))?;
    let text = text.ok_or_else(|| refuse(&describe(value)))?;
    serde_json::from_str(&text).map_err(|error| refuse(&error.to_string()))
}

/// The text of speculation rules, and where they stand.
#[wasm_bindgen(js_name = auditSpeculationRules)]
pub fn audit_speculation_rules(rules: JsValue, context: JsValue) -> Result<JsValue, Error> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
    struct RulesContext {
        base_url: Option<String>,
        no_vary_search: Option<String>,
    }
    let rules = string(&rules, "rulesJson")?;
    let RulesContext { base_url, no_vary_search } = dictionary(&context, "context", ErrorKind::InvalidOption)?;
    let base_url = base_url.map(|text| absolute(&text, "context.baseUrl")).transpose()?;
    Ok(to_js(&audit::audit_speculation_rules(&rules, &Context { base_url, no_vary_search })))
}

fn absolute(url: &str, option: &str) -> Result<Url, Error> {
    let refuse = || Error::new(ErrorKind::InvalidOption, format!("{option}: {}: expected an absolute URL", quote(url)));
    Url::parse(url, None).ok_or_else(refuse)
}

/// What `auditPage` takes, checked and filled in.
#[wasm_bindgen(js_name = auditOptions)]
pub fn audit_options(options: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct AuditOptions {
        refetch: Option<bool>,
    }
    let AuditOptions { refetch } =
        dictionary_beside(&options, "options", ErrorKind::InvalidOption, &["probe", "policy"])?;
    let policy = property(&options, "policy")?;
    if !policy.is_undefined() {
        read_policy(&policy)?;
    }
    let probe = property(&options, "probe")?;
    let probe = match (probe.as_bool(), probe.as_string().as_deref()) {
        (None, None) if probe.is_undefined() => "",
        (Some(false), _) => "",
        (Some(true), _) | (_, Some("invalid")) => "invalid",
        (_, Some("data")) => "data",
        (_, Some(other)) => return Err(not_a_probe(&quote(other)).into()),
        _ => return Err(not_a_probe(&describe(&probe)).into()),
    };
    object([("probe", probe.into()), ("refetch", refetch.unwrap_or(true).into()), ("policy", policy)])
}

fn read_policy(policy: &JsValue) -> Result<Policy, Error> {
    dictionary(policy, "policy", ErrorKind::InvalidPolicy).and_then(Policy::parse)
}

fn not_a_probe(got: &str) -> Error {
    invalid("probe", &format!("expected true, false, \"invalid\" or \"data\", got {got}"))
}

/// A report that an audit returned, or its JSON parsed, as a SARIF log.
#[wasm_bindgen(js_name = toSarif)]
pub fn to_sarif(report: JsValue, options: JsValue) -> Result<JsValue, Error> {
    // A page's report says which policies it saw; SARIF has no place for them.
    let report: AuditReport = required_beside(&report, "report", ErrorKind::InvalidInput, &["policies"])?;
    let options: SarifOptions = dictionary(&options, "options", ErrorKind::InvalidOption)?;
    Ok(to_js(&format::to_sarif(&report, &options)))
}

/// Options that are functions, which no dictionary reads.
const SANITIZE_FUNCTIONS: &[&str] = &["rewriteUrl"];

thread_local! {
    /// What a call without options has; a realm's origin stays what it is.
    static USUAL: OnceCell<SanitizeOptions<'static>> = const { OnceCell::new() };
}

fn with_own_origin(options: SanitizeOptions<'_>) -> SanitizeOptions<'_> {
    SanitizeOptions { self_origin: Origin::of(&natives::self_origin()), ..options }
}

fn with_options<T>(
    options: &JsValue,
    work: impl FnOnce(&SanitizeOptions<'_>) -> Result<T, Error>,
) -> Result<T, JsValue> {
    with_options_beside(options, SANITIZE_FUNCTIONS, work)
}

/// Reads the options, runs `work` with them, and reports what the caller's own `rewriteUrl` threw: then nothing is shown
/// either.
fn with_options_beside<T>(
    options: &JsValue,
    beside: &'static [&'static str],
    work: impl FnOnce(&SanitizeOptions<'_>) -> Result<T, Error>,
) -> Result<T, JsValue> {
    if options.is_undefined() {
        return Ok(USUAL.with(|usual| work(usual.get_or_init(|| with_own_origin(SanitizeOptions::default()))))?);
    }
    let rewrite = function(options, "rewriteUrl")?;
    let input: SanitizeOptionsInput = dictionary_beside(options, "options", ErrorKind::InvalidOption, beside)?;
    let mut parsed = with_own_origin(SanitizeOptions::parse(input)?);
    let failed = RefCell::new(None);
    let call = |url: &str, used: UrlUse<'_>| rewrite_with(rewrite.as_ref()?, url, used, &failed);
    if rewrite.is_some() {
        parsed.rewrite_url = Some(&call);
    }
    let done = work(&parsed);
    match failed.take() {
        Some(thrown) => Err(thrown),
        None => Ok(done?),
    }
}

fn rewrite_with(rewrite: &Function, url: &str, used: UrlUse<'_>, failed: &RefCell<Option<JsValue>>) -> Option<String> {
    #[derive(Serialize)]
    struct Use<'a> {
        element: &'a str,
        attribute: &'a str,
    }
    let used = to_js(&Use { element: used.element, attribute: used.attribute });
    match natives::call_with_2(rewrite, &JsValue::UNDEFINED, &url.into(), &used) {
        Ok(answer) => answer.as_string(),
        Err(exception) => {
            failed.borrow_mut().get_or_insert_with(|| throw_for("rewriteUrl", exception));
            None
        }
    }
}
