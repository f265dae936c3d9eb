//! What a server asks: Fetch Metadata isolation and CORS. The entry fits it into handlers.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::interop::{describe, dictionary, object, throw, to_js};
use super::natives;
use crate::audit;
use crate::cors::{self, CorsPolicy, CorsPolicyInput};
use crate::error::{Error, ErrorKind, shorten};
use crate::fetch_metadata::{self, Facts, Isolation, IsolationInput, RefusalMeter, RequestFacts, status};

/// A request as it stands, and options.
#[wasm_bindgen(js_name = decideRequest)]
pub fn decide_request(request: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let request: RequestFacts = dictionary(&request, "request", ErrorKind::InvalidInput).map_err(throw)?;
    Ok(to_js(&isolation(&options).map_err(throw)?.decide(&request.facts())))
}

fn isolation(options: &JsValue) -> Result<Isolation, Error> {
    let input: IsolationInput = dictionary(options, "options", ErrorKind::InvalidOption)?;
    Isolation::parse(input)
}

thread_local! {
    static ISOLATIONS: RefCell<Vec<Installed>> = const { RefCell::new(Vec::new()) };
}

/// Options that were checked once, and the refusals under them.
struct Installed {
    isolation: Isolation,
    meter: RefusalMeter,
}

/// Checks options, and says by which number to ask and which headers answers vary by.
#[wasm_bindgen(js_name = isolationOf)]
pub fn isolation_of(options: JsValue) -> Result<JsValue, JsValue> {
    let isolation = isolation(&options).map_err(throw)?;
    let vary = isolation.vary().join(", ");
    let number = ISOLATIONS.with_borrow_mut(|all| {
        all.push(Installed { isolation, meter: RefusalMeter::default() });
        all.len() - 1
    });
    object([("number", number.into()), ("vary", vary.into())])
}

/// The status to answer with, 200 where the request passes, and behind a space why. The facts are strings or undefined, in this order:
/// method, scheme, host, path, site, mode, dest, user, purpose, legacy purpose, origin, requested method.
#[wasm_bindgen(js_name = isolationJudge)]
pub fn isolation_judge(number: usize, told: Vec<JsValue>) -> Result<String, JsValue> {
    let told: Vec<Option<String>> = told.iter().map(JsValue::as_string).collect();
    let fact = |at: usize| told.get(at).and_then(Option::as_deref);
    let field = |at: usize| fact(at).map(str::trim_ascii);
    let facts = Facts {
        method: fact(0).unwrap_or_default(),
        scheme: fact(1),
        host: fact(2).unwrap_or_default(),
        path: fact(3).unwrap_or_default(),
        site: field(4),
        mode: field(5),
        dest: field(6),
        user: field(7),
        purpose: field(8),
        legacy_purpose: field(9),
        origin: field(10),
        asks_for_method: fact(11).is_some(),
    };
    ISOLATIONS.with_borrow(|all| match all.get(number).map(|installed| installed.isolation.judge(&facts)) {
        Some(verdict @ (Ok(reason) | Err(reason))) => Ok(format!("{} {reason}", status(verdict))),
        None => Err(throw(Error::new(ErrorKind::InvalidInput, "no such isolation"))),
    })
}

/// Counts a refusal: 1 where it is to be told of, 2 where it makes a storm, 3 for both.
#[wasm_bindgen(js_name = isolationRefused)]
pub fn isolation_refused(number: usize, client: &str, now: f64) -> u8 {
    ISOLATIONS.with_borrow_mut(|all| {
        let Some(installed) = all.get_mut(number) else { return 0 };
        let signal = installed.meter.refused(client, now.max(0.0) as u64);
        u8::from(signal.log) + 2 * u8::from(signal.storm)
    })
}

#[wasm_bindgen(js_name = corsPreflightRequired)]
pub fn cors_preflight_required(request: JsValue) -> Result<JsValue, JsValue> {
    answer(&request, "request", cors::cors_preflight_required)
}

#[wasm_bindgen(js_name = corsBrowserCheck)]
pub fn cors_browser_check(input: JsValue) -> Result<JsValue, JsValue> {
    answer(&input, "input", cors::cors_browser_check)
}

#[wasm_bindgen(js_name = auditCors)]
pub fn audit_cors(input: JsValue) -> Result<JsValue, JsValue> {
    answer(&input, "input", audit::audit_cors)
}

#[wasm_bindgen(js_name = auditRequestPolicy)]
pub fn audit_request_policy(input: JsValue) -> Result<JsValue, JsValue> {
    answer(&input, "input", audit::audit_request_policy)
}

#[wasm_bindgen(js_name = auditRoutes)]
pub fn audit_routes(input: JsValue) -> Result<JsValue, JsValue> {
    answer(&input, "input", audit::audit_routes)
}

/// The requests that an audit asks for.
#[wasm_bindgen(js_name = requestProbes)]
pub fn request_probes(target: JsValue) -> Result<JsValue, JsValue> {
    let target = json(&target, "target", ErrorKind::InvalidInput).map_err(throw)?;
    Ok(to_js(&fetch_metadata::probes(&target).map_err(throw)?))
}

/// The same of CORS's.
#[wasm_bindgen(js_name = corsProbes)]
pub fn cors_probes(target: JsValue) -> Result<JsValue, JsValue> {
    let target = json(&target, "target", ErrorKind::InvalidInput).map_err(throw)?;
    Ok(to_js(&cors::probes(&target).map_err(throw)?))
}

#[wasm_bindgen(js_name = decideCors)]
pub fn decide_cors(request: JsValue, policy: JsValue) -> Result<JsValue, JsValue> {
    let policy: CorsPolicyInput = json(&policy, "policy", ErrorKind::InvalidPolicy).map_err(throw)?;
    let policy = CorsPolicy::parse(policy).map_err(throw)?;
    answer(&request, "request", |request| cors::decide_cors(request, &policy))
}

fn answer<I: DeserializeOwned, O: Serialize>(
    input: &JsValue,
    name: &str,
    work: impl FnOnce(&I) -> O,
) -> Result<JsValue, JsValue> {
    let input: I = json(input, name, ErrorKind::InvalidInput).map_err(throw)?;
    Ok(to_js(&work(&input)))
}

/// Reads what JSON can say, as JSON would say it: a list or its only member, and `null` for nothing.
fn json<T: DeserializeOwned>(value: &JsValue, name: &str, kind: ErrorKind) -> Result<T, Error> {
    let refuse = |why: &str| Error::new(kind, format!("{name}: {}", shorten(why, 160)));
    let text = natives::to_json(value)
        .map_err(|thrown| refuse(&natives::to_text(&thrown).unwrap_or_else(|_| describe(&thrown))))?;
    let text = text.filter(|text| text.starts_with('{'));
    let text = text.ok_or_else(|| refuse(&format!("expected an object, got {}", describe(value))))?;
    serde_json::from_str(&text).map_err(|error| refuse(&error.to_string()))
}
