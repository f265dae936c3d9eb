//! The guard in a page: wrapped APIs, a pinned CSP, and an account of what they refused.

mod background_fetch;
mod beacon;
mod fetch;
mod pinned_csp;
mod wrap;
mod xhr;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::interop::{describe, dictionary, dictionary_beside, function, invalid, string, throw, to_js};
use super::natives;
use crate::error::{Error, ErrorKind, shorten};
use crate::guard::{Api, Request, decide};
use crate::policy::{Policy, PolicyInput, Use, Verdict};
use crate::source::{Origin, Url};
use wrap::Patch;

thread_local! {
    /// The page's guard. There is one: two would each report what the other refused.
    static GUARD: RefCell<Option<Installed>> = const { RefCell::new(None) };
}

struct Installed {
    guard: Rc<Guard>,
    layers: Vec<Layer>,
    patches: Vec<Patch>,
}

/// The guard that is installed now, if one is.
pub(super) fn current() -> Option<Rc<Guard>> {
    GUARD.with_borrow(|installed| installed.as_ref().map(|installed| Rc::clone(&installed.guard)))
}

/// What every surface shares.
pub(super) struct Guard {
    policy: Policy,
    self_origin: Origin,
    report_only: bool,
    on_violation: Option<Function>,
    violations: RefCell<VecDeque<Violation>>,
    /// What the audit's probe asks for, to be refused.
    probe: RefCell<String>,
    /// The listener is running: what it sends in turn is recorded and not told to it.
    in_listener: Cell<bool>,
}

/// One refusal, or in report-only mode what would have been one.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Violation {
    api: String,
    url: String,
    origin: String,
    verdict: Verdict,
    layer: &'static str,
    time: f64,
}

#[derive(Serialize)]
struct Layer {
    name: &'static str,
    active: bool,
    detail: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct GuardOptions {
    mode: Option<Mode>,
    strength: Option<Strength>,
    pin_csp: Option<bool>,
}

/// The one strength so far.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Strength {
    Standard,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    Enforce,
    ReportOnly,
}

/// Violations kept; the oldest go first.
const MOST_VIOLATIONS: usize = 1_000;
const LONGEST_URL: usize = 2_000;

impl Guard {
    /// Whether a call may go on. In report-only mode it always may, and is reported all the same.
    fn allows(&self, api: Api, url: &str) -> bool {
        let verdict = decide(&self.policy, &self.self_origin, Request { api, url });
        if verdict.allowed {
            return true;
        }
        self.report(api.name(), url, verdict, "apis");
        self.report_only
    }

    fn report(&self, api: &str, url: &str, verdict: Verdict, layer: &'static str) {
        let origin = Origin::of(url).to_string();
        let url = shorten(url, LONGEST_URL);
        let violation = Violation { api: api.to_owned(), url, origin, verdict, layer, time: natives::time() };
        if let Some(listener) = self.on_violation.as_ref().filter(|_| !self.in_listener.replace(true)) {
            // What the listener throws is its own affair; a refusal stays a refusal.
            let _ = natives::call_with_1(listener, &JsValue::UNDEFINED, &to_js(&violation));
            self.in_listener.set(false);
        }
        let mut violations = self.violations.borrow_mut();
        if violations.len() == MOST_VIOLATIONS {
            violations.pop_front();
        }
        violations.push_back(violation);
    }

    /// What a refused call says.
    fn refusal(&self, api: Api, url: &str) -> String {
        let list = match api.uses() {
            Use::BackgroundFetch => "backgroundFetch",
            _ => "connect",
        };
        format!("mcp-cordon refused {} to {}: policy.{list} does not list it", api.name(), Origin::of(url))
    }
}

#[wasm_bindgen(js_name = installGuard)]
pub fn install_guard(policy: JsValue, options: JsValue) -> Result<(), JsValue> {
    if GUARD.with_borrow(Option::is_some) {
        let message = "a guard is installed already; uninstall it first";
        return Err(throw(Error::new(ErrorKind::InvalidInput, message)));
    }
    let input: PolicyInput = dictionary(&policy, "policy", ErrorKind::InvalidPolicy).map_err(throw)?;
    let policy = Policy::parse(input).map_err(throw)?;
    let on_violation = function(&options, "onViolation").map_err(throw)?;
    let GuardOptions { mode, pin_csp, strength: None | Some(Strength::Standard) } =
        dictionary_beside(&options, "options", ErrorKind::InvalidOption, &["onViolation"]).map_err(throw)?;
    let report_only = mode == Some(Mode::ReportOnly);
    let self_origin = Origin::of(&natives::self_origin());
    let guard = Rc::new(Guard {
        policy,
        self_origin,
        report_only,
        on_violation,
        violations: RefCell::default(),
        probe: RefCell::default(),
        in_listener: Cell::new(false),
    });

    let mut patches = Vec::new();
    let mut missing = Vec::new();
    for surface in SURFACES {
        match surface(&guard) {
            Wrapped::Patch(patch) => patches.push(patch),
            Wrapped::Missing(name) => missing.push(name),
        }
    }
    let wrapped: Vec<_> = patches.iter().map(Patch::name).collect();
    let mut detail = format!("wraps {}", wrapped.join(", "));
    if !missing.is_empty() {
        detail.push_str(&format!("; not in this browser: {}", missing.join(", ")));
    }
    if report_only {
        detail.push_str("; reports only");
    }
    let apis = Layer { name: "apis", active: !report_only, detail };
    let csp = pinned_csp::pin(&guard, pin_csp.unwrap_or(true));
    let later = |name, detail: &str| Layer { name, active: false, detail: detail.to_owned() };
    let layers = vec![
        apis,
        csp,
        later("navigation", "not held: following a link or setting location is not refused"),
        later("watch", "not held: speculation rules and resource hints that script inserts are not refused"),
        later("service-worker", "not installed"),
    ];
    GUARD.set(Some(Installed { guard, layers, patches }));
    Ok(())
}

enum Wrapped {
    Patch(Patch),
    Missing(&'static str),
}

type Surface = fn(&Rc<Guard>) -> Wrapped;

/// Every surface, one file each.
const SURFACES: &[Surface] = &[fetch::wrap, fetch::wrap_later, beacon::wrap, xhr::wrap, background_fetch::wrap];

#[wasm_bindgen(js_name = guardLayers)]
pub fn guard_layers() -> JsValue {
    GUARD.with_borrow(|installed| match installed {
        Some(installed) => to_js(&installed.layers),
        None => to_js(&Vec::<Layer>::new()),
    })
}

#[wasm_bindgen(js_name = guardViolations)]
pub fn guard_violations() -> JsValue {
    GUARD.with_borrow(|installed| match installed {
        Some(installed) => to_js(&*installed.guard.violations.borrow()),
        None => to_js(&Vec::<Violation>::new()),
    })
}

/// A dry run: nothing is sent and nothing is reported.
#[wasm_bindgen(js_name = guardCheck)]
pub fn guard_check(url: JsValue, used: JsValue) -> Result<JsValue, JsValue> {
    let used = match used.as_string().as_deref() {
        None if used.is_undefined() => Use::Connect,
        Some("connect") => Use::Connect,
        Some("resource") => Use::Resource,
        Some("frame") => Use::Frame,
        _ => return Err(throw(invalid("use", "expected \"connect\", \"resource\" or \"frame\""))),
    };
    let url = natives::to_text(&url)?;
    GUARD.with_borrow(|installed| {
        let Some(Installed { guard, .. }) = installed else {
            return Err(throw(Error::new(ErrorKind::InvalidInput, "the guard is not installed")));
        };
        let verdict = match (natives::resolve(&url), used) {
            (None, _) => Verdict::invalid_url(),
            (Some(url), Use::Connect) => {
                decide(&guard.policy, &guard.self_origin, Request { api: Api::Fetch, url: &url })
            }
            (Some(url), _) => Url::parse(&url, None)
                .map_or_else(Verdict::invalid_url, |url| guard.policy.judge(&url, used, &guard.self_origin)),
        };
        Ok(to_js(&verdict))
    })
}

/// A URL for `guard.check`: a string, or the platform's `URL`.
#[wasm_bindgen(js_name = urlText)]
pub fn url_text(url: JsValue) -> Result<String, JsValue> {
    if describe(&url) == "an object of class URL" {
        return natives::to_text(&url);
    }
    string(&url, "url").map_err(throw)
}

/// Says which URL the audit is about to have refused: that refusal is no violation.
#[wasm_bindgen(js_name = guardExpect)]
pub fn guard_expect(url: String) {
    GUARD.with_borrow(|installed| {
        if let Some(Installed { guard, .. }) = installed {
            guard.probe.replace(url);
        }
    });
}

/// Restores the wrapped APIs. A pinned CSP cannot be lifted: the layer's detail says so.
#[wasm_bindgen(js_name = guardUninstall)]
pub fn guard_uninstall() {
    if let Some(installed) = GUARD.take() {
        installed.patches.into_iter().for_each(Patch::restore);
    }
}
