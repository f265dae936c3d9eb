//! The policy, as the package's entries read it.

use wasm_bindgen::prelude::*;

use super::interop::{dictionary, to_js};
use crate::error::{Error, ErrorKind};
use crate::policy::{Policy, PolicyInput};

#[wasm_bindgen(js_name = parsePolicy)]
pub fn parse_policy(input: JsValue) -> Result<JsValue, Error> {
    let input: PolicyInput = dictionary(&input, "policy", ErrorKind::InvalidPolicy)?;
    Ok(to_js(&Policy::parse(input)?.to_input()))
}
