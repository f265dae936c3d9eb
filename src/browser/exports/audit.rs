//! What audits and compiles.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::audit::format::{self, SarifOptions};
use crate::audit::{self, AuditReport, PageReport, Response};
use crate::browser::interop::{
    describe, dictionary, dictionary_beside, invalid, object, property, required_beside, string, to_js,
};
use crate::browser::natives;
use crate::browser::observed::Observed;
use crate::csp::ExplainInput;
use crate::error::{Error, ErrorKind, quote, shorten};
use crate::policy::{CompileOptions, Policy, PolicyInput};
use crate::source::{Origin, Url};
use crate::speculation::Context;

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
    let self_origin = Origin::of(&natives::self_origin());
    let PageReport { report, policies } = audit::audit_page(&observed.into(), &self_origin, policy.as_ref());
    object([("report", to_js(&report)), ("policies", to_js(&policies))])
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
