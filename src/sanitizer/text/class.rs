//! What a character can hide, and which characters need the ones that can. Ranges, not tables: a block where the exact
//! property would cost kilobytes, and then wider than the property, so that text is never damaged for its script.

use super::TextCode;

/// The kinds of character that are judged. Together they hold every default-ignorable character of Unicode 18
/// (UAX #44), the controls but tab and line ends, the private-use areas and the interlinear annotation characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// ESC, CSI, OSC and the openers of control strings.
    Introducer,
    /// Any other C0 or C1 control.
    Control,
    /// Embeddings, overrides, isolates and what ends them.
    BidiControl,
    /// LRM, RLM, ALM.
    Mark,
    /// U+E0000 to U+E007F.
    Tag,
    /// VS1 to VS256.
    Selector,
    /// ZWJ, ZWNJ.
    Joiner,
    /// What typesetters and mathematicians write one at a time: the soft hyphen, ZWSP, the word joiner, CGJ and the
    /// invisible operators.
    Typographic,
    /// The byte order mark.
    ByteOrderMark,
    /// Fillers for the missing letter of a Hangul syllable.
    HangulFiller,
    /// The inherent vowels of Khmer.
    KhmerVowel,
    /// Mongolian FVS1 to FVS4.
    MongolianSelector,
    /// The Mongolian vowel separator.
    MongolianSeparator,
    /// Invisible and needed by nobody.
    Ignorable,
    /// The private-use areas.
    PrivateUse,
}

impl Kind {
    pub(super) const fn code(self) -> TextCode {
        match self {
            Self::Introducer => TextCode::AnsiEscape,
            Self::Control => TextCode::Control,
            Self::BidiControl => TextCode::BidiControl,
            Self::Mark => TextCode::BidiMark,
            Self::Tag => TextCode::TagCharacters,
            Self::Selector => TextCode::VariationSelectors,
            Self::PrivateUse => TextCode::PrivateUse,
            Self::Joiner
            | Self::Typographic
            | Self::ByteOrderMark
            | Self::HangulFiller
            | Self::KhmerVowel
            | Self::MongolianSelector
            | Self::MongolianSeparator
            | Self::Ignorable => TextCode::ZeroWidth,
        }
    }

    /// Whether one of it, alone, tells nothing.
    pub(super) const fn is_doubtful(self) -> bool {
        matches!(self, Self::Joiner | Self::Typographic | Self::Mark)
    }
}

const ZWNJ: char = '\u{200C}';
pub(super) const ZWJ: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';
const TEXT_STYLE: char = '\u{FE0E}';
pub(super) const EMOJI_STYLE: char = '\u{FE0F}';
pub(super) const BLACK_FLAG: char = '\u{1F3F4}';
pub(super) const HANGUL_LEADING_FILLER: char = '\u{115F}';
pub(super) const HANGUL_VOWEL_FILLER: char = '\u{1160}';

/// `gbeng`, `gbsct`, `gbwls`, each with the cancel tag.
pub(super) const FLAGS: [&str; 3] = [
    "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
];

/// `None` for a character that shows, or takes room.
pub(super) fn kind(c: char) -> Option<Kind> {
    Some(match c {
        '\t' | '\n' | '\r' => return None,
        '\u{1B}' | '\u{90}' | '\u{98}' | '\u{9B}' | '\u{9D}'..='\u{9F}' => Kind::Introducer,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Kind::Control,
        '\u{AD}' | '\u{34F}' | '\u{200B}' | '\u{2060}'..='\u{2064}' => Kind::Typographic,
        '\u{200E}' | '\u{200F}' | '\u{61C}' => Kind::Mark,
        ZWNJ | ZWJ => Kind::Joiner,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Kind::BidiControl,
        HANGUL_LEADING_FILLER | HANGUL_VOWEL_FILLER => Kind::HangulFiller,
        '\u{17B4}' | '\u{17B5}' => Kind::KhmerVowel,
        '\u{180B}'..='\u{180D}' | '\u{180F}' => Kind::MongolianSelector,
        '\u{180E}' => Kind::MongolianSeparator,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Kind::Selector,
        '\u{FEFF}' => Kind::ByteOrderMark,
        '\u{E0000}'..='\u{E007F}' => Kind::Tag,
        // Deprecated format characters, the other Hangul fillers, interlinear annotation, the format characters of
        // musical notation and shorthand, and what Unicode reserves for more of the same.
        '\u{2065}'
        | '\u{206A}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0080}'..='\u{E0FFF}' => Kind::Ignorable,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => Kind::PrivateUse,
        _ => return None,
    })
}

/// The blocks of the emoji (UTS #51, Emoji and Extended_Pictographic), keycap bases left out.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{24C2}'
        | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}'
        | '\u{25A0}'..='\u{27BF}'
        | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether a joiner after `c` can join emoji.
pub(super) fn joins_emoji(c: char) -> bool {
    is_emoji(c) || c == EMOJI_STYLE
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether `base` and one `selector` are a variation sequence: emoji-variation-sequences.txt (UTS #51 § 2.3),
/// StandardizedVariants.txt and the Ideographic Variation Database (UTS #37), by block.
pub(super) fn selects(base: char, selector: char, next: Option<char>) -> bool {
    match selector {
        TEXT_STYLE | EMOJI_STYLE => is_emoji(base) || (matches!(base, '0'..='9' | '#' | '*') && next == Some(KEYCAP)),
        // A zero with a stroke, quotation marks, letterlike symbols, arrows, mathematical operators and other symbols,
        // CJK punctuation and compatibility ideographs, Myanmar, Phags-pa, Manichaean, mathematical alphabets.
        '\u{FE00}'..='\u{FE02}' => {
            is_ideograph(base)
                || is_hieroglyph(base)
                || (base == '0' && selector == '\u{FE00}')
                || matches!(base,
                    '\u{2018}'..='\u{201F}'
                    | '\u{2100}'..='\u{214F}'
                    | '\u{2190}'..='\u{2BFF}'
                    | '\u{3000}'..='\u{303F}'
                    | '\u{FF00}'..='\u{FF60}'
                    | '\u{1000}'..='\u{109F}'
                    | '\u{AA60}'..='\u{AA7F}'
                    | '\u{A840}'..='\u{A877}'
                    | '\u{10AC0}'..='\u{10AFF}'
                    | '\u{1D400}'..='\u{1D7FF}')
        }
        // Rotations.
        '\u{FE03}'..='\u{FE06}' => is_hieroglyph(base),
        // No ideograph has 32 registered sequences (U+9089 has the most, 31), and the letters of an ASCII payload begin at
        // U+E0131: one byte behind each ideograph does not pass for typography.
        '\u{E0100}'..='\u{E012F}' => is_ideograph(base),
        _ => false,
    }
}

fn is_hieroglyph(c: char) -> bool {
    matches!(c, '\u{13000}'..='\u{143FF}')
}

/// The blocks of scripts whose shapes depend on ZWJ and ZWNJ (Unicode core specification § 23.2): Arabic and the other
/// cursive scripts, the scripts of Brahmi's family, Mongolian, Tifinagh.
pub(super) fn takes_joiners(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{DFF}'
        | '\u{F00}'..='\u{109F}'
        | '\u{1700}'..='\u{18AF}'
        | '\u{1900}'..='\u{1AAF}'
        | '\u{1B00}'..='\u{1C7F}'
        | '\u{1CD0}'..='\u{1CFF}'
        | '\u{2D30}'..='\u{2D7F}'
        | '\u{A800}'..='\u{A95F}'
        | '\u{A980}'..='\u{AA7F}'
        | '\u{AAE0}'..='\u{AAFF}'
        | '\u{ABC0}'..='\u{ABFF}'
        | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}'
        | '\u{10A00}'..='\u{10FFF}'
        | '\u{11000}'..='\u{11FFF}'
        | '\u{16100}'..='\u{1613F}'
        | '\u{1E900}'..='\u{1E95F}')
}

/// The blocks of right-to-left scripts (UAX #9, classes R and AL).
pub(super) fn is_right_to_left(c: char) -> bool {
    c != '\u{61C}'
        && matches!(c,
            '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}')
}

pub(super) fn is_mongolian_letter(c: char) -> bool {
    matches!(c, '\u{1807}' | '\u{1820}'..='\u{18AA}')
}

pub(super) fn is_mongolian_selector(c: char) -> bool {
    kind(c) == Some(Kind::MongolianSelector)
}

pub(super) fn is_khmer_consonant(c: char) -> bool {
    matches!(c, '\u{1780}'..='\u{17A2}')
}

/// Leading consonants, their filler included.
pub(super) fn is_hangul_leading(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}')
}

pub(super) fn is_hangul_vowel(c: char) -> bool {
    matches!(c, '\u{1161}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}')
}

pub(super) fn is_hangul_trailing(c: char) -> bool {
    matches!(c, '\u{11A8}'..='\u{11FF}' | '\u{D7CB}'..='\u{D7FB}')
}

#[cfg(test)]
mod tests;
