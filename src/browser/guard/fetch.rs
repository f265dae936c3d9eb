//! `fetch` and `fetchLater`.
//!
//! `fetch(input, init)` is by its definition (Fetch Standard § 5.6) a `Request` made of both, then fetched. Making that
//! `Request` ourselves reads everything once, and what was judged is what is sent. Whether it is `keepalive` plays no
//! part: that can be a getter, inherited, or on the `Request` alone.

use std::rc::Rc;

use super::super::natives;
use super::wrap::{Call, method};
use super::{Guard, Wrapped};
use crate::guard::Api;

pub(super) fn wrap(guard: &Rc<Guard>) -> Wrapped {
    method(guard, "fetch", "", "fetch", |guard, call| {
        if call.has_fewer_than(1) {
            return call.forward();
        }
        let request = match natives::make_request(&call.argument(0), &call.argument(1)) {
            Ok(request) => request,
            Err(error) => return Ok(natives::rejected_with(&error)),
        };
        let url = natives::url_of(&request);
        if !guard.allows(Api::Fetch, &url) {
            return Ok(natives::rejected(&guard.refusal(Api::Fetch, &url)));
        }
        let Call { this, original, .. } = call;
        natives::call_with_1(&original, &this, &request)
    })
}

pub(super) fn wrap_later(guard: &Rc<Guard>) -> Wrapped {
    method(guard, "fetchLater", "", "fetchLater", |guard, call| {
        if call.has_fewer_than(1) {
            return call.forward();
        }
        let request = natives::make_request(&call.argument(0), &call.argument(1))?;
        let url = natives::url_of(&request);
        if !guard.allows(Api::FetchLater, &url) {
            return Err(natives::type_error(&guard.refusal(Api::FetchLater, &url)));
        }
        let Call { this, original, arguments } = call;
        // The init is forwarded for its `activateAfter`; where the request goes is settled by the Request.
        natives::call_with_2(&original, &this, &request, &arguments.get(1))
    })
}
