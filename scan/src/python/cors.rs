//! Which origins a server in Python lets read its answers.

use super::calls::{Arg, Call, Module};
use super::{hit, hit_unless, is_about};
use crate::lower::{Lowered, evidence};
use crate::rules;

/// Lines of a file that the rest of it is read for.
const MAX_LINES: usize = 64;

pub(super) const CALLS: &[&str] = &["CORSMiddleware", "add_middleware", "Middleware", "CORS", "cross_origin"];

pub(super) fn called(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    if is_about(call, "CORSMiddleware") {
        starlette(module, call, out);
    } else if matches!(call.method(), "CORS" | "cross_origin") && module.own.contains("flask_cors") {
        flask(module, call, out);
    }
}

/// Starlette answers `*` with the origin that asks, once there are credentials.
fn starlette(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    let has_credentials = call.named("allow_credentials").is_some_and(|arg| module.may_be(arg.tokens, "True"));
    if let Some(arg) = call.named("allow_origins")
        && has_credentials
        && module.may_hold_text(arg.tokens, |text| text == "*")
    {
        hit(out, rules::CORS_REFLECTED_CREDENTIALS, arg.span);
    }
    if let Some(arg) = call.named("allow_origin_regex") {
        pattern(module, arg, has_credentials, out);
    }
    let exposes = call.named("expose_headers").is_some_and(|arg| {
        // What no list says here is said elsewhere.
        module.values(arg.tokens).into_iter().any(|range| {
            module.texts_of(range).is_none_or(|texts| {
                let is_it =
                    |text: &str| text.eq_ignore_ascii_case("mcp-session-id") || (text == "*" && !has_credentials);
                texts.iter().any(|text| is_it(text))
            })
        })
    });
    if !exposes {
        hit_unless(out, rules::SESSION_NOT_EXPOSED, call.span, 0, evidence::MCP_SERVER);
    }
}

/// Starlette matches the whole origin: what is open is a wildcard with no dot behind it.
fn pattern(module: &Module<'_>, arg: &Arg<'_>, has_credentials: bool, out: &mut Lowered) {
    for range in module.values(arg.tokens) {
        if let Some(pattern) = module.text_of(range) {
            judged(&pattern, arg, has_credentials, out);
        }
    }
}

fn judged(pattern: &str, arg: &Arg<'_>, has_credentials: bool, out: &mut Lowered) {
    let bare = pattern.trim_start_matches('^').trim_end_matches('$');
    let host = bare.rsplit("://").next().unwrap_or(bare);
    let any = [".*", ".+", "(.*)", "(.+)"];
    if any.contains(&host) || any.contains(&bare) {
        let code = if has_credentials { rules::CORS_REFLECTED_CREDENTIALS } else { rules::CORS_REFLECTED };
        hit(out, code, arg.span);
    } else if host.split([')', '|']).any(|part| {
        let rest = [".*", ".+"].iter().find_map(|any| part.split_once(any).map(|(_, rest)| rest));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()) || rest.starts_with('.'))
    }) {
        hit(out, rules::CORS_PATTERN, arg.span);
    }
}

/// flask-cors does the same, and `*` is what it begins with.
fn flask(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    let has_credentials = call.named("supports_credentials").is_some_and(|arg| module.may_be(arg.tokens, "True"));
    let origins = call.named("origins");
    let is_any = match origins {
        Some(arg) => module.may_hold_text(arg.tokens, |text| text == "*"),
        None => call.named("resources").is_none(),
    };
    if is_any && has_credentials {
        hit(out, rules::CORS_REFLECTED_CREDENTIALS, origins.map_or(call.span, |arg| arg.span));
    }
}

/// `response.headers["Access-Control-Allow-Origin"] = request.headers.get("origin")`
pub(super) fn assigned(module: &Module<'_>, out: &mut Lowered) {
    let lines = module.own_lines().iter().map(|line| module.written(line.first, line.last));
    let named = lines.map(|(written, span)| (written.to_ascii_lowercase(), span));
    let about = named.filter(|(lower, _)| lower.contains("access-control-allow-origin")).take(MAX_LINES);
    for (lower, span) in about {
        let Some((_, after)) = lower.split_once("access-control-allow-origin") else { continue };
        let value = after.trim_start_matches(['"', '\'', ']', ' ', ':', '=', ',']);
        let value = value.split([',', '}', '\n']).next().unwrap_or_default().trim();
        if !is_asking(module, value) {
            continue;
        }
        let with = module.lower.contains("access-control-allow-credentials");
        hit(out, if with { rules::CORS_REFLECTED_CREDENTIALS } else { rules::CORS_REFLECTED }, span);
    }
}

/// Whether a value is the request's own origin, and nobody compares it.
fn is_asking(module: &Module<'_>, value: &str) -> bool {
    let of_request = |value: &str| {
        value.contains("headers")
            && ["get(\"origin\"", "get('origin'", "[\"origin\"]", "['origin']", "get(b\"origin\""]
                .iter()
                .any(|read| value.contains(read))
    };
    if of_request(value) {
        return true;
    }
    let name: String = value.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let text = &module.lower;
    let is_read = text
        .lines()
        .any(|line| line.trim().split_once('=').is_some_and(|(left, right)| left.trim() == name && of_request(right)));
    let compares = ["in", "not", "=="].iter().any(|word| text.contains(&format!("{name} {word} ")));
    is_read && !compares && !text.contains(&format!("({name})"))
}
