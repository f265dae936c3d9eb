//! The tree that a parser other than the crate's builds, and that tree written out by the rules that output follows.

use std::ops::Deref;

use html5ever_rcdom::tendril::TendrilSink;
use html5ever_rcdom::tokenizer::TokenizerOpts;
use html5ever_rcdom::tree_builder::TreeBuilderOpts;
use html5ever_rcdom::{LocalName, ParseOpts, QualName, ns, parse_document, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements, beside `div`, whose `innerHTML` a client may set. None moves flow content elsewhere.
pub const CONTEXTS: &[&str] = &["body", "td", "li", "p", "template"];

const VOID: &[&str] = &["br", "col", "hr", "img", "input", "wbr"];

fn options() -> ParseOpts {
    ParseOpts {
        tokenizer: TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() },
    }
}

/// Nodes, with the tree that they are in: its end would take their children away.
pub struct Nodes {
    nodes: Vec<Handle>,
    _tree: RcDom,
}

impl Deref for Nodes {
    type Target = [Handle];

    fn deref(&self) -> &[Handle] {
        &self.nodes
    }
}

/// The nodes that setting `innerHTML` on such an element gives it.
pub fn fragment(html: &str, context: &str) -> Nodes {
    let context = QualName::new(None, ns!(html), LocalName::from(context));
    let dom = parse_fragment(RcDom::default(), options(), context, Vec::new(), true).one(html);
    let root = dom.document.children.borrow().first().cloned();
    let nodes = root.map(|root| root.children.borrow().clone()).unwrap_or_default();
    Nodes { nodes, _tree: dom }
}

/// The nodes in the `body` of a document, in quirks mode or not.
pub fn document(html: &str, quirks: bool) -> Nodes {
    let doctype = if quirks { "" } else { "<!DOCTYPE html>" };
    let dom = parse_document(RcDom::default(), options()).one(format!("{doctype}<html><head></head><body>{html}"));
    let find =
        |nodes: &[Handle], wanted: &str| nodes.iter().find(|node| name(node) == Some(wanted.to_owned())).cloned();
    let html = find(&dom.document.children.borrow(), "html");
    let body = html.and_then(|html| find(&html.children.borrow(), "body"));
    let nodes = body.map(|body| body.children.borrow().clone()).unwrap_or_default();
    Nodes { nodes, _tree: dom }
}

fn name(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    }
}

/// The nodes as markup. What output never holds (a comment, a doctype) is written so that it cannot be missed.
pub fn write(nodes: &[Handle]) -> String {
    let mut written = String::new();
    let mut left: Vec<Step> = nodes.iter().rev().cloned().map(Step::Open).collect();
    while let Some(step) = left.pop() {
        let node = match step {
            Step::Close(tag) => {
                written.push_str(&tag);
                continue;
            }
            Step::Open(node) => node,
        };
        match &node.data {
            NodeData::Text { contents } => written.push_str(&escape(&contents.borrow())),
            NodeData::Element { name, attrs, .. } => {
                written.push('<');
                written.push_str(&name.local);
                for attribute in attrs.borrow().iter() {
                    let prefix = attribute.name.prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
                    let value = escape(&attribute.value).replace('"', "&quot;");
                    written.push_str(&format!(" {prefix}{}=\"{value}\"", attribute.name.local));
                }
                written.push('>');
                if name.ns == ns!(html) && VOID.contains(&&*name.local) {
                    continue;
                }
                left.push(Step::Close(format!("</{}>", name.local)));
                left.extend(node.children.borrow().iter().rev().cloned().map(Step::Open));
            }
            other => written.push_str(&format!("<!UNEXPECTED {other:?}>")),
        }
    }
    written
}

enum Step {
    Open(Handle),
    Close(String),
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
