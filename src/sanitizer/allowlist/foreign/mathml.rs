//! MathML Core.

use super::Holds::{Elements, Text};
use super::{Fate, Value};
use crate::sanitizer::allowlist::Reason;

/// MathML Core, § 2.1. What chooses between its children, hides or moves them is a row of all of them. Sorted.
pub(super) static ELEMENTS: &[(&str, Fate)] = &[
    ("annotation", Fate::Drop(Reason::Metadata)),
    ("annotation-xml", Fate::Drop(Reason::Metadata)),
    ("maction", Fate::Keep("mrow", Elements)),
    ("malignmark", Fate::Drop(Reason::Metadata)),
    ("math", Fate::Keep("math", Elements)),
    ("menclose", Fate::Keep("mrow", Elements)),
    ("merror", Fate::Keep("merror", Elements)),
    ("mfenced", Fate::Keep("mrow", Elements)),
    ("mfrac", Fate::Keep("mfrac", Elements)),
    ("mglyph", Fate::Drop(Reason::Metadata)),
    ("mi", Fate::Keep("mi", Text)),
    ("mmultiscripts", Fate::Keep("mmultiscripts", Elements)),
    ("mn", Fate::Keep("mn", Text)),
    ("mo", Fate::Keep("mo", Text)),
    ("mover", Fate::Keep("mover", Elements)),
    ("mpadded", Fate::Keep("mrow", Elements)),
    ("mphantom", Fate::Keep("mrow", Elements)),
    ("mprescripts", Fate::Keep("mprescripts", Elements)),
    ("mroot", Fate::Keep("mroot", Elements)),
    ("mrow", Fate::Keep("mrow", Elements)),
    ("ms", Fate::Keep("ms", Text)),
    ("mspace", Fate::Keep("mspace", Elements)),
    ("msqrt", Fate::Keep("msqrt", Elements)),
    ("mstyle", Fate::Keep("mstyle", Elements)),
    ("msub", Fate::Keep("msub", Elements)),
    ("msubsup", Fate::Keep("msubsup", Elements)),
    ("msup", Fate::Keep("msup", Elements)),
    ("mtable", Fate::Keep("mtable", Elements)),
    ("mtd", Fate::Keep("mtd", Elements)),
    ("mtext", Fate::Keep("mtext", Text)),
    ("mtr", Fate::Keep("mtr", Elements)),
    ("munder", Fate::Keep("munder", Elements)),
    ("munderover", Fate::Keep("munderover", Elements)),
    ("none", Fate::Keep("none", Elements)),
    ("script", Fate::Drop(Reason::Script)),
    ("semantics", Fate::Keep("mrow", Elements)),
    ("style", Fate::Drop(Reason::Style)),
];

const TRUTH: &str = "true false";

/// Sorted.
pub(super) static ATTRIBUTES: &[(&str, Value)] = &[
    ("accent", Value::Words(TRUTH)),
    ("accentunder", Value::Words(TRUTH)),
    ("alttext", Value::Text),
    ("columnspan", Value::Geometry),
    ("depth", Value::Space(8)),
    ("display", Value::Words("block inline")),
    ("displaystyle", Value::Words(TRUTH)),
    ("fence", Value::Words(TRUTH)),
    ("form", Value::Words("prefix infix postfix")),
    ("height", Value::Space(8)),
    ("largeop", Value::Words(TRUTH)),
    ("linethickness", Value::Space(1)),
    ("lspace", Value::Space(2)),
    ("mathbackground", Value::Color),
    ("mathcolor", Value::Color),
    ("mathvariant", Value::Words("normal")),
    ("movablelimits", Value::Words(TRUTH)),
    ("rowspan", Value::Geometry),
    ("rspace", Value::Space(2)),
    ("separator", Value::Words(TRUTH)),
    ("stretchy", Value::Words(TRUTH)),
    ("symmetric", Value::Words(TRUTH)),
    ("width", Value::Space(8)),
];
