//! Text that is not written yet, since more of it may follow, and how it is shown.

use std::borrow::Cow;

use super::apart::Apart;
use super::{Walker, without_returns};
use crate::html::events::Namespace;
use crate::sanitizer::report::What;
use crate::sanitizer::text::{Scanned, scan};

/// Text that waits for what may stand next to it once tags are gone.
pub(super) struct Pending<'i> {
    pub(super) text: Cow<'i, str>,
    /// Nothing in it is escaped or may be invisible.
    pub(super) plain: bool,
    /// It has references in it, and is written as it stands; all else in it is plain.
    pub(super) written: bool,
    /// It begins beside the edge of a block, where white space of no size has no place.
    pub(super) sizeless: bool,
    pub(super) place: usize,
}

impl<'i> Walker<'_, 'i> {
    #[inline]
    pub(super) fn add_text(&mut self, text: Cow<'i, str>, plain: bool) {
        if self.apart != Apart::Not {
            self.unescape_pending();
            if let Some(separator) = self.separator(&text) {
                self.append(separator.into(), true);
            }
        }
        self.append(text, plain);
    }

    #[inline]
    fn append(&mut self, text: Cow<'i, str>, plain: bool) {
        match self.pending {
            Some(_) => self.append_text(text, plain),
            None => {
                let sizeless = self.is_sizeless();
                self.pending = Some(Pending { text, plain, written: false, sizeless, place: self.place });
            }
        }
    }

    #[inline(never)]
    fn append_text(&mut self, text: Cow<'i, str>, plain: bool) {
        let Some(pending) = &mut self.pending else { return };
        if pending.written {
            if plain && let Some(joined) = self.lines.joined(&pending.text, &text) {
                pending.text = joined.into();
                return;
            }
            self.unescape_pending();
        }
        let Some(pending) = &mut self.pending else { return };
        pending.text.to_mut().push_str(&text);
        pending.plain &= plain;
    }

    /// What is pending as its characters, where it is as it was written.
    fn unescape_pending(&mut self) {
        if let Some(pending) = self.pending.as_mut().filter(|pending| pending.written) {
            pending.text = unescaped(&pending.text).into();
            pending.written = false;
        }
    }

    /// Writes what is pending. It is judged whole, as the next parser will see it: two halves of a hidden run that stood in
    /// two nodes are one run now.
    #[inline]
    pub(super) fn flush(&mut self) {
        match self.pending.take() {
            None => {}
            Some(Pending { text, sizeless: true, .. }) if text.bytes().all(|byte| byte.is_ascii_whitespace()) => {}
            // What is written with its references is copied as what is plain.
            Some(Pending { text: Cow::Borrowed(text), plain, written, .. }) if plain || written => {
                self.write_text(text, true);
                if written && let Some(reference) = REFERENCES.iter().find(|reference| text.ends_with(*reference)) {
                    self.last = character(reference).bytes().next_back().unwrap_or_default();
                }
            }
            Some(pending) => self.flush_judged(pending),
        }
    }

    #[inline(never)]
    fn flush_judged(&mut self, Pending { text, plain, place, .. }: Pending<'i>) {
        let text = if plain { text } else { self.visible_text(without_returns(text), place) };
        self.write_text(&text, plain);
    }

    #[inline]
    fn write_text(&mut self, text: &str, plain: bool) {
        // A parser swallows a newline at the start of a <pre>, and a browser's serializer does not write it back, so each
        // round trip would lose one: none is kept there.
        let text = if self.in_fresh_pre { text.trim_start_matches('\n') } else { text };
        if text.is_empty() {
            return;
        }
        self.in_fresh_pre = false;
        self.last = text.as_bytes().last().copied().unwrap_or_default();
        self.flushes = self.flushes.wrapping_add(1);
        self.nesting.text(text);
        if self.inside.namespace == Namespace::Svg {
            self.references.text(text);
        }
        self.output.text(text, plain);
        self.link.show(text);
    }

    fn visible_text(&mut self, text: Cow<'i, str>, place: usize) -> Cow<'i, str> {
        let Some(scanned) = scan(&text, self.options.invisible_text) else { return text };
        self.reveal(What::Text, "#text", scanned, ("", place)).into()
    }

    /// The value with what it hides shown, dropped or left, as the options say, and reported.
    pub(super) fn visible(&mut self, name: &str, value: Cow<'i, str>) -> Cow<'i, str> {
        let Some(scanned) = scan(&value, self.options.invisible_text) else { return value };
        let own = std::mem::take(&mut self.own);
        let value = self.reveal(What::Attribute, name, scanned, (&own, self.place));
        self.own = own;
        value.into()
    }

    fn reveal(&mut self, what: What, name: &str, scanned: Scanned, (own, place): (&str, usize)) -> String {
        let Self { report, above, lines, .. } = self;
        for run in scanned.runs {
            if report.enabled {
                let weight = (run.severity, run.count);
                let describe = || (above.describe(own, lines.at(place)), run.code.reason().to_owned());
                report.add_many(run.code.removal(), what, name, Some(&run.decoded), weight, describe);
            }
        }
        scanned.text
    }
}

/// What text as it was written may have in it besides plain text.
const REFERENCES: [&str; 3] = ["&lt;", "&gt;", "&amp;"];

/// What one of [`REFERENCES`] stands for.
pub(super) fn character(reference: &str) -> &'static str {
    match reference {
        "&lt;" => "<",
        "&gt;" => ">",
        _ => "&",
    }
}

/// Text whose only references are [`REFERENCES`].
fn unescaped(text: &str) -> String {
    REFERENCES.iter().fold(text.to_owned(), |text, reference| text.replace(reference, character(reference)))
}
