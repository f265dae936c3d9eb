//! `BackgroundFetchManager.prototype.fetch`: transfers that outlive the page and the browser, and the deepest hole.
//!
//! Every URL of the list must stand in `policy.backgroundFetch`, which is empty by default. See [`Api::uses`].

use std::rc::Rc;

use super::super::natives;
use super::wrap::{Call, method};
use super::{Guard, Wrapped};
use crate::guard::Api;

pub(super) fn wrap(guard: &Rc<Guard>) -> Wrapped {
    method(guard, "backgroundFetch", "BackgroundFetchManager", "fetch", |guard, call| {
        if call.has_fewer_than(2) {
            return call.forward();
        }
        let requests = match natives::make_requests(&call.argument(1)) {
            Ok(requests) => requests,
            Err(error) => return Ok(natives::rejected_with(&error)),
        };
        for index in 0..requests.length() {
            let url = natives::url_of(&natives::request_at(&requests, index));
            if !guard.allows(Api::BackgroundFetch, &url) {
                return Ok(natives::rejected(&guard.refusal(Api::BackgroundFetch, &url)));
            }
        }
        let Call { this, original, arguments } = call;
        natives::call_with_3(&original, &this, &arguments.get(0), &requests, &arguments.get(2))
    })
}
