//! Sanitizers and renderers: what they are set up to let through decides what they are.

use oxc_ast::ast::{Argument, Expression, ObjectExpression, ObjectPropertyKind, PropertyKey};
use oxc_span::{GetSpan, Span};

use super::Invoked;
use crate::graph::{Kind, mask};
use crate::lower::{Lower, Value, What};
use crate::rules;

const PURIFIERS: &[&str] = &["dompurify", "isomorphic-dompurify"];
const OURS: &[&str] = &["mcp-cordon", "mcp-cordon/html", "mcp-cordon/slim", "mcp-cordon/react"];
/// Names that only a sanitizer has.
const BY_NAME: &[&str] = &[
    "sanitizeToolOutput",
    "sanitizeMarkdown",
    "sanitizeToTrustedHTML",
    "sanitizeToFragment",
    "sanitizeHtml",
    "escapeHtml",
    "escapeHTML",
    "filterXSS",
    "sanitizeToolResult",
    "sanitizeUrl",
    "sanitizeURL",
    "encodeHTML",
    "htmlEscape",
];

fn is_purifier(call: &Invoked<'_, '_>) -> bool {
    let owner = call.name.rsplit_once('.').map_or("", |(owner, _)| owner).to_ascii_lowercase();
    call.is_of(PURIFIERS) || owner.ends_with("purify") || owner.ends_with("purifier")
}

fn is_sanitize_html(call: &Invoked<'_, '_>) -> bool {
    call.is_of(&["sanitize-html"]) || call.name == "sanitizeHtml"
}

pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let first = call.arg(0);
    let span = call.span;
    let given = |lower: &mut Lower<'_>| -> u32 { if first.node == 0 { 0 } else { lower.node(span.start) } };
    if (call.method == "sanitize" && is_purifier(call)) || is_sanitize_html(call) || call.is_of(&["xss", "insane"]) {
        let node = given(lower);
        lower.clean(first.node, node);
        return Some(Value { node, is_fixed: first.is_fixed, ..Value::default() });
    }
    let is_ours = call.is_of(OURS);
    if BY_NAME.contains(&call.method) && call.target.import().is_some()
        || is_ours && call.method.starts_with("sanitize")
    {
        let node = given(lower);
        lower.clean(first.node, node);
        if call.method.to_ascii_lowercase().ends_with("url") {
            let checked = lower.node(span.start);
            lower.keep(node, checked, Kind::Flow, mask::EVERY & !(mask::SCHEME | mask::DEST));
            return Some(Value { node: checked, is_checked: true, ..Value::default() });
        }
        return Some(Value { node, is_fixed: first.is_fixed, ..Value::default() });
    }
    if is_ours && matches!(call.method, "checkUrl") {
        let node = given(lower);
        lower.keep(first.node, node, Kind::Flow, mask::EVERY & !(mask::SCHEME | mask::DEST));
        return Some(Value { node, of: first.of.clone(), what: What::Verdict, is_checked: true, ..Value::default() });
    }
    if call.is_of(&["@braintree/sanitize-url"]) {
        let node = given(lower);
        lower.keep(first.node, node, Kind::Text, mask::EVERY & !mask::SCHEME);
        return Some(Value { node, of: first.of.clone(), ..Value::default() });
    }
    if call.is_of(&["escape-html", "he", "html-escaper", "lodash.escape", "entities"])
        || matches!(call.name, "_.escape" | "lodash.escape" | "Handlebars.escapeExpression")
    {
        let node = given(lower);
        if call.method.starts_with("decode") || call.method.starts_with("unescape") {
            lower.raise(first.node, node);
        } else {
            lower.clean(first.node, node);
        }
        return Some(Value { node, ..Value::default() });
    }
    // What undoes an escape, or makes markup of text.
    if matches!(call.method, "decodeURIComponent" | "atob" | "unescape" | "decodeURI") && call.receiver.is_none() {
        let node = given(lower);
        lower.raise(first.node, node);
        return Some(Value { node, ..Value::default() });
    }
    if let Some(value) = renders(lower, call, &first) {
        return Some(value);
    }
    if call.method == "markdownit" || (call.is_of(&["markdown-it"]) && call.receiver.is_none()) {
        return Some(made_renderer(lower, call));
    }
    None
}

/// Markdown and the like, as markup.
fn renders(lower: &mut Lower<'_>, call: &Invoked<'_, '_>, first: &Value) -> Option<Value> {
    let is_renderer = match call.receiver.map(|receiver| &receiver.what) {
        Some(What::Renderer { lets_markup })
            if matches!(call.method, "render" | "renderInline" | "makeHtml" | "parse" | "process" | "processSync") =>
        {
            Some(*lets_markup)
        }
        _ if call.is_of(&["marked", "showdown", "snarkdown", "markdown"]) => Some(true),
        _ if call.name == "marked" || call.name == "marked.parse" => Some(true),
        _ if call.is_of(&["micromark", "remark-html"]) => {
            let written = call.object(1).map(|object| lower.slice(object.span)).unwrap_or_default();
            Some(written.contains("allowDangerousHtml: true") || written.contains("allowDangerousHtml:true"))
        }
        _ => None,
    }?;
    if call.method == "use" || call.method == "setOptions" {
        return None;
    }
    let node = if first.node == 0 { 0 } else { lower.node(call.span.start) };
    if is_renderer {
        lower.raise(first.node, node);
    } else {
        lower.clean(first.node, node);
    }
    Some(Value { node, is_fixed: first.is_fixed, ..Value::default() })
}

fn made_renderer(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Value {
    let lets_markup = call.object(0).is_some_and(|object| lower.flag(object, "html") == Some(true));
    let node = lower.node(call.span.start);
    Value { node, what: What::Renderer { lets_markup }, ..Value::default() }
}

/// What `new` gives, where it is a renderer.
pub(crate) fn made(name: &str, target: &Value) -> What {
    let module = target.import().map(|(module, _)| module).unwrap_or_default();
    if matches!(module, "showdown") || name.ends_with("showdown.Converter") {
        return What::Renderer { lets_markup: true };
    }
    What::Unknown
}

/// `text.replace(pattern, by)`
pub(crate) fn replaced(
    lower: &mut Lower<'_>,
    receiver: &Value,
    args: &[Value],
    written: &[Argument<'_>],
    span: Span,
) -> Value {
    if receiver.node == 0 && args.iter().all(|arg| arg.node == 0) {
        return Value { is_fixed: receiver.is_fixed, ..Value::default() };
    }
    let pattern = written.first().and_then(Argument::as_expression).map(Expression::get_inner_expression);
    let (pattern, is_set) = match pattern {
        Some(Expression::RegExpLiteral(regex)) => (regex.regex.pattern.text.to_string(), true),
        Some(Expression::StringLiteral(text)) => (text.value.to_string(), false),
        _ => (String::new(), false),
    };
    let by = args.get(1).cloned().unwrap_or_default();
    let node = lower.node(span.start);
    let escapes = if is_set {
        pattern == "<"
            || (pattern.starts_with('[')
                && pattern.ends_with(']')
                && pattern.contains('<')
                && !pattern.starts_with("[^"))
    } else {
        pattern == "<"
    };
    // A set that lists what may stay takes everything else out.
    let keeps_few = is_set && pattern.starts_with("[^") && !pattern.contains('<') && !pattern.contains(':');
    let undoes =
        pattern.contains("&lt") || pattern.contains("&#") || by.text.as_deref().is_some_and(|by| by.contains('<'));
    if keeps_few {
        lower.keep(receiver.node, node, Kind::Text, mask::RAW);
    } else if escapes {
        lower.clean(receiver.node, node);
    } else if undoes {
        lower.raise(receiver.node, node);
    } else {
        lower.flow(receiver.node, node, Kind::Text);
    }
    if by.node != 0 && !written.get(1).and_then(Argument::as_expression).is_some_and(Lower::literal_function) {
        lower.flow(by.node, node, Kind::Text);
    }
    // What a function puts in its place is made of the same text.
    if written.get(1).and_then(Argument::as_expression).is_some_and(Lower::literal_function) {
        let part = lower.node(span.start);
        lower.flow(receiver.node, part, Kind::Text);
        let given = lower.call_back(by.node, &[part, part], span);
        if !escapes && !keeps_few {
            lower.flow(given, node, Kind::Text);
        }
    }
    Value { node, is_fixed: receiver.is_fixed, of: receiver.of.clone(), ..Value::default() }
}

/// Options that let through what a sanitizer is there to stop.
pub(crate) fn options(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    if is_purifier(call) && matches!(call.method, "sanitize" | "setConfig") {
        let at = usize::from(call.method == "sanitize");
        if let Some(object) = lower.options_of(call, at) {
            for (span, name, written) in object {
                let has = |words: &[&str]| words.iter().any(|word| written.to_ascii_lowercase().contains(word));
                let is_bad = match name.as_str() {
                    "ALLOW_UNKNOWN_PROTOCOLS" => written == "true",
                    "ADD_TAGS" | "ALLOWED_TAGS" => has(&[
                        "\"script\"",
                        "'script'",
                        "\"iframe\"",
                        "'iframe'",
                        "\"object\"",
                        "\"embed\"",
                        "\"base\"",
                        "'base'",
                        "\"link\"",
                        "'link'",
                        "\"meta\"",
                    ]),
                    "ADD_ATTR" | "ALLOWED_ATTR" => {
                        has(&["\"on", "'on", "srcdoc", "\"target\"", "'target'", "formaction"])
                            && !written.contains("'target'")
                            && !written.contains("\"target\"")
                            || has(&["\"on", "'on", "srcdoc"])
                    }
                    "SAFE_FOR_TEMPLATES" | "SANITIZE_DOM" | "SANITIZE_NAMED_PROPS" => {
                        name == "SANITIZE_DOM" && written == "false"
                    }
                    "ALLOWED_URI_REGEXP" => {
                        written.contains("javascript")
                            || written.contains("/.*/")
                            || written.contains("data:")
                            || written == "/./"
                    }
                    "ADD_URI_SAFE_ATTR" => has(&["href", "src", "action"]),
                    "WHOLE_DOCUMENT" => false,
                    _ => false,
                };
                if is_bad {
                    lower.hit(rules::SANITIZER, span);
                }
            }
        }
    }
    if call.method == "addHook" && is_purifier(call) {
        hook(lower, call);
    }
    if is_sanitize_html(call)
        && let Some(object) = lower.options_of(call, 1)
    {
        for (span, name, written) in object {
            let is_bad = match name.as_str() {
                "allowedTags" | "allowedAttributes" => {
                    written == "false"
                        || (name == "allowedTags" && written.contains("script"))
                        || written.contains("'on")
                        || written.contains("\"on")
                }
                "allowedSchemes" | "allowedSchemesByTag" => {
                    written == "false"
                        || written.contains("javascript")
                        || written.contains("\"data\"")
                        || written.contains("'data'")
                        || written.contains("vbscript")
                }
                "allowVulnerableTags" => written == "true",
                "disallowedTagsMode" => false,
                _ => false,
            };
            if is_bad {
                lower.hit(rules::SANITIZER, span);
            }
        }
    }
    if (call.is_of(OURS)
        || call.method.starts_with("sanitizeToolOutput")
        || call.method.starts_with("renderToolOutput"))
        && let Some(object) = (0..3).find_map(|at| lower.options_of(call, at))
    {
        for (span, name, written) in object {
            if name == "invisibleText" && written.contains("keep") {
                lower.hit(rules::INVISIBLE_KEPT, span);
            }
        }
    }
    renderers(lower, call);
}

/// KaTeX, mermaid, markdown-it and the like.
fn renderers(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let object = (0..3).find_map(|at| lower.options_of(call, at));
    let is_katex = call.is_of(&["katex", "rehype-katex"]) || call.name.starts_with("katex.");
    let is_mermaid = call.is_of(&["mermaid"]) || call.name.starts_with("mermaid");
    for (span, name, written) in object.into_iter().flatten() {
        let is_loose = match name.as_str() {
            "trust" => is_katex && written == "true",
            "securityLevel" => is_mermaid && written.contains("loose"),
            "htmlLabels" => false,
            _ => false,
        };
        if is_loose {
            lower.hit(rules::RENDERER, span);
        }
    }
    // `.use(rehypeRaw)` without `.use(rehypeSanitize)` in the same file.
    if call.method == "use" {
        let plugin = call.expression(0).map(|plugin| lower.name_of(plugin)).unwrap_or_default();
        let is_raw = plugin == "rehypeRaw"
            || call.args.len() > 1
                && (plugin == "remarkRehype" || plugin == "rehypeStringify" || plugin == "remarkHtml")
                && lower.slice(call.argument_span(1)).contains("allowDangerousHtml: true");
        if is_raw {
            lower.hit_unless(rules::RENDERER, call.argument_span(0), crate::lower::evidence::SANITIZED_TREE, 0);
        }
    }
}

/// A hook that puts back what was taken out.
fn hook(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let written = call.expression(1).map(|hook| lower.slice(hook.span())).unwrap_or_default();
    let name = call.arg(0).text.map(|name| name.to_string()).unwrap_or_default();
    let gives_back = written.contains("forceKeepAttr = true")
        || written.contains("keepAttr = true")
        || (name == "uponSanitizeElement" && written.contains("allowedTags["))
        || (name == "uponSanitizeAttribute" && written.contains("allowedAttributes["))
        || (name.starts_with("after") && written.contains("setAttribute(\"href\", node.getAttribute(\"data-"));
    if gives_back {
        lower.hit(rules::SANITIZER, call.span);
    }
}

impl<'s> Lower<'s> {
    /// An object's properties that have a name, with what is written for them; of a variable too, where it was given one.
    pub(crate) fn options_of(&mut self, call: &Invoked<'_, '_>, at: usize) -> Option<Vec<(Span, String, &'s str)>> {
        if let Some(object) = call.object(at) {
            return Some(self.written(object));
        }
        let Some(Expression::Identifier(id)) = call.expression(at) else { return None };
        self.objects.get(id.name.as_str()).cloned()
    }

    pub(crate) fn written(&self, object: &ObjectExpression<'_>) -> Vec<(Span, String, &'s str)> {
        let mut given = Vec::new();
        for property in &object.properties {
            if let ObjectPropertyKind::ObjectProperty(property) = property
                && let Some(name) = match &property.key {
                    PropertyKey::PrivateIdentifier(_) => None,
                    key => key.static_name(),
                }
            {
                given.push((property.span, name.into_owned(), self.slice(property.value.span())));
            }
        }
        given
    }

    /// A property that is `true` or `false`.
    pub(crate) fn flag(&self, object: &ObjectExpression<'_>, wanted: &str) -> Option<bool> {
        self.written(object).iter().find(|(_, name, _)| name == wanted).and_then(|(_, _, written)| match *written {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }
}
