//! What must hold for any bytes. A target runs one of these on what libFuzzer makes up, and `tests/it/regressions.rs` on what
//! earlier runs found: each is a function that panics where a property does not hold.

#![forbid(unsafe_code)]

pub mod agree;
pub mod audit;
pub mod choice;
pub mod dom;
mod drawing;
pub mod judge;
pub mod markdown;
pub mod page;
pub mod policy;
pub mod result;
pub mod sanitize;
pub mod scan;
pub mod stream;
pub mod text;

/// Panics where a property does not hold for the bytes.
pub type Run = fn(&[u8]);

/// The targets, by name.
pub const TARGETS: &[(&str, Run)] = &[
    ("agree", agree::run),
    ("audit", audit::run),
    ("markdown", markdown::run),
    ("policy", policy::run),
    ("result", result::run),
    ("sanitize", sanitize::run),
    ("scan", scan::run),
    ("stream", stream::run),
    ("text", text::run),
];
