//! The guard in a page: wrapped APIs, a pinned CSP, and an account of what they refused.

mod page;
mod pinned_csp;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::interop::{describe, dictionary, dictionary_beside, function, invalid, string, to_js};
use super::natives;
use crate::error::{Error, ErrorKind, shorten};
use crate::guard::{Api, Request, decide};
use crate::policy::{Policy, PolicyInput, Use, Verdict};
use crate::source::{Origin, SourceList, Url};

thread_local! {
    /// The page's guard. There is one: two would each report what the other refused.
    static GUARD: RefCell<Option<Installed>> = const { RefCell::new(None) };
}

struct Installed {
    guard: Rc<Guard>,
    csp: Layer,
    opener: u32,
    /// Kept: a script may have taken a wrapper out and hold it still, in the middle of a call.
    judge: Judge,
}

type Judge = Closure<dyn Fn(String, String, u32) -> bool>;

/// Whether a guard is installed that refuses, rather than reports.
#[wasm_bindgen(js_name = guardEnforces)]
pub fn enforces() -> bool {
    current().is_some_and(|guard| !guard.report_only)
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
    lockdown: bool,
    /// The origins of the frames that were there before.
    frames_in_use: SourceList,
    on_violation: Option<Function>,
    violations: RefCell<VecDeque<Violation>>,
    /// What the audit asks for, which may be refused: URLs, separated by spaces.
    expected: RefCell<String>,
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

/// The pinned CSP, as it was when the guard was installed.
struct Layer {
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

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Strength {
    Standard,
    Lockdown,
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
/// How much of the newest a burst is looked for in, and how long one lasts, in milliseconds.
const BURST: (usize, f64) = (32, 1_000.0);

impl Guard {
    /// Whether a call may go on. In report-only mode it always may, and is reported all the same.
    fn allows(&self, api: &str, url: &str, how: u32) -> bool {
        let Some(api) = Api::named(api) else { return self.report_only };
        let mut request = Request::new(api, url);
        request.came_about(how);
        request.lockdown = self.lockdown;
        let mut verdict = decide(&self.policy, &self.self_origin, request);
        if api == Api::Frame && !self.lockdown && !verdict.allowed && self.frames_before(url) {
            verdict.allowed = true;
        }
        if verdict.allowed {
            return true;
        }
        // Of the guard of a page that took over a window of this one's, its `fetch` with it: the page has not asked for that.
        if api != Api::Fetch || !pinned_csp::is_probe(url) {
            self.report(api.name(), url, verdict, api.layer());
        }
        self.report_only
    }

    fn frames_before(&self, url: &str) -> bool {
        let origin = Origin::of(url).to_string();
        self.frames_in_use.iter().any(|source| source.to_string() == origin)
    }

    /// Whether the page may exchange messages with a window of that origin, which is no frame of its own.
    fn may_message(&self, origin: &str) -> bool {
        decide(&self.policy, &self.self_origin, Request::new(Api::Message, origin)).allowed
    }

    /// Disowns the window that opened the page, unless it was a page of its own origin or of one that the policy lists: it could
    /// be told, or navigated. Answers with what became of it, as `messages.js` counts.
    fn release_opener(&self) -> u32 {
        const NONE: u32 = 0;
        const KEPT: u32 = 1;
        const SEVERED: u32 = 2;
        let Some(origin) = page::opener_origin() else { return NONE };
        if self.report_only || self.may_message(&origin) {
            return KEPT;
        }
        page::sever_opener();
        SEVERED
    }

    fn report(&self, api: &str, url: &str, verdict: Verdict, layer: &'static str) {
        let origin = Origin::of(url).to_string();
        let url = shorten(url, LONGEST_URL);
        let now = natives::time();
        if self.is_repeated(api, &url, layer, now) {
            return;
        }
        if let Some(endpoint) = self.policy.report_to() {
            // The report itself, refused by a policy of the page's, is not reported.
            if layer == "csp" && endpoint.origin().to_string() == origin {
                return;
            }
            let disposition = if self.report_only { "report" } else { "enforce" };
            page::report(endpoint.href(), api, &url, layer, verdict.reason, disposition);
        }
        let violation = Violation { api: api.to_owned(), url, origin, verdict, layer, time: now };
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

    /// A burst of the same is one violation.
    fn is_repeated(&self, api: &str, url: &str, layer: &str, now: f64) -> bool {
        let (newest, millis) = BURST;
        self.violations
            .borrow()
            .iter()
            .rev()
            .take(newest)
            .any(|known| now - known.time < millis && known.api == api && known.url == url && known.layer == layer)
    }
}

/// `claim` takes the name of the Trusted Types policy that lockdown's CSP allows, which else the first script to ask gets.
#[wasm_bindgen(js_name = installGuard)]
pub fn install_guard(policy: JsValue, options: JsValue, claim: &Function) -> Result<(), JsValue> {
    if GUARD.with_borrow(Option::is_some) {
        let message = "a guard is installed already; uninstall it first";
        return Err(Error::new(ErrorKind::InvalidInput, message).into());
    }
    let input: PolicyInput = dictionary(&policy, "policy", ErrorKind::InvalidPolicy)?;
    let policy = Policy::parse(input)?;
    let on_violation = function(&options, "onViolation")?;
    let GuardOptions { mode, pin_csp, strength } =
        dictionary_beside(&options, "options", ErrorKind::InvalidOption, &["onViolation"])?;
    let report_only = mode == Some(Mode::ReportOnly);
    let self_origin = Origin::of(&natives::self_origin());
    let guard = Rc::new(Guard {
        policy,
        self_origin,
        report_only,
        lockdown: strength == Some(Strength::Lockdown),
        frames_in_use: pinned_csp::existing(),
        on_violation,
        violations: RefCell::default(),
        expected: RefCell::default(),
        in_listener: Cell::new(false),
    });

    if guard.lockdown && !report_only {
        natives::call_with_1(claim, &JsValue::UNDEFINED, &JsValue::UNDEFINED)?;
    }
    let judging = Rc::clone(&guard);
    let judge: Judge = Closure::new(move |api: String, url: String, how| judging.allows(&api, &url, how));
    page::settle(judge.as_ref().unchecked_ref(), guard.lockdown, !report_only);
    // Ahead of the pinned policy: that this question is refused would be no violation of the page's.
    let own = guard.self_origin.to_string();
    page::watch_gate(decide(&guard.policy, &guard.self_origin, Request::new(Api::Fetch, &own)).allowed);
    let csp = pinned_csp::pin(&guard, pin_csp.unwrap_or(true));
    let opener = guard.release_opener();
    GUARD.set(Some(Installed { guard, csp, opener, judge }));
    Ok(())
}

#[wasm_bindgen(js_name = guardLayers)]
pub fn guard_layers() -> JsValue {
    GUARD.with_borrow(|installed| match installed {
        Some(Installed { guard, csp, opener, .. }) => {
            let proof = if csp.active { pinned_csp::proof() } else { "" };
            let may_tell = page::embedder_origin().is_some_and(|origin| guard.may_message(&origin));
            page::layers(csp.active, &format!("{}{proof}", csp.detail), may_tell, *opener, guard.report_only)
        }
        None => to_js(&Vec::<Violation>::new()),
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
        Some("navigate") => Use::Navigate,
        _ => return Err(invalid("use", "expected \"connect\", \"resource\", \"frame\" or \"navigate\"").into()),
    };
    let url = natives::to_text(&url)?;
    GUARD.with_borrow(|installed| {
        let Some(Installed { guard, .. }) = installed else {
            return Err(Error::new(ErrorKind::InvalidInput, "the guard is not installed").into());
        };
        let verdict = match (natives::resolve(&url), used) {
            (None, _) => Verdict::invalid_url(),
            (Some(url), Use::Connect | Use::Navigate) => {
                let api = if used == Use::Connect { Api::Fetch } else { Api::Navigate };
                decide(&guard.policy, &guard.self_origin, Request::new(api, &url))
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
    Ok(string(&url, "url")?)
}

/// Says what the audit asks for, separated by spaces: that a pinned policy refuses it is no violation.
#[wasm_bindgen(js_name = guardExpect)]
pub fn guard_expect(urls: String) {
    GUARD.with_borrow(|installed| {
        if let Some(Installed { guard, .. }) = installed {
            guard.expected.replace(urls);
        }
    });
}

/// Restores the wrapped APIs. A pinned CSP cannot be lifted: the layer's detail says so.
#[wasm_bindgen(js_name = guardUninstall)]
pub fn guard_uninstall() {
    if let Some(installed) = GUARD.take() {
        page::release();
        installed.judge.forget();
    }
}
