//! What a template does with what its script gives it.

use oxc_span::{SourceType, Span};

use super::blocks;
use super::tags::{Piece, Tag, VOID};
use crate::graph::{Kind, field};
use crate::lower::{Flavor, Lower, Value};
use crate::{models, parse};

/// What an element opened.
struct Open {
    name: String,
    /// A scope and a branch of its own: `v-for`, `v-if`.
    mark: Option<(usize, usize)>,
}

pub(super) fn lower(lower: &mut Lower<'_>, pieces: &[Piece], source: SourceType) {
    let mut open: Vec<Open> = Vec::new();
    let mut blocks = Vec::new();
    let mut is_raw = false;
    for piece in pieces {
        match piece {
            Piece::Open(tag) => {
                is_raw = matches!(tag.name.as_str(), "script" | "style") && !tag.is_closed;
                if is_raw {
                    continue;
                }
                let mark = scope(lower, tag, source);
                element(lower, tag, source);
                let is_void = tag.is_closed || VOID.contains(&tag.name.as_str());
                if is_void {
                    leave(lower, mark);
                } else {
                    open.push(Open { name: tag.name.clone(), mark });
                }
            }
            Piece::Close(name) => {
                is_raw = false;
                if let Some(at) = open.iter().rposition(|open| open.name == *name) {
                    for open in open.split_off(at).into_iter().rev() {
                        leave(lower, open.mark);
                    }
                }
            }
            Piece::Text(from, to) if !is_raw && matches!(lower.flavor, Flavor::Svelte | Flavor::Astro) => {
                blocks::text(lower, *from, *to, source, &mut blocks);
            }
            Piece::Text(..) => {}
        }
    }
    for open in open.into_iter().rev() {
        leave(lower, open.mark);
    }
}

fn leave(lower: &mut Lower<'_>, mark: Option<(usize, usize)>) {
    if let Some(mark) = mark {
        lower.leave_scope(mark);
    }
}

/// `v-for` and `v-if` of Vue: a name for each item, and what a condition says.
fn scope(lower: &mut Lower<'_>, tag: &Tag, source: SourceType) -> Option<(usize, usize)> {
    if lower.flavor != Flavor::Vue {
        return None;
    }
    let each = tag.attribute("v-for").and_then(|attribute| attribute.value);
    let condition = tag.attribute("v-if").or_else(|| tag.attribute("v-else-if")).and_then(|attribute| attribute.value);
    if each.is_none() && condition.is_none() {
        return None;
    }
    let mark = lower.enter_scope();
    if let Some((from, to)) = each {
        let text = lower.text.get(from..to).unwrap_or_default();
        let cut = text.find(" in ").or_else(|| text.find(" of "));
        if let Some(cut) = cut {
            let names = text.get(..cut).unwrap_or_default();
            let list_at = cut + 4;
            let list = value(lower, from + list_at, to, source);
            let span = Span::new(from as u32, to as u32);
            let item = lower.element_of(&list, span);
            blocks::bind_names(lower, names, &item, from as u32);
        }
    }
    if let Some((from, to)) = condition {
        let text = lower.text.get(from..to).unwrap_or_default();
        parse::expression(lower, text, from as u32, source, |lower, expression| {
            lower.test(expression);
            lower.learn(expression, true);
        });
    }
    Some(mark)
}

/// An expression between two bytes.
pub(super) fn value(lower: &mut Lower<'_>, from: usize, to: usize, source: SourceType) -> Value {
    let text = lower.text.get(from..to).unwrap_or_default();
    if text.trim().is_empty() {
        return Value::default();
    }
    parse::expression(lower, text, from as u32, source, |lower, expression| lower.expression(expression))
        .unwrap_or_default()
}

fn element(lower: &mut Lower<'_>, tag: &Tag, source: SourceType) {
    let text = lower.text;
    let component = component(lower, &tag.name);
    let props = component.as_ref().map(|_| lower.node(tag.span.0 as u32));
    let mut given: Vec<(String, Value, Span)> = Vec::new();
    for attribute in &tag.attributes {
        let span = Span::new(attribute.span.0 as u32, attribute.span.1 as u32);
        let written = attribute.value.and_then(|(from, to)| text.get(from..to)).unwrap_or_default();
        let is_bound = attribute.is_expression
            || (lower.flavor == Flavor::Vue
                && (attribute.name.starts_with(':')
                    || attribute.name.starts_with("v-")
                    || attribute.name.starts_with('@')
                    || attribute.name.starts_with('.')));
        if !is_bound {
            given.push((attribute.name.clone(), Value::literal(written), span));
            continue;
        }
        let name = attribute.name.trim_start_matches("v-bind").trim_start_matches([':', '.']).to_owned();
        let name = name.split('.').next().unwrap_or_default().to_owned();
        if attribute.name.starts_with('@') || attribute.name.starts_with("v-on") {
            handler(lower, written, attribute.value.map_or(0, |(from, _)| from), source);
            continue;
        }
        if matches!(attribute.name.as_str(), "v-for" | "v-if" | "v-else-if" | "v-slot" | "v-else")
            || attribute.name.starts_with('#')
        {
            continue;
        }
        let spread = written.trim_start().strip_prefix("...");
        let Some((from, to)) = attribute.value else { continue };
        let value = match spread {
            Some(rest) => value(lower, to - rest.len(), to, source),
            None => value(lower, from, to, source),
        };
        if attribute.name == "v-html" || attribute.name == "set:html" {
            lower.sink(
                value.node,
                span,
                models::MARKUP,
                if attribute.name == "v-html" { "v-html" } else { "set:html" },
            );
            continue;
        }
        if spread.is_some() || name.is_empty() {
            if let Some(props) = props {
                lower.flow(value.node, props, Kind::Flow);
            }
            continue;
        }
        // `{href}` is `href={href}`.
        let name = if name.starts_with("bind:") { name.trim_start_matches("bind:").to_owned() } else { name };
        given.push((name, value, span));
    }
    for (name, value, _) in &given {
        if let Some(props) = props {
            lower.flow(value.node, props, Kind::Store(field(&camel(name))));
        }
    }
    let span = Span::new(tag.span.0 as u32, tag.span.1 as u32);
    models::element(lower, &tag.name, component.as_ref(), &given, span);
    if let (Some(component), Some(props)) = (component, props) {
        lower.call_back(component.node, &[props], span);
    }
}

/// `@click="open(url)"`
fn handler(lower: &mut Lower<'_>, written: &str, from: usize, source: SourceType) {
    parse::expression(lower, written, from as u32, source, |lower, expression| {
        lower.expression(expression);
    });
}

/// The component that a tag names: `<ToolOutput>`, `<tool-output>`.
fn component(lower: &mut Lower<'_>, name: &str) -> Option<Value> {
    let is_component =
        name.starts_with(|c: char| c.is_ascii_uppercase()) || (lower.flavor == Flavor::Vue && name.contains('-'));
    if !is_component {
        return None;
    }
    let pascal: String = name.split('-').map(capital).collect();
    lower.resolve(&pascal).map(|at| lower.read(at))
}

fn capital(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// `tool-output` as a property: `toolOutput`.
fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + &capital(part))
}
