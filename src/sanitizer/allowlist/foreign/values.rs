//! How the values of attributes are read.

use std::borrow::Cow;

use cssparser::{Parser, Token};

use crate::sanitizer::allowlist::css::{self, Failure, Ink};
use crate::sanitizer::allowlist::ids;
use crate::sanitizer::allowlist::number::number;

/// The largest width and height of a drawing, in pixels.
pub(super) const LARGEST: f64 = 4096.0;

/// Reads a whole value by the tokenizer of CSS, as browsers read a presentation attribute.
pub(super) fn read<'a>(
    value: &str,
    rule: impl FnOnce(&mut Parser<'_>) -> Result<String, Failure>,
) -> Result<Option<Cow<'a, str>>, &'static str> {
    let mut input = Parser::new(value);
    let kept = rule(&mut input).map_err(css::reason)?;
    Ok(input.is_exhausted().then(|| kept.into()))
}

/// SVG 2 § 13.2: a color, or a reference with a color to fall back on.
pub(super) fn paint(input: &mut Parser<'_>, prefix: &str, repeated: bool) -> Result<String, Failure> {
    let token = input.next()?.clone();
    match &token {
        Token::Ident(word) if word.eq_ignore_ascii_case("none") => Ok("none".to_owned()),
        Token::Ident(word) if word.eq_ignore_ascii_case("inherit") => Ok("inherit".to_owned()),
        Token::UnquotedUrl(_) => server(&token, input, prefix, repeated),
        Token::Function(name) if name.eq_ignore_ascii_case("url") => server(&token, input, prefix, repeated),
        token => css::color(token, input, Ink::Any),
    }
}

fn server(token: &Token<'_>, input: &mut Parser<'_>, prefix: &str, repeated: bool) -> Result<String, Failure> {
    let mut value = reference(token, input, prefix, repeated)?;
    if !input.is_exhausted() {
        value.push(' ');
        value.push_str(&match input.next()?.clone() {
            Token::Ident(word) if word.eq_ignore_ascii_case("none") => "none".to_owned(),
            token => css::color(&token, input, Ink::Any)?,
        });
    }
    Ok(value)
}

/// `url(#id)`. A URL that is a fragment alone names an element of the same document, whatever the base: CSS Values § 4.5.1.
pub(super) fn reference(
    token: &Token<'_>,
    input: &mut Parser<'_>,
    prefix: &str,
    repeated: bool,
) -> Result<String, Failure> {
    let url = match token {
        Token::UnquotedUrl(url) => url.to_string(),
        Token::Function(name) if name.eq_ignore_ascii_case("url") => {
            input.parse_nested_block(|input| Ok::<_, Failure>(input.expect_string()?.to_string()))?
        }
        _ => return Err(Failure::custom(css::VALUE)),
    };
    if !url.starts_with('#') {
        return Err(Failure::custom(css::LOADS));
    }
    let id = fragment(&url).ok_or_else(|| Failure::custom(css::VALUE))?;
    if repeated {
        return Err(Failure::custom("multiplies what it refers to"));
    }
    Ok(format!("url(#{})", ids::prefixed(id, prefix)))
}

/// The id that a URL names which is a fragment and nothing else.
pub(super) fn fragment(url: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    url.trim_ascii().strip_prefix('#').filter(|id| !id.is_empty() && id.chars().all(is_plain))
}

pub(super) fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" \t\n%+,-._".contains(&byte))
}

pub(super) fn is_geometry(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" \t\n%+,-.".contains(&byte))
}

/// CSS Transforms § 8: functions of numbers.
pub(super) fn is_transform(value: &str) -> bool {
    is_transform_of(value, |byte| byte.is_ascii_digit() || b" \t\n+,-.eE".contains(&byte))
}

/// The same as a property, where lengths and angles have units.
pub(super) fn is_transform_in_css(value: &str) -> bool {
    is_transform_of(value, |byte| byte.is_ascii_alphanumeric() || b" %+,-.".contains(&byte))
}

fn is_transform_of(value: &str, is_number: fn(u8) -> bool) -> bool {
    const FUNCTIONS: [&str; 10] =
        ["matrix", "rotate", "scale", "scaleX", "scaleY", "skewX", "skewY", "translate", "translateX", "translateY"];
    let mut rest = value.trim();
    while let Some((name, after)) = rest.split_once('(') {
        let Some((numbers, after)) = after.split_once(')') else { return false };
        let known = FUNCTIONS.contains(&name.trim_matches([' ', ',', '\n', '\t']));
        if !known || !numbers.bytes().all(is_number) {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

const LENGTHS: &[(&str, f64)] = &[
    ("", 1.0),
    ("%", 1.0),
    ("ch", 8.0),
    ("cm", 96.0 / 2.54),
    ("em", 16.0),
    ("ex", 8.0),
    ("in", 96.0),
    ("mm", 9.6 / 2.54),
    ("pc", 16.0),
    ("pt", 4.0 / 3.0),
    ("px", 1.0),
    ("rem", 16.0),
];

pub(super) fn pixels(unit: &str) -> f64 {
    LENGTHS.iter().find(|(known, _)| *known == unit).map_or(f64::INFINITY, |(_, pixels)| *pixels)
}

pub(super) fn length(value: &str) -> Option<(f64, &'static str)> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let (unit, _) = LENGTHS.iter().find(|(known, _)| value.get(digits.len()..) == Some(*known))?;
    Some((number(digits)?, *unit))
}

pub(super) fn dashes(value: &str) -> Option<f64> {
    const MOST: usize = 16;
    let mut sum = 0.0;
    for (at, dash) in value.split([' ', ',', '\n', '\t']).filter(|dash| !dash.is_empty()).enumerate() {
        let (length, unit) = length(dash)?;
        if at >= MOST || length < 0.0 {
            return None;
        }
        sum += length * pixels(unit);
    }
    Some(sum)
}
