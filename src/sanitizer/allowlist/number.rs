//! Decimal numbers of attributes.

/// The number that the text is, near enough to be held to a bound: `-1.5`, `.5`, `1e3`. The grammar is that of Rust's `f64`,
/// without `inf` and `nan`. Rust's own reader brings tables that weigh 12 KB in the module.
pub(crate) fn number(text: &str) -> Option<f64> {
    // Every number beyond these is 0 or out of any bound.
    const MOST_EXPONENT: i32 = 400;
    let (unsigned, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1.0),
        None => (text.strip_prefix('+').unwrap_or(text), 1.0),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, whole(exponent, MOST_EXPONENT)?),
        None => (unsigned, 0),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for digit in before.bytes() {
        value = value * 10.0 + f64::from(decimal(digit)?);
    }
    let mut share = 1.0;
    for digit in after.bytes() {
        share /= 10.0;
        value += f64::from(decimal(digit)?) * share;
    }
    let step = if exponent < 0 { 0.1 } else { 10.0 };
    Some((0..exponent.abs()).fold(sign * value, |value, _| value * step))
}

/// A whole number, held to a bound.
fn whole(text: &str, most: i32) -> Option<i32> {
    let (digits, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1),
        None => (text.strip_prefix('+').unwrap_or(text), 1),
    };
    if digits.is_empty() {
        return None;
    }
    let value = digits.bytes().try_fold(0, |value, digit| Some((value * 10 + i32::from(decimal(digit)?)).min(most)))?;
    Some(sign * value)
}

fn decimal(digit: u8) -> Option<u8> {
    digit.is_ascii_digit().then(|| digit - b'0')
}

#[cfg(test)]
mod tests {
    use super::number;
    use proptest::prelude::*;

    fn agrees(text: &str) -> bool {
        match (number(text), text.parse::<f64>().ok()) {
            (None, None) => true,
            (Some(ours), Some(theirs)) if theirs == 0.0 || theirs.is_infinite() => {
                ours == theirs || ours.abs() < 1e-300
            }
            (Some(ours), Some(theirs)) => ((ours - theirs) / theirs).abs() < 1e-12,
            _ => false,
        }
    }

    #[test]
    fn grammar() {
        for text in [
            "",
            "-",
            "+",
            ".",
            "e",
            "1",
            "-1",
            "+1",
            "1.",
            ".5",
            "-.5",
            "1.5e3",
            "1e",
            "1e+",
            "1e-3",
            "1E3",
            "--1",
            "1..2",
            "1.2.3",
            "e5",
            ".e5",
            "1e5e5",
            "1e5.5",
            " 1",
            "1 ",
            "0x1",
            "1_0",
            "1e999999999999",
            "1e-999999999999",
            "٣",
            "1,5",
        ] {
            assert!(agrees(text), "{text:?}: {:?}", number(text));
        }
    }

    proptest! {
        #[test]
        fn as_rust_reads_it(text in "[-+]?[0-9]{0,6}(\\.[0-9]{0,6})?([eE][-+]?[0-9]{0,2})?") {
            prop_assert!(agrees(&text), "{text:?}: {:?}", number(&text));
        }
    }
}
