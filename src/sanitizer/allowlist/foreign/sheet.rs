//! The style sheet of a drawing, for that drawing alone.
//!
//! *Threat:* a style sheet belongs to the whole document: `svg *` restyles the page's own icons, `body` its page;
//! `@import`, `@font-face` and `url()` load; a selector such as `input[value^=a]` or `:has()` reads what is outside and
//! tells of it by what it loads; `:visited` reads where the reader was; `::before` shows text that is in no text node. The
//! text of a `style` is text to the parser of SVG and raw text to that of HTML, and so it can mean two things.
//! *Rules:*
//!
//! 1. **Scope.** Each selector begins at the drawing or in it, by a class that is made of the sheet itself: two drawings
//!    share it only where they share every rule. Combinators go down alone, so the rest is in the drawing, too.
//! 2. **Selectors** are made of types, classes and ids, of which the last two carry the prefix, and of pseudo-classes that
//!    tell an element by its place. Of attributes only an id that is known in part can be asked for. Pseudo-elements, `:has()`
//!    and any other pseudo-class take their selector away.
//! 3. **Declarations** are those that an inline style of the drawing may have, less what only the inside may.
//! 4. **At-rules** go with all that is in them.
//! 5. **Text.** Nothing is copied but names of letters, digits, `-` and `_`; what is written has no `<`, no `&` and no
//!    backslash, and so reads the same as text, as raw text and in CSS. The `>` of a child is escaped as in any text; where
//!    it is read raw, no parser of CSS takes the rule.
//!
//! What comes out is read as what it is when it comes in again.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

use cssparser::{Delimiter, ParseError, Parser, Token};

use super::style::{self, Drawn};
use crate::sanitizer::allowlist::css::{self, Dropped, Failure, Flow};
use crate::sanitizer::allowlist::ids;

/// What is left of the style sheets of a drawing.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// As it is written; empty, where nothing stays.
    pub(crate) text: String,
    /// The class that the drawing has to have.
    pub(crate) scope: String,
    /// The classes that a selector names, with the prefix.
    pub(crate) classes: BTreeSet<String>,
    /// The classes whose boxes have a background, and its color, in the order of the sheet.
    pub(crate) grounds: Vec<(String, String)>,
    /// What its declarations are, without the selectors.
    pub(crate) declared: String,
    /// Whether shapes lost the color that they were to have.
    pub(crate) lost: bool,
    pub(crate) dropped: Vec<Dropped>,
}

const LONGEST: usize = 1 << 18;
const MOST_SELECTORS: usize = 4_096;
const MOST_COMPOUNDS: usize = 12;
const MOST_GROUNDS: usize = 64;

const AT_RULE: &str = "an at-rule";
const SELECTOR: &str = "a selector that is not listed";
const SIZE: &str = "a style sheet of this size";

/// Pseudo-classes that tell an element by its place, or by the reader's pointer.
const PSEUDO_CLASSES: &[&str] =
    &["empty", "first-child", "first-of-type", "hover", "last-child", "last-of-type", "only-child", "only-of-type"];
/// Of those with an argument: An+B.
const COUNTING: &[&str] = &["nth-child", "nth-last-child", "nth-last-of-type", "nth-of-type"];

/// A selector, in two parts, between which the scope is written.
struct Selector {
    first: String,
    rest: String,
}

impl Sheet {
    pub(crate) fn read(source: &str, prefix: &str) -> Self {
        let mut sheet = Self::default();
        if source.len() > LONGEST {
            sheet.lost = true;
            sheet.drop("style", SIZE);
            return sheet;
        }
        let mut rules = Vec::new();
        let mut selectors = 0;
        let mut input = Parser::new(source);
        while !input.is_exhausted() {
            match sheet.rule(&mut input, prefix) {
                Ok(Some((of, declarations))) => {
                    selectors += of.len();
                    rules.push((of, declarations));
                }
                Ok(None) => {}
                // What the parser could not get past is passed token by token.
                Err(_) => drop(input.next()),
            }
            if selectors > MOST_SELECTORS {
                sheet.drop("style", SIZE);
                rules.clear();
                sheet.lost = true;
                break;
            }
        }
        sheet.write(&rules, prefix);
        sheet.lost &= sheet.text.is_empty();
        sheet
    }

    fn rule(&mut self, input: &mut Parser<'_>, prefix: &str) -> Result<Option<(Vec<Selector>, String)>, Failure> {
        let start = input.state();
        match input.next()?.clone() {
            Token::AtKeyword(name) => {
                self.drop(&format!("@{}", name.to_ascii_lowercase()), AT_RULE);
                input.parse_until_before(Delimiter::Semicolon | Delimiter::CurlyBracketBlock, skip)?;
                if let Ok(Token::CurlyBracketBlock) = input.next() {
                    input.parse_nested_block(skip)?;
                }
                return Ok(None);
            }
            Token::CDO | Token::CDC | Token::Semicolon => return Ok(None),
            _ => input.reset(&start),
        }
        let mut classes = Vec::new();
        let selectors = input
            .parse_until_before(Delimiter::CurlyBracketBlock, |input| self.selectors(input, prefix, &mut classes))?;
        input.expect_curly_bracket_block()?;
        let block = input.parse_nested_block(|input| {
            let start = input.position();
            skip(input)?;
            Ok::<_, Failure>(input.slice_from(start).to_owned())
        })?;
        if selectors.is_empty() {
            self.lost |= block.contains("fill");
            return Ok(None);
        }
        let boxed = css::clean(&block, Flow::Block).kept;
        if let Some(color) = boxed.split(';').find_map(|declared| declared.strip_prefix("background-color:"))
            && self.grounds.len() < MOST_GROUNDS
        {
            self.grounds.extend(classes.iter().map(|class| (class.clone(), color.to_owned())));
        }
        let style = style::clean(&block, Drawn::Root, prefix, false);
        for dropped in style.dropped {
            self.lost |= dropped.property == "fill";
            self.drop(&dropped.property, dropped.reason);
        }
        if style.kept.is_empty() {
            return Ok(None);
        }
        self.classes.extend(classes);
        Ok(Some((selectors, style.kept)))
    }

    fn selectors(
        &mut self,
        input: &mut Parser<'_>,
        prefix: &str,
        classes: &mut Vec<String>,
    ) -> Result<Vec<Selector>, Failure> {
        let mut selectors = Vec::new();
        while !input.is_exhausted() {
            let start = input.position();
            let mut own = Vec::new();
            let read = input.parse_until_before(Delimiter::Comma, |input| selector(input, prefix, &mut own));
            match read {
                Ok(selector) => {
                    classes.extend(own);
                    selectors.push(selector);
                }
                Err(_) => {
                    let written = input.slice_from(start).trim().to_owned();
                    self.drop(&written, SELECTOR);
                }
            }
            // The comma, if there is one.
            let _ = input.next();
        }
        Ok(selectors)
    }

    fn write(&mut self, rules: &[(Vec<Selector>, String)], prefix: &str) {
        // No secret, but a name that another sheet is not made to have in passing.
        let mut hash = DefaultHasher::new();
        let mut mix = |text: &str| {
            hash.write(text.as_bytes());
            hash.write_u8(b'\n');
        };
        for (selectors, declarations) in rules {
            selectors.iter().for_each(|one| {
                mix(&one.first);
                mix(&one.rest);
            });
            mix(declarations);
        }
        self.scope = format!("{prefix}s{:016x}", hash.finish());
        for (selectors, declarations) in rules {
            for (at, Selector { first, rest }) in selectors.iter().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                self.text.push_str(&format!("{comma}{first}:is(.{0},.{0} *){rest}", self.scope));
            }
            self.text.push_str(&format!("{{{declarations}}}"));
            self.declared.push_str(&format!("{declarations};"));
        }
    }

    fn drop(&mut self, property: &str, reason: &'static str) {
        Dropped::note(&mut self.dropped, property, reason);
    }
}

fn skip(input: &mut Parser<'_>) -> Result<(), Failure> {
    while input.next().is_ok() {}
    Ok(())
}

/// Selectors Level 4 § 3.1: compounds, between which children and descendants are told apart.
fn selector(input: &mut Parser<'_>, prefix: &str, classes: &mut Vec<String>) -> Result<Selector, Failure> {
    let mut whole = Selector { first: String::new(), rest: String::new() };
    for at in 0..MOST_COMPOUNDS {
        input.skip_whitespace();
        let compound = compound(input, prefix, classes)?;
        if at == 0 {
            whole.first = compound;
        } else {
            whole.rest.push_str(&compound);
        }
        let spaced = input.try_parse(|input| input.expect_whitespace().map(drop)).is_ok();
        if input.is_exhausted() {
            return Ok(whole);
        }
        if input.try_parse(|input| input.expect_delim('>')).is_ok() {
            whole.rest.push('>');
        } else if spaced {
            whole.rest.push(' ');
        } else {
            break;
        }
    }
    Err(refused())
}

/// Selectors Level 4 § 3.1: what is said of one element.
fn compound(input: &mut Parser<'_>, prefix: &str, classes: &mut Vec<String>) -> Result<String, Failure> {
    let mut compound = String::new();
    loop {
        let before = input.state();
        let Ok(token) = input.next_including_whitespace() else { break };
        match token.clone() {
            Token::Ident(name) if compound.is_empty() => compound.push_str(plain(&name)?),
            Token::Delim('*') if compound.is_empty() => compound.push('*'),
            Token::Delim('.') => {
                let Token::Ident(name) = input.next_including_whitespace()?.clone() else { return Err(refused()) };
                let class = ids::prefixed(plain(&name)?, prefix);
                compound.push_str(&format!(".{class}"));
                classes.push(class);
            }
            Token::IDHash(name) => compound.push_str(&format!("#{}", ids::prefixed(plain(&name)?, prefix))),
            Token::SquareBracketBlock => {
                compound.push_str(&input.parse_nested_block(|input| part_of_id(input, prefix))?);
            }
            Token::Colon => match input.next_including_whitespace()?.clone() {
                Token::Ident(name) if name.eq_ignore_ascii_case("root") && compound.is_empty() => {
                    compound.push_str("svg");
                }
                Token::Ident(name) => {
                    let known = PSEUDO_CLASSES.iter().find(|known| known.eq_ignore_ascii_case(&name));
                    compound.push_str(&format!(":{}", known.ok_or_else(refused)?));
                }
                Token::Function(name) if name.eq_ignore_ascii_case("is") => {
                    input.parse_nested_block(|input| scope(input, prefix))?;
                }
                Token::Function(name) if name.eq_ignore_ascii_case("not") => {
                    let inner = input.parse_nested_block(|input| negated(input, prefix, classes))?;
                    compound.push_str(&format!(":not({inner})"));
                }
                Token::Function(name) => {
                    let known = COUNTING.iter().find(|known| known.eq_ignore_ascii_case(&name)).ok_or_else(refused)?;
                    let count = input.parse_nested_block(|input| {
                        let start = input.position();
                        skip(input)?;
                        Ok::<_, Failure>(input.slice_from(start).trim().to_owned())
                    })?;
                    let is_count = |byte: u8| byte.is_ascii_digit() || b"+- nevod".contains(&byte);
                    if count.is_empty() || count.len() > 16 || !count.bytes().all(is_count) {
                        return Err(refused());
                    }
                    compound.push_str(&format!(":{known}({count})"));
                }
                _ => return Err(refused()),
            },
            _ => {
                input.reset(&before);
                break;
            }
        }
    }
    if compound.is_empty() {
        return Err(refused());
    }
    // What stands first without a type says it of any element.
    Ok(if compound.starts_with([':', '[']) { format!("*{compound}") } else { compound })
}

/// Selectors Level 4 § 6.2: an id by its end, or by what is in it. The prefix is at the beginning of each.
fn part_of_id(input: &mut Parser<'_>, prefix: &str) -> Result<String, Failure> {
    input.expect_ident_matching("id")?;
    let operator = match input.next()? {
        Token::SuffixMatch => "$=",
        Token::SubstringMatch => "*=",
        Token::PrefixMatch => "^=",
        _ => return Err(refused()),
    };
    let part = input.expect_ident_or_string()?.clone();
    let part = if operator == "^=" { ids::prefixed(plain(&part)?, prefix) } else { plain(&part)?.to_owned() };
    input.expect_exhausted()?;
    Ok(format!("[id{operator}{part}]"))
}

/// Compounds of which none holds.
fn negated(input: &mut Parser<'_>, prefix: &str, classes: &mut Vec<String>) -> Result<String, Failure> {
    let mut all = Vec::new();
    loop {
        input.skip_whitespace();
        let one = compound(input, prefix, classes)?;
        if one.contains(":not(") {
            return Err(refused());
        }
        all.push(one);
        input.skip_whitespace();
        if input.is_exhausted() {
            return Ok(all.join(","));
        }
        input.expect_comma()?;
    }
}

/// `.scope,.scope *`, as it was written for an earlier pass: it is written anew.
fn scope(input: &mut Parser<'_>, prefix: &str) -> Result<(), Failure> {
    let class = |input: &mut Parser<'_>| {
        input.expect_delim('.')?;
        let name = input.expect_ident_cloned()?;
        if is_scope(&name, prefix) { Ok(name.to_string()) } else { Err(refused()) }
    };
    let root = class(input)?;
    input.expect_comma()?;
    if class(input)? != root {
        return Err(refused());
    }
    input.expect_delim('*')?;
    Ok(())
}

/// Whether the class is one that the scope of a sheet was written by.
pub(crate) fn is_scope(class: &str, prefix: &str) -> bool {
    class.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('s')).is_some_and(is_hash)
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn plain(name: &str) -> Result<&str, Failure> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    // It begins as an identifier does, so that it is one without an escape: CSS Syntax § 4.3.9.
    let begins = name.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if is_plain && begins && !name.starts_with("--") { Ok(name) } else { Err(refused()) }
}

fn refused() -> Failure {
    ParseError::custom(SELECTOR)
}

#[cfg(test)]
mod tests;
