//! Boxes that a typesetter has laid out: what KaTeX writes for a formula.
//!
//! *Threat:* what moves a box (`top`, a negative margin) or makes it lower than what it holds lays the output over the page.
//! *Rule:* the box around them clips what it holds (`clip-path`, CSS Masking § 5), whatever else is said of it, but for the ink
//! of letters at its edge. In there lengths are bounded, and nothing but lengths is new: what a part covers is a part of the same formula, as in a
//! drawing.
//!
//! *Accepted:* a part of a formula can lie over another, or where nobody sees it, and makes the page as wide as its lengths say.

use cssparser::Parser;

use super::measure::{Measure, Size};
use super::{COVERS, Flow, Judged, Style, VALUE, clean_by};

/// The classes by which KaTeX's style sheet knows a formula and, in it, each box that nothing sticks out of.
const FORMULA: &str = "katex-html";
const BASES: [&str; 2] = ["base", "katex-base"];

/// Where an element is, as far as a formula goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Laid {
    #[default]
    Not,
    /// In a formula.
    Formula,
    /// The box that clips.
    Base,
    /// In the box that clips.
    Within,
}

impl Laid {
    /// What an element is that has these classes, in an element that is this.
    pub(crate) fn of(self, classes: &[&str]) -> Self {
        let has = |wanted: &str| classes.contains(&wanted);
        match self {
            Self::Base | Self::Within => Self::Within,
            Self::Formula if BASES.into_iter().any(has) => Self::Base,
            Self::Not if !has(FORMULA) => Self::Not,
            _ => Self::Formula,
        }
    }

    /// Where what is in it is.
    pub(crate) fn within(self) -> Self {
        if self == Self::Base { Self::Within } else { self }
    }

    /// Makes the value of a `style` attribute safe there; of the box that clips, an empty one too.
    pub(crate) fn clean(self, value: &str, flow: Flow) -> Style {
        match self {
            Self::Not => super::clean(value, flow),
            Self::Formula => clean_by(value, flow, &formula),
            Self::Within => clean_by(value, flow, &within),
            Self::Base => {
                let Style { kept, dropped, .. } = clean_by(value, Flow::Block, &base);
                let declared: Vec<_> = CLIPS.iter().map(|(property, value)| [*property, *value].join(":")).collect();
                let missing = declared.iter().rev().filter(|one| !kept.split(';').any(|other| other == *one));
                let all: Vec<_> = missing.map(|one| &**one).chain((!kept.is_empty()).then_some(&*kept)).collect();
                let kept = all.join(";");
                Style { normal: kept.len(), kept, dropped }
            }
        }
    }
}

const CLIPS: [(&str, &str); 2] = [("clip-path", "inset(-3px)"), ("display", "inline-block")];

/// Whatever the style says of these two properties, the box clips.
fn base(name: &str, _: &str) -> Option<Judged> {
    CLIPS.into_iter().find(|(property, _)| *property == name).map(|(property, value)| Ok((property, value.to_owned())))
}

/// *Threat:* in columns a box of a flex container or of a grid is broken into parts, and clipped as if it were whole.
fn formula(name: &str, value: &str) -> Option<Judged> {
    let is_broken = name == "display" && !matches!(value, "block" | "inline" | "inline-block");
    is_broken.then_some(Err(COVERS))
}

const LENGTHS: [&str; 9] =
    ["bottom", "height", "left", "margin-bottom", "margin-left", "margin-right", "margin-top", "top", "vertical-align"];
static LENGTH: Size = Size { numbers: (0, 0), pixels: 1280, percent: 100 };

fn within(name: &str, value: &str) -> Option<Judged> {
    if name == "position" {
        return Some(if value.eq_ignore_ascii_case("relative") {
            Ok(("position", "relative".into()))
        } else {
            Err(COVERS)
        });
    }
    let property = LENGTHS.into_iter().find(|property| *property == name)?;
    let mut input = Parser::new(value);
    let measure = input.next().ok().and_then(Measure::of).filter(|_| input.is_exhausted())?;
    if !(Measure { milli: measure.milli.saturating_abs(), ..measure }).fits(&LENGTH) {
        return Some(Err(VALUE));
    }
    let mut written = String::new();
    measure.write(&mut written);
    Some(Ok((property, written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of styles there; and all of it again.
    fn check(laid: Laid, rows: &[(&str, &str)]) {
        for (value, expected) in rows {
            let kept = laid.clean(value, Flow::Inline).kept;
            assert_eq!(&kept, expected, "{value}");
            assert_eq!(laid.clean(&kept, Flow::Inline), Style { normal: kept.len(), kept, dropped: Vec::new() });
        }
    }

    #[test]
    fn where_an_element_is() {
        for (around, classes, expected) in [
            (Laid::Not, "base", Laid::Not),
            (Laid::Not, "katex katex-html", Laid::Formula),
            (Laid::Formula, "katex-base", Laid::Base),
            (Laid::Formula, "base", Laid::Base),
            (Laid::Formula, "tag", Laid::Formula),
            (Laid::Base, "", Laid::Within),
            (Laid::Formula, "", Laid::Formula),
            (Laid::Within, "katex-html", Laid::Within),
        ] {
            assert_eq!(around.of(&classes.split(' ').collect::<Vec<_>>()), expected, "{around:?} {classes}");
        }
    }

    #[test]
    fn the_box_clips_whatever_is_said_of_it() {
        check(
            Laid::Base,
            &[
                ("", "display:inline-block;clip-path:inset(-3px)"),
                ("display:inline-block;clip-path:inset(-3px)", "display:inline-block;clip-path:inset(-3px)"),
                ("color:red;clip-path:none", "display:inline-block;color:red;clip-path:inset(-3px)"),
                ("clip-path:inset(-3px);clip-path:inset(-9em)", "display:inline-block;clip-path:inset(-3px)"),
                ("display:inline;display:contents!important", "clip-path:inset(-3px);display:inline-block"),
                ("margin-left:-9px;top:-9px;height:0", "display:inline-block;clip-path:inset(-3px);min-height:0"),
            ],
        );
    }

    #[test]
    fn in_it_lengths_move() {
        check(
            Laid::Within,
            &[
                ("top:-3.063em;margin-right:0.05em", "top:-3.063em;margin-right:0.05em"),
                ("height:0.8141em;vertical-align:-.25em", "height:0.814em;vertical-align:-0.25em"),
                ("position:relative;left:-2px", "position:relative;left:-2px"),
                ("vertical-align:middle", "vertical-align:middle"),
                ("position:fixed;top:0", "top:0"),
                ("top:-9999px", ""),
                ("top:calc(1px)", ""),
                ("margin:-9px;inset:0;transform:scale(9);z-index:9", ""),
                ("display:none;opacity:0", ""),
            ],
        );
    }
}
