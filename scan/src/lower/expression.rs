//! Expressions, and what they come to.

use oxc_ast::ast::{
    ArrayExpressionElement, BinaryExpression, ChainElement, Expression, MemberExpression, ObjectExpression,
    ObjectPropertyKind, TaggedTemplateExpression, TemplateLiteral,
};
use oxc_span::{GetSpan, Span};
use oxc_syntax::operator::{AssignmentOperator, BinaryOperator, LogicalOperator, UnaryOperator};

use super::{Lower, Value, What, evidence};
use crate::graph::{ELEMENT, Kind, Node, field, mask};
use crate::models;

impl Lower<'_> {
    pub(crate) fn expression(&mut self, expression: &Expression<'_>) -> Value {
        self.deeper(Value::default(), |lower| lower.expression_inner(expression))
    }

    fn expression_inner(&mut self, expression: &Expression<'_>) -> Value {
        match expression {
            Expression::StringLiteral(literal) => Value::literal(&literal.value),
            Expression::BooleanLiteral(_)
            | Expression::NullLiteral(_)
            | Expression::NumericLiteral(_)
            | Expression::BigIntLiteral(_)
            | Expression::RegExpLiteral(_)
            | Expression::MetaProperty(_) => Value::fixed(),
            Expression::TemplateLiteral(template) => self.template(template),
            Expression::Identifier(id) => self.identifier(&id.name, id.span),
            Expression::ThisExpression(_) => Value::of_node(self.this.unwrap_or(0)),
            Expression::ArrayExpression(array) => {
                crate::config::in_array(self, array);
                models::plugin(self, array);
                let node = self.node(array.span.start);
                let (mut is_fixed, mut is_settled) = (true, true);
                for element in &array.elements {
                    match element {
                        ArrayExpressionElement::SpreadElement(spread) => {
                            let value = self.expression(&spread.argument);
                            is_fixed &= value.is_fixed;
                            is_settled &= value.is_settled();
                            self.flow(value.node, node, Kind::Flow);
                        }
                        element => {
                            let Some(element) = element.as_expression() else { continue };
                            let value = self.expression(element);
                            is_fixed &= value.is_fixed;
                            is_settled &= value.is_settled();
                            self.flow(value.node, node, Kind::Store(field(ELEMENT)));
                        }
                    }
                }
                Value { node, is_fixed, is_checked: is_settled, ..Value::default() }
            }
            Expression::ObjectExpression(object) => self.object(object),
            Expression::ArrowFunctionExpression(function) => self.arrow(function),
            Expression::FunctionExpression(function) => self.function(function),
            Expression::ClassExpression(class) => self.class(class),
            Expression::AssignmentExpression(assignment) => {
                let mut value = self.expression(&assignment.right);
                if let Some(target) = assignment.left.as_simple_assignment_target()
                    && assignment.operator != AssignmentOperator::Assign
                    && let Some(id) = target.get_identifier_name()
                {
                    let before = self.identifier(id, assignment.span);
                    let node = self.node(assignment.span.start);
                    for part in [before.node, value.node] {
                        self.flow(part, node, Kind::Text);
                    }
                    value = Value { node, is_fixed: before.is_fixed && value.is_fixed, ..Value::default() };
                }
                self.assign_target(&assignment.left, &value, assignment.right.span());
                value
            }
            Expression::AwaitExpression(await_) => self.expression(&await_.argument),
            Expression::BinaryExpression(binary) => self.binary(binary),
            Expression::CallExpression(call) => self.call(call),
            Expression::NewExpression(new) => self.construct(new),
            Expression::ChainExpression(chain) => match &chain.expression {
                ChainElement::CallExpression(call) => self.call(call),
                ChainElement::TSNonNullExpression(inner) => self.expression(&inner.expression),
                element => element.as_member_expression().map(|member| self.member(member)).unwrap_or_default(),
            },
            Expression::ConditionalExpression(conditional) => {
                self.test(&conditional.test);
                let mark = self.mark();
                self.learn(&conditional.test, true);
                let first = self.expression(&conditional.consequent);
                self.rewind(mark);
                let mark = self.mark();
                self.learn(&conditional.test, false);
                let second = self.expression(&conditional.alternate);
                self.rewind(mark);
                self.join(vec![first, second], conditional.span.start)
            }
            Expression::LogicalExpression(logical) => {
                let first = self.expression(&logical.left);
                let mark = self.mark();
                let is_and = logical.operator == LogicalOperator::And;
                if logical.operator != LogicalOperator::Coalesce {
                    self.learn(&logical.left, is_and);
                }
                let second = self.expression(&logical.right);
                self.rewind(mark);
                if is_and { second } else { self.join(vec![first, second], logical.span.start) }
            }
            Expression::ImportExpression(import) => {
                let value = self.expression(&import.source);
                let rules = models::evaluates(self);
                self.sink(value.node, import.span, rules, "an import");
                match value.text {
                    Some(module) => self.required(&module, import.span),
                    None => Value::default(),
                }
            }
            Expression::ParenthesizedExpression(inner) => self.expression(&inner.expression),
            Expression::SequenceExpression(sequence) => {
                sequence.expressions.iter().map(|part| self.expression(part)).last().unwrap_or_default()
            }
            Expression::TaggedTemplateExpression(tagged) => self.tagged(tagged),
            Expression::UnaryExpression(unary) => {
                let value = self.expression(&unary.argument);
                if unary.operator == UnaryOperator::Void {
                    Value::default()
                } else {
                    Value { is_fixed: value.is_fixed, ..Value::default() }
                }
            }
            Expression::UpdateExpression(_) => Value::default(),
            Expression::YieldExpression(yield_) => {
                let value = yield_.argument.as_ref().map(|argument| self.expression(argument)).unwrap_or_default();
                if let Some(result) = self.result {
                    self.flow(value.node, result, Kind::Store(field(ELEMENT)));
                }
                Value::default()
            }
            Expression::JSXElement(element) => self.jsx_element(element),
            Expression::JSXFragment(fragment) => self.jsx_children(&fragment.children, fragment.span),
            Expression::TSAsExpression(inner) => {
                let value = self.expression(&inner.expression);
                if value.node == 0 { value } else { self.typed(value, &inner.type_annotation, inner.span) }
            }
            Expression::TSSatisfiesExpression(inner) => self.expression(&inner.expression),
            Expression::TSTypeAssertion(inner) => self.expression(&inner.expression),
            Expression::TSNonNullExpression(inner) => self.expression(&inner.expression),
            Expression::TSInstantiationExpression(inner) => self.expression(&inner.expression),
            expression => expression.as_member_expression().map(|member| self.member(member)).unwrap_or_default(),
        }
    }

    pub(crate) fn identifier(&mut self, name: &str, span: Span) -> Value {
        if let Some(value) = self.checked.get(name) {
            return value.clone();
        }
        // `$store` is what a store of Svelte's holds.
        let store = name.strip_prefix('$').filter(|_| self.flavor == super::Flavor::Svelte);
        let found = self.resolve(name).or_else(|| store.and_then(|store| self.resolve(store)));
        if let Some(at) = found {
            let value = self.read(at);
            self.note_test(&value);
            return self.unwrapped(value, span);
        }
        if self.flavor == super::Flavor::Vue
            && self.is_template
            && let Some(this) = self.this
        {
            let node = self.node(span.start);
            self.flow(this, node, Kind::Load(field(name)));
            let value = models::named(self, name, Value::of_node(node), span);
            return self.unwrapped(value, span);
        }
        Value { is_fixed: models::is_fixed_global(name), ..Value::default() }
    }

    /// In Vue's templates a ref is its value, and a computed property what it gives.
    fn unwrapped(&mut self, value: Value, span: Span) -> Value {
        if !self.is_template || self.flavor != super::Flavor::Vue || value.node == 0 {
            return value;
        }
        let node = self.node(span.start);
        self.flow(value.node, node, Kind::Flow);
        self.flow(value.node, node, Kind::Load(field("value")));
        let given = self.call_back(value.node, &[], span);
        self.flow(given, node, Kind::Flow);
        Value { node, ..value }
    }

    /// What a condition reads: that a request's header is looked at is what the server rules ask.
    pub(crate) fn note_test(&mut self, value: &Value) {
        if self.testing > 0
            && let What::Header(name) = value.what
        {
            self.out.evidence |= match name {
                "origin" => evidence::ORIGIN,
                "host" => evidence::HOST,
                _ => evidence::ISOLATION,
            };
        }
    }

    pub(crate) fn member(&mut self, member: &MemberExpression<'_>) -> Value {
        if let Some(path) = self.path_of_member(member)
            && let Some(value) = self.checked.get(&path)
        {
            return value.clone();
        }
        let object = self.expression(member.object());
        let span = member.span();
        if let MemberExpression::ComputedMemberExpression(computed) = member
            && self.member_name(member).is_none()
        {
            self.expression(&computed.expression);
            let mut value = self.element_of(&object, span);
            if let Some(node) = (value.node != 0).then_some(value.node) {
                // A name that is computed may be any.
                self.keep(object.node, node, Kind::Flow, mask::EVERY);
            }
            value.is_checked = false;
            return value;
        }
        let Some(name) = self.member_name(member) else { return Value::default() };
        let value = self.property(&object, &name, span);
        let value = models::read(self, member, &object, &name, value);
        self.note_test(&value);
        value
    }

    /// A property of a value, by its name.
    pub(crate) fn property(&mut self, object: &Value, name: &str, span: Span) -> Value {
        if matches!(name, "length" | "size" | "byteLength") {
            return Value::default();
        }
        if let Some((module, import)) = object.import() {
            let name = if import == "*" || import == "default" { name.to_owned() } else { format!("{import}.{name}") };
            let what = What::Import { module: module.into(), name: name.into() };
            let node = self.load(object.node, span, &what_field(&what));
            return Value { node, what, ..Value::default() };
        }
        // What one property was checked for says nothing of another's text.
        let is_fixed = object.is_fixed;
        let mut node = self.load(object.node, span, name);
        // Nodes that a sanitizer gave, as text again.
        if object.what == What::Sanitized && matches!(name, "innerHTML" | "outerHTML" | "textContent" | "nodeValue") {
            let text = self.node(span.start);
            self.raise(object.node, text);
            node = text;
        }
        let is_fixed = is_fixed && name != "searchParams";
        let what = match (&object.what, name) {
            (found, "content") if *found != What::Sanitized => What::Content,
            (What::Content, name) if name != "text" => What::Unknown,
            (What::Headers, name) => models::header_name(name).map_or(What::Unknown, What::Header),
            (What::Setter(_) | What::Registration, _) => object.what.clone(),
            (What::Header(_), "origin" | "href" | "host" | "hostname" | "protocol") => object.what.clone(),
            (What::Sanitized, "body" | "firstChild" | "firstElementChild" | "documentElement" | "content") => {
                What::Sanitized
            }
            _ => What::Unknown,
        };
        Value { node, is_fixed, is_checked: object.is_checked, of: object.of.clone(), what, ..Value::default() }
    }

    fn load(&mut self, from: Node, span: Span, name: &str) -> Node {
        if from == 0 {
            return 0;
        }
        let node = self.node(span.start);
        // What is read of nodes may be text.
        let is_text = matches!(name, "textContent" | "innerText" | "innerHTML" | "outerHTML" | "nodeValue" | "value");
        let keep = if is_text { mask::EVERY & !mask::NODES } else { mask::EVERY };
        self.keep(from, node, Kind::Load(field(name)), keep);
        node
    }

    /// A member's value without its side effects, for what is put into it.
    pub(crate) fn expression_quietly(&mut self, expression: &Expression<'_>) -> Node {
        match expression.get_inner_expression() {
            Expression::Identifier(id) => self.resolve(&id.name).map_or(0, |at| self.read(at).node),
            Expression::ThisExpression(_) => self.this.unwrap_or(0),
            _ => 0,
        }
    }

    fn object(&mut self, object: &ObjectExpression<'_>) -> Value {
        let node = self.node(object.span.start);
        let outer = self.this;
        let mut is_fixed = true;
        for property in &object.properties {
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    let value = self.expression(&spread.argument);
                    is_fixed &= value.is_fixed;
                    self.flow(value.node, node, Kind::Flow);
                }
                ObjectPropertyKind::ObjectProperty(property) => {
                    if property.method && !self.is_component() {
                        self.this = Some(node);
                    }
                    let value = self.expression(&property.value);
                    self.this = outer;
                    is_fixed &= value.is_fixed;
                    let Some(name) = self.key_name(&property.key) else {
                        self.flow(value.node, node, Kind::Store(field(ELEMENT)));
                        continue;
                    };
                    self.flow(value.node, node, Kind::Store(field(&name)));
                    models::property_written(self, &name, &value, property);
                }
            }
        }
        models::object_written(self, object);
        Value { node, is_fixed, ..Value::default() }
    }

    pub(crate) fn is_component(&self) -> bool {
        matches!(self.flavor, super::Flavor::Vue)
    }

    fn template(&mut self, template: &TemplateLiteral<'_>) -> Value {
        let mut parts = Vec::new();
        for (at, quasi) in template.quasis.iter().enumerate() {
            let text = quasi.value.cooked.as_ref().unwrap_or(&quasi.value.raw);
            parts.push(Value::literal(text));
            if let Some(expression) = template.expressions.get(at) {
                parts.push(self.expression(expression));
            }
        }
        self.text_of(&parts, template.span)
    }

    fn binary(&mut self, binary: &BinaryExpression<'_>) -> Value {
        if binary.operator != BinaryOperator::Addition {
            self.testing += 1;
            let parts = [&binary.left, &binary.right].map(|side| self.expression(side));
            self.testing -= 1;
            models::compared(self, binary);
            return Value { is_fixed: parts.iter().all(|part| part.is_fixed), ..Value::default() };
        }
        // A long sum leans to the left: its parts are found without going deeper.
        let mut sides = vec![&binary.right];
        let mut left = &binary.left;
        while let Expression::BinaryExpression(inner) = left.get_inner_expression() {
            if inner.operator != BinaryOperator::Addition {
                break;
            }
            sides.push(&inner.right);
            left = &inner.left;
        }
        sides.push(left);
        let parts: Vec<Value> = sides.into_iter().rev().map(|side| self.expression(side)).collect();
        self.text_of(&parts, binary.span)
    }

    fn tagged(&mut self, tagged: &TaggedTemplateExpression<'_>) -> Value {
        let tag = self.expression(&tagged.tag);
        let name = self.name_of(&tagged.tag);
        // A template of elements escapes what is put into it, but for properties that are markup.
        let is_markup = matches!(name.as_str(), "html" | "svg" | "jsx" | "htm");
        let is_safe = is_markup || matches!(name.as_str(), "sql" | "css" | "gql");
        let node = self.node(tagged.span.start);
        for (at, expression) in tagged.quasi.expressions.iter().enumerate() {
            let value = self.expression(expression);
            if is_markup {
                let before = tagged.quasi.quasis.get(at).map(|quasi| quasi.value.raw.as_str()).unwrap_or_default();
                models::lit_hole(self, before, &value, expression.span());
            }
            if name == "String.raw" || !is_safe {
                self.flow(value.node, node, Kind::Text);
            }
        }
        Value { node: if is_safe { 0 } else { node }, what: tag.what, ..Value::default() }
    }

    /// What an expression is called: `navigator.sendBeacon`, `$().html`, `this.server.listen`.
    pub(crate) fn name_of(&self, expression: &Expression<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut at = expression.get_inner_expression();
        for _ in 0..6 {
            match at {
                Expression::Identifier(id) => {
                    parts.push(id.name.to_string());
                    break;
                }
                Expression::ThisExpression(_) => {
                    parts.push("this".to_owned());
                    break;
                }
                Expression::CallExpression(call) => {
                    at = call.callee.get_inner_expression();
                    if let Some(member) = at.get_member_expr() {
                        parts.push(format!("{}()", self.member_name(member).unwrap_or_default()));
                        at = member.object().get_inner_expression();
                    } else if let Expression::Identifier(id) = at {
                        parts.push(format!("{}()", id.name));
                        break;
                    } else {
                        break;
                    }
                }
                Expression::ChainExpression(chain) => match &chain.expression {
                    ChainElement::CallExpression(call) => {
                        at = call.callee.get_inner_expression();
                        match at.get_member_expr() {
                            Some(member) => {
                                parts.push(format!("{}()", self.member_name(member).unwrap_or_default()));
                                at = member.object().get_inner_expression();
                            }
                            None => break,
                        }
                    }
                    element => match element.as_member_expression() {
                        Some(member) => {
                            parts.push(self.member_name(member).unwrap_or_else(|| "[]".to_owned()));
                            at = member.object().get_inner_expression();
                        }
                        None => break,
                    },
                },
                Expression::AwaitExpression(inner) => at = inner.argument.get_inner_expression(),
                other => match other.as_member_expression() {
                    Some(member) => {
                        parts.push(self.member_name(member).unwrap_or_else(|| "[]".to_owned()));
                        at = member.object().get_inner_expression();
                    }
                    None => break,
                },
            }
        }
        parts.reverse();
        parts.join(".")
    }

    /// `item.url`, where each part is a name, and there are few.
    pub(crate) fn path_of(&self, expression: &Expression<'_>) -> Option<String> {
        self.path_within(expression.get_inner_expression(), MAX_PARTS)
    }

    pub(crate) fn path_of_member(&self, member: &MemberExpression<'_>) -> Option<String> {
        let object = member.object().get_inner_expression();
        Some(format!("{}.{}", self.path_within(object, MAX_PARTS)?, self.member_name(member)?))
    }

    fn path_within(&self, expression: &Expression<'_>, left: usize) -> Option<String> {
        let member = match expression {
            Expression::Identifier(id) => return Some(id.name.to_string()),
            Expression::ThisExpression(_) => return Some("this".to_owned()),
            Expression::ChainExpression(chain) => chain.expression.as_member_expression()?,
            other => other.as_member_expression()?,
        };
        if left == 0 {
            return None;
        }
        let object = self.path_within(member.object().get_inner_expression(), left - 1)?;
        Some(format!("{object}.{}", self.member_name(member)?))
    }
}

/// Names in a path that a condition may speak of.
const MAX_PARTS: usize = 6;

fn what_field(what: &What) -> String {
    match what {
        What::Import { name, .. } => name.rsplit('.').next().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
