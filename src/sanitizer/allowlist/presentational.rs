//! Attributes of HTML that say how a thing looks (HTML Standard § 16.2 and § 15), as tables of mail and of old tools have
//! them: their values within the bounds of inline styles. *Threat:* `width=99999` pushes what is beside it off the page,
//! `background` loads, `align=left` on an image or a table lets it lie beside what follows, outside the output too.

use cssparser::Parser;

use super::css::{Ink, color};
use super::number::number;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
enum Value {
    /// A number up to this.
    Number(u32),
    /// Pixels up to this, or up to 100 %.
    Length(u32),
    Color,
    Words(&'static str),
    /// There or not.
    Flag,
}

use Value::{Color, Flag, Length, Number, Words};

const CELLS: &str = "td th";

/// Names, the elements that may have them, and their values: in the rich profile.
static RICH: &[(&str, &str, Value)] = &[
    ("bgcolor", "table tbody td tfoot th thead tr", Color),
    ("bordercolor", "table", Color),
    ("cellpadding", "table", Number(128)),
    ("cellspacing", "table", Number(128)),
    ("color", "font hr", Color),
    ("frame", "table", Words("void above below hsides lhs rhs vsides box border")),
    ("height", "table td th tr", Length(1280)),
    ("hspace", "img", Number(128)),
    ("noshade", "hr", Flag),
    ("nowrap", CELLS, Flag),
    ("rules", "table", Words("none groups rows cols all")),
    ("size", "font", Words("1 2 3 4 5 6 7 +1 +2 +3 +4 -1 -2")),
    ("size", "hr", Number(64)),
    ("type", "li", Words("1 a A i I disc circle square")),
    ("vspace", "img", Number(128)),
    ("width", "hr pre table td th", Length(1280)),
];

/// Those that are part of what is said: in every profile with elements.
static EVERYWHERE: &[(&str, &str, Value)] = &[
    ("align", "table", Words("center")),
    ("high", "meter", Number(u32::MAX)),
    ("low", "meter", Number(u32::MAX)),
    ("max", "meter progress", Number(u32::MAX)),
    ("min", "meter", Number(u32::MAX)),
    ("optimum", "meter", Number(u32::MAX)),
    ("value", "meter progress", Number(u32::MAX)),
];

/// The attribute as it is written, if it stays.
pub(crate) fn attribute(is_rich: bool, element: &str, name: &str, value: &str) -> Option<(&'static str, String)> {
    let rich = RICH.iter().filter(|_| is_rich);
    let is_it = |row: &&(&'static str, &str, Value)| row.0 == name && row.1.split(' ').any(|one| one == element);
    let (name, _, of) = rich.chain(EVERYWHERE).find(is_it)?;
    of.read(value.trim()).map(|value| (*name, value))
}

impl Value {
    fn read(self, value: &str) -> Option<String> {
        match self {
            Number(most) => {
                let is_number =
                    value.len() < 24 && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
                let number = number(value.trim_end_matches("px")).filter(|_| is_number || value.ends_with("px"))?;
                let least = if most == u32::MAX { -f64::from(most) } else { 0.0 };
                (least..=f64::from(most)).contains(&number).then(|| value.to_owned())
            }
            Length(most) => {
                let (digits, most) = match value.strip_suffix('%') {
                    Some(digits) => (digits, 100),
                    None => (value.trim_end_matches("px"), most),
                };
                let is_number = digits.len() < 12 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                let number = number(digits).filter(|_| is_number)?;
                (number <= f64::from(most)).then(|| value.to_owned())
            }
            Color => {
                let mut input = Parser::new(value);
                let token = input.next().ok()?.clone();
                let kept = color(&token, &mut input, Ink::Legible).ok().filter(|_| input.is_exhausted());
                // HTML Standard § 2.3.6: six digits without a sign are a color, too.
                let is_hex = value.len() == 6 && value.bytes().all(|b| b.is_ascii_hexdigit());
                kept.or_else(|| is_hex.then(|| format!("#{}", value.to_ascii_lowercase())))
            }
            Words(words) => {
                // The types of a list tell letters apart by their case.
                let exact = words.split(' ').find(|word| *word == value);
                exact.or_else(|| words.split(' ').find(|word| word.eq_ignore_ascii_case(value))).map(str::to_owned)
            }
            Flag => Some(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes() {
        for (element, name, value, kept) in [
            ("table", "cellpadding", "4", Some("4")),
            ("table", "cellpadding", "-4", None),
            ("table", "cellpadding", "9999", None),
            ("table", "cellspacing", "129", None),
            ("table", "bordercolor", "url(//evil.test)", None),
            ("table", "frame", "calc(1)", None),
            ("table", "rules", "calc(1)", None),
            ("table", "clear", "all", None),
            ("tr", "height", "1281", None),
            ("img", "hspace", "129", None),
            ("img", "vspace", "-1", None),
            ("hr", "noshade", "x", Some("")),
            ("hr", "size", "65", None),
            ("hr", "width", "1281px", None),
            ("pre", "cols", "99999", None),
            ("li", "type", "url(//evil.test)", None),
            ("table", "background", "//evil.test", None),
            ("table", "align", "Center", Some("center")),
            ("table", "align", "left", None),
            ("table", "bgcolor", "#FFF", Some("#fff")),
            ("table", "bgcolor", "eeeeee", Some("#eeeeee")),
            ("table", "bgcolor", "url(//evil.test)", None),
            ("table", "bgcolor", "Canvas", None),
            ("td", "width", "100%", Some("100%")),
            ("td", "width", "101%", None),
            ("td", "width", "99999", None),
            ("td", "width", "calc(9px)", None),
            ("td", "nowrap", "x", Some("")),
            ("li", "type", "A", Some("A")),
            ("font", "size", "+2", Some("+2")),
            ("font", "size", "99", None),
            ("font", "color", "transparent", None),
            ("div", "bgcolor", "red", None),
            ("meter", "value", "-0.5", Some("-0.5")),
            ("meter", "value", "inf", None),
            ("meter", "high", "x", None),
            ("meter", "low", "x", None),
            ("meter", "max", "1e9", None),
            ("meter", "min", "-", None),
            ("meter", "optimum", "0x1", None),
            ("progress", "value", "1e9", None),
        ] {
            let written = attribute(true, element, name, value);
            assert_eq!(written.as_ref().map(|(_, value)| &**value), kept, "{element} {name}={value}");
        }
        assert!(attribute(false, "table", "bgcolor", "red").is_none());
        assert!(attribute(false, "meter", "value", "1").is_some());
    }
}
