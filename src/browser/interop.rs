//! JavaScript values in, typed values out; typed values in, plain JavaScript out.

use js_sys::{Function, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::natives;
use crate::error::{Error, ErrorKind, quote};

/// An error as the package's entry expects it: `{ code, message }`, which it throws as a `CordonError`.
pub(super) fn throw(error: Error) -> JsValue {
    #[derive(Serialize)]
    struct Thrown<'a> {
        code: &'a str,
        message: String,
    }
    to_js(&Thrown { code: error.code(), message: error.to_string() })
}

/// A plain object: what JSON can say, as JSON would say it.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// A string, or an error that names the parameter.
pub(super) fn string(value: &JsValue, parameter: &str) -> Result<String, Error> {
    value.as_string().ok_or_else(|| {
        let kind = value.js_typeof().as_string().unwrap_or_default();
        Error::new(ErrorKind::InvalidInput, format!("{parameter}: expected a string, got {kind}"))
    })
}

/// Reads a dictionary. Goes by JSON, so that an unknown key or a wrong type is an error with its path, and so that
/// nothing of the caller's is asked twice.
pub(super) fn dictionary<T: DeserializeOwned + Default>(
    value: &JsValue,
    name: &str,
    kind: ErrorKind,
) -> Result<T, Error> {
    if value.is_undefined() {
        return Ok(T::default());
    }
    let json = natives::to_json(value)
        .ok()
        .flatten()
        .ok_or_else(|| Error::new(kind, format!("{name}: expected a plain object that JSON can hold")))?;
    let mut reader = serde_json::Deserializer::from_str(&json);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { name.to_owned() } else { format!("{name}.{path}") };
        let why = error.into_inner().to_string();
        // The position is in JSON of our own making, which the caller has never seen.
        let why = why.split(" at line ").next().unwrap_or_default();
        Error::new(kind, format!("{place}: {why}"))
    })
}

/// Takes a function out of an options object.
pub(super) fn function(options: &JsValue, name: &str) -> Result<Option<Function>, Error> {
    if !options.is_object() {
        return Ok(None);
    }
    match Reflect::get(options, &name.into()) {
        Ok(value) if value.is_undefined() => Ok(None),
        Ok(value) => value
            .dyn_into()
            .map(Some)
            .map_err(|other| invalid(name, &format!("expected a function, got {}", quote(&describe(&other))))),
        Err(_) => Err(invalid(name, "could not be read")),
    }
}

pub(super) fn invalid(option: &str, why: &str) -> Error {
    Error::new(ErrorKind::InvalidOption, format!("options.{option}: {why}"))
}

fn describe(value: &JsValue) -> String {
    value.js_typeof().as_string().unwrap_or_default()
}
