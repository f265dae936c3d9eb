//! JSON as JavaScript writes it.

use std::borrow::Cow;

use serde_json::Value;

use super::MOST_NESTED;
use crate::error::{Error, ErrorKind};

/// The value, and whether something in the text had to be replaced.
pub(super) fn parse(json: &str) -> Result<(Value, bool), Error> {
    let whole = without_lone_surrogates(json);
    let repaired = matches!(whole, Cow::Owned(_));
    match serde_json::from_str(&whole) {
        Ok(value) => Ok((value, repaired)),
        Err(error) if error.to_string().starts_with("recursion limit") => {
            Err(Error::new(ErrorKind::LimitDepth, format!("result nests deeper than {MOST_NESTED}")))
        }
        Err(error) => Err(Error::new(ErrorKind::InvalidInput, format!("result: is not JSON: {error}"))),
    }
}

/// ECMAScript § 25.5.2.4, QuoteJSONString, escapes a surrogate only where it stands alone; other writers escape pairs too.
fn without_lone_surrogates(json: &str) -> Cow<'_, str> {
    const REPLACEMENT: &str = "\\ufffd";
    const ESCAPE: usize = REPLACEMENT.len();
    let mut whole = String::new();
    let mut written = 0;
    let mut at = 0;
    // Every step lands on a backslash or ends: what is looked at is ASCII, so each index is a character's.
    while let Some(found) = json.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at + found;
        at = match unit(json, start) {
            Some(0xd800..=0xdbff) if matches!(unit(json, start + ESCAPE), Some(0xdc00..=0xdfff)) => start + 2 * ESCAPE,
            Some(0xd800..=0xdfff) => {
                whole.push_str(json.get(written..start).unwrap_or_default());
                whole.push_str(REPLACEMENT);
                written = start + ESCAPE;
                written
            }
            Some(_) => start + ESCAPE,
            // The other escapes are two characters, the second of them ASCII in any JSON.
            None => start + 2,
        };
    }
    if written == 0 {
        return json.into();
    }
    whole.push_str(json.get(written..).unwrap_or_default());
    whole.into()
}

/// The code unit that an escape at `start` spells.
fn unit(json: &str, start: usize) -> Option<u16> {
    let digits = json.get(start..start + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates() {
        for (json, expected) in [
            (r#""a""#, r#""a""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\uD83D""#, r#""\ufffd""#),
            (r#""\ude00x""#, r#""\ufffdx""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ud83d\n""#, r#""\ufffd\n""#),
            (r#"{"\udfff":"é"}"#, r#"{"\ufffd":"é"}"#),
            // An escaped backslash ahead of what is no escape then.
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\u0041\u00e9""#, r#""\u0041\u00e9""#),
        ] {
            assert_eq!(without_lone_surrogates(json), expected, "{json}");
            assert!(parse(json).is_ok_and(|(_, repaired)| repaired == (json != expected)), "{json}");
        }
    }

    #[test]
    fn failures_end_in_an_error() {
        for (json, code) in [
            ("", "invalid-input"),
            ("{\"a\":\"\\", "invalid-input"),
            ("{\"a\":\"\\ud83", "invalid-input"),
            ("\"\\é\"", "invalid-input"),
            (&"[".repeat(100_000), "limit-depth"),
        ] {
            assert_eq!(parse(json).map_err(|error| error.code()), Err(code));
        }
    }
}
