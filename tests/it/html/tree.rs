//! The full path's tree against the one that html5ever builds with a tokenizer of its own.

use html5ever_rcdom::buffer_queue::BufferQueue;
use html5ever_rcdom::interface::{TokenizerResult, create_element};
use html5ever_rcdom::tendril::StrTendril;
use html5ever_rcdom::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever_rcdom::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever_rcdom::{QualName, local_name, ns};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use mcp_cordon::html::tree::{Data, NONE, NodeId, Tree, parse};
use mcp_cordon::sanitizer::Limits;

use super::{made, seeds};
use crate::common::markup::Random;

/// html5ever's tree builder without the parse errors: at one it forgets that a line feed behind `<pre>` is to be ignored,
/// and the one of `<pre></>` is no token.
struct Faultless(TreeBuilder<Handle, RcDom>);

impl TokenSink for Faultless {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        match token {
            Token::ParseError(_) => TokenSinkResult::Continue,
            token => self.0.process_token(token, line),
        }
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn parsed(html: &str) -> RcDom {
    let options = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let dom = RcDom::default();
    let context = create_element(&dom, QualName::new(None, ns!(html), local_name!("div")), Vec::new());
    let builder = Faultless(TreeBuilder::new_for_fragment(dom, context, None, options));
    let tokenizer = Tokenizer::new(builder, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while let TokenizerResult::Script(_) = tokenizer.feed(&input) {}
    tokenizer.end();
    tokenizer.sink.0.sink
}

/// One line for each node.
fn theirs(html: &str) -> String {
    let dom = parsed(html);
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
    for seed in seeds(50_000) {
        let html = made(seed, &mut Random::new(seed));
        assert_eq!(ours(&html), theirs(&html), "{html:?}");
    }
}
