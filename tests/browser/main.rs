//! The tests that run in a page, by wasm-bindgen-test: those of `nodes`, and modules of `tests/it` that run natively as well.
//! A module whose tests are written with `common::test!` is listed here; `tests/it/layering.rs` holds the list to that.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::panic)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "../common/mod.rs"]
mod common;

mod nodes;

#[path = "../it/audit"]
mod audit {
    mod format;
    mod policies;
}
#[path = "../it/cors"]
mod cors {
    mod audit;
    mod decide;
}
#[path = "../it/csp"]
mod csp {
    mod explain;
}
#[path = "../it/endpoint.rs"]
mod endpoint;
#[path = "../it/fetch_metadata"]
mod fetch_metadata {
    mod audit;
    mod decide;
}
#[path = "../it/guard"]
mod guard {
    mod client;
    mod decide;
}
#[path = "../it/policy"]
mod policy {
    mod compile;
}
#[path = "../it/sanitizer"]
mod sanitizer {
    mod check_url;
    mod result;
    mod rows;
    mod sandbox;
    mod text;
}
#[path = "../it/speculation.rs"]
mod speculation;
