//! Svelte's blocks and tags, and expressions of Astro's, between elements.

use oxc_span::{SourceType, Span};

use super::tags::behind_braces;
use super::template::value;
use crate::lower::{Flavor, Lower, Value};
use crate::{models, parse};

/// A text of a template: each pair of braces in it.
pub(super) fn text(lower: &mut Lower<'_>, from: usize, to: usize, source: SourceType, open: &mut Vec<(usize, usize)>) {
    let bytes = lower.text.as_bytes();
    let mut at = from;
    while at < to {
        if bytes[at] != b'{' {
            at += 1;
            continue;
        }
        let end = behind_braces(bytes, at).min(to.max(at + 1));
        let (inner, last) = (at + 1, end.saturating_sub(1).max(at + 1));
        block(lower, inner, last, source, open);
        at = end;
    }
}

fn block(lower: &mut Lower<'_>, from: usize, to: usize, source: SourceType, open: &mut Vec<(usize, usize)>) {
    let text = lower.text.get(from..to).unwrap_or_default();
    let span = Span::new(from as u32, to as u32);
    if lower.flavor == Flavor::Astro {
        value(lower, from, to, source);
        return;
    }
    if let Some(rest) = text.strip_prefix("@html") {
        let html = value(lower, to - rest.len(), to, source);
        lower.sink(html.node, Span::new(span.start.saturating_sub(1), span.end + 1), models::MARKUP, "{@html}");
    } else if let Some(rest) = text.strip_prefix("@const") {
        if let Some(cut) = rest.find('=') {
            let given = value(lower, to - rest.len() + cut + 1, to, source);
            bind_names(lower, rest.get(..cut).unwrap_or_default(), &given, from as u32);
        }
    } else if let Some(rest) = text.strip_prefix("#each") {
        open.push(lower.enter_scope());
        if let Some(cut) = rest.rfind(" as ") {
            let start = to - rest.len();
            let list = value(lower, start, start + cut, source);
            let item = lower.element_of(&list, span);
            let names = rest.get(cut + 4..).unwrap_or_default();
            let names = names.split(" (").next().unwrap_or_default();
            bind_names(lower, names, &item, from as u32);
        }
    } else if let Some(rest) = text.strip_prefix("#if") {
        open.push(lower.enter_scope());
        parse::expression(lower, rest, (to - rest.len()) as u32, source, |lower, test| {
            lower.test(test);
            lower.learn(test, true);
        });
    } else if let Some(rest) = text.strip_prefix("#await") {
        open.push(lower.enter_scope());
        if let Some(cut) = rest.find(" then ") {
            let start = to - rest.len();
            let given = value(lower, start, start + cut, source);
            bind_names(lower, rest.get(cut + 6..).unwrap_or_default(), &given, from as u32);
        } else {
            let given = value(lower, to - rest.len(), to, source);
            lower.awaited = Some(given);
        }
    } else if let Some(rest) = text.strip_prefix(":then") {
        if let Some(given) = lower.awaited.take() {
            bind_names(lower, rest, &given, from as u32);
        }
    } else if text.starts_with('#') {
        open.push(lower.enter_scope());
    } else if text.starts_with('/') {
        if let Some(mark) = open.pop() {
            lower.leave_scope(mark);
        }
    } else if text.starts_with(":else") {
        // What the condition said holds no more.
        if let Some(mark) = open.pop() {
            lower.leave_scope(mark);
        }
        open.push(lower.enter_scope());
    } else if !text.starts_with([':', '@']) {
        value(lower, from, to, source);
    }
}

/// Names that an item is taken apart into: `item`, `(item, index)`, `{ url, title }`.
pub(super) fn bind_names(lower: &mut Lower<'_>, names: &str, item: &Value, place: u32) {
    let names = names.trim().trim_start_matches('(').trim_end_matches(')');
    let is_object = names.starts_with('{');
    let names = names.trim_start_matches(['{', '[']).split(['}', ']']).next().unwrap_or_default();
    for (at, name) in names.split(',').map(str::trim).enumerate() {
        let (property, name) =
            name.split_once(':').map_or((name, name), |(property, name)| (property.trim(), name.trim()));
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
        if !is_name {
            continue;
        }
        let part = if is_object {
            lower.property(item, property, Span::new(place, place))
        } else if at == 0 {
            item.clone()
        } else {
            Value::default()
        };
        let binding = lower.declare(name, place);
        lower.assign(binding, &part, place);
    }
}
