//! The options of a call that sanitizes.

use std::cell::{OnceCell, RefCell};

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::browser::interop::{dictionary_beside, function, throw_for, to_js};
use crate::browser::natives;
use crate::error::{Error, ErrorKind};
use crate::sanitizer::{SanitizeOptions, SanitizeOptionsInput, UrlUse};
use crate::source::Origin;

/// Options that are functions, which no dictionary reads.
pub(super) const SANITIZE_FUNCTIONS: &[&str] = &["rewriteUrl"];

thread_local! {
    /// What a call without options has; a realm's origin stays what it is.
    static USUAL: OnceCell<SanitizeOptions<'static>> = const { OnceCell::new() };
}

pub(super) fn with_own_origin(options: SanitizeOptions<'_>) -> SanitizeOptions<'_> {
    SanitizeOptions { self_origin: Origin::of(&natives::self_origin()), ..options }
}

pub(super) fn with_options<T>(
    options: &JsValue,
    work: impl FnOnce(&SanitizeOptions<'_>) -> Result<T, Error>,
) -> Result<T, JsValue> {
    with_options_beside(options, SANITIZE_FUNCTIONS, work)
}

/// Reads the options, runs `work` with them, and reports what the caller's own `rewriteUrl` threw: then nothing is shown
/// either.
pub(super) fn with_options_beside<T>(
    options: &JsValue,
    beside: &'static [&'static str],
    work: impl FnOnce(&SanitizeOptions<'_>) -> Result<T, Error>,
) -> Result<T, JsValue> {
    if options.is_undefined() {
        return Ok(USUAL.with(|usual| work(usual.get_or_init(|| with_own_origin(SanitizeOptions::default()))))?);
    }
    let rewrite = function(options, "rewriteUrl")?;
    let input: SanitizeOptionsInput = dictionary_beside(options, "options", ErrorKind::InvalidOption, beside)?;
    let mut parsed = with_own_origin(SanitizeOptions::parse(input)?);
    let failed = RefCell::new(None);
    let call = |url: &str, used: UrlUse<'_>| rewrite_with(rewrite.as_ref()?, url, used, &failed);
    if rewrite.is_some() {
        parsed.rewrite_url = Some(&call);
    }
    let done = work(&parsed);
    match failed.take() {
        Some(thrown) => Err(thrown),
        None => Ok(done?),
    }
}

fn rewrite_with(rewrite: &Function, url: &str, used: UrlUse<'_>, failed: &RefCell<Option<JsValue>>) -> Option<String> {
    #[derive(Serialize)]
    struct Use<'a> {
        element: &'a str,
        attribute: &'a str,
    }
    let used = to_js(&Use { element: used.element, attribute: used.attribute });
    match natives::call_with_2(rewrite, &JsValue::UNDEFINED, &url.into(), &used) {
        Ok(answer) => answer.as_string(),
        Err(exception) => {
            failed.borrow_mut().get_or_insert_with(|| throw_for("rewriteUrl", exception));
            None
        }
    }
}
