//! What a drawing may refer to, what its references may draw, and what its style sheet may hold for.

use std::collections::HashMap;

use html5ever_rcdom::ns;
use markup5ever_rcdom::{Handle, NodeData};

/// Shapes that the references of an output may draw, with room for those that are not references.
const MOST_DRAWN: u64 = 2_000_000;
const DEEPEST: usize = 64;

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|one| &*one.name.local == wanted).map(|one| one.value.to_string())
}

fn name(node: &Handle) -> String {
    match &node.data {
        NodeData::Element { name, .. } if name.ns == ns!(svg) => name.local.to_string(),
        _ => String::new(),
    }
}

/// # Panics
/// Where a `use` draws what is not there, itself, or more than anybody waits for.
pub(super) fn judge(nodes: &[Handle], prefix: &str) {
    let mut ids: HashMap<String, Handle> = HashMap::new();
    let mut uses = Vec::new();
    let mut left: Vec<Handle> = nodes.iter().rev().cloned().collect();
    while let Some(node) = left.pop() {
        if let Some(id) = attribute(&node, "id") {
            ids.entry(id).or_insert_with(|| node.clone());
        }
        if name(&node) == "use" {
            uses.push(node.clone());
        }
        left.extend(node.children.borrow().iter().rev().cloned());
    }
    let mut drawn = 0;
    for node in uses {
        let href = attribute(&node, "href").unwrap_or_default();
        let id = href.strip_prefix('#').unwrap_or_default();
        assert!(id.starts_with(prefix), "<use href={href:?}> leaves the output");
        assert!(ids.contains_key(id), "<use href={href:?}> draws what is not in the output");
        draw(id, &ids, 0, &mut drawn);
    }
}

fn draw(id: &str, ids: &HashMap<String, Handle>, depth: usize, drawn: &mut u64) {
    assert!(depth < DEEPEST, "#{id} draws itself");
    let mut left: Vec<Handle> = ids.get(id).cloned().into_iter().collect();
    while let Some(node) = left.pop() {
        *drawn += 1;
        assert!(*drawn < MOST_DRAWN, "the references draw too much");
        if name(&node) == "use"
            && let Some(href) = attribute(&node, "href")
        {
            draw(href.trim_start_matches('#'), ids, depth + 1, drawn);
        }
        left.extend(node.children.borrow().iter().cloned());
    }
}

/// # Panics
/// Where the sheet leaves the drawing, loads, or reads as anything else to another parser.
pub(super) fn sheet(node: &Handle, prefix: &str) {
    let mut text = String::new();
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            other => panic!("{other:?} stands in a style sheet"),
        }
    }
    assert!(!text.contains(['<', '&', '\\', '@', '"', '\'', '[', '!', '~', '|', '\0']), "{text}");
    let own = text.replace(&format!("url(#{prefix}"), "(");
    for never in ["url", "var(", "env(", "attr(", "image", "expression", "position", "has(", "visited", "::"] {
        assert!(!own.contains(never), "the style sheet has {never}: {text}");
    }
    for rule in text.split_inclusive('}') {
        let (selectors, declarations) = rule.split_once('{').expect("a rule has a block");
        assert!(!declarations.contains('{'), "a rule in a rule: {text}");
        let scopes = selectors.matches(":is(").count();
        assert!(scopes > 0 && selectors.matches(&format!(":is(.{prefix}s")).count() == scopes, "{selectors} leaves");
    }
}
