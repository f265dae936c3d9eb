//! Plugins of unified and of what is built on it: which let markup through, and which take it out again.

use oxc_ast::ast::{ArrayExpression, Expression};
use oxc_span::GetSpan;

use super::Invoked;
use super::options::Property;
use super::sanitizers::Words;
use crate::lower::{Lower, Value, evidence};
use crate::rules;

/// `.use(plugin, options)`
pub(super) fn used(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let plugin = call.expression(0).map(|plugin| lower.name_of(plugin)).unwrap_or_default();
    let options = if call.args.len() > 1 { lower.options_read(call, 1).unwrap_or_default() } else { Vec::new() };
    let writes_raw = matches!(plugin.as_str(), "remarkRehype" | "rehypeStringify" | "remarkHtml")
        && super::options::flag(&options, "allowDangerousHtml") == Some(true);
    if plugin == "rehypeRaw" || writes_raw && !lower.text.contains("rehypeRaw") {
        raw(lower, call, &plugin);
    }
    judged(lower, &call.arg(0), &options);
}

/// Bytes before and behind a plugin in which the others of its processor stand.
const CHAIN: usize = 4_000;

/// `.use(rehypeRaw)`: a sanitizer stands behind it, or in another file that this one takes plugins from.
fn raw(lower: &mut Lower<'_>, call: &Invoked<'_, '_>, plugin: &str) {
    let (before, after) = lower.near(lower.span(call.span).1, CHAIN);
    let used = |text: &str| {
        ["rehypeSanitize", "rehype-sanitize\""].iter().any(|name| {
            text.match_indices(name)
                .any(|(at, _)| text.get(..at).is_some_and(|before| before.trim_end().ends_with(['(', '[', ','])))
        })
    };
    if used(after) {
        return;
    }
    let span = call.argument_span(0);
    if plugin == "rehypeRaw" && used(before) {
        lower.hit(rules::RENDERER, span);
    } else {
        lower.hit_unless(rules::RENDERER, span, evidence::SANITIZED_TREE, 0);
    }
}

/// `[plugin, options]`, among a component's plugins.
pub(crate) fn plugin(lower: &mut Lower<'_>, array: &ArrayExpression<'_>) {
    let [first, second] = array.elements.as_slice() else { return };
    let Some(Expression::Identifier(id)) = first.as_expression().map(Expression::get_inner_expression) else { return };
    let Some(value) = lower.resolve(&id.name).and_then(|at| lower.peek(at)).cloned() else { return };
    if value.import().is_none() {
        return;
    }
    let Some(second) = second.as_expression() else { return };
    lower.want(second.span());
    let options = lower.properties_of(second).map(|options| lower.read_through(options)).unwrap_or_default();
    judged(lower, &value, &options);
}

/// Options of a plugin that is there to take something out.
fn judged(lower: &mut Lower<'_>, plugin: &Value, options: &[Property<'_>]) {
    let Some((module, _)) = plugin.import() else { return };
    for (span, name, written) in options {
        let words = Words { plain: written.replace('\'', "\"").chars().filter(|c| !c.is_whitespace()).collect() };
        let code = match (module, name.as_str()) {
            ("rehype-sanitize", "tagNames") if words.has(&["\"script\"", "\"iframe\"", "\"object\"", "\"embed\""]) => {
                rules::SANITIZER
            }
            ("rehype-sanitize", "attributes") if words.has(&["\"on", "srcDoc", "srcdoc"]) => rules::SANITIZER,
            ("rehype-sanitize", "protocols") if words.has(&["javascript", "\"data\""]) => rules::SANITIZER,
            ("rehype-harden", "allowedLinkPrefixes" | "allowedImagePrefixes" | "allowedProtocols")
                if words.has(&["\"*\""]) =>
            {
                rules::RENDERER
            }
            ("rehype-katex", "trust") if words.plain == "true" => rules::RENDERER,
            _ => continue,
        };
        lower.hit(code, *span);
    }
}
