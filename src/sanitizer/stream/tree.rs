//! What is shown, as a tree of our own: a page has its nodes, a worker has none.

use crate::html::events::Namespace;
use crate::sanitizer::allowlist::css::Laid;
use crate::sanitizer::output::html::Markup;
use crate::sanitizer::output::{Attribute, Name, Output, Tag};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) tag: Tag,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    /// The same element, whatever is in it.
    pub(super) fn begins_as(&self, other: &Self) -> bool {
        self.tag == other.tag && self.attributes == other.attributes
    }

    /// Whether what is in it can be replaced part by part: what is in a drawing or a formula belongs together.
    pub(super) fn has_parts(&self) -> bool {
        let is_formula = |(name, value): &(String, String)| {
            let classes: Vec<&str> = value.split_ascii_whitespace().collect();
            name == "class" && Laid::Not.of(&classes) == Laid::Formula
        };
        self.tag.namespace == Namespace::Html && !self.attributes.iter().any(is_formula)
    }
}

/// Adds nodes behind others. Text next to text is one node, as a parser makes it.
pub(super) fn extend(nodes: &mut Vec<Node>, more: impl IntoIterator<Item = Node>) {
    let mut more = more.into_iter();
    match (nodes.last_mut(), more.next()) {
        (Some(Node::Text(text)), Some(Node::Text(next))) => text.push_str(&next),
        (_, Some(node)) => nodes.push(node),
        (_, None) => {}
    }
    nodes.extend(more);
}

/// How many nodes there are.
pub(super) fn count(nodes: &[Node]) -> usize {
    nodes.iter().fold(0, |sum, node| {
        sum + 1
            + match node {
                Node::Text(_) => 0,
                Node::Element(element) => count(&element.children),
            }
    })
}

/// The nodes as markup.
pub(super) fn markup(nodes: &[Node]) -> String {
    let mut markup = Markup::for_input("");
    nodes.iter().for_each(|node| write(node, &mut markup));
    markup.into_html()
}

/// As deep as [`Limits::MAX_DEPTH`](crate::limits::Limits::MAX_DEPTH) lets it be.
fn write(node: &Node, markup: &mut Markup<'_>) {
    match node {
        Node::Text(text) => markup.text(text, false),
        Node::Element(Element { tag, attributes, children }) => {
            let attributes: Vec<Attribute<'_>> =
                attributes.iter().map(|(name, value)| (Name::Other(name.into()), value.into())).collect();
            markup.open(*tag, &attributes);
            // In a drawing it is text like any other.
            if tag.local == "style" && tag.namespace == Namespace::Html {
                let text = |node: &Node| match node {
                    Node::Text(text) => text.clone(),
                    Node::Element(_) => String::new(),
                };
                markup.raw_text(&children.iter().map(text).collect::<String>());
            } else {
                children.iter().for_each(|child| write(child, markup));
            }
            markup.close(*tag);
        }
    }
}

/// Takes down what the walk writes.
#[derive(Debug, Default)]
pub(super) struct Tree {
    roots: Vec<Node>,
    open: Vec<Element>,
}

impl Tree {
    pub(super) fn into_nodes(mut self) -> Vec<Node> {
        while !self.open.is_empty() {
            self.end();
        }
        self.roots
    }

    fn here(&mut self) -> &mut Vec<Node> {
        match self.open.last_mut() {
            Some(element) => &mut element.children,
            None => &mut self.roots,
        }
    }

    fn end(&mut self) {
        if let Some(element) = self.open.pop() {
            self.here().push(Node::Element(element));
        }
    }
}

impl Output for Tree {
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        let attributes =
            attributes.iter().map(|(name, value)| ((**name).to_owned(), value.clone().into_owned())).collect();
        self.open.push(Element { tag, attributes, children: Vec::new() });
    }

    fn text(&mut self, text: &str, _: bool) {
        if !text.is_empty() {
            extend(self.here(), [Node::Text(text.to_owned())]);
        }
    }

    fn close(&mut self, _: Tag) {
        self.end();
    }

    fn raw_text(&mut self, text: &str) {
        self.text(text, true);
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}
