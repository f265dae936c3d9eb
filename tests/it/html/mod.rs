//! HTML as a parser sees it, against other parsers and the standard's own suite.

mod agree;
pub(crate) mod tokenizer;
mod tree;

/// How many inputs a test makes: `CORDON_FRAGMENTS` names another number.
fn count(usual: u64) -> u64 {
    std::env::var("CORDON_FRAGMENTS").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}
