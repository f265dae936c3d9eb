//! Sanitizers and renderers: what they are set up to let through decides what they are.

use oxc_ast::ast::{Argument, Expression};
use oxc_span::{GetSpan, Span};

use super::options::flag;
use super::{Assigned, Invoked};
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
    let owner = call.owner().to_ascii_lowercase();
    call.is_of(PURIFIERS) || owner.ends_with("purify") || owner.ends_with("purifier")
}

fn is_sanitize_html(call: &Invoked<'_, '_>) -> bool {
    call.is_of(&["sanitize-html"]) || call.name == "sanitizeHtml"
}

pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let first = call.arg(0);
    let span = call.span;
    let given = |lower: &mut Lower<'_>| -> u32 { if first.node == 0 { 0 } else { lower.node(span.start) } };
    // `createDOMPurify(window)` is one too.
    if call.is_of(PURIFIERS) && call.receiver.is_none() && call.method != "sanitize" {
        let what = What::Import { module: "dompurify".into(), name: "*".into() };
        return Some(Value { node: lower.node(span.start), what, ..Value::default() });
    }
    // A component that is made of another one.
    if call.is_of(&["harden-react-markdown"]) {
        let what = What::Import { module: "harden-react-markdown".into(), name: "default".into() };
        return Some(Value { node: lower.node(span.start), what, ..Value::default() });
    }
    if call.method == "sanitize" && is_purifier(call) && gives_nodes(lower, call) {
        let node = given(lower);
        lower.clean(first.node, node);
        return Some(Value { node, what: What::Sanitized, ..Value::default() });
    }
    if is_highlighter(call) {
        let node = given(lower);
        lower.clean(first.node, node);
        return Some(Value::of_node(node));
    }
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
    if call.method == "set"
        && let Some(What::Renderer { lets_markup }) = call.receiver.map(|receiver| &receiver.what)
    {
        let options = lower.options_of(call, 0).unwrap_or_default();
        let lets_markup = flag(&options, "html").unwrap_or(*lets_markup);
        for at in call.receiver.into_iter().flat_map(|receiver| receiver.binding) {
            lower.know(at, What::Renderer { lets_markup });
        }
        return call.receiver.cloned();
    }
    if call.method == "serializeToString" && first.what == What::Sanitized {
        let node = given(lower);
        lower.raise(first.node, node);
        return Some(Value::of_node(node));
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

/// Whether a purifier is told to give nodes in the place of text.
fn gives_nodes(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> bool {
    let options = lower.options_read(call, 1).unwrap_or_default();
    ["RETURN_DOM", "RETURN_DOM_FRAGMENT"].iter().any(|name| flag(&options, name) == Some(true))
}

/// What colors code escapes it.
fn is_highlighter(call: &Invoked<'_, '_>) -> bool {
    let is_known = call.is_of(&["highlight.js", "prismjs", "shiki", "lowlight", "refractor"])
        || matches!(call.name.split('.').next(), Some("hljs" | "Prism"));
    is_known && matches!(call.method, "highlight" | "highlightAuto" | "codeToHtml")
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
    let options = (0..2).find_map(|at| lower.options_read(call, at)).unwrap_or_default();
    // The preset of CommonMark lets markup through.
    let lets_markup = flag(&options, "html").unwrap_or(call.arg(0).text.as_deref() == Some("commonmark"));
    let node = lower.node(call.span.start);
    Value { node, what: What::Renderer { lets_markup }, ..Value::default() }
}

/// `new MarkdownIt(…)`
pub(crate) fn constructed(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    (call.is_of(&["markdown-it"]) || matches!(call.name, "MarkdownIt" | "markdownit"))
        .then(|| made_renderer(lower, call))
}

/// `md.validateLink = () => true`: links of any scheme.
pub(super) fn assigned(lower: &mut Lower<'_>, to: &Assigned<'_, '_>) {
    if to.name == "validateLink" && lower.settled_function(to.written).is_some_and(|plain| plain.ends_with("=>true")) {
        lower.hit(rules::RENDERER, to.span);
    }
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

/// Elements that run script, load a page or change what addresses mean.
const ELEMENTS: &[&str] =
    &["\"script\"", "\"iframe\"", "\"frame\"", "\"object\"", "\"embed\"", "\"base\"", "\"link\"", "\"meta\""];
/// Attributes that hold script or markup.
const ATTRIBUTES: &[&str] = &["\"on", "srcdoc", "formaction"];

/// Options that let through what a sanitizer is there to stop.
pub(crate) fn options(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    if is_purifier(call) && matches!(call.method, "sanitize" | "setConfig") {
        let at = usize::from(call.method == "sanitize");
        for (span, name, written) in lower.options_read(call, at).unwrap_or_default() {
            if purifier_lets(&name, &Words::of(lower, written)) {
                lower.hit(rules::SANITIZER, span);
            }
        }
    }
    if call.method == "addHook" && is_purifier(call) {
        hook(lower, call);
    }
    if is_sanitize_html(call) {
        for (span, name, written) in lower.options_read(call, 1).unwrap_or_default() {
            if sanitize_html_lets(&name, &Words::of(lower, written)) {
                lower.hit(rules::SANITIZER, span);
            }
        }
    }
    if call.is_of(&["xss"]) {
        for at in 0..2 {
            for (span, name, written) in lower.options_read(call, at).unwrap_or_default() {
                let words = Words::of(lower, written);
                if matches!(name.as_str(), "whiteList" | "allowList")
                    && (words.has(ATTRIBUTES) || words.plain.contains("script:") || words.plain.contains("iframe:"))
                {
                    lower.hit(rules::SANITIZER, span);
                }
            }
        }
    }
    if (call.is_of(OURS)
        || call.method.starts_with("sanitizeToolOutput")
        || call.method.starts_with("renderToolOutput"))
        && let Some(object) = (0..3).find_map(|at| lower.options_read(call, at))
    {
        for (span, name, written) in object {
            if name == "invisibleText" && written.contains("keep") {
                lower.hit(rules::INVISIBLE_KEPT, span);
            }
        }
    }
    renderers(lower, call);
}

/// What is written for an option, with what is spread into it: in lower case, without spaces, every text in the same quotes.
pub(super) struct Words {
    pub(super) plain: String,
}

impl Words {
    pub(super) fn of<'s>(lower: &Lower<'s>, written: &'s str) -> Self {
        let whole = lower.with_spreads(written);
        let plain = whole.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '\'' { '"' } else { c });
        Self { plain: plain.collect::<String>().to_ascii_lowercase() }
    }

    pub(super) fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.plain.contains(word))
    }

    /// A function that says yes to all.
    fn agrees(&self) -> bool {
        self.plain.ends_with("=>true") || self.plain.ends_with("{returntrue}") || self.plain.ends_with("{returntrue;}")
    }

    /// A pattern that every text has.
    fn is_any(&self) -> bool {
        ["/.*/", "/.+/", "/./", "/^.*$/", "/(?:)/"].iter().any(|any| self.plain.contains(any)) || self.agrees()
    }
}

fn purifier_lets(name: &str, words: &Words) -> bool {
    match name {
        "ALLOW_UNKNOWN_PROTOCOLS" => words.plain == "true",
        "ADD_TAGS" | "ALLOWED_TAGS" => words.has(ELEMENTS) || words.agrees(),
        "ADD_ATTR" | "ALLOWED_ATTR" => words.has(ATTRIBUTES) && !words.has(&["=>!", "&&!"]) || words.agrees(),
        "ADD_DATA_URI_TAGS" => words.has(ELEMENTS),
        "SANITIZE_DOM" => words.plain == "false",
        "ALLOWED_URI_REGEXP" => words.has(&["javascript", "data:"]) || words.is_any(),
        "ADD_URI_SAFE_ATTR" => words.has(&["href", "src", "action"]),
        "CUSTOM_ELEMENT_HANDLING" => words.plain.split_once("attributenamecheck:").is_some_and(|(_, rest)| {
            let check = rest.split(",allow").next().unwrap_or(rest).trim_end_matches(['}', ',']);
            Words { plain: check.to_owned() }.is_any()
        }),
        _ => false,
    }
}

fn sanitize_html_lets(name: &str, words: &Words) -> bool {
    match name {
        "allowedTags" => words.plain == "false" || words.has(&["\"script\""]),
        "allowedAttributes" => words.plain == "false" || words.has(&["\"on", "[\"*\"]", "srcdoc"]),
        "allowedSchemes" => words.plain == "false" || words.has(&["javascript", "\"data\"", "vbscript"]),
        "allowedSchemesByTag" => words.plain.split(']').any(|part| {
            // Of a picture a `data:` address runs nothing.
            let (tag, schemes) = part.split_once('[').unwrap_or(("", part));
            let is_media = ["img", "source", "video", "audio"].iter().any(|media| tag.contains(media));
            schemes.contains("javascript") || schemes.contains("vbscript") || schemes.contains("\"data\"") && !is_media
        }),
        "allowVulnerableTags" => words.plain == "true",
        // It is called on text that was escaped, and nothing looks at what it gives.
        "textFilter" => words.has(&["\"<", "`<", "&lt;/g,\"<"]),
        _ => false,
    }
}

/// KaTeX, mermaid, markdown-it and the like.
fn renderers(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let object = (0..3).find_map(|at| lower.options_of(call, at));
    let is_katex = call.is_of(&["katex", "rehype-katex"]) || call.name.starts_with("katex.");
    let is_mermaid = call.is_of(&["mermaid"]) || call.name.starts_with("mermaid");
    for (span, name, written) in object.into_iter().flatten() {
        let is_loose = match name.as_str() {
            "trust" if is_katex => written == "true" || Words::of(lower, lower.settled(written)).agrees(),
            "securityLevel" => is_mermaid && lower.settled(written).contains("loose"),
            _ => false,
        };
        if is_loose {
            lower.hit(rules::RENDERER, span);
        }
    }
    if call.method == "use" {
        super::plugins::used(lower, call);
    }
}

/// A hook that puts back what was taken out.
fn hook(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let written = call.expression(1).map(|hook| lower.settled(lower.slice(hook.span()))).unwrap_or_default();
    let Words { plain } = Words::of(lower, written);
    let name = call.arg(0).text.map(|name| name.to_string()).unwrap_or_default();
    let is_after = name.starts_with("after");
    let sets = ["setattribute(\"on", "setattribute(\"srcdoc", "setattribute(\"href\",node.getattribute(\"data-"];
    let parses = [".innerhtml=", ".outerhtml=", "insertadjacenthtml("];
    let gives_back = plain.contains("keepattr=true")
        || (name == "uponSanitizeElement" && (plain.contains("allowedtags[") || plain.contains("allowedtags.")))
        || (name == "uponSanitizeAttribute"
            && (plain.contains("allowedattributes[") || plain.contains("allowedattributes.")))
        || is_after && sets.iter().chain(&parses).any(|word| plain.contains(word));
    if gives_back {
        lower.hit(rules::SANITIZER, call.span);
    }
}
