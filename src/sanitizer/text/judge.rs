//! Which characters stay.
//!
//! | what | stays |
//! |---|---|
//! | ZWJ, ZWNJ | alone, beside a letter of a script that takes them; ZWJ also between two emoji |
//! | variation selector | one, after a base that has such a variation |
//! | tag characters | the flags of England, Scotland and Wales |
//! | LRM, RLM, ALM | alone, on a line with right-to-left text, or at the edge of a piece of a document |
//! | soft hyphen, ZWSP, word joiner, CGJ, invisible operators | alone |
//! | private use | alone: an icon |
//! | U+FEFF | at the very start |
//! | Hangul fillers, Khmer inherent vowels, Mongolian selectors and separator | in their places |
//!
//! *Alone* is with nothing hidden ahead of it and no other character of this table after it. What stays because it is
//! alone must also be few on its line: see [`line`](super::line).
//!
//! What is hidden ends the text for its neighbors: nothing is justified across it. So what goes brings nothing new
//! together, and the output judged again stays as it is.

use super::account::{Account, Counts};
use super::class::{self, Kind, kind};
use super::decode;
use super::lex::{Escape, Found, escape, find};
use super::line::Line;
use super::{InvisibleText, Scanned, TextCode};

/// One pass over a text.
#[derive(Debug)]
pub(super) struct Judge<'t> {
    text: &'t str,
    /// The text is all there is; else its edges may have neighbors.
    is_whole: bool,
    /// Where the last hidden thing ends.
    hidden: Option<usize>,
    line: Line<'t>,
    account: Account<'t>,
}

impl<'t> Judge<'t> {
    pub(super) fn new(text: &'t str, invisible: InvisibleText, is_whole: bool) -> Self {
        Self { text, is_whole, hidden: None, line: Line::default(), account: Account::new(text, invisible) }
    }

    /// `None` where nothing is hidden.
    pub(super) fn run(mut self) -> Option<Scanned> {
        let mut at = 0;
        while let Some(found) = find(self.text, at) {
            at = self.judge(found);
        }
        self.account.close()
    }

    /// Judges what begins here, and answers where it ends.
    fn judge(&mut self, found: Found) -> usize {
        if let Some(sequence) = self.escape(found) {
            return self.hide_escape(found.at, &sequence);
        }
        if let Some(end) = self.keeps(found) {
            return end;
        }
        if found.kind.is_doubtful() && self.is_alone(found) && self.line(found.at).is_encoded {
            return self.hide_letter(found);
        }
        let mut counts = Counts::default();
        let mut last = found;
        let end = loop {
            if let Some(count) = counts.get_mut(last.kind.code() as usize) {
                *count = count.saturating_add(1);
            }
            self.hidden = Some(last.end());
            match self.found_at(last.end()) {
                Some(next) if self.escape(next).is_none() && self.keeps(next).is_none() => last = next,
                _ => break last.end(),
            }
        };
        self.hide_run(found.at, end, &counts);
        end
    }

    /// Payload: `ESC ] 8 ; ; https://evil.test ESC \ the bank ESC ] 8 ; ; ESC \`, or `ESC [ 8 m`, or `ESC [ 2 K`. A page
    /// shows the text around it; a terminal shows a link that names another host, hides what follows or erases what came
    /// before; a model reads all of it. Rule: no sequence stays.
    fn escape(&self, found: Found) -> Option<Escape<'t>> {
        self.text.get(found.at..).filter(|_| found.kind == Kind::Introducer).and_then(escape)
    }

    /// Where the sequence ends that keeps the character, if one does.
    fn keeps(&mut self, found: Found) -> Option<usize> {
        let Found { at, c, kind } = found;
        let (previous, next) = (self.previous(at), self.text.get(found.end()..).and_then(|rest| rest.chars().next()));
        let before = |test: fn(char) -> bool| previous.is_some_and(test);
        let after = |test: fn(char) -> bool| next.is_some_and(test);
        let keep = match kind {
            // Payload: "<U+202E>gpj.exe" for a file, or source whose comment ends elsewhere than it seems to. The reader
            // sees "exe.jpg"; the program runs the other. Rule: what an embedding is good for, markup can say (`dir`,
            // `<bdi>`), so none stays: UAX #9 § 2.
            Kind::BidiControl => false,
            // Payload: backspaces over "rm -rf", NUL, form feed. A page shows nothing of them. Rule: only tab and line
            // ends stay. An introducer that introduces nothing is one of them.
            Kind::Control | Kind::Introducer => false,
            // Payload: U+3164 for an empty name. Rule: deprecated, reserved or blank: none stays.
            Kind::Ignorable => false,
            Kind::Tag => return self.flag(at),
            Kind::Selector => selects(previous, c, next),
            // Payload: bits as ZWNJ and ZWJ between Latin letters, where they shape nothing. Rule: ZWJ between two emoji
            // (UTS #51 § 2.3), and either beside a letter that it shapes (core specification § 23.2), as in "می‌خواهم".
            Kind::Joiner => {
                (c == class::ZWJ && before(class::joins_emoji) && after(class::is_emoji))
                    || ((before(class::takes_joiners) || after(class::takes_joiners)) && self.stands(found))
            }
            // Payload: "Pay<U+200E>Pal", or bits. Rule: a mark orders neutral characters beside right-to-left text
            // (UAX #9 § 2.6) and does nothing else.
            Kind::Mark => {
                let is_edge = !self.is_whole && (at == 0 || next.is_none());
                self.stands(found) && (is_edge || self.line(at).is_right_to_left())
            }
            // Payload: U+2062 and U+2064 for the bits of a prompt, eight a letter. Rule: one, as typesetters write it.
            Kind::Typographic => self.stands(found),
            // Payload: a prompt in U+F0041 and on, which no font shows. Rule: one is an icon.
            Kind::PrivateUse => self.is_alone(found),
            // Rule: a signature opens a text; anywhere else U+2060 has taken its place (core specification § 23.8).
            Kind::ByteOrderMark => at == 0,
            // Core specification § 18.6: <filler, vowel> and <consonant, filler> write a syllable with a letter missing.
            Kind::HangulFiller if c == class::HANGUL_LEADING_FILLER => self.opens_syllable(found.end()),
            Kind::HangulFiller => before(class::is_hangul_leading),
            Kind::KhmerVowel => before(class::is_khmer_consonant),
            // Core specification § 13.5.
            Kind::MongolianSelector => before(class::is_mongolian_letter),
            Kind::MongolianSeparator => {
                before(|c| class::is_mongolian_letter(c) || class::is_mongolian_selector(c))
                    && after(class::is_mongolian_letter)
            }
        };
        keep.then_some(found.end())
    }

    /// Payload: "🏴" and a prompt in tag characters, which render as the flag alone and which a model reads as ASCII. Rule:
    /// the three sequences that Unicode recommends (UTS #51, annex C), to the letter; what follows one is payload again.
    fn flag(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let flag = class::FLAGS.iter().find(|flag| rest.starts_with(**flag))?;
        (self.previous(at) == Some(class::BLACK_FLAG)).then_some(at + flag.len())
    }

    /// Whether a vowel follows, or a missing one and the trailing consonant.
    fn opens_syllable(&self, at: usize) -> bool {
        let mut rest = self.text.get(at..).unwrap_or_default().chars();
        match rest.next() {
            Some(class::HANGUL_VOWEL_FILLER) => rest.next().is_some_and(class::is_hangul_trailing),
            next => next.is_some_and(class::is_hangul_vowel),
        }
    }

    /// The character ahead, unless it is hidden.
    fn previous(&self, at: usize) -> Option<char> {
        self.text.get(..at).filter(|_| self.hidden != Some(at))?.chars().next_back()
    }

    fn found_at(&self, at: usize) -> Option<Found> {
        let c = self.text.get(at..)?.chars().next()?;
        Some(Found { at, c, kind: kind(c)? })
    }

    fn is_alone(&self, found: Found) -> bool {
        self.hidden != Some(found.at) && self.found_at(found.end()).is_none()
    }

    /// Alone, and no letter of what the line encodes.
    fn stands(&mut self, found: Found) -> bool {
        self.is_alone(found) && !self.line(found.at).is_encoded
    }

    /// The line at `at`. Each is read once: they are met in order.
    fn line(&mut self, at: usize) -> &mut Line<'t> {
        if at >= self.line.end {
            self.line = Line::around(self.text, at);
        }
        &mut self.line
    }

    fn hide_escape(&mut self, at: usize, sequence: &Escape<'t>) -> usize {
        let end = at + sequence.length;
        let raw = self.text.get(at..end).unwrap_or_default();
        let counts = count_as(TextCode::AnsiEscape, raw.chars().count());
        self.account.hide(at..end, raw, &counts, &|_| decode::escape(sequence));
        self.hidden = Some(end);
        end
    }

    /// What stands alone on an encoded line is one payload between visible letters: told once, where it begins.
    fn hide_letter(&mut self, found: Found) -> usize {
        self.hidden = Some(found.end());
        let place = found.at..found.end();
        if self.line.is_told {
            self.account.leave_out(place);
        } else {
            self.line.is_told = true;
            let line = &self.line;
            let counts = count_as(TextCode::ZeroWidth, line.letters().count());
            self.account.hide(place, line.text, &counts, &|code| decode::characters(code, &mut line.letters()));
        }
        found.end()
    }

    /// Hidden characters side by side: one marker, and an account for each code among them.
    fn hide_run(&mut self, start: usize, end: usize, counts: &Counts) {
        let raw = self.text.get(start..end).unwrap_or_default();
        self.account.hide(start..end, raw, counts, &|code| {
            let of_code = |c: &char| kind(*c).is_some_and(|kind| kind.code() == code);
            decode::characters(code, &mut raw.chars().filter(of_code))
        });
    }
}

/// Payload: "😊" and a selector for each byte, all of which render as the emoji alone. Rule: one selector, after a base that
/// has such a variation; of more, only the one that makes an emoji of its base.
fn selects(base: Option<char>, selector: char, next: Option<char>) -> bool {
    let is_last = next.and_then(kind) != Some(Kind::Selector);
    base.is_some_and(|base| class::selects(base, selector, next)) && (is_last || selector == class::EMOJI_STYLE)
}

fn count_as(code: TextCode, characters: usize) -> Counts {
    let mut counts = Counts::default();
    if let Some(count) = counts.get_mut(code as usize) {
        *count = u32::try_from(characters).unwrap_or(u32::MAX);
    }
    counts
}
