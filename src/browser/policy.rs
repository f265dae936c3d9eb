//! The policy, as the package's entries read it.

use wasm_bindgen::prelude::*;

use super::interop::{dictionary, throw, to_js};
use crate::error::ErrorKind;
use crate::policy::{Policy, PolicyInput};

#[wasm_bindgen(js_name = parsePolicy)]
pub fn parse_policy(input: JsValue) -> Result<JsValue, JsValue> {
    let input: PolicyInput = dictionary(&input, "policy", ErrorKind::InvalidPolicy).map_err(throw)?;
    Policy::parse(input).map(|policy| to_js(&policy.to_input())).map_err(throw)
}
