//! The full path's tree against the one that html5ever builds with a tokenizer of its own.

use html5ever_rcdom::tendril::TendrilSink;
use html5ever_rcdom::tokenizer::TokenizerOpts;
use html5ever_rcdom::tree_builder::TreeBuilderOpts;
use html5ever_rcdom::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use mcp_cordon::html::tree::{Data, NONE, NodeId, Tree, parse};
use mcp_cordon::sanitizer::Limits;

use crate::common::markup::pile;

/// One line for each node.
fn theirs(html: &str) -> String {
    let options = ParseOpts {
        tokenizer: TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() },
    };
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), options, context, Vec::new(), true).one(html);
    let root = dom.document.children.borrow()[0].clone();
    let mut lines = String::new();
    let mut left: Vec<(usize, Handle)> = root.children.borrow().iter().rev().map(|child| (0, child.clone())).collect();
    while let Some((depth, node)) = left.pop() {
        let line = match &node.data {
            NodeData::Text { contents } => format!("{:?}", &**contents.borrow()),
            NodeData::Comment { contents } => format!("<!-- {:?}", &**contents),
            NodeData::Element { name, attrs, .. } => {
                let attributes = attrs.borrow();
                let attributes =
                    attributes.iter().map(|held| format!(" {}:{}={:?}", held.name.ns, held.name.local, &*held.value));
                format!("<{}:{}{}>", name.ns, name.local, attributes.collect::<String>())
            }
            other => format!("{other:?}"),
        };
        lines.push_str(&format!("{depth} {line}\n"));
        left.extend(node.children.borrow().iter().rev().map(|child| (depth + 1, child.clone())));
    }
    lines
}

fn ours(html: &str) -> String {
    let tree = parse(html, Limits { attributes: usize::MAX, ..Limits::default() }).expect("it is within the limits");
    let mut lines = String::new();
    let mut left: Vec<(usize, NodeId)> = siblings(&tree, tree.first()).map(|id| (0, id)).collect();
    while let Some((depth, id)) = left.pop() {
        let node = tree.node(id);
        let line = match &node.data {
            Data::Root => String::new(),
            Data::Text(text) => format!("{:?}", &**text),
            Data::Comment(text) => format!("<!-- {:?}", &**text),
            Data::Element(element) => {
                let attributes = tree.attributes(element).iter();
                let attributes =
                    attributes.map(|held| format!(" {}:{}={:?}", held.name.ns, held.name.local, &*held.value));
                format!("<{}:{}{}>", element.ns(), element.local, attributes.collect::<String>())
            }
        };
        lines.push_str(&format!("{depth} {line}\n"));
        left.extend(siblings(&tree, node.first_child).map(|id| (depth + 1, id)));
    }
    lines
}

/// The last first.
fn siblings(tree: &Tree, first: NodeId) -> impl Iterator<Item = NodeId> {
    let linked = |id: NodeId| Some(id).filter(|id| *id != NONE);
    let all: Vec<NodeId> = std::iter::successors(linked(first), |id| linked(tree.node(*id).next)).collect();
    all.into_iter().rev()
}

#[test]
fn each_tree_is_html5evers() {
    for seed in 0..crate::html::count(50_000) {
        let html = pile(seed);
        assert_eq!(ours(&html), theirs(&html), "{html:?}");
    }
}
