//! Invisible text, the same natively and in browsers: `data/text.json`. A row without `found` is text that stays as it is.

use mcp_cordon::sanitizer::{InvisibleText, SanitizeOptions, clean_text, inspect_tool_output};
use serde::Deserialize;

use crate::common;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    input: String,
    reveal: Option<String>,
    remove: Option<String>,
    /// `code decoded`, in order.
    #[serde(default)]
    found: Vec<String>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../../../data/text.json")).expect("data/text.json is a list of cases")
}

pub(super) fn clean(text: &str, invisible: InvisibleText) -> (String, Vec<String>) {
    let clean = clean_text(text, invisible);
    let found = clean.findings.into_iter().map(|finding| {
        let value = finding.evidence.and_then(|evidence| evidence.value).expect("a finding has its decoded content");
        format!("{} {value}", finding.code)
    });
    (clean.text, found.collect())
}

common::test! {
    fn every_case() {
        common::start();
        let cases = cases();
        assert!(cases.len() > 100, "the file is whole");
        let mut failures = Vec::new();
        for case in &cases {
            let modes = [
                (InvisibleText::Reveal, case.reveal.as_ref()),
                (InvisibleText::Remove, case.remove.as_ref()),
                (InvisibleText::Keep, None),
            ];
            for (mode, wanted) in modes {
                let wanted = (wanted.unwrap_or(&case.input).clone(), case.found.clone());
                let got = clean(&case.input, mode);
                if got != wanted {
                    failures.push(format!("{}, {mode:?}\n  got    {got:?}\n  wanted {wanted:?}", case.name));
                }
            }
        }
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}

common::test! {
    fn twice_is_once() {
        common::start();
        for case in cases() {
            for mode in [InvisibleText::Reveal, InvisibleText::Remove] {
                let (once, _) = clean(&case.input, mode);
                assert_eq!(clean(&once, mode), (once.clone(), Vec::new()), "{}, {mode:?}", case.name);
            }
        }
    }
}

common::test! {
    fn a_piece_may_lean_on_the_next() {
        common::start();
        let cases = [
            ("<b dir=\"rtl\">عربي</b>\u{200e}, and so on", "<b dir=\"rtl\">عربي</b>\u{200e}, and so on"),
            ("<b>می</b>\u{200c}خواهم", "<b>می</b>\u{200c}خواهم"),
            ("<b>a</b>b\u{200e}c", "<b>a</b>b⟦U+200E⟧c"),
            ("<b>a\u{202e}</b>", "<b>a⟦U+202E⟧</b>"),
        ];
        for (html, wanted) in cases {
            let got = inspect_tool_output(html, &SanitizeOptions::default()).map(|report| report.html);
            assert_eq!(got.as_deref(), Ok(wanted), "{html}");
        }
    }
}

common::test! {
    fn the_option_is_a_word() {
        for (word, mode) in [("reveal", InvisibleText::Reveal), ("remove", InvisibleText::Remove), ("keep", InvisibleText::Keep)] {
            assert_eq!(serde_json::from_value::<InvisibleText>(word.into()).ok(), Some(mode));
        }
        assert!(serde_json::from_value::<InvisibleText>("hide".into()).is_err());
        assert_eq!(InvisibleText::default(), InvisibleText::Reveal);
    }
}

common::test! {
    fn a_finding_is_whole() {
        let found = clean_text("a\u{e0068}\u{e0069}b\u{e0068}\u{e0069}c", InvisibleText::Remove).findings;
        assert_eq!(serde_json::to_value(found).ok(), Some(serde_json::json!([{
            "code": "text-tag-characters",
            "severity": "high",
            "score": 0,
            "title": "Unicode tag characters: 4 in all, 2 times",
            "why": "spells ASCII that nobody sees and a model reads",
            "evidence": { "value": "hi" },
            "reference": "https://www.unicode.org/reports/tr51/#Emoji_Tag_Sequences",
        }])));
    }
}
