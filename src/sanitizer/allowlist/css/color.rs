//! Colors, in every syntax that has a name for itself.

use cssparser::{ParseError, Parser, Token};

use super::listed;
use super::measure::{Measure, UNITS};
use super::reason::{BOUNDS, Failure, HIDES, VALUE, misfit};

/// Which colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Any,
    /// At least half opaque: for text.
    Legible,
}

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

/// A color that begins with `token`.
pub(crate) fn color(token: &Token<'_>, input: &mut Parser<'_>, ink: Ink) -> Result<String, Failure> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_the_named_ones() {
        let mut named: Vec<_> = cssparser::color::all_named_colors().map(|(name, _)| name).collect();
        named.push("currentcolor");
        named.sort_unstable();
        assert_eq!(COLORS.split(' ').collect::<Vec<_>>(), named);
    }
}
