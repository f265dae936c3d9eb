//! What lets one test file run natively and, by wasm-bindgen-test, in a browser.

#![allow(clippy::expect_used, clippy::panic)]
#![allow(dead_code, unused_macros, unused_imports)]

/// Says that the file's tests run in a page where they run in WebAssembly.
macro_rules! in_browsers {
    () => {
        #[cfg(target_arch = "wasm32")]
        wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
    };
}

macro_rules! test {
    ($(#[$attribute:meta])* fn $name:ident() $body:block) => {
        $(#[$attribute])*
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
        fn $name() $body
    };
}

pub(crate) use {in_browsers, test};

/// In a browser, captures the natives that the package captures when it is loaded.
pub(crate) fn start() {
    #[cfg(target_arch = "wasm32")]
    mcp_cordon::browser::start();
}
