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
//! 3. Nothing names anything outside. A reference is `url(#id)`, or the `href` of an element that draws or paints by
//!    another (`use`, `textPath`, gradients, patterns): a fragment alone, to an id of the output's own. `a`, `feImage` and
//!    the elements of SMIL go, and so does any other `href`, in any namespace.
//! 4. What a reference draws is counted (`walk/references.rs`). *Threat:* ten `<g>`, each with ten `<use>` of the one
//!    before, are ten thousand million shapes; a pattern painted with itself has no end. Where the references of an output
//!    draw more than their budget, or themselves, they go. A marker is drawn once for each corner: it holds no reference
//!    and few elements.
//! 5. A drawing stays in its box: no `transform` on an `svg`, no `overflow`, no `filter`, whose region may be as large as the
//!    page, and its size is bounded. Browsers clip what is outside.
//! 6. Text that would not be drawn (next to shapes, in `defs` and whatever else is drawn by reference alone) goes, and is
//!    reported.
//! 7. Filters hold only what computes with the pixels under them, within bounds: no turbulence, no convolution, no light.
//! 8. As a string it is parsed once more: what does not come back unchanged is reduced to its text.
//!
//! *Accepted:* a drawing can paint over its own text, or draw it in the color of the ground.

mod mathml;
mod sheet;
mod style;
mod svg;
mod values;

use std::borrow::Cow;

use super::css::{self, Ink};
use super::{Reason, ids};
use crate::html::events::Namespace;
pub(crate) use sheet::{Sheet, is_scope};
pub(crate) use style::{Drawn, clean};
use values::{LARGEST, dashes, fragment, is_geometry, is_plain, is_transform, length, paint, pixels, read, reference};

/// What an element may have in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Holds {
    /// Elements of its own namespace.
    #[default]
    Elements,
    /// Elements that are drawn by reference alone.
    Unseen,
    /// Elements that are drawn again and again.
    Repeated,
    /// The stops of a gradient.
    Stops,
    /// The primitives of a filter.
    Primitives,
    /// The parts of a primitive.
    Parts,
    /// Nothing.
    Leaf,
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
    /// A color, or a gradient or pattern of the output's own.
    Paint,
    /// An element of the output's own, as `url(#id)`.
    Reference,
    /// An element of the output's own, as `#id`.
    Fragment,
    /// Names, numbers and spaces: no function.
    Plain,
    /// One or two numbers up to this.
    Radius(u16),
    Families,
    Text,
}

use Holds::{Elements, Leaf, Parts, Primitives, Repeated, Stops, Text, Unseen};

/// Elements that a marker may hold.
pub(crate) const MOST_REPEATED: u32 = 64;

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
        let is_part = matches!(name, "tspan" | "textPath" | "stop") || name.starts_with("fe");
        match self {
            Elements | Unseen => !is_part,
            Repeated => holds == Elements && !is_part && !matches!(name, "svg" | "use" | "image"),
            Stops => name == "stop",
            Primitives => name.starts_with("fe") && name != "feMergeNode" && !name.starts_with("feFunc"),
            Parts => name == "feMergeNode" || name.starts_with("feFunc"),
            Leaf => false,
            Text => matches!(name, "tspan" | "textPath"),
        }
    }

    /// Whether what is in it is drawn by reference alone.
    pub(crate) fn is_unseen(self) -> bool {
        matches!(self, Unseen | Repeated | Stops | Primitives)
    }
}

/// What an `href` names, where the element may have one: `use` and its kin. `Err`: something else than an id.
pub(crate) fn target<'v>(element: &str, value: &'v str) -> Option<Result<&'v str, ()>> {
    svg::REFERRING.contains(&element).then(|| fragment(value).ok_or(()))
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
    // Elsewhere they would make a box lower than what it holds.
    if namespace == Namespace::MathMl && matches!(name, "depth" | "height" | "width") && element != "mspace" {
        return Err("not listed");
    }
    // On the outermost `svg` it is CSS's own property, which moves the drawing over the page.
    if element == "svg" && matches!(name, "filter" | "overflow" | "transform") {
        return Err("lays the drawing over the page");
    }
    if name == "href" && !svg::REFERRING.contains(&element) {
        return Err("not listed");
    }
    let kept = match rule {
        Value::Text => Some(value.into()),
        Value::Words(words) => words.split(' ').find(|word| word.eq_ignore_ascii_case(value.trim())).map(Cow::from),
        Value::Geometry => is_geometry(value).then(|| value.into()),
        // In a drawing, its box clips.
        Value::Extent if element != "svg" && namespace == Namespace::Svg => is_geometry(value).then(|| value.into()),
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
        Value::Fragment if repeated => return Err("multiplies what it refers to"),
        Value::Fragment => match fragment(value) {
            Some(id) => Some(format!("#{}", ids::prefixed(id, prefix)).into()),
            None => return Err(css::LOADS),
        },
        Value::Plain => is_plain(value).then(|| value.into()),
        Value::Radius(most) => {
            let mut numbers = value.split([' ', ',']).filter(|number| !number.is_empty());
            let fits = |number: &str| {
                length(number).is_some_and(|(size, unit)| unit.is_empty() && (0.0..=f64::from(most)).contains(&size))
            };
            (value.len() < 40 && numbers.all(fits)).then(|| value.into())
        }
        Value::Families => read(value, |input| Ok(css::family_list(input)?.0))?,
    };
    kept.map(|value| (name, value)).ok_or(css::VALUE)
}

fn find<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<(&'static str, T)> {
    table.binary_search_by_key(&name, |(known, _)| known).ok().and_then(|at| table.get(at)).copied()
}

#[cfg(test)]
mod tests;
