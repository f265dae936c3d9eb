//! The policy walk: one pass over the tree, in document order, that keeps what the tables list.
//!
//! It is iterative, so that no input can exhaust the stack, and it writes to an [`Output`], so that the string and the
//! nodes are made by the same decisions.

mod attributes;
mod foreign;
mod link_text;
mod media;
mod nesting;

use std::borrow::Cow;

use html5ever::{QualName, ns};

use super::allowlist::foreign::Holds;
use super::allowlist::html::{self, Fate};
use super::allowlist::{Namespace, Reason};
use super::options::config::Choice;
use super::options::{Profile, SanitizeOptions};
use super::output::{Attribute, Output};
use super::parse::tree::{Data, NONE, NodeId, Tree};
use super::report::{Code, LONGEST_NAME, Place, Report, What};
use super::text::{Scanned, scan};
use crate::error::{Error, ErrorKind, shorten};
use link_text::Link;
use nesting::Nesting;

/// What a walk found out about what it wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walked {
    /// A parser builds the same tree from it.
    pub(crate) holds: bool,
    /// SVG or MathML is in it.
    pub(crate) foreign: bool,
}

/// Walks `tree` into `output`.
///
/// # Errors
/// [`ErrorKind::LimitDepth`].
pub(crate) fn walk<'a>(
    tree: &'a Tree,
    options: &'a SanitizeOptions<'a>,
    output: &'a mut dyn Output,
    report: &'a mut Report,
) -> Result<Walked, Error> {
    let mut walker = Walker {
        tree,
        options,
        output,
        report,
        above: Vec::new(),
        nesting: Nesting::default(),
        in_fresh_pre: false,
        pending: None,
        link: None,
        inside: Inside::default(),
        repeated: 0,
        foreign: false,
    };
    let mut next = tree.first();
    loop {
        if next == NONE {
            let Some(open) = walker.above.pop() else {
                walker.flush();
                return Ok(Walked { holds: walker.nesting.holds(), foreign: walker.foreign });
            };
            walker.leave(open.node, open.closes);
            walker.inside = open.inside;
            next = tree.node(open.node).next;
            continue;
        }
        let inside = walker.inside;
        match walker.enter(next) {
            Step::Over => next = tree.node(next).next,
            Step::Into { closes } => {
                if walker.above.len() >= options.limits.depth {
                    let most = options.limits.depth;
                    return Err(Error::new(
                        ErrorKind::LimitDepth,
                        format!("options.limits.depth is {most} and the input nests deeper"),
                    ));
                }
                walker.above.push(Open { node: next, closes, inside });
                next = tree.node(next).first_child;
            }
        }
    }
}

struct Walker<'a> {
    tree: &'a Tree,
    options: &'a SanitizeOptions<'a>,
    output: &'a mut dyn Output,
    report: &'a mut Report,
    above: Vec<Open>,
    nesting: Nesting,
    /// Nothing has been written since the start tag of a `<pre>`.
    in_fresh_pre: bool,
    /// Text that waits for what may stand next to it once tags are gone, with the node it began in.
    pending: Option<(NodeId, Cow<'a, str>)>,
    /// The link that is open.
    link: Option<Link>,
    inside: Inside,
    /// Elements in the marker or clip path that is open.
    repeated: u32,
    /// Whether SVG or MathML was written.
    foreign: bool,
}

/// Where the walk writes.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    namespace: Namespace,
    holds: Holds,
    /// Below a marker or a clip path.
    repeated: bool,
}

/// An element whose children are being walked.
struct Open {
    node: NodeId,
    closes: Option<&'static str>,
    /// Where the walk wrote ahead of it.
    inside: Inside,
}

enum Step {
    Over,
    Into { closes: Option<&'static str> },
}

impl<'a> Walker<'a> {
    fn enter(&mut self, id: NodeId) -> Step {
        match &self.tree.node(id).data {
            Data::Text(text) if self.inside.draws(text) => self.text(id, &**text),
            Data::Text(text) => self.drop_undrawn(id, text),
            Data::Comment(text) => self.drop_comment(id, text),
            Data::Element { name, attributes } => return self.element(id, name, attributes),
            Data::Root => {}
        }
        Step::Over
    }

    fn text(&mut self, id: NodeId, text: impl Into<Cow<'a, str>>) {
        match &mut self.pending {
            Some((_, pending)) => pending.to_mut().push_str(&text.into()),
            None => self.pending = Some((id, text.into())),
        }
    }

    /// Writes what is pending. It is judged whole, as the next parser will see it: two halves of a hidden run that stood in
    /// two nodes are one run now.
    fn flush(&mut self) {
        let Some((id, text)) = self.pending.take() else { return };
        let text = self.visible(id, "#text", without_returns(text));
        // A parser swallows a newline at the start of a <pre>, and a browser's serializer does not write it back, so each
        // round trip would lose one: none is kept there.
        let text = if self.in_fresh_pre { text.trim_start_matches('\n') } else { &text };
        if !text.is_empty() {
            self.in_fresh_pre = false;
            self.nesting.text(text);
            self.output.text(text);
            if let Some(link) = &mut self.link {
                link.show(text);
            }
        }
    }

    /// The text with what it hides shown, dropped or left, as the options say, and reported.
    #[inline(never)]
    fn visible(&mut self, id: NodeId, name: &str, text: Cow<'a, str>) -> Cow<'a, str> {
        let Some(Scanned { text, runs }) = scan(&text, self.options.invisible_text) else { return text };
        for run in runs {
            let what = if name == "#text" { What::Text } else { What::Attribute };
            if self.report.enabled {
                let weight = (run.severity, run.count);
                let describe = || (place(self.tree, &self.above, id), run.code.reason().to_owned());
                self.report.add_many(run.code.removal(), what, name, Some(&run.decoded), weight, describe);
            }
        }
        text.into()
    }

    fn open(&mut self, tag: &'static str, attributes: &[Attribute<'_>]) {
        self.open_in(Namespace::Html, tag, attributes);
        if tag == "a" {
            self.link = Link::of(attributes);
        }
    }

    fn open_in(&mut self, namespace: Namespace, tag: &'static str, attributes: &[Attribute<'_>]) {
        self.flush();
        self.in_fresh_pre = tag == "pre";
        self.nesting.open(tag);
        self.output.open(namespace, tag, attributes);
    }

    fn close(&mut self, tag: &'static str) {
        self.flush();
        self.in_fresh_pre = false;
        self.nesting.close();
        self.output.close(tag);
    }

    fn leave(&mut self, id: NodeId, closes: Option<&'static str>) {
        let Some(name) = closes else { return };
        match self.options.profile {
            Profile::Markup | Profile::Rich | Profile::Sandbox => {
                self.close(name);
                if name == "a" {
                    self.compare_link(id);
                }
            }
            Profile::Text => self.break_line(id, name),
        }
    }

    fn break_line(&mut self, id: NodeId, name: &'static str) {
        if html::BLOCKS.binary_search(&name).is_ok() {
            self.text(id, "\n");
        }
    }

    fn element(&mut self, id: NodeId, name: &QualName, attributes: &'a [html5ever::Attribute]) -> Step {
        if name.ns != ns!(html) {
            return self.foreign(id, name, attributes);
        }
        let choice = self.options.config.element(&name.local);
        if choice == Choice::Remove {
            self.note(Code::ElementNotAllowed, What::Element, &name.local, None, id, || {
                "options.config.removeElements".into()
            });
            return Step::Over;
        }
        let Some((tag, fate)) = html::fate(&name.local) else {
            return self.unwrap(id, Code::ElementNotAllowed, &name.local, "not listed", attributes);
        };
        // What a script or a style sheet holds is not for the reader, whatever is listed.
        if choice == Choice::Replace && !matches!(fate, Fate::Drop(_)) {
            return self.unwrap(id, Code::ElementNotAllowed, tag, "options.config", attributes);
        }
        match fate {
            Fate::Drop(Reason::Style)
                if self.options.profile == Profile::Sandbox && self.inside.namespace == Namespace::Html =>
            {
                self.style_sheet(id)
            }
            Fate::Drop(reason) => self.drop(id, reason, tag, attributes),
            _ if self.inside.namespace != Namespace::Html => {
                self.unwrap(id, Code::ElementNotAllowed, tag, "HTML within SVG or MathML", attributes)
            }
            _ if self.options.profile == Profile::Text => self.as_text(id, tag, attributes),
            Fate::Keep(allowed) => {
                let kept = self.attributes(id, tag, allowed, attributes);
                self.keep(tag, &kept)
            }
            Fate::Resource(allowed) => self.resource(id, tag, allowed, attributes),
            Fate::Checkbox => self.checkbox(id, tag, attributes),
        }
    }

    /// Its content is what the parser took for raw text, so no end tag is in it, and it means the same as raw text again.
    fn style_sheet(&mut self, id: NodeId) -> Step {
        self.open("style", &[]);
        let mut child = self.tree.node(id).first_child;
        while child != NONE {
            let node = self.tree.node(child);
            if let Data::Text(text) = &node.data {
                self.output.raw_text(&without_returns((&**text).into()));
            }
            child = node.next;
        }
        self.close("style");
        Step::Over
    }

    fn keep(&mut self, tag: &'static str, attributes: &[Attribute<'_>]) -> Step {
        self.open(tag, attributes);
        Step::Into { closes: Some(tag) }
    }

    fn as_text(&mut self, id: NodeId, tag: &'static str, attributes: &'a [html5ever::Attribute]) -> Step {
        self.note(Code::ElementNotAllowed, What::Element, tag, None, id, || "options.profile is \"text\"".into());
        if tag == "img"
            && let Some(alt) = value_of(attributes, "alt")
        {
            self.text(id, alt);
        }
        Step::Into { closes: Some(tag) }
    }

    /// Loses the tags, keeps the content.
    fn unwrap(
        &mut self,
        id: NodeId,
        code: Code,
        name: &str,
        reason: &str,
        attributes: &[html5ever::Attribute],
    ) -> Step {
        self.note(code, What::Element, name, None, id, || reason.to_owned());
        self.note_handlers(id, attributes);
        Step::Into { closes: None }
    }

    /// An element that goes takes its attributes along. Those that run script are named all the same.
    fn note_handlers(&mut self, id: NodeId, attributes: &[html5ever::Attribute]) {
        for attribute in attributes.iter().filter(|attribute| html::is_event_handler(&attribute.name.local)) {
            self.drop_attribute(id, &attribute.name.local, &attribute.value);
        }
    }

    /// Goes with everything in it.
    fn drop(&mut self, id: NodeId, reason: Reason, name: &str, attributes: &[html5ever::Attribute]) -> Step {
        let (code, what, why) = match reason {
            Reason::Script => (Code::ElementScript, What::Element, script_reason(attributes)),
            Reason::Style => (Code::ElementStyle, What::Style, "restyles the page and loads what it names"),
            Reason::Metadata => (Code::ElementMetadata, What::Element, "speaks for the whole page"),
            Reason::Embedding => (Code::ElementEmbedding, What::Element, "loads another document or medium"),
            Reason::Template => (Code::ElementTemplate, What::Element, "holds markup for a script or a patch to place"),
            Reason::Animation => (
                Code::ElementAnimation,
                What::Element,
                "sets an attribute once it is shown, a URL or an event handler too",
            ),
            Reason::Unrendered => (Code::ElementUnrendered, What::Element, "is not shown where script runs"),
        };
        let value = ["type", "href", "src", "http-equiv"].iter().find_map(|name| value_of(attributes, name));
        self.note(code, what, name, value, id, || why.to_owned());
        self.note_handlers(id, attributes);
        Step::Over
    }

    /// html5ever sees `<?…>` as a comment that begins with a question mark; Chromium sees an instruction.
    fn drop_comment(&mut self, id: NodeId, text: &str) {
        let (code, name, reason) = if text.starts_with('?') {
            (Code::ProcessingInstruction, "#processing-instruction", "marks a place that other markup can patch")
        } else {
            (Code::Comment, "#comment", "is not shown")
        };
        self.note(code, What::Comment, name, Some(text), id, || reason.to_owned());
    }

    #[inline(never)]
    fn note(
        &mut self,
        code: Code,
        what: What,
        name: &str,
        value: Option<&str>,
        id: NodeId,
        reason: impl FnOnce() -> String,
    ) {
        if !self.report.enabled {
            return;
        }
        self.report.add(code, what, name, value, || (place(self.tree, &self.above, id), reason()));
    }
}

/// The innermost elements, enough to find the place by, and the line.
fn place(tree: &Tree, above: &[Open], id: NodeId) -> Place {
    const MOST_NAMED: usize = 12;
    let left_out = above.len().saturating_sub(MOST_NAMED);
    let names =
        above.iter().map(|open| open.node).skip(left_out).chain([id]).filter_map(|id| match &tree.node(id).data {
            Data::Element { name, .. } => Some(shorten(&name.local, LONGEST_NAME)),
            _ => None,
        });
    let path = names.collect::<Vec<_>>().join(" > ");
    let path = if left_out == 0 { path } else { format!("… > {path}") };
    Place { path, line: tree.node(id).line }
}

/// A CR gets into a tree as `&#13;` only; a browser writes it bare, and the next parser makes an LF of it.
fn without_returns(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { text.replace('\r', "\n").into() } else { text }
}

fn value_of<'a>(attributes: &'a [html5ever::Attribute], name: &str) -> Option<&'a str> {
    attributes.iter().find(|held| held.name.ns == ns!() && &*held.name.local == name).map(|held| &*held.value)
}

/// Each type of script is dangerous in its own way; all of them go.
fn script_reason(attributes: &[html5ever::Attribute]) -> &'static str {
    match value_of(attributes, "type").map(|kind| kind.trim().to_ascii_lowercase()).as_deref() {
        Some("speculationrules") => "prefetches or prerenders what it names, with the reader's cookies",
        Some("importmap") => "redirects the page's own modules",
        Some("module") => "runs as a module",
        Some("application/json" | "application/ld+json") => "is data that the page's scripts may read",
        None | Some("" | "text/javascript" | "application/javascript") => "runs",
        Some(_) => "is of a type that a library or a later browser may run",
    }
}
