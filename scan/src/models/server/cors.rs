//! Which origins a server lets read its answers.

use oxc_span::Span;

use super::super::Invoked;
use crate::lower::{Lower, Value, What, evidence};
use crate::rules;

const PACKAGES: &[&str] = &["cors", "hono/cors", "@fastify/cors", "@elysiajs/cors", "@koa/cors", "kcors"];

pub(super) fn cors(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    if call.is_of(PACKAGES) || call.method == "enableCors" {
        options(lower, call, 0);
    }
}

pub(super) fn options(lower: &mut Lower<'_>, call: &Invoked<'_, '_>, at: usize) {
    let options = lower.options_read(call, at).unwrap_or_default();
    if options.is_empty() && call.args.len() > at {
        return;
    }
    let of = |name: &str| options.iter().find(|(_, known, _)| known == name);
    let has_credentials = of("credentials").is_some_and(|(_, _, written)| *written == "true");
    if let Some((span, _, written)) = of("origin") {
        let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        if reflects(&plain) {
            lower.hit(if has_credentials { rules::CORS_REFLECTED_CREDENTIALS } else { rules::CORS_REFLECTED }, *span);
        }
        if has_credentials && matches!(plain.as_str(), "\"*\"" | "'*'") {
            lower.hit(rules::CORS_WILDCARD_CREDENTIALS, *span);
        }
        let is_part = [".endsWith(", ".startsWith(", "origin.includes(", "origin.indexOf("];
        if is_part.iter().any(|call| plain.contains(call)) || patterns(&plain).iter().any(|pattern| is_loose(pattern)) {
            lower.hit(rules::CORS_PATTERN, *span);
        }
    }
    let exposes = of("exposedHeaders").or_else(|| of("exposeHeaders")).is_some_and(|(_, _, written)| {
        written.to_ascii_lowercase().contains("mcp-session-id") || !written.starts_with(['[', '"', '\''])
    });
    if !exposes {
        lower.hit_unless(rules::SESSION_NOT_EXPOSED, call.span, 0, evidence::MCP_SERVER);
    }
}

/// What decides in a function: with none of it, every origin is given back.
const DECIDES: &[&str] = &["if(", "?", ".includes(", ".has(", ".some(", ".test(", ".find(", "===", "&&", "switch("];

/// Whether an option lets any origin in: `true`, or a function that gives back whatever it is asked for.
fn reflects(plain: &str) -> bool {
    if plain == "true" {
        return true;
    }
    if let Some((param, given)) = plain.split_once("=>") {
        let param = param.trim_start_matches("async").trim_matches(['(', ')']);
        let given = given.trim_start_matches("{return").trim_end_matches(['}', ';']);
        let is_or = |or: &&str| given.starts_with(&format!("{param}{or}"));
        if given == "true" || given == param || ["||", "??"].iter().any(is_or) {
            return true;
        }
    }
    let is_function = plain.contains("=>") || plain.starts_with("function") || plain.starts_with("origin(");
    let lower = plain.to_ascii_lowercase();
    // Koa's and Hono's are given the request.
    let reads = [
        "get(\"origin\")",
        "get('origin')",
        "header(\"origin\")",
        "header('origin')",
        "header.origin",
        "headers.origin",
    ];
    is_function
        && (plain.contains("(null,true)")
            || plain.contains("(null,origin)")
            || reads.iter().any(|read| lower.contains(read)))
        && !DECIDES.iter().any(|word| plain.contains(word))
}

/// Regular expressions in a text without spaces.
fn patterns(plain: &str) -> Vec<&str> {
    let bytes = plain.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let is_start = bytes[at] == b'/'
            && (at == 0 || matches!(bytes[at - 1], b'[' | b',' | b'(' | b'>' | b'=' | b'{' | b'!' | b'&' | b'|'))
            && !matches!(bytes.get(at + 1), Some(b'/' | b'*'));
        if !is_start {
            at += 1;
            continue;
        }
        let (mut end, mut in_set) = (at + 1, false);
        while end < bytes.len() && (in_set || bytes[end] != b'/') {
            match bytes[end] {
                b'\\' => end += 1,
                b'[' => in_set = true,
                b']' => in_set = false,
                _ => {}
            }
            end += 1;
        }
        found.extend(plain.get(at + 1..end.min(plain.len())));
        at = end + 1;
    }
    found
}

/// Whether a pattern lets an origin in that nobody meant: it is not held at both ends, or a dot in a name is any character.
fn is_loose(pattern: &str) -> bool {
    let bytes = pattern.as_bytes();
    let is_letter = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
    let any_dot = |(at, byte): (usize, &u8)| {
        *byte == b'.' && at > 0 && is_letter(bytes.get(at - 1)) && is_letter(bytes.get(at + 1))
    };
    !pattern.starts_with('^') || !pattern.ends_with('$') || bytes.iter().enumerate().any(any_dot)
}

/// Bytes before a header that its condition may stand in.
const CONDITION: usize = 300;

/// `Access-Control-Allow-Origin`, with the value that it is given.
pub(super) fn header_set(lower: &mut Lower<'_>, name: &Value, value: &Value, span: Span) {
    let Some(name) = name.text.as_deref() else { return };
    if !name.eq_ignore_ascii_case("access-control-allow-origin") {
        return;
    }
    let is_any = value.what == What::Header("origin") && !value.is_checked;
    if is_any {
        let with = lower.out.evidence & evidence::CREDENTIALS != 0;
        let reflected = if with { rules::CORS_REFLECTED_CREDENTIALS } else { rules::CORS_REFLECTED };
        lower.hit(if is_matched(lower, span) { rules::CORS_PATTERN } else { reflected }, span);
    } else if value.node != 0 || value.text.is_some() {
        lower.hit_unless(rules::SESSION_NOT_EXPOSED, span, evidence::EXPOSES, evidence::MCP_SERVER);
    }
    if value.text.as_deref() == Some("*") {
        lower.hit_unless(rules::CORS_WILDCARD_CREDENTIALS, span, 0, evidence::CREDENTIALS);
    }
}

/// Whether the condition in front of a header compares a part of the origin.
fn is_matched(lower: &Lower<'_>, span: Span) -> bool {
    let (before, _) = lower.near(lower.span(span).0, CONDITION);
    let condition =
        before.rfind("if (").or_else(|| before.rfind("if(")).and_then(|at| before.get(at..)).unwrap_or_default();
    [".endsWith(", ".startsWith(", ".test(", "rigin.includes(", ".match("].iter().any(|call| condition.contains(call))
}
