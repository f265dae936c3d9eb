//! Properties of clean text that hold for any input.

use std::time::{Duration, Instant};

use mcp_cordon::sanitizer::{InvisibleText, clean_text};
use proptest::prelude::*;

use super::rows::clean;

const PIECES: &[&str] = &[
    "a",
    "bc",
    " ",
    "\n",
    "\r\n",
    "0",
    "1",
    "⟦",
    "⟧",
    "é",
    "א",
    "שלום",
    "م",
    "می",
    "क्",
    "ष",
    "ᠠ",
    "ᠮᠣ",
    "ក",
    "가",
    "\u{1100}",
    "\u{1161}",
    "\u{11a8}",
    "漢",
    "葛",
    "∩",
    "❤",
    "👩",
    "🚀",
    "👍",
    "🏽",
    "🏴",
    "\u{20e3}",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "\u{ad}",
    "\u{34f}",
    "\u{2060}",
    "\u{2062}",
    "\u{2064}",
    "\u{feff}",
    "\u{115f}",
    "\u{1160}",
    "\u{3164}",
    "\u{17b4}",
    "\u{180b}",
    "\u{180c}",
    "\u{180e}",
    "\u{fe00}",
    "\u{fe0e}",
    "\u{fe0f}",
    "\u{e0100}",
    "\u{e0158}",
    "\u{e0159}",
    "\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{e0067}",
    "\u{e007f}",
    "\u{202a}",
    "\u{202c}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{e000}",
    "\u{f041}",
    "\u{f0042}",
    "\u{10fffd}",
    "\0",
    "\u{8}",
    "\u{7f}",
    "\u{85}",
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}[31m",
    "\u{1b}]",
    "\u{1b}]8;;https://evil.test/",
    "\u{1b}\\",
    "\u{7}",
    "\u{9b}",
    "\u{9d}",
    "\u{9c}",
    "\u{1b}P",
    "\u{1b}(",
    ";",
    "m",
    "[",
];

const MODES: [InvisibleText; 3] = [InvisibleText::Reveal, InvisibleText::Remove, InvisibleText::Keep];

/// Markers may take what the text has and 4,096 bytes.
fn bound(text: &str) -> usize {
    2 * text.len() + 4_096
}

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Few pieces in many places, as encoders write.
fn encoded() -> impl Strategy<Value = String> {
    let few = prop::collection::vec(prop::sample::select(PIECES), 1..5);
    few.prop_flat_map(|few| prop::collection::vec(prop::sample::select(few), 0..120)).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let found = clean(text, InvisibleText::Keep).1;
    for mode in MODES {
        let (once, again) = clean(text, mode);
        prop_assert_eq!(&again, &found, "{:?} {:?}", mode, text);
        prop_assert!(once.len() <= bound(text), "{:?} {:?}", mode, text);
        match mode {
            InvisibleText::Keep => prop_assert_eq!(&once, text),
            InvisibleText::Remove | InvisibleText::Reveal => {
                prop_assert_eq!(once == text, found.is_empty(), "{:?} {:?}", mode, text);
                prop_assert_eq!(clean(&once, mode), (once.clone(), Vec::new()), "{:?} {:?}", mode, text);
            }
            other => panic!("nobody judges {other:?}"),
        }
    }
    for one in found {
        prop_assert!(one.chars().count() < 240, "{}", one);
        prop_assert_eq!(clean(&one, InvisibleText::Remove), (one.clone(), Vec::new()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn any_soup(text in soup()) {
        check(&text)?;
    }

    #[test]
    fn any_encoding(text in encoded()) {
        check(&text)?;
    }

    #[test]
    fn any_string(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn visible_text_stays(text in "[ -~\n\té-ſα-ωа-яぁ-んァ-ヶ一-龥가-힣]*") {
        prop_assert_eq!(clean(&text, InvisibleText::Remove), (text, Vec::new()));
    }
}

/// A megabyte of each shape, built to make something be read again for every piece of it. Quadratic time would be hours.
#[test]
fn hostile_shapes_are_linear() {
    let shapes = [
        "\u{e0041}",
        "a\u{1}",
        "a\u{1}b\u{2}",
        "\u{1b}",
        "\u{1b}]",
        "\u{1b}]a",
        "\u{1b}[1;1;1",
        "\u{9d}8;;",
        "\u{1b}]8;;a\u{7}",
        "\u{200b}",
        "a\u{200b}",
        "a\u{200b}b\u{2060}",
        "aaaaaaaaa\u{200b}bbbbbbbb\u{2060}",
        "می\u{200c}",
        "a\u{200e}",
        "א\u{200e}",
        "👩\u{200d}",
        "❤\u{fe0f}",
        "🏴\u{e0067}\u{e0062}",
        "\u{feff}",
        "\u{e000}",
        "\u{e000}a",
        "a\u{202e}",
        "\u{180b}\u{180e}",
        "\u{fe0f}\u{e0100}",
        "\u{202c}\u{200c}\u{e0041}\u{e000}",
        "\u{200b}\n",
        "a\u{ad}a\r",
    ];
    for shape in shapes {
        let text = shape.repeat((1 << 20) / shape.len());
        for mode in MODES {
            let start = Instant::now();
            let clean = clean_text(&text, mode);
            assert!(start.elapsed() < Duration::from_secs(20), "{shape:?} {mode:?}: {:?}", start.elapsed());
            assert!(clean.text.len() <= bound(&text), "{shape:?} {mode:?}: {}", clean.text.len());
            assert!(clean.findings.len() <= 80, "{shape:?}: {}", clean.findings.len());
        }
    }
}

/// Distinct things past the bound of the report are counted, and no marker outgrows the text.
#[test]
fn a_report_is_bounded() {
    let text: String = (0..50_000).map(|n| format!("\u{1b}]{n}\u{7}a")).collect();
    for mode in MODES {
        let clean = clean_text(&text, mode);
        assert_eq!(clean.findings.len(), 65);
        let last = clean.findings.last().expect("there are findings");
        assert_eq!(last.evidence.as_ref().and_then(|evidence| evidence.value.as_deref()), Some("…"));
        assert!(last.title.ends_with("49936 times"), "{}", last.title);
        assert!(clean.text.len() <= bound(&text));
    }
    assert_eq!(clean_text(&text, InvisibleText::Remove).text, "a".repeat(50_000));
}
