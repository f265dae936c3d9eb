//! Elements as JSX, templates and lit write them.

use oxc_span::Span;

use super::sinks::{self, FRAMES, LOADS, MARKUP, NAVIGATES, RUNS};
use crate::graph::Kind;
use crate::lower::{Lower, Value, What};
use crate::rules;

/// An element with its attributes, in JSX.
pub(crate) fn element(
    lower: &mut Lower<'_>,
    tag: &str,
    component: Option<&Value>,
    attributes: &[(String, Value, Span)],
    span: Span,
) {
    if tag == "Provider"
        && let (Some(context), Some((_, value, _))) = (component, attributes.iter().find(|(name, ..)| name == "value"))
    {
        lower.flow(value.node, context.node, Kind::Flow);
        return;
    }
    for (name, value, at) in attributes {
        if name == "dangerouslySetInnerHTML" {
            let html = lower.property(value, "__html", *at);
            lower.sink(html.node, *at, MARKUP, "dangerouslySetInnerHTML");
            continue;
        }
        if component.is_none() || matches!(tag, "Link" | "NavLink" | "Image") {
            attribute(lower, tag, name, value, *at);
        }
    }
    if let Some(component) = component {
        renderer(lower, tag, component, attributes, span);
    }
    let text =
        |wanted: &str| attributes.iter().find(|(name, ..)| name == wanted).and_then(|(_, value, _)| value.text.clone());
    link(
        lower,
        tag,
        text("target").as_deref(),
        text("rel").as_deref(),
        attributes.iter().any(|(name, value, _)| name == "href" && !value.is_fixed),
        span,
    );
}

/// `target="_blank"` with `rel="opener"`: a page of somebody's gets hold of this one.
pub(crate) fn link(
    lower: &mut Lower<'_>,
    tag: &str,
    target: Option<&str>,
    rel: Option<&str>,
    is_data: bool,
    span: Span,
) {
    if !matches!(tag, "a" | "area" | "form" | "Link") || target != Some("_blank") || !is_data {
        return;
    }
    let rel = rel.unwrap_or_default();
    let has = |word: &str| rel.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(word));
    if has("opener") && !has("noopener") {
        lower.hit(rules::OPENER, span);
    }
}

/// One attribute of an element that is HTML's own.
pub(crate) fn attribute(lower: &mut Lower<'_>, tag: &str, name: &str, value: &Value, span: Span) {
    match name {
        "href" | "xlinkHref" | "xlink:href" | "to" if tag != "link" && tag != "use" => {
            lower.sink(value.node, span, NAVIGATES, "a link's address");
        }
        "src" if matches!(tag, "iframe" | "frame" | "embed") => {
            lower.sink(value.node, span, FRAMES, "a frame's address")
        }
        "src" if tag == "script" => lower.sink(value.node, span, RUNS, "a script's address"),
        "src" | "poster" | "srcSet" | "srcset"
            if matches!(tag, "img" | "video" | "audio" | "source" | "Image" | "input") =>
        {
            lower.sink(value.node, span, LOADS, "a resource's address");
        }
        "data" if tag == "object" => lower.sink(value.node, span, FRAMES, "an object's address"),
        "srcDoc" | "srcdoc" => lower.sink(value.node, span, MARKUP, "a frame's srcdoc"),
        "set:html" | "innerHTML" | "inner-html" | "innerhtml" | "outerHTML" => {
            lower.sink(value.node, span, MARKUP, "innerHTML")
        }
        "action" | "formAction" | "formaction" => {
            sinks::property(lower, "action", Some(&What::Unknown), value, span);
        }
        "sandbox" if tag == "iframe" => sandbox(lower, value.text.as_deref().unwrap_or_default(), span),
        _ => {}
    }
}

/// `allow-scripts allow-same-origin`: a document of the page's own origin takes its sandbox off.
pub(crate) fn sandbox(lower: &mut Lower<'_>, tokens: &str, span: Span) {
    let has = |word: &str| tokens.split_ascii_whitespace().any(|token| token.eq_ignore_ascii_case(word));
    if has("allow-scripts") && has("allow-same-origin") {
        lower.hit(rules::SANDBOX, span);
    }
}

/// Components that make markup of what they hold.
fn renderer(lower: &mut Lower<'_>, tag: &str, component: &Value, attributes: &[(String, Value, Span)], span: Span) {
    let Some((module, _)) = component.import() else { return };
    let source = lower.slice(span);
    match module {
        "react-markdown" => {
            let has_raw = source.contains("rehypeRaw");
            let has_sanitize =
                source.contains("rehypeSanitize") || source.contains("rehype-sanitize") || source.contains("harden");
            if has_raw && !has_sanitize {
                lower.hit(rules::RENDERER, span);
            }
            let transforms =
                attributes.iter().find(|(name, ..)| matches!(name.as_str(), "urlTransform" | "transformLinkUri"));
            if transforms.is_some_and(|(_, _, at)| is_identity(lower.slice(*at))) {
                lower.hit(rules::RENDERER, span);
            }
        }
        "streamdown" => {
            let lets_any = ["allowedLinkPrefixes", "allowedImagePrefixes", "allowedProtocols"]
                .iter()
                .any(|name| attributes.iter().any(|(known, _, at)| known == name && lets_all(lower.slice(*at))));
            if lets_any {
                lower.hit(rules::RENDERER, span);
            }
        }
        "html-react-parser" | "interweave" | "react-html-parser" => {
            if tag == "Interweave"
                && let Some((_, value, at)) = attributes.iter().find(|(name, ..)| name == "content")
                && source.contains("noHtml={false}")
            {
                lower.sink(value.node, *at, MARKUP, "a parser of markup");
            }
        }
        _ => {}
    }
}

fn lets_all(written: &str) -> bool {
    written.contains("\"*\"") || written.contains("'*'")
}

/// `(url) => url`
fn is_identity(written: &str) -> bool {
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let body = plain.split_once("={").map_or(plain.as_str(), |(_, body)| body).trim_end_matches('}');
    body.split_once("=>").is_some_and(|(param, given)| param.trim_matches(['(', ')']) == given)
}

/// What stands between an element's tags, where that is script.
pub(crate) fn element_text(
    lower: &mut Lower<'_>,
    tag: &str,
    attributes: &[(String, Value, Span)],
    children: &Value,
    span: Span,
) {
    if tag != "script" {
        return;
    }
    let kind = attributes.iter().find(|(name, ..)| name == "type").and_then(|(_, value, _)| value.text.clone());
    if kind.as_deref() == Some("speculationrules") {
        sinks::property(lower, "text", Some(&What::Element("speculationrules".into())), children, span);
        if let Some((_, value, _)) = attributes.iter().find(|(name, ..)| name == "dangerouslySetInnerHTML") {
            let html = lower.property(value, "__html", span);
            sinks::property(lower, "text", Some(&What::Element("speculationrules".into())), &html, span);
        }
    } else {
        lower.sink(children.node, span, RUNS, "a script's text");
    }
}

/// What is put into a template of lit's, by what stands before it.
pub(crate) fn lit_hole(lower: &mut Lower<'_>, before: &str, value: &Value, span: Span) {
    let attribute = before.trim_end_matches(['"', '\'']);
    if attribute.ends_with(".innerHTML=") || attribute.ends_with(".outerHTML=") {
        lower.sink(value.node, span, MARKUP, "innerHTML");
    } else if attribute.ends_with("srcdoc=") {
        lower.sink(value.node, span, MARKUP, "a frame's srcdoc");
    } else if attribute.ends_with("href=") || attribute.ends_with("action=") {
        lower.sink(value.node, span, NAVIGATES, "a link's address");
    } else if attribute.ends_with("src=") {
        let is_frame = attribute.rsplit('<').next().is_some_and(|tag| tag.starts_with("iframe"));
        lower.sink(value.node, span, if is_frame { FRAMES } else { LOADS }, "a resource's address");
    }
}
