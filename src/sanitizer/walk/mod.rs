//! The policy walk: it is told of the markup in document order, by either reader, and keeps what the tables list.
//!
//! It keeps no more than a stack, so that no input can exhaust the machine's, and it writes to an [`Output`], so that the
//! string and the nodes are made by the same decisions.

mod apart;
mod attributes;
mod drawing;
mod element;
mod foreign;
mod formula;
mod images;
mod link_text;
mod media;
mod nesting;
mod references;

use std::borrow::Cow;

use super::allowlist::foreign::{Holds, Sheet};
use super::allowlist::html;
use super::allowlist::rules::Rules;
use super::options::{Profile, SanitizeOptions};
use super::output::{Attribute, Output, Tag};
use super::report::{Code, LONGEST_NAME, Place, Report, What};
use super::text::{Scanned, scan};
use super::url;
use crate::error::shorten;
use crate::html::events::{Namespace, Sink, StartTag, Step};
use apart::Apart;
use formula::Level;
pub(crate) use images::Drawing;
use link_text::Link;
use nesting::Nesting;
use references::References;
pub(crate) use references::Refused;

const LINK: Tag = Tag::html("a");
const PRE: Tag = Tag::html("pre");

/// What a walk found out about what it wrote.
#[derive(Debug)]
pub(crate) struct Walked {
    /// A parser builds the same tree from it.
    pub(crate) holds: bool,
    /// SVG or MathML is in it.
    pub(crate) foreign: bool,
    /// What the next pass takes no reference to.
    pub(crate) refused: Refused,
}

pub(super) struct Walker<'w, 'i> {
    options: &'w SanitizeOptions<'w>,
    /// Whether the options have a configuration that asks for less, or for more, than the tables.
    is_configured: bool,
    /// Whether a plain link stays whatever it is.
    keeps_plain_links: bool,
    output: &'w mut dyn Output,
    report: &'w mut Report,
    above: Vec<Open<'i>>,
    /// What the element is called that begins, and the line of what is told.
    own: Cow<'i, str>,
    line: u32,
    nesting: Nesting,
    /// Nothing has been written since the start tag of a `<pre>`.
    in_fresh_pre: bool,
    pending: Option<Pending<'i>>,
    /// How far what comes next is kept apart from what is there, and the last byte of that; 0 at the edge of a block.
    apart: Apart,
    last: u8,
    /// Behind the element that begins, where that goes.
    next_apart: Apart,
    /// Nothing came since the end of an element that went.
    after_unwrapped: bool,
    /// How often text was written.
    flushes: u32,
    /// The elements of MathML that are open, where they go.
    formula: Vec<Level>,
    /// The link that is open.
    link: Option<Link>,
    inside: Inside,
    /// Elements in the marker that is open.
    repeated: u32,
    /// Whether SVG or MathML was written.
    foreign: bool,
    references: References,
    /// The style sheets of the drawing.
    sheet: Option<Box<Sheet>>,
    /// The rules of style sheets of HTML.
    rules: Option<Box<Rules>>,
    /// Whether the element that begins has a fill of its own.
    fills: bool,
    /// Ids that nothing may refer to.
    refused: &'w Refused,
    /// Makes a drawing that is an image safe; none, within one.
    drawing: Option<&'w Drawing<'w>>,
    /// The attributes of the element that is written, kept for the next.
    kept: Vec<Attribute<'i>>,
}

/// Text that waits for what may stand next to it once tags are gone.
struct Pending<'i> {
    text: Cow<'i, str>,
    plain: bool,
    line: u32,
}

/// Where the walk writes.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    namespace: Namespace,
    holds: Holds,
    /// Below a marker.
    repeated: bool,
    /// Below what is drawn by reference alone.
    unseen: bool,
    /// Below an element with a fill of its own.
    filled: bool,
    /// What is here has been written.
    muted: bool,
}

/// An element whose children are being walked.
struct Open<'i> {
    local: Cow<'i, str>,
    line: u32,
    closes: Option<Tag>,
    /// Where the walk wrote ahead of it.
    inside: Inside,
    /// What keeps apart what comes behind it.
    apart: Apart,
    /// It is one of those in [`Walker::formula`].
    is_formula: bool,
    /// A row in which a cell has begun.
    has_cell: bool,
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
        if self.inside.muted {
            return;
        }
        self.after_unwrapped = false;
        if self.inside.draws(&text) {
            let is_layout = (!self.formula.is_empty() && self.is_between_tokens(&text)) || self.is_between_cells(&text);
            if !is_layout {
                self.add_text(text, plain);
            }
        } else {
            self.own = "".into();
            self.drop_undrawn(&text);
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
        let line = self.line;
        if self.report.enabled {
            self.own = tag.local.clone();
        }
        if let Some(rules) = &mut self.rules {
            let own = |name: &str| element::value_of(tag.attributes, name).unwrap_or_default();
            rules.enter(&tag.local, &own("id"), &own("class"));
        }
        let formulas = self.formula.len();
        self.next_apart = Apart::Not;
        let fate = self.element(tag);
        self.after_unwrapped = false;
        match fate {
            Fate::Over => {
                if let Some(rules) = &mut self.rules {
                    rules.leave();
                }
                Step::Over
            }
            Fate::Into { closes } => {
                let is_formula = self.formula.len() > formulas;
                let apart = self.next_apart;
                self.above.push(Open {
                    local: tag.local.clone(),
                    line,
                    closes,
                    inside,
                    apart,
                    is_formula,
                    has_cell: false,
                });
                Step::Into
            }
        }
    }

    fn end(&mut self) {
        let Some(&Open { closes, inside, line, apart, is_formula, .. }) = self.above.last() else { return };
        if closes.is_none() {
            if is_formula {
                self.end_linear();
            }
            self.keep_apart(apart);
            self.after_unwrapped = true;
        }
        if let Some(tag) = closes {
            self.after_unwrapped = false;
            if tag.namespace == Namespace::Svg {
                self.references.close();
            }
            match self.options.profile {
                Profile::Markup | Profile::Rich | Profile::Sandbox => {
                    self.close(tag);
                    if tag == LINK {
                        self.compare_link(line);
                    }
                }
                Profile::Text if html::BLOCKS.binary_search(&tag.local).is_ok() => {
                    // A reader of a tree tells no line of an end.
                    let now = std::mem::replace(&mut self.line, line);
                    self.apart = Apart::Not;
                    self.add_text("\n".into(), true);
                    self.line = now;
                }
                Profile::Text => {}
            }
        }
        self.inside = inside;
        if let Some(rules) = &mut self.rules {
            rules.leave();
        }
        self.above.pop();
    }

    fn line(&mut self, line: u32) {
        self.line = line;
    }

    fn counts_lines(&self) -> bool {
        self.report.enabled
    }

    fn reads_sheets(&self) -> bool {
        self.options.profile == Profile::Rich && self.options.config.attribute("p", "style")
    }

    fn sheets(&mut self, text: &str) {
        self.rules = Some(Box::new(Rules::read(text, &self.options.id_prefix))).filter(|rules| !rules.is_empty());
    }

    fn keeps_foreign(&self) -> bool {
        matches!(self.options.profile, Profile::Rich | Profile::Sandbox)
    }

    fn keeps_placeholders(&self) -> bool {
        self.options.profile.keeps_placeholders()
    }
}

impl<'w, 'i> Walker<'w, 'i> {
    pub(super) fn new(
        options: &'w SanitizeOptions<'w>,
        (refused, drawing): (&'w Refused, Option<&'w Drawing<'w>>),
        output: &'w mut dyn Output,
        report: &'w mut Report,
    ) -> Self {
        Self {
            options,
            is_configured: !options.config.is_default(),
            keeps_plain_links: url::keeps_plain_links(options),
            output,
            report,
            above: Vec::new(),
            own: "".into(),
            line: 1,
            nesting: Nesting::new(),
            in_fresh_pre: false,
            pending: None,
            apart: Apart::Not,
            last: 0,
            next_apart: Apart::Not,
            after_unwrapped: false,
            flushes: 0,
            formula: Vec::new(),
            link: None,
            inside: Inside::default(),
            repeated: 0,
            foreign: false,
            references: References::default(),
            sheet: None,
            rules: None,
            fills: false,
            refused,
            drawing,
            kept: Vec::new(),
        }
    }

    /// Writes what is still pending.
    pub(super) fn finish(mut self) -> Walked {
        self.flush();
        Walked { holds: self.nesting.holds(), foreign: self.foreign, refused: self.references.judge() }
    }

    #[inline]
    fn add_text(&mut self, text: Cow<'i, str>, plain: bool) {
        if self.apart != Apart::Not
            && let Some(separator) = self.separator(&text)
        {
            self.append(separator.into(), true);
        }
        self.append(text, plain);
    }

    #[inline]
    fn append(&mut self, text: Cow<'i, str>, plain: bool) {
        match &mut self.pending {
            Some(pending) => {
                pending.text.to_mut().push_str(&text);
                pending.plain &= plain;
            }
            None => self.pending = Some(Pending { text, plain, line: self.line }),
        }
    }

    /// Writes what is pending. It is judged whole, as the next parser will see it: two halves of a hidden run that stood in
    /// two nodes are one run now.
    #[inline]
    fn flush(&mut self) {
        let Some(Pending { text, plain, line }) = self.pending.take() else { return };
        let text = if plain { text } else { self.visible_text(without_returns(text), line) };
        // A parser swallows a newline at the start of a <pre>, and a browser's serializer does not write it back, so each
        // round trip would lose one: none is kept there.
        let text = if self.in_fresh_pre { text.trim_start_matches('\n') } else { &text };
        if text.is_empty() {
            return;
        }
        self.in_fresh_pre = false;
        self.last = text.as_bytes().last().copied().unwrap_or_default();
        self.flushes = self.flushes.wrapping_add(1);
        self.nesting.text(text);
        self.output.text(text, plain);
        if let Some(link) = &mut self.link {
            link.show(text);
        }
    }

    #[inline(never)]
    fn visible_text(&mut self, text: Cow<'i, str>, line: u32) -> Cow<'i, str> {
        let Some(scanned) = scan(&text, self.options.invisible_text) else { return text };
        self.reveal(What::Text, "#text", scanned, ("", line)).into()
    }

    /// The value with what it hides shown, dropped or left, as the options say, and reported.
    fn visible(&mut self, name: &str, value: Cow<'i, str>) -> Cow<'i, str> {
        let Some(scanned) = scan(&value, self.options.invisible_text) else { return value };
        let own = std::mem::take(&mut self.own);
        let value = self.reveal(What::Attribute, name, scanned, (&own, self.line));
        self.own = own;
        value.into()
    }

    fn reveal(&mut self, what: What, name: &str, scanned: Scanned, (own, line): (&str, u32)) -> String {
        let Self { report, above, .. } = self;
        for run in scanned.runs {
            if report.enabled {
                let weight = (run.severity, run.count);
                let describe = || (place(above, own, line), run.code.reason().to_owned());
                report.add_many(run.code.removal(), what, name, Some(&run.decoded), weight, describe);
            }
        }
        scanned.text
    }

    #[inline]
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'i>]) {
        self.flush();
        self.pass(tag);
        self.in_fresh_pre = tag == PRE;
        self.nesting.open(tag.name);
        self.output.open(tag, attributes);
        if tag == LINK && self.report.enabled {
            self.link = Link::of(attributes);
        }
    }

    fn close(&mut self, tag: Tag) {
        self.flush();
        self.pass(tag);
        self.in_fresh_pre = false;
        self.nesting.close();
        self.output.close(tag);
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
        let Self { report, above, own, line, .. } = self;
        report.add(code, what, name, value, || (place(above, own, *line), reason()));
    }
}

/// The innermost elements, enough to find the place by, and the line.
fn place(above: &[Open<'_>], own: &str, line: u32) -> Place {
    const MOST_NAMED: usize = 12;
    let left_out = above.len().saturating_sub(MOST_NAMED);
    let names = above.iter().skip(left_out).map(|open| &*open.local).chain(Some(own).filter(|own| !own.is_empty()));
    let mut path = String::new();
    for name in names {
        if !path.is_empty() || left_out > 0 {
            path.push_str(if path.is_empty() { "… > " } else { " > " });
        }
        match name.len() {
            0..=LONGEST_NAME => path.push_str(name),
            _ => path.push_str(&shorten(name, LONGEST_NAME)),
        }
    }
    Place { path, line }
}

/// A CR gets into a tree as `&#13;` only; a browser writes it bare, and the next parser makes an LF of it.
fn without_returns(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { text.replace('\r', "\n").into() } else { text }
}
