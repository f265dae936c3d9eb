//! Inline styles: a list of properties, of what their values may be made of, and of how large.
//!
//! The value is read by the tokenizer of CSS Syntax Level 3, so escapes (`\75rl(`), comments, bad strings and unclosed
//! blocks mean here what they mean in a browser. What is written is made anew from the tables below: names and keywords
//! are theirs, numbers are formatted here. No character of the input is copied, and none but letters, digits and
//! ` #%(),-./:;` is written.
//!
//! 1. **Name.** A property that [`PROPERTIES`] does not list goes.
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
//!    a line is at least as high as its letters.
//! 5. **Inline boxes.** The upper and lower padding of an inline box takes no place either, and is painted over the lines
//!    around it: there it has to be narrow, see [`Flow`].
//! 6. **Nesting.** `font-size: 2em` doubles at each level. What is relative is written inside `clamp()`.
//! 7. **Importance** is taken away: `!important` would win over the rules by which the host holds the output.
//!
//! *Accepted:* the color of a text may be that of what lies behind it, which no single declaration tells. Width is
//! bounded, but a long word or a `<pre>` overflows sideways with no style at all. The element that the output is put into
//! should be a block of its own, and clip (`contain: paint`).

use std::fmt::Write;

use cssparser::{Delimiter, ParseError, ParseErrorKind, Parser, Token, parse_important};

use crate::error::shorten;

/// What is left of an inline style.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// The declarations that stay, written anew; empty if there are none.
    pub(crate) kept: String,
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

const COVERS: &str = "lays the output over the page";
pub(super) const HIDES: &str = "hides text";
pub(super) const LOADS: &str = "loads what it names";
const MOVES: &str = "animates";
const SHOWS: &str = "shows text that is not in the output";
const TURNS: &str = "shows text in another order";
const READ_BY_HOST: &str = "a rule of the page may load it";
pub(super) const READS_HOST: &str = "reads a value of the page";
const IMPORTANT: &str = "!important wins over the page's own rules";
const FAMILY: &str = "a font that the page may fetch";
const NOT_LISTED: &str = "not listed";
pub(super) const VALUE: &str = "a value that is not listed";
pub(super) const BOUNDS: &str = "out of bounds";
const MALFORMED: &str = "is no declaration";
const AT_RULE: &str = "an at-rule";
const HEIGHT: &str = "becomes min-height: what overflows lies over the page";
const TALL: &str = "lays an inline box over the lines around it";
const MORE: &str = "and more";

/// Properties that are not listed, by the first part of their names, and what they would do.
static REFUSED: &[(&str, &str)] = &[
    ("animation", MOVES),
    ("background", LOADS),
    ("border-image", LOADS),
    ("bottom", COVERS),
    ("box-shadow", COVERS),
    ("clip", HIDES),
    ("clip-path", HIDES),
    ("content", SHOWS),
    ("content-visibility", HIDES),
    ("cursor", LOADS),
    ("direction", TURNS),
    ("filter", LOADS),
    ("flex-direction", TURNS),
    ("float", COVERS),
    ("inset", COVERS),
    ("left", COVERS),
    ("list-style-image", LOADS),
    ("mask", LOADS),
    ("max-height", COVERS),
    ("mix-blend-mode", HIDES),
    ("offset", COVERS),
    ("opacity", HIDES),
    ("order", TURNS),
    ("outline", COVERS),
    ("overflow", HIDES),
    ("position", COVERS),
    ("quotes", SHOWS),
    ("right", COVERS),
    ("rotate", COVERS),
    ("scale", COVERS),
    ("text-indent", HIDES),
    ("text-shadow", COVERS),
    ("top", COVERS),
    ("transform", COVERS),
    ("transition", MOVES),
    ("translate", COVERS),
    ("unicode-bidi", TURNS),
    ("visibility", HIDES),
    ("writing-mode", TURNS),
    ("z-index", COVERS),
    ("zoom", COVERS),
];

/// What the value of a property may be.
#[derive(Debug, Clone, Copy)]
enum Rule {
    List(List),
    Families,
    FontSize,
    /// Is written as another property.
    As(&'static str),
}

/// One or more components, separated by spaces.
#[derive(Debug, Clone, Copy)]
struct List {
    /// Keywords, separated by spaces.
    words: &'static str,
    ink: Option<Ink>,
    size: Option<&'static Size>,
    most: usize,
}

/// Which colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Any,
    /// At least half opaque: for text.
    Legible,
}

/// The bounds of a number, each in its unit. Nothing is below zero.
#[derive(Debug)]
pub(super) struct Size {
    /// The bounds of a number without a unit.
    pub(super) numbers: (i32, i32),
    /// The largest length, and by it what the other units may reach.
    pub(super) pixels: i32,
    pub(super) percent: i32,
}

pub(super) static SPACE: Size = Size { numbers: (0, 0), pixels: 128, percent: 50 };
static EXTENT: Size = Size { numbers: (0, 0), pixels: 1280, percent: 100 };
static LINE: Size = Size { numbers: (0, 0), pixels: 8, percent: 0 };
static RADIUS: Size = Size { numbers: (0, 0), pixels: 9999, percent: 100 };
static LINE_HEIGHT: Size = Size { numbers: (1, 3), pixels: 0, percent: 0 };
static WEIGHT: Size = Size { numbers: (1, 1000), pixels: 0, percent: 0 };
static SHARE: Size = Size { numbers: (0, 100), pixels: 0, percent: 0 };
static STROKE: Size = Size { numbers: (0, 128), pixels: 128, percent: 0 };
/// The font sizes that are written as they are, and those that are relative.
static FONT: Size = Size { numbers: (-1, -1), pixels: 48, percent: 0 };
static RELATIVE: Size = Size { numbers: (-1, -1), pixels: 64, percent: 400 };

/// What [`FONT`] allows at most, and the least that can be read: the ends of every `clamp()`.
const LARGEST_FONT: Measure = Measure { milli: 48_000, unit: "px" };
const SMALLEST_FONT: Measure = Measure { milli: 9_000, unit: "px" };

const LINES: &str = "none hidden solid dashed dotted double groove ridge inset outset";
const BORDER: &str = "none hidden solid dashed dotted double groove ridge inset outset thin medium thick";
const WIDTHS: &str = "thin medium thick";
const ALIGN: &str = "normal start end center flex-start flex-end baseline stretch";
const BULLETS: &str = "none inside outside disc circle square decimal decimal-leading-zero lower-roman upper-roman \
                       lower-alpha upper-alpha lower-latin upper-latin lower-greek";
const DECORATION: &str = "none underline overline line-through solid double dotted dashed wavy";

const fn words(words: &'static str, most: usize) -> Rule {
    Rule::List(List { words, ink: None, size: None, most })
}

const fn ink(ink: Ink, words: &'static str, most: usize) -> Rule {
    Rule::List(List { words, ink: Some(ink), size: None, most })
}

const fn size(size: &'static Size, words: &'static str, most: usize) -> Rule {
    Rule::List(List { words, ink: None, size: Some(size), most })
}

const fn line(size: &'static Size, words: &'static str) -> Rule {
    Rule::List(List { words, ink: Some(Ink::Any), size: Some(size), most: 3 })
}

/// Sorted: looked up by binary search.
static PROPERTIES: &[(&str, Rule)] = &[
    ("align-items", words(ALIGN, 1)),
    ("align-self", words(ALIGN, 1)),
    ("background", Rule::As("background-color")),
    ("background-color", ink(Ink::Any, "", 1)),
    ("border", line(&LINE, BORDER)),
    ("border-bottom", line(&LINE, BORDER)),
    ("border-bottom-color", ink(Ink::Any, "", 1)),
    ("border-bottom-left-radius", size(&RADIUS, "", 1)),
    ("border-bottom-right-radius", size(&RADIUS, "", 1)),
    ("border-bottom-style", words(LINES, 1)),
    ("border-bottom-width", size(&LINE, WIDTHS, 1)),
    ("border-collapse", words("collapse separate", 1)),
    ("border-color", ink(Ink::Any, "", 4)),
    ("border-left", line(&LINE, BORDER)),
    ("border-left-color", ink(Ink::Any, "", 1)),
    ("border-left-style", words(LINES, 1)),
    ("border-left-width", size(&LINE, WIDTHS, 1)),
    ("border-radius", size(&RADIUS, "", 4)),
    ("border-right", line(&LINE, BORDER)),
    ("border-right-color", ink(Ink::Any, "", 1)),
    ("border-right-style", words(LINES, 1)),
    ("border-right-width", size(&LINE, WIDTHS, 1)),
    ("border-spacing", size(&SPACE, "", 2)),
    ("border-style", words(LINES, 4)),
    ("border-top", line(&LINE, BORDER)),
    ("border-top-color", ink(Ink::Any, "", 1)),
    ("border-top-left-radius", size(&RADIUS, "", 1)),
    ("border-top-right-radius", size(&RADIUS, "", 1)),
    ("border-top-style", words(LINES, 1)),
    ("border-top-width", size(&LINE, WIDTHS, 1)),
    ("border-width", size(&LINE, WIDTHS, 4)),
    ("box-sizing", words("border-box content-box", 1)),
    ("caption-side", words("top bottom", 1)),
    ("color", ink(Ink::Legible, "inherit", 1)),
    ("column-gap", size(&SPACE, "normal", 1)),
    (
        "display",
        words(
            "block inline inline-block flow-root list-item flex inline-flex grid inline-grid table inline-table \
             table-row table-cell",
            1,
        ),
    ),
    ("empty-cells", words("show hide", 1)),
    ("fill", ink(Ink::Any, "none inherit", 1)),
    ("flex", size(&SHARE, "auto none", 3)),
    ("flex-grow", size(&SHARE, "", 1)),
    ("flex-shrink", size(&SHARE, "", 1)),
    ("flex-wrap", words("nowrap wrap", 1)),
    ("font-family", Rule::Families),
    ("font-size", Rule::FontSize),
    ("font-style", words("normal italic oblique inherit", 1)),
    ("font-variant", words("normal small-caps tabular-nums lining-nums oldstyle-nums slashed-zero inherit", 3)),
    ("font-variant-numeric", words("normal tabular-nums lining-nums oldstyle-nums slashed-zero inherit", 3)),
    ("font-weight", size(&WEIGHT, "normal bold bolder lighter inherit", 1)),
    ("gap", size(&SPACE, "normal", 2)),
    ("height", Rule::As("min-height")),
    ("hyphens", words("none manual auto", 1)),
    (
        "justify-content",
        words("normal start end center flex-start flex-end left right space-between space-around space-evenly", 1),
    ),
    ("letter-spacing", size(&LINE, "normal", 1)),
    ("line-height", size(&LINE_HEIGHT, "normal inherit", 1)),
    ("list-style", words(BULLETS, 2)),
    ("list-style-position", words("inside outside", 1)),
    ("list-style-type", words(BULLETS, 1)),
    ("margin", size(&SPACE, "auto", 4)),
    ("margin-bottom", size(&SPACE, "auto", 1)),
    ("margin-left", size(&SPACE, "auto", 1)),
    ("margin-right", size(&SPACE, "auto", 1)),
    ("margin-top", size(&SPACE, "auto", 1)),
    ("max-width", size(&EXTENT, "none", 1)),
    ("min-height", size(&EXTENT, "auto", 1)),
    ("min-width", size(&EXTENT, "auto", 1)),
    ("overflow-wrap", words("normal anywhere break-word", 1)),
    ("padding", size(&SPACE, "", 4)),
    ("padding-bottom", size(&SPACE, "", 1)),
    ("padding-left", size(&SPACE, "", 1)),
    ("padding-right", size(&SPACE, "", 1)),
    ("padding-top", size(&SPACE, "", 1)),
    ("row-gap", size(&SPACE, "normal", 1)),
    ("stroke", ink(Ink::Any, "none inherit", 1)),
    ("stroke-width", size(&STROKE, "", 1)),
    ("table-layout", words("auto fixed", 1)),
    ("text-align", words("left right center justify start end inherit", 1)),
    ("text-anchor", words("start middle end", 1)),
    ("text-decoration", ink(Ink::Any, DECORATION, 4)),
    ("text-decoration-color", ink(Ink::Any, "", 1)),
    ("text-decoration-line", words("none underline overline line-through", 3)),
    ("text-decoration-style", words("solid double dotted dashed wavy", 1)),
    ("text-transform", words("none uppercase lowercase capitalize", 1)),
    ("vertical-align", words("baseline sub super top text-top middle bottom text-bottom", 1)),
    ("white-space", words("normal nowrap pre pre-wrap pre-line break-spaces", 1)),
    ("width", size(&EXTENT, "auto", 1)),
    ("word-break", words("normal break-all keep-all", 1)),
    ("word-spacing", size(&LINE, "normal", 1)),
    ("word-wrap", Rule::As("overflow-wrap")),
];

/// CSS Color Level 4 § 6.1, without the system colors: `Canvas` is the color of the page.
const COLORS: &str = "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet \
                      brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson \
                      currentcolor cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki \
                      darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue \
                      darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey \
                      dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray \
                      green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush \
                      lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray \
                      lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray \
                      lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon \
                      mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue \
                      mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin \
                      navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen \
                      paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple \
                      rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna \
                      silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle \
                      tomato turquoise violet wheat white whitesmoke yellow yellowgreen";
const COLOR_FUNCTIONS: &str = "rgb rgba hsl hsla hwb lab lch oklab oklch";
const LOADING_FUNCTIONS: &str = "url src image image-set -webkit-image-set cross-fade element -moz-element paint";
const READING_FUNCTIONS: &str = "var env attr";

const FONT_SIZES: &str = "x-small small medium large x-large xx-large inherit";

/// Families that systems bring along, and the generic ones, separated by commas.
const FAMILIES: &str = "serif,sans-serif,monospace,cursive,fantasy,system-ui,ui-serif,ui-sans-serif,ui-monospace,\
                        ui-rounded,math,inherit,-apple-system,Arial,Arial Black,BlinkMacSystemFont,Calibri,Cambria,\
                        Cambria Math,Candara,Comic Sans MS,Consolas,Courier,Courier New,DejaVu Sans,DejaVu Sans Mono,\
                        DejaVu Serif,Garamond,Geneva,Georgia,Helvetica,Helvetica Neue,Impact,Liberation Mono,\
                        Lucida Console,Lucida Sans Unicode,Menlo,Monaco,Palatino,Palatino Linotype,Segoe UI,SF Mono,\
                        SFMono-Regular,Tahoma,Times,Times New Roman,Trebuchet MS,Verdana";

/// Removals that are listed one by one, so that a hostile style cannot make the list larger than itself.
const MOST_DROPPED: usize = 64;
const MOST_FAMILIES: usize = 16;
const LONGEST_NAME: usize = 64;

pub(super) type Failure = ParseError<&'static str>;

/// Makes the value of a `style` attribute safe. What it keeps it keeps again, and whole.
pub(crate) fn clean(value: &str, flow: Flow) -> Style {
    let mut declarations = Declarations::default();
    let mut input = Parser::new(value);
    while !input.is_exhausted() {
        let mut name = String::new();
        let judged = input.parse_until_after(Delimiter::Semicolon, |input| {
            if input.is_exhausted() {
                return Ok(None);
            }
            match input.next()? {
                Token::Ident(property) => name = property.to_ascii_lowercase(),
                Token::AtKeyword(_) => return Err(ParseError::custom(AT_RULE)),
                _ => return Err(ParseError::custom(MALFORMED)),
            }
            input.expect_colon().map_err(|_| ParseError::custom(MALFORMED))?;
            declaration(&name, input).map(Some)
        });
        match judged {
            Ok(None) => {}
            Ok(Some(declaration)) => declarations.keep(&name, declaration),
            Err(failure) => declarations.drop(&name, reason(failure)),
        }
    }
    declarations.into_style(flow)
}

pub(super) fn reason(failure: Failure) -> &'static str {
    match failure.kind {
        ParseErrorKind::Custom(reason) => reason,
        ParseErrorKind::Basic(_) => VALUE,
    }
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
    /// CSS Cascade § 6.4: the last declaration of a property wins, so an earlier one says nothing.
    fn keep(&mut self, name: &str, declaration: Declaration) {
        if let Some(changed) = declaration.changed {
            self.drop(name, changed);
        }
        if declaration.important {
            self.drop(name, IMPORTANT);
        }
        self.kept.retain(|earlier| earlier.property != declaration.property);
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
        let display = self.kept.iter().find(|kept| kept.property == "display");
        let inline = display.map_or(flow == Flow::Inline, |display| display.value == "inline");
        let (tall, kept): (Vec<_>, Vec<_>) = self.kept.drain(..).partition(|kept| inline && kept.tall);
        for declaration in tall {
            self.drop(declaration.property, TALL);
        }
        let kept: Vec<_> = kept.iter().map(|kept| format!("{}:{}", kept.property, kept.value)).collect();
        Style { kept: kept.join(";"), dropped: self.dropped }
    }
}

/// Reads the value of the property `name`, `!important` included.
fn declaration(name: &str, input: &mut Parser<'_>) -> Result<Declaration, Failure> {
    let (property, rule) = property(name).ok_or_else(|| ParseError::custom(refusal(name)))?;
    let (value, tall, lost) = input.parse_until_before(Delimiter::Bang, |input| {
        Ok(match rule {
            Rule::List(list) => list_value(list, input).map(|(value, tall)| (value, tall, None))?,
            Rule::FontSize => (font_size(input)?, false, None),
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

/// What a property is written as.
fn property(name: &str) -> Option<(&'static str, Rule)> {
    let find = |name: &str| {
        PROPERTIES.binary_search_by_key(&name, |(key, _)| key).ok().and_then(|at| PROPERTIES.get(at)).copied()
    };
    match find(name)? {
        (_, Rule::As(other)) => find(other),
        found => Some(found),
    }
}

fn refusal(name: &str) -> &'static str {
    if name.starts_with("--") {
        return READ_BY_HOST;
    }
    let name = ["-webkit-", "-moz-", "-ms-"].iter().find_map(|vendor| name.strip_prefix(vendor)).unwrap_or(name);
    let starts = |stem: &str| name.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    // The longest stem speaks: it stands last.
    REFUSED.iter().rfind(|(stem, _)| starts(stem)).map_or(NOT_LISTED, |(_, reason)| reason)
}

/// The keyword, as the list writes it.
fn listed(list: &'static str, word: &str) -> Option<&'static str> {
    list.split(' ').find(|known| known.eq_ignore_ascii_case(word))
}

fn list_value(list: List, input: &mut Parser<'_>) -> Result<(String, bool), Failure> {
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

/// Why a token has no place in a value.
fn misfit(token: &Token<'_>) -> &'static str {
    match token {
        Token::UnquotedUrl(_) | Token::BadUrl(_) => LOADS,
        Token::Function(name) if listed(LOADING_FUNCTIONS, name).is_some() => LOADS,
        Token::Function(name) if listed(READING_FUNCTIONS, name).is_some() => READS_HOST,
        _ => VALUE,
    }
}

/// A number, in thousandths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure {
    milli: i32,
    pub(super) unit: &'static str,
}

/// Units of length, and how many of each make so many pixels, at sixteen to the `em`.
static UNITS: &[(&str, i32, i32)] = &[("ch", 1, 8), ("em", 1, 16), ("pt", 3, 4), ("px", 1, 1), ("rem", 1, 16)];
static ANGLES: &[&str] = &["deg", "grad", "rad", "turn"];

/// What is larger is out of any bounds. Up to here thousandths survive `f32`, which is what a number is parsed into; of a
/// percentage the hundredth part is.
const LARGEST: f64 = 10_000_000.0;
const LARGEST_PERCENT: f64 = 1_000_000.0;

impl Measure {
    /// The number that the token is, if it is one and its unit is known.
    pub(super) fn of(token: &Token<'_>) -> Option<Self> {
        let (value, unit) = match token {
            Token::Number { value, .. } => (f64::from(*value), ""),
            Token::Percentage { unit_value, .. } => (f64::from(*unit_value) * 100.0, "%"),
            Token::Dimension { value, unit, .. } => {
                let lengths = UNITS.iter().map(|(name, ..)| name);
                let unit = lengths.chain(ANGLES).find(|name| name.eq_ignore_ascii_case(unit))?;
                (f64::from(*value), *unit)
            }
            _ => return None,
        };
        let most = if unit == "%" { LARGEST_PERCENT } else { LARGEST };
        let milli = (value * 1000.0).round_ties_even().clamp(-most, most) as i32;
        Some(Self { milli, unit })
    }

    pub(super) fn fits(self, size: &Size) -> bool {
        let (least, most) = match self.unit {
            "" => size.numbers,
            "%" => (0, size.percent),
            unit => match UNITS.iter().find(|(name, ..)| *name == unit) {
                Some((_, units, pixels)) => return (0..=size.pixels * 1000 * units / pixels).contains(&self.milli),
                None => return false,
            },
        };
        (least * 1000..=most * 1000).contains(&self.milli)
    }

    pub(super) fn write(self, text: &mut String) {
        if self.milli < 0 {
            text.push('-');
        }
        let milli = self.milli.unsigned_abs();
        // Writing to a string does not fail.
        let _ = write!(text, "{}", milli / 1000);
        if !milli.is_multiple_of(1000) {
            let fraction = format!(".{:03}", milli % 1000);
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push_str(self.unit);
    }
}

/// A color that begins with `token`.
pub(super) fn color(token: &Token<'_>, input: &mut Parser<'_>, ink: Ink) -> Result<String, Failure> {
    let (text, alpha) = match token {
        Token::Ident(name) if name.eq_ignore_ascii_case("transparent") => ("transparent".to_owned(), 0),
        Token::Ident(name) => (listed(COLORS, name).ok_or_else(|| ParseError::custom(VALUE))?.to_owned(), 1000),
        Token::Hash(digits) | Token::IDHash(digits) => hex(digits).ok_or_else(|| ParseError::custom(VALUE))?,
        Token::Function(name) => {
            let name = listed(COLOR_FUNCTIONS, name).ok_or_else(|| ParseError::custom(misfit(token)))?;
            input.parse_nested_block(|input| color_function(name, input))?
        }
        token => return Err(ParseError::custom(misfit(token))),
    };
    if ink == Ink::Legible && alpha < 500 { Err(ParseError::custom(HIDES)) } else { Ok(text) }
}

/// A color in hexadecimal, and how opaque it is, in thousandths.
fn hex(digits: &str) -> Option<(String, u32)> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let alpha = |digits: &str, most| u32::from_str_radix(digits, 16).ok().map(|alpha| alpha * 1000 / most);
    let alpha = match digits.len() {
        3 | 6 => 1000,
        4 => alpha(digits.get(3..)?, 15)?,
        8 => alpha(digits.get(6..)?, 255)?,
        _ => return None,
    };
    Some((format!("#{}", digits.to_ascii_lowercase()), alpha))
}

/// The arguments of a color function, written in the syntax that every one of them has: CSS Color Level 4 § 4.1.
fn color_function(name: &str, input: &mut Parser<'_>) -> Result<(String, u32), Failure> {
    let mut text = format!("{name}(");
    let mut alpha = 1000;
    let mut channels = 0;
    while let Ok(token) = input.next() {
        if matches!(token, Token::Comma | Token::Delim('/')) && channels > 0 {
            continue;
        }
        let measure = Measure::of(token).ok_or_else(|| ParseError::custom(misfit(token)))?;
        match channels {
            0 => {}
            1 | 2 => text.push(' '),
            3 => {
                let thousandths = match measure.unit {
                    "" => measure.milli,
                    "%" => measure.milli / 100,
                    _ => -1,
                };
                alpha = u32::try_from(thousandths).map_err(|_| ParseError::custom(BOUNDS))?;
                text.push('/');
            }
            _ => return Err(ParseError::custom(VALUE)),
        }
        if UNITS.iter().any(|(unit, ..)| *unit == measure.unit) {
            return Err(ParseError::custom(VALUE));
        }
        measure.write(&mut text);
        channels += 1;
    }
    if channels < 3 {
        return Err(ParseError::custom(VALUE));
    }
    text.push(')');
    Ok((text, alpha))
}

fn font_size(input: &mut Parser<'_>) -> Result<String, Failure> {
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
pub(super) fn family_list(input: &mut Parser<'_>) -> Result<(String, bool), Failure> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_names() {
        for (name, rule) in PROPERTIES {
            let written = if let Rule::As(other) = rule { other } else { name };
            assert_eq!(property(name).map(|(found, _)| found), Some(*written), "{name}");
        }
        for (stem, reason) in REFUSED {
            assert_eq!(refusal(stem), *reason, "{stem}");
        }
        let listed = |stem: &str| PROPERTIES.iter().any(|(name, _)| *name == stem);
        let both: Vec<_> = REFUSED.iter().filter(|(stem, _)| *stem != "background" && listed(stem)).collect();
        assert!(both.is_empty(), "{both:?}");
    }

    #[test]
    fn colors_are_the_named_ones() {
        let mut named: Vec<_> = cssparser::color::all_named_colors().map(|(name, _)| name).collect();
        named.push("currentcolor");
        named.sort_unstable();
        assert_eq!(COLORS.split(' ').collect::<Vec<_>>(), named);
    }

    /// A style, what is kept of it, and what goes and why.
    type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

    fn check(rows: &[Row], flow: Flow) {
        for (style, kept, dropped) in rows {
            let cleaned = clean(style, flow);
            let found: Vec<_> = cleaned.dropped.iter().map(|one| (one.property.as_str(), one.reason)).collect();
            assert_eq!((cleaned.kept.as_str(), found.as_slice()), (*kept, *dropped), "{style}");
            let again = clean(&cleaned.kept, flow);
            assert_eq!(again, Style { kept: cleaned.kept, dropped: Vec::new() }, "{style}, twice");
        }
    }

    #[test]
    fn what_stays() {
        check(
            &[
                ("", "", &[]),
                (" ; ;; ", "", &[]),
                ("color: red", "color:red", &[]),
                ("COLOR:Red;", "color:red", &[]),
                ("color:#FFF;background-color:#00FF0080", "color:#fff;background-color:#00ff0080", &[]),
                ("background: #eee", "background-color:#eee", &[]),
                ("background-color: transparent", "background-color:transparent", &[]),
                ("color: rgb(255, 0, 16)", "color:rgb(255 0 16)", &[]),
                ("color: rgba(0,0,0,.5)", "color:rgba(0 0 0/0.5)", &[]),
                ("color: hsl(120deg 50% 25% / 75%)", "color:hsl(120deg 50% 25%/75%)", &[]),
                ("color: rgb(1e9 -1e9 1e9%)", "color:rgb(10000 -10000 1000%)", &[]),
                ("color: oklch(0.628 0.2577 29.23)", "color:oklch(0.628 0.258 29.23)", &[]),
                ("margin: 0 auto; padding: 1.50em 8px", "margin:0 auto;padding:1.5em 8px", &[]),
                ("border: 1px solid #ccc", "border:1px solid #ccc", &[]),
                ("border-radius: 9999px", "border-radius:9999px", &[]),
                ("border-color: red green blue", "border-color:red green blue", &[]),
                ("width: 100%; max-width: 640px", "width:100%;max-width:640px", &[]),
                ("font-size: 14px", "font-size:14px", &[]),
                ("font-size: 12pt", "font-size:12pt", &[]),
                ("font-size: large", "font-size:large", &[]),
                ("font-size: 1.2em", "font-size:clamp(9px,1.2em,48px)", &[]),
                ("font-size: 80%", "font-size:clamp(9px,80%,48px)", &[]),
                ("font: clamp(9px,2em,48px)", "", &[("font", NOT_LISTED)]),
                ("font-weight: 600; font-style: ITALIC", "font-weight:600;font-style:italic", &[]),
                ("line-height: 1.5", "line-height:1.5", &[]),
                ("font-family: 'courier new', Arial, sans-serif", "font-family:Courier New,Arial,sans-serif", &[]),
                ("text-decoration: underline wavy red", "text-decoration:underline wavy red", &[]),
                ("list-style: square inside", "list-style:square inside", &[]),
                ("display: flex; flex: 1 1 auto; gap: 8px 4px", "display:flex;flex:1 1 auto;gap:8px 4px", &[]),
                ("word-wrap: break-word", "overflow-wrap:break-word", &[]),
                ("fill: none; stroke: #000; stroke-width: 1.5", "fill:none;stroke:#000;stroke-width:1.5", &[]),
                ("color: red; margin: 0; color: blue", "margin:0;color:blue", &[]),
                ("color: red; color: bogus", "color:red", &[("color", VALUE)]),
            ],
            Flow::Block,
        );
    }

    #[test]
    fn what_loads_goes() {
        check(
            &[
                ("background: url(//evil.test/a)", "", &[("background", LOADS)]),
                ("background: url( '//evil.test/a' )", "", &[("background", LOADS)]),
                ("background: red url(//evil.test/a)", "", &[("background", VALUE)]),
                ("background-image: url(//evil.test/a)", "", &[("background-image", LOADS)]),
                ("color: \\75rl(//evil.test/a)", "", &[("color", LOADS)]),
                ("color: u\\72 l(\"//evil.test/a\")", "", &[("color", LOADS)]),
                ("background: url(//evil.test/a\"", "", &[("background", LOADS)]),
                ("width: url(//evil.test/a", "", &[("width", LOADS)]),
                ("background: image-set('//evil.test/a' 1x)", "", &[("background", LOADS)]),
                ("background: -webkit-image-set(url(//evil.test/a) 1x)", "", &[("background", LOADS)]),
                ("background: cross-fade(url(//evil.test/a), red)", "", &[("background", LOADS)]),
                ("background: element(#host)", "", &[("background", LOADS)]),
                ("background: paint(worklet)", "", &[("background", LOADS)]),
                ("background: src('//evil.test/a')", "", &[("background", LOADS)]),
                ("color: rgb(url(//evil.test/a) 1 2)", "", &[("color", LOADS)]),
                ("color: rgb(1 2 3 / var(--a))", "", &[("color", READS_HOST)]),
                ("color: var(--x, url(//evil.test/a))", "", &[("color", READS_HOST)]),
                ("width: env(safe-area-inset-top)", "", &[("width", READS_HOST)]),
                ("width: attr(data-x px)", "", &[("width", READS_HOST)]),
                ("width: expression(alert(1))", "", &[("width", VALUE)]),
                ("list-style-image: url(//evil.test/a)", "", &[("list-style-image", LOADS)]),
                ("list-style: url(//evil.test/a)", "", &[("list-style", LOADS)]),
                ("border-image: url(//evil.test/a) 1", "", &[("border-image", LOADS)]),
                ("cursor: url(//evil.test/a), auto", "", &[("cursor", LOADS)]),
                ("filter: url(//evil.test/a)", "", &[("filter", LOADS)]),
                ("-webkit-mask-image: url(//evil.test/a)", "", &[("-webkit-mask-image", LOADS)]),
                ("mask: url(//evil.test/a)", "", &[("mask", LOADS)]),
                ("content: url(//evil.test/a)", "", &[("content", SHOWS)]),
                ("--theme: url(//evil.test/a)", "", &[("--theme", READ_BY_HOST)]),
                ("font-family: url(//evil.test/a)", "", &[("font-family", LOADS)]),
                ("font-family: Font Awesome", "", &[("font-family", FAMILY)]),
                ("font-family: Icons, serif", "font-family:serif", &[("font-family", FAMILY)]),
                ("behavior: url(#default#time2)", "", &[("behavior", NOT_LISTED)]),
                ("-moz-binding: url(//evil.test/a)", "", &[("-moz-binding", NOT_LISTED)]),
                ("fill: url(#a)", "", &[("fill", LOADS)]),
                ("@import '//evil.test/a'; color: red", "color:red", &[("", AT_RULE)]),
                ("@media all { color: url(//evil.test/a) }", "", &[("", AT_RULE)]),
                ("color: red; /* ; */ @x", "color:red", &[("", AT_RULE)]),
            ],
            Flow::Block,
        );
    }

    #[test]
    fn what_covers_or_hides_goes() {
        check(
            &[
                ("position: fixed; inset: 0", "", &[("position", COVERS), ("inset", COVERS)]),
                (
                    "position: relative; top: -9px; z-index: 9",
                    "",
                    &[("position", COVERS), ("top", COVERS), ("z-index", COVERS)],
                ),
                ("margin: -1px", "", &[("margin", BOUNDS)]),
                ("margin-top: -0.0001px", "margin-top:0px", &[]),
                ("margin: 129px", "", &[("margin", BOUNDS)]),
                ("margin: 9em", "", &[("margin", BOUNDS)]),
                ("margin: calc(-1 * 9px)", "", &[("margin", VALUE)]),
                ("padding: 100vw", "", &[("padding", VALUE)]),
                ("width: 101%", "", &[("width", BOUNDS)]),
                ("width: 1e9px", "", &[("width", BOUNDS)]),
                ("width: 0e999999999px", "width:0px", &[]),
                ("width: 1e99999999999999999999px", "", &[("width", BOUNDS)]),
                ("width: min(1px, 2px)", "", &[("width", VALUE)]),
                ("height: 0", "min-height:0", &[("height", HEIGHT)]),
                ("height: 12px", "min-height:12px", &[("height", HEIGHT)]),
                ("max-height: 0", "", &[("max-height", COVERS)]),
                ("line-height: 0", "", &[("line-height", BOUNDS)]),
                ("line-height: 0.999", "", &[("line-height", BOUNDS)]),
                ("line-height: 1em", "", &[("line-height", BOUNDS)]),
                ("transform: scale(9)", "", &[("transform", COVERS)]),
                ("-webkit-transform: scale(9)", "", &[("-webkit-transform", COVERS)]),
                ("box-shadow: 0 0 0 9999px red", "", &[("box-shadow", COVERS)]),
                ("float: left", "", &[("float", COVERS)]),
                ("display: none", "", &[("display", VALUE)]),
                ("display: contents", "", &[("display", VALUE)]),
                ("visibility: hidden", "", &[("visibility", HIDES)]),
                ("opacity: 0", "", &[("opacity", HIDES)]),
                ("clip-path: inset(50%)", "", &[("clip-path", HIDES)]),
                ("text-indent: -9999px", "", &[("text-indent", HIDES)]),
                ("overflow-x: hidden", "", &[("overflow-x", HIDES)]),
                ("overflow: hidden; max-width: 0", "max-width:0", &[("overflow", HIDES)]),
                ("font-size: 0", "", &[("font-size", BOUNDS)]),
                ("font-size: 1px", "", &[("font-size", BOUNDS)]),
                ("font-size: 0.01em", "font-size:clamp(9px,0.01em,48px)", &[]),
                ("font-size: 5em", "", &[("font-size", BOUNDS)]),
                ("font-size: 49px", "", &[("font-size", BOUNDS)]),
                ("font-size: clamp(1px, 1em, 999px)", "", &[("font-size", VALUE)]),
                ("font-size: clamp(9px, 9em, 48px)", "", &[("font-size", BOUNDS)]),
                ("font-size: clamp(9px, clamp(9px,1em,48px), 48px)", "", &[("font-size", VALUE)]),
                ("color: transparent", "", &[("color", HIDES)]),
                ("color: #fff7", "", &[("color", HIDES)]),
                ("color: rgb(0 0 0 / 0%)", "", &[("color", HIDES)]),
                ("color: rgb(0 0 0 / -1)", "", &[("color", BOUNDS)]),
                ("color: Canvas", "", &[("color", VALUE)]),
                ("letter-spacing: -1em", "", &[("letter-spacing", BOUNDS)]),
                ("unicode-bidi: bidi-override; direction: rtl", "", &[("unicode-bidi", TURNS), ("direction", TURNS)]),
                ("quotes: 'Host: ' ''", "", &[("quotes", SHOWS)]),
                ("list-style-type: 'Host: '", "", &[("list-style-type", VALUE)]),
                ("margin: inherit", "", &[("margin", VALUE)]),
                ("all: unset", "", &[("all", NOT_LISTED)]),
                ("color: red !important", "color:red", &[("color", IMPORTANT)]),
                ("color: red ! /**/ IMPORTANT", "color:red", &[("color", IMPORTANT)]),
                ("color: red !ie", "", &[("color", VALUE)]),
            ],
            Flow::Block,
        );
    }

    #[test]
    fn what_is_no_declaration_goes() {
        check(
            &[
                ("color", "", &[("color", MALFORMED)]),
                ("color:", "", &[("color", VALUE)]),
                (":red", "", &[("", MALFORMED)]),
                ("} color: red; margin: 0", "margin:0", &[("", MALFORMED)]),
                ("color: red }", "", &[("color", VALUE)]),
                ("color: 'red\n; margin: 0", "margin:0", &[("color", VALUE)]),
                ("color: (red; margin: 0", "", &[("color", VALUE)]),
                ("color: [red; margin: 0]; margin: 0", "margin:0", &[("color", VALUE)]),
                ("color:/**/red/*", "color:red", &[]),
                ("col/**/or: red", "", &[("col", MALFORMED)]),
                ("c\\6flor: r\\65 d", "color:red", &[]),
                ("\u{0}color: red", "", &[("\u{fffd}color", NOT_LISTED)]),
                ("<!-- color: red -->", "", &[("", MALFORMED)]),
                ("color: rgb(1 2)", "", &[("color", VALUE)]),
                ("color: rgb(1 2 3 4 5)", "", &[("color", VALUE)]),
                ("color: rgb(from red r g b)", "", &[("color", VALUE)]),
                ("color: rgb(1 2 3", "color:rgb(1 2 3)", &[]),
                ("color: #ggg", "", &[("color", VALUE)]),
                ("color: #12345", "", &[("color", VALUE)]),
                ("margin: 1px 1px 1px 1px 1px", "", &[("margin", VALUE)]),
                ("&:hover { color: red }", "", &[("", MALFORMED)]),
            ],
            Flow::Block,
        );
    }

    #[test]
    fn an_inline_box_stays_within_its_line() {
        check(
            &[
                ("padding: 2px 12px", "padding:2px 12px", &[]),
                ("padding: 9px", "", &[("padding", TALL)]),
                ("padding: 0 0 1em", "", &[("padding", TALL)]),
                ("padding-top: 1%", "", &[("padding-top", TALL)]),
                ("padding-left: 99px", "padding-left:99px", &[]),
                ("padding: 9px; display: inline-block", "padding:9px;display:inline-block", &[]),
                ("margin: 99px", "margin:99px", &[]),
            ],
            Flow::Inline,
        );
        check(&[("display: inline; padding: 9px", "display:inline", &[("padding", TALL)])], Flow::Block);
    }

    #[test]
    fn the_list_of_what_went_is_bounded() {
        let style: String = (0..1000).map(|n| format!("x{n}:1;")).collect();
        let cleaned = clean(&style, Flow::Block);
        assert_eq!(cleaned.dropped.len(), MOST_DROPPED + 1);
        assert_eq!(cleaned.dropped.last().map(|last| last.reason), Some(MORE));
        let long = "x".repeat(10_000);
        assert!(clean(&long, Flow::Block).dropped.iter().all(|one| one.property.chars().count() <= LONGEST_NAME + 1));
    }

    #[test]
    fn hostile_shapes_are_read_to_the_end() {
        for shape in
            ["(", "[{(", "color:", "color:rgb(", "/*", "'", "\"\n", "\\", "font-family:a,", "a b ", "url(", "!"]
        {
            let style = shape.repeat(200_000);
            let cleaned = clean(&style, Flow::Block);
            assert_eq!(clean(&cleaned.kept, Flow::Block).kept, cleaned.kept, "{shape}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        fn part() -> impl Strategy<Value = String> {
            let names: Vec<_> = PROPERTIES.iter().map(|(name, _)| (*name).to_owned()).collect();
            let pieces: Vec<_> = [
                "red",
                "auto",
                "none",
                "inherit",
                "transparent",
                "#abc",
                "#12345678",
                "0",
                "1px",
                "1.2345em",
                "-3rem",
                "50%",
                "1e3",
                ".5ch",
                "9pt",
                "8vw",
                "rgb(",
                "hsl(1deg,2%,3%,.4)",
                "rgb(1 2 3/50%)",
                "url(a",
                "url('a')",
                "var(--a)",
                "clamp(9px,2em,48px)",
                "clamp(",
                "calc(1px)",
                "Arial",
                "'Times New Roman'",
                "bold",
                "solid",
                "inline",
                "block",
                "underline",
                ",",
                "/",
                "!important",
                "\\72 ed",
                "/**/",
                "'",
                "\"",
                "(",
                ")",
                "[",
                "{",
                "}",
                "\n",
                "@media",
                "\u{0}",
                "é",
            ]
            .map(str::to_owned)
            .to_vec();
            prop_oneof![
                4 => (prop::sample::select(names), prop::collection::vec(prop::sample::select(pieces), 0..5))
                    .prop_map(|(name, pieces)| format!("{name}:{};", pieces.join(" "))),
                1 => (prop::num::f32::ANY, prop::sample::select(vec!["px", "em", "%", "", "deg"]))
                    .prop_map(|(number, unit)| format!("border-radius:{number}{unit};color:hsl({number}{unit} 1 1);")),
                1 => (0.0f32..10_000.0).prop_map(|number| format!("border-radius:{number}px {number}%;")),
                1 => any::<String>(),
            ]
        }

        proptest! {
            #[test]
            fn what_is_kept_is_kept_again(parts in prop::collection::vec(part(), 0..8), inline in any::<bool>()) {
                let flow = if inline { Flow::Inline } else { Flow::Block };
                let once = clean(&parts.concat(), flow);
                let plain = |c: char| c.is_ascii_alphanumeric() || " #%(),-./:;".contains(c);
                prop_assert!(once.kept.chars().all(plain), "{}", once.kept);
                let twice = clean(&once.kept, flow);
                prop_assert_eq!(&twice.kept, &once.kept);
                prop_assert_eq!(twice.dropped, Vec::new());
            }
        }
    }
}
