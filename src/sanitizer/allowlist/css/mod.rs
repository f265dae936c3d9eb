//! Inline styles: a list of properties, of what their values may be made of, and of how large.
//!
//! The value is read by the tokenizer of CSS Syntax Level 3, so escapes (`\75rl(`), comments, bad strings and unclosed
//! blocks mean here what they mean in a browser. What is written is made anew from the tables below: names and keywords
//! are theirs, numbers are formatted here. No character of the input is copied, and none but letters, digits and
//! ` #%(),-./:;` is written.
//!
//! 1. **Name.** A property that [`PROPERTIES`](properties::PROPERTIES) does not list goes.
//!    *Threat:* `--theme: url(//evil.test)` loads as soon as a rule of the host says `background: var(--theme)`;
//!    `position`, `transform` and their kin lay text over the host; `opacity`, `clip-path`, `text-indent` and their kin
//!    hide text from the reader that a model or the clipboard still gets; `content`, `quotes` show text that is in no
//!    text node; `direction`, `unicode-bidi` show it reversed.
//! 2. **Value.** Keywords of the property's own, colors, numbers. The only functions are colors: `url()`, `image-set()`
//!    and the others that load have no place, nor have `var()`, `env()` and `attr()`, which read what the host has.
//!    *Threat:* `font-family: Icons` turns the word `pay` into the host's own symbol and makes the browser fetch the
//!    host's font: families are those that systems bring along.
//! 3. **Size.** Nothing is negative, and each length has a bound. *Threat:* `margin-top: -400px` or
//!    `padding: 0 9999px` covers the host. A unit that grows with the window (`vw`, `vh`) is none.
//! 4. **Height.** No box is lower than what it holds. *Threat:* `height: 0`, `max-height: 0` and `line-height: 0` keep
//!    the text and take away its place, so that it lies over whatever follows. `height` is written as `min-height`, and
//!    a line is at least as high as its letters. In a column, `flex-basis: 0` beside `min-height: 0` does as much: there
//!    `min-height` goes.
//! 5. **Inline boxes.** The upper and lower padding of an inline box takes no place either, and is painted over the lines
//!    around it: there it has to be narrow, see [`Flow`].
//! 6. **Nesting.** `font-size: 2em` doubles at each level. What is relative is written inside `clamp()`.
//! 7. **Importance** counts among the declarations of the style, and is taken away: `!important` would win over the rules by
//!    which the host holds the output.
//! 8. **Formulas** are laid out by lengths that move boxes. They stay in a box that clips, see [`Laid`].
//!
//! *Accepted:* the color of a text may be that of what lies behind it, which no single declaration tells. Width is
//! bounded, but a long word or a `<pre>` overflows sideways with no style at all. The element that the output is put into
//! should be a block of its own, and clip (`contain: paint`).

mod background;
mod color;
mod custom;
mod font;
mod laid;
mod measure;
mod properties;
mod reason;
mod values;

use cssparser::{Delimiter, ParseError, Parser, Token, parse_important};

use crate::error::shorten;
pub(crate) use color::{Ink, color};
pub(crate) use custom::collect as custom_properties;
pub(crate) use laid::Laid;
use properties::{Rule, property, refusal};
use reason::{AT_RULE, FAMILY, GROUND, HEIGHT, IMPORTANT, MALFORMED, MORE, NOT_LISTED, SHRINKS, TALL};
pub(crate) use reason::{COVERS, Failure, LOADS, VALUE, reason};
pub(crate) use values::family_list;
use values::{font_size, line_height, list_value, raised};

/// What is left of an inline style.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// The declarations that stay, written anew; empty if there are none.
    pub(crate) kept: String,
    /// How many bytes of it come ahead of what was important.
    pub(crate) normal: usize,
    /// What went, each once.
    pub(crate) dropped: Vec<Dropped>,
}

/// A declaration that went, wholly or in part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// In lower case; empty where no property was named.
    pub(crate) property: String,
    pub(crate) reason: &'static str,
}

/// How an element without a `display` of its own lies among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// In place of its own, as a block, a list item, a cell or an image does.
    Block,
    /// Within the lines of its parent. Right for every element of which nothing better is known.
    Inline,
}

impl Dropped {
    /// Adds what went of a style sheet to those that went before, each once.
    pub(crate) fn note(dropped: &mut Vec<Self>, property: &str, reason: &'static str) {
        let one = Self { property: shorten(property, LONGEST_NAME), reason };
        if dropped.len() < MOST_DROPPED && !dropped.contains(&one) {
            dropped.push(one);
        }
    }
}

/// Removals that are listed one by one, so that a hostile style cannot make the list larger than itself.
pub(crate) const MOST_DROPPED: usize = 64;
const LONGEST_NAME: usize = 64;

/// Judges a property that the tables here leave to another: its value as it was written. None: it is not the other's.
pub(crate) type Judge<'j> = dyn Fn(&str, &str) -> Option<Judged> + 'j;

/// The property as it is written, with its value; or why it goes.
pub(crate) type Judged = Result<(&'static str, String), &'static str>;

/// Makes the value of a `style` attribute safe. What it keeps it keeps again, and whole.
pub(crate) fn clean(value: &str, flow: Flow) -> Style {
    clean_by(value, flow, &|_, _| None)
}

/// As [`clean`], where `judge` is asked first.
pub(crate) fn clean_by(value: &str, flow: Flow, judge: &Judge<'_>) -> Style {
    let mut declarations = Declarations::default();
    let custom = custom::collect(value, custom::MOST);
    let mut expanded = 0;
    let mut input = Parser::new(value);
    while !input.is_exhausted() {
        let mut name = String::new();
        let judged = input.parse_until_after(Delimiter::Semicolon, |input| {
            if input.is_exhausted() {
                return Ok(Read::Nothing);
            }
            match input.next()? {
                Token::Ident(property) => name = property.to_ascii_lowercase(),
                Token::AtKeyword(_) => return Err(ParseError::custom(AT_RULE)),
                _ => return Err(ParseError::custom(MALFORMED)),
            }
            input.expect_colon().map_err(|_| ParseError::custom(MALFORMED))?;
            let start = input.state();
            let written = until_bang(input)?;
            let is_custom = name.starts_with("--");
            let resolved = if is_custom { None } else { custom::resolve(&written, &custom, &mut expanded)? };
            if name == "font" {
                let important = input.try_parse(parse_important).is_ok();
                input.expect_exhausted()?;
                return Ok(Read::Font(font::longhands(resolved.as_deref().unwrap_or(&written))?, important));
            }
            if let Some(text) = resolved {
                let important = input.try_parse(parse_important).is_ok();
                let judged = judged_declaration(&name, &mut Parser::new(&text), judge)?;
                return Ok(Read::One(Declaration { important, ..judged }));
            }
            input.reset(&start);
            judged_declaration(&name, input, judge).map(Read::One)
        });
        match judged {
            Ok(Read::Nothing) => {}
            Ok(Read::One(declaration)) => declarations.keep(&name, declaration),
            Ok(Read::Font(longhands, important)) => {
                for (name, text) in longhands {
                    match judged_declaration(name, &mut Parser::new(&text), judge) {
                        Ok(declaration) => declarations.keep(name, Declaration { important, ..declaration }),
                        Err(failure) => declarations.drop(name, reason(failure)),
                    }
                }
            }
            Err(failure) => declarations.drop(&name, reason(failure)),
        }
    }
    declarations.into_style(flow)
}

/// A declaration as it was read.
enum Read {
    Nothing,
    One(Declaration),
    Font(font::Longhands, bool),
}

struct Declaration {
    property: &'static str,
    value: String,
    /// Whether its upper or lower edge takes more room than an inline box has between its lines.
    tall: bool,
    /// What of it went.
    changed: Option<&'static str>,
    important: bool,
}

#[derive(Default)]
struct Declarations {
    /// The last of each property, in order.
    kept: Vec<Declaration>,
    dropped: Vec<Dropped>,
}

impl Declarations {
    /// CSS Cascade § 6.4: of those that are as important the last declaration of a property wins, so that another says nothing.
    fn keep(&mut self, name: &str, declaration: Declaration) {
        if let Some(changed) = declaration.changed {
            self.drop(name, changed);
        }
        if declaration.important {
            self.drop(name, IMPORTANT);
        }
        let of_it = |earlier: &Declaration| earlier.property == declaration.property;
        if !declaration.important && self.kept.iter().any(|earlier| earlier.important && of_it(earlier)) {
            return;
        }
        self.kept.retain(|earlier| !of_it(earlier));
        self.kept.push(declaration);
    }

    fn drop(&mut self, name: &str, reason: &'static str) {
        let (name, reason) = match self.dropped.len() {
            ..MOST_DROPPED => (shorten(name, LONGEST_NAME), reason),
            MOST_DROPPED => (String::new(), MORE),
            _ => return,
        };
        if !self.dropped.iter().any(|known| known.property == name && known.reason == reason) {
            self.dropped.push(Dropped { property: name, reason });
        }
    }

    fn into_style(mut self, flow: Flow) -> Style {
        // What was important among them wins over a shorthand of the others when it comes behind them.
        let (important, mut kept): (Vec<_>, Vec<_>) = self.kept.drain(..).partition(|kept| kept.important);
        kept.extend(important);
        self.kept = kept;
        let display = self.kept.iter().find(|kept| kept.property == "display");
        let is_inline =
            |display: &Declaration| display.value == "inline" || ANYWHERE.split(' ').any(|word| display.value == word);
        let inline = display.map_or(flow == Flow::Inline, is_inline);
        // White that was to lie on a dark image would lie on the white of the page.
        let is_ground = |name: &str| name.starts_with("background");
        if self.dropped.iter().any(|gone| is_ground(&gone.property))
            && !self.kept.iter().any(|kept| is_ground(kept.property))
            && self.kept.iter().any(|kept| kept.property == "color")
        {
            self.kept.retain(|kept| kept.property != "color");
            self.drop("color", GROUND);
        }
        // CSS Flexbox § 4.5: its least height is what it holds, unless it is told another.
        let is_flexible = |kept: &Declaration| matches!(kept.property, "flex" | "flex-basis");
        if self.kept.iter().any(is_flexible) && self.kept.iter().any(|kept| kept.property == "min-height") {
            self.kept.retain(|kept| kept.property != "min-height");
            self.drop("min-height", SHRINKS);
        }
        let (tall, kept): (Vec<_>, Vec<_>) = self.kept.drain(..).partition(|kept| inline && kept.tall);
        for declaration in tall {
            self.drop(declaration.property, TALL);
        }
        let (mut text, mut normal) = (String::new(), 0);
        for declaration in kept {
            let separator = if text.is_empty() { "" } else { ";" };
            text.push_str(&format!("{separator}{}:{}", declaration.property, declaration.value));
            if !declaration.important {
                normal = text.len();
            }
        }
        Style { kept: text, normal, dropped: self.dropped }
    }
}

/// The value as it is written, without `!important`.
fn until_bang(input: &mut Parser<'_>) -> Result<String, Failure> {
    let start = input.position();
    input.parse_until_before(Delimiter::Bang, |input| {
        while input.next().is_ok() {}
        Ok(input.slice_from(start).trim().to_owned())
    })
}

fn judged_declaration(name: &str, input: &mut Parser<'_>, judge: &Judge<'_>) -> Result<Declaration, Failure> {
    let start = input.state();
    let written = until_bang(input)?;
    let Some(judged) = judge(name, &written) else {
        input.reset(&start);
        return declaration(name, input);
    };
    let (property, value) = judged.map_err(ParseError::custom)?;
    let important = input.try_parse(parse_important).is_ok();
    input.expect_exhausted()?;
    Ok(Declaration { property, value, tall: false, changed: None, important })
}

/// CSS Cascade § 7.3: values that any property has. `inherit` takes what the page gave the element around, a negative margin
/// too: it stands with the properties that are inherited anyway.
const ANYWHERE: &str = "initial revert unset";

fn anywhere(input: &mut Parser<'_>) -> Result<&'static str, Failure> {
    let word = listed(ANYWHERE, input.expect_ident()?).ok_or_else(|| ParseError::custom(VALUE))?;
    match input.next() {
        Err(_) => Ok(word),
        Ok(Token::Delim('!')) => Ok(word),
        Ok(_) => Err(ParseError::custom(VALUE)),
    }
}

/// Reads the value of the property `name`, `!important` included.
fn declaration(name: &str, input: &mut Parser<'_>) -> Result<Declaration, Failure> {
    let (property, rule) = property(name).ok_or_else(|| ParseError::custom(refusal(name)))?;
    let mut property = property;
    let (value, tall, lost) = input.parse_until_before(Delimiter::Bang, |input| {
        if let Ok(word) = input.try_parse(anywhere) {
            return Ok((word.to_owned(), false, None));
        }
        Ok(match rule {
            Rule::List(list) => list_value(list, input).map(|(value, tall)| (value, tall, None))?,
            Rule::FontSize => (font_size(input)?, false, None),
            Rule::LineHeight => (line_height(input)?, false, None),
            Rule::Raised => (raised(input)?, false, None),
            Rule::Span => (background::span(input)?, false, None),
            Rule::Tracks => (background::tracks(input)?, false, None),
            Rule::Background => {
                let kept = background::background(input)?;
                if kept.is_color && property == "background" {
                    property = "background-color";
                }
                (kept.value, false, kept.lost.then_some(LOADS))
            }
            Rule::Families => {
                let (kept, lost) = family_list(input)?;
                (kept, false, lost.then_some(FAMILY))
            }
            Rule::As(_) => return Err(ParseError::custom(NOT_LISTED)),
        })
    })?;
    let important = input.try_parse(parse_important).is_ok();
    let tall = tall && matches!(property, "padding" | "padding-top" | "padding-bottom");
    let changed = if name == "height" { Some(HEIGHT) } else { lost };
    Ok(Declaration { property, value, tall, changed, important })
}

/// The keyword, as the list writes it.
fn listed(list: &'static str, word: &str) -> Option<&'static str> {
    list.split(' ').find(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
