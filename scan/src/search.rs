//! The search along the edges.
//!
//! A fact is "this part of this node's value holds that": data that a server chose, or a function. The part is an access path
//! of at most [`MAX_PATH`] fields; what lies deeper belongs to the path that it begins with.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Call, ELEMENT, Edge, Func, Graph, Kind, Node, field, mask};

mod edges;
mod paths;

use edges::{Edges, Short, reached};
use paths::{Path, Paths, Step, WHOLE};

/// Facts of one search. A bound on memory that no project written by hand comes near.
const MAX_FACTS: usize = 4_000_000;

/// Functions that a place may hold. One that may hold more is called without anybody knowing which.
const MAX_FUNCTIONS: u16 = 24;

/// Functions that a place's properties may hold, all of them together. What a module gives has no such bound.
const MAX_METHODS: u16 = 24;

/// Parts of a place that may hold data.
const MAX_PARTS: u16 = 64;

/// A fact: its node, its path, its label (0 is data, others are functions from 1).
type Key = (Node, Path, u32);

#[derive(Debug)]
struct Fact {
    key: Key,
    bits: u8,
    /// The bits that came first, and the fact that they came from. Those that came later are in [`Search::later`].
    first: u8,
    from: u32,
    /// The node's fact before this one.
    next: u32,
}

/// The facts that were found.
#[derive(Debug)]
pub(crate) struct Search {
    facts: Vec<Fact>,
    index: FxHashMap<Key, u32>,
    /// By a fact, bits that it got after its first ones, and the facts that those came from, in order.
    later: FxHashMap<u32, Vec<(u8, u32)>>,
    queue: VecDeque<u32>,
    edges: Edges,
    paths: Paths,
    /// Each node's last fact.
    head: Vec<u32>,
    /// How much more each node may hold: functions that it is, and parts.
    room: Vec<(u16, u16)>,
    /// The nodes that a fact may be about.
    is_open: Vec<bool>,
    /// Facts were left out, for there were too many.
    pub(crate) is_cut: bool,
}

const NOBODY: u32 = u32::MAX;

impl Search {
    /// Finds the functions that each call may reach, then makes edges of the calls.
    pub(crate) fn new(graph: &Graph) -> Self {
        let count = graph.places.len();
        let mut paths = Paths::default();
        let mut search = Self {
            facts: Vec::new(),
            index: FxHashMap::default(),
            later: FxHashMap::default(),
            queue: VecDeque::new(),
            edges: Edges::new(graph, &mut paths),
            paths,
            head: vec![NOBODY; count],
            room: vec![(MAX_FUNCTIONS, MAX_METHODS); count],
            is_open: Vec::new(),
            is_cut: false,
        };
        for node in graph.imports.iter().flat_map(|(exports, import)| [exports, import]) {
            if let Some((_, parts)) = search.room.get_mut(*node as usize) {
                *parts = u16::MAX;
            }
        }
        search.is_open = search.leads_to_calls(graph);
        let mut calls_of: FxHashMap<Node, Vec<u32>> = FxHashMap::default();
        for (at, call) in graph.calls.iter().enumerate() {
            calls_of.entry(call.callee).or_default().push(at as u32);
        }
        for (node, func) in &graph.func_nodes {
            search.add((*node, WHOLE, func + 1), mask::RAW, NOBODY);
        }
        let mut resolved = vec![false; graph.calls.len()];
        let mut seen = FxHashSet::default();
        while let Some(at) = search.queue.pop_front() {
            let Some((node, path, label)) = search.step(at) else { continue };
            if path != WHOLE {
                continue;
            }
            for call_at in calls_of.get(&node).into_iter().flatten() {
                let (Some(call), Some(func)) =
                    (graph.calls.get(*call_at as usize), graph.funcs.get(label.wrapping_sub(1) as usize))
                else {
                    continue;
                };
                if let Some(is_resolved) = resolved.get_mut(*call_at as usize) {
                    *is_resolved = true;
                }
                if seen.insert((*call_at, label)) {
                    search.connect(call, func);
                }
            }
        }
        for (call, _) in
            graph.calls.iter().zip(&resolved).filter(|(call, is_resolved)| !**is_resolved && call.unknown != 0)
        {
            for arg in &call.args {
                search.join(*arg, Edge { keep: call.unknown, ..Edge::new(call.result, Kind::Text) });
            }
        }
        // The functions' own facts have done their work.
        search.facts = Vec::new();
        search.index = FxHashMap::default();
        search.later = FxHashMap::default();
        search.room.fill((1, MAX_PARTS));
        search.head.fill(NOBODY);
        search
    }

    /// The nodes that a function has to be followed to: what is called, what is handed over, and what leads there.
    fn leads_to_calls(&self, graph: &Graph) -> Vec<bool> {
        let mut ends: Vec<Node> = Vec::new();
        for call in &graph.calls {
            ends.push(call.callee);
            ends.extend(&call.args);
        }
        for func in &graph.funcs {
            ends.push(func.result);
            ends.extend(func.this);
        }
        let pairs = self.edges.pairs().filter(|(_, edge)| edge.step != Step::Text);
        reached(self.head.len(), pairs.map(|(from, edge)| (edge.to, from)), &ends)
    }

    /// Follows data from its sources, where that may come to a sink.
    pub(crate) fn run(&mut self, sources: &[Node]) {
        for source in sources {
            self.add((*source, WHOLE, 0), mask::ALL, NOBODY);
        }
        while let Some(at) = self.queue.pop_front() {
            self.step(at);
        }
    }

    /// Leaves out the nodes that are on no way from a source to a sink.
    pub(crate) fn between(&mut self, sources: &[Node], sinks: &[Node]) {
        let count = self.head.len();
        let ahead = reached(count, self.edges.pairs().map(|(from, edge)| (from, edge.to)), sources);
        let is_ahead = |node: Node| ahead.get(node as usize).copied().unwrap_or(false);
        let pairs = self.edges.pairs().map(|(from, edge)| (edge.to, from)).filter(|(_, from)| is_ahead(*from));
        let mut open = reached(count, pairs, sinks);
        for (open, ahead) in open.iter_mut().zip(&ahead) {
            *open &= ahead;
        }
        self.is_open = open;
    }

    /// What a whole value may still do, and the fact that says so.
    pub(crate) fn of(&self, node: Node, wanted: u8) -> Option<(u8, u32)> {
        let mut at = self.head.get(node as usize).copied().unwrap_or(NOBODY);
        let mut best: Option<(u8, u32)> = None;
        while let Some(fact) = self.facts.get(at as usize) {
            if fact.key.1 == WHOLE && fact.bits & wanted != 0 {
                best = Some((fact.bits, at));
            }
            at = fact.next;
        }
        best
    }

    /// The nodes that a bit of a fact came through, the source first.
    pub(crate) fn trace(&self, fact: u32, bit: u8) -> Vec<Node> {
        let (mut nodes, mut at, mut bit) = (Vec::new(), fact, bit);
        while let Some(fact) = self.facts.get(at as usize) {
            if nodes.len() > 10_000 {
                break;
            }
            nodes.push(fact.key.0);
            let later = self.later.get(&at).into_iter().flatten().copied();
            let mut from = std::iter::once((fact.first, fact.from)).chain(later);
            let Some((_, from)) = from.find(|(bits, _)| bits & bit != 0) else { break };
            // A bit that an edge added came of another one.
            if let Some(before) = self.facts.get(from as usize)
                && before.bits & bit == 0
            {
                bit = if before.bits & mask::CLEAN != 0 && bit == mask::CHANGED { mask::CLEAN } else { mask::RAW };
            }
            at = from;
        }
        nodes.reverse();
        nodes
    }

    fn connect(&mut self, call: &Call, func: &Func) {
        for (at, arg) in call.args.iter().enumerate() {
            let last = func.params.len().saturating_sub(1);
            match func.params.get(at.min(last)) {
                Some(param) if func.rest && at >= last => {
                    self.join(*arg, Edge::new(*param, Kind::Store(field(ELEMENT))));
                }
                Some(param) if at <= last => self.join(*arg, Edge::new(*param, Kind::Flow)),
                _ => {}
            }
        }
        let given = if call.is_new { func.this.unwrap_or(func.result) } else { func.result };
        self.join(given, Edge::new(call.result, Kind::Flow));
    }

    /// An edge that comes late: what is known at its start goes along it.
    fn join(&mut self, from: Node, edge: Edge) {
        let edge = self.edges.join(from, edge, &mut self.paths);
        let mut at = self.head.get(from as usize).copied().unwrap_or(NOBODY);
        while let Some(fact) = self.facts.get(at as usize) {
            let next = fact.next;
            self.follow(at, edge);
            at = next;
        }
    }

    /// Carries a fact along its node's edges.
    fn step(&mut self, at: u32) -> Option<Key> {
        let key = self.facts.get(at as usize).map(|fact| fact.key)?;
        for index in self.edges.of(key.0) {
            if let Some(edge) = self.edges.get(index) {
                self.follow(at, edge);
            }
        }
        let mut late = self.edges.last_of(key.0);
        while let Some((edge, before)) = self.edges.late(late) {
            self.follow(at, edge);
            late = before;
        }
        let first = self.paths.first(key.1);
        let mut picked = 0;
        while let Some(to) = self.edges.pick(key.0, first, picked) {
            self.follow(at, Short::flow(to));
            picked += 1;
        }
        Some(key)
    }

    /// Carries a fact along an edge.
    fn follow(&mut self, at: u32, edge: Short) {
        let Some(Fact { key: (_, path, label), bits, .. }) = self.facts.get(at as usize) else { return };
        let (path, label, bits) = (*path, *label, *bits);
        let path = match edge.step {
            Step::Flow => path,
            // No function survives being made a text.
            Step::Text if label != 0 => return,
            Step::Text => WHOLE,
            Step::Store(name) => self.paths.within(name, path),
            Step::Load(_) if path == WHOLE && label != 0 => return,
            Step::Load(_) if path == WHOLE => path,
            Step::Load(name) => match self.paths.behind(name, path) {
                Some(rest) => rest,
                None => return,
            },
        };
        let bits = if label == 0 { edge.carry(bits) } else { bits };
        if bits != 0 {
            self.add((edge.to, path, label), bits, at);
        }
    }

    fn add(&mut self, key: Key, bits: u8, from: u32) {
        if !self.is_open.get(key.0 as usize).copied().unwrap_or(false) {
            return;
        }
        if let Some(at) = self.index.get(&key).copied() {
            let Some(fact) = self.facts.get_mut(at as usize) else { return };
            let new = bits & !fact.bits;
            if new != 0 {
                fact.bits |= new;
                self.later.entry(at).or_default().push((new, from));
                self.queue.push_back(at);
            }
            return;
        }
        if let Some((whole, parts)) = self.room.get_mut(key.0 as usize) {
            let room = if key.1 == WHOLE { whole } else { parts };
            let Some(less) = room.checked_sub(1) else { return };
            *room = less;
        }
        if self.facts.len() >= MAX_FACTS {
            self.is_cut = true;
            return;
        }
        let at = self.facts.len() as u32;
        let Some(head) = self.head.get_mut(key.0 as usize) else { return };
        let next = std::mem::replace(head, at);
        self.facts.push(Fact { key, bits, first: bits, from, next });
        self.index.insert(key, at);
        self.queue.push_back(at);
    }
}
