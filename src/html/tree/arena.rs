//! The parsed tree: an arena of nodes linked by index, filled by html5ever.

mod ahead;

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::nodes::{Data, Element, NONE, Node, NodeId, Nodes, namespace_of};
use crate::error::Error;
use crate::html::events::{self, Sink, StartTag, Step};
use crate::html::names::ElementName;
use crate::html::scan;
use crate::limits::Limits;

const DOCUMENT: NodeId = 0;

/// What the parser was stopped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exceeded {
    Depth,
    Nodes,
    Attributes,
    /// More nodes and attributes than the input can name: the parser makes copies.
    Amplified,
}

/// A finished tree.
#[derive(Debug)]
pub struct Tree {
    nodes: Nodes,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    pub fn attributes(&self, element: &Element) -> &[Attribute] {
        self.nodes.attributes(element)
    }

    /// How many nodes there are, reachable or not.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The first node of the fragment. html5ever puts the nodes of a fragment below an `<html>` below the document.
    pub fn first(&self) -> NodeId {
        match self.node(DOCUMENT).first_child {
            NONE => NONE,
            html => self.node(html).first_child,
        }
    }
}

impl Tree {
    /// Tells of the fragment, in document order.
    ///
    /// # Errors
    /// [`ErrorKind::LimitDepth`]: what the tree builder moved may be deeper than it was when it was made.
    pub(crate) fn read<'t>(&'t self, limits: Limits, sink: &mut impl Sink<'t>) -> Result<(), Error> {
        let mut above = Vec::new();
        let mut attributes = Vec::new();
        // How deep the drawing lies that is told of.
        let mut drawing = None;
        let mut next = self.first();
        let sheets = if sink.reads_sheets() { self.html_sheets() } else { None };
        let has_sheets = sheets.is_some();
        if let Some(sheets) = sheets {
            sink.sheets(&sheets);
        }
        loop {
            if next == NONE {
                let Some(parent) = above.pop() else { return Ok(()) };
                sink.end();
                drawing = drawing.filter(|depth| *depth < above.len());
                next = self.node(parent).next;
                continue;
            }
            let node = self.node(next);
            sink.place(usize::try_from(node.line).unwrap_or(usize::MAX));
            match &node.data {
                Data::Root => {}
                Data::Text(text) => {
                    let plain = scan::plain_text(text.as_bytes(), 0) == text.len();
                    sink.text((&**text).into(), plain);
                }
                Data::Comment(text) => sink.comment(text),
                Data::Element(element) => {
                    let parsed = |one: &'t Attribute| {
                        events::Attribute::parsed(&one.name.local, &one.value, one.name.ns != ns!())
                    };
                    attributes.clear();
                    attributes.extend(self.attributes(element).iter().map(parsed));
                    let is_drawing = element.namespace == events::Namespace::Svg;
                    if self.tell((next, drawing.is_none(), has_sheets), element, &attributes, sink) == Step::Into {
                        if is_drawing && drawing.is_none() {
                            drawing = Some(above.len());
                        }
                        if above.len() >= limits.depth {
                            return Err(super::too_deep(limits));
                        }
                        above.push(next);
                        next = node.first_child;
                        continue;
                    }
                }
            }
            next = node.next;
        }
    }

    fn tell<'t>(
        &'t self,
        (id, is_outermost, has_sheets): (NodeId, bool, bool),
        element: &'t Element,
        attributes: &[events::Attribute<'t>],
        sink: &mut impl Sink<'t>,
    ) -> Step {
        let Element { local, namespace, .. } = element;
        let is_html = *namespace == events::Namespace::Html;
        let is_element = |id: NodeId| self.nodes.element_at(id).is_some();
        let known = if is_html { ElementName::of_text(local) } else { ElementName::OTHER };
        let is_medium = is_html && matches!(*local, local_name!("audio") | local_name!("video"));
        sink.start(&StartTag {
            namespace: *namespace,
            name: known,
            local: (&**local).into(),
            attributes,
            is_last: has_sheets && !self.nodes.from(self.node(id).next).any(is_element),
            sheet: (*local == local_name!("style")).then(|| self.text_in(id)),
            ahead: if sink.keeps_foreign() { self.ahead(id, element, is_outermost) } else { events::Ahead::default() },
            source: if is_medium { self.source_in(id) } else { None },
        })
    }

    fn text_in(&self, id: NodeId) -> Cow<'_, str> {
        let texts = self.nodes.children(id).filter_map(|child| match &self.node(child).data {
            Data::Text(text) => Some(&**text),
            _ => None,
        });
        texts.fold(Cow::Borrowed(""), |whole, text| if whole.is_empty() { text.into() } else { whole + text })
    }

    /// The first source speaks for the medium.
    fn source_in(&self, id: NodeId) -> Option<&str> {
        let mut elements = self.nodes.children(id).filter_map(|child| self.nodes.element_at(child));
        let source = elements.find(|element| element.local == local_name!("source"))?;
        let src = self
            .attributes(source)
            .iter()
            .find(|held| held.name.ns == ns!() && held.name.local == local_name!("src"))?;
        Some(&src.value)
    }
}

impl Tree {
    /// For a document: the elements that are children of its head.
    pub(crate) fn in_head(&self) -> impl Iterator<Item = (&Element, &[Attribute])> {
        let below = |parent: NodeId, name: LocalName| {
            self.nodes.children(parent).find(|id| self.nodes.is_html(*id, &name)).unwrap_or(NONE)
        };
        let head = match below(DOCUMENT, local_name!("html")) {
            NONE => NONE,
            html => below(html, local_name!("head")),
        };
        let elements = self.nodes.children(head).filter_map(|id| self.nodes.element_at(id));
        elements.map(|element| (element, self.attributes(element)))
    }
}

/// The tree under construction.
///
/// The sink's methods take `&self`; each borrows the arena for its own length only and calls back into nothing, so
/// the borrows cannot meet. [`Name`] is the one that is handed out, and the tree builder drops it before it calls on.
#[derive(Debug)]
pub(crate) struct Arena {
    nodes: RefCell<Nodes>,
    line: Cell<u32>,
    exceeded: Cell<Option<Exceeded>>,
    /// Nodes and attributes that may still be made.
    budget: Cell<usize>,
    limits: Limits,
}

impl Arena {
    pub(crate) fn new(limits: Limits, input: usize) -> Self {
        let arena = Self {
            nodes: RefCell::default(),
            line: Cell::new(1),
            exceeded: Cell::new(None),
            budget: Cell::new(input.saturating_mul(MOST_A_BYTE).saturating_add(10_000)),
            limits,
        };
        arena.push(Data::Root);
        arena
    }

    /// The limit that was passed, if one was.
    pub(crate) fn exceeded(&self) -> Option<Exceeded> {
        self.exceeded.get()
    }

    /// Whether there is a body. html5ever makes one for whatever cannot stand in a head.
    pub(crate) fn has_body(&self) -> bool {
        let nodes = self.nodes.borrow();
        let Some(html) = nodes.children(DOCUMENT).find(|id| nodes.is_html(*id, &local_name!("html"))) else {
            return false;
        };
        nodes.children(html).any(|id| nodes.is_html(id, &local_name!("body")))
    }

    fn exceed(&self, limit: Exceeded) {
        self.exceeded.set(self.exceeded.get().or(Some(limit)));
    }

    /// *Threat:* each `<p>` clones every formatting element that is still active, attributes included: 141 KB become
    /// gigabytes. *Rule:* nodes and attributes together stay within a multiple of the input.
    fn spend(&self, amount: usize) -> bool {
        match self.budget.get().checked_sub(amount) {
            Some(left) => {
                self.budget.set(left);
                true
            }
            None => {
                self.exceed(Exceeded::Amplified);
                false
            }
        }
    }

    fn push(&self, data: Data) -> NodeId {
        self.spend(1);
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() >= self.limits.nodes {
            self.exceed(Exceeded::Nodes);
        }
        nodes.push(data, self.line.get())
    }

    /// Puts `child` below `parent`, ahead of `before`, or last where that is [`NONE`].
    fn insert(&self, parent: NodeId, before: NodeId, child: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth.saturating_add(1);
        let is_element = matches!(nodes[child].data, Data::Element(_));
        if is_element && depth as usize > self.limits.depth + FRAGMENT_ROOTS {
            self.exceed(Exceeded::Depth);
        }
        nodes[child].depth = depth;
        nodes.link(parent, before, child);
    }

    fn detach(&self, id: NodeId) {
        self.nodes.borrow_mut().unlink(id);
    }

    /// § 13.2.6.1, "insert a character" and its siblings: text next to text is one node.
    fn place(&self, parent: NodeId, before: NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                self.insert(parent, before, node);
            }
            NodeOrText::AppendText(text) => {
                let previous = self.nodes.borrow().ahead_of(parent, before);
                if previous != NONE
                    && let Data::Text(existing) = &mut self.nodes.borrow_mut()[previous].data
                {
                    existing.push_tendril(&text);
                    return;
                }
                let node = self.push(Data::Text(text));
                self.insert(parent, before, node);
            }
        }
    }

    fn parent(&self, id: NodeId) -> NodeId {
        self.nodes.borrow()[id].parent
    }
}

/// Nodes and attributes that a byte of input may make. Ordinary markup makes less than one for two.
const MOST_A_BYTE: usize = 4;

/// Bytes of a value that count as one more attribute: each copy of an element is written out with all of them.
const BYTES_AN_ATTRIBUTE: usize = 8;

/// The document and the `<html>` that stand above every fragment.
const FRAGMENT_ROOTS: usize = 1;

/// A borrowed element name.
#[derive(Debug)]
pub(crate) struct Name<'a>(Ref<'a, Element>);

impl html5ever::interface::ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        self.0.ns()
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Arena {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name<'a> {
        Name(Ref::map(self.nodes.borrow(), |nodes| nodes.element_at(*target).unwrap_or(Element::NONE)))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        if attributes.len() > self.limits.attributes {
            self.exceed(Exceeded::Attributes);
        }
        let cost = attributes.iter().map(|attribute| 1 + attribute.value.len() / BYTES_AN_ATTRIBUTE).sum();
        let attributes = if self.spend(cost) { attributes } else { Vec::new() };
        let element = self.nodes.borrow_mut().element(namespace_of(&name.ns), name.local, attributes);
        self.push(element)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.push(Data::Comment(text))
    }

    fn create_pi(&self, target: StrTendril, _: StrTendril) -> NodeId {
        self.push(Data::Comment(target))
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        match self.parent(*element) {
            NONE => self.append(previous, child),
            parent => self.place(parent, *element, child),
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match self.parent(*sibling) {
            NONE => {}
            parent => self.place(parent, *sibling, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's contents are kept apart, unreachable from the tree: nothing below reads them.
    fn get_template_contents(&self, _: &NodeId) -> NodeId {
        self.push(Data::Root)
    }

    fn same_node(&self, a: &NodeId, b: &NodeId) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    /// A second `<html>` or `<body>` adds to elements that no fragment shows.
    fn add_attrs_if_missing(&self, _: &NodeId, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let child = self.nodes.borrow()[*node].first_child;
            if child == NONE {
                return;
            }
            self.detach(child);
            self.insert(*new_parent, NONE, child);
        }
    }

    /// § 13.2.6: an `annotation-xml` whose encoding says HTML holds HTML. Judged here, before any attribute goes.
    fn is_mathml_annotation_xml_integration_point(&self, target: &NodeId) -> bool {
        let nodes = self.nodes.borrow();
        let Some(element) = nodes.element_at(*target) else { return false };
        element.namespace == events::Namespace::MathMl
            && element.local == local_name!("annotation-xml")
            && nodes.attributes(element).iter().any(|attribute| {
                attribute.name.local == local_name!("encoding")
                    && (attribute.value.eq_ignore_ascii_case("text/html")
                        || attribute.value.eq_ignore_ascii_case("application/xhtml+xml"))
            })
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }
}
