//! JavaScript values in, typed values out; typed values in, plain JavaScript out.

mod read;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorKind};
pub(super) use read::describe;
#[cfg(feature = "html")]
pub(super) use read::node_type;

/// An error as the package's entry expects it: `{ code, message }`, which it throws as a `CordonError`.
impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        #[derive(Serialize)]
        struct Thrown<'a> {
            code: &'a str,
            message: String,
        }
        to_js(&Thrown { code: error.code(), message: error.to_string() })
    }
}

/// An error about a function of the caller's that threw: the entry hands on what it threw as the error's cause.
#[cfg(feature = "html")]
pub(super) fn throw_for(option: &str, exception: JsValue) -> JsValue {
    let said = super::natives::to_text(&exception).unwrap_or_else(|_| describe(&exception));
    let thrown = JsValue::from(invalid(option, &format!("threw {}", crate::error::shorten(&said, 120))));
    // It is an object of our own making, so nothing can refuse the property.
    let _ = js_sys::Reflect::set(&thrown, &"cause".into(), &exception);
    thrown
}

/// A plain object: what JSON can say, as JSON would say it.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// A plain object of these properties.
#[cfg(any(feature = "audit", feature = "html", feature = "service-worker"))]
pub(super) fn object<const N: usize>(properties: [(&str, JsValue); N]) -> Result<JsValue, JsValue> {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        js_sys::Reflect::set(&object, &name.into(), &value)?;
    }
    Ok(object.into())
}

/// A string, or an error that names the parameter. Nothing else is converted to one. A lone surrogate in it becomes U+FFFD,
/// as everywhere on the platform where text becomes UTF-8.
#[cfg(any(feature = "audit", feature = "html", feature = "page"))]
pub(super) fn string(value: &JsValue, parameter: &str) -> Result<String, Error> {
    value.as_string().ok_or_else(|| {
        Error::new(ErrorKind::InvalidInput, format!("{parameter}: expected a string, got {}", describe(value)))
    })
}

/// Reads a dictionary: a plain object whose every property is known. `undefined` is an empty one; `null` is an error.
pub(super) fn dictionary<T: DeserializeOwned + Default>(
    value: &JsValue,
    name: &str,
    kind: ErrorKind,
) -> Result<T, Error> {
    dictionary_beside(value, name, kind, &[])
}

/// Reads a value that must be there, but for its properties in `beside`.
#[cfg(feature = "audit")]
pub(super) fn required_beside<T: DeserializeOwned>(
    value: &JsValue,
    name: &str,
    kind: ErrorKind,
    beside: &'static [&'static str],
) -> Result<T, Error> {
    read::read(value, beside).map_err(|misfit| Error::new(kind, misfit.message(name)))
}

/// As [`dictionary`], where the properties named in `beside` are read with [`property`] or [`function`].
pub(super) fn dictionary_beside<T: DeserializeOwned + Default>(
    value: &JsValue,
    name: &str,
    kind: ErrorKind,
    beside: &'static [&'static str],
) -> Result<T, Error> {
    if value.is_undefined() {
        return Ok(T::default());
    }
    read::read(value, beside).map_err(|misfit| Error::new(kind, misfit.message(name)))
}

/// One option, as it is.
#[cfg(any(feature = "audit", feature = "html", feature = "page", feature = "service-worker"))]
pub(super) fn property(options: &JsValue, name: &str) -> Result<JsValue, Error> {
    read::property(options, name).map_err(|misfit| Error::new(ErrorKind::InvalidOption, misfit.message("options")))
}

/// Takes a function out of an options object.
#[cfg(any(feature = "html", feature = "page", feature = "service-worker"))]
pub(super) fn function(options: &JsValue, name: &str) -> Result<Option<js_sys::Function>, Error> {
    let value = property(options, name)?;
    if value.is_undefined() {
        return Ok(None);
    }
    let function = value.dyn_into();
    function.map(Some).map_err(|other| invalid(name, &format!("expected a function, got {}", describe(&other))))
}

#[cfg(any(feature = "audit", feature = "html", feature = "page", feature = "service-worker"))]
pub(super) fn invalid(option: &str, why: &str) -> Error {
    Error::new(ErrorKind::InvalidOption, format!("options.{option}: {why}"))
}
