//! What is not shown by itself: annotations, icons, structured content, requests for input.

use serde_json::{Map, Value};

use super::{Cleaner, MOST_NESTED, escape_pointer, object};
use crate::error::{Error, ErrorKind};
use crate::finding::registry;
use crate::sanitizer::check_url::{CheckUse, judge};

impl Cleaner<'_> {
    /// `Annotations`: what the schema names, within its bounds.
    pub(super) fn annotations(&mut self, annotations: &Value, pointer: &str) -> Value {
        let mut safe = Map::new();
        if let Some(Value::Array(audience)) = annotations.get("audience") {
            let roles = audience.iter().filter(|role| matches!(role.as_str(), Some("user" | "assistant"))).take(2);
            safe.insert("audience".into(), roles.cloned().collect());
        }
        if let Some(priority) = annotations.get("priority").and_then(Value::as_f64) {
            safe.insert("priority".into(), priority.clamp(0.0, 1.0).into());
        }
        let is_time =
            |text: &&str| text.len() <= 40 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+:.".contains(&b));
        if let Some(time) = annotations.get("lastModified").and_then(Value::as_str).filter(is_time) {
            safe.insert("lastModified".into(), time.into());
        }
        let safe = Value::Object(safe);
        if safe != *annotations && !same_numbers(&safe, annotations) {
            let why = "clamped to what the schema allows";
            self.find(&registry::CONTENT_ANNOTATIONS, pointer, &annotations.to_string(), why);
        }
        safe
    }

    /// `Icon`s: each is an image that loads as soon as it is shown.
    pub(super) fn icons(&mut self, icons: &Value, pointer: &str) -> Value {
        let Value::Array(icons) = icons else { return Value::Array(Vec::new()) };
        let mut safe = Vec::new();
        for (index, icon) in icons.iter().enumerate() {
            let source = icon.get("src").and_then(Value::as_str).unwrap_or_default();
            let url = match judge(source, CheckUse::Resource, None, &self.options.sanitize).1 {
                Ok(url) => url,
                Err(rejection) => {
                    let why = "an icon loads by itself, and the policy does not list its origin";
                    self.refuse(rejection.code, &format!("{pointer}/{index}/src"), source, why);
                    continue;
                }
            };
            let mut kept = object([("src", url.into())]);
            for key in ["mimeType", "sizes", "theme"] {
                let pointer = format!("{pointer}/{index}/{key}");
                let value = match icon.get(key) {
                    Some(Value::String(text)) => self.plain(text, &pointer).into(),
                    Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                        items.iter().filter_map(Value::as_str).map(|text| self.plain(text, &pointer)).collect()
                    }
                    _ => continue,
                };
                kept.insert(key.to_owned(), value);
            }
            safe.push(Value::Object(kept));
        }
        Value::Array(safe)
    }

    /// `inputRequests` of revision 2026-07-28. A URL that the client is asked to open must be one that may be opened.
    pub(super) fn input_requests(&mut self, requests: &Value, pointer: &str) -> Result<Value, Error> {
        let Value::Object(requests) = requests else { return Ok(Value::Object(Map::new())) };
        let mut safe = Map::new();
        for (id, request) in requests {
            let pointer = format!("{pointer}/{}", escape_pointer(id));
            let url = request.pointer("/params/url").and_then(Value::as_str);
            let mut opened = None;
            if request.pointer("/params/mode").and_then(Value::as_str) == Some("url") || url.is_some() {
                let url = url.unwrap_or_default();
                match judge(url, CheckUse::Open, None, &self.options.sanitize).1 {
                    Ok(url) => opened = Some(url),
                    Err(rejection) => {
                        let (pointer, why) = (format!("{pointer}/params/url"), "the client is asked to open it");
                        self.refuse(rejection.code, &pointer, url, why);
                        continue;
                    }
                }
            }
            let Some(name) = self.key(id, &pointer, &safe) else { continue };
            if let Some(mut request) = self.field(request, &pointer, 2)? {
                // The URL that was judged is the one to open.
                if let (Some(opened), Some(slot)) = (opened, request.pointer_mut("/params/url")) {
                    *slot = opened.into();
                }
                safe.insert(name, request);
            }
        }
        Ok(Value::Object(safe))
    }

    /// A property's name as it stays, judged after what it hides is gone: `__pro⁡to__` is one too.
    pub(super) fn key(&mut self, key: &str, pointer: &str, taken: &Map<String, Value>) -> Option<String> {
        let name = self.plain(key, pointer);
        if name == "__proto__" {
            let why = "as a property name it would change the object's prototype";
            self.find(&registry::JSON_PROTOTYPE_KEY, pointer, key, why);
            return None;
        }
        if taken.contains_key(&name) {
            let why = "without what it hides it is the name of another property";
            self.find(&registry::JSON_DUPLICATE_KEY, pointer, key, why);
            return None;
        }
        Some(name)
    }

    /// Data that is not shown: kept, but for keys that would reach a prototype.
    pub(super) fn field(&mut self, value: &Value, pointer: &str, depth: usize) -> Result<Option<Value>, Error> {
        if depth > MOST_NESTED {
            return Err(Error::new(ErrorKind::LimitDepth, format!("{pointer} nests deeper than {MOST_NESTED}")));
        }
        Ok(Some(match value {
            Value::Object(fields) => {
                let mut safe = Map::new();
                for (key, value) in fields {
                    let pointer = format!("{pointer}/{}", escape_pointer(key));
                    let Some(name) = self.key(key, &pointer, &safe) else { continue };
                    if let Some(value) = self.field(value, &pointer, depth + 1)? {
                        safe.insert(name, value);
                    }
                }
                Value::Object(safe)
            }
            Value::Array(items) => {
                let mut safe = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    safe.extend(self.field(item, &format!("{pointer}/{index}"), depth + 1)?);
                }
                Value::Array(safe)
            }
            Value::String(text) => self.plain(text, pointer).into(),
            scalar => scalar.clone(),
        }))
    }
}

/// Whether two annotations differ in how a number is written and in nothing else: `1` and `1.0`.
fn same_numbers(a: &Value, b: &Value) -> bool {
    let priority = |value: &Value| value.get("priority").and_then(Value::as_f64);
    let rest = |value: &Value| {
        let mut rest = value.clone();
        if let Value::Object(fields) = &mut rest {
            fields.shift_remove("priority");
        }
        rest
    };
    priority(a) == priority(b) && rest(a) == rest(b)
}
