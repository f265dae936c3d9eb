#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod audit;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod cors;
pub mod csp;
pub mod endpoint;
pub mod error;
pub mod fetch_metadata;
pub mod finding;
pub mod guard;
#[cfg(any(feature = "html", feature = "markdown"))]
#[doc(hidden)]
#[cfg_attr(not(feature = "html"), allow(dead_code, reason = "Markdown alone asks little of it"))]
pub mod html;
#[cfg(feature = "html")]
mod limits;
#[cfg(any(feature = "html", feature = "markdown"))]
#[cfg_attr(
    not(any(all(feature = "html", feature = "markdown"), target_arch = "wasm32")),
    allow(dead_code, reason = "the sanitizer asks it")
)]
mod markdown;
pub mod policy;
#[cfg(feature = "html")]
pub mod sanitizer;
pub mod source;
pub mod speculation;
#[cfg(all(feature = "tower", not(target_arch = "wasm32")))]
pub mod tower;
