//! Handlers and tools in Python.

use super::calls::{Call, Function, Module};
use super::{describe, hit, hit_unless};
use crate::lower::{Lowered, evidence};
use crate::rules;

pub(super) const CALLS: &[&str] = &["Tool", "tool", "add_tool", "Prompt", "prompt", "Field"];

/// Calls that change something.
const CHANGES: &[&str] = &[
    ".call_tool(",
    ".delete(",
    ".delete_one(",
    ".delete_many(",
    ".remove(",
    ".unlink(",
    ".commit(",
    ".insert(",
    ".insert_one(",
    ".update(",
    ".save(",
    ".revoke(",
    ".pop(",
    ".execute(",
    "rmtree(",
];
/// Words of a path for what changes something.
const VERBS: &[&str] = &[
    "delete", "remove", "logout", "create", "update", "reset", "revoke", "approve", "run", "call", "send", "cancel",
    "invoke",
];

/// A description that a model reads.
pub(super) fn called(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    for arg in &call.args {
        if matches!(arg.name, Some("description" | "title")) {
            for text in module.values(arg.tokens).into_iter().filter_map(|range| module.text_of(range)) {
                describe(out, text, arg.span);
            }
        }
    }
}

pub(super) fn function(module: &Module<'_>, function: &Function<'_>, out: &mut Lowered) {
    for decorator in &function.decorators {
        match decorator.method() {
            "tool" | "prompt" => documented(module, function, out),
            "get" => changes(module, decorator, function, out),
            "route" | "custom_route" | "api_route" => {
                let methods = decorator.named("methods").and_then(|arg| module.texts_of(arg.tokens));
                // Flask and Starlette take GET where nothing says another.
                if methods.is_none_or(|methods| methods.iter().any(|method| method.eq_ignore_ascii_case("get"))) {
                    changes(module, decorator, function, out);
                }
            }
            "websocket" | "websocket_route" => socket(function, out),
            _ => {}
        }
    }
}

/// A tool's docstring is its description.
fn documented(module: &Module<'_>, function: &Function<'_>, out: &mut Lowered) {
    let (first, _) = function.tokens;
    if let Some(text) = module.text_of((first, first + 1)) {
        describe(out, text, module.written(first, first + 1).1);
    }
}

fn changes(module: &Module<'_>, decorator: &Call<'_>, function: &Function<'_>, out: &mut Lowered) {
    let Some(path) = decorator.at(0).or(decorator.named("path")).and_then(|arg| module.text_of(arg.tokens)) else {
        return;
    };
    let names_it = path.to_ascii_lowercase().split(['/', '-', '_', '{', '}']).any(|part| VERBS.contains(&part));
    let does_it = CHANGES.iter().any(|change| function.body.contains(change));
    if does_it && (names_it || function.body.contains(".call_tool(")) {
        hit(out, rules::GET_CHANGES, decorator.span);
    }
}

/// Calls that are looked at with the function that they name.
const MAX_CALLS: usize = 64;

/// `Route("/notes/{id}/delete", remove)`, `app.router.add_get("/logout", logout)`: the function stands elsewhere in the file.
pub(super) fn by_name(module: &Module<'_>, functions: &[Function<'_>], out: &mut Lowered) {
    let wanted = |name: &str| matches!(name, "Route" | "add_route" | "add_api_route" | "add_get");
    let calls = (0..module.ends.0).filter_map(|open| module.call(open, wanted));
    for call in calls.take(MAX_CALLS) {
        let methods = call.named("methods").and_then(|arg| module.texts_of(arg.tokens));
        let takes_get = methods.is_none_or(|methods| methods.iter().any(|method| method.eq_ignore_ascii_case("get")));
        let handler = call.at(1).or(call.named("endpoint")).map(|arg| arg.written);
        if let Some(function) = functions.iter().find(|function| takes_get && handler == Some(function.name)) {
            changes(module, &call, function, out);
        }
    }
}

pub(super) fn socket(function: &Function<'_>, out: &mut Lowered) {
    if function.body.contains(".accept(") && !function.body.to_ascii_lowercase().contains("origin") {
        hit_unless(out, rules::WEBSOCKET, function.span, evidence::ORIGIN, 0);
    }
}
