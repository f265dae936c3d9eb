//! The pinned CSP: a `<meta>` that script puts into `head` is enforced from then on, for captured originals too, and no
//! removal lifts it (measured in Chromium 156, Firefox 153 and WebKit 2.50).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::super::natives;
use super::{Guard, Layer, current, page};
use crate::policy::Verdict;
use crate::source::SourceList;

#[wasm_bindgen(module = "/src/browser/guard/pinned_csp.js")]
extern "C" {
    #[wasm_bindgen(js_name = sourcesInUse)]
    fn sources_in_use() -> String;
    #[wasm_bindgen(js_name = framesInUse)]
    fn frames_in_use() -> String;
    #[wasm_bindgen(js_name = onViolationOf)]
    fn on_violation_of(listener: &Function);
    #[wasm_bindgen(js_name = probeName)]
    fn probe_name() -> String;
    fn probe(url: &str);
}

/// In lockdown: no markup but the sanitizer's reaches a parser of the page.
const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types mcp-cordon";

pub(super) fn pin(guard: &Rc<Guard>, wanted: bool) -> Layer {
    let off = |detail: &str| Layer { active: false, detail: detail.to_owned() };
    if !wanted {
        return off("options.pinCsp is false");
    }
    if guard.report_only {
        return off("a <meta> cannot report only, so report-only mode pins nothing");
    }
    if !natives::document_head().is_object() {
        return off("there is no <head> here to hold a <meta>");
    }
    let mut csp = guard.policy.meta_csp(&SourceList::parse(&sources_in_use()), &guard.frames_in_use);
    if guard.lockdown {
        csp = format!("{csp}; {TRUSTED_TYPES}");
    }
    let mut detail = format!("pinned for good, uninstall does not lift it: {csp}");
    if !PINNED.with_borrow(|pinned| pinned.iter().any(|(known, _)| *known == csp)) {
        if PINNED.with_borrow(Vec::is_empty) {
            listen();
        }
        page::pin_csp(&csp);
        let name = probe_name();
        PINNED.with_borrow_mut(|pinned| pinned.push((csp, name.clone())));
        probe(&name);
    }
    detail.push_str(&page::existing_frames());
    Layer { active: true, detail }
}

/// Whether a URL is one that a guard asks for to prove its pinned policy: `probeName` of `pinned_csp.js`.
pub(super) fn is_probe(url: &str) -> bool {
    let number = url.strip_prefix("https://cordon-").and_then(|rest| rest.strip_suffix(".invalid/"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The frames that the page has already.
pub(super) fn existing() -> SourceList {
    SourceList::parse(&frames_in_use())
}

/// What the probes have shown so far.
pub(super) fn proof() -> &'static str {
    if PINNED.with_borrow(|pinned| pinned.iter().all(|(_, name)| name.is_empty())) {
        "; proved in force by its own violation event"
    } else {
        "; not yet proved by its own violation event"
    }
}

thread_local! {
    /// The policies that this page has been given, none of which can be lifted again, each with the name that is to prove
    /// it; empty once it has.
    static PINNED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Reports what a pinned policy refused, to the guard that is installed by then. Other policies of the page have their own
/// reports.
fn listen() {
    let heard: Closure<dyn Fn(String, String, String)> = Closure::new(heard);
    on_violation_of(heard.as_ref().unchecked_ref::<Function>());
    heard.forget();
}

fn heard(directive: String, url: String, policy: String) {
    enum Heard {
        Theirs,
        Probe,
        Ours,
    }
    let what = PINNED.with_borrow_mut(|pinned| {
        let probes = pinned.iter().any(|(_, name)| !name.is_empty() && url.starts_with(name.trim_end_matches('/')));
        match pinned.iter_mut().find(|(csp, _)| *csp == policy) {
            None => Heard::Theirs,
            Some((_, name)) if probes => {
                name.clear();
                Heard::Probe
            }
            Some(_) => Heard::Ours,
        }
    });
    let Some(guard) = current() else { return };
    if matches!(what, Heard::Ours)
        && !url.starts_with("about")
        && !url.is_empty()
        && !guard.expected.borrow().split(' ').any(|one| one == url)
    {
        guard.report(&directive, &url, Verdict::refused("not-listed"), "csp");
    }
}
