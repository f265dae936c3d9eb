//! The nodes of a tree. They are small and lie in pieces of one size: a tree that grows copies nothing, and holds no more than
//! one piece that is not full.

use std::ops::{Index, IndexMut};

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, local_name, ns};

use crate::html::events::Namespace;

/// An index into the arena.
pub type NodeId = u32;

/// No node.
pub const NONE: NodeId = NodeId::MAX;

#[derive(Debug)]
pub struct Node {
    pub data: Data,
    /// The line of the input that made it, from 1.
    pub line: u32,
    pub first_child: NodeId,
    pub next: NodeId,
    pub(super) parent: NodeId,
    /// The sibling ahead of it; of a first child the last one, which nothing else names.
    previous: NodeId,
    /// As it was when the node was put in place; what the tree builder moves later keeps its old one.
    pub(super) depth: u32,
}

// A table has a node for six bytes of input: what a node weighs is what a tree weighs.
const _: () = assert!(size_of::<Node>() <= if cfg!(target_pointer_width = "32") { 40 } else { 48 });

/// Closed: it is for the project's own tests alone.
#[derive(Debug)]
pub enum Data {
    /// The document, or the contents of a template.
    Root,
    Element(Element),
    Text(StrTendril),
    Comment(StrTendril),
}

/// An element's name, and where its attributes are.
#[derive(Debug)]
pub struct Element {
    pub local: LocalName,
    attributes: u32,
    pub(crate) namespace: Namespace,
}

/// Where an element without an attribute has them.
const NO_ATTRIBUTES: u32 = u32::MAX;

impl Element {
    /// What stands for a node that is none.
    pub(super) const NONE: &Self =
        &Self { local: local_name!(""), attributes: NO_ATTRIBUTES, namespace: Namespace::Html };

    /// As html5ever has it.
    pub fn ns(&self) -> &'static html5ever::Namespace {
        const HTML: &html5ever::Namespace = &ns!(html);
        const SVG: &html5ever::Namespace = &ns!(svg);
        const MATHML: &html5ever::Namespace = &ns!(mathml);
        match self.namespace {
            Namespace::Html => HTML,
            Namespace::Svg => SVG,
            Namespace::MathMl => MATHML,
        }
    }

    pub(crate) fn is_html(&self, local: &LocalName) -> bool {
        self.namespace == Namespace::Html && self.local == *local
    }
}

/// The parser makes elements of three namespaces.
pub(super) fn namespace_of(namespace: &html5ever::Namespace) -> Namespace {
    match *namespace {
        ns!(svg) => Namespace::Svg,
        ns!(mathml) => Namespace::MathMl,
        _ => Namespace::Html,
    }
}

/// Nodes in a piece: a power of two.
const PIECE: usize = 128;

#[derive(Debug, Default)]
pub(super) struct Nodes {
    pieces: Vec<Box<[Node; PIECE]>>,
    length: usize,
    attributes: Vec<Box<[Attribute]>>,
}

impl Index<NodeId> for Nodes {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.pieces[id as usize / PIECE][id as usize % PIECE]
    }
}

impl IndexMut<NodeId> for Nodes {
    fn index_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.pieces[id as usize / PIECE][id as usize % PIECE]
    }
}

impl Node {
    fn new(data: Data, line: u32) -> Self {
        Self { data, line, first_child: NONE, next: NONE, parent: NONE, previous: NONE, depth: 0 }
    }
}

impl Nodes {
    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn push(&mut self, data: Data, line: u32) -> NodeId {
        let id = self.length as NodeId;
        if self.length.is_multiple_of(PIECE) {
            self.pieces.push(Box::new(std::array::from_fn(|_| Node::new(Data::Root, 0))));
        }
        self[id] = Node::new(data, line);
        self.length += 1;
        id
    }

    pub(super) fn element(&mut self, namespace: Namespace, local: LocalName, attributes: Vec<Attribute>) -> Data {
        let at = if attributes.is_empty() {
            NO_ATTRIBUTES
        } else {
            self.attributes.push(attributes.into_boxed_slice());
            (self.attributes.len() - 1) as u32
        };
        Data::Element(Element { local, attributes: at, namespace })
    }

    pub(super) fn attributes(&self, element: &Element) -> &[Attribute] {
        self.attributes.get(element.attributes as usize).map_or(&[], |held| held)
    }

    pub(super) fn element_at(&self, id: NodeId) -> Option<&Element> {
        match &self[id].data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The child of `parent` that stands ahead of its child `before`, or last where that is [`NONE`].
    pub(super) fn ahead_of(&self, parent: NodeId, before: NodeId) -> NodeId {
        match (self[parent].first_child, before) {
            (NONE, _) => NONE,
            (first, NONE) => self[first].previous,
            (first, before) if first == before => NONE,
            (_, before) => self[before].previous,
        }
    }

    /// Puts `child`, which stands nowhere, below `parent`, ahead of `before`, or last where that is [`NONE`].
    pub(super) fn link(&mut self, parent: NodeId, before: NodeId, child: NodeId) {
        match self.ahead_of(parent, before) {
            NONE => self[parent].first_child = child,
            previous => self[previous].next = child,
        }
        let behind = match before {
            NONE => self[parent].first_child,
            before => before,
        };
        let ahead = if behind == child { child } else { self[behind].previous };
        let node = &mut self[child];
        (node.parent, node.previous, node.next) = (parent, ahead, before);
        self[behind].previous = child;
    }

    /// Takes a node from where it stands.
    pub(super) fn unlink(&mut self, id: NodeId) {
        let Node { parent, previous, next, .. } = self[id];
        if parent == NONE {
            return;
        }
        match self.ahead_of(parent, id) {
            NONE => self[parent].first_child = next,
            previous => self[previous].next = next,
        }
        match (next, self[parent].first_child) {
            (NONE, NONE) => {}
            (NONE, first) => self[first].previous = previous,
            (next, _) => self[next].previous = previous,
        }
        let node = &mut self[id];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    pub(super) fn children(&self, parent: NodeId) -> impl Iterator<Item = NodeId> {
        self.from(if parent == NONE { NONE } else { self[parent].first_child })
    }

    /// A node and its siblings behind it; `NONE` has none.
    pub(super) fn from(&self, first: NodeId) -> impl Iterator<Item = NodeId> {
        let linked = |id: NodeId| Some(id).filter(|id| *id != NONE);
        std::iter::successors(linked(first), move |id| linked(self[*id].next))
    }

    pub(super) fn is_html(&self, id: NodeId, wanted: &LocalName) -> bool {
        self.element_at(id).is_some_and(|element| element.is_html(wanted))
    }
}
