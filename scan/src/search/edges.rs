//! Edges by the node that they begin at.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::paths::{Paths, Step};
use crate::graph::{Edge, Graph, Kind, Node, field};

/// Nodes that are looked at for what an import is used for; where there are more, it is used for everything.
const MAX_USES: usize = 64;

/// An edge, small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    pub(super) to: Node,
    pub(super) step: Step,
    keep: u8,
    when: u8,
    add: u8,
}

impl Short {
    fn new(edge: Edge, paths: &mut Paths) -> Self {
        let step = match edge.kind {
            Kind::Flow => Step::Flow,
            Kind::Text => Step::Text,
            Kind::Load(name) => Step::Load(paths.field(name)),
            Kind::Store(name) => Step::Store(paths.field(name)),
        };
        let Edge { to, keep, when, add, .. } = edge;
        Self { to, step, keep, when, add }
    }

    pub(super) fn flow(to: Node) -> Self {
        Self { to, step: Step::Flow, keep: u8::MAX, when: 0, add: 0 }
    }

    pub(super) fn carry(self, bits: u8) -> u8 {
        let kept = bits & self.keep;
        if bits & self.when == 0 { kept } else { kept | self.add }
    }
}

/// Behind the last edge.
const NONE: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Edges {
    /// Where each node's begin in `flat`, and at last where the last node's end.
    starts: Vec<u32>,
    flat: Vec<Short>,
    /// Those that come while a search runs, each with the one of its node before it.
    made: Vec<(Node, Short, u32)>,
    last: Vec<u32>,
    /// What takes one property alone, by the node and the property; by 0, what takes the whole value.
    picks: FxHashMap<(Node, u32), Vec<Node>>,
}

impl Edges {
    pub(super) fn new(graph: &Graph, paths: &mut Paths) -> Self {
        let count = graph.places.len();
        let (starts, order) = sorted(count, graph.edges.iter().map(|(from, _)| *from));
        let by_node = order.into_iter().filter_map(|at| graph.edges.get(at as usize));
        let flat = by_node.map(|(_, edge)| Short::new(*edge, paths)).collect();
        let mut edges = Self { starts, flat, made: Vec::new(), last: vec![NONE; count], picks: FxHashMap::default() };
        edges.import(graph, paths);
        edges
    }

    /// Joins modules. A module may give thousands of names, and what imports it mostly wants a few.
    fn import(&mut self, graph: &Graph, paths: &mut Paths) {
        let default = paths.field(field("default"));
        let mut handed_over: FxHashSet<Node> = graph.calls.iter().flat_map(|call| &call.args).copied().collect();
        handed_over.extend(graph.funcs.iter().flat_map(|func| [Some(func.result), func.this]).flatten());
        handed_over.extend(graph.imports.iter().map(|(exports, _)| *exports));
        let is_default = |edge: &&Short| edge.step == Step::Store(default);
        let with_default: FxHashSet<Node> = self.flat.iter().filter(is_default).map(|edge| edge.to).collect();
        for (exports, import) in &graph.imports {
            let uses = self.uses(*import, &handed_over);
            match &uses {
                Some(names) => {
                    for name in names.iter().chain([&0]) {
                        self.picks.entry((*exports, *name)).or_default().push(*import);
                    }
                }
                None => {
                    self.join(*exports, Edge::new(*import, Kind::Flow), paths);
                }
            }
            // A module without a default is its own: CommonJS.
            if !with_default.contains(exports) && uses.is_none_or(|names| names.contains(&default)) {
                self.join(*exports, Edge::new(*import, Kind::Store(field("default"))), paths);
            }
        }
    }

    /// The properties that are read of a value, if it is used for nothing else but calls.
    fn uses(&self, node: Node, handed_over: &FxHashSet<Node>) -> Option<FxHashSet<u32>> {
        let (mut names, mut seen, mut open) = (FxHashSet::default(), FxHashSet::from_iter([node]), vec![node]);
        while let Some(node) = open.pop() {
            if handed_over.contains(&node) || seen.len() > MAX_USES {
                return None;
            }
            for edge in self.flat.get(self.of(node)).into_iter().flatten() {
                match edge.step {
                    Step::Load(name) => {
                        names.insert(name);
                    }
                    Step::Flow if seen.insert(edge.to) => open.push(edge.to),
                    Step::Flow => {}
                    Step::Text | Step::Store(_) => return None,
                }
            }
        }
        Some(names)
    }

    /// An edge more.
    pub(super) fn join(&mut self, from: Node, edge: Edge, paths: &mut Paths) -> Short {
        let edge = Short::new(edge, paths);
        if let Some(last) = self.last.get_mut(from as usize) {
            let before = std::mem::replace(last, self.made.len() as u32);
            self.made.push((from, edge, before));
        }
        edge
    }

    /// A node's edges, by their numbers.
    pub(super) fn of(&self, node: Node) -> Range<usize> {
        let at = |node: usize| self.starts.get(node).copied().unwrap_or(0) as usize;
        at(node as usize)..at(node as usize + 1)
    }

    pub(super) fn get(&self, at: usize) -> Option<Short> {
        self.flat.get(at).copied()
    }

    /// The last edge that a node got while the search ran.
    pub(super) fn last_of(&self, node: Node) -> u32 {
        self.last.get(node as usize).copied().unwrap_or(NONE)
    }

    /// An edge that came while the search ran, and the one before it.
    pub(super) fn late(&self, at: u32) -> Option<(Short, u32)> {
        self.made.get(at as usize).map(|(_, edge, before)| (*edge, *before))
    }

    /// A node that takes this property of another one.
    pub(super) fn pick(&self, node: Node, name: u32, at: usize) -> Option<Node> {
        if self.picks.is_empty() { None } else { self.picks.get(&(node, name))?.get(at).copied() }
    }

    /// All edges.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Node, Short)> {
        let nodes = 0..self.last.len() as Node;
        let flat =
            nodes.flat_map(|node| self.flat.get(self.of(node)).into_iter().flatten().map(move |edge| (node, *edge)));
        let made = self.made.iter().map(|(from, edge, _)| (*from, *edge));
        let picked = |((from, _), to): (&(Node, u32), &Vec<Node>)| {
            let from = *from;
            to.iter().map(move |to| (from, Short::flow(*to))).collect::<Vec<_>>()
        };
        flat.chain(made).chain(self.picks.iter().flat_map(picked))
    }
}

/// What is sorted by a node: where each node's begin, and the order.
fn sorted(count: usize, nodes: impl Iterator<Item = Node> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; count + 1];
    let mut length = 0;
    for node in nodes.clone() {
        length += 1;
        if let Some(start) = starts.get_mut(node as usize + 1) {
            *start += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut order = vec![0; length];
    for (at, node) in nodes.enumerate() {
        let Some(place) = next.get_mut(node as usize) else { continue };
        if let Some(slot) = order.get_mut(*place as usize) {
            *slot = at as u32;
        }
        *place += 1;
    }
    (starts, order)
}

/// The nodes that pairs lead to from some, those included.
pub(super) fn reached(count: usize, pairs: impl Iterator<Item = (Node, Node)>, from: &[Node]) -> Vec<bool> {
    let pairs: Vec<(Node, Node)> = pairs.collect();
    let (starts, order) = sorted(count, pairs.iter().map(|(from, _)| *from));
    let mut is_reached = vec![false; count];
    let mut open: Vec<Node> = from.to_vec();
    while let Some(node) = open.pop() {
        match is_reached.get_mut(node as usize) {
            Some(is_reached) if !*is_reached => *is_reached = true,
            _ => continue,
        }
        let at = |node: usize| starts.get(node).copied().unwrap_or(0) as usize;
        let next = order.get(at(node as usize)..at(node as usize + 1)).into_iter().flatten();
        open.extend(next.filter_map(|at| pairs.get(*at as usize)).map(|(_, to)| *to));
    }
    is_reached
}
