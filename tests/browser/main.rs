//! The tests that run in a page, by wasm-bindgen-test: those of `nodes`, and modules of `tests/it` that run natively as well.
//! A module whose tests are written with `common::test!` is listed here: `tests/it/docs/tests.rs` holds the list to that.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::panic)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "../common/mod.rs"]
mod common;

mod nodes;

#[path = "../it/audit"]
mod audit {
    mod format;
    mod score;
    mod server;
}
#[path = "../it/cors"]
mod cors {
    mod audit;
    mod check;
    mod decide;
    mod fix;
    mod listed;
    mod policy;
    mod preflight;
}
#[path = "../it/csp"]
mod csp {
    mod checks;
    mod explain;
    mod hint;
    mod inline;
}
#[path = "../it/endpoint.rs"]
mod endpoint;
#[path = "../it/fetch_metadata"]
mod fetch_metadata {
    mod audit;
    mod decide;
    mod listed;
    mod options;
}
#[path = "../it/guard"]
mod guard {
    mod client;
    mod decide;
}
#[path = "../it/policy"]
mod policy {
    mod compile;
    mod meta_csp;
    mod parse;
    mod ui_meta;
}
#[path = "../it/sanitizer"]
mod sanitizer {
    mod check_url;
    mod config;
    mod markdown;
    mod rows;
    mod sandbox;
    mod text {
        mod rows;
    }
    mod tool_result;
}
#[path = "../it/source"]
mod source {
    mod expression;
}
#[path = "../it/speculation"]
mod speculation {
    mod routes;
    mod rules;
}
