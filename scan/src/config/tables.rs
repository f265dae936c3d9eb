//! JSON and TOML. JSON is an expression of JavaScript, whose parser says where each text stands.

use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, ObjectExpression, ObjectPropertyKind};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType};
use toml::de::{DeTable, DeValue};

use super::{Written, member};

/// Objects in objects that are looked into.
const MAX_DEPTH: usize = 32;

pub(super) fn json(text: &str) -> Result<Vec<Written>, String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::cjs()).parse_expression();
    let parsed = parsed.map_err(|errors| {
        let why = errors.first().map(|error| error.message.to_string()).unwrap_or_default();
        format!("does not parse: {why}")
    })?;
    let mut found = Vec::new();
    look(&parsed, text, false, 0, 0, &mut found);
    Ok(found)
}

/// Vercel and Firebase write `{ "key", "value" }` in lists, Azure `"globalHeaders": { name: value }`.
fn look(at: &Expression<'_>, text: &str, is_headers: bool, block: u32, depth: usize, found: &mut Vec<Written>) {
    if depth > MAX_DEPTH {
        return;
    }
    match at {
        Expression::ArrayExpression(array) => {
            for item in array.elements.iter().filter_map(|item| item.as_expression()) {
                look(item, text, false, array.span.start, depth + 1, found);
            }
        }
        Expression::ObjectExpression(object) => {
            if let (Some((_, name)), Some((at, value))) = (text_of(object, "key"), text_of(object, "value")) {
                found.push(written(name, value, at, text, block));
                return;
            }
            for property in &object.properties {
                let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
                let name = property.key.static_name().unwrap_or_default();
                if is_headers && let Expression::StringLiteral(value) = &property.value {
                    found.push(written(&name, &value.value, value.span.start, text, block));
                    continue;
                }
                let is_headers = matches!(name.as_ref(), "headers" | "globalHeaders");
                look(&property.value, text, is_headers, object.span.start, depth + 1, found);
            }
        }
        _ => {}
    }
}

fn text_of<'a>(object: &'a ObjectExpression<'_>, wanted: &str) -> Option<(u32, &'a str)> {
    match member(object, wanted)? {
        Expression::StringLiteral(text) => Some((text.span().start, text.value.as_str())),
        _ => None,
    }
}

fn written(name: &str, value: &str, at: u32, text: &str, block: u32) -> Written {
    let start = at as usize + 1;
    let is_verbatim = text.get(start..start + value.len()) == Some(value);
    Written::of(name, value, (start as u32, (start + value.len()).min(text.len()) as u32), is_verbatim, block)
}

/// `[[headers]]` with `[headers.values]`.
pub(super) fn toml(text: &str) -> Result<Vec<Written>, String> {
    let table = DeTable::parse(text).map_err(|error| format!("does not parse: {}", error.message()))?;
    let mut found = Vec::new();
    let Some(DeValue::Array(blocks)) = table.get_ref().get("headers").map(|blocks| blocks.get_ref()) else {
        return Ok(found);
    };
    for (block, entry) in blocks.iter().enumerate() {
        let DeValue::Table(entry) = entry.get_ref() else { continue };
        let Some(DeValue::Table(values)) = entry.get("values").map(|values| values.get_ref()) else { continue };
        for (name, value) in values.iter() {
            let DeValue::String(given) = value.get_ref() else { continue };
            let span = value.span();
            let raw = text.get(span.clone()).unwrap_or_default();
            let at = raw.find(given.as_ref());
            let from = span.start + at.unwrap_or(0);
            let to = at.map_or(span.end, |_| from + given.len());
            found.push(Written::of(name.get_ref(), given, (from as u32, to as u32), at.is_some(), block as u32));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{json, toml};

    #[test]
    fn json_has_lists_and_objects() {
        let text = r#"{ "headers": [{ "source": "/(.*)", "headers": [{ "key": "A", "value": "b" }, { "key": "C", "value": "d\"e" }] }], "globalHeaders": { "F": "g" } }"#;
        let found = json(text).unwrap_or_default();
        let read: Vec<_> = found.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
        assert_eq!(read, [("A", "b"), ("C", "d\"e"), ("F", "g")]);
        assert_eq!((found[0].block == found[1].block, found[1].block == found[2].block), (true, false));
        assert!(json("{").is_err());
    }

    #[test]
    fn toml_has_tables() {
        let text = "[build]\nx = 1\n[[headers]]\nfor = \"/*\"\n[headers.values]\nA = '''\nb;\nc'''\n\"D-E\" = \"f\"\n";
        let found = toml(text).unwrap_or_default();
        let read: Vec<_> = found.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
        assert_eq!(read, [("A", "b; c"), ("D-E", "f")]);
        assert!(toml("a = ").is_err());
    }
}
