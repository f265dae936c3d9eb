//! The pinned CSP: a `<meta>` that script puts into `head` is enforced from then on, for captured originals too, and no
//! removal lifts it (measured in Chromium 156, Firefox 153 and WebKit 2.50).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::super::natives;
use super::{Guard, Layer, current};
use crate::policy::Verdict;
use crate::source::SourceList;

pub(super) fn pin(guard: &Rc<Guard>, wanted: bool) -> Layer {
    let off = |detail: &str| Layer { name: "csp", active: false, detail: detail.to_owned() };
    if !wanted {
        return off("options.pinCsp is false");
    }
    if guard.report_only {
        return off("a <meta> cannot report only, so report-only mode pins nothing");
    }
    let head = natives::document_head();
    if !head.is_object() {
        return off("there is no <head> here to hold a <meta>");
    }
    let csp = guard.policy.meta_csp(&SourceList::parse(&natives::sources_in_use()));
    let detail = format!("pinned for the life of the page, uninstall does not lift it: {csp}");
    if !PINNED.with_borrow(|pinned| pinned.contains(&csp)) {
        insert(&head, &csp);
    }
    Layer { name: "csp", active: true, detail }
}

thread_local! {
    /// The policies that this page has been given; none of them can be lifted again.
    static PINNED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn insert(head: &JsValue, csp: &str) {
    if PINNED.with_borrow(Vec::is_empty) {
        listen();
    }
    PINNED.with_borrow_mut(|pinned| pinned.push(csp.to_owned()));
    let meta = natives::create_element(&natives::document_of(&JsValue::UNDEFINED), "meta");
    natives::set_attribute(&meta, "http-equiv", "Content-Security-Policy");
    natives::set_attribute(&meta, "content", csp);
    natives::append(head, &meta);
}

/// Reports what a pinned policy refused, to the guard that is installed by then. Other policies of the page have their own
/// reports.
fn listen() {
    let heard: Closure<dyn Fn(String, String, String)> =
        Closure::new(move |directive: String, url: String, policy: String| {
            let Some(guard) = current() else { return };
            let ours = PINNED.with_borrow(|pinned| pinned.contains(&policy));
            if ours && !url.starts_with("about") && !url.is_empty() && *guard.probe.borrow() != url {
                let verdict = Verdict { allowed: false, reason: "not-listed", matched: None };
                guard.report(&directive, &url, verdict, "csp");
            }
        });
    natives::on_violation_of(heard.as_ref().unchecked_ref::<Function>());
    heard.forget();
}
