//! Where data does something.

use oxc_ast::ast::Expression;
use oxc_span::Span;

use super::options::flag;
use super::{Assigned, Invoked};
use crate::graph::{Kind, mask};
use crate::lower::{Lower, Value, What, evidence};
use crate::rules::{self, Code};

type Rules = &'static [(u8, Code)];

pub(crate) const MARKUP: Rules = &[(mask::HTML, rules::MARKUP), (mask::CHANGED, rules::CHANGED)];
const FETCHED: Rules = &[(mask::DEST, rules::MARKUP)];
const NODES: Rules = &[(mask::NODES, rules::MARKUP)];
pub(crate) const RUNS: Rules = &[(mask::CODE, rules::SCRIPT)];
const EVALUATES: Rules = &[(mask::CODE, rules::WORKER_EVALUATES)];
pub(crate) const NAVIGATES: Rules = &[(mask::SCHEME, rules::SCHEME)];
pub(crate) const LOADS: Rules = &[(mask::DEST, rules::RESOURCE)];
pub(crate) const FRAMES: Rules = &[(mask::SCHEME, rules::SCHEME), (mask::DEST, rules::RESOURCE)];
pub(crate) const BEACONS: Rules = &[(mask::DEST, rules::BEACON_DESTINATION)];
pub(crate) const REQUESTS: Rules = &[(mask::DEST, rules::REQUEST)];
const BACKGROUND: Rules = &[(mask::DEST, rules::BACKGROUND_DESTINATION)];
const SPECULATES: Rules = &[(mask::DEST, rules::SPECULATION)];
const COMMANDS: Rules = &[(mask::CODE, rules::COMMAND)];
const OPENS: Rules = &[(mask::SCHEME, rules::OPENED)];

/// Methods that put nodes into a page.
const INSERTS: &[&str] = &[
    "append",
    "prepend",
    "before",
    "after",
    "replaceWith",
    "replaceChildren",
    "appendChild",
    "insertBefore",
    "replaceChild",
    "adoptNode",
    "importNode",
];

pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let first = call.arg(0);
    let span = call.span;
    let is_method = call.receiver.is_some();
    let owner = call.owner();
    if is_method && INSERTS.contains(&call.method) {
        for arg in call.args {
            lower.sink(arg.node, span, NODES, "nodes that a parser made of it");
        }
    }
    match call.method {
        "set" if call.name == "Reflect.set" => {
            if let Some(name) = call.arg(1).text {
                property(lower, &name, Some(&first.what), &call.arg(2), span);
            }
        }
        "insertAdjacentHTML" if is_method => lower.sink(call.arg(1).node, span, MARKUP, "insertAdjacentHTML"),
        "write" | "writeln" if owner.ends_with("document") || owner.ends_with("contentDocument") || owner == "doc" => {
            for arg in call.args {
                lower.sink(arg.node, span, MARKUP, "document.write");
            }
        }
        "setHTMLUnsafe" => lower.sink(first.node, span, MARKUP, "setHTMLUnsafe"),
        "parseHTMLUnsafe" => lower.sink(first.node, span, MARKUP, "parseHTMLUnsafe"),
        "createContextualFragment" => {
            lower.sink(first.node, span, MARKUP, "createContextualFragment, which runs scripts")
        }
        "bypassSecurityTrustHtml" => lower.sink(first.node, span, MARKUP, "bypassSecurityTrustHtml"),
        "bypassSecurityTrustUrl" | "bypassSecurityTrustResourceUrl" => {
            lower.sink(first.node, span, NAVIGATES, "an address that Angular is told to trust");
        }
        "bypassSecurityTrustScript" => lower.sink(first.node, span, RUNS, "bypassSecurityTrustScript"),
        "unsafeHTML" | "unsafeSVG" => lower.sink(first.node, span, MARKUP, "lit's unsafeHTML"),
        "html" | "append" | "prepend" | "before" | "after" | "replaceWith" | "wrap" | "parseHTML"
            if is_method && is_query(lower, call, owner) =>
        {
            lower.sink(first.node, span, MARKUP, "jQuery");
        }
        "load" if is_method && is_query(lower, call, owner) => {
            lower.sink(first.node, span, FETCHED, "markup that jQuery loads");
        }
        "getScript" if matches!(owner, "$" | "jQuery") && is_jquery(lower, owner) => {
            lower.sink(first.node, span, RUNS, "a script's address");
        }
        "$" | "jQuery" if !is_method && is_jquery(lower, call.name) => {
            if first.text.is_none() {
                lower.sink(first.node, span, MARKUP, "jQuery");
            }
            let node = lower.node(span.start);
            return Some(Value { node, what: What::Query, ..Value::default() });
        }
        "eval" | "execScript" if !is_method || owner == "window" || owner == "globalThis" || owner == "self" => {
            lower.sink(first.node, span, evaluates(lower), "eval");
        }
        "setTimeout" | "setInterval" if call.expression(0).is_some_and(|first| !Lower::literal_function(first)) => {
            // A function that is handed over is no text: only what is one counts.
            if !matches!(call.expression(0), Some(Expression::Identifier(_) | Expression::CallExpression(_)))
                || first.text.is_some()
            {
                lower.sink(first.node, span, evaluates(lower), "a timer that evaluates text");
            }
        }
        "importScripts" => {
            for arg in call.args {
                lower.sink(arg.node, span, evaluates(lower), "importScripts");
            }
        }
        "runInContext" | "runInNewContext" | "runInThisContext" | "compileFunction" => {
            lower.sink(first.node, span, RUNS, "the module vm");
        }
        // Angular's Renderer2 is told the element first.
        "setProperty" | "setAttribute" if is_method && call.args.len() == 3 => {
            if let Some(name) = call.arg(1).text {
                property(lower, &name, Some(&first.what), &call.arg(2), span);
            }
        }
        "setAttribute" | "attr" | "prop" if is_method => attribute_set(lower, call),
        "add" if owner.ends_with(".sandbox") => {
            let tokens: Vec<String> =
                call.args.iter().filter_map(|arg| arg.text.as_deref().map(str::to_owned)).collect();
            super::elements::sandbox(lower, &tokens.join(" "), span);
        }
        "setAttributeNS" if is_method => attribute_value(lower, &call.arg(1), &call.arg(2), span, call.receiver),
        "open" if call.receiver.is_some_and(|receiver| receiver.what == What::Request) => {
            lower.sink(call.arg(1).node, span, REQUESTS, "a request's address");
        }
        "open" if matches!(owner, "window" | "globalThis" | "self" | "top" | "parent") => {
            window(lower, &first, span);
            opener(lower, call);
        }
        "open" if !is_method && lower.resolve("open").is_none() => {
            window(lower, &first, span);
            opener(lower, call);
        }
        "assign" | "replace" if owner.ends_with("location") => {
            lower.sink(first.node, span, NAVIGATES, "the page's address");
            return Some(Value::default());
        }
        "push" | "navigate" if matches!(owner, "router" | "navigation") => {
            lower.sink(first.node, span, NAVIGATES, "a navigation");
        }
        "openExternal" | "openUrl" | "openURL" | "openBrowser" => {
            lower.sink(first.node, span, OPENS, "the system's opener")
        }
        "sendBeacon" if is_method => beacon(lower, &first, span, "sendBeacon"),
        "fetchLater" => beacon(lower, &first, span, "fetchLater"),
        "fetch" if owner.ends_with("backgroundFetch") => background(lower, call),
        "fetch" if matches!(call.name, "fetch" | "window.fetch" | "self.fetch" | "globalThis.fetch") => {
            if is_kept_alive(lower, call, 1) {
                beacon(lower, &first, span, "a fetch with keepalive");
            } else {
                lower.sink(first.node, span, REQUESTS, "a request's address");
            }
            return None;
        }
        _ => return imported(lower, call),
    }
    if matches!(call.method, "fetchLater" | "sendBeacon" | "eval" | "importScripts")
        || call.method == "insertAdjacentHTML"
    {
        return Some(Value::default());
    }
    None
}

/// Functions that packages give.
fn imported(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let (module, _) = call.target.import()?;
    let first = call.arg(0);
    match module.trim_start_matches("node:") {
        "open" | "opn" | "opener" | "better-opn" => lower.sink(first.node, call.span, OPENS, "the system's opener"),
        "child_process" => match call.method {
            "exec" | "execSync" => lower.sink(first.node, call.span, COMMANDS, "a shell's command line"),
            "spawn" | "spawnSync" | "execFile" | "execFileSync" => {
                let has_shell =
                    (1..3).any(|at| call.object(at).is_some_and(|object| lower.flag(object, "shell") == Some(true)));
                if has_shell {
                    lower.sink(first.node, call.span, COMMANDS, "a shell's command line");
                    let list = call.arg(1);
                    let item = lower.element_of(&list, call.span);
                    lower.sink(item.node, call.span, COMMANDS, "a shell's command line");
                }
            }
            _ => {}
        },
        module if CLIENTS.contains(&module) => asks(lower, call),
        "hono/html" if call.method == "raw" => lower.sink(first.node, call.span, MARKUP, "hono's raw"),
        // It makes frames with `srcdoc` and links of any scheme.
        "html-react-parser" => lower.sink(first.node, call.span, MARKUP, "html-react-parser"),
        _ => {}
    }
    None
}

/// `window.open(url)`: a Blob's address has this page's origin.
fn window(lower: &mut Lower<'_>, url: &Value, span: Span) {
    let (rules, what) = match url.what {
        What::Document => (MARKUP, "a window's document"),
        _ => (NAVIGATES, "window.open"),
    };
    lower.sink(url.node, span, rules, what);
}

/// Packages that ask for an address: it is the first argument, or `url` among the options.
const CLIENTS: &[&str] =
    &["axios", "ky", "got", "undici", "node-fetch", "cross-fetch", "ofetch", "superagent", "http", "https"];

fn asks(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    const METHODS: &[&str] = &[
        "get", "post", "put", "patch", "delete", "head", "request", "fetch", "stream", "default", "axios", "ky", "got",
        "ofetch",
    ];
    let is_default =
        call.receiver.is_none() && call.target.import().is_some_and(|(_, name)| matches!(name, "default" | "*"));
    if !is_default && !METHODS.contains(&call.method) {
        return;
    }
    let first = call.arg(0);
    if call.object(0).is_some() {
        let url = lower.property(&first, "url", call.span);
        lower.sink(url.node, call.span, REQUESTS, "a request's address");
    } else {
        lower.sink(first.node, call.span, REQUESTS, "a request's address");
    }
}

pub(crate) fn evaluates(lower: &Lower<'_>) -> Rules {
    if lower.is_worker { EVALUATES } else { RUNS }
}

/// Whether a name is jQuery's: a variable of that name may be anything.
fn is_jquery(lower: &Lower<'_>, name: &str) -> bool {
    let Some(at) = lower.resolve(name) else { return true };
    match lower.peek(at).and_then(Value::import) {
        Some((module, _)) => ["jquery", "cash-dom", "zepto"].iter().any(|known| module.contains(known)),
        None => name == "jQuery" || lower.out.evidence & evidence::JQUERY != 0,
    }
}

fn is_query(lower: &Lower<'_>, call: &Invoked<'_, '_>, owner: &str) -> bool {
    call.receiver.is_some_and(|receiver| receiver.what == What::Query)
        || owner.starts_with("$(") && is_jquery(lower, "$")
        || owner.starts_with("jQuery")
        || owner.rsplit('.').next().is_some_and(|name| name.starts_with('$') && name.len() > 1)
}

/// A beacon whose address nobody has settled, or that data chose.
fn beacon(lower: &mut Lower<'_>, to: &Value, span: Span, what: &'static str) {
    lower.want(span);
    lower.sink(to.node, span, BEACONS, what);
    if !to.is_settled() {
        lower.hit(rules::BEACON, span);
    }
}

fn is_kept_alive(lower: &Lower<'_>, call: &Invoked<'_, '_>, at: usize) -> bool {
    lower.options_of(call, at).is_some_and(|options| flag(&options, "keepalive") == Some(true))
}

fn background(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let urls = call.arg(1);
    lower.sink(urls.node, call.span, BACKGROUND, "a Background Fetch");
    let item = lower.element_of(&urls, call.span);
    lower.sink(item.node, call.span, BACKGROUND, "a Background Fetch");
    if !urls.is_settled() && !item.is_settled() {
        lower.hit(rules::BACKGROUND_UNLISTED, call.span);
    }
}

/// `window.open(url, "_blank")`: the new page reaches back, in what is not a link.
fn opener(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let features = call.arg(2).text.map(|text| text.to_ascii_lowercase()).unwrap_or_default();
    let target = call.arg(1).text;
    let is_safe = features.contains("noopener") || features.contains("noreferrer");
    let is_own = call.arg(0).is_fixed || matches!(target.as_deref(), Some("_self" | "_top" | "_parent"));
    let is_used = !call.arg(2).is_settled() && call.args.len() > 2;
    if !is_safe && !is_own && !is_used {
        lower.hit(rules::OPENER, call.span);
    }
}

fn attribute_set(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    attribute_value(lower, &call.arg(0), &call.arg(1), call.span, call.receiver);
}

fn attribute_value(lower: &mut Lower<'_>, name: &Value, value: &Value, span: Span, element: Option<&Value>) {
    let Some(name) = name.text.as_deref().map(str::to_ascii_lowercase) else { return };
    if name.starts_with("on") {
        lower.sink(value.node, span, RUNS, "an event handler");
        return;
    }
    property(lower, &name, element.map(|element| &element.what), value, span);
    if name == "sandbox" {
        super::elements::sandbox(lower, value.text.as_deref().unwrap_or_default(), span);
    }
}

/// `object.name = value`
pub(super) fn assigned(lower: &mut Lower<'_>, to: &Assigned<'_, '_>) {
    let Assigned { object, name, value, span, .. } = *to;
    let owner = lower.name_of(to.member.object());
    if matches!(name, "href" | "search" | "pathname") && owner.ends_with("location") {
        lower.sink(value.node, span, NAVIGATES, "the page's address");
        return;
    }
    if name == "location" && matches!(owner.as_str(), "window" | "document" | "top" | "parent" | "self" | "globalThis")
    {
        lower.sink(value.node, span, NAVIGATES, "the page's address");
        return;
    }
    if name == "textContent" || name == "text" || name == "innerHTML" {
        speculation(lower, object, to.written, span);
    }
    if matches!(name, "onclick" | "onload" | "onerror" | "onmessage") {
        return;
    }
    if name == "type" && value.text.as_deref() == Some("speculationrules") {
        for of in &object.of {
            lower.know(*of, What::Element("speculationrules".into()));
        }
    }
    if name == "sandbox" && matches!(object.what, What::Element(_)) {
        super::elements::sandbox(lower, value.text.as_deref().unwrap_or_default(), span);
    }
    property(lower, name, Some(&object.what), value, span);
    if matches!(object.what, What::Registration) || matches!(value.what, What::Registration) {
        let is_global = matches!(owner.as_str(), "window" | "globalThis" | "self" | "document");
        if is_global {
            lower.hit(rules::BACKGROUND_OPEN, span);
        }
    }
}

/// Document rules that a script is given as it is written.
fn speculation(lower: &mut Lower<'_>, object: &Value, written: &str, span: Span) {
    let is_rules = matches!(&object.what, What::Element(tag) if &**tag == "speculationrules");
    if !is_rules {
        return;
    }
    let plain: String = written.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    if plain.contains("where:") && !plain.contains("selector_matches") {
        lower.hit(rules::SPECULATION_ANY, span);
    }
}

/// `Object.assign(element, { innerHTML: html })`: an argument's properties become the first one's.
pub(crate) fn given(lower: &mut Lower<'_>, call: &Invoked<'_, '_>, at: usize) {
    let target = call.arg(0).what;
    for (span, name, _) in lower.options_of(call, at).unwrap_or_default() {
        let is_markup = matches!(name.as_str(), "innerHTML" | "outerHTML" | "srcdoc") && call.object(0).is_none();
        if is_markup || matches!(target, What::Element(_)) {
            let value = lower.property(&call.arg(at), &name, span);
            property(lower, &name, Some(&target), &value, span);
        }
    }
}

/// An element's property or attribute.
pub(crate) fn property(lower: &mut Lower<'_>, name: &str, what: Option<&What>, value: &Value, span: Span) {
    let tag = match what {
        Some(What::Element(tag)) => &**tag,
        _ => "",
    };
    match name {
        "innerHTML" | "outerHTML" if tag != "style" => lower.sink(value.node, span, MARKUP, "innerHTML"),
        "srcdoc" => {
            lower.sink(value.node, span, MARKUP, "a frame's srcdoc");
        }
        "text" | "textContent" | "innerText" if tag == "script" => {
            lower.sink(value.node, span, RUNS, "a script's text")
        }
        "text" | "textContent" if tag == "speculationrules" => {
            lower.sink(value.node, span, SPECULATES, "speculation rules");
        }
        "src" if tag == "script" => lower.sink(value.node, span, RUNS, "a script's address"),
        "src" | "data" if value.what == What::Document && !matches!(tag, "img" | "image") => {
            lower.sink(value.node, span, MARKUP, "a frame's document");
        }
        "src" if tag == "iframe" || tag == "frame" || tag == "embed" => {
            lower.sink(value.node, span, FRAMES, "a frame's address")
        }
        "src" if tag == "image" => lower.sink(value.node, span, BEACONS, "an image that is asked for"),
        "src" if tag == "img" => lower.sink(value.node, span, LOADS, "an image's address"),
        "action" | "formAction" | "formaction"
            if tag.is_empty() || tag == "form" || tag == "button" || tag == "input" =>
        {
            lower.sink(value.node, span, FORM, "a form's address");
        }
        "href" if tag == "link" => lower.sink(value.node, span, LOADS, "a resource's address"),
        "href" => lower.sink(value.node, span, NAVIGATES, "a link's address"),
        _ => {}
    }
}

const FORM: Rules = &[(mask::SCHEME, rules::SCHEME), (mask::DEST, rules::BEACON_DESTINATION)];

pub(crate) fn constructed(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let first = call.arg(0);
    match call.name {
        "Function" | "AsyncFunction" | "GeneratorFunction" => {
            for arg in call.args {
                lower.sink(arg.node, call.span, evaluates(lower), "new Function");
            }
            Some(Value::default())
        }
        "Worker" | "SharedWorker" => {
            lower.sink(first.node, call.span, RUNS, "a worker's script");
            None
        }
        "EventSource" | "WebSocket" | "WebTransport" => {
            lower.sink(first.node, call.span, REQUESTS, "a connection's address");
            let node = lower.node(call.span.start);
            Some(Value { node, what: What::Events, ..Value::default() })
        }
        "Image" => {
            let node = lower.node(call.span.start);
            Some(Value { node, what: What::Element("image".into()), ..Value::default() })
        }
        "Script" if call.is_of(&["vm"]) => {
            lower.sink(first.node, call.span, RUNS, "the module vm");
            None
        }
        "URL" | "Request" | "URLSearchParams" | "Blob" | "File" | "Response" | "Headers" | "Set" | "Map" | "Array" => {
            let node = lower.node(call.span.start);
            for arg in call.args.iter().take(2) {
                lower.flow(arg.node, node, Kind::Flow);
            }
            if matches!(call.name, "Blob" | "File") {
                let item = lower.element_of(&first, call.span);
                lower.flow(item.node, node, Kind::Text);
            }
            if matches!(call.name, "Request") && is_kept_alive(lower, call, 1) {
                beacon(lower, &first, call.span, "a request with keepalive");
            }
            let is_fixed = !call.args.is_empty() && call.args.iter().take(1).all(|arg| arg.is_fixed);
            let is_checked = first.is_checked;
            // A Blob of markup is a document as soon as it has an address.
            let is_page = matches!(call.name, "Blob" | "File")
                && ["text/html", "image/svg", "xhtml"].iter().any(|kind| lower.slice(call.span).contains(kind));
            let what = match first.what {
                _ if is_page => What::Document,
                // `new URL(request.headers.origin)`
                What::Header(_) if call.name == "URL" => first.what,
                _ => What::Unknown,
            };
            Some(Value { node, is_fixed, is_checked, of: first.of.clone(), what, ..Value::default() })
        }
        "XMLHttpRequest" => {
            let node = lower.node(call.span.start);
            Some(Value { node, what: What::Request, ..Value::default() })
        }
        "DOMParser" | "XMLSerializer" | "TextDecoder" | "TextEncoder" | "Date" | "Error" | "TypeError" => {
            Some(Value::default())
        }
        _ => None,
    }
}
