//! Custom properties that a style sets and uses by itself: `--dark: #eee; color: var(--dark)`.
//!
//! *Threat:* `var()` reads what the page has set, and a property that the output sets may be read, and loaded, by a rule of the
//! page. *Rule:* none is written. Where the value, or else the fallback, stands in the same style, it takes the place of
//! `var()`, and what comes of it is judged like any other.

use std::collections::BTreeMap;

use cssparser::{Delimiter, ParseError, Parser, Token};

use super::reason::{Failure, READS_HOST, VALUE};

pub(super) type Custom = BTreeMap<String, String>;

const LONGEST: usize = 4_096;
const DEEPEST: usize = 8;
pub(super) const MOST: usize = 64;
/// Values put in place, in one style: each can name another many times.
const MOST_EXPANDED: usize = 128;

/// Those that the style sets, `most` of them.
pub(crate) fn collect(style: &str, most: usize) -> Custom {
    let mut custom = Custom::new();
    if !style.contains("--") {
        return custom;
    }
    let mut input = Parser::new(style);
    while !input.is_exhausted() && custom.len() < most {
        let _ = input.parse_until_after(Delimiter::Semicolon, |input| {
            let Token::Ident(name) = input.next()?.clone() else { return Err(ParseError::custom(VALUE)) };
            input.expect_colon()?;
            let start = input.position();
            let value = input.parse_until_before(Delimiter::Bang, |input| {
                while input.next().is_ok() {}
                Ok::<_, Failure>(input.slice_from(start).trim().to_owned())
            })?;
            while input.next().is_ok() {}
            if name.starts_with("--") && value.len() <= LONGEST {
                custom.insert(name.to_string(), value);
            }
            Ok(())
        });
    }
    custom
}

/// The value with each `var()` in it replaced; none, where there is none.
pub(super) fn resolve(value: &str, custom: &Custom, expanded: &mut usize) -> Result<Option<String>, Failure> {
    if !value.contains('(') || !(value.contains('\\') || value.to_ascii_lowercase().contains("var(")) {
        return Ok(None);
    }
    let mut text = String::new();
    expand(&mut Parser::new(value), custom, &mut text, (0, expanded))?;
    Ok((text != value).then_some(text))
}

fn expand(
    input: &mut Parser<'_>,
    custom: &Custom,
    text: &mut String,
    (depth, expanded): (usize, &mut usize),
) -> Result<(), Failure> {
    if depth > DEEPEST || *expanded > MOST_EXPANDED {
        return Err(ParseError::custom(READS_HOST));
    }
    loop {
        let start = input.position();
        let Ok(token) = input.next_including_whitespace() else { return Ok(()) };
        match token.clone() {
            Token::Function(name) if name.eq_ignore_ascii_case("var") => {
                let found = input.parse_nested_block(|input| {
                    let name = input.expect_ident()?.to_string();
                    let fallback = input.try_parse(|input| input.expect_comma()).is_ok();
                    let start = input.position();
                    while input.next().is_ok() {}
                    let rest = input.slice_from(start).trim().to_owned();
                    Ok::<_, Failure>(custom.get(&name).cloned().or_else(|| fallback.then_some(rest)))
                })?;
                let found = found.ok_or_else(|| ParseError::custom(READS_HOST))?;
                *expanded += 1;
                expand(&mut Parser::new(&found), custom, text, (depth + 1, expanded))?;
            }
            Token::Function(_) | Token::ParenthesisBlock => {
                text.push_str(input.slice_from(start));
                input.parse_nested_block(|input| expand(input, custom, text, (depth + 1, expanded)))?;
                text.push(')');
            }
            _ => text.push_str(input.slice_from(start)),
        }
        if text.len() > LONGEST {
            return Err(ParseError::custom(VALUE));
        }
    }
}
