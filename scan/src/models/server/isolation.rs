//! Checks of `Sec-Fetch-*`: whom they refuse, and what they leave out.

use oxc_ast::ast::{BinaryExpression, Expression, IfStatement};
use oxc_span::{GetSpan, Span};
use oxc_syntax::operator::{BinaryOperator, UnaryOperator};

use super::super::Invoked;
use crate::lower::{Lower, What};
use crate::rules;

/// Bytes of a middleware before and behind what it exempts.
const MIDDLEWARE: (usize, usize) = (400, 3_000);

/// Whether the site is asked for around there: elsewhere a prefix decides something else.
pub(crate) fn asks_site_near(text: &str, at: usize) -> bool {
    let (from, to) = (at.saturating_sub(MIDDLEWARE.0), (at + MIDDLEWARE.1).min(text.len()));
    let near = text.as_bytes().get(from..to).unwrap_or_default();
    String::from_utf8_lossy(near).to_ascii_lowercase().contains("sec-fetch-site")
}

const HEADER: What = What::Header("sec-fetch");

/// `request.path.startsWith("/public")`, where that lets a request past.
pub(super) fn prefix(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let is_raw = |owner: &str| {
        matches!(owner.rsplit('.').next(), Some("path" | "url" | "originalUrl" | "rawUrl")) && owner != "pathname"
    };
    let is_exempt = match call.method {
        "startsWith" => {
            let owner = call.owner();
            let is_rooted = call.arg(0).text.is_some_and(|prefix| prefix.starts_with('/'));
            is_raw(owner) && (is_rooted && lower.is_testing() || is_any_of(lower, call.span))
        }
        // `/^\/public/.test(request.url)`
        "test" => {
            let pattern = lower.slice(call.span);
            let is_open =
                pattern.starts_with("/^\\/") && pattern.split(".test(").next().is_some_and(|part| !part.contains('$'));
            is_open && call.expression(0).is_some_and(|path| is_raw(&lower.name_of(path)))
        }
        _ => false,
    };
    if is_exempt && asks_site_near(lower.text, lower.span(call.span).1 as usize) {
        lower.hit(rules::EXEMPT_PREFIX, call.span);
    }
}

/// `EXEMPT.some((prefix) => request.url.startsWith(prefix))`
fn is_any_of(lower: &Lower<'_>, span: Span) -> bool {
    let line = line_before(lower, span);
    let Some((list, _)) = line.rsplit_once(".some(") else { return false };
    let name = list.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).next().unwrap_or_default();
    lower.constant(name).is_some_and(|list| list.contains("\"/") || list.contains("'/"))
}

/// What stands before a place in its line, as far as that is short.
fn line_before<'s>(lower: &Lower<'s>, span: Span) -> &'s str {
    let (before, _) = lower.near(lower.span(span).0, MIDDLEWARE.0);
    before.rsplit(['\n', ';']).next().unwrap_or_default()
}

/// Words of an answer that refuses.
const REFUSES: &[&str] = &["403", "401", "400", "throw ", "orbidden"];

/// `if (!site) return response.status(403)`: a request without the headers is one of a client that is no browser.
pub(crate) fn branched(lower: &mut Lower<'_>, statement: &IfStatement<'_>) {
    let test = statement.test.get_inner_expression();
    let missing = match test {
        Expression::UnaryExpression(unary) if unary.operator == UnaryOperator::LogicalNot => &unary.argument,
        Expression::BinaryExpression(binary) if binary.right.is_null_or_undefined() => &binary.left,
        _ => return,
    };
    let is_missing = match test {
        Expression::BinaryExpression(binary) => {
            matches!(binary.operator, BinaryOperator::StrictEquality | BinaryOperator::Equality)
        }
        _ => true,
    };
    let is_header = lower.quiet(missing).is_some_and(|value| value.what == HEADER);
    let refused = lower.slice(statement.consequent.span());
    if is_missing && is_header && REFUSES.iter().any(|word| refused.contains(word)) {
        lower.hit(rules::REFUSES_CLIENTS, test.span());
    }
}

/// `if (!SITES.includes(site)) …`, where the list has no place for a header that is missing.
pub(super) fn listed(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let is_site = call.arg(0).what == HEADER;
    if !is_site || !matches!(call.method, "includes" | "has") {
        return;
    }
    let line = line_before(lower, call.span);
    let owner = call.owner();
    let list = lower.constant(owner).unwrap_or_else(|| lower.slice(call.span));
    let variable = call.expression(0).map(|site| lower.slice(site.span())).unwrap_or_default();
    let is_refused = line.ends_with('!') && line.contains("if") && !line.contains("&&");
    let lets_absent = list.contains("undefined") || list.contains("null") || lets_absent(lower.text, variable);
    if is_refused && !lets_absent && ["\"same-origin\"", "'same-origin'"].iter().any(|site| list.contains(site)) {
        lower.hit(rules::REFUSES_CLIENTS, call.span);
    }
}

/// Whether a file says what becomes of a request that has no such header.
fn lets_absent(text: &str, variable: &str) -> bool {
    text.contains(&format!("!{variable}"))
        || [" === undefined", " == null", " === null", " ?? "]
            .iter()
            .any(|word| text.contains(&format!("{variable}{word}")))
}

/// A comparison: a request without the headers is one of a client that is no browser.
pub(crate) fn compared(lower: &mut Lower<'_>, binary: &BinaryExpression<'_>) {
    if !matches!(binary.operator, BinaryOperator::StrictInequality | BinaryOperator::Inequality) || !lower.is_testing()
    {
        return;
    }
    let text = lower.slice(binary.span);
    if text.len() > 400 {
        return;
    }
    let text = text.to_ascii_lowercase();
    let names_header = text.contains("sec-fetch-site") || {
        let left = lower.quiet(&binary.left);
        left.is_some_and(|value| value.what == HEADER)
    };
    let is_literal = matches!(binary.right.get_inner_expression(), Expression::StringLiteral(text) if matches!(text.value.as_str(), "same-origin" | "same-site" | "none"));
    if !names_header || !is_literal {
        return;
    }
    let (start, end) = lower.span(binary.span);
    let around = lower.text.get(start.saturating_sub(120) as usize..end as usize).unwrap_or_default();
    let line_start = around.rfind("if (").or_else(|| around.rfind("if(")).unwrap_or(0);
    let condition = around.get(line_start..).unwrap_or_default();
    let variable = lower.slice(binary.left.span()).to_owned();
    let text = lower.text;
    if !condition.contains("&&") && !lets_absent(text, &variable) {
        lower.hit(rules::REFUSES_CLIENTS, binary.span);
    }
}
