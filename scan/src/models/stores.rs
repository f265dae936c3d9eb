//! Stores that hold a program's state: what one place puts in, another takes out.

use oxc_span::Span;

use super::Invoked;
use crate::graph::{ELEMENT, Func, Kind, Node, field};
use crate::lower::{Lower, Value, What};

/// `create((set, get) => ({ … }))`, and `create()(…)`; what it gives is a function of a selector.
pub(super) fn zustand(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Value {
    let span = call.span;
    let state = lower.node(span.start);
    let setter = setter_of(lower, state, span);
    let getter = lower.node(span.start);
    function(lower, getter, Vec::new(), state);
    let hook = lower.node(span.start);
    let (selector, selected) = (lower.node(span.start), lower.node(span.start));
    let part = lower.call_back(selector, &[state], span);
    lower.flow(part, selected, Kind::Flow);
    lower.flow(state, selected, Kind::Flow);
    function(lower, hook, vec![selector], selected);
    lower.flow(getter, hook, Kind::Store(field("getState")));
    lower.flow(setter, hook, Kind::Store(field("setState")));
    let start = call.arg(0);
    if start.node != 0 {
        let made = lower.call_back(start.node, &[setter, getter], span);
        lower.flow(made, state, Kind::Flow);
        return Value::of_node(hook);
    }
    let (curried, param) = (lower.node(span.start), lower.node(span.start));
    let made = lower.call_back(param, &[setter, getter], span);
    lower.flow(made, state, Kind::Flow);
    function(lower, curried, vec![param], hook);
    Value::of_node(curried)
}

/// `defineStore("name", () => ({ … }))`. One of options holds what its actions put into it.
pub(super) fn pinia(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let setup = call
        .args
        .last()
        .filter(|_| call.written.last().and_then(|last| last.as_expression()).is_some_and(Lower::literal_function))?;
    let hook = lower.node(call.span.start);
    let store = lower.call_back(setup.node, &[], call.span);
    function(lower, hook, Vec::new(), store);
    Some(Value::of_node(hook))
}

/// Angular's `signal("")`: it is read by a call, and has methods that set it.
pub(super) fn signal(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Value {
    let start = call.span.start;
    let (state, signal) = (lower.node(start), lower.node(start));
    lower.flow(call.arg(0).node, state, Kind::Flow);
    let setter = setter_of(lower, state, call.span);
    function(lower, signal, Vec::new(), state);
    for name in ["set", "update"] {
        lower.flow(setter, signal, Kind::Store(field(name)));
    }
    Value::of_node(signal)
}

/// Jotai's `useAtom(atom)`, and `useSetAtom(atom)`: the atom holds the state.
pub(super) fn atom(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Value {
    let state = call.arg(0).node;
    let setter = setter_of(lower, state, call.span);
    if call.method == "useSetAtom" {
        return Value::of_node(setter);
    }
    let pair = lower.node(call.span.start);
    lower.flow(setter, pair, Kind::Store(field(ELEMENT)));
    Value { node: pair, what: What::Setter(state), ..Value::default() }
}

/// A function that puts into the state what it is given, or what that makes of the state.
fn setter_of(lower: &mut Lower<'_>, state: Node, span: Span) -> Node {
    let (taken, setter) = (lower.node(span.start), lower.node(span.start));
    lower.flow(taken, state, Kind::Flow);
    let next = lower.call_back(taken, &[state], span);
    lower.flow(next, state, Kind::Flow);
    function(lower, setter, vec![taken], 0);
    setter
}

fn function(lower: &mut Lower<'_>, node: Node, params: Vec<Node>, result: Node) {
    let func = lower.out.graph.funcs.len() as u32;
    lower.out.graph.funcs.push(Func { params, rest: false, result, this: None });
    lower.out.graph.func_nodes.push((node, func));
}
