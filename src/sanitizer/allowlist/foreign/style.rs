//! Declarations in drawings: a presentation attribute means in a style what it means as an attribute (SVG 2 § 6.6), and is
//! read by the same rules.

use std::borrow::Cow;

use super::attribute;
use super::values::is_transform_in_css;
use crate::html::events::Namespace;
use crate::sanitizer::allowlist::css::{self, Flow, Judged, Style};

/// What an element of a drawing is, to a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// The outermost, which is a box among others of the page.
    Root,
    /// In the root, which clips.
    Within,
}

/// Presentation attributes that mean the same anywhere. Sorted.
const ANYWHERE: &[&str] = &[
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font-size",
    "font-stretch",
    "font-variant",
    "font-weight",
    "image-rendering",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "opacity",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-rendering",
    "vector-effect",
    "word-spacing",
];

/// Those that move or size, which only what the root clips may. Sorted.
const WITHIN: &[&str] =
    &["cx", "cy", "height", "overflow", "r", "rx", "ry", "transform", "transform-origin", "width", "x", "y"];

/// The declarations that stay, written anew.
pub(crate) fn clean(value: &str, drawn: Drawn, prefix: &str, repeated: bool) -> Style {
    css::clean_by(value, Flow::Block, &|name, value| judge(name, value, drawn, prefix, repeated))
}

fn judge(name: &str, value: &str, drawn: Drawn, prefix: &str, repeated: bool) -> Option<Judged> {
    let is_within = drawn == Drawn::Within && WITHIN.binary_search(&name).is_ok();
    // The shorthand of the three.
    if name == "marker" {
        let judged = attribute((Namespace::Svg, "g"), "marker-mid", value, prefix, repeated);
        return Some(judged.map(|(_, value)| ("marker", value.into_owned())));
    }
    // On the root they are the box's, and what a box may overflow is the page, which is what a filter paints too.
    if drawn == Drawn::Root && matches!(name, "filter" | "overflow" | "overflow-x" | "transform") {
        return Some(Err(css::COVERS));
    }
    if !is_within && ANYWHERE.binary_search(&name).is_err() {
        return None;
    }
    if name == "transform" {
        let kept = is_transform_in_css(value).then(|| ("transform", value.to_owned()));
        return Some(kept.ok_or(css::VALUE));
    }
    // What sizes a box is a matter for the tables of boxes.
    Some(match attribute((Namespace::Svg, "g"), name, value, prefix, repeated) {
        Ok((name, value)) => Ok((name, one_line(&value))),
        // CSS's own words, and values that only it has.
        Err(css::VALUE) => match word(value) {
            Some(word) => table_name(name).map(|name| (name, word.to_owned())).ok_or(css::VALUE),
            None => Err(css::VALUE),
        },
        Err(reason) => Err(reason),
    })
}

fn table_name(name: &str) -> Option<&'static str> {
    [ANYWHERE, WITHIN].into_iter().flatten().find(|known| **known == name).copied()
}

fn word(value: &str) -> Option<&'static str> {
    ["inherit", "initial", "unset", "revert"].into_iter().find(|word| word.eq_ignore_ascii_case(value))
}

fn one_line(value: &str) -> String {
    let value: Cow<'_, str> = value.trim().into();
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
