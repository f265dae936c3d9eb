//! The shorthand `font` (CSS Fonts Level 4 § 2.10), as the properties that it stands for. Each of them is judged as if it were
//! written alone: a family that goes takes no size with it.

use cssparser::{ParseError, Parser, Token};

use super::listed;
use super::reason::{Failure, VALUE};

pub(super) type Longhands = [(&'static str, String); 6];

const NAMES: [&str; 6] = ["font-style", "font-variant", "font-weight", "font-size", "line-height", "font-family"];
const WEIGHT: usize = 2;
const SIZE: usize = 3;

/// The words of the first four.
const WORDS: [&str; 4] = [
    "italic oblique",
    "small-caps",
    "bold bolder lighter",
    "xx-small x-small small medium large x-large xx-large xxx-large smaller larger",
];
const IGNORED: &str = "normal ultra-condensed extra-condensed condensed semi-condensed semi-expanded expanded extra-expanded \
                       ultra-expanded";
const WHOLE: &str = "inherit initial revert unset";

/// What the value says of each, and of those that it does not name what the shorthand sets them to: all of them, so that
/// none of an earlier declaration stays. The width of letters is the font's own.
pub(super) fn longhands(value: &str) -> Result<Longhands, Failure> {
    let mut input = Parser::new(value);
    if let Some(word) = listed(WHOLE, value.trim()) {
        return Ok(NAMES.map(|name| (name, word.to_owned())));
    }
    // Style, variant, weight, size, height of a line, families.
    let mut found = NAMES.map(|name| (name, "normal".to_owned()));
    let mut at = 0;
    while at < SIZE {
        let start = input.position();
        let token = input.next()?.clone();
        if let Token::Function(_) = &token {
            input.parse_nested_block(past)?;
        }
        at = match &token {
            Token::Ident(word) if listed(IGNORED, word).is_some() => continue,
            Token::Ident(word) => match WORDS.iter().position(|words| listed(words, word).is_some()) {
                Some(place) => place,
                None => return Err(ParseError::custom(VALUE)),
            },
            Token::Number { value, .. } if *value != 0.0 => WEIGHT,
            _ => SIZE,
        };
        found[at].1 = input.slice_from(start).trim().to_owned();
    }
    if input.try_parse(|input| input.expect_delim('/')).is_ok() {
        let start = input.position();
        if let Token::Function(_) = input.next()?.clone() {
            input.parse_nested_block(past)?;
        }
        found[SIZE + 1].1 = input.slice_from(start).trim().to_owned();
    }
    let start = input.position();
    past(&mut input)?;
    found[SIZE + 2].1 = input.slice_from(start).trim().to_owned();
    if found[SIZE + 2].1.is_empty() { Err(ParseError::custom(VALUE)) } else { Ok(found) }
}

fn past(input: &mut Parser<'_>) -> Result<(), Failure> {
    while input.next().is_ok() {}
    Ok(())
}
