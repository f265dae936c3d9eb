//! What changes, from nodes that are shown to those that are to be.

use serde::Serialize;

use super::tree::{Element, Node, markup};

/// One change. Nodes are counted among those of a node, text included, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Change {
    /// A text grows.
    Grow {
        /// From the target to the text.
        path: Vec<usize>,
        /// What comes behind it.
        text: String,
    },
    /// Nodes go, others come in their place.
    Replace {
        /// From the target to the element that has them.
        path: Vec<usize>,
        /// The names of the elements on that way.
        names: Vec<&'static str>,
        /// The first of them.
        at: usize,
        /// How many go.
        remove: usize,
        /// What comes, as markup.
        html: String,
    },
}

/// The way to a node: places, and names of the elements there.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    pub(super) path: Vec<usize>,
    pub(super) names: Vec<&'static str>,
}

impl Way {
    pub(super) fn push(&mut self, at: usize, element: &Element) {
        self.path.push(at);
        self.names.push(element.tag.local);
    }

    fn pop(&mut self) {
        self.path.pop();
        self.names.pop();
    }

    /// A text at this place grows.
    pub(super) fn grow(&self, at: usize, text: &str, changes: &mut Vec<Change>) {
        let path = [&*self.path, &[at]].concat();
        changes.push(Change::Grow { path, text: text.to_owned() });
    }

    pub(super) fn replace(&self, at: usize, remove: usize, nodes: &[Node], changes: &mut Vec<Change>) {
        if remove > 0 || !nodes.is_empty() {
            let Self { path, names } = self.clone();
            changes.push(Change::Replace { path, names, at, remove, html: markup(nodes) });
        }
    }
}

/// What makes `new` of `old`, which begin at the place `base`. Nodes that are equal stay; so does an element that is the
/// same but for what is in it, and a text that only grows.
pub(super) fn compare(old: &[Node], new: &[Node], way: &mut Way, base: usize, changes: &mut Vec<Change>) {
    let first = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[first..], &new[first..]);
    let last = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - last], &new[..new.len() - last]);
    let base = base + first;
    let both = old.len().min(new.len());
    for (at, (old, new)) in old.iter().zip(new).enumerate() {
        match (old, new) {
            (old, new) if old == new => {}
            (Node::Text(before), Node::Text(after)) if after.starts_with(&**before) => {
                way.grow(base + at, &after[before.len()..], changes);
            }
            (Node::Element(before), Node::Element(after)) if before.begins_as(after) && after.has_parts() => {
                way.push(base + at, after);
                compare(&before.children, &after.children, way, 0, changes);
                way.pop();
            }
            (_, new) => way.replace(base + at, 1, std::slice::from_ref(new), changes),
        }
    }
    way.replace(base + both, old.len() - both, &new[both..], changes);
}
