//! What a server asks: Fetch Metadata isolation and CORS. The entry fits it into handlers.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::interop::{describe, dictionary, to_js};
use super::natives;
use crate::audit;
use crate::cors::{self, CorsPolicy, CorsPolicyInput, Headers};
use crate::endpoint::{self, Endpoint, FIELDS};
use crate::error::{Error, ErrorKind, shorten};
use crate::fetch_metadata::{self, Facts, Isolation, IsolationInput, Preset, RefusalMeter, RequestFacts};
use crate::speculation::{SpeculationInput, response_headers};

/// A request as it stands, and options.
#[wasm_bindgen(js_name = decideRequest)]
pub fn decide_request(request: JsValue, options: JsValue) -> Result<JsValue, Error> {
    let request: RequestFacts = dictionary(&request, "request", ErrorKind::InvalidInput)?;
    Ok(to_js(&isolation(&options)?.decide(&request.facts())))
}

fn isolation(options: &JsValue) -> Result<Isolation, Error> {
    Isolation::parse(dictionary(options, "options", ErrorKind::InvalidOption)?)
}

thread_local! {
    static ENDPOINTS: RefCell<Vec<Installed>> = const { RefCell::new(Vec::new()) };
}

/// A policy that was checked once, and the refusals under it.
struct Installed {
    endpoint: Endpoint,
    /// The same for what comes as a handshake.
    handshake: Option<Endpoint>,
    meter: RefusalMeter,
}

/// Checks options, and a CORS policy if there is one; says by which number to ask.
#[wasm_bindgen(js_name = endpointOf)]
pub fn endpoint_of(options: JsValue, policy: JsValue) -> Result<usize, Error> {
    endpoints(&options, &policy).map(|[endpoint, handshake]| install(endpoint, Some(handshake)))
}

fn endpoints(options: &JsValue, policy: &JsValue) -> Result<[Endpoint; 2], Error> {
    let input: IsolationInput = dictionary(options, "options", ErrorKind::InvalidOption)?;
    // Firefox has a destination of its own for it, which nobody lists.
    let handshake = IsolationInput { preset: Preset::Websocket, allowed_dest: None, ..input.clone() };
    let isolations = (Isolation::parse(input)?, Isolation::parse(handshake)?);
    if policy.is_undefined() {
        return Ok([Endpoint::of_isolation(isolations.0), Endpoint::of_isolation(isolations.1)]);
    }
    let policy = cors_policy(policy, "options.cors")?;
    Ok([Endpoint::new(isolations.0, policy.clone())?, Endpoint::new(isolations.1, policy)?])
}

/// The same of a CORS policy alone.
#[wasm_bindgen(js_name = endpointOfCors)]
pub fn endpoint_of_cors(policy: JsValue) -> Result<usize, Error> {
    cors_policy(&policy, "policy").map(|policy| install(Endpoint::of_cors(policy), None))
}

fn install(endpoint: Endpoint, handshake: Option<Endpoint>) -> usize {
    ENDPOINTS.with_borrow_mut(|all| {
        all.push(Installed { endpoint, handshake, meter: RefusalMeter::default() });
        all.len() - 1
    })
}

fn cors_policy(policy: &JsValue, name: &str) -> Result<CorsPolicy, Error> {
    let input: CorsPolicyInput = json(policy, name, ErrorKind::InvalidPolicy)?;
    CorsPolicy::parse(input)
}

/// The status to answer with, 0 where the handler answers; behind a space why; a line each, the headers of the response,
/// `Vary` the last. The facts are a line each, a NUL where there is none: method, scheme, host, path, local address, then the header
/// fields in the order of [`FIELDS`]. One string crosses quicker than many.
#[wasm_bindgen(js_name = endpointRule)]
pub fn endpoint_rule(number: usize, is_handshake: bool, told: &str) -> Result<String, Error> {
    let mut lines = told.split('\n').map(|line| Some(line).filter(|line| *line != "\0"));
    let mut next = || lines.next().flatten();
    let [method, scheme, host, path, local_address] = std::array::from_fn(|_| next());
    let fields = FIELDS.map(|_| next().map(str::trim_ascii));
    // HTTP has no line end in any of them; whoever makes up requests may.
    if told.matches('\n').count() + 1 != FIRST_LINE + FIELDS.len() {
        return Err(Error::new(ErrorKind::InvalidInput, "request: a line end in its method, path or headers"));
    }
    let head = Facts {
        method: method.unwrap_or_default(),
        scheme,
        host: host.unwrap_or_default(),
        path: path.unwrap_or_default(),
        local_address,
        ..Facts::default()
    };
    let (facts, asked) = endpoint::read(head, fields);
    ENDPOINTS.with_borrow(|all| {
        let installed = all.get(number);
        let endpoint =
            installed.and_then(|one| if is_handshake { one.handshake.as_ref() } else { Some(&one.endpoint) });
        let Some(endpoint) = endpoint else {
            return Err(Error::new(ErrorKind::InvalidInput, "no such policy"));
        };
        let ruling = endpoint.rule(&facts, &asked);
        let mut text = format!("{} {}", ruling.status.unwrap_or(0), ruling.reason);
        for (name, value) in ruling.headers.iter().chain([("Vary", endpoint.vary(&ruling))]) {
            text.extend(["\n", name, ": ", value]);
        }
        Ok(text)
    })
}

/// The facts ahead of the header fields.
const FIRST_LINE: usize = 5;

/// Counts a refusal: 1 where it is to be told of, 2 where it makes a storm, 3 for both.
#[wasm_bindgen(js_name = endpointRefused)]
pub fn endpoint_refused(number: usize, client: &str, now: f64) -> u8 {
    ENDPOINTS.with_borrow_mut(|all| {
        let Some(installed) = all.get_mut(number) else { return 0 };
        let signal = installed.meter.refused(client, now.max(0.0) as u64);
        u8::from(signal.log) + 2 * u8::from(signal.storm)
    })
}

#[wasm_bindgen(js_name = speculationHeaders)]
pub fn speculation_headers(options: JsValue) -> Result<JsValue, Error> {
    let input: SpeculationInput = dictionary(&options, "options", ErrorKind::InvalidOption)?;
    let headers: Headers = response_headers(&input)?.into_iter().collect();
    Ok(to_js(&headers))
}

#[wasm_bindgen(js_name = corsPreflightRequired)]
pub fn cors_preflight_required(request: JsValue) -> Result<JsValue, Error> {
    answer(&request, "request", cors::cors_preflight_required)
}

#[wasm_bindgen(js_name = corsBrowserCheck)]
pub fn cors_browser_check(input: JsValue) -> Result<JsValue, Error> {
    answer(&input, "input", cors::cors_browser_check)
}

#[wasm_bindgen(js_name = auditCors)]
pub fn audit_cors(input: JsValue) -> Result<JsValue, Error> {
    answer(&input, "input", audit::audit_cors)
}

/// What a server is to answer so that listed clients can call it.
#[wasm_bindgen(js_name = fixCors)]
pub fn fix_cors(input: JsValue) -> Result<JsValue, Error> {
    let input = json(&input, "input", ErrorKind::InvalidInput)?;
    Ok(to_js(&cors::fix_cors(&input)?))
}

#[wasm_bindgen(js_name = auditRequestPolicy)]
pub fn audit_request_policy(input: JsValue) -> Result<JsValue, Error> {
    answer(&input, "input", audit::audit_request_policy)
}

#[wasm_bindgen(js_name = auditRoutes)]
pub fn audit_routes(input: JsValue) -> Result<JsValue, Error> {
    answer(&input, "input", audit::audit_routes)
}

/// The requests that an audit asks for.
#[wasm_bindgen(js_name = requestProbes)]
pub fn request_probes(target: JsValue) -> Result<JsValue, Error> {
    let target = json(&target, "target", ErrorKind::InvalidInput)?;
    Ok(to_js(&fetch_metadata::probes(&target)?))
}

/// The same of CORS's.
#[wasm_bindgen(js_name = corsProbes)]
pub fn cors_probes(target: JsValue) -> Result<JsValue, Error> {
    let target = json(&target, "target", ErrorKind::InvalidInput)?;
    Ok(to_js(&cors::probes(&target)?))
}

#[wasm_bindgen(js_name = decideCors)]
pub fn decide_cors(request: JsValue, policy: JsValue) -> Result<JsValue, Error> {
    let policy = cors_policy(&policy, "policy")?;
    answer(&request, "request", |request| cors::decide_cors(request, &policy))
}

fn answer<I: DeserializeOwned, O: Serialize>(
    input: &JsValue,
    name: &str,
    work: impl FnOnce(&I) -> O,
) -> Result<JsValue, Error> {
    let input: I = json(input, name, ErrorKind::InvalidInput)?;
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
