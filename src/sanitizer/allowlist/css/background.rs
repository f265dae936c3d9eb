//! Backgrounds without a URL: colors and gradients (CSS Images Level 4 § 3), and the tracks of grids.

use cssparser::{ParseError, Parser, Token};

use super::color::{Ink, color};
use super::listed;
use super::measure::{Measure, Size};
use super::reason::{BOUNDS, Failure, LOADS, VALUE, misfit};

const GRADIENTS: &str = "linear-gradient radial-gradient conic-gradient repeating-linear-gradient \
                         repeating-radial-gradient repeating-conic-gradient";
const GRADIENT_WORDS: &str = "to at from top right bottom left center circle ellipse closest-side closest-corner \
                              farthest-side farthest-corner";
const LAYER_WORDS: &str = "none no-repeat repeat repeat-x repeat-y top right bottom left center scroll local cover contain \
                           auto border-box padding-box content-box";
const MOST_PARTS: usize = 64;
static PLACE: Size = Size { numbers: (0, 0), pixels: 1280, percent: 100 };

const TRACK_WORDS: &str = "auto min-content max-content auto-fit auto-fill none";
const MOST_TRACKS: usize = 32;
static TRACK: Size = Size { numbers: (1, 24), pixels: 1280, percent: 100 };

/// What a background is written as.
pub(super) struct Background {
    pub(super) value: String,
    /// Nothing but a color.
    pub(super) is_color: bool,
    /// Whether an image went.
    pub(super) lost: bool,
}

pub(super) fn background(input: &mut Parser<'_>) -> Result<Background, Failure> {
    let (mut value, mut parts, mut colors, mut images, mut lost) = (String::new(), 0, 0, 0, false);
    while !input.is_exhausted() {
        let token = input.next()?.clone();
        parts += 1;
        if parts > MOST_PARTS {
            return Err(ParseError::custom(VALUE));
        }
        let mut part = String::new();
        match &token {
            Token::Comma => {
                value.push(',');
                continue;
            }
            Token::Delim('/') => part.push('/'),
            Token::UnquotedUrl(_) | Token::BadUrl(_) => lost = true,
            Token::Function(name) => match listed(GRADIENTS, name) {
                Some(name) => {
                    images += 1;
                    part = input.parse_nested_block(|input| gradient(name, input))?;
                }
                None => match color(&token, input, Ink::Any) {
                    Ok(text) => {
                        colors += 1;
                        part = text;
                    }
                    Err(_) if misfit(&token) == LOADS => {
                        input.parse_nested_block(|input| {
                            while input.next().is_ok() {}
                            Ok::<_, Failure>(())
                        })?;
                        lost = true;
                    }
                    Err(failure) => return Err(failure),
                },
            },
            Token::Ident(word) if listed(LAYER_WORDS, word).is_some() => {
                part.push_str(listed(LAYER_WORDS, word).unwrap_or_default());
            }
            token => match Measure::of(token) {
                Some(measure) if measure.fits(&PLACE) => measure.write(&mut part),
                Some(_) => return Err(ParseError::custom(BOUNDS)),
                None => {
                    part = color(token, input, Ink::Any)?;
                    colors += 1;
                }
            },
        }
        if !part.is_empty() {
            if !value.is_empty() && !value.ends_with(',') {
                value.push(' ');
            }
            value.push_str(&part);
        }
    }
    let is_nothing = colors + images == 0 && value != "none";
    match (lost, is_nothing) {
        (true, true) => Err(ParseError::custom(LOADS)),
        (false, true) => Err(ParseError::custom(VALUE)),
        // What an image that went was laid out by says nothing without it.
        (true, false) if images > 0 => Err(ParseError::custom(LOADS)),
        (true, false) => {
            let text = value.split([' ', ',']).collect::<Vec<_>>().join(" ");
            only_color(&text).map(|value| Background { value, is_color: true, lost })
        }
        (false, false) => Ok(Background { is_color: images == 0 && colors == 1 && parts == 1, value, lost }),
    }
}

/// The color among what laid out an image.
fn only_color(text: &str) -> Result<String, Failure> {
    let mut input = Parser::new(text);
    while !input.is_exhausted() {
        let token = input.next()?.clone();
        if let Ok(found) = color(&token, &mut input, Ink::Any) {
            return Ok(found);
        }
    }
    Err(ParseError::custom(LOADS))
}

fn gradient(name: &str, input: &mut Parser<'_>) -> Result<String, Failure> {
    let mut text = format!("{name}(");
    let mut parts = 0;
    while !input.is_exhausted() {
        let token = input.next()?.clone();
        parts += 1;
        if parts > MOST_PARTS * 4 {
            return Err(ParseError::custom(VALUE));
        }
        if matches!(token, Token::Comma) {
            text.push(',');
            continue;
        }
        if !text.ends_with(['(', ',']) {
            text.push(' ');
        }
        match (&token, Measure::of(&token)) {
            (Token::Ident(word), _) if listed(GRADIENT_WORDS, word).is_some() => {
                text.push_str(listed(GRADIENT_WORDS, word).unwrap_or_default());
            }
            (_, Some(measure)) => measure.write(&mut text),
            (token, None) => text.push_str(&color(token, input, Ink::Any)?),
        }
    }
    text.push(')');
    Ok(text)
}

/// `auto`, or `span 2`.
pub(super) fn span(input: &mut Parser<'_>) -> Result<String, Failure> {
    if input.try_parse(|input| input.expect_ident_matching("auto")).is_ok() {
        return Ok("auto".to_owned());
    }
    input.expect_ident_matching("span")?;
    match input.expect_integer()? {
        count @ 1..=24 => Ok(format!("span {count}")),
        _ => Err(ParseError::custom(BOUNDS)),
    }
}

/// CSS Grid § 7.2: sizes, and functions of sizes.
pub(super) fn tracks(input: &mut Parser<'_>) -> Result<String, Failure> {
    let mut text = String::new();
    track_list(input, &mut text, &mut 0)?;
    if text.is_empty() { Err(ParseError::custom(VALUE)) } else { Ok(text) }
}

fn track_list(input: &mut Parser<'_>, text: &mut String, parts: &mut usize) -> Result<(), Failure> {
    while !input.is_exhausted() {
        let token = input.next()?.clone();
        *parts += 1;
        if *parts > MOST_TRACKS {
            return Err(ParseError::custom(VALUE));
        }
        if matches!(token, Token::Comma) {
            text.push(',');
            continue;
        }
        if !text.is_empty() && !text.ends_with(['(', ',']) {
            text.push(' ');
        }
        match &token {
            Token::Ident(word) => text.push_str(listed(TRACK_WORDS, word).ok_or_else(|| ParseError::custom(VALUE))?),
            Token::Function(name) => {
                let name =
                    listed("repeat minmax fit-content", name).ok_or_else(|| ParseError::custom(misfit(&token)))?;
                text.push_str(name);
                text.push('(');
                // They nest two deep at most.
                if text.matches('(').count() - text.matches(')').count() > 3 {
                    return Err(ParseError::custom(VALUE));
                }
                input.parse_nested_block(|input| track_list(input, text, parts))?;
                text.push(')');
            }
            Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("fr") => {
                let share = (f64::from(*value) * 1000.0).round_ties_even();
                if !(0.0..=100_000.0).contains(&share) {
                    return Err(ParseError::custom(BOUNDS));
                }
                Measure { milli: share as i32, unit: "fr" }.write(text);
            }
            token => {
                let measure = Measure::of(token).ok_or_else(|| ParseError::custom(misfit(token)))?;
                if !measure.fits(&TRACK) && measure.milli != 0 {
                    return Err(ParseError::custom(BOUNDS));
                }
                measure.write(text);
            }
        }
    }
    Ok(())
}
