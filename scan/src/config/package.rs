//! package.json: packages at versions that are known to let a page in.

use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, ObjectExpression, ObjectPropertyKind, StringLiteral};
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::member;
use crate::lower::Lowered;
use crate::rules;

type Version = [u64; 3];

/// The first version of a package without the hole.
const CORRECTED: &[(&str, Version)] = &[
    // CVE-2025-49596: its proxy takes requests of any page.
    ("@modelcontextprotocol/inspector", [0, 14, 1]),
    // CVE-2025-66414: no check of `Host` without an option.
    ("@modelcontextprotocol/sdk", [1, 24, 0]),
    // CVE-2025-9611: no check of `Host`.
    ("@playwright/mcp", [0, 0, 40]),
    // CVE-2025-6514: an address that a server gives reaches a shell.
    ("mcp-remote", [0, 1, 16]),
];

const LISTS: &[&str] = &["dependencies", "devDependencies", "optionalDependencies", "overrides", "resolutions"];

/// Looks for packages whose newest version that a range takes is an old one; and at the package itself.
pub(super) fn versions(text: &str, out: &mut Lowered) -> Result<(), String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::cjs()).parse_expression();
    let Ok(Expression::ObjectExpression(package)) = parsed else {
        return Err("does not parse as an object".to_owned());
    };
    if let (Some(name), Some(version)) = (string(member(&package, "name")), string(member(&package, "version"))) {
        judge(&name.value, version, out);
    }
    for list in LISTS.iter().filter_map(|list| object(member(&package, list))) {
        for property in &list.properties {
            let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
            if let (Some(name), Some(range)) = (property.key.static_name(), string(Some(&property.value))) {
                judge(&name, range, out);
            }
        }
    }
    Ok(())
}

fn judge(name: &str, range: &StringLiteral<'_>, out: &mut Lowered) {
    let known = CORRECTED.iter().find(|(known, _)| *known == name);
    if known.is_some_and(|(_, corrected)| end(&range.value).is_some_and(|end| end <= *corrected)) {
        out.hit(rules::ADVISORY, (range.span.start, range.span.end));
    }
}

/// The first version behind a range; none where any newer one may be taken.
fn end(range: &str) -> Option<Version> {
    let range = range.trim();
    let (kind, rest) = range.split_at(range.find(|c: char| c.is_ascii_digit())?);
    // A part that is left out, or an `x`, is any number.
    let parts = rest.split(['-', '+']).next()?.split('.').map_while(|part| part.parse().ok()).collect::<Vec<u64>>();
    let at = |part: usize| parts.get(part).copied().unwrap_or(0);
    let version = [at(0), at(1), at(2)];
    let next = |part: usize| {
        let mut next = version;
        next.iter_mut().skip(part + 1).for_each(|number| *number = 0);
        if let Some(number) = next.get_mut(part) {
            *number = number.saturating_add(1);
        }
        next
    };
    // What may change by `^` is what stands behind the first number that is not 0.
    let fixed = version.iter().position(|number| *number > 0).unwrap_or(2);
    match kind.trim() {
        "" | "=" | "v" | "<=" => Some(next(parts.len().clamp(1, 3) - 1)),
        "<" => Some(version),
        "~" => Some(next(parts.len().clamp(1, 2) - 1)),
        "^" => Some(next(fixed.min(parts.len().clamp(1, 3) - 1))),
        _ => None,
    }
}

fn string<'a, 'b>(given: Option<&'a Expression<'b>>) -> Option<&'a StringLiteral<'b>> {
    match given? {
        Expression::StringLiteral(text) => Some(text),
        _ => None,
    }
}

fn object<'a, 'b>(given: Option<&'a Expression<'b>>) -> Option<&'a ObjectExpression<'b>> {
    match given? {
        Expression::ObjectExpression(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn ranges_end() {
        for (range, expected) in [
            ("0.1.15", Some([0, 1, 16])),
            ("v0.1.15-beta.1", Some([0, 1, 16])),
            ("=1.23.0", Some([1, 23, 1])),
            ("1.23.x", Some([1, 24, 0])),
            ("1", Some([2, 0, 0])),
            ("~1.23.1", Some([1, 24, 0])),
            ("^1.23.0", Some([2, 0, 0])),
            ("^0.1.15", Some([0, 2, 0])),
            ("^0.0.39", Some([0, 0, 40])),
            ("<1.24.0", Some([1, 24, 0])),
            ("<=0.14.0", Some([0, 14, 1])),
            (">=1.0.0", None),
            ("latest", None),
            ("*", None),
            ("workspace:^1.0.0", None),
            ("^18446744073709551615.0.0", Some([u64::MAX, 0, 0])),
        ] {
            assert_eq!(end(range), expected, "{range}");
        }
    }
}
