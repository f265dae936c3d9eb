//! What a condition says of what it looks at.

use oxc_ast::ast::{CallExpression, Expression};
use oxc_span::GetSpan;
use oxc_syntax::operator::{BinaryOperator, LogicalOperator, UnaryOperator};

use super::{Lower, Value, What};
use crate::graph::{Kind, mask};
use crate::models;

/// As a URL it is what somebody listed.
const LISTED: u8 = mask::EVERY & !(mask::SCHEME | mask::DEST);
/// It is one of a few texts.
const ONE_OF: u8 = 0;
/// It has a scheme that runs nothing.
const SCHEMED: u8 = mask::EVERY & !mask::SCHEME;

/// What a function has ruled out of its parameters wherever it returns.
#[derive(Debug, Default)]
pub(super) struct Exits {
    /// Those that are a name alone.
    params: Vec<Option<usize>>,
    /// Bits, a parameter; nothing, where it was not seen to return.
    ruled_out: Option<Vec<u8>>,
    /// What it caught may have been what a condition threw.
    catches: bool,
}

impl Exits {
    pub(super) fn of(params: Vec<Option<usize>>) -> Self {
        Self { params, ..Self::default() }
    }

    pub(super) fn catch(&mut self) {
        self.catches = true;
    }

    /// What a call of the function says, if it says anything.
    pub(super) fn assertion(self, is_async: bool) -> What {
        match self.ruled_out {
            Some(bits) if !self.catches && bits.iter().any(|bits| *bits != 0) => {
                What::Assertion { ruled_out: bits.into(), is_async }
            }
            _ => What::Unknown,
        }
    }
}

/// `if (request.headers.origin)`
fn is_presence(test: &Expression<'_>) -> bool {
    match test.get_inner_expression() {
        Expression::UnaryExpression(unary) if unary.operator == UnaryOperator::LogicalNot => {
            is_presence(&unary.argument)
        }
        Expression::Identifier(_) => true,
        test => test.is_member_expression(),
    }
}

impl Lower<'_> {
    /// The function at hand returns here.
    pub(super) fn exit(&mut self) {
        let ruled_out = |at: &Option<usize>| at.and_then(|at| self.peek(at)).map_or(0, |value| value.ruled_out);
        let here = self.exits.params.iter().map(ruled_out).collect::<Vec<u8>>();
        match &mut self.exits.ruled_out {
            Some(known) => known.iter_mut().zip(here).for_each(|(known, here)| *known &= here),
            none => *none = Some(here),
        }
    }

    /// A call for nothing but that it may throw: behind it, what it was given is what it asks for.
    pub(crate) fn assert(&mut self, statement: &Expression<'_>) {
        let (called, is_awaited) = match statement.get_inner_expression() {
            Expression::AwaitExpression(inner) => (inner.argument.get_inner_expression(), true),
            called => (called, false),
        };
        let Expression::CallExpression(call) = called else { return };
        let name = self.name_of(&call.callee);
        let ruled_out = match self.quiet(&call.callee) {
            Some(Value { what: What::Assertion { ruled_out, is_async }, .. }) if is_awaited || !is_async => ruled_out,
            // What is written above says nothing of the kind.
            Some(_) if self.is_written_above(&call.callee) => return,
            // What another file has, and what is written further down, is known by its name.
            _ if models::is_assertion(&name) => [!LISTED].into(),
            _ => return,
        };
        for (argument, bits) in call.arguments.iter().zip(ruled_out.iter()) {
            if let Some(path) = argument.as_expression().and_then(|argument| self.subject(argument)) {
                self.apply(&path, !bits, call.span.start, 0);
            }
        }
    }

    /// Reads a condition. That a header is there, or is not, says nothing of what it is.
    pub(crate) fn test(&mut self, test: &Expression<'_>) {
        let looks_into = !is_presence(test);
        self.testing += u32::from(looks_into);
        self.expression(test);
        self.testing -= u32::from(looks_into);
    }

    /// From here on the condition was true, or was not.
    pub(crate) fn learn(&mut self, test: &Expression<'_>, holds: bool) {
        let mut learned = Vec::new();
        self.facts(test, holds, 0, &mut learned);
        for (path, keep) in learned {
            self.apply(&path, keep, test.span().start, 0);
        }
    }

    /// What an expression that is a test keeps of a name: all, if it says nothing.
    pub(crate) fn kept_by(&self, test: &Expression<'_>, name: &str) -> u8 {
        let mut learned = Vec::new();
        self.facts(test, true, 0, &mut learned);
        let about = |path: &str| path == name || path.starts_with(&format!("{name}."));
        learned.iter().filter(|(path, _)| about(path)).fold(mask::EVERY, |keep, (_, kept)| keep & kept)
    }

    fn apply(&mut self, path: &str, keep: u8, place: u32, depth: u32) {
        if keep == mask::EVERY || depth > 4 {
            return;
        }
        let (root, rest) = path.split_once('.').map_or((path, None), |(root, rest)| (root, Some(rest)));
        let Some(at) = self.resolve(root) else {
            return;
        };
        let value = self.read(at);
        let is_part_of_url = rest.is_none_or(|rest| {
            matches!(rest, "origin" | "host" | "hostname" | "protocol" | "href" | "value" | "allowed" | "ok" | "valid")
                || rest.ends_with(".origin")
                || rest.ends_with(".host")
                || rest.ends_with(".hostname")
        });
        if is_part_of_url {
            self.refine(at, root, keep, place);
            // `const url = new URL(text)`: what is checked of it holds for the text.
            for of in value.of.iter().copied().filter(|of| *of != at).collect::<Vec<_>>() {
                if let Some(name) = self.binding_name(of) {
                    self.refine(of, &name, keep, place);
                }
            }
        }
        if rest.is_some() {
            let node = self.node(place);
            let whole = self.path_node(path);
            self.keep(whole, node, Kind::Flow, keep);
            let value = Value { node, is_checked: true, ..value };
            self.remember(path.to_owned(), value);
        }
    }

    fn path_node(&mut self, path: &str) -> u32 {
        let mut parts = path.split('.');
        let root = parts.next().unwrap_or_default();
        let mut node = self.resolve(root).map_or(0, |at| self.read(at).node);
        for part in parts {
            let next = self.node(0);
            self.flow(node, next, Kind::Load(crate::graph::field(part)));
            node = next;
        }
        node
    }

    fn binding_name(&self, at: usize) -> Option<String> {
        self.bindings.get(at).map(|binding| binding.name().to_owned())
    }

    fn facts(&self, test: &Expression<'_>, holds: bool, depth: u32, learned: &mut Vec<(String, u8)>) {
        if depth > 20 {
            return;
        }
        match test.get_inner_expression() {
            Expression::UnaryExpression(unary) if unary.operator == UnaryOperator::LogicalNot => {
                self.facts(&unary.argument, !holds, depth + 1, learned);
            }
            Expression::AwaitExpression(inner) => self.facts(&inner.argument, holds, depth + 1, learned),
            Expression::LogicalExpression(logical) => {
                let is_both = (logical.operator == LogicalOperator::And) == holds;
                if is_both && logical.operator != LogicalOperator::Coalesce {
                    self.facts(&logical.left, holds, depth + 1, learned);
                    self.facts(&logical.right, holds, depth + 1, learned);
                } else if logical.operator != LogicalOperator::Coalesce {
                    // Either of two comparisons: both have to speak of it.
                    let (mut left, mut right) = (Vec::new(), Vec::new());
                    self.facts(&logical.left, holds, depth + 1, &mut left);
                    self.facts(&logical.right, holds, depth + 1, &mut right);
                    for (path, keep) in left {
                        if let Some((_, other)) = right.iter().find(|(known, _)| *known == path) {
                            learned.push((path, keep | other));
                        }
                    }
                }
            }
            Expression::BinaryExpression(binary) => {
                let is_equal = match binary.operator {
                    BinaryOperator::StrictEquality | BinaryOperator::Equality => true,
                    BinaryOperator::StrictInequality | BinaryOperator::Inequality => false,
                    _ => return,
                };
                if is_equal != holds {
                    return;
                }
                for (one, other) in [(&binary.left, &binary.right), (&binary.right, &binary.left)] {
                    if other.is_null_or_undefined()
                        || matches!(other.get_inner_expression(), Expression::BooleanLiteral(_))
                    {
                        continue;
                    }
                    self.compared(one, matches!(other.get_inner_expression(), Expression::StringLiteral(text) if text.value.contains(':')), learned);
                }
            }
            Expression::CallExpression(call) if holds => self.called(call, learned),
            Expression::ChainExpression(chain) => {
                if let oxc_ast::ast::ChainElement::CallExpression(call) = &chain.expression
                    && holds
                {
                    self.called(call, learned);
                } else if holds && let Some(member) = chain.expression.as_member_expression() {
                    self.verdict(member, learned);
                }
            }
            Expression::Identifier(id) if holds => self.held(&id.name, learned),
            other => {
                if holds && let Some(member) = other.as_member_expression() {
                    self.verdict(member, learned);
                }
            }
        }
    }

    /// What a name that holds a verdict is a verdict of.
    fn held(&self, name: &str, learned: &mut Vec<(String, u8)>) {
        if let Some(at) = self.resolve(name)
            && let Some(value) = self.peek(at)
            && value.what == What::Verdict
        {
            let others = value.of.iter().filter(|of| **of != at);
            learned.extend(others.filter_map(|of| self.binding_name(*of)).map(|name| (name, LISTED)));
        }
    }

    /// `verdict.allowed`
    fn verdict(&self, member: &oxc_ast::ast::MemberExpression<'_>, learned: &mut Vec<(String, u8)>) {
        let name = self.member_name(member).unwrap_or_default();
        if !matches!(name.as_str(), "allowed" | "valid" | "ok" | "isValid" | "safe") {
            return;
        }
        match member.object().get_inner_expression() {
            Expression::Identifier(id) => self.held(&id.name, learned),
            Expression::CallExpression(call) => self.called(call, learned),
            _ => {}
        }
    }

    /// A comparison with something that is not data.
    fn compared(&self, one: &Expression<'_>, is_scheme: bool, learned: &mut Vec<(String, u8)>) {
        let inner = one.get_inner_expression();
        if let Expression::UnaryExpression(_) = inner {
            return;
        }
        let Some(path) = self.subject(inner) else { return };
        let keep =
            if path.ends_with(".protocol") || (is_scheme && !path.contains(".origin") && path.ends_with("protocol")) {
                SCHEMED
            } else if path.ends_with(".origin") || path.ends_with(".host") || path.ends_with(".hostname") {
                LISTED
            } else if path.contains('.')
                && matches!(path.rsplit('.').next(), Some("type" | "kind" | "role" | "name" | "source"))
            {
                return;
            } else {
                ONE_OF
            };
        let path = path.strip_suffix(".protocol").or_else(|| path.strip_suffix(".origin")).unwrap_or(&path).to_owned();
        let path = path.strip_suffix(".hostname").or_else(|| path.strip_suffix(".host")).unwrap_or(&path).to_owned();
        learned.push((path, keep));
    }

    /// What a comparison is about: a path, or what a URL was made of.
    fn subject(&self, expression: &Expression<'_>) -> Option<String> {
        if let Some(path) = self.path_of(expression) {
            return Some(path);
        }
        let member = expression.get_inner_expression().get_member_expr()?;
        let name = self.member_name(member)?;
        let Expression::NewExpression(new) = member.object().get_inner_expression() else { return None };
        let argument = new.arguments.first()?.as_expression()?;
        Some(format!("{}.{name}", self.path_of(argument)?))
    }

    /// A call that gave something true.
    fn called(&self, call: &CallExpression<'_>, learned: &mut Vec<(String, u8)>) {
        let name = self.name_of(&call.callee);
        let method = name.rsplit('.').next().unwrap_or_default();
        let arguments = || call.arguments.iter().filter_map(|argument| argument.as_expression());
        let receiver = call.callee.get_inner_expression().get_member_expr().map(|member| member.object());
        match method {
            "has" | "includes" | "some" | "every" | "contains" => {
                // `ALLOWED.some((prefix) => url === prefix)` speaks of what its function compares.
                for argument in arguments() {
                    if let Some(path) = self.subject(argument) {
                        let is_part =
                            [".origin", ".host", ".hostname", ".protocol"].iter().find(|part| path.ends_with(**part));
                        match is_part {
                            Some(&".protocol") => {
                                learned.push((path.trim_end_matches(".protocol").to_owned(), SCHEMED))
                            }
                            Some(part) => learned.push((path.trim_end_matches(part).to_owned(), LISTED)),
                            None => learned.push((path, ONE_OF)),
                        }
                    }
                    if let Expression::ArrowFunctionExpression(arrow) = argument.get_inner_expression()
                        && let Some(body) = arrow.get_expression()
                        && method == "some"
                    {
                        self.facts(body, true, 10, learned);
                    }
                }
            }
            "startsWith" => {
                let prefix = arguments().next();
                let text = match prefix.map(Expression::get_inner_expression) {
                    Some(Expression::StringLiteral(text)) => text.value.to_string(),
                    Some(Expression::TemplateLiteral(template)) => {
                        template.quasis.first().map(|quasi| quasi.value.raw.to_string()).unwrap_or_default()
                    }
                    _ => String::new(),
                };
                if let Some(path) = receiver.and_then(|receiver| self.subject(receiver)) {
                    learned.push((path, models::keep_after_prefix(&text)));
                }
            }
            "test" => {
                let pattern = receiver.map(|receiver| match receiver.get_inner_expression() {
                    Expression::RegExpLiteral(regex) => regex.regex.pattern.text.to_string(),
                    _ => String::new(),
                });
                for path in arguments().filter_map(|argument| self.subject(argument)) {
                    learned.push((path, models::keep_after_pattern(pattern.as_deref().unwrap_or_default())));
                }
            }
            // `options.origin(origin)`: what middleware for CORS calls its option.
            _ if models::is_check(method) || method == "origin" => {
                for path in arguments().filter_map(|argument| self.subject(argument)) {
                    learned.push((path, LISTED));
                }
            }
            _ => {}
        }
    }

    pub(crate) fn is_testing(&self) -> bool {
        self.testing > 0
    }

    /// Whether a variable has been given what it holds, by this file.
    fn is_written_above(&self, expression: &Expression<'_>) -> bool {
        let Expression::Identifier(id) = expression.get_inner_expression() else { return false };
        let binding = self.resolve(&id.name).and_then(|at| self.bindings.get(at));
        let is_imported =
            |binding: &super::Binding| binding.now().import().is_some() || self.imported.contains_key(id.name.as_str());
        binding.is_some_and(|binding| binding.is_assigned() && !is_imported(binding))
    }

    /// A variable's value, for what asks without reading.
    pub(crate) fn quiet(&self, expression: &Expression<'_>) -> Option<Value> {
        match expression.get_inner_expression() {
            Expression::Identifier(id) => self.resolve(&id.name).and_then(|at| self.peek(at)).cloned(),
            _ => None,
        }
    }

    pub(crate) fn peek(&self, at: usize) -> Option<&Value> {
        self.bindings.get(at).map(super::Binding::now)
    }
}
