//! The parsed tree: an arena of nodes linked by index, filled by html5ever.

mod ahead;

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, expanded_name, local_name, ns};

use crate::error::Error;
use crate::html::events::{self, Sink, StartTag, Step};
use crate::html::names::ElementName;
use crate::html::scan;
use crate::limits::Limits;

/// An index into the arena.
pub type NodeId = u32;

/// No node.
pub const NONE: NodeId = NodeId::MAX;
const DOCUMENT: NodeId = 0;

#[derive(Debug)]
pub struct Node {
    pub data: Data,
    /// The line of the input that made it, from 1.
    pub line: u32,
    pub first_child: NodeId,
    pub next: NodeId,
    parent: NodeId,
    last_child: NodeId,
    previous: NodeId,
    /// As it was when the node was put in place; what the tree builder moves later keeps its old one.
    depth: u32,
}

/// Closed: it is for the project's own tests alone.
#[derive(Debug)]
pub enum Data {
    /// The document, or the contents of a template.
    Root,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
    Comment(StrTendril),
}

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
    nodes: Vec<Node>,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
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
                Data::Element { name, attributes: held } => {
                    let parsed = |one: &'t Attribute| {
                        events::Attribute::parsed(&one.name.local, &one.value, one.name.ns != ns!())
                    };
                    attributes.clear();
                    attributes.extend(held.iter().map(parsed));
                    let is_drawing = name.ns == ns!(svg);
                    if self.tell((next, drawing.is_none(), has_sheets), name, &attributes, sink) == Step::Into {
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
        name: &'t QualName,
        attributes: &[events::Attribute<'t>],
        sink: &mut impl Sink<'t>,
    ) -> Step {
        let is_html = name.ns == ns!(html);
        let is_element = |id: NodeId| matches!(self.node(id).data, Data::Element { .. });
        let known = if is_html { ElementName::of_text(&name.local) } else { ElementName::OTHER };
        let is_medium = is_html && matches!(name.local, local_name!("audio") | local_name!("video"));
        sink.start(&StartTag {
            namespace: events::Namespace::of(&name.ns),
            name: known,
            local: (&*name.local).into(),
            attributes,
            is_last: has_sheets && !from(&self.nodes, self.node(id).next).any(is_element),
            sheet: (name.local == local_name!("style")).then(|| self.text_in(id)),
            ahead: if sink.keeps_foreign() { self.ahead(id, name, is_outermost) } else { events::Ahead::default() },
            source: if is_medium { self.source_in(id) } else { None },
        })
    }

    fn text_in(&self, id: NodeId) -> Cow<'_, str> {
        let texts = children(&self.nodes, id).filter_map(|child| match &self.node(child).data {
            Data::Text(text) => Some(&**text),
            _ => None,
        });
        texts.fold(Cow::Borrowed(""), |whole, text| if whole.is_empty() { text.into() } else { whole + text })
    }

    /// The first source speaks for the medium.
    fn source_in(&self, id: NodeId) -> Option<&str> {
        let source = children(&self.nodes, id).find_map(|child| match &self.node(child).data {
            Data::Element { name, attributes } if name.local == local_name!("source") => Some(attributes),
            _ => None,
        })?;
        let src = source.iter().find(|held| held.name.ns == ns!() && held.name.local == local_name!("src"))?;
        Some(&src.value)
    }
}

impl Tree {
    /// For a document: the elements that are children of its head.
    pub(crate) fn in_head(&self) -> impl Iterator<Item = (&QualName, &[Attribute])> {
        let below = |parent: NodeId, name: LocalName| {
            children(&self.nodes, parent).find(|id| is_html(&self.nodes, *id, &name)).unwrap_or(NONE)
        };
        let head = match below(DOCUMENT, local_name!("html")) {
            NONE => NONE,
            html => below(html, local_name!("head")),
        };
        children(&self.nodes, head).filter_map(|id| match &self.node(id).data {
            Data::Element { name, attributes } => Some((name, attributes.as_slice())),
            _ => None,
        })
    }
}

fn children(nodes: &[Node], parent: NodeId) -> impl Iterator<Item = NodeId> {
    from(nodes, if parent == NONE { NONE } else { nodes[parent as usize].first_child })
}

/// A node and its siblings behind it; `NONE` has none.
fn from(nodes: &[Node], first: NodeId) -> impl Iterator<Item = NodeId> {
    let linked = |id: NodeId| Some(id).filter(|id| *id != NONE);
    std::iter::successors(linked(first), move |id| linked(nodes[*id as usize].next))
}

fn is_html(nodes: &[Node], id: NodeId, wanted: &LocalName) -> bool {
    matches!(&nodes[id as usize].data, Data::Element { name, .. } if name.ns == ns!(html) && name.local == *wanted)
}

/// The tree under construction.
///
/// The sink's methods take `&self`; each borrows the arena for its own length only and calls back into nothing, so
/// the borrows cannot meet. [`Name`] is the one that is handed out, and the tree builder drops it before it calls on.
#[derive(Debug)]
pub(crate) struct Arena {
    nodes: RefCell<Vec<Node>>,
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
        let Some(html) = children(&nodes, DOCUMENT).find(|id| is_html(&nodes, *id, &local_name!("html"))) else {
            return false;
        };
        children(&nodes, html).any(|id| is_html(&nodes, id, &local_name!("body")))
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
        nodes.push(Node {
            data,
            line: self.line.get(),
            first_child: NONE,
            next: NONE,
            parent: NONE,
            last_child: NONE,
            previous: NONE,
            depth: 0,
        });
        (nodes.len() - 1) as NodeId
    }

    /// Puts `child` below `parent`, ahead of `before`, or last where that is [`NONE`].
    fn insert(&self, parent: NodeId, before: NodeId, child: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent as usize].depth.saturating_add(1);
        let is_element = matches!(nodes[child as usize].data, Data::Element { .. });
        if is_element && depth as usize > self.limits.depth + FRAGMENT_ROOTS {
            self.exceed(Exceeded::Depth);
        }
        let previous = match before {
            NONE => nodes[parent as usize].last_child,
            before => nodes[before as usize].previous,
        };
        let node = &mut nodes[child as usize];
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, before, depth);
        match previous {
            NONE => nodes[parent as usize].first_child = child,
            previous => nodes[previous as usize].next = child,
        }
        match before {
            NONE => nodes[parent as usize].last_child = child,
            before => nodes[before as usize].previous = child,
        }
    }

    fn detach(&self, id: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let Node { parent, previous, next, .. } = nodes[id as usize];
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first_child = next,
            previous => nodes[previous as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last_child = previous,
            next => nodes[next as usize].previous = previous,
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// § 13.2.6.1, "insert a character" and its siblings: text next to text is one node.
    fn place(&self, parent: NodeId, before: NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                self.insert(parent, before, node);
            }
            NodeOrText::AppendText(text) => {
                let previous = match before {
                    NONE => self.nodes.borrow()[parent as usize].last_child,
                    before => self.nodes.borrow()[before as usize].previous,
                };
                if previous != NONE
                    && let Data::Text(existing) = &mut self.nodes.borrow_mut()[previous as usize].data
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
        self.nodes.borrow()[id as usize].parent
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
pub(crate) struct Name<'a>(Ref<'a, QualName>);

impl html5ever::interface::ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
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
        const NOT_AN_ELEMENT: &QualName = &QualName { prefix: None, ns: ns!(), local: local_name!("") };
        Name(Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target as usize].data {
            Data::Element { name, .. } => name,
            _ => NOT_AN_ELEMENT,
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        if attributes.len() > self.limits.attributes {
            self.exceed(Exceeded::Attributes);
        }
        let cost = attributes.iter().map(|attribute| 1 + attribute.value.len() / BYTES_AN_ATTRIBUTE).sum();
        let attributes = if self.spend(cost) { attributes } else { Vec::new() };
        self.push(Data::Element { name, attributes })
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
            let child = self.nodes.borrow()[*node as usize].first_child;
            if child == NONE {
                return;
            }
            self.detach(child);
            self.insert(*new_parent, NONE, child);
        }
    }

    /// § 13.2.6: an `annotation-xml` whose encoding says HTML holds HTML. Judged here, before any attribute goes.
    fn is_mathml_annotation_xml_integration_point(&self, target: &NodeId) -> bool {
        match &self.nodes.borrow()[*target as usize].data {
            Data::Element { name, attributes } => {
                name.expanded() == expanded_name!(mathml "annotation-xml")
                    && attributes.iter().any(|attribute| {
                        attribute.name.local == local_name!("encoding")
                            && (attribute.value.eq_ignore_ascii_case("text/html")
                                || attribute.value.eq_ignore_ascii_case("application/xhtml+xml"))
                    })
            }
            _ => false,
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }
}
