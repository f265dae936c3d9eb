//! Elements as expressions.

use oxc_ast::ast::{
    JSXAttributeItem, JSXAttributeName, JSXAttributeValue, JSXChild, JSXElement, JSXElementName, JSXExpression,
    JSXMemberExpressionObject,
};
use oxc_span::Span;

use super::{Lower, Value};
use crate::graph::{Kind, field};
use crate::models;

impl Lower<'_> {
    pub(crate) fn jsx_element(&mut self, element: &JSXElement<'_>) -> Value {
        let opening = &element.opening_element;
        let (tag, component) = self.jsx_name(&opening.name);
        let props = self.node(element.span.start);
        let mut attributes: Vec<(String, Value, Span)> = Vec::new();
        for attribute in &opening.attributes {
            match attribute {
                JSXAttributeItem::SpreadAttribute(spread) => {
                    let value = self.expression(&spread.argument);
                    self.flow(value.node, props, Kind::Flow);
                    if component.is_none() {
                        models::spread(self, &tag, &value, spread.span);
                    }
                }
                JSXAttributeItem::Attribute(attribute) => {
                    let name = match &attribute.name {
                        JSXAttributeName::Identifier(name) => name.name.to_string(),
                        JSXAttributeName::NamespacedName(name) => format!("{}:{}", name.namespace.name, name.name.name),
                    };
                    let value = match &attribute.value {
                        None => Value::literal(""),
                        Some(JSXAttributeValue::StringLiteral(text)) => Value::literal(&text.value),
                        Some(JSXAttributeValue::ExpressionContainer(container)) => {
                            self.jsx_expression(&container.expression)
                        }
                        Some(JSXAttributeValue::Element(element)) => self.jsx_element(element),
                        Some(JSXAttributeValue::Fragment(fragment)) => {
                            self.jsx_children(&fragment.children, fragment.span)
                        }
                    };
                    self.flow(value.node, props, Kind::Store(field(&name)));
                    attributes.push((name, value, attribute.span));
                }
            }
        }
        models::element(self, &tag, component.as_ref(), &attributes, opening.span);
        let children = self.jsx_children(&element.children, element.span);
        self.flow(children.node, props, Kind::Store(field("children")));
        models::element_text(self, &tag, &attributes, &children, opening.span);
        let Some(component) = component else { return children };
        let result = match component.node {
            0 => self.node(element.span.start),
            callee => self.call_back(callee, &[props], element.span),
        };
        Value::of_node(result)
    }

    fn jsx_expression(&mut self, expression: &JSXExpression<'_>) -> Value {
        expression.as_expression().map(|expression| self.expression(expression)).unwrap_or_default()
    }

    /// The name that is written, and the component that it is.
    fn jsx_name(&mut self, name: &JSXElementName<'_>) -> (String, Option<Value>) {
        match name {
            JSXElementName::Identifier(name) => (name.name.to_string(), None),
            JSXElementName::IdentifierReference(id) => (id.name.to_string(), Some(self.identifier(&id.name, id.span))),
            JSXElementName::MemberExpression(member) => {
                let object = match &member.object {
                    JSXMemberExpressionObject::IdentifierReference(id) => self.identifier(&id.name, id.span),
                    _ => Value::default(),
                };
                let value = self.property(&object, &member.property.name, member.span);
                if member.property.name == "Provider" {
                    return ("Provider".to_owned(), Some(object));
                }
                (member.property.name.to_string(), Some(value))
            }
            JSXElementName::NamespacedName(name) => (format!("{}:{}", name.namespace.name, name.name.name), None),
            JSXElementName::ThisExpression(_) => ("this".to_owned(), None),
        }
    }

    pub(crate) fn jsx_children(&mut self, children: &[JSXChild<'_>], span: Span) -> Value {
        self.deeper(Value::default(), |lower| {
            let node = lower.node(span.start);
            let mut text = String::new();
            for child in children {
                let value = match child {
                    JSXChild::Text(piece) => {
                        text.push_str(&piece.value);
                        continue;
                    }
                    JSXChild::Element(element) => lower.jsx_element(element),
                    JSXChild::Fragment(fragment) => lower.jsx_children(&fragment.children, fragment.span),
                    JSXChild::ExpressionContainer(container) => lower.jsx_expression(&container.expression),
                    JSXChild::Spread(spread) => lower.expression(&spread.expression),
                };
                lower.flow(value.node, node, Kind::Flow);
            }
            Value { node, text: Some(text.into()), ..Value::default() }
        })
    }
}
