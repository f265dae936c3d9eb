//! The classes of characters.

use mcp_cordon::sanitizer::{InvisibleText, clean_text};

/// Every character three times in a row: the default-ignorable ones (UAX #44, DerivedCoreProperties.txt of Unicode 17), the
/// controls, the interlinear annotation characters and the private-use areas go; the others stay.
#[test]
fn every_character() {
    let goes = |c: char| {
        matches!(u32::from(c),
            0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F..=0x9F
            | 0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF
            | 0xE000..=0xF8FF | 0xF0000..)
    };
    for c in '\0'..=char::MAX {
        let text = format!("é{c}{c}{c}é");
        let wanted = if goes(c) { "éé" } else { &text };
        assert_eq!(clean_text(&text, InvisibleText::Remove).text, wanted, "{:?}", c);
    }
}
