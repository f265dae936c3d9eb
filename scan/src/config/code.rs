//! Headers that JavaScript writes: `{ key, value }` of Next, `setHeader`, objects of headers, helmet's directives.

use oxc_ast::ast::{
    ArrayExpression, CallExpression, Expression, ObjectExpression, ObjectPropertyKind, PropertyKey, TemplateLiteral,
};
use oxc_span::{GetSpan, Span};

use super::{Piece, Written, in_one_line, is_judged, member};
use crate::lower::Lower;
use crate::models::Invoked;
use crate::rules;

/// What stands for a nonce that the program makes.
const NONCE: &str = "bm9uY2Utb2YtMTYtYnl0ZXM";
/// `x.trim().replace()…`: calls that are looked through.
const MAX_CALLS: usize = 8;

/// helmet's directives where nobody writes them.
const HELMET: &[(&str, &str)] = &[
    ("default-src", "'self'"),
    ("base-uri", "'self'"),
    ("font-src", "'self' https: data:"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'self'"),
    ("img-src", "'self' data:"),
    ("object-src", "'none'"),
    ("script-src", "'self'"),
    ("script-src-attr", "'none'"),
    ("style-src", "'self' https: 'unsafe-inline'"),
    ("upgrade-insecure-requests", ""),
];

/// A value under way, with where its parts stand.
#[derive(Debug, Default)]
struct Value {
    text: String,
    pieces: Vec<Piece>,
}

impl Value {
    fn push(&mut self, lower: &Lower<'_>, text: &str, span: (u32, u32)) {
        let start = self.text.len();
        self.text.push_str(&in_one_line(text));
        let is_verbatim = lower.text.get(span.0 as usize..span.1 as usize) == Some(text);
        self.pieces.push(Piece { start, end: self.text.len(), span, is_verbatim });
    }

    fn header(self, lower: &mut Lower<'_>, name: &str, block: u32) {
        if !self.text.trim().is_empty() && is_judged(name) {
            let header = Written { name: name.to_owned(), value: self.text, pieces: self.pieces, block };
            if !lower.out.headers.iter().any(|known| known.pieces == header.pieces) {
                lower.out.headers.push(header);
            }
        }
    }
}

/// `{ key: "Content-Security-Policy", value: … }`
pub(crate) fn in_object(lower: &mut Lower<'_>, object: &ObjectExpression<'_>) {
    let (Some(Expression::StringLiteral(name)), Some(value)) = (member(object, "key"), member(object, "value")) else {
        return;
    };
    property(lower, &name.value, value);
}

/// `[{ key: "Access-Control-Allow-Origin", value: "*" }, …]`: what one list has is sent together.
pub(crate) fn in_array(lower: &mut Lower<'_>, array: &ArrayExpression<'_>) {
    let items = array.elements.iter().filter_map(|item| match item.as_expression()?.get_inner_expression() {
        Expression::ObjectExpression(object) => Some((member(object, "key")?, member(object, "value")?)),
        _ => None,
    });
    let literals = items.filter_map(|(key, value)| match (key, value) {
        (Expression::StringLiteral(key), Expression::StringLiteral(value)) => Some((key, value)),
        _ => None,
    });
    let (mut any, mut with_credentials) = (None, false);
    for (key, value) in literals {
        if key.value.eq_ignore_ascii_case("access-control-allow-origin") && value.value == "*" {
            any = Some(value.span);
        }
        with_credentials |= key.value.eq_ignore_ascii_case("access-control-allow-credentials") && value.value == "true";
    }
    if let Some(span) = any.filter(|_| with_credentials) {
        lower.out.hit(rules::CORS_WILDCARD_CREDENTIALS, within(lower, span));
    }
}

/// `"Content-Security-Policy": …`, in an object.
pub(crate) fn property(lower: &mut Lower<'_>, name: &str, given: &Expression<'_>) {
    // What a program puts into an origin is not seen.
    let is_filled =
        matches!(given.get_inner_expression(), Expression::TemplateLiteral(text) if !text.expressions.is_empty());
    if is_judged(name)
        && !(is_filled && name.eq_ignore_ascii_case("access-control-allow-origin"))
        && is_one_more(lower)
        && let Some(value) = text(lower, given)
    {
        value.header(lower, name, lower.base + given.span().start);
    }
}

/// `setHeader("Content-Security-Policy", …)`, and helmet.
pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    match call.method {
        "setHeader" | "header" | "set" | "append" => {
            let Some(name) = call.arg(0).text else { return };
            if let Some(given) = call.expression(1) {
                property(lower, &name, given);
            }
        }
        "helmet" => {
            if let Some(policy) = call.object(0).and_then(|object| inner(object, "contentSecurityPolicy")) {
                directives(lower, policy);
            }
        }
        "contentSecurityPolicy" if call.name.starts_with("helmet") || call.is_of(&["helmet"]) => {
            if let Some(options) = call.object(0) {
                directives(lower, options);
            }
        }
        _ => {}
    }
}

/// A variable that holds a policy: its parts are known where it is declared.
pub(crate) fn remember(lower: &mut Lower<'_>, name: &str, init: &Expression<'_>) {
    if lower.slice(init.span()).contains("-src")
        && let Some(value) = text(lower, init)
    {
        lower.policies.insert(name.to_owned(), (value.text, value.pieces));
    }
}

fn is_one_more(lower: &mut Lower<'_>) -> bool {
    lower.headers_seen += 1;
    lower.headers_seen <= MAX_HEADERS
}

fn inner<'a, 'b>(object: &'a ObjectExpression<'b>, wanted: &str) -> Option<&'a ObjectExpression<'b>> {
    match member(object, wanted)?.get_inner_expression() {
        Expression::ObjectExpression(object) => Some(object),
        _ => None,
    }
}

/// `directives: { scriptSrc: ["'self'"] }`: helmet's own stand where none is written.
fn directives(lower: &mut Lower<'_>, options: &ObjectExpression<'_>) {
    let Some(directives) = inner(options, "directives") else { return };
    let mut value = Value::default();
    let mut names = Vec::new();
    for property in &directives.properties {
        let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
        let Some(name) = directive_name(&property.key) else { continue };
        let span = lower.span(property.span);
        let sources = match property.value.get_inner_expression() {
            Expression::ArrayExpression(array) => {
                array.elements.iter().filter_map(|item| item.as_expression()).collect()
            }
            Expression::NullLiteral(_) => {
                names.push(name);
                continue;
            }
            other => vec![other],
        };
        let sources: Vec<String> =
            sources.into_iter().filter_map(|source| text(lower, source)).map(|value| value.text).collect();
        value.push(lower, &format!("{name} {}", sources.join(" ")), span);
        value.text.push_str("; ");
        names.push(name);
    }
    if lower.flag(options, "useDefaults") != Some(false) {
        for (name, sources) in HELMET.iter().filter(|(name, _)| !names.iter().any(|known| known == name)) {
            value.text.push_str(&format!("{name} {sources}; "));
        }
    }
    value.text.truncate(value.text.trim_end_matches([';', ' ']).len());
    if !names.is_empty() {
        value.header(lower, "Content-Security-Policy", lower.base + directives.span.start);
    }
}

/// `scriptSrc` as `script-src`.
fn directive_name(key: &PropertyKey<'_>) -> Option<String> {
    let name = key.static_name()?;
    let mut given = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            given.push('-');
        }
        given.push(c.to_ascii_lowercase());
    }
    Some(given)
}

/// Headers of a file that are looked at.
const MAX_HEADERS: u32 = 1_000;

/// A text that stands in the file, or in a variable's first value, through what only changes white space.
fn text(lower: &Lower<'_>, given: &Expression<'_>) -> Option<Value> {
    let mut given = given.get_inner_expression();
    for _ in 0..MAX_CALLS {
        let Some(inner) = tidied(given) else { break };
        given = inner;
    }
    let mut value = Value::default();
    match given {
        Expression::StringLiteral(text) => value.push(lower, &text.value, within(lower, text.span)),
        Expression::TemplateLiteral(template) => template_text(lower, template, &mut value),
        Expression::Identifier(id) if lower.policies.contains_key(id.name.as_str()) => {
            let (text, pieces) = lower.policies.get(id.name.as_str())?.clone();
            value = Value { text, pieces };
        }
        Expression::Identifier(_) => {
            let text = lower.quiet(given)?.text?;
            let at = lower.text.find(text.as_ref());
            let span = at.map_or_else(|| lower.span(given.span()), |at| (at as u32, (at + text.len()) as u32));
            value.push(lower, &text, span);
        }
        // `[…].join("; ")`
        Expression::CallExpression(call) => joined(lower, call, &mut value)?,
        _ => return None,
    }
    Some(value)
}

fn tidied<'a, 'b>(given: &'a Expression<'b>) -> Option<&'a Expression<'b>> {
    let Expression::CallExpression(call) = given else { return None };
    let Expression::StaticMemberExpression(member) = call.callee.get_inner_expression() else { return None };
    let is_tidy = matches!(member.property.name.as_str(), "trim" | "replace" | "replaceAll" | "toString");
    is_tidy.then(|| member.object.get_inner_expression())
}

fn joined(lower: &Lower<'_>, call: &CallExpression<'_>, value: &mut Value) -> Option<()> {
    let Expression::StaticMemberExpression(member) = call.callee.get_inner_expression() else { return None };
    let Expression::ArrayExpression(array) = member.object.get_inner_expression() else { return None };
    let between = match call.arguments.first()?.as_expression()? {
        Expression::StringLiteral(between) if member.property.name == "join" => between.value.as_str(),
        _ => return None,
    };
    for (at, item) in array.elements.iter().filter_map(|item| item.as_expression()).enumerate() {
        if at > 0 {
            value.text.push_str(between);
        }
        match item.get_inner_expression() {
            Expression::StringLiteral(text) => value.push(lower, &text.value, within(lower, text.span)),
            Expression::TemplateLiteral(template) => template_text(lower, template, value),
            _ => {}
        }
    }
    Some(())
}

fn template_text(lower: &Lower<'_>, template: &TemplateLiteral<'_>, value: &mut Value) {
    for quasi in &template.quasis {
        let text = quasi.value.cooked.as_ref().unwrap_or(&quasi.value.raw);
        value.push(lower, text, lower.span(quasi.span));
        if value.text.ends_with("nonce-") {
            value.text.push_str(NONCE);
        }
    }
}

/// Without its quotes.
fn within(lower: &Lower<'_>, span: Span) -> (u32, u32) {
    let (start, end) = lower.span(span);
    (start + 1, end.saturating_sub(1).max(start + 1))
}
