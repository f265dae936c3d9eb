//! What flows where: nodes, edges between them, and the search along them.
//!
//! A fact is "this part of this node's value holds that": data that a server chose, or a function. The part is an access path
//! of at most [`MAX_PATH`] fields; what lies deeper belongs to the path that it begins with.

use std::collections::{HashMap, VecDeque};

/// A value at a place in the source.
pub(crate) type Node = u32;

/// The hash of a property's name: names are compared and never shown.
pub(crate) type Field = u64;

/// Fields that a fact's path may have.
const MAX_PATH: usize = 3;

/// Facts of one search. A bound on memory that no project written by hand comes near.
const MAX_FACTS: usize = 4_000_000;

/// Functions that a place may hold. One that may hold more is called without anybody knowing which.
const MAX_FUNCTIONS: u8 = 24;

/// The elements of an array, all of them.
pub(crate) const ELEMENT: &str = "[]";

/// What data may still do, as bits.
pub(crate) mod mask {
    /// Somebody else chose it.
    pub(crate) const RAW: u8 = 1;
    /// As markup, it may run script.
    pub(crate) const HTML: u8 = 2;
    /// As a URL, it may have any scheme.
    pub(crate) const SCHEME: u8 = 4;
    /// As a URL, it may name any host.
    pub(crate) const DEST: u8 = 8;
    /// As script, it may be anything.
    pub(crate) const CODE: u8 = 16;
    /// It was sanitized, as markup.
    pub(crate) const CLEAN: u8 = 32;
    /// It was sanitized, and then changed.
    pub(crate) const CHANGED: u8 = 64;

    pub(crate) const ALL: u8 = RAW | HTML | SCHEME | DEST | CODE;
    pub(crate) const EVERY: u8 = 0x7f;
}

/// How a value becomes another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The same value, without the bits that are not kept.
    Flow,
    /// A text made of it, whatever part of it was meant.
    Text,
    /// A property of it.
    Load(Field),
    /// It becomes a property.
    Store(Field),
}

/// From a node to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub(crate) to: Node,
    pub(crate) kind: Kind,
    pub(crate) keep: u8,
    /// Where one of these bits arrives, those of `add` leave.
    pub(crate) when: u8,
    pub(crate) add: u8,
}

impl Edge {
    pub(crate) fn new(to: Node, kind: Kind) -> Self {
        Self { to, kind, keep: mask::EVERY, when: 0, add: 0 }
    }

    fn carry(self, bits: u8) -> u8 {
        let kept = bits & self.keep;
        if bits & self.when == 0 { kept } else { kept | self.add }
    }
}

/// A function's ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Func {
    pub(crate) params: Vec<Node>,
    /// The last parameter takes the rest, as an array.
    pub(crate) rest: bool,
    pub(crate) result: Node,
    /// The instance that `new` gives.
    pub(crate) this: Option<Node>,
}

/// A call whose target the search finds.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) callee: Node,
    pub(crate) args: Vec<Node>,
    pub(crate) result: Node,
    /// What the result keeps of the arguments where nobody knows the function: 0 is nothing.
    pub(crate) unknown: u8,
    pub(crate) is_new: bool,
}

/// Nodes and edges; of a file, or of all.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// Where each node stands: its first byte.
    pub(crate) places: Vec<u32>,
    pub(crate) edges: Vec<(Node, Edge)>,
    pub(crate) funcs: Vec<Func>,
    /// The nodes that are functions.
    pub(crate) func_nodes: Vec<(Node, u32)>,
    pub(crate) calls: Vec<Call>,
}

pub(crate) fn field(name: &str) -> Field {
    // FNV-1a, 64 bits.
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Graph {
    pub(crate) fn node(&mut self, place: u32) -> Node {
        self.places.push(place);
        u32::try_from(self.places.len() - 1).unwrap_or(0)
    }

    pub(crate) fn edge(&mut self, from: Node, edge: Edge) {
        self.edges.push((from, edge));
    }

    /// Takes another graph in; what its nodes' and functions' numbers grow by.
    pub(crate) fn absorb(&mut self, other: Graph) -> u32 {
        let base = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let funcs = u32::try_from(self.funcs.len()).unwrap_or(u32::MAX);
        self.places.extend(other.places);
        self.edges
            .extend(other.edges.into_iter().map(|(from, edge)| (from + base, Edge { to: edge.to + base, ..edge })));
        self.funcs.extend(other.funcs.into_iter().map(|func| Func {
            params: func.params.into_iter().map(|node| node + base).collect(),
            result: func.result + base,
            this: func.this.map(|node| node + base),
            rest: func.rest,
        }));
        self.func_nodes.extend(other.func_nodes.into_iter().map(|(node, func)| (node + base, func + funcs)));
        self.calls.extend(other.calls.into_iter().map(|call| Call {
            callee: call.callee + base,
            args: call.args.into_iter().map(|node| node + base).collect(),
            result: call.result + base,
            ..call
        }));
        base
    }
}

/// A path of fields, the outermost first.
type Path = [Field; MAX_PATH];

/// A fact: its node, its path (0 ends it), its label (0 is data, others are functions from 1).
type Key = (Node, Path, u32);

#[derive(Debug)]
struct Fact {
    key: Key,
    bits: u8,
    /// Which bits came from which fact, in order.
    from: Vec<(u8, u32)>,
    /// The node's fact before this one.
    next: u32,
}

/// The facts that were found.
#[derive(Debug, Default)]
pub(crate) struct Search {
    facts: Vec<Fact>,
    index: HashMap<Key, u32>,
    queue: VecDeque<u32>,
    /// Each node's edges.
    out: Vec<Vec<Edge>>,
    /// Each node's last fact.
    head: Vec<u32>,
    /// How many functions each node may hold.
    functions: Vec<u8>,
    /// Facts were left out, for there were too many.
    pub(crate) is_cut: bool,
}

const NOBODY: u32 = u32::MAX;

impl Search {
    /// Finds the functions that each call may reach, then makes edges of the calls.
    pub(crate) fn new(graph: &Graph) -> Self {
        let mut search = Self {
            out: vec![Vec::new(); graph.places.len()],
            head: vec![NOBODY; graph.places.len()],
            functions: vec![0; graph.places.len()],
            ..Self::default()
        };
        for (from, edge) in &graph.edges {
            if let Some(out) = search.out.get_mut(*from as usize) {
                out.push(*edge);
            }
        }
        let mut calls_of: HashMap<Node, Vec<u32>> = HashMap::new();
        for (at, call) in graph.calls.iter().enumerate() {
            calls_of.entry(call.callee).or_default().push(at as u32);
        }
        for (node, func) in &graph.func_nodes {
            search.add((*node, [0; MAX_PATH], func + 1), mask::RAW, NOBODY);
        }
        let mut resolved = vec![false; graph.calls.len()];
        let mut seen = std::collections::HashSet::new();
        while let Some(at) = search.queue.pop_front() {
            let Some((node, path, label)) = search.step(at) else { continue };
            if path[0] != 0 {
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
        search.facts.clear();
        search.index.clear();
        search.head.fill(NOBODY);
        search
    }

    /// Follows data from its sources.
    pub(crate) fn run(&mut self, sources: &[Node]) {
        for source in sources {
            self.add((*source, [0; MAX_PATH], 0), mask::ALL, NOBODY);
        }
        while let Some(at) = self.queue.pop_front() {
            self.step(at);
        }
    }

    /// What a whole value may still do, and the fact that says so.
    pub(crate) fn of(&self, node: Node, wanted: u8) -> Option<(u8, u32)> {
        let mut at = self.head.get(node as usize).copied().unwrap_or(NOBODY);
        let mut best: Option<(u8, u32)> = None;
        while let Some(fact) = self.facts.get(at as usize) {
            if fact.key.1[0] == 0 && fact.bits & wanted != 0 {
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
            let Some((_, from)) = fact.from.iter().find(|(bits, _)| bits & bit != 0) else { break };
            // A bit that an edge added came of another one.
            if let Some(before) = self.facts.get(*from as usize)
                && before.bits & bit == 0
            {
                bit = if before.bits & mask::CLEAN != 0 && bit == mask::CHANGED { mask::CLEAN } else { mask::RAW };
            }
            at = *from;
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
        let Some(out) = self.out.get_mut(from as usize) else { return };
        out.push(edge);
        let mut at = self.head.get(from as usize).copied().unwrap_or(NOBODY);
        while let Some(fact) = self.facts.get(at as usize) {
            self.queue.push_back(at);
            at = fact.next;
        }
    }

    /// Carries a fact along its node's edges.
    fn step(&mut self, at: u32) -> Option<Key> {
        let (key, bits) = self.facts.get(at as usize).map(|fact| (fact.key, fact.bits))?;
        let (node, path, label) = key;
        let mut index = 0;
        while let Some(edge) = self.out.get(node as usize).and_then(|out| out.get(index)).copied() {
            index += 1;
            let path = match edge.kind {
                Kind::Flow => path,
                // No function survives being made a text.
                Kind::Text if label != 0 => continue,
                Kind::Text => [0; MAX_PATH],
                Kind::Store(name) => [name, path[0], path[1]],
                Kind::Load(_) if path[0] == 0 && label != 0 => continue,
                Kind::Load(_) if path[0] == 0 => path,
                Kind::Load(name) if path[0] == name => [path[1], path[2], 0],
                Kind::Load(_) => continue,
            };
            let bits = if label == 0 { edge.carry(bits) } else { bits };
            if bits != 0 {
                self.add((edge.to, path, label), bits, at);
            }
        }
        Some(key)
    }

    fn add(&mut self, key: Key, bits: u8, from: u32) {
        if let Some(at) = self.index.get(&key).copied() {
            let Some(fact) = self.facts.get_mut(at as usize) else { return };
            let new = bits & !fact.bits;
            if new != 0 {
                fact.bits |= new;
                fact.from.push((new, from));
                self.queue.push_back(at);
            }
            return;
        }
        if key.2 != 0
            && let Some(held) = self.functions.get_mut(key.0 as usize)
        {
            if *held >= MAX_FUNCTIONS {
                return;
            }
            *held += 1;
        }
        if self.facts.len() >= MAX_FACTS {
            self.is_cut = true;
            return;
        }
        let at = self.facts.len() as u32;
        let next = match self.head.get_mut(key.0 as usize) {
            Some(head) => std::mem::replace(head, at),
            None => return,
        };
        self.facts.push(Fact { key, bits, from: vec![(bits, from)], next });
        self.index.insert(key, at);
        self.queue.push_back(at);
    }
}
