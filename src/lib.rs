#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod audit;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod csp;
pub mod error;
pub mod finding;
pub mod guard;
pub mod policy;
pub mod sanitizer;
pub mod source;
