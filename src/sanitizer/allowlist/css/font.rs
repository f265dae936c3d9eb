//! The shorthand `font` (CSS Fonts Level 4 § 2.10), as the properties that it stands for. Each of them is judged as if it were
//! written alone: a family that goes takes no size with it.

use cssparser::{ParseError, Parser, Token};

use super::reason::{Failure, VALUE};
use super::{ANYWHERE, listed};

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

/// What the value says of each, and of those that it does not name what the shorthand sets them to: all of them, so that
/// none of an earlier declaration stays. The width of letters is the font's own.
pub(super) fn longhands(value: &str) -> Result<Longhands, Failure> {
    let mut input = Parser::new(value);
    if let Some(word) = listed(ANYWHERE, value.trim()).or_else(|| listed("inherit", value.trim())) {
        return Ok(NAMES.map(|name| (name, word.to_owned())));
    }
    // Style, variant, weight, size, height of a line, families.
    let mut found = NAMES.map(|name| (name, "normal".to_owned()));
    let mut at = 0;
    while at < SIZE {
        let (token, written) = component(&mut input)?;
        at = match &token {
            Token::Ident(word) if listed(IGNORED, word).is_some() => continue,
            Token::Ident(word) => match WORDS.iter().position(|words| listed(words, word).is_some()) {
                Some(place) => place,
                None => return Err(ParseError::custom(VALUE)),
            },
            Token::Number { value, .. } if *value != 0.0 => WEIGHT,
            _ => SIZE,
        };
        found[at].1 = written;
    }
    if input.try_parse(|input| input.expect_delim('/')).is_ok() {
        (_, found[SIZE + 1].1) = component(&mut input)?;
    }
    let start = input.position();
    past(&mut input)?;
    found[SIZE + 2].1 = input.slice_from(start).trim().to_owned();
    if found[SIZE + 2].1.is_empty() { Err(ParseError::custom(VALUE)) } else { Ok(found) }
}

/// The next component, and how it is written: a function with all that is in it.
fn component<'a>(input: &mut Parser<'a>) -> Result<(Token<'a>, String), Failure> {
    let start = input.position();
    let token = input.next()?.clone();
    if let Token::Function(_) = &token {
        input.parse_nested_block(past)?;
    }
    Ok((token, input.slice_from(start).trim().to_owned()))
}

fn past(input: &mut Parser<'_>) -> Result<(), Failure> {
    while input.next().is_ok() {}
    Ok(())
}
