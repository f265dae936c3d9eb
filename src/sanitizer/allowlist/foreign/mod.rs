//! SVG and MathML, in the rich profile: static drawings and formulas, by allowlist.
//!
//! *Threat:* an element's local name means one thing in HTML and another in SVG or MathML, and a parser changes between
//! them in the middle of a tree (HTML Standard § 13.2.6.5). `<math><mtext><table><mglyph><style><!--</style><img
//! title="--&gt;&lt;img src=x onerror=…&gt;">` is one tree when it is sanitized and another when it is shown.
//! *Rules:*
//!
//! 1. The namespace picks the table. Only `svg` and `math` open from HTML; below them only their own namespace stands.
//! 2. Integration points hold text: no HTML ever stands below foreign content. `title`, `desc` and `annotation-xml` go
//!    with what is in them, and so do `mglyph` and `malignmark`, which change what a parser does next; a `foreignObject`,
//!    which charts label their boxes with, becomes a `text`.
//! 3. Nothing names anything outside. No `href` in any namespace, no namespaced attribute at all; a reference is
//!    `url(#id)` to an id of the output's own. `use`, `pattern`, `mask`, `filter`, `image` and the elements of SMIL go.
//! 4. What is repeated is small. A marker is drawn once for each corner: it holds no reference and few elements.
//! 5. A drawing stays in its box: no `transform` on an `svg`, and its size is bounded. Browsers clip what is outside.
//! 6. Text that would not be drawn (next to shapes, in `defs`) goes, and is reported.
//! 7. As a string it is parsed once more: what does not come back unchanged is reduced to its text.
//!
//! *Accepted:* a drawing can paint over its own text, or draw it in the color of the ground.

mod mathml;
mod svg;

use std::borrow::Cow;

use cssparser::{Parser, Token};

use super::css::{self, Failure, Ink};
use super::{Reason, ids};
use crate::html::events::Namespace;

/// What an element may have in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Holds {
    /// Elements of its own namespace.
    #[default]
    Elements,
    /// Elements that are drawn again and again.
    Repeated,
    /// Only what others refer to.
    Definitions,
    Text,
}

/// What becomes of a foreign element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Stays, under this name.
    Keep(&'static str, Holds),
    /// Goes with everything in it.
    Drop(Reason),
    /// Loses its tags.
    Unwrap,
}

/// How an attribute's value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// One of these, separated by spaces.
    Words(&'static str),
    /// Numbers, lengths, the data of a path: letters, digits and ` %+,-.`, so no function and no reference.
    Geometry,
    /// A length within the bounds of a drawing.
    Extent,
    /// A length of at most this many `em`, or that many times 16 pixels.
    Space(u16),
    Dashes,
    Transform,
    Color,
    /// A color, or a gradient of the output's own.
    Paint,
    /// An element of the output's own.
    Reference,
    Families,
    Text,
}

use Holds::{Definitions, Elements, Repeated, Text};

/// Elements that a marker or a clip path may hold.
pub(crate) const MOST_REPEATED: u32 = 64;

/// The largest width and height of a drawing, in pixels.
const LARGEST: f64 = 4096.0;

/// The fate of an element of SVG or MathML. HTML's have a table of their own.
pub(crate) fn fate(namespace: Namespace, name: &str) -> Fate {
    let table = match namespace {
        Namespace::Html => return Fate::Unwrap,
        Namespace::Svg => svg::ELEMENTS,
        Namespace::MathMl => mathml::ELEMENTS,
    };
    find(table, name).map_or(Fate::Unwrap, |(_, fate)| fate)
}

fn attributes(namespace: Namespace) -> &'static [(&'static str, Value)] {
    match namespace {
        Namespace::Html => &[],
        Namespace::Svg => svg::ATTRIBUTES,
        Namespace::MathMl => mathml::ATTRIBUTES,
    }
}

impl Holds {
    /// Whether an element that holds this may have that one in it.
    pub(crate) fn takes(self, name: &str, holds: Self) -> bool {
        match self {
            Elements => name != "tspan",
            Repeated => holds == Elements && name != "svg",
            Definitions => holds == Repeated || matches!(name, "linearGradient" | "radialGradient"),
            Text => name == "tspan",
        }
    }
}

/// Whether some foreign element may have the attribute, named in lower case.
pub(crate) fn is_known_attribute(name: &str) -> bool {
    [svg::ATTRIBUTES, mathml::ATTRIBUTES].into_iter().flatten().any(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// An attribute that stays, as the table names it and with its value; `Err` says why it goes.
pub(crate) fn attribute<'a>(
    (namespace, element): (Namespace, &str),
    name: &str,
    value: &'a str,
    prefix: &str,
    repeated: bool,
) -> Result<(&'static str, Cow<'a, str>), &'static str> {
    let Some((name, rule)) = find(attributes(namespace), name) else { return Err("not listed") };
    if (namespace, name) == (Namespace::MathMl, "width") && element != "mspace" {
        return Err("not listed");
    }
    // On the outermost `svg` it is CSS's own property, which moves the drawing over the page.
    if element == "svg" && name == "transform" {
        return Err("lays the drawing over the page");
    }
    let kept = match rule {
        Value::Text => Some(value.into()),
        Value::Words(words) => words.split(' ').find(|word| *word == value.trim()).map(Cow::from),
        Value::Geometry => is_geometry(value).then(|| value.into()),
        Value::Extent => length(value)
            .filter(|(size, unit)| (0.0..=if *unit == "%" { 100.0 } else { LARGEST }).contains(&(size * pixels(unit))))
            .map(|_| value.trim().into()),
        Value::Space(most) => length(value)
            .filter(|(size, unit)| *unit != "%" && (0.0..=f64::from(most) * 16.0).contains(&(size * pixels(unit))))
            .map(|_| value.trim().into()),
        // A dash of no length on a long line is as many dashes as a machine can count.
        Value::Dashes => (value.trim() == "none" || dashes(value).is_some_and(|sum| sum >= 1.0)).then(|| value.into()),
        Value::Transform => is_transform(value).then(|| value.into()),
        Value::Color => read(value, |input| {
            let token = input.next()?.clone();
            css::color(&token, input, Ink::Any)
        })?,
        Value::Paint => read(value, |input| paint(input, prefix, repeated))?,
        Value::Reference if value.trim() == "none" => Some("none".into()),
        Value::Reference => read(value, |input| {
            let token = input.next()?.clone();
            reference(&token, input, prefix, repeated)
        })?,
        Value::Families => read(value, |input| Ok(css::family_list(input)?.0))?,
    };
    kept.map(|value| (name, value)).ok_or(css::VALUE)
}

fn find<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<(&'static str, T)> {
    table.binary_search_by_key(&name, |(known, _)| known).ok().and_then(|at| table.get(at)).copied()
}

/// Reads a whole value by the tokenizer of CSS, as browsers read a presentation attribute.
fn read<'a>(
    value: &str,
    rule: impl FnOnce(&mut Parser<'_>) -> Result<String, Failure>,
) -> Result<Option<Cow<'a, str>>, &'static str> {
    let mut input = Parser::new(value);
    let kept = rule(&mut input).map_err(css::reason)?;
    Ok(input.is_exhausted().then(|| kept.into()))
}

/// SVG 2 § 13.2: a color, or a reference with a color to fall back on.
fn paint(input: &mut Parser<'_>, prefix: &str, repeated: bool) -> Result<String, Failure> {
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
fn reference(token: &Token<'_>, input: &mut Parser<'_>, prefix: &str, repeated: bool) -> Result<String, Failure> {
    let url = match token {
        Token::UnquotedUrl(url) => url.to_string(),
        Token::Function(name) if name.eq_ignore_ascii_case("url") => {
            input.parse_nested_block(|input| Ok::<_, Failure>(input.expect_string()?.to_string()))?
        }
        _ => return Err(Failure::custom(css::VALUE)),
    };
    let id = url.strip_prefix('#').ok_or_else(|| Failure::custom(css::LOADS))?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    if id.is_empty() || !id.chars().all(is_plain) {
        return Err(Failure::custom(css::VALUE));
    }
    if repeated {
        return Err(Failure::custom("multiplies what it refers to"));
    }
    Ok(format!("url(#{})", ids::prefixed(id, prefix)))
}

fn is_geometry(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" \t\n%+,-.".contains(&byte))
}

/// CSS Transforms § 8: functions of numbers.
fn is_transform(value: &str) -> bool {
    const FUNCTIONS: [&str; 6] = ["matrix", "rotate", "scale", "skewX", "skewY", "translate"];
    let mut rest = value.trim();
    while let Some((name, after)) = rest.split_once('(') {
        let Some((numbers, after)) = after.split_once(')') else { return false };
        let known = FUNCTIONS.contains(&name.trim_matches([' ', ',', '\n', '\t']));
        if !known || !numbers.bytes().all(|byte| byte.is_ascii_digit() || b" \t\n+,-.eE".contains(&byte)) {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

const LENGTHS: &[(&str, f64)] = &[("", 1.0), ("%", 1.0), ("em", 16.0), ("ex", 8.0), ("pt", 4.0 / 3.0), ("px", 1.0)];

fn pixels(unit: &str) -> f64 {
    LENGTHS.iter().find(|(known, _)| *known == unit).map_or(f64::INFINITY, |(_, pixels)| *pixels)
}

fn length(value: &str) -> Option<(f64, &'static str)> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let (unit, _) = LENGTHS.iter().find(|(known, _)| value.get(digits.len()..) == Some(*known))?;
    // "inf" and "nan" are numbers to Rust, but they are letters and went with the unit.
    Some((digits.parse().ok()?, *unit))
}

fn dashes(value: &str) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    use html5ever_rcdom::tendril::TendrilSink;
    use html5ever_rcdom::{LocalName, ParseOpts, QualName, ns, parse_fragment};
    use markup5ever_rcdom::{Handle, NodeData, RcDom};

    use super::*;

    /// Of the first element with this name in any spelling, the name and those of its attributes, as the parser writes them.
    fn parsed(html: &str, name: &str) -> Option<Vec<String>> {
        let context = QualName::new(None, ns!(html), LocalName::from("div"));
        let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), true).one(html);
        let mut left: Vec<Handle> = vec![dom.document.clone()];
        while let Some(node) = left.pop() {
            if let NodeData::Element { name: found, attrs, .. } = &node.data
                && found.local.eq_str_ignore_ascii_case(name)
            {
                let attributes = attrs.borrow().iter().map(|one| one.name.local.to_string()).collect::<Vec<_>>();
                return Some([vec![found.local.to_string()], attributes].concat());
            }
            left.extend(node.children.borrow().iter().cloned());
        }
        None
    }

    #[test]
    fn rows_are_found_by_the_names_that_the_parser_writes() {
        for (namespace, root, elements, names) in [
            (Namespace::Svg, "svg", svg::ELEMENTS, svg::ATTRIBUTES),
            (Namespace::MathMl, "math", mathml::ELEMENTS, mathml::ATTRIBUTES),
        ] {
            for (name, fate) in elements {
                assert_eq!(find(elements, name), Some((*name, *fate)));
                let html = format!("<{root}><{}></{root}>", name.to_ascii_lowercase());
                assert_eq!(parsed(&html, name), Some(vec![(*name).to_owned()]));
            }
            for (name, _) in names {
                assert!(find(attributes(namespace), name).is_some_and(|(found, _)| found == *name), "{name}");
                let html = format!("<{root}><g {}=1></g></{root}>", name.to_ascii_lowercase());
                assert_eq!(parsed(&html, "g"), Some(vec!["g".to_owned(), (*name).to_owned()]));
            }
        }
    }

    #[test]
    fn attributes_of_svg() {
        for (element, name, value, kept) in [
            ("path", "d", "M0 0L1-1.5e3z", Some("M0 0L1-1.5e3z")),
            ("path", "d", "path(url(//evil.test))", None),
            ("rect", "x", "var(--x)", None),
            ("rect", "fill", "RED", Some("red")),
            ("rect", "fill", "url(#a)", Some("url(#p-a)")),
            ("rect", "fill", "url('#a') #fff", Some("url(#p-a) #fff")),
            ("rect", "fill", "url( \"#p-a\" ) none", Some("url(#p-a) none")),
            ("rect", "fill", "url(//evil.test/#a)", None),
            ("rect", "fill", "u\\72l(//evil.test)", None),
            ("rect", "fill", "url(#a)url(//evil.test)", None),
            ("rect", "fill", "image-set(url(//evil.test) 1x)", None),
            ("rect", "fill", "var(--a)", None),
            ("rect", "fill", "red;background:url(x)", None),
            ("rect", "clip-path", "url(#a)", Some("url(#p-a)")),
            ("rect", "clip-path", "path('M0 0')", None),
            ("rect", "clip-path", "url(x.svg#a)", None),
            ("rect", "clip-path", "url(#a%29)", None),
            ("g", "transform", "rotate(45) translate(1,-2)", Some("rotate(45) translate(1,-2)")),
            ("g", "transform", "rotate(45", None),
            ("g", "transform", "url(//evil.test)", None),
            ("g", "transform", "rotate(var(--a))", None),
            ("svg", "transform", "rotate(45)", None),
            ("svg", "width", "100%", Some("100%")),
            ("svg", "width", "101%", None),
            ("svg", "height", "4097", None),
            ("svg", "height", "-1", None),
            ("svg", "height", "inf", None),
            ("svg", "height", "10vh", None),
            ("line", "stroke-dasharray", "4 2", Some("4 2")),
            ("line", "stroke-dasharray", "0.001", None),
            ("line", "stroke-dasharray", "5 -1", None),
            ("text", "font-family", "Arial, Icons", Some("Arial")),
            ("text", "text-anchor", "middle", Some("middle")),
            ("text", "href", "#a", None),
            ("text", "onclick", "x()", None),
            ("text", "style", "fill:red", None),
        ] {
            let read = attribute((Namespace::Svg, element), name, value, "p-", false);
            assert_eq!(read.as_ref().ok().map(|(_, value)| &**value), kept, "{name}={value}");
        }
        assert!(attribute((Namespace::Svg, "rect"), "fill", "url(#a)", "p-", true).is_err());
    }

    #[test]
    fn attributes_of_mathml() {
        for (name, value, kept) in [
            ("display", "block", true),
            ("display", "none", false),
            ("lspace", "2em", true),
            ("lspace", "-1em", false),
            ("lspace", "2.1em", false),
            ("lspace", "50%", false),
            ("mathcolor", "#123456", true),
            ("mathbackground", "url(x)", false),
            ("mathvariant", "bold", false),
            ("mathsize", "0", false),
            ("href", "javascript:x", false),
            ("fill", "red", false),
        ] {
            assert_eq!(attribute((Namespace::MathMl, "mi"), name, value, "p-", false).is_ok(), kept, "{name}={value}");
        }
    }
}
