//! `navigator.sendBeacon`: a POST that outlives the page, with no preflight for text. A refusal is `false`, as a full
//! queue is (Beacon § 3.1), and is reported.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::super::natives;
use super::wrap::method;
use super::{Guard, Wrapped};
use crate::guard::Api;

pub(super) fn wrap(guard: &Rc<Guard>) -> Wrapped {
    method(guard, "sendBeacon", "Navigator", "sendBeacon", |guard, call| {
        if call.has_fewer_than(1) {
            return call.forward();
        }
        let written = natives::to_text(&call.argument(0))?;
        let Some(url) = natives::resolve(&written) else {
            return Err(natives::type_error(&format!("{written} is not a valid URL")));
        };
        if !guard.allows(Api::SendBeacon, &url) {
            return Ok(JsValue::FALSE);
        }
        natives::replace_argument(&call.arguments, 0, &url.into());
        call.forward()
    })
}
