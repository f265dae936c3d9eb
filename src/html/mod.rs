//! HTML as a parser sees it. It knows no policy: what may stay is the sanitizer's to say.
//!
//! Public for the project's own tests, which hold it to the standard's suite and to other parsers; no part of the contract.

mod doctype;
pub(crate) mod events;
pub(crate) mod names;
pub mod references;
pub(crate) mod scan;
pub mod straight;
pub mod tokenizer;
pub mod tree;

pub use doctype::Doctype;
