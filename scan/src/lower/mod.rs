//! A file's syntax tree as a graph of what flows where, with the sources and the sinks that the models name.
//!
//! Names are resolved here: a template shares its script's scope, which no analysis of the script alone knows. A variable has a
//! node for each assignment, so that `html = sanitize(html)` counts, and one that joins them all, for functions that run later.

mod assign;
mod binding;
mod call;
mod expression;
mod function;
mod guard;
mod jsx;
mod module;
mod statement;
mod text;
mod value;

use std::collections::{BTreeSet, HashMap};

use oxc_span::Span;

use crate::config::{Piece, Written};
use crate::graph::{Edge, Func, Graph, Kind, Node, field, mask};
use crate::models::{Constant, Given, Shared};
use crate::rules::Code;

pub(crate) use binding::Binding;
use guard::Exits;
pub(crate) use value::{Value, What};

/// Levels of syntax that are followed; what is nested deeper has no flow.
const MAX_DEPTH: u32 = 400;

/// What a file turned out to hold.
#[derive(Debug, Default)]
pub(crate) struct Lowered {
    pub(crate) graph: Graph,
    pub(crate) sources: Vec<Source>,
    pub(crate) sinks: Vec<Sink>,
    pub(crate) hits: Vec<Hit>,
    /// What the module gives to others, as an object.
    pub(crate) exports: Node,
    pub(crate) imports: Vec<Import>,
    /// What the file checks: bits of [`evidence`].
    pub(crate) evidence: u16,
    /// Something was nested too deeply to be followed.
    pub(crate) is_cut: bool,
    /// Headers that the file writes.
    pub(crate) headers: Vec<Written>,
    /// What a model is told of a tool, where it may hide something.
    pub(crate) descriptions: Vec<(String, (u32, u32))>,
    /// What other files may ask for, by the name that they import.
    pub(crate) shared: Vec<(String, Shared)>,
    /// What this file asks other files for: the module and the name there.
    pub(crate) wanted: BTreeSet<(String, String)>,
}

impl Lowered {
    /// Of a file in which nothing was found yet.
    pub(crate) fn new() -> Self {
        let mut lowered = Self::default();
        // Node 0 is what holds nothing.
        lowered.graph.node(0);
        lowered.exports = lowered.graph.node(0);
        lowered
    }

    pub(crate) fn hit(&mut self, code: Code, span: (u32, u32)) {
        self.hit_unless(code, span, evidence::NONE, evidence::NONE);
    }

    /// Says it once of a place.
    pub(crate) fn hit_unless(&mut self, code: Code, span: (u32, u32), unless: u16, only: u16) {
        if !self.hits.iter().any(|hit| hit.code == code && hit.span == span) {
            self.hits.push(Hit { code, span, unless, only });
        }
    }
}

/// What a file checks.
pub(crate) mod evidence {
    pub(crate) const ORIGIN: u16 = 1;
    pub(crate) const HOST: u16 = 2;
    pub(crate) const ISOLATION: u16 = 4;
    pub(crate) const COOKIES: u16 = 8;
    pub(crate) const MCP_SERVER: u16 = 16;
    pub(crate) const SANITIZED_TREE: u16 = 32;
    pub(crate) const CSRF: u16 = 64;
    pub(crate) const CREDENTIALS: u16 = 128;
    pub(crate) const JQUERY: u16 = 256;
    pub(crate) const EXPOSES: u16 = 512;
    pub(crate) const BUN: u16 = 1024;
    pub(crate) const DENO: u16 = 2048;
    pub(crate) const TOOLS: u16 = 4096;
    /// Nothing: a rule that no evidence answers.
    pub(crate) const NONE: u16 = 0;
}

/// Data that somebody else chose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    pub(crate) node: Node,
    pub(crate) span: (u32, u32),
    /// What it is, as a finding says it.
    pub(crate) what: &'static str,
    /// A name alone says so: what a call or a type says comes first.
    pub(crate) is_guess: bool,
}

/// A place where data does something.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    pub(crate) node: Node,
    pub(crate) span: (u32, u32),
    /// Which bits make which finding, the worst first.
    pub(crate) rules: &'static [(u8, Code)],
    /// What it is, as a finding says it.
    pub(crate) what: &'static str,
}

/// A finding that needs no flow, unless the file or what it imports checks something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) code: Code,
    pub(crate) span: (u32, u32),
    /// Any of these bits of [`evidence`] answers it.
    pub(crate) unless: u16,
    /// All of these have to be there.
    pub(crate) only: u16,
}

/// A module that another file gives.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub(crate) module: String,
    pub(crate) node: Node,
}

/// The state of lowering a file.
#[derive(Debug)]
pub(crate) struct Lower<'s> {
    pub(crate) text: &'s str,
    /// What the positions of the tree at hand are relative to.
    pub(crate) base: u32,
    pub(crate) out: Lowered,
    bindings: Vec<Binding>,
    scopes: Vec<HashMap<String, usize>>,
    /// What was assigned in the branch at hand, to be taken back behind it.
    undo: Vec<(usize, Value)>,
    /// Paths such as `item.url` that a condition has spoken about.
    checked: HashMap<String, Value>,
    checked_undo: Vec<(String, Option<Value>)>,
    /// The function at hand, from 1; the module is 0.
    function: u32,
    functions: u32,
    result: Option<Node>,
    /// How the function at hand ends.
    exits: Exits,
    pub(crate) this: Option<Node>,
    /// Whether what is read decides something.
    testing: u32,
    depth: u32,
    /// The component's properties, in a file that is one.
    pub(crate) props: Option<Node>,
    pub(crate) flavor: Flavor,
    /// The file is a service worker's script.
    pub(crate) is_worker: bool,
    /// The template is at hand, not its script.
    pub(crate) is_template: bool,
    /// What a block of Svelte's waits for.
    pub(crate) awaited: Option<Value>,
    /// What variables were given, as it is written: options that stand apart from their call.
    pub(crate) constants: HashMap<usize, Constant<'s>>,
    /// Names that other files of the project give, by their name here: the module and the name there.
    pub(crate) imported: HashMap<String, (String, String)>,
    /// What those files are known to give.
    pub(crate) given: Given<'s>,
    /// Headers that were looked at: more than a file has that somebody wrote are left out.
    pub(crate) headers_seen: u32,
    /// Which parts of a URL were encoded, by its variable.
    pub(crate) encoded: HashMap<usize, u8>,
    /// Policies that variables were given, and where their parts stand.
    pub(crate) policies: HashMap<String, (String, Vec<Piece>)>,
}

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Flavor {
    #[default]
    Script,
    Vue,
    Svelte,
    Astro,
    Html,
    /// No program: headers.
    Config(crate::config::Kind),
    /// A server's, without flow.
    Python,
}

impl<'s> Lower<'s> {
    pub(crate) fn new(text: &'s str, flavor: Flavor, given: Given<'s>) -> Self {
        let mut lower = Self {
            text,
            base: 0,
            out: Lowered::new(),
            bindings: Vec::new(),
            scopes: vec![HashMap::new()],
            undo: Vec::new(),
            checked: HashMap::new(),
            checked_undo: Vec::new(),
            function: 0,
            functions: 0,
            result: None,
            exits: Exits::default(),
            this: None,
            testing: 0,
            depth: 0,
            props: None,
            flavor,
            is_worker: false,
            is_template: false,
            awaited: None,
            constants: HashMap::new(),
            imported: HashMap::new(),
            given,
            headers_seen: 0,
            encoded: HashMap::new(),
            policies: HashMap::new(),
        };
        lower.is_worker = crate::models::is_worker(text);
        lower.out.evidence |= crate::models::evidence_of(text);
        if matches!(flavor, Flavor::Vue | Flavor::Svelte | Flavor::Astro) {
            lower.component();
        }
        lower
    }

    /// The file is a component: what imports it calls it with properties.
    fn component(&mut self) {
        let props = self.node(0);
        let this = self.node(0);
        let result = self.node(0);
        self.props = Some(props);
        self.this = Some(this);
        self.flow(props, this, Kind::Flow);
        self.flow(props, this, Kind::Store(field("props")));
        self.flow(props, this, Kind::Store(field("$props")));
        let component = self.node(0);
        let func = self.out.graph.funcs.len() as u32;
        self.out.graph.funcs.push(Func { params: vec![props], rest: false, result, this: None });
        self.out.graph.func_nodes.push((component, func));
        let exports = self.out.exports;
        self.flow(component, exports, Kind::Store(field("default")));
    }

    pub(crate) fn span(&self, span: Span) -> (u32, u32) {
        (span.start + self.base, span.end + self.base)
    }

    pub(crate) fn node(&mut self, place: u32) -> Node {
        self.out.graph.node(place + self.base)
    }

    pub(crate) fn flow(&mut self, from: Node, to: Node, kind: Kind) {
        if from != 0 && to != 0 {
            self.out.graph.edge(from, Edge::new(to, kind));
        }
    }

    pub(crate) fn keep(&mut self, from: Node, to: Node, kind: Kind, keep: u8) {
        if from != 0 && to != 0 && keep != 0 {
            self.out.graph.edge(from, Edge { keep, ..Edge::new(to, kind) });
        }
    }

    /// Text that is made markup, by a renderer or by undoing an escape.
    pub(crate) fn raise(&mut self, from: Node, to: Node) {
        if from != 0 && to != 0 {
            let edge = Edge { when: mask::CLEAN, add: mask::CHANGED, ..Edge::new(to, Kind::Text) };
            self.out.graph.edge(from, edge);
        }
    }

    /// Markup that a parser makes nodes of.
    pub(crate) fn parsed(&mut self, from: Node, to: Node) {
        if from != 0 && to != 0 {
            self.out.graph.edge(from, Edge { when: mask::HTML, add: mask::NODES, ..Edge::new(to, Kind::Text) });
        }
    }

    /// Markup that a sanitizer has seen.
    pub(crate) fn clean(&mut self, from: Node, to: Node) {
        if from != 0 && to != 0 {
            let keep = mask::EVERY & !mask::HTML & !mask::CHANGED & !mask::NODES;
            let edge = Edge { keep, when: mask::RAW, add: mask::CLEAN, ..Edge::new(to, Kind::Text) };
            self.out.graph.edge(from, edge);
        }
    }

    pub(crate) fn source(&mut self, span: Span, what: &'static str) -> Node {
        let node = self.node(span.start);
        self.source_at(node, span, what);
        node
    }

    pub(crate) fn source_at(&mut self, node: Node, span: Span, what: &'static str) {
        let span = self.span(span);
        self.out.sources.push(Source { node, span, what, is_guess: false });
    }

    /// A source that a name alone gives away.
    pub(crate) fn guess(&mut self, span: Span, what: &'static str) -> Node {
        let node = self.source(span, what);
        if let Some(source) = self.out.sources.last_mut() {
            source.is_guess = true;
        }
        node
    }

    pub(crate) fn sink(&mut self, node: Node, span: Span, rules: &'static [(u8, Code)], what: &'static str) {
        if node != 0 {
            let span = self.span(span);
            self.out.sinks.push(Sink { node, span, rules, what });
        }
    }

    pub(crate) fn hit(&mut self, code: Code, span: Span) {
        self.hit_unless(code, span, evidence::NONE, evidence::NONE);
    }

    pub(crate) fn hit_unless(&mut self, code: Code, span: Span, unless: u16, only: u16) {
        let span = self.span(span);
        self.out.hit_unless(code, span, unless, only);
    }

    /// The source text of a span.
    pub(crate) fn slice(&self, span: Span) -> &'s str {
        let (start, end) = self.span(span);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// What stands before a byte and behind it, so many bytes at most.
    pub(crate) fn near(&self, at: u32, bytes: usize) -> (&'s str, &'s str) {
        let at = at as usize;
        let (mut from, mut to) = (at.saturating_sub(bytes), (at + bytes).min(self.text.len()));
        while !self.text.is_char_boundary(from) {
            from -= 1;
        }
        while !self.text.is_char_boundary(to) {
            to += 1;
        }
        (self.text.get(from..at).unwrap_or_default(), self.text.get(at..to).unwrap_or_default())
    }

    /// One level deeper, if that is allowed.
    fn deeper<T>(&mut self, otherwise: T, run: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            self.out.is_cut = true;
            return otherwise;
        }
        self.depth += 1;
        let given = run(self);
        self.depth -= 1;
        given
    }
}
