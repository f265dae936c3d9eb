//! Every character, judged by Unicode's own properties.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use mcp_cordon::sanitizer::{InvisibleText, clean_text};

/// Three times in a row, default-ignorable characters go, and controls, private ones and the interlinear annotation characters;
/// the others stay. Tab and line ends are text, and the last two of the private planes are no characters.
#[test]
fn every_character() {
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let category = CodePointMapData::<GeneralCategory>::new();
    let goes = |c: char| match c {
        '\t' | '\n' | '\r' => false,
        '\u{FFF9}'..='\u{FFFB}' | '\u{FFFFE}' | '\u{FFFFF}' | '\u{10FFFE}' | '\u{10FFFF}' => true,
        _ => {
            is_ignorable.contains(c)
                || matches!(category.get(c), GeneralCategory::Control | GeneralCategory::PrivateUse)
        }
    };
    for c in '\0'..=char::MAX {
        let text = format!("é{c}{c}{c}é");
        let wanted = if goes(c) { "éé" } else { &text };
        assert_eq!(clean_text(&text, InvisibleText::Remove).text, wanted, "{:?}", c);
    }
}
