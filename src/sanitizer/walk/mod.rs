//! The policy walk: it is told of the markup in document order, by either reader, and keeps what the tables list.
//!
//! It keeps no more than a stack, so that no input can exhaust the machine's, and it writes to an [`Output`], so that the
//! string and the nodes are made by the same decisions.

mod above;
mod apart;
mod attributes;
mod drawing;
mod element;
mod foreign;
mod formula;
mod images;
mod lines;
mod link_text;
mod media;
mod nesting;
mod pending;
mod references;
mod styles;

use std::borrow::Cow;

use super::allowlist::css::Laid;
use super::allowlist::foreign::{Holds, Sheet};
use super::allowlist::html;
use super::allowlist::rules::Rules;
use super::options::{Profile, SanitizeOptions};
use super::output::html::USUAL_LINK;
use super::output::{Attribute, Tag, To};
use super::report::{Code, Report, What};
use super::url;
use crate::html::events::{Namespace, Sink, StartTag, Step};
use crate::html::names::ElementName;
use crate::policy::Links;
use above::Above;
use apart::Apart;
use formula::Level;
pub(crate) use images::Drawing;
pub(super) use lines::Lines;
use link_text::Link;
use nesting::Nesting;
use pending::{Pending, character};
use references::References;
pub(crate) use references::Refused;
use styles::Styles;

const LINK: Tag = Tag::html("a");
const PAGE: Tag = Tag::html("div");
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
    /// Whether what a link is given is [`USUAL_LINK`], which the output has by heart.
    links_are_usual: bool,
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
    /// The link that is open, or was.
    link: Link,
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
    styles: Styles,
    /// How many blocks are open around all of the output, for `html` and `body`.
    pages: u8,
    /// Whether the element that begins has a fill of its own.
    fills: bool,
    /// Ids that nothing may refer to.
    refused: &'w Refused,
    /// Makes a drawing that is an image safe; none, within one.
    drawing: Option<Drawing>,
    /// The attributes of the element that is written, kept for the next.
    kept: Vec<Attribute<'i>>,
}

/// Where the walk writes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inside {
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
    laid: Laid,
    /// How deep the innermost element lies whose letters have no size, counted from one.
    sizeless: u32,
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

    fn reference(&mut self, written: &'i str) {
        // Who shows the text elsewhere needs it decoded.
        let is_copied = matches!(self.output, To::Markup(_)) && !self.link.is_open();
        let stands_alone = self.apart == Apart::Not && self.formula.is_empty();
        if !is_copied || !stands_alone || self.inside.namespace != Namespace::Html {
            return self.text(character(written).into(), false);
        }
        self.after_unwrapped = false;
        let text = match &self.pending {
            None => Some(written),
            Some(Pending { text: Cow::Borrowed(text), plain, written: is_written, .. }) if *plain || *is_written => {
                self.lines.joined(text, written)
            }
            Some(_) => None,
        };
        let (place, sizeless) = match &self.pending {
            Some(pending) => (pending.place, pending.sizeless),
            None => (self.place, false),
        };
        match text {
            Some(text) => {
                self.pending = Some(Pending { text: text.into(), plain: false, written: true, sizeless, place });
            }
            None => self.add_text(character(written).into(), false),
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
        if let Some(rules) = &mut self.rules {
            let own = |name: &str| element::value_of(tag.attributes, name).unwrap_or_default();
            rules.enter(&tag.local, (&own("id"), &own("class")), tag.is_last);
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
                self.above.push(tag, closes, inside, self.place, (self.next_apart, is_formula));
                Step::Into
            }
        }
    }

    #[inline]
    fn bare(&mut self, name: ElementName) -> Step {
        match name.name().filter(|_| self.keeps_as_it_is(name)) {
            Some(local) => {
                self.after_unwrapped = false;
                self.open(Tag { namespace: Namespace::Html, name, local }, &[]);
                self.above.push_kept(name, self.inside, self.place);
                Step::Into
            }
            None => self.start(&StartTag::bare(name)),
        }
    }

    #[inline]
    fn leaf(&mut self, name: ElementName, text: &'i str, source: &'i str) {
        let is_usual = self.keeps_as_it_is(name)
            && self.joins(name)
            && !self.inside.muted
            && self.inside.sizeless == 0
            && name != LINK.name;
        match name.name().filter(|_| is_usual) {
            Some(local) => {
                let tag = Tag { namespace: Namespace::Html, name, local };
                self.flush();
                self.nesting.leaf(name);
                self.output.leaf(tag, text, source);
                self.link.show(text);
                self.last = text.as_bytes().last().copied().unwrap_or_default();
                self.flushes = self.flushes.wrapping_add(1);
                self.pass(tag);
                self.in_fresh_pre = false;
                self.after_unwrapped = false;
            }
            None if self.bare(name) == Step::Into => {
                self.text(text.into(), true);
                self.end();
            }
            None => {}
        }
    }

    #[inline]
    fn end(&mut self) {
        let Some(open) = self.above.last() else { return };
        match self.above.closes(open) {
            None => {
                if open.is_formula {
                    self.end_linear();
                }
                self.keep_apart(open.apart);
                self.after_unwrapped = true;
            }
            Some(tag) => {
                self.after_unwrapped = false;
                if self.options.profile == Profile::Text {
                    self.end_as_text(tag, open.place);
                } else {
                    self.close(tag);
                    if tag.name == LINK.name && self.report.enabled {
                        self.compare_link(open.place);
                    }
                }
                // Once its text is written.
                if tag.namespace == Namespace::Svg {
                    self.references.close();
                }
                self.keep_apart(open.apart);
            }
        }
        self.inside = open.inside;
        if let Some(rules) = &mut self.rules {
            rules.leave();
        }
        self.above.pop();
    }

    #[inline]
    fn place(&mut self, place: usize) {
        self.place = place;
    }

    fn reads_sheets(&self) -> bool {
        self.options.profile == Profile::Rich && self.options.config.attribute("p", "style")
    }

    fn sheets(&mut self, text: &str) {
        self.rules = Some(Box::new(Rules::read(text, &self.options.id_prefix))).filter(|rules| !rules.is_empty());
        self.begin_page();
    }

    fn keeps_foreign(&self) -> bool {
        self.options.profile.keeps_looks()
    }

    fn keeps_placeholders(&self) -> bool {
        self.options.profile.keeps_placeholders()
    }
}

/// Whether links are given [`USUAL_LINK`].
fn is_usual(links: &Links) -> bool {
    let [(_, target), (_, rel), _] = USUAL_LINK;
    (links.target, &*links.rel) == (target, rel)
}

impl<'w, 'i> Walker<'w, 'i> {
    /// Whether an element without attributes is written as it stands.
    #[inline]
    fn keeps_as_it_is(&self, name: ElementName) -> bool {
        self.keeps_bare && self.rules.is_none() && self.inside.namespace == Namespace::Html && html::is_kept(name)
    }

    pub(super) fn new(
        options: &'w SanitizeOptions<'w>,
        (refused, drawing): (&'w Refused, Option<Drawing>),
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
            links_are_usual: is_usual(options.policy.links()),
            output,
            report,
            above: Above::default(),
            own: "".into(),
            place: 1,
            lines,
            nesting: Nesting::new(),
            in_fresh_pre: false,
            pending: None,
            apart: Apart::Not,
            last: 0,
            next_apart: Apart::Not,
            after_unwrapped: false,
            flushes: 0,
            formula: Vec::new(),
            link: Link::default(),
            inside: Inside::default(),
            repeated: 0,
            foreign: false,
            references: References::default(),
            sheet: None,
            rules: None,
            pages: 0,
            fills: false,
            styles: Styles::default(),
            refused,
            drawing,
            kept: Vec::new(),
        }
    }

    #[inline(never)]
    fn end_page(&mut self) {
        for _ in 0..self.pages {
            self.close(PAGE);
        }
    }

    /// Opens a block around all of the output for what the style sheets say of `html`, and one for `body`.
    #[inline(never)]
    fn begin_page(&mut self) {
        for tag in ["html", "body"] {
            let Some(rules) = &mut self.rules else { return };
            rules.enter(tag, ("", ""), true);
            let Some(declared) = self.declared(&[], false) else { continue };
            if let Some(style) = self.style(PAGE.local, &declared) {
                self.open(PAGE, &[style]);
                self.pages += 1;
            }
            self.inside.sizeless = 0;
        }
    }

    /// Writes what is still pending.
    pub(super) fn finish(mut self) -> Walked {
        self.flush();
        self.end_page();
        Walked { holds: self.nesting.holds(), foreign: self.foreign, refused: self.references.judge() }
    }

    #[inline]
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'i>]) {
        self.begin(tag, attributes);
        self.output.open(tag, attributes);
    }

    /// As [`Walker::open`], of a link to which [`USUAL_LINK`] is added.
    fn open_usual_link(&mut self, attributes: &[Attribute<'i>]) {
        self.begin(LINK, attributes);
        self.output.open_usual_link(LINK, attributes);
    }

    #[inline(always)]
    fn begin(&mut self, tag: Tag, attributes: &[Attribute<'i>]) {
        self.flush();
        self.pass(tag);
        self.in_fresh_pre = tag.name == PRE.name;
        self.nesting.open(tag.name);
        if tag.name == LINK.name && self.report.enabled {
            self.link.open(attributes);
        }
    }

    /// The end of an element where only text is kept.
    fn end_as_text(&mut self, tag: Tag, place: usize) {
        if html::BLOCKS.binary_search(&tag.local).is_ok() {
            // A reader of a tree does not tell where an element ends.
            let now = std::mem::replace(&mut self.place, place);
            self.apart = Apart::Not;
            self.add_text("\n".into(), true);
            self.place = now;
        }
    }

    #[inline]
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
        let Self { report, above, own, place, lines, .. } = self;
        report.add(code, what, name, value, || (above.describe(own, lines.at(*place)), reason()));
    }
}

/// A CR gets into a tree as `&#13;` only; a browser writes it bare, and the next parser makes an LF of it.
fn without_returns(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { text.replace('\r', "\n").into() } else { text }
}
