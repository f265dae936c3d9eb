//! Calls: the models' first, then the methods of arrays, texts and promises, then whatever function the search finds.

use oxc_ast::ast::{Argument, CallExpression, Expression, NewExpression};
use oxc_span::Span;

use super::{Lower, Value, What};
use crate::graph::{Call, ELEMENT, Kind, Node, field, mask};
use crate::models::{self, Invoked};

/// Methods that give texts of a text, or parts of a list.
const OF_RECEIVER: &[&str] = &[
    "trim",
    "trimStart",
    "trimEnd",
    "toLowerCase",
    "toUpperCase",
    "toString",
    "valueOf",
    "slice",
    "substring",
    "substr",
    "normalize",
    "padStart",
    "padEnd",
    "repeat",
    "concat",
    "at",
    "flat",
    "reverse",
    "sort",
    "toSorted",
    "values",
    "entries",
    "clone",
    "text",
    "json",
    "blob",
    "arrayBuffer",
    "getReader",
    "read",
    "pipeThrough",
    "tee",
    "get",
    "getAll",
    "pop",
    "shift",
    "charAt",
    "toWellFormed",
    "toJSON",
    "next",
    "toReversed",
    "fill",
    "formData",
    "body",
];

impl Lower<'_> {
    pub(crate) fn call(&mut self, call: &CallExpression<'_>) -> Value {
        // `(0, module.name)(…)`: what compilers make of a call to an import.
        let callee = match call.callee.get_inner_expression() {
            Expression::SequenceExpression(sequence) => sequence.expressions.last().unwrap_or(&call.callee),
            callee => callee,
        };
        let name = self.name_of(callee);
        if matches!(name.as_str(), "require")
            && let Some(Expression::StringLiteral(module)) = call.arguments.first().and_then(Argument::as_expression)
        {
            return self.required(&module.value, call.span);
        }
        let callee = callee.get_inner_expression();
        let member = match callee {
            Expression::ChainExpression(chain) => chain.expression.as_member_expression(),
            other => other.get_member_expr(),
        };
        let receiver = member.map(|member| self.expression(member.object()));
        let method = member.and_then(|member| self.member_name(member)).unwrap_or_default();
        let target = match (&receiver, member) {
            (Some(object), Some(_)) if !method.is_empty() => {
                let object = object.clone();
                self.property(&object, &method, call.span)
            }
            _ => self.expression(callee),
        };
        let is_test = models::is_check(&method)
            || models::is_check(&name)
            || matches!(method.as_str(), "has" | "includes" | "test" | "some" | "startsWith");
        self.testing += u32::from(is_test);
        let args = self.arguments(&call.arguments);
        self.testing -= u32::from(is_test);
        // An import may have another name here than where it is from.
        let imported = target.import().map(|(_, name)| name.rsplit('.').next().unwrap_or(name));
        let own = match imported.filter(|name| receiver.is_none() && !matches!(*name, "default" | "*" | "")) {
            Some(imported) => imported.to_owned(),
            None => name.rsplit('.').next().unwrap_or_default().to_owned(),
        };
        let invoked = Invoked {
            name: &name,
            method: if method.is_empty() { &own } else { &method },
            receiver: receiver.as_ref(),
            target: &target,
            args: &args,
            written: &call.arguments,
            span: call.span,
        };
        if let Some(value) = models::called(self, &invoked) {
            return value;
        }
        if let Some(receiver) = &receiver
            && let Some(value) = self.method(&method, receiver, &args, &call.arguments, call.span)
        {
            return value;
        }
        self.invoke(&target, receiver.as_ref(), &args, &call.arguments, &name, call.span)
    }

    /// Whatever function that is.
    pub(crate) fn invoke(
        &mut self,
        target: &Value,
        receiver: Option<&Value>,
        args: &[Value],
        written: &[Argument<'_>],
        name: &str,
        span: Span,
    ) -> Value {
        let result = self.node(span.start);
        let unknown = if target.node != 0 || receiver.is_none() { models::keep_through(name) } else { 0 };
        let callee = if target.node == 0 { self.node(span.start) } else { target.node };
        self.out.graph.calls.push(Call {
            callee,
            args: args.iter().map(|arg| arg.node).collect(),
            result,
            unknown,
            is_new: false,
        });
        // A function that is handed over is called with what it stands beside, where nobody knows better.
        if written.iter().any(|argument| argument.as_expression().is_some_and(Self::literal_function)) {
            let mix = self.node(span.start);
            if let Some(receiver) = receiver {
                self.flow(receiver.node, mix, Kind::Flow);
            }
            for (argument, value) in written.iter().zip(args) {
                if !argument.as_expression().is_some_and(Self::literal_function) {
                    self.flow(value.node, mix, Kind::Flow);
                }
            }
            for (argument, value) in written.iter().zip(args) {
                if argument.as_expression().is_some_and(Self::literal_function) {
                    self.call_back(value.node, &[mix, mix], span);
                }
            }
        }
        let encoded =
            args.first().filter(|_| matches!(name, "encodeURIComponent" | "encodeURI" | "btoa")).map(|arg| arg.node);
        let of = args.iter().flat_map(|arg| arg.of.iter().copied()).collect();
        let is_verdict = models::is_check(name.rsplit('.').next().unwrap_or_default());
        let what = match encoded.filter(|node| *node != 0) {
            Some(node) => What::Encoded(node),
            None if is_verdict => What::Verdict,
            None => What::Unknown,
        };
        let is_fixed = models::gives_fixed(name)
            || (!args.is_empty()
                && args.iter().all(|arg| arg.is_fixed)
                && receiver.is_none_or(|receiver| receiver.is_fixed));
        Value { node: result, is_fixed, of, what, is_checked: models::gives_checked(name), ..Value::default() }
    }

    pub(crate) fn arguments(&mut self, arguments: &[Argument<'_>]) -> Vec<Value> {
        let mut values = Vec::new();
        for argument in arguments {
            values.push(match argument {
                Argument::SpreadElement(spread) => {
                    let list = self.expression(&spread.argument);
                    self.element_of(&list, spread.span)
                }
                argument => argument.as_expression().map(|argument| self.expression(argument)).unwrap_or_default(),
            });
        }
        values
    }

    /// Calls a function that a node is; its result.
    pub(crate) fn call_back(&mut self, callee: Node, args: &[Node], span: Span) -> Node {
        if callee == 0 {
            return 0;
        }
        let result = self.node(span.start);
        self.out.graph.calls.push(Call { callee, args: args.to_vec(), result, unknown: 0, is_new: false });
        result
    }

    fn method(
        &mut self,
        method: &str,
        receiver: &Value,
        args: &[Value],
        written: &[Argument<'_>],
        span: Span,
    ) -> Option<Value> {
        let first = args.first().cloned().unwrap_or_default();
        let is_function = written.first().and_then(Argument::as_expression).is_some_and(|argument| {
            Self::literal_function(argument) || matches!(argument.get_inner_expression(), Expression::Identifier(_))
        });
        match method {
            "then" | "catch" | "finally" => {
                if receiver.what == What::Registration && method == "then" {
                    models::registered(self, written);
                }
                let result = self.node(span.start);
                let given = self.call_back(first.node, &[if method == "then" { receiver.node } else { 0 }], span);
                self.flow(given, result, Kind::Flow);
                if method != "then" {
                    self.flow(receiver.node, result, Kind::Flow);
                }
                return Some(Value::of_node(result));
            }
            "map" | "flatMap" | "forEach" | "find" | "findLast" | "filter" | "some" | "every" | "reduce"
            | "reduceRight"
                if is_function || !written.is_empty() =>
            {
                return Some(self.iterate(method, receiver, args, written, span));
            }
            "push" | "unshift" | "add" | "append" | "set" | "enqueue" if receiver.node != 0 => {
                for arg in args {
                    self.put(arg.node, receiver, Kind::Store(field(ELEMENT)));
                }
                return None;
            }
            "splice" => return None,
            // `show.call(view, html)`
            "call" | "apply" if receiver.node != 0 && args.len() > 1 => {
                let nodes: Vec<Node> = match method {
                    "apply" => vec![self.element_of(&args[1], span).node],
                    _ => args.iter().skip(1).map(|arg| arg.node).collect(),
                };
                return Some(Value::of_node(self.call_back(receiver.node, &nodes, span)));
            }
            "bind" if receiver.node != 0 && args.len() == 1 => return Some(receiver.clone()),
            "join" => {
                let node = self.text_from(receiver, span);
                return Some(Value { node, is_fixed: receiver.is_fixed, ..Value::default() });
            }
            "split" | "match" | "matchAll" | "exec" => {
                let node = self.text_from(if method == "exec" { &first } else { receiver }, span);
                let list = self.node(span.start);
                self.flow(node, list, Kind::Store(field(ELEMENT)));
                return Some(Value::of_node(list));
            }
            "replace" | "replaceAll" => return Some(models::replaced(self, receiver, args, written, span)),
            "get" | "at" if receiver.is_fixed => return Some(Value::fixed()),
            "pop" | "shift" | "at" | "get" | "next" | "read" if receiver.node != 0 => {
                let node = self.node(span.start);
                self.flow(receiver.node, node, Kind::Load(field(ELEMENT)));
                if matches!(method, "read" | "next") {
                    self.flow(receiver.node, node, Kind::Flow);
                }
                return Some(Value { node, is_fixed: receiver.is_fixed, of: receiver.of.clone(), ..Value::default() });
            }
            "includes" | "has" | "indexOf" | "startsWith" | "endsWith" | "test" | "charCodeAt" | "codePointAt"
            | "search" | "localeCompare" | "findIndex" | "hasOwnProperty" | "isArray" => return Some(Value::default()),
            _ => {}
        }
        if OF_RECEIVER.contains(&method) && receiver.node != 0 {
            let node = self.node(span.start);
            self.flow(receiver.node, node, Kind::Flow);
            if method == "concat" {
                for arg in args {
                    self.flow(arg.node, node, Kind::Flow);
                }
            }
            // A method of the same name that the project wrote.
            let own = self.property(receiver, method, span);
            let nodes: Vec<Node> = args.iter().map(|arg| arg.node).collect();
            let given = self.call_back(own.node, &nodes, span);
            self.flow(given, node, Kind::Flow);
            return Some(Value { node, text: None, what: What::Unknown, ..receiver.clone() });
        }
        None
    }

    fn text_from(&mut self, value: &Value, span: Span) -> Node {
        if value.node == 0 {
            return 0;
        }
        let node = self.node(span.start);
        self.flow(value.node, node, Kind::Text);
        node
    }

    /// A method that calls its function for each element.
    fn iterate(&mut self, method: &str, list: &Value, args: &[Value], written: &[Argument<'_>], span: Span) -> Value {
        let mut item = self.element_of(list, span);
        if list.what == What::Content && self.slice(span).contains(".text") {
            // The blocks of a result, whatever gave the result.
            let node = self.guess(span, crate::models::TOOL);
            self.flow(item.node, node, Kind::Flow);
            item.node = node;
        }
        let callee = args.first().map_or(0, |arg| arg.node);
        let result = self.node(span.start);
        match method {
            "reduce" | "reduceRight" => {
                let start = args.get(1).map_or(0, |arg| arg.node);
                self.flow(start, result, Kind::Flow);
                let given = self.call_back(callee, &[result, item.node], span);
                self.flow(given, result, Kind::Flow);
                return Value::of_node(result);
            }
            "find" | "findLast" => {
                self.call_back(callee, &[item.node], span);
                self.flow(item.node, result, Kind::Flow);
            }
            "filter" => {
                self.call_back(callee, &[item.node], span);
                let keep = self.kept_by_filter(written);
                self.keep(list.node, result, Kind::Flow, keep);
                let is_checked = keep != mask::EVERY;
                return Value {
                    node: result,
                    is_checked,
                    is_fixed: list.is_fixed,
                    of: list.of.clone(),
                    what: list.what.clone(),
                    ..Value::default()
                };
            }
            "forEach" | "some" | "every" => {
                self.call_back(callee, &[item.node], span);
                return Value::default();
            }
            _ => {
                let given = self.call_back(callee, &[item.node], span);
                let kind = if method == "flatMap" { Kind::Flow } else { Kind::Store(field(ELEMENT)) };
                self.flow(given, result, kind);
                self.flow(given, result, Kind::Store(field(ELEMENT)));
            }
        }
        let what = if matches!(method, "find" | "findLast") { list.what.clone() } else { What::Unknown };
        Value { node: result, is_fixed: list.is_fixed, what, ..Value::default() }
    }

    /// What elements keep that a filter let through.
    fn kept_by_filter(&self, written: &[Argument<'_>]) -> u8 {
        let Some(Expression::ArrowFunctionExpression(arrow)) =
            written.first().and_then(Argument::as_expression).map(Expression::get_inner_expression)
        else {
            let named = written.first().and_then(Argument::as_expression).map(|argument| self.name_of(argument));
            return if named.is_some_and(|name| models::is_check(&name)) {
                mask::EVERY & !(mask::SCHEME | mask::DEST)
            } else {
                mask::EVERY
            };
        };
        let Some(param) = arrow.params.items.first() else { return mask::EVERY };
        let Some(id) = param.pattern.get_binding_identifier() else { return mask::EVERY };
        arrow.get_expression().map_or(mask::EVERY, |body| self.kept_by(body, &id.name))
    }

    pub(crate) fn construct(&mut self, new: &NewExpression<'_>) -> Value {
        let name = self.name_of(&new.callee);
        let target = self.expression(&new.callee);
        let args = self.arguments(&new.arguments);
        let invoked = Invoked {
            name: &name,
            method: name.rsplit('.').next().unwrap_or_default(),
            receiver: None,
            target: &target,
            args: &args,
            written: &new.arguments,
            span: new.span,
        };
        if let Some(value) = models::constructed(self, &invoked) {
            return value;
        }
        let result = self.node(new.span.start);
        if target.node != 0 {
            self.out.graph.calls.push(Call {
                callee: target.node,
                args: args.iter().map(|arg| arg.node).collect(),
                result,
                unknown: 0,
                is_new: true,
            });
        }
        // Its function is called with what it says: `new Promise((resolve) => …)`.
        if name == "Promise"
            && let Some(executor) = args.first()
        {
            let resolve = self.node(new.span.start);
            let taken = self.node(new.span.start);
            let func = self.out.graph.funcs.len() as u32;
            self.out.graph.funcs.push(crate::graph::Func { params: vec![taken], rest: false, result: 0, this: None });
            self.out.graph.func_nodes.push((resolve, func));
            self.flow(taken, result, Kind::Flow);
            self.call_back(executor.node, &[resolve], new.span);
        }
        Value { node: result, what: models::made(&name, &target), ..Value::default() }
    }
}
