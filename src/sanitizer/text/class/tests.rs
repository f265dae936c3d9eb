//! The classes, held to the properties that Unicode publishes.

use std::ops::RangeInclusive;

use icu_properties::props::{
    BidiClass, BidiControl, DefaultIgnorableCodePoint, Emoji, ExtendedPictographic, GeneralCategory,
    GeneralCategoryGroup, HangulSyllableType, Ideographic, IndicSyllabicCategory, JoinControl, JoiningType, Script,
    UnifiedIdeograph, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::*;

type Ranges = &'static [RangeInclusive<char>];

fn general_category(c: char) -> GeneralCategory {
    CodePointMapData::new().get(c)
}

fn script(c: char) -> Script {
    CodePointMapData::new().get(c)
}

fn bidi_class(c: char) -> BidiClass {
    CodePointMapData::new().get(c)
}

fn syllabic_category(c: char) -> IndicSyllabicCategory {
    CodePointMapData::new().get(c)
}

fn hangul_syllable_type(c: char) -> HangulSyllableType {
    CodePointMapData::new().get(c)
}

fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn is_selector(c: char) -> bool {
    CodePointSetData::new::<VariationSelector>().contains(c)
}

fn is_bidi_control(c: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(c)
}

fn ranges(holds: impl Fn(char) -> bool) -> Vec<RangeInclusive<char>> {
    let mut ranges: Vec<RangeInclusive<char>> = Vec::new();
    let mut before = None;
    for c in '\0'..=char::MAX {
        if holds(c) {
            match ranges.last_mut() {
                Some(last) if Some(*last.end()) == before => *last = *last.start()..=c,
                _ => ranges.push(c..=c),
            }
        }
        before = Some(c);
    }
    ranges
}

/// A class, the property of Unicode that it stands for, what it holds besides, and what it leaves out.
type Exact = (&'static str, fn(char) -> bool, fn(char) -> bool, Ranges, Ranges);

/// Tab and line ends are text; the last two of a plane are no characters, and lie among private ones.
const EXACT: &[Exact] = &[
    (
        "any kind",
        |c| kind(c).is_some(),
        |c| is_ignorable(c) || matches!(general_category(c), GeneralCategory::Control | GeneralCategory::PrivateUse),
        &['\u{FFF9}'..='\u{FFFB}', '\u{FFFFE}'..='\u{FFFFF}', '\u{10FFFE}'..='\u{10FFFF}'],
        &['\t'..='\n', '\r'..='\r'],
    ),
    (
        "controls",
        |c| matches!(kind(c), Some(Kind::Control | Kind::Introducer)),
        |c| general_category(c) == GeneralCategory::Control,
        &[],
        &['\t'..='\n', '\r'..='\r'],
    ),
    (
        "private use",
        |c| kind(c) == Some(Kind::PrivateUse),
        |c| general_category(c) == GeneralCategory::PrivateUse,
        &['\u{FFFFE}'..='\u{FFFFF}', '\u{10FFFE}'..='\u{10FFFF}'],
        &[],
    ),
    ("joiners", |c| kind(c) == Some(Kind::Joiner), |c| CodePointSetData::new::<JoinControl>().contains(c), &[], &[]),
    (
        "bidirectional controls and marks",
        |c| matches!(kind(c), Some(Kind::BidiControl | Kind::Mark)),
        is_bidi_control,
        &[],
        &[],
    ),
    ("marks", |c| kind(c) == Some(Kind::Mark), |c| is_bidi_control(c) && is_strong(c), &[], &[]),
    (
        "variation selectors",
        |c| matches!(kind(c), Some(Kind::Selector | Kind::MongolianSelector)),
        is_selector,
        &[],
        &[],
    ),
    ("Mongolian selectors", is_mongolian_selector, |c| is_selector(c) && script(c) == Script::Mongolian, &[], &[]),
    // Syllables do not compose from the compatibility letters, which have fillers of their own.
    (
        "Hangul fillers",
        |c| kind(c) == Some(Kind::HangulFiller),
        |c| is_ignorable(c) && script(c) == Script::Hangul,
        &[],
        &['\u{3164}'..='\u{3164}', '\u{FFA0}'..='\u{FFA0}'],
    ),
    (
        "Khmer vowels",
        |c| kind(c) == Some(Kind::KhmerVowel),
        |c| is_ignorable(c) && script(c) == Script::Khmer,
        &[],
        &[],
    ),
    (
        "Khmer consonants",
        is_khmer_consonant,
        |c| script(c) == Script::Khmer && syllabic_category(c) == IndicSyllabicCategory::Consonant,
        &[],
        &[],
    ),
    // The boundary marker of Sibe takes a selector as letters do; marks and a gap lie among the letters.
    (
        "Mongolian letters",
        is_mongolian_letter,
        |c| script(c) == Script::Mongolian && GeneralCategoryGroup::Letter.contains(general_category(c)),
        &['\u{1807}'..='\u{1807}', '\u{1879}'..='\u{187F}', '\u{1885}'..='\u{1886}', '\u{18A9}'..='\u{18A9}'],
        &[],
    ),
    (
        "leading consonants of Hangul",
        is_hangul_leading,
        |c| hangul_syllable_type(c) == HangulSyllableType::LeadingJamo,
        &[],
        &[],
    ),
    (
        "vowels of Hangul",
        is_hangul_vowel,
        |c| hangul_syllable_type(c) == HangulSyllableType::VowelJamo,
        &[],
        &[HANGUL_VOWEL_FILLER..=HANGUL_VOWEL_FILLER],
    ),
    (
        "trailing consonants of Hangul",
        is_hangul_trailing,
        |c| hangul_syllable_type(c) == HangulSyllableType::TrailingJamo,
        &[],
        &[],
    ),
];

fn is_strong(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::LeftToRight | BidiClass::RightToLeft | BidiClass::ArabicLetter)
}

#[test]
fn classes_are_those_of_unicode() {
    for (name, ours, theirs, more, less) in EXACT {
        assert_eq!(ranges(|c| ours(c) && !theirs(c)), *more, "{name}: held besides");
        assert_eq!(ranges(|c| !ours(c) && theirs(c)), *less, "{name}: left out");
    }
}

/// A class that is wider than its property, by block; what it leaves out; and what it may hold besides.
type Wider = (&'static str, fn(char) -> bool, fn(char) -> bool, Ranges, fn(char) -> bool);

const WIDER: &[Wider] = &[
    // Bases of keycaps are for `selects`, and the last block is reserved.
    (
        "emoji",
        is_emoji,
        |c| CodePointSetData::new::<Emoji>().contains(c) || CodePointSetData::new::<ExtendedPictographic>().contains(c),
        &['#'..='#', '*'..='*', '0'..='9', '\u{1FC00}'..='\u{1FFFD}'],
        |c| {
            let is_sign = GeneralCategoryGroup::Symbol
                .union(GeneralCategoryGroup::Punctuation)
                .union(GeneralCategoryGroup::Number);
            is_sign.contains(general_category(c)) || is_unassigned(c)
        },
    ),
    (
        "ideographs",
        is_ideograph,
        |c| CodePointSetData::new::<UnifiedIdeograph>().contains(c),
        &[],
        |c| CodePointSetData::new::<Ideographic>().contains(c) || is_unassigned(c),
    ),
    ("hieroglyphs", is_hieroglyph, |c| script(c) == Script::EgyptianHieroglyphs, &[], is_unassigned),
    // The joiner joins by itself.
    (
        "takes joiners, where letters join",
        takes_joiners,
        |c| {
            let joining = CodePointMapData::<JoiningType>::new().get(c);
            ![JoiningType::NonJoining, JoiningType::Transparent].contains(&joining)
        },
        &[ZWJ..=ZWJ],
        is_of_no_simple_script,
    ),
    (
        "takes joiners, where consonants join",
        takes_joiners,
        |c| [IndicSyllabicCategory::Virama, IndicSyllabicCategory::InvisibleStacker].contains(&syllabic_category(c)),
        &[],
        is_of_no_simple_script,
    ),
    // Marks are no letters, and the byte order mark stands among Arabic ones.
    (
        "right to left",
        is_right_to_left,
        |c| matches!(bidi_class(c), BidiClass::RightToLeft | BidiClass::ArabicLetter),
        &['\u{61C}'..='\u{61C}', '\u{200F}'..='\u{200F}', '\u{FEFD}'..='\u{FEFE}'],
        |c| bidi_class(c) != BidiClass::LeftToRight,
    ),
];

fn is_unassigned(c: char) -> bool {
    general_category(c) == GeneralCategory::Unassigned
}

fn is_of_no_simple_script(c: char) -> bool {
    let simple = [
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Armenian,
        Script::Georgian,
        Script::Han,
        Script::Hangul,
        Script::Hiragana,
        Script::Katakana,
    ];
    !simple.contains(&script(c))
}

#[test]
fn blocks_hold_the_classes_of_unicode() {
    for (name, ours, theirs, less, may) in WIDER {
        assert_eq!(ranges(|c| !ours(c) && theirs(c)), *less, "{name}: left out");
        assert_eq!(ranges(|c| ours(c) && !theirs(c) && !may(c)), [], "{name}: held besides");
    }
}
