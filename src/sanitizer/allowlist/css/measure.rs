//! Numbers with their units, and how large they may be.

use std::fmt::Write;

use cssparser::Token;

/// The bounds of a number, each in its unit. Nothing is below zero.
#[derive(Debug)]
pub(super) struct Size {
    /// The bounds of a number without a unit.
    pub(super) numbers: (i32, i32),
    /// The largest length, and by it what the other units may reach.
    pub(super) pixels: i32,
    pub(super) percent: i32,
}

/// A number, in thousandths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) milli: i32,
    pub(super) unit: &'static str,
}

/// Units of length, and how many of each make so many pixels, at sixteen to the `em`.
pub(super) static UNITS: &[(&str, i32, i32)] = &[
    ("ch", 1, 8),
    ("cm", 127, 4800),
    ("em", 1, 16),
    ("ex", 1, 8),
    ("in", 1, 96),
    ("mm", 127, 480),
    ("pc", 1, 16),
    ("pt", 3, 4),
    ("px", 1, 1),
    ("rem", 1, 16),
];
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
