//! Why a declaration goes.

use cssparser::{ParseError, ParseErrorKind, Token};

use super::listed;

pub(crate) const COVERS: &str = "lays the output over the page";
pub(super) const HIDES: &str = "hides text";
pub(crate) const LOADS: &str = "loads what it names";
pub(super) const MOVES: &str = "animates";
pub(super) const SHOWS: &str = "shows text that is not in the output";
pub(super) const TURNS: &str = "shows text in another order";
pub(super) const READ_BY_HOST: &str = "a rule of the page may load it";
pub(super) const READS_HOST: &str = "reads a value of the page";
pub(super) const IMPORTANT: &str = "!important wins over the page's own rules";
pub(super) const FAMILY: &str = "a font that the page may fetch";
pub(super) const NOT_LISTED: &str = "not listed";
pub(crate) const VALUE: &str = "a value that is not listed";
pub(super) const BOUNDS: &str = "out of bounds";
pub(super) const MALFORMED: &str = "is no declaration";
pub(super) const AT_RULE: &str = "an at-rule";
pub(super) const HEIGHT: &str = "becomes min-height: what overflows lies over the page";
pub(super) const SHRINKS: &str = "lets a flexible box be lower than what it holds";
pub(super) const GROUND: &str = "the color for a background that went";
pub(super) const TALL: &str = "lays an inline box over the lines around it";
pub(super) const MORE: &str = "and more";

const LOADING_FUNCTIONS: &str = "url src image image-set -webkit-image-set cross-fade element -moz-element paint";
const READING_FUNCTIONS: &str = "var env attr";

pub(crate) type Failure = ParseError<&'static str>;

pub(crate) fn reason(failure: Failure) -> &'static str {
    match failure.kind {
        ParseErrorKind::Custom(reason) => reason,
        ParseErrorKind::Basic(_) => VALUE,
    }
}

/// Why a token has no place in a value.
pub(super) fn misfit(token: &Token<'_>) -> &'static str {
    match token {
        Token::UnquotedUrl(_) | Token::BadUrl(_) => LOADS,
        Token::Function(name) if listed(LOADING_FUNCTIONS, name).is_some() => LOADS,
        Token::Function(name) if listed(READING_FUNCTIONS, name).is_some() => READS_HOST,
        _ => VALUE,
    }
}
