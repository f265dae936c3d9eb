//! `XMLHttpRequest`: judged at `open`, where the URL is.
//!
//! A refused request is opened on an address that no network has, so that `send` fails as a network error does: state,
//! `error` and `loadend` events, `NetworkError` where it is synchronous.

use std::rc::Rc;

use super::super::natives;
use super::wrap::method;
use super::{Guard, Wrapped};
use crate::guard::Api;

/// Fetch Standard § 4.3: `about:` other than `about:blank` is a network error, before any look-up.
const NOWHERE: &str = "about:invalid";

pub(super) fn wrap(guard: &Rc<Guard>) -> Wrapped {
    method(guard, "XMLHttpRequest", "XMLHttpRequest", "open", |guard, call| {
        if call.has_fewer_than(2) {
            return call.forward();
        }
        let written = natives::to_text(&call.argument(1))?;
        // What does not resolve is the platform's to refuse: it throws a SyntaxError.
        let url = match natives::resolve(&written) {
            Some(url) if !guard.allows(Api::XmlHttpRequest, &url) => NOWHERE.to_owned(),
            Some(url) => url,
            None => written,
        };
        natives::replace_argument(&call.arguments, 1, &url.into());
        call.forward()
    })
}
