//! The values of properties.

use cssparser::{ParseError, Parser, Token};

use super::color::color;
use super::listed;
use super::measure::{Measure, Size};
use super::properties::{LINE, List};
use super::reason::{BOUNDS, FAMILY, Failure, VALUE, misfit};

/// The font sizes that are written as they are, and those that are relative.
static FONT: Size = Size { numbers: (-1, -1), pixels: 48, percent: 0 };
static RELATIVE: Size = Size { numbers: (-1, -1), pixels: 64, percent: 400 };

/// What [`FONT`] allows at most, and the least that can be read: the ends of every `clamp()`.
const LARGEST_FONT: Measure = Measure { milli: 48_000, unit: "px" };
const SMALLEST_FONT: Measure = Measure { milli: 9_000, unit: "px" };

const FONT_SIZES: &str = "x-small small medium large x-large xx-large inherit";

/// Families that systems bring along, and the generic ones, separated by commas.
const FAMILIES: &str = "serif,sans-serif,monospace,cursive,fantasy,system-ui,ui-serif,ui-sans-serif,ui-monospace,\
                        ui-rounded,math,inherit,-apple-system,Arial,Arial Black,BlinkMacSystemFont,Calibri,Cambria,\
                        Cambria Math,Candara,Comic Sans MS,Consolas,Courier,Courier New,DejaVu Sans,DejaVu Sans Mono,\
                        DejaVu Serif,Garamond,Geneva,Georgia,Helvetica,Helvetica Neue,Impact,Liberation Mono,\
                        Lucida Console,Lucida Sans Unicode,Menlo,Monaco,Palatino,Palatino Linotype,Segoe UI,SF Mono,\
                        SFMono-Regular,Tahoma,Times,Times New Roman,Trebuchet MS,Verdana";
const MOST_FAMILIES: usize = 16;

pub(super) fn list_value(list: List, input: &mut Parser<'_>) -> Result<(String, bool), Failure> {
    let mut value = String::new();
    let mut tall = false;
    for at in 0.. {
        if at > 0 && input.is_exhausted() {
            break;
        }
        if at >= list.most {
            return Err(ParseError::custom(VALUE));
        }
        if at > 0 {
            value.push(' ');
        }
        let token = input.next()?.clone();
        let word = if let Token::Ident(word) = &token { listed(list.words, word) } else { None };
        match (word, list.size, Measure::of(&token)) {
            (Some(word), _, _) => value.push_str(word),
            (None, Some(size), Some(measure)) => {
                if !measure.fits(size) {
                    return Err(ParseError::custom(BOUNDS));
                }
                // The first and the third of four are the upper and the lower edge.
                tall |= at % 2 == 0 && !measure.fits(&LINE);
                measure.write(&mut value);
            }
            _ => match list.ink {
                Some(ink) => value.push_str(&color(&token, input, ink)?),
                None => return Err(ParseError::custom(misfit(&token))),
            },
        }
    }
    Ok((value, tall))
}

pub(super) fn font_size(input: &mut Parser<'_>) -> Result<String, Failure> {
    let token = input.next()?.clone();
    let mut value = String::new();
    match &token {
        Token::Ident(word) => value.push_str(listed(FONT_SIZES, word).ok_or_else(|| ParseError::custom(VALUE))?),
        Token::Function(name) if name.eq_ignore_ascii_case("clamp") => match input.parse_nested_block(clamped)? {
            [SMALLEST_FONT, relative, LARGEST_FONT] => relative.write_clamped(&mut value)?,
            _ => return Err(ParseError::custom(VALUE)),
        },
        token => {
            let measure = Measure::of(token).ok_or_else(|| ParseError::custom(misfit(token)))?;
            if matches!(measure.unit, "px" | "pt") {
                let readable = measure.milli >= if measure.unit == "px" { SMALLEST_FONT.milli } else { 7_000 };
                if !readable || !measure.fits(&FONT) {
                    return Err(ParseError::custom(BOUNDS));
                }
                measure.write(&mut value);
            } else {
                measure.write_clamped(&mut value)?;
            }
        }
    }
    Ok(value)
}

/// What a line is at least, and at most, in heights of its letters.
const LOWEST_LINE: Measure = Measure { milli: 1_000, unit: "em" };
const HIGHEST_LINE: Measure = Measure { milli: 3_000, unit: "em" };
static LENGTH: Size = Size { numbers: (-1, -1), pixels: 144, percent: 0 };

/// No line is lower than its letters: a length is written within bounds, a number is one at least.
pub(super) fn line_height(input: &mut Parser<'_>) -> Result<String, Failure> {
    let token = input.next()?.clone();
    let mut value = String::new();
    match &token {
        Token::Ident(word) => value.push_str(listed("normal inherit", word).ok_or_else(|| ParseError::custom(VALUE))?),
        Token::Function(name) if name.eq_ignore_ascii_case("clamp") => match input.parse_nested_block(clamped)? {
            [LOWEST_LINE, length, HIGHEST_LINE] => length.write_line(&mut value)?,
            _ => return Err(ParseError::custom(VALUE)),
        },
        token => {
            let measure = Measure::of(token).ok_or_else(|| ParseError::custom(misfit(token)))?;
            match measure.unit {
                "" => Measure { milli: measure.milli.clamp(1_000, 3_000), unit: "" }.write(&mut value),
                // A share of the letters' height, as a number is, but that of the element alone.
                "%" => Measure { milli: (measure.milli / 100).clamp(1_000, 3_000), unit: "" }.write(&mut value),
                _ => measure.write_line(&mut value)?,
            }
        }
    }
    Ok(value)
}

const RAISES: &str = "baseline sub super top text-top middle bottom text-bottom";
static RAISED: Size = Size { numbers: (0, 0), pixels: 48, percent: 50 };

/// A line grows with what is raised or lowered in it, so that nothing is covered.
pub(super) fn raised(input: &mut Parser<'_>) -> Result<String, Failure> {
    let token = input.next()?.clone();
    let mut value = String::new();
    match &token {
        Token::Ident(word) => value.push_str(listed(RAISES, word).ok_or_else(|| ParseError::custom(VALUE))?),
        token => {
            let measure = Measure::of(token).ok_or_else(|| ParseError::custom(misfit(token)))?;
            if !(Measure { milli: measure.milli.saturating_abs(), ..measure }).fits(&RAISED) {
                return Err(ParseError::custom(BOUNDS));
            }
            measure.write(&mut value);
        }
    }
    Ok(value)
}

/// `9px, 1.2em, 48px`.
fn clamped(input: &mut Parser<'_>) -> Result<[Measure; 3], Failure> {
    let measure = |input: &mut Parser<'_>| {
        let token = input.next()?;
        Measure::of(token).ok_or_else(|| Failure::custom(misfit(token)))
    };
    let least = measure(input)?;
    input.expect_comma()?;
    let preferred = measure(input)?;
    input.expect_comma()?;
    Ok([least, preferred, measure(input)?])
}

impl Measure {
    fn write_line(self, value: &mut String) -> Result<(), Failure> {
        if !self.fits(&LENGTH) {
            return Err(ParseError::custom(BOUNDS));
        }
        value.push_str("clamp(");
        LOWEST_LINE.write(value);
        value.push(',');
        self.write(value);
        value.push(',');
        HIGHEST_LINE.write(value);
        value.push(')');
        Ok(())
    }

    fn write_clamped(self, value: &mut String) -> Result<(), Failure> {
        if !matches!(self.unit, "em" | "rem" | "%") || self.milli <= 0 || !self.fits(&RELATIVE) {
            return Err(ParseError::custom(BOUNDS));
        }
        value.push_str("clamp(");
        SMALLEST_FONT.write(value);
        value.push(',');
        self.write(value);
        value.push(',');
        LARGEST_FONT.write(value);
        value.push(')');
        Ok(())
    }
}

/// The families that stay, and whether any went.
pub(crate) fn family_list(input: &mut Parser<'_>) -> Result<(String, bool), Failure> {
    let mut kept: Vec<&'static str> = Vec::new();
    let mut lost = false;
    input.parse_comma_separated(|input| {
        match family(input)? {
            Some(name) if kept.contains(&name) => {}
            Some(name) if kept.len() < MOST_FAMILIES => kept.push(name),
            _ => lost = true,
        }
        Ok::<_, Failure>(())
    })?;
    if kept.is_empty() { Err(ParseError::custom(FAMILY)) } else { Ok((kept.join(","), lost)) }
}

/// CSS Fonts § 2.1.2: a string, or identifiers that are joined by single spaces.
fn family(input: &mut Parser<'_>) -> Result<Option<&'static str>, Failure> {
    let mut name = String::new();
    match input.next()? {
        Token::QuotedString(text) => name.push_str(text),
        Token::Ident(word) => {
            name.push_str(word);
            while let Ok(token) = input.next() {
                let Token::Ident(word) = token else { return Err(ParseError::custom(misfit(token))) };
                name.push(' ');
                name.push_str(word);
            }
        }
        token => return Err(ParseError::custom(misfit(token))),
    }
    Ok(FAMILIES.split(',').find(|known| known.eq_ignore_ascii_case(&name)))
}
