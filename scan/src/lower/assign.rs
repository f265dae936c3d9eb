//! Patterns and targets of assignments.

use oxc_ast::ast::{
    AssignmentTarget, AssignmentTargetMaybeDefault, AssignmentTargetProperty, BindingPattern, Expression,
    MemberExpression, PropertyKey, TSType, TSTypeName,
};
use oxc_span::{GetSpan, Span};

use super::{Lower, Value, What};
use crate::graph::{ELEMENT, Kind, field};
use crate::models::{self, Assigned};

impl Lower<'_> {
    pub(crate) fn bind(&mut self, pattern: &BindingPattern<'_>, value: &Value) {
        self.deeper((), |lower| lower.bind_inner(pattern, value));
    }

    fn bind_inner(&mut self, pattern: &BindingPattern<'_>, value: &Value) {
        match pattern {
            BindingPattern::BindingIdentifier(id) => {
                let at = self.declare(&id.name, id.span.start);
                self.assign(at, value, id.span.start);
            }
            BindingPattern::ObjectPattern(pattern) => {
                for property in &pattern.properties {
                    let name = property.key.static_name();
                    let part = match name.as_deref() {
                        Some(name) => {
                            let part = self.property(value, name, property.span);
                            models::named(self, name, part, property.span)
                        }
                        None => value.clone(),
                    };
                    self.bind(&property.value, &part);
                }
                if let Some(rest) = &pattern.rest {
                    self.bind(&rest.argument, value);
                }
            }
            BindingPattern::ArrayPattern(pattern) => {
                for (at, element) in pattern.elements.iter().enumerate() {
                    let Some(element) = element else { continue };
                    let mut part = self.element_of(value, element.span());
                    // The pair of a state and its setter.
                    if at == 1
                        && let What::Setter(_) = value.what
                    {
                        part = Value { node: part.node, what: value.what.clone(), ..Value::default() };
                    } else if let What::Setter(state) = value.what {
                        part = Value::of_node(state);
                    }
                    self.bind(element, &part);
                }
                if let Some(rest) = &pattern.rest {
                    self.bind(&rest.argument, value);
                }
            }
            BindingPattern::AssignmentPattern(pattern) => {
                let default = self.expression(&pattern.right);
                let both = self.join(vec![Value { is_fixed: false, ..value.clone() }, default], pattern.span.start);
                self.bind(&pattern.left, &both);
            }
        }
    }

    pub(crate) fn assign_target(&mut self, target: &AssignmentTarget<'_>, value: &Value, written: Span) {
        match target {
            AssignmentTarget::AssignmentTargetIdentifier(id) => {
                let place = id.span.start;
                match self.resolve(&id.name) {
                    Some(at) => self.assign(at, value, place),
                    None => self.assign_global(&id.name, value, id.span),
                }
            }
            AssignmentTarget::ObjectAssignmentTarget(pattern) => {
                for property in &pattern.properties {
                    match property {
                        AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(property) => {
                            let part = self.property(value, &property.binding.name, property.span);
                            if let Some(at) = self.resolve(&property.binding.name) {
                                self.assign(at, &part, property.span.start);
                            }
                        }
                        AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) => {
                            let part = match property.name.static_name() {
                                Some(name) => self.property(value, &name, property.span),
                                None => value.clone(),
                            };
                            self.assign_default(&property.binding, &part, written);
                        }
                    }
                }
            }
            AssignmentTarget::ArrayAssignmentTarget(pattern) => {
                for element in pattern.elements.iter().flatten() {
                    let part = self.element_of(value, element.span());
                    self.assign_default(element, &part, written);
                }
            }
            target => {
                if let Some(member) = target.as_member_expression() {
                    self.assign_member(member, value, written);
                } else if let Some(member) = target.get_expression().and_then(|inner| inner.as_member_expression()) {
                    self.assign_member(member, value, written);
                }
            }
        }
    }

    fn assign_default(&mut self, target: &AssignmentTargetMaybeDefault<'_>, value: &Value, written: Span) {
        match target {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(target) => {
                self.assign_target(&target.binding, value, written);
            }
            target => {
                if let Some(target) = target.as_assignment_target() {
                    self.assign_target(target, value, written);
                }
            }
        }
    }

    fn assign_global(&mut self, name: &str, value: &Value, span: Span) {
        if name == "location" {
            self.sink(value.node, span, models::NAVIGATES, "the page's address");
        }
        if name == "onmessage" {
            self.listen(value, span, "window");
        }
        if name != "location" && !name.starts_with("on") && self.flavor != super::Flavor::Script {
            let at = self.declare(name, span.start);
            self.assign(at, value, span.start);
        }
    }

    fn assign_member(&mut self, member: &MemberExpression<'_>, value: &Value, written: Span) {
        let object = self.expression(member.object());
        let span = member.span();
        let Some(name) = self.member_name(member) else {
            if let MemberExpression::ComputedMemberExpression(member) = member {
                self.expression(&member.expression);
            }
            self.put(value.node, &object, Kind::Store(field(ELEMENT)));
            return;
        };
        let written = self.slice(written);
        models::assigned(self, &Assigned { member, object: &object, name: &name, value, written, span });
        if member.object().is_specific_id("exports") || member.object().is_specific_member_access("module", "exports") {
            let exports = self.out.exports;
            self.flow(value.node, exports, Kind::Store(field(&name)));
        }
        if member.object().is_specific_id("module") && name == "exports" {
            let exports = self.out.exports;
            self.flow(value.node, exports, Kind::Flow);
            self.flow(value.node, exports, Kind::Store(field("default")));
        }
        self.put(value.node, &object, Kind::Store(field(&name)));
        // A state that is an object with a value, such as a ref.
        if let Some(path) = self.path_of_member(member) {
            self.checked.remove(&path);
        }
        self.store_back(member.object(), &object);
    }

    /// An object that a chain of properties gave: what is put into it shows in the whole.
    fn store_back(&mut self, object: &Expression<'_>, value: &Value) {
        let mut at = object.get_inner_expression();
        let mut node = value.node;
        for _ in 0..3 {
            let Some(member) = at.get_member_expr() else { break };
            let Some(name) = self.member_name(member) else { break };
            let outer = self.expression_quietly(member.object());
            self.flow(node, outer, Kind::Store(field(&name)));
            node = outer;
            at = member.object().get_inner_expression();
        }
    }

    /// A parameter's or a variable's type, where it says whose data it is.
    pub(crate) fn typed(&mut self, value: Value, annotation: &TSType<'_>, span: Span) -> Value {
        let Some(what) = self.source_type(annotation, 0) else { return value };
        let node = self.source(span, what);
        self.flow(value.node, node, Kind::Flow);
        Value { node, is_fixed: false, text: None, ..value }
    }

    fn source_type(&self, annotation: &TSType<'_>, depth: u32) -> Option<&'static str> {
        match annotation {
            TSType::TSTypeReference(reference) => {
                let name = match &reference.type_name {
                    TSTypeName::IdentifierReference(id) => id.name.as_str(),
                    TSTypeName::QualifiedName(name) => name.right.name.as_str(),
                    TSTypeName::ThisExpression(_) => return None,
                };
                if let Some(what) = models::source_type(name) {
                    return Some(what);
                }
                let is_wrapper =
                    matches!(name, "Promise" | "Awaited" | "Array" | "ReadonlyArray" | "Partial" | "Readonly");
                let inner = reference.type_arguments.as_ref().filter(|_| is_wrapper && depth < 4)?;
                inner.params.iter().find_map(|inner| self.source_type(inner, depth + 1))
            }
            TSType::TSArrayType(array) if depth < 4 => self.source_type(&array.element_type, depth + 1),
            TSType::TSUnionType(union) if depth < 4 => {
                union.types.iter().find_map(|inner| self.source_type(inner, depth + 1))
            }
            _ => None,
        }
    }

    pub(crate) fn key_name(&self, key: &PropertyKey<'_>) -> Option<String> {
        match key {
            PropertyKey::PrivateIdentifier(id) => Some(format!("#{}", id.name)),
            key => key.static_name().map(|name| name.into_owned()),
        }
    }

    pub(crate) fn member_name(&self, member: &MemberExpression<'_>) -> Option<String> {
        match member {
            MemberExpression::PrivateFieldExpression(member) => Some(format!("#{}", member.field.name)),
            MemberExpression::ComputedMemberExpression(computed) if member.static_property_name().is_none() => {
                let Expression::Identifier(id) = computed.expression.get_inner_expression() else { return None };
                let value = self.resolve(&id.name).and_then(|at| self.peek(at))?;
                value.text.as_deref().filter(|_| value.is_fixed).map(str::to_owned)
            }
            member => member.static_property_name().map(str::to_owned),
        }
    }
}
