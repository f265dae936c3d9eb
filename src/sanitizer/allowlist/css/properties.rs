//! The properties that stay and what their values may be, and the others by what they would do.

use super::color::Ink;
use super::measure::Size;
use super::reason::{COVERS, HIDES, LOADS, MOVES, NOT_LISTED, READ_BY_HOST, SHOWS, TURNS};

/// What the value of a property may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    List(List),
    Families,
    FontSize,
    LineHeight,
    /// How far above its line, or below.
    Raised,
    /// Colors and gradients, and where they lie.
    Background,
    /// The columns of a grid. A row could be lower than what it holds.
    Tracks,
    /// Nothing but how many tracks: a place of its own could be another's.
    Span,
    /// Is written as another property.
    As(&'static str),
}

/// One or more components, separated by spaces.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    /// Keywords, separated by spaces.
    pub(super) words: &'static str,
    pub(super) ink: Option<Ink>,
    pub(super) size: Option<&'static Size>,
    pub(super) most: usize,
}

static SPACE: Size = Size { numbers: (0, 0), pixels: 128, percent: 50 };
static EXTENT: Size = Size { numbers: (0, 0), pixels: 1280, percent: 100 };
pub(super) static LINE: Size = Size { numbers: (0, 0), pixels: 8, percent: 0 };
static RADIUS: Size = Size { numbers: (0, 0), pixels: 9999, percent: 100 };
static WEIGHT: Size = Size { numbers: (1, 1000), pixels: 0, percent: 0 };
static SHARE: Size = Size { numbers: (0, 100), pixels: 0, percent: 0 };
static STROKE: Size = Size { numbers: (0, 128), pixels: 128, percent: 0 };

const LINES: &str = "none hidden solid dashed dotted double groove ridge inset outset";
const BORDER: &str = "none hidden solid dashed dotted double groove ridge inset outset thin medium thick";
const WIDTHS: &str = "thin medium thick";
const ALIGN: &str = "normal start end center flex-start flex-end baseline stretch";
const SPREAD: &str =
    "normal start end center flex-start flex-end left right stretch space-between space-around space-evenly";
const PLACES: &str = "left right top bottom center";
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
pub(super) static PROPERTIES: &[(&str, Rule)] = &[
    ("align-content", words(SPREAD, 1)),
    ("align-items", words(ALIGN, 1)),
    ("align-self", words(ALIGN, 1)),
    ("background", Rule::Background),
    ("background-color", ink(Ink::Any, "", 1)),
    ("background-image", Rule::Background),
    ("background-position", size(&EXTENT, PLACES, 2)),
    ("background-repeat", words("repeat repeat-x repeat-y no-repeat space round", 2)),
    ("background-size", size(&EXTENT, "auto cover contain", 2)),
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
    ("flex-basis", size(&EXTENT, "auto content", 1)),
    ("flex-direction", words("row column", 1)),
    ("flex-flow", words("row column nowrap wrap", 2)),
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
    ("grid-auto-columns", Rule::Tracks),
    ("grid-auto-flow", words("row column", 1)),
    ("grid-column", Rule::Span),
    ("grid-row", Rule::Span),
    ("grid-template-columns", Rule::Tracks),
    ("height", Rule::As("min-height")),
    ("hyphens", words("none manual auto", 1)),
    ("justify-content", words(SPREAD, 1)),
    ("justify-items", words(ALIGN, 1)),
    ("justify-self", words(ALIGN, 1)),
    ("letter-spacing", size(&LINE, "normal", 1)),
    ("line-height", Rule::LineHeight),
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
    ("overflow", words("auto scroll", 1)),
    ("overflow-wrap", words("normal anywhere break-word", 1)),
    ("overflow-x", words("auto scroll", 1)),
    ("padding", size(&SPACE, "", 4)),
    ("padding-bottom", size(&SPACE, "", 1)),
    ("padding-left", size(&SPACE, "", 1)),
    ("padding-right", size(&SPACE, "", 1)),
    ("padding-top", size(&SPACE, "", 1)),
    ("place-content", words(SPREAD, 2)),
    ("place-items", words(ALIGN, 2)),
    ("row-gap", size(&SPACE, "normal", 1)),
    ("stroke", ink(Ink::Any, "none inherit", 1)),
    ("stroke-width", size(&STROKE, "", 1)),
    ("table-layout", words("auto fixed", 1)),
    ("text-align", words("left right center justify start end inherit", 1)),
    ("text-align-last", words("auto left right center justify start end", 1)),
    ("text-anchor", words("start middle end", 1)),
    ("text-decoration", ink(Ink::Any, DECORATION, 4)),
    ("text-decoration-color", ink(Ink::Any, "", 1)),
    ("text-decoration-line", words("none underline overline line-through", 3)),
    ("text-decoration-style", words("solid double dotted dashed wavy", 1)),
    ("text-transform", words("none uppercase lowercase capitalize", 1)),
    ("vertical-align", Rule::Raised),
    ("white-space", words("normal nowrap pre pre-wrap pre-line break-spaces", 1)),
    ("width", size(&EXTENT, "auto", 1)),
    ("word-break", words("normal break-all keep-all", 1)),
    ("word-spacing", size(&LINE, "normal", 1)),
    ("word-wrap", Rule::As("overflow-wrap")),
];

/// Properties that are not listed, by the first part of their names, and what they would do.
pub(super) static REFUSED: &[(&str, &str)] = &[
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
    ("overflow-y", HIDES),
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

/// What a property is written as.
pub(super) fn property(name: &str) -> Option<(&'static str, Rule)> {
    let find = |name: &str| {
        PROPERTIES.binary_search_by_key(&name, |(key, _)| key).ok().and_then(|at| PROPERTIES.get(at)).copied()
    };
    match find(name)? {
        (_, Rule::As(other)) => find(other),
        found => Some(found),
    }
}

pub(super) fn refusal(name: &str) -> &'static str {
    if name.starts_with("--") {
        return READ_BY_HOST;
    }
    let name = ["-webkit-", "-moz-", "-ms-"].iter().find_map(|vendor| name.strip_prefix(vendor)).unwrap_or(name);
    let starts = |stem: &str| name.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    // The longest stem speaks: it stands last.
    REFUSED.iter().rfind(|(stem, _)| starts(stem)).map_or(NOT_LISTED, |(_, reason)| reason)
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
        let both: Vec<_> =
            REFUSED.iter().filter(|(stem, _)| listed(stem) && !matches!(*stem, "background" | "overflow-y")).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
