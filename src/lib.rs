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
#[cfg(feature = "html")]
#[doc(hidden)]
pub mod html;
#[cfg(feature = "html")]
mod limits;
#[cfg(feature = "markdown")]
mod markdown;
pub mod policy;
#[cfg(feature = "html")]
pub mod sanitizer;
pub mod source;
pub mod speculation;
#[cfg(all(feature = "tower", not(target_arch = "wasm32")))]
pub mod tower;
