//! HTML as a parser sees it. It knows no policy: what may stay is the sanitizer's to say.
//!
//! Public for the project's own tests, which hold it to the standard's suite and to other parsers; no part of the contract.

#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub(crate) mod balance;
#[cfg(feature = "html")]
mod doctype;
#[cfg(feature = "html")]
pub(crate) mod events;
pub(crate) mod names;
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub(crate) mod pace;
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub(crate) mod pieces;
pub mod references;
pub(crate) mod scan;
#[cfg(feature = "html")]
pub mod straight;
pub mod tokenizer;
#[cfg(feature = "html")]
pub mod tree;

#[cfg(feature = "html")]
pub use doctype::Doctype;
