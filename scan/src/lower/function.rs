//! Functions and classes.

use oxc_ast::ast::{
    ArrowFunctionExpression, BindingPattern, Class, ClassElement, Expression, FormalParameters, Function, FunctionBody,
    MethodDefinitionKind,
};
use oxc_span::Span;

use super::guard::Exits;
use super::{Lower, Value};
use crate::graph::{Func, Kind, Node, field};
use crate::models;

impl Lower<'_> {
    pub(crate) fn function(&mut self, function: &Function<'_>) -> Value {
        let Some(body) = &function.body else { return Value::default() };
        let how = (false, function.r#async || function.generator);
        self.callable(&function.params, body, how, function.span)
    }

    pub(crate) fn arrow(&mut self, arrow: &ArrowFunctionExpression<'_>) -> Value {
        self.callable(&arrow.params, &arrow.body, (arrow.expression, arrow.r#async), arrow.span)
    }

    fn callable(
        &mut self,
        params: &FormalParameters<'_>,
        body: &FunctionBody<'_>,
        (is_expression, is_async): (bool, bool),
        span: Span,
    ) -> Value {
        let node = self.node(span.start);
        let result = self.node(span.start);
        self.functions += 1;
        let outer = (self.function, self.result.replace(result), self.testing);
        self.function = self.functions;
        self.testing = 0;
        let mark = self.mark();
        self.scopes.push(Default::default());
        let mut nodes = Vec::new();
        let mut names = Vec::new();
        for param in &params.items {
            let at = self.node(param.span.start);
            nodes.push(at);
            let mut value = Value::of_node(at);
            if let Some(annotation) = &param.type_annotation {
                value = self.typed(value, &annotation.type_annotation, param.span);
            }
            if let Some(initializer) = &param.initializer {
                let default = self.expression(initializer);
                self.flow(default.node, at, Kind::Flow);
            }
            self.parameter(&param.pattern, value);
            names.push(param.pattern.get_binding_identifier().and_then(|id| self.resolve(&id.name)));
        }
        if let Some(rest) = &params.rest {
            let at = self.node(rest.span.start);
            nodes.push(at);
            self.bind(&rest.rest.argument, &Value::of_node(at));
        }
        let func = self.out.graph.funcs.len() as u32;
        self.out.graph.funcs.push(Func { params: nodes, rest: params.rest.is_some(), result, this: None });
        self.out.graph.func_nodes.push((node, func));
        let outer_exits = std::mem::replace(&mut self.exits, Exits::of(names));
        if is_expression {
            if let Some(oxc_ast::ast::Statement::ExpressionStatement(statement)) = body.statements.first() {
                let value = self.expression(&statement.expression);
                self.flow(value.node, result, Kind::Flow);
            }
        } else {
            self.statements(&body.statements);
            if !body.statements.last().is_some_and(Self::ends) {
                self.exit();
            }
        }
        let what = std::mem::replace(&mut self.exits, outer_exits).assertion(is_async);
        self.scopes.pop();
        self.rewind(mark);
        (self.function, self.result, self.testing) = outer;
        Value { node, what, ..Value::default() }
    }

    /// A parameter whose name says whose data it is, or that is such an object's property.
    fn parameter(&mut self, pattern: &BindingPattern<'_>, value: Value) {
        match pattern {
            BindingPattern::BindingIdentifier(id) if models::source_name(&id.name).is_some() => {
                let what = models::source_name(&id.name).unwrap_or_default();
                let node = self.source(id.span, what);
                self.flow(value.node, node, Kind::Flow);
                self.bind(pattern, &Value::of_node(node));
            }
            BindingPattern::ObjectPattern(object) => {
                self.bind(pattern, &value);
                for property in &object.properties {
                    let Some(id) = property.value.get_binding_identifier() else { continue };
                    let Some(name) = property.key.static_name() else { continue };
                    let Some(what) = models::source_name(&name) else { continue };
                    let node = self.source(id.span, what);
                    if let Some(at) = self.resolve(&id.name) {
                        let before = self.read(at);
                        self.flow(before.node, node, Kind::Flow);
                        self.assign(at, &Value::of_node(node), id.span.start);
                    }
                }
            }
            pattern => self.bind(pattern, &value),
        }
    }

    pub(crate) fn class(&mut self, class: &Class<'_>) -> Value {
        let node = self.node(class.span.start);
        let this = self.node(class.span.start);
        let value = Value::of_node(node);
        if let Some(id) = &class.id {
            let at = self.declare(&id.name, id.span.start);
            self.assign(at, &value, id.span.start);
        }
        let extends = class.super_class.as_ref().map(|parent| self.name_of(parent)).unwrap_or_default();
        if let Some(parent) = &class.super_class {
            // Its methods are this one's too.
            let parent = self.expression(parent);
            let inherited = self.call_back(parent.node, &[], class.span);
            self.flow(inherited, this, Kind::Flow);
        }
        let outer = self.this.replace(this);
        let mut constructor = None;
        for element in &class.body.body {
            match element {
                ClassElement::MethodDefinition(method) => {
                    let func = self.out.graph.funcs.len();
                    let value = self.function(&method.value);
                    let Some(name) = self.key_name(&method.key) else { continue };
                    models::method(self, &name, func);
                    for decorator in &method.decorators {
                        models::decorated(self, decorator, method.span);
                    }
                    if method.kind == MethodDefinitionKind::Constructor {
                        // The constructor's own function is the last that was made in it.
                        constructor = self.own_func(value.node);
                    } else if method.kind == MethodDefinitionKind::Get {
                        if let Some(func) =
                            self.own_func(value.node).and_then(|at| self.out.graph.funcs.get(at as usize))
                        {
                            let result = func.result;
                            self.flow(result, this, Kind::Store(field(&name)));
                        }
                    } else {
                        let target = if method.r#static { node } else { this };
                        self.flow(value.node, target, Kind::Store(field(&name)));
                    }
                }
                ClassElement::PropertyDefinition(property) => {
                    if let Some(initial) = &property.value {
                        let value = self.expression(initial);
                        if let Some(name) = self.key_name(&property.key) {
                            let target = if property.r#static { node } else { this };
                            self.flow(value.node, target, Kind::Store(field(&name)));
                        }
                    }
                }
                ClassElement::StaticBlock(block) => self.statements(&block.body),
                _ => {}
            }
        }
        self.this = outer;
        let params = match constructor.and_then(|at| self.out.graph.funcs.get(at as usize)) {
            Some(func) => func.params.clone(),
            None => Vec::new(),
        };
        let props = self.node(class.span.start);
        let params = if extends.ends_with("Component") {
            self.flow(props, this, Kind::Store(field("props")));
            for param in params {
                self.flow(props, param, Kind::Flow);
            }
            vec![props]
        } else {
            params
        };
        let func = self.out.graph.funcs.len() as u32;
        self.out.graph.funcs.push(Func { params, rest: false, result: this, this: Some(this) });
        self.out.graph.func_nodes.push((node, func));
        value
    }

    fn own_func(&self, node: Node) -> Option<u32> {
        self.out.graph.func_nodes.iter().rev().find(|(known, _)| *known == node).map(|(_, func)| *func)
    }

    /// The function that an expression is, where it stands there: its parameters' nodes and its result.
    pub(crate) fn literal_function<'b>(expression: &'b Expression<'b>) -> bool {
        matches!(
            expression.get_inner_expression(),
            Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)
        )
    }
}
