//! The shorthand `font` (CSS Fonts Level 4 § 2.10), as the properties that it stands for. Each of them is judged as if it were
//! written alone: a family that goes takes no size with it.

use cssparser::{ParseError, Parser, Token};

use super::listed;
use super::reason::{Failure, VALUE};

pub(super) type Longhands = [(&'static str, String); 6];

const STYLES: &str = "italic oblique";
const WEIGHTS: &str = "bold bolder lighter";
const SIZES: &str = "xx-small x-small small medium large x-large xx-large xxx-large smaller larger";
const STRETCHES: &str = "ultra-condensed extra-condensed condensed semi-condensed semi-expanded expanded extra-expanded \
                         ultra-expanded";
const WHOLE: &str = "inherit initial revert unset";

/// What the value says of each, and of those that it does not name what the shorthand sets them to: all of them, so that
/// none of an earlier declaration stays. The width of letters is the font's own.
pub(super) fn longhands(value: &str) -> Result<Longhands, Failure> {
    let mut input = Parser::new(value);
    if let Ok(word) = input.try_parse(|input| {
        let word = input.expect_ident_cloned()?;
        input.expect_exhausted().map(|()| word)
    }) && let Some(word) = listed(WHOLE, &word)
    {
        return Ok(named([word; 6].map(str::to_owned)));
    }
    let normal = || "normal".to_owned();
    let (mut style, mut variant, mut weight) = (normal(), normal(), normal());
    let size = loop {
        let start = input.position();
        let token = input.next()?.clone();
        let written = || input.slice_from(start).trim().to_owned();
        match &token {
            Token::Ident(word) if word.eq_ignore_ascii_case("normal") => {}
            Token::Ident(word) if listed(STYLES, word).is_some() => style = written(),
            Token::Ident(word) if word.eq_ignore_ascii_case("small-caps") => variant = written(),
            Token::Ident(word) if listed(WEIGHTS, word).is_some() => weight = written(),
            Token::Ident(word) if listed(STRETCHES, word).is_some() => {}
            Token::Ident(word) if listed(SIZES, word).is_none() => return Err(ParseError::custom(VALUE)),
            Token::Number { value, .. } if *value != 0.0 => weight = written(),
            Token::Function(_) => {
                input.parse_nested_block(past)?;
                break input.slice_from(start).trim().to_owned();
            }
            _ => break written(),
        }
    };
    let mut height = normal();
    if input.try_parse(|input| input.expect_delim('/')).is_ok() {
        let start = input.position();
        if let Token::Function(_) = input.next()?.clone() {
            input.parse_nested_block(past)?;
        }
        height = input.slice_from(start).trim().to_owned();
    }
    let start = input.position();
    past(&mut input)?;
    let families = input.slice_from(start).trim().to_owned();
    if families.is_empty() {
        return Err(ParseError::custom(VALUE));
    }
    Ok(named([style, variant, weight, size, height, families]))
}

fn past(input: &mut Parser<'_>) -> Result<(), Failure> {
    while input.next().is_ok() {}
    Ok(())
}

fn named([style, variant, weight, size, height, family]: [String; 6]) -> Longhands {
    [
        ("font-style", style),
        ("font-variant", variant),
        ("font-weight", weight),
        ("font-size", size),
        ("line-height", height),
        ("font-family", family),
    ]
}
