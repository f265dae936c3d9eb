//! Variables: a node for each assignment, and one that joins them.

use std::collections::HashMap;

use super::{Lower, Value, What};
use crate::graph::{Kind, Node, mask};

/// A variable.
#[derive(Debug, Clone)]
pub(crate) struct Binding {
    name: String,
    /// What it holds here.
    now: Value,
    /// All that it ever holds.
    joined: Node,
    function: u32,
    /// More than one assignment.
    is_assigned_again: bool,
    is_assigned: bool,
}

impl Binding {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn now(&self) -> &Value {
        &self.now
    }

    pub(crate) fn is_assigned(&self) -> bool {
        self.is_assigned
    }
}

impl Lower<'_> {
    pub(crate) fn declare(&mut self, name: &str, place: u32) -> usize {
        if let Some(known) = self.scopes.last().and_then(|scope| scope.get(name)) {
            return *known;
        }
        let joined = self.node(place);
        let at = self.bindings.len();
        self.bindings.push(Binding {
            name: name.to_owned(),
            now: Value::of_node(joined),
            joined,
            function: self.function,
            is_assigned_again: false,
            is_assigned: false,
        });
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), at);
        }
        at
    }

    pub(crate) fn joined(&self, at: usize) -> Option<Node> {
        self.bindings.get(at).map(|binding| binding.joined)
    }

    pub(crate) fn resolve(&self, name: &str) -> Option<usize> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name)).copied()
    }

    /// What a variable holds where it is read.
    pub(crate) fn read(&mut self, at: usize) -> Value {
        let Some(binding) = self.bindings.get(at) else { return Value::default() };
        let mut value = if binding.function == self.function || !binding.is_assigned_again {
            let mut now = binding.now.clone();
            // A function may run before the assignment that stands above it.
            if binding.function != self.function {
                now.node = binding.joined;
            }
            now
        } else {
            Value { node: binding.joined, what: binding.now.what.clone(), ..Value::default() }
        };
        value.binding = Some(at);
        if !value.of.contains(&at) {
            value.of.push(at);
        }
        value
    }

    /// Gives a variable a value. In a branch, what it held comes back behind it.
    pub(crate) fn assign(&mut self, at: usize, value: &Value, place: u32) {
        let node = if value.node == 0 { 0 } else { self.node(place) };
        self.flow(value.node, node, Kind::Flow);
        let Some(binding) = self.bindings.get_mut(at) else { return };
        binding.is_assigned_again |= binding.is_assigned;
        binding.is_assigned = true;
        let (joined, before) = (binding.joined, binding.now.clone());
        if binding.function == self.function {
            binding.now = Value { node, ..value.clone() };
            self.undo.push((at, before));
        } else {
            // It runs some time: both may hold.
            binding.now.is_fixed = false;
            binding.now.text = None;
            if before.node == 0 {
                binding.now.node = joined;
            } else {
                self.flow(node, before.node, Kind::Flow);
            }
        }
        self.flow(node, joined, Kind::Flow);
    }

    /// A variable is known as something from here on.
    pub(crate) fn know(&mut self, at: usize, what: What) {
        if let Some(binding) = self.bindings.get_mut(at) {
            binding.now.what = what;
        }
    }

    /// What is known of a variable from here on, without an assignment.
    pub(crate) fn refine(&mut self, at: usize, name: &str, keep: u8, place: u32) {
        let before = self.read(at);
        let node = if before.node == 0 { 0 } else { self.node(place) };
        self.keep(before.node, node, Kind::Flow, keep);
        let value = Value { node, is_checked: true, ruled_out: before.ruled_out | !keep, ..before };
        match self.bindings.get_mut(at) {
            Some(binding) if binding.function == self.function => {
                let before = std::mem::replace(&mut binding.now, value);
                self.undo.push((at, before));
            }
            // Of another function's variable this holds in this branch alone.
            _ => self.remember(name.to_owned(), value),
        }
    }

    pub(crate) fn remember(&mut self, path: String, value: Value) {
        let before = self.checked.insert(path.clone(), value);
        self.checked_undo.push((path, before));
    }

    /// Puts a value into an object, and into all that its variable holds.
    pub(crate) fn put(&mut self, value: Node, object: &Value, kind: Kind) {
        self.flow(value, object.node, kind);
        let Some(binding) = object.binding.and_then(|at| self.bindings.get(at)) else { return };
        for node in [binding.now.node, binding.joined] {
            if node != object.node {
                self.flow(value, node, kind);
            }
        }
    }

    /// Where a branch begins.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.undo.len(), self.checked_undo.len())
    }

    /// Takes a branch back; what its variables held at its end.
    pub(crate) fn rewind(&mut self, mark: (usize, usize)) -> HashMap<usize, Value> {
        let mut ended = HashMap::new();
        while self.undo.len() > mark.0 {
            let Some((at, before)) = self.undo.pop() else { break };
            if let Some(binding) = self.bindings.get_mut(at) {
                let value = std::mem::replace(&mut binding.now, before);
                ended.entry(at).or_insert(value);
            }
        }
        while self.checked_undo.len() > mark.1 {
            let Some((path, before)) = self.checked_undo.pop() else { break };
            match before {
                Some(value) => self.checked.insert(path, value),
                None => self.checked.remove(&path),
            };
        }
        ended
    }

    /// What holds behind branches: of each variable, what any of them left. An empty list of branches is one that never ends.
    pub(crate) fn merge(&mut self, branches: &[HashMap<usize, Value>], may_skip: bool, place: u32) {
        let mut touched: Vec<usize> = branches.iter().flat_map(HashMap::keys).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        for at in touched {
            let Some(before) = self.bindings.get(at).map(|binding| binding.now.clone()) else { continue };
            let mut values: Vec<Value> = Vec::new();
            let mut is_kept = may_skip;
            for branch in branches {
                match branch.get(&at) {
                    Some(value) => values.push(value.clone()),
                    None => is_kept = true,
                }
            }
            if is_kept {
                values.push(before.clone());
            }
            let value = self.join(values, place);
            if let Some(binding) = self.bindings.get_mut(at) {
                binding.now = value;
                self.undo.push((at, before));
            }
        }
    }

    /// Any of these.
    pub(crate) fn join(&mut self, values: Vec<Value>, place: u32) -> Value {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return Value::default() };
        let rest: Vec<Value> = values.collect();
        if rest.is_empty() {
            return first;
        }
        let all = || std::iter::once(&first).chain(&rest);
        let node = if all().all(|value| value.node == 0) { 0 } else { self.node(place) };
        let mut of: Vec<usize> = all().flat_map(|value| value.of.iter().copied()).collect();
        of.sort_unstable();
        of.dedup();
        // A header that was compared with a list is a name of the list.
        let is_listed = |value: &Value| matches!(value.what, What::Header(_)) && value.is_checked;
        let known = all().find(|value| value.what != What::Unknown && !is_listed(value));
        let what = known.map(|value| value.what.clone()).unwrap_or_default();
        let joined = Value {
            node,
            text: None,
            is_fixed: all().all(|value| value.is_fixed),
            is_checked: all().all(Value::is_settled),
            ruled_out: all().fold(mask::EVERY, |bits, value| bits & value.ruled_out),
            of,
            what,
            binding: None,
        };
        for value in all() {
            self.flow(value.node, node, Kind::Flow);
        }
        joined
    }

    /// A loop's end flows to its start.
    pub(crate) fn around(&mut self, ended: &HashMap<usize, Value>) {
        for (at, value) in ended {
            let Some(before) = self.bindings.get(*at).map(|binding| binding.now.node) else { continue };
            self.flow(value.node, before, Kind::Flow);
        }
    }

    /// A scope whose end is somewhere else in a template.
    pub(crate) fn enter_scope(&mut self) -> (usize, usize) {
        self.scopes.push(Default::default());
        self.mark()
    }

    pub(crate) fn leave_scope(&mut self, mark: (usize, usize)) {
        self.rewind(mark);
        if self.scopes.len() > 1 {
            self.scopes.pop();
        }
    }

    pub(crate) fn scoped<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Default::default());
        let given = run(self);
        self.scopes.pop();
        given
    }
}
