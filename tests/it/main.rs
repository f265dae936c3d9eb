//! The tests that run natively. Their modules mirror those of `src/`; `tests/README.md` says which tests hold which module.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
/// What the fuzz targets hold to, and their judge.
#[cfg(feature = "sanitizer")]
#[allow(missing_debug_implementations, unreachable_pub)]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

mod audit {
    mod corrected;
    mod format;
    mod headers;
    mod order;
    mod page;
    mod real_policies;
    pub(crate) mod sarif_schema;
    mod score;
    mod server;
}
mod browser;
mod cors {
    mod audit;
    mod check;
    mod decide;
    mod fix;
    mod listed;
    mod policy;
    mod preflight;
    mod properties;
}
mod csp {
    mod checks;
    mod differential;
    mod explain;
    mod hint;
    mod inline;
}
#[cfg(feature = "sanitizer")]
mod docs {
    mod guides;
    mod readme;
    mod tests;
}
mod endpoint;
mod fetch_metadata {
    mod audit;
    mod decide;
    mod listed;
    mod options;
}
#[cfg(feature = "sanitizer")]
mod finding {
    mod registry;
}
mod guard {
    mod client;
    mod decide;
}
#[cfg(feature = "sanitizer")]
mod html;
#[cfg(feature = "sanitizer")]
mod html5lib;
mod layering;
mod policy {
    mod compile;
    mod meta_csp;
    mod parse;
    mod ui_meta;
}
#[cfg(feature = "sanitizer")]
mod regressions;
#[cfg(feature = "sanitizer")]
mod sanitizer {
    mod check_url;
    mod config;
    mod differential;
    mod markdown;
    mod properties;
    mod rows;
    mod sandbox;
    mod stream;
    mod text {
        mod class;
        mod properties;
        mod rows;
    }
    mod tool_result;
}
mod source {
    mod covers;
    mod expression;
    mod url_standard;
}
mod speculation {
    mod routes;
    mod rules;
}

#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "tower")]
mod tower;

/// Stands for the tests of a feature that a run leaves out, so that its output counts one as ignored.
#[cfg(not(feature = "cli"))]
#[test]
#[ignore = "the tests of the command line need `--features cli`"]
fn cli() {}

#[cfg(not(feature = "sanitizer"))]
#[test]
#[ignore = "the tests of markup, and those that read every module's names, need `--features sanitizer`"]
fn sanitizer() {}

#[cfg(not(feature = "tower"))]
#[test]
#[ignore = "the tests of the layers need `--features tower`"]
fn tower() {}
