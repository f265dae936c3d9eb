//! Words of a file of configuration, in quotes or without.

use std::iter::Peekable;
use std::str::CharIndices;

#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// Its bytes, the quotes left out.
    pub(super) span: (usize, usize),
    /// The file has the same bytes.
    pub(super) is_verbatim: bool,
}

impl Word {
    /// A word as it is written.
    pub(super) fn plain(text: &str, (start, end): (usize, usize)) -> Self {
        Self { text: text.get(start..end).unwrap_or_default().to_owned(), span: (start, end), is_verbatim: true }
    }

    /// What stands behind the quote at `at`, up to the next, or to the end of `text`. A backslash stands before what `escaped` names.
    pub(super) fn quoted(
        text: &str,
        chars: &mut Peekable<CharIndices<'_>>,
        (at, quote): (usize, char),
        escaped: &[char],
    ) -> Self {
        let (mut word, mut end, mut is_verbatim) = (String::new(), text.trim_end().len(), true);
        while let Some((here, next)) = chars.next() {
            if next == quote {
                end = here;
                break;
            }
            match (next == '\\').then(|| chars.next_if(|(_, after)| escaped.contains(after))).flatten() {
                Some((_, after)) => {
                    is_verbatim = false;
                    word.push(after);
                }
                None => word.push(next),
            }
        }
        Self { text: word, span: (at + 1, end.max(at + 1)), is_verbatim }
    }
}
