//! Whole results.

use std::collections::HashSet;

use mcp_cordon::sanitizer::{InvisibleText, ResultOptions, SafeToolResult, TextKind, sanitize_tool_result};
use serde_json::{Map, Value, json};

use super::choice::{self, Choice};
use super::text::{is_hidden_always, settles, without_flags};
use super::{markdown, sanitize};

/// The target: a byte for the kind of text, then JSON, or else strings that fill a result.
pub fn run(data: &[u8]) {
    let Some((choice, &[kind, ref rest @ ..])) = choice::split(data) else { return };
    let text = [TextKind::Html, TextKind::Markdown, TextKind::Plain][usize::from(kind.wrapping_sub(b'0')) % 3];
    let written = String::from_utf8_lossy(rest);
    let input = serde_json::from_str(&written).unwrap_or_else(|_| filled(&written));
    let options = ResultOptions { sanitize: choice.options.clone(), text };
    let before = input.clone();
    let SafeToolResult { result, findings, changed } = match sanitize_tool_result(&input, &options) {
        Ok(safe) => safe,
        Err(error) => {
            assert!(error.code().starts_with("limit-") || error.code() == "invalid-input", "{}: {error}", error.code());
            return;
        }
    };
    assert_eq!(input, before, "the input was altered");
    assert_eq!(changed, result != input, "`changed` is wrong");
    assert!(findings.len() <= 5_000, "{} findings", findings.len());
    for finding in &findings {
        let path = finding.evidence.as_ref().and_then(|evidence| evidence.path.as_deref());
        let path = path.unwrap_or_else(|| panic!("{finding:?} has no place"));
        let parts: Vec<&str> = path.split('/').collect();
        assert!(parts[0].is_empty() && leads_somewhere(&input, &parts[1..]), "{path} is nowhere in {input}");
    }
    // Markdown became HTML, which as Markdown would be read as something else.
    let again = match text {
        TextKind::Markdown => ResultOptions { text: TextKind::Html, ..options },
        TextKind::Html | TextKind::Plain => options,
        other => panic!("nobody judges {other:?}"),
    };
    let settled = strings_named(&result, &["uri"]).into_iter().all(settles);
    match sanitize_tool_result(&result, &again) {
        Ok(_) if !settled => {}
        Ok(again) => {
            assert_eq!(again.result, result, "sanitized again it is another result");
            assert!(!again.changed, "`changed` is wrong of the output");
        }
        Err(error) if choice.small_limits => assert!(error.code().starts_with("limit-"), "{error}"),
        Err(error) => panic!("the output is refused: {error}"),
    }
    let length = written.len() + 4_096;
    Judge { choice: &choice, text, length, bytes: strings_named(&input, &["data", "blob"]) }.result(&result);
}

/// Whether a JSON pointer's parts lead to a value, or to where one is missing. A long key is cut in a pointer.
fn leads_somewhere(value: &Value, parts: &[&str]) -> bool {
    let [part, rest @ ..] = parts else { return true };
    match value {
        Value::Array(items) => {
            part.parse::<usize>().ok().and_then(|at| items.get(at)).is_some_and(|item| leads_somewhere(item, rest))
        }
        Value::Object(fields) => {
            let key = part.replace("~1", "/").replace("~0", "~");
            let names = |held: &str| held == key || key.strip_suffix('…').is_some_and(|start| held.starts_with(start));
            let mut held = fields.iter().filter(|(name, _)| names(name)).peekable();
            rest.is_empty() || held.any(|(_, value)| leads_somewhere(value, rest))
                // `resource` is missing and so is what would be in it.
                || held.peek().is_none() && rest.len() <= 1
        }
        _ => rest.len() <= 1,
    }
}

fn strings_named<'v>(value: &'v Value, names: &[&str]) -> HashSet<&'v str> {
    let mut found = HashSet::new();
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(fields) => {
                found.extend(
                    fields.iter().filter(|(key, _)| names.contains(&key.as_str())).filter_map(|(_, v)| v.as_str()),
                );
                left.extend(fields.values());
            }
            _ => {}
        }
    }
    found
}

struct Judge<'a> {
    choice: &'a Choice,
    text: TextKind,
    /// Of the input, in bytes.
    length: usize,
    /// What the input has as base64.
    bytes: HashSet<&'a str>,
}

const IMAGES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

impl Judge<'_> {
    fn result(&self, result: &Value) {
        let Value::Object(fields) = result else { panic!("{result} is no object") };
        for (key, value) in fields {
            match key.as_str() {
                "content" => {
                    let Value::Array(blocks) = value else { panic!("{value} is no content") };
                    blocks.iter().for_each(|block| self.block(block));
                }
                // Opaque: it goes back to the server as it came.
                "requestState" if value.is_string() => {}
                _ => self.data(value),
            }
            self.name(key);
        }
    }

    fn block(&self, block: &Value) {
        let text_of = |key: &str| block.get(key).and_then(Value::as_str);
        let Value::Object(fields) = block else { panic!("{block} is no block") };
        let own: &[&str] = match text_of("type") {
            Some("text") => {
                self.readable(text_of("text").unwrap_or_else(|| panic!("{block} has no text")));
                &["text"]
            }
            Some(kind @ ("image" | "audio")) => {
                let media_type = text_of("mimeType").unwrap_or_default();
                let is_listed =
                    if kind == "image" { IMAGES.contains(&media_type) } else { media_type.starts_with("audio/") };
                assert!(is_listed, "{block} has a type that is not listed");
                self.base64(text_of("data").unwrap_or_else(|| panic!("{block} has no data")));
                &["data", "mimeType"]
            }
            Some("resource_link") => {
                self.uri(text_of("uri").unwrap_or_else(|| panic!("{block} has no URI")));
                &["uri", "name", "title", "description", "mimeType", "size"]
            }
            Some("resource") => {
                self.resource(block);
                &["resource"]
            }
            _ => panic!("{block} is of no known type"),
        };
        for (key, value) in fields {
            let shared = ["type", "annotations", "icons", "_meta"];
            assert!(own.contains(&key.as_str()) || shared.contains(&key.as_str()), "{key} is in {block}");
            if !matches!(key.as_str(), "text" | "data" | "resource") {
                self.data(value);
            }
        }
        let priority = block.pointer("/annotations/priority").and_then(Value::as_f64);
        assert!(priority.is_none_or(|priority| (0.0..=1.0).contains(&priority)), "{block} is not clamped");
        for icon in block.get("icons").and_then(Value::as_array).into_iter().flatten() {
            let source = icon.get("src").and_then(Value::as_str).unwrap_or_else(|| panic!("{icon} has no src"));
            super::judge::resource("icon", "img", source, self.choice);
        }
    }

    fn resource(&self, block: &Value) {
        let Some(Value::Object(resource)) = block.get("resource") else { panic!("{block} has no resource") };
        let text_of = |key: &str| resource.get(key).and_then(Value::as_str);
        let uri = text_of("uri").unwrap_or_else(|| panic!("{block} has no URI"));
        self.uri(uri);
        let media_type = text_of("mimeType").unwrap_or_default().to_ascii_lowercase();
        let is_marked = block.pointer("/_meta/mcp-cordon~1sandbox") == Some(&Value::Bool(true));
        let is_document = uri.starts_with("ui:") || media_type.contains("html");
        assert!(!is_document || is_marked, "{block} is a document without its mark");
        let header = media_type.split(',').next().unwrap_or_default();
        assert!(header == media_type && !media_type.contains(['"', '<', '>']), "{block} ends a header");
        if let Some(blob) = text_of("blob") {
            for active in ["xml", "script", "multipart"] {
                assert!(!media_type.contains(active) || is_marked || media_type.contains(';'), "{block} is active");
            }
            self.base64(blob);
        }
        let Some(text) = text_of("text").filter(|_| !is_marked) else { return };
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if matches!(essence, "" | "text/plain" | "text/markdown") { self.readable(text) } else { self.plain(text) }
    }

    fn readable(&self, text: &str) {
        match self.text {
            TextKind::Plain => self.plain(text),
            TextKind::Html => sanitize::holds(text, sanitize::most_output(self.length), self.choice),
            TextKind::Markdown => sanitize::holds(text, markdown::most_output(self.length), self.choice),
            other => panic!("nobody judges {other:?}"),
        }
    }

    fn plain(&self, text: &str) {
        if self.choice.options.invisible_text != InvisibleText::Keep {
            let hidden = without_flags(text).chars().find(|c| is_hidden_always(*c));
            assert!(hidden.is_none(), "{hidden:?} is left in {text:?}");
        }
    }

    fn base64(&self, data: &str) {
        let is_it = |held: &&&str| held.chars().filter(|c| !c.is_ascii_whitespace()).eq(data.chars());
        assert!(self.bytes.iter().any(|held| is_it(&held)), "{data:?} is not what the input had");
        assert!(data.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)), "{data:?} is no base64");
    }

    fn uri(&self, uri: &str) {
        let url = url::Url::parse(uri).unwrap_or_else(|error| panic!("{uri}: {error}"));
        assert!(url.as_str() == uri || !settles(uri), "{uri} is not as a parser writes it");
        let never = ["about", "blob", "data", "filesystem", "javascript", "vbscript", "view-source"];
        assert!(!never.contains(&url.scheme()), "{uri} stays");
    }

    fn name(&self, key: &str) {
        assert!(key != "__proto__", "a property would change the object's prototype");
        self.plain(key);
    }

    fn data(&self, value: &Value) {
        match value {
            Value::String(text) => self.plain(text),
            Value::Array(items) => items.iter().for_each(|item| self.data(item)),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                self.name(key);
                self.data(value);
            }),
            _ => {}
        }
    }
}

/// A result of every kind of block, with the strings of the input where a server chooses.
fn filled(written: &str) -> Value {
    let mut parts = written.split('|').map(str::to_owned).cycle();
    let mut next = || parts.next().unwrap_or_default();
    let mut deep = Value::String(next());
    // Rarely past the limit: what nests is slow to build and to take down.
    let depth = if written.len().is_multiple_of(16) { 100 + written.len() % 60 } else { written.len() % 8 };
    for _ in 0..depth {
        deep = if depth.is_multiple_of(2) { json!([deep]) } else { json!({"a": deep}) };
    }
    let resource =
        json!({"uri": next(), "mimeType": next(), "text": next(), "blob": next(), "_meta": {next(): next()}});
    let icons = json!([{"src": next(), "mimeType": next(), "sizes": [next()], "theme": next()}]);
    let structured: Map<String, Value> = [(next(), next().into()), (next(), deep)].into_iter().collect();
    json!({
        "content": [
            {"type": "text", "text": next(), "_meta": {next(): next()}},
            {"type": "image", "data": next(), "mimeType": IMAGES[written.len() % IMAGES.len()]},
            {"type": "image", "data": "AA==", "mimeType": next()},
            {"type": "resource_link", "uri": next(), "name": next(), "mimeType": next(), "icons": icons},
            {"type": "resource", "resource": resource, "annotations": {"audience": [next()], "priority": 2, next(): next()}},
            {"type": next(), "text": next()},
        ],
        "structuredContent": structured,
        "inputRequests": {next(): {"method": next(), "params": {"mode": "url", "url": next(), "message": next()}}},
        "requestState": next(),
        next(): next(),
    })
}
