//! What flows where: nodes, and edges between them.

/// A value at a place in the source.
pub(crate) type Node = u32;

/// The hash of a property's name: names are compared and never shown.
pub(crate) type Field = u64;

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

    /// It was parsed as markup, unsanitized, and is nodes now.
    pub(crate) const NODES: u8 = 128;

    pub(crate) const ALL: u8 = RAW | HTML | SCHEME | DEST | CODE;
    pub(crate) const EVERY: u8 = 0xff;
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
        let keep = if kind == Kind::Text { mask::EVERY & !mask::NODES } else { mask::EVERY };
        Self { to, kind, keep, when: 0, add: 0 }
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
    /// What a module gives, and the node of a file that imports it.
    pub(crate) imports: Vec<(Node, Node)>,
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
