//! The gate in a service worker: what it was told at its start, and its answers. The entry listens and refuses.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::interop::{dictionary, dictionary_beside, function, invalid, object, to_js};
use super::natives;
use crate::error::{Error, ErrorKind, shorten};
use crate::guard::{Api, ClientRequest, Request, decide, decide_client};
use crate::policy::{Policy, PolicyInput, Use, Verdict};
use crate::source::{Origin, Source, SourceList};

thread_local! {
    /// The worker's gate. It is there for the worker's life: nothing replaces it or takes it down.
    static GATE: RefCell<Option<Rc<Gate>>> = const { RefCell::new(None) };
}

struct Gate {
    policy: Policy,
    app: SourceList,
    self_origin: Origin,
    on_violation: Option<Function>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct GateOptions {
    app: Vec<String>,
    claim: Option<bool>,
    skip_waiting: Option<bool>,
}

/// One refusal, of the guard's shape.
#[derive(Serialize)]
struct Violation<'a> {
    api: &'a str,
    url: &'a str,
    origin: String,
    verdict: &'a Verdict,
    layer: &'static str,
    time: f64,
}

const LONGEST_URL: usize = 2_000;

impl Gate {
    fn refuses(&self, api: &str, url: &str, verdict: &Verdict) -> bool {
        if let Some(listener) = self.on_violation.as_ref().filter(|_| !verdict.allowed) {
            let origin = Origin::of(url).to_string();
            let url = &shorten(url, LONGEST_URL);
            let violation = Violation { api, url, origin, verdict, layer: "service-worker", time: natives::time() };
            // What the listener throws is its own affair; a refusal stays a refusal.
            let _ = natives::call_with_1(listener, &JsValue::UNDEFINED, &to_js(&violation));
        }
        !verdict.allowed
    }
}

/// Returns what the entry has to do: `{ claim, skipWaiting, backgroundFetch }`, the last one false where the policy lists
/// nothing for it.
#[wasm_bindgen(js_name = installGate)]
pub fn install_gate(policy: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    if GATE.with_borrow(Option::is_some) {
        return Err(Error::new(ErrorKind::InvalidInput, "this service worker has a gate already").into());
    }
    let policy: PolicyInput = dictionary(&policy, "policy", ErrorKind::InvalidPolicy)?;
    let policy = Policy::parse(policy)?;
    let on_violation = function(&options, "onViolation")?;
    let GateOptions { app, claim, skip_waiting } =
        dictionary_beside(&options, "options", ErrorKind::InvalidOption, &["onViolation"])?;
    let app = app.iter().map(|source| source.parse::<Source>()).collect::<Result<SourceList, _>>();
    let app = app.map_err(|error| invalid("app", &error.to_string()))?;
    let settings = [
        ("claim", claim.unwrap_or(true).into()),
        ("skipWaiting", skip_waiting.unwrap_or(false).into()),
        ("backgroundFetch", (!policy.sources(Use::BackgroundFetch).is_empty()).into()),
    ];
    let self_origin = Origin::of(&natives::self_origin());
    GATE.set(Some(Rc::new(Gate { policy, app, self_origin, on_violation })));
    object(settings)
}

fn gate() -> Option<Rc<Gate>> {
    GATE.with_borrow(Option::clone)
}

/// Whether a client's request is refused. A worker without a gate asks nobody, so that no answer is a refusal.
#[wasm_bindgen(js_name = gateRefuses)]
pub fn gate_refuses(destination: &str, url: &str) -> bool {
    let Some(gate) = gate() else { return true };
    let verdict = decide_client(&gate.policy, &gate.app, &gate.self_origin, ClientRequest { destination, url });
    let api = if destination.is_empty() { "fetch" } else { destination };
    gate.refuses(api, url, &verdict)
}

/// Whether a background fetch of these URLs is refused: for one of them, or because there are none to judge.
#[wasm_bindgen(js_name = gateRefusesBackgroundFetch)]
pub fn gate_refuses_background_fetch(urls: Vec<String>) -> bool {
    let Some(gate) = gate() else { return true };
    let api = Api::BackgroundFetch;
    let refused = urls.iter().filter(|url| {
        let verdict = decide(&gate.policy, &gate.self_origin, Request::new(api, url));
        gate.refuses(api.name(), url, &verdict)
    });
    urls.is_empty() || refused.count() > 0
}
