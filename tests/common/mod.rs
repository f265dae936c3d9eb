//! What lets one module run natively, in `tests/it`, and by wasm-bindgen-test in a browser, in `tests/browser`.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod csp_policies;
pub(crate) mod json;
#[cfg(all(feature = "sanitizer", not(target_arch = "wasm32")))]
pub(crate) mod markup;
pub(crate) mod policy;
pub(crate) mod requests;
pub(crate) mod server;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod sources;

macro_rules! test {
    ($(#[$attribute:meta])* fn $name:ident() $body:block) => {
        $(#[$attribute])*
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
        fn $name() $body
    };
}

pub(crate) use test;

/// In a browser, captures the natives that the package captures when it is loaded.
pub(crate) fn start() {
    #[cfg(target_arch = "wasm32")]
    mcp_cordon::browser::start();
}
