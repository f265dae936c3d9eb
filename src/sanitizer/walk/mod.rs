//! The policy walk: it is told of the markup in document order, by either reader, and keeps what the tables list.
//!
//! It keeps no more than a stack, so that no input can exhaust the machine's, and it writes to an [`Output`], so that the
//! string and the nodes are made by the same decisions.

mod above;
mod attributes;
mod element;
mod foreign;
mod lines;
mod link_text;
mod media;
mod nesting;

use std::borrow::Cow;

use super::allowlist::foreign::Holds;
use super::allowlist::html;
use super::options::{Profile, SanitizeOptions};
use super::output::{Attribute, Output, Tag, To};
use super::report::{Code, Report, What};
use super::text::{Scanned, scan};
use super::url;
use crate::html::events::{Namespace, Sink, StartTag, Step};
use crate::html::names::ElementName;
use above::Above;
pub(super) use lines::Lines;
use link_text::Link;
use nesting::Nesting;

const LINK: Tag = Tag::html("a");
const PRE: Tag = Tag::html("pre");

/// What a walk found out about what it wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walked {
    /// A parser builds the same tree from it.
    pub(crate) holds: bool,
    /// SVG or MathML is in it.
    pub(crate) foreign: bool,
}

pub(super) struct Walker<'w, 'i> {
    options: &'w SanitizeOptions<'w>,
    /// Whether the options have a configuration that asks for less, or for more, than the tables.
    is_configured: bool,
    /// Whether a plain link stays whatever it is.
    keeps_plain_links: bool,
    output: To<'w, 'i>,
    report: &'w mut Report,
    above: Above<'i>,
    /// What the element is called that begins, and where what is told stands.
    own: Cow<'i, str>,
    place: usize,
    lines: Lines<'i>,
    /// An element without attributes is what the tables say.
    keeps_bare: bool,
    nesting: Nesting,
    /// Nothing has been written since the start tag of a `<pre>`.
    in_fresh_pre: bool,
    pending: Option<Pending<'i>>,
    /// The link that is open, or was.
    link: Link,
    inside: Inside,
    /// Elements in the marker or clip path that is open.
    repeated: u32,
    /// Whether SVG or MathML was written.
    foreign: bool,
    /// The attributes of the element that is written, kept for the next.
    kept: Vec<Attribute<'i>>,
}

/// Text that waits for what may stand next to it once tags are gone.
struct Pending<'i> {
    text: Cow<'i, str>,
    /// Nothing in it is escaped or may be invisible.
    plain: bool,
    /// It has references in it, and is written as it stands; all else in it is plain.
    written: bool,
    place: usize,
}

/// Where the walk writes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inside {
    namespace: Namespace,
    holds: Holds,
    /// Below a marker or a clip path.
    repeated: bool,
}

/// What becomes of an element that begins.
enum Fate {
    /// Nothing of what is in it is walked.
    Over,
    Into {
        closes: Option<Tag>,
    },
}

impl<'i> Sink<'i> for Walker<'_, 'i> {
    fn text(&mut self, text: Cow<'i, str>, plain: bool) {
        if self.inside.draws(&text) {
            self.add_text(text, plain);
        } else {
            self.own = "".into();
            self.drop_undrawn(&text);
        }
    }

    fn reference(&mut self, written: &'i str) {
        // Who shows the text elsewhere needs it decoded.
        let is_copied = matches!(self.output, To::Markup(_)) && !self.report.enabled;
        if !is_copied || self.inside.namespace != Namespace::Html {
            return self.text(unescaped(written).into(), false);
        }
        let text = match &self.pending {
            None => Some(written),
            Some(Pending { text: Cow::Borrowed(text), plain, written: is_written, .. }) if *plain || *is_written => {
                self.lines.joined(text, written)
            }
            Some(_) => None,
        };
        let place = self.pending.as_ref().map_or(self.place, |pending| pending.place);
        match text {
            Some(text) => self.pending = Some(Pending { text: text.into(), plain: false, written: true, place }),
            None => self.add_text(unescaped(written).into(), false),
        }
    }

    /// html5ever sees `<?…>` as a comment that begins with a question mark; Chromium sees an instruction.
    fn comment(&mut self, text: &str) {
        let (code, name, reason) = if text.starts_with('?') {
            (Code::ProcessingInstruction, "#processing-instruction", "marks a place that other markup can patch")
        } else {
            (Code::Comment, "#comment", "is not shown")
        };
        self.own = "".into();
        self.note(code, What::Comment, name, Some(text), || reason.to_owned());
    }

    fn start(&mut self, tag: &StartTag<'_, 'i>) -> Step {
        let inside = self.inside;
        if self.report.enabled {
            self.own = tag.local.clone();
        }
        match self.element(tag) {
            Fate::Over => Step::Over,
            Fate::Into { closes } => {
                self.above.push(tag.name, tag.local.clone(), closes, inside, self.place);
                Step::Into
            }
        }
    }

    #[inline]
    fn bare(&mut self, name: ElementName) -> Step {
        match name.name() {
            Some(local) if self.keeps_bare && self.inside.namespace == Namespace::Html && html::is_kept(name) => {
                self.open(Tag { namespace: Namespace::Html, name, local }, &[]);
                self.above.push_kept(name, self.inside, self.place);
                Step::Into
            }
            _ => self.start(&StartTag::bare(name)),
        }
    }

    #[inline]
    fn end(&mut self) {
        let Some(open) = self.above.last() else { return };
        if let Some(tag) = self.above.closes(open) {
            if self.options.profile == Profile::Text {
                self.end_as_text(tag, open.place);
            } else {
                self.close(tag);
                if tag.name == LINK.name && self.report.enabled {
                    self.compare_link(open.place);
                }
            }
        }
        self.inside = open.inside;
        self.above.pop();
    }

    #[inline]
    fn place(&mut self, place: usize) {
        self.place = place;
    }

    fn keeps_foreign(&self) -> bool {
        matches!(self.options.profile, Profile::Rich | Profile::Sandbox)
    }
}

impl<'w, 'i> Walker<'w, 'i> {
    pub(super) fn new(
        options: &'w SanitizeOptions<'w>,
        output: To<'w, 'i>,
        report: &'w mut Report,
        lines: Lines<'i>,
    ) -> Self {
        let is_configured = !options.config.is_default();
        Self {
            options,
            is_configured,
            keeps_bare: !is_configured && options.profile != Profile::Text,
            keeps_plain_links: url::keeps_plain_links(options),
            output,
            report,
            above: Above::default(),
            own: "".into(),
            place: 1,
            lines,
            nesting: Nesting::new(),
            in_fresh_pre: false,
            pending: None,
            link: Link::default(),
            inside: Inside::default(),
            repeated: 0,
            foreign: false,
            kept: Vec::new(),
        }
    }

    /// Writes what is still pending.
    pub(super) fn finish(mut self) -> Walked {
        self.flush();
        Walked { holds: self.nesting.holds(), foreign: self.foreign }
    }

    #[inline]
    fn add_text(&mut self, text: Cow<'i, str>, plain: bool) {
        match self.pending {
            Some(_) => self.append_text(text, plain),
            None => self.pending = Some(Pending { text, plain, written: false, place: self.place }),
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
            pending.text = unescaped(&pending.text).into();
            pending.written = false;
        }
        pending.text.to_mut().push_str(&text);
        pending.plain &= plain;
    }

    /// Writes what is pending. It is judged whole, as the next parser will see it: two halves of a hidden run that stood in
    /// two nodes are one run now.
    #[inline]
    fn flush(&mut self) {
        match self.pending.take() {
            None => {}
            // What is written with its references is copied as what is plain.
            Some(Pending { text: Cow::Borrowed(text), plain, written, .. }) if plain || written => {
                self.write_text(text, true);
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
        self.nesting.text(text);
        match &mut self.output {
            To::Markup(markup) => markup.text(text, plain),
            To::Other(output) => output.text(text, plain),
        }
        self.link.show(text);
    }

    fn visible_text(&mut self, text: Cow<'i, str>, place: usize) -> Cow<'i, str> {
        let Some(scanned) = scan(&text, self.options.invisible_text) else { return text };
        self.reveal(What::Text, "#text", scanned, ("", place)).into()
    }

    /// The value with what it hides shown, dropped or left, as the options say, and reported.
    fn visible(&mut self, name: &str, value: Cow<'i, str>) -> Cow<'i, str> {
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

    #[inline]
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'i>]) {
        self.flush();
        self.in_fresh_pre = tag.name == PRE.name;
        self.nesting.open(tag.name);
        match &mut self.output {
            To::Markup(markup) => markup.open(tag, attributes),
            To::Other(output) => output.open(tag, attributes),
        }
        if tag.name == LINK.name && self.report.enabled {
            self.link.open(attributes);
        }
    }

    /// The end of an element where only text is kept.
    fn end_as_text(&mut self, tag: Tag, place: usize) {
        if html::BLOCKS.binary_search(&tag.local).is_ok() {
            // A reader of a tree does not tell where an element ends.
            let now = std::mem::replace(&mut self.place, place);
            self.add_text("\n".into(), true);
            self.place = now;
        }
    }

    #[inline]
    fn close(&mut self, tag: Tag) {
        self.flush();
        self.in_fresh_pre = false;
        self.nesting.close();
        match &mut self.output {
            To::Markup(markup) => markup.close(tag),
            To::Other(output) => output.close(tag),
        }
    }

    fn drop_undrawn(&mut self, text: &str) {
        self.note(Code::ElementUnrendered, What::Text, "#text", Some(text), || {
            "is not drawn where it stands".to_owned()
        });
    }

    #[inline(never)]
    fn note(&mut self, code: Code, what: What, name: &str, value: Option<&str>, reason: impl FnOnce() -> String) {
        if !self.report.enabled {
            return;
        }
        let Self { report, above, own, place, lines, .. } = self;
        report.add(code, what, name, value, || (above.describe(own, lines.at(*place)), reason()));
    }
}

/// A CR gets into a tree as `&#13;` only; a browser writes it bare, and the next parser makes an LF of it.
fn without_returns(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { text.replace('\r', "\n").into() } else { text }
}

/// Text whose only references are those of what is escaped in it.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
