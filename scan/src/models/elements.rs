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
        // A script's text is looked at below.
        if name == "dangerouslySetInnerHTML" && tag == "script" {
            continue;
        }
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

/// `<div {...props}>`: what an object holds becomes an element's attributes.
pub(crate) fn spread(lower: &mut Lower<'_>, tag: &str, object: &Value, span: Span) {
    if object.node == 0 {
        return;
    }
    let html = lower.property(object, "dangerouslySetInnerHTML", span);
    let html = lower.property(&html, "__html", span);
    lower.sink(html.node, span, MARKUP, "dangerouslySetInnerHTML");
    for name in ["innerHTML", "srcDoc", "href", "src"] {
        let value = lower.property(object, name, span);
        attribute(lower, tag, name, &value, span);
    }
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
        "href" if tag == "link" => lower.sink(value.node, span, LOADS, "a resource's address"),
        "src" | "data" if value.what == What::Document && !matches!(tag, "img" | "Image") => {
            lower.sink(value.node, span, MARKUP, "a frame's document");
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
        "sandbox" if tag == "iframe" => match &value.text {
            Some(tokens) => sandbox(lower, tokens, span),
            None => listed(lower, span),
        },
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

/// `["allow-scripts", "allow-same-origin"].join(" ")`, and a name of another file.
fn listed(lower: &mut Lower<'_>, span: Span) {
    lower.want(span);
    let written = lower.settled(inner(lower.slice(span)));
    let is_list = written.starts_with('[') && !written.contains(['?', '&']);
    if is_list && written.contains("allow-scripts") && written.contains("allow-same-origin") {
        lower.hit(rules::SANDBOX, span);
    }
}

/// Components that make markup of what they hold.
fn renderer(lower: &mut Lower<'_>, tag: &str, component: &Value, attributes: &[(String, Value, Span)], span: Span) {
    let Some((module, _)) = component.import() else { return };
    match module {
        "react-markdown" | "streamdown" | "harden-react-markdown" => {
            if plugins_let_markup(lower, attributes) {
                lower.hit(rules::RENDERER, span);
            }
            let is_transform = |name: &str| matches!(name, "urlTransform" | "transformLinkUri" | "transformImageUri");
            let transforms = attributes.iter().find(|(name, ..)| is_transform(name));
            if transforms.is_some_and(|(_, _, at)| is_identity(lower.settled(inner(lower.slice(*at))))) {
                lower.hit(rules::RENDERER, span);
            }
            let lets_any = ["allowedLinkPrefixes", "allowedImagePrefixes", "allowedProtocols"].iter().any(|name| {
                let is_it = |(known, _, at): &&(String, Value, Span)| {
                    known == name && lets_all(lower.settled(inner(lower.slice(*at))))
                };
                attributes.iter().any(|attribute| is_it(&attribute))
            });
            if lets_any {
                lower.hit(rules::RENDERER, span);
            }
        }
        module if module.starts_with("mcp-cordon") => {
            for (name, _, at) in attributes {
                let written = lower.slice(*at);
                let keeps = written.contains("\"keep\"") || written.contains("'keep'");
                if keeps && (name == "invisibleText" || written.contains("invisibleText")) {
                    lower.hit(rules::INVISIBLE_KEPT, *at);
                }
            }
        }
        "html-react-parser" | "interweave" | "react-html-parser" => {
            if tag == "Interweave"
                && let Some((_, value, at)) = attributes.iter().find(|(name, ..)| name == "content")
                && lower.slice(span).contains("noHtml={false}")
            {
                lower.sink(value.node, *at, MARKUP, "a parser of markup");
            }
        }
        _ => {}
    }
}

/// `name={value}` without its name and its braces.
fn inner(attribute: &str) -> &str {
    let value = attribute.split_once('=').map_or("", |(_, value)| value).trim();
    value.strip_prefix('{').and_then(|value| value.strip_suffix('}')).unwrap_or(value).trim()
}

/// Whether plugins make elements of markup, and none behind takes out what runs.
fn plugins_let_markup(lower: &Lower<'_>, attributes: &[(String, Value, Span)]) -> bool {
    let Some((_, _, at)) = attributes.iter().find(|(name, ..)| name == "rehypePlugins") else { return false };
    let plugins = lower.with_spreads(lower.settled(inner(lower.slice(*at))));
    let Some((_, behind)) = plugins.split_once("rehypeRaw") else { return false };
    !["sanitize", "Sanitize", "harden"].iter().any(|plugin| behind.contains(plugin))
}

fn lets_all(written: &str) -> bool {
    written.contains("\"*\"") || written.contains("'*'")
}

/// `(url) => url`
fn is_identity(written: &str) -> bool {
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    plain.split_once("=>").is_some_and(|(param, given)| param.trim_matches(['(', ')']) == given)
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
    let html =
        attributes.iter().find(|(name, ..)| name == "dangerouslySetInnerHTML").map(|(_, value, _)| value.clone());
    let html = html.map(|value| lower.property(&value, "__html", span));
    if kind.as_deref() == Some("speculationrules") {
        sinks::property(lower, "text", Some(&What::Element("speculationrules".into())), children, span);
        if let Some(html) = html {
            sinks::property(lower, "text", Some(&What::Element("speculationrules".into())), &html, span);
        }
    } else {
        lower.sink(children.node, span, RUNS, "a script's text");
        let is_data = kind.is_some_and(|kind| kind.contains("json"));
        if let Some(html) = html.filter(|_| !is_data) {
            lower.sink(html.node, span, RUNS, "a script's text");
        }
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
