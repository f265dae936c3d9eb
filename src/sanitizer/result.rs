//! A whole `CallToolResult`: every content block by its type, nothing that MCP does not define.
//!
//! The shape is the Model Context Protocol's (schema revisions 2025-06-18 and 2025-11-25, `CallToolResult` and
//! `ContentBlock`), judged structurally: either SDK's type goes in as it is. A block that is not safe to show is left
//! out and named in the findings; base64 is checked and never altered.

use serde_json::{Map, Value};

use super::options::SanitizeOptions;
use super::report::Removal;
use super::text::{CleanText, clean_text};
use super::{SanitizeReport, inspect_tool_output, markdown};
use crate::error::{Error, ErrorKind, quote};
use crate::finding::{Evidence, Finding, Severity};
use crate::source::Url;

/// How to read a result's text.
#[derive(Debug, Default)]
pub struct ResultOptions<'a> {
    /// The options for everything that becomes HTML.
    pub sanitize: SanitizeOptions<'a>,
    /// What the text blocks are.
    pub text: TextKind,
}

/// What a text block is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Text, returned as text: for `textContent`, never for `innerHTML`.
    Plain,
    /// Markdown, returned as safe HTML.
    Markdown,
    /// HTML, returned as safe HTML.
    #[default]
    Html,
}

/// A result that is safe to show.
#[derive(Debug, Clone, PartialEq)]
pub struct SafeToolResult {
    /// The result, of the same shape as the input.
    pub result: Value,
    /// What was removed, each with the JSON pointer of its place.
    pub findings: Vec<Finding>,
    /// Whether `result` differs from the input.
    pub changed: bool,
}

/// Deeper than any result, and shallow enough to be walked by recursion.
const MOST_NESTED: usize = 128;

/// Makes every block of a `CallToolResult` safe to show. The input is not altered.
///
/// # Errors
/// The input is not a result, or something in it is over a limit.
pub fn sanitize_tool_result(result: &Value, options: &ResultOptions<'_>) -> Result<SafeToolResult, Error> {
    options.sanitize.check()?;
    let Value::Object(fields) = result else {
        return Err(invalid(&format!("a CallToolResult is an object, not {}", quote(&result.to_string()))));
    };
    let mut walk = Walk { options, findings: Vec::new() };
    let mut safe = Map::new();
    for (key, value) in fields {
        let pointer = format!("/{}", escape_pointer(key));
        if key == "content" {
            safe.insert(key.clone(), walk.content(value, &pointer)?);
        } else if let Some(value) = walk.field(key, value, &pointer, 1)? {
            safe.insert(key.clone(), value);
        }
    }
    let safe = Value::Object(safe);
    let changed = safe != *result;
    Ok(SafeToolResult { result: safe, findings: walk.findings, changed })
}

struct Walk<'a> {
    options: &'a ResultOptions<'a>,
    findings: Vec<Finding>,
}

type Block = Map<String, Value>;

impl Walk<'_> {
    fn content(&mut self, content: &Value, pointer: &str) -> Result<Value, Error> {
        let Value::Array(blocks) = content else {
            return Err(invalid(&format!("result.content is an array of blocks, not {}", quote(&content.to_string()))));
        };
        let mut safe = Vec::with_capacity(blocks.len());
        for (index, block) in blocks.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            match block {
                Value::Object(block) => safe.extend(self.block(block, &pointer)?.map(Value::Object)),
                other => {
                    self.leave_out(&pointer, "content-unknown-type", &other.to_string(), "a content block is an object")
                }
            }
        }
        Ok(Value::Array(safe))
    }

    fn block(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let kind = text_of(block, "type").unwrap_or_default();
        let safe = match kind {
            "text" => self.text(block, pointer)?,
            "image" => self.media(block, pointer, IMAGE_TYPES),
            "audio" => self.media(block, pointer, AUDIO_TYPES),
            "resource_link" => self.resource_link(block, pointer),
            "resource" => self.resource(block, pointer)?,
            _ => {
                self.leave_out(pointer, "content-unknown-type", kind, "no revision of MCP has this type of content");
                None
            }
        };
        let Some(mut safe) = safe else { return Ok(None) };
        for key in ["annotations", "_meta", "icons"] {
            if let Some(value) = block.get(key)
                && let Some(value) = self.field(key, value, &format!("{pointer}/{key}"), 3)?
            {
                safe.insert(key.to_owned(), value);
            }
        }
        Ok(Some(safe))
    }

    fn text(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let Some(text) = text_of(block, "text") else {
            self.leave_out(pointer, "content-malformed", "", "a text block has a string `text`");
            return Ok(None);
        };
        let text = self.readable(text, &format!("{pointer}/text"))?;
        Ok(Some(object([("type", "text".into()), ("text", text.into())])))
    }

    fn readable(&mut self, text: &str, pointer: &str) -> Result<String, Error> {
        let sanitize = &self.options.sanitize;
        let SanitizeReport { html, removed, .. } = match self.options.text {
            TextKind::Plain => return Ok(self.plain(text, pointer)),
            TextKind::Markdown => markdown::inspect_markdown(text, sanitize)?,
            TextKind::Html => inspect_tool_output(text, sanitize)?,
        };
        self.findings.extend(removed.into_iter().map(|removal| from_removal(removal, pointer)));
        Ok(html)
    }

    fn plain(&mut self, text: &str, pointer: &str) -> String {
        let CleanText { text, findings } = clean_text(text, self.options.sanitize.invisible_text);
        self.findings.extend(findings.into_iter().map(|mut finding| {
            finding.evidence.get_or_insert_default().path = Some(pointer.to_owned());
            finding
        }));
        text
    }

    /// An image or a sound: bytes that a client puts into a `data:` URL, so neither part may be able to leave it.
    fn media(&mut self, block: &Block, pointer: &str, types: &[&str]) -> Option<Block> {
        let media_type = text_of(block, "mimeType").unwrap_or_default();
        let Some(listed) = types.iter().find(|listed| listed.eq_ignore_ascii_case(media_type)) else {
            let why = format!("its type is none of {}", types.join(", "));
            self.leave_out(&format!("{pointer}/mimeType"), "content-media-type", media_type, &why);
            return None;
        };
        let Some(data) = text_of(block, "data").filter(|data| is_base64(data)) else {
            self.leave_out(&format!("{pointer}/data"), "content-malformed", "", "`data` is not base64");
            return None;
        };
        let kind = text_of(block, "type").unwrap_or_default();
        Some(object([("type", kind.into()), ("data", data.into()), ("mimeType", (*listed).into())]))
    }

    fn resource_link(&mut self, block: &Block, pointer: &str) -> Option<Block> {
        let mut safe = object([("type", "resource_link".into())]);
        safe.insert("uri".into(), self.uri(block, pointer)?.into());
        for key in ["name", "title", "description", "mimeType"] {
            if let Some(text) = text_of(block, key) {
                safe.insert(key.to_owned(), text.into());
            }
        }
        if let Some(size) = block.get("size").filter(|size| size.is_number()) {
            safe.insert("size".into(), size.clone());
        }
        Some(safe)
    }

    fn resource(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let pointer = format!("{pointer}/resource");
        let Some(Value::Object(resource)) = block.get("resource") else {
            self.leave_out(&pointer, "content-malformed", "", "an embedded resource has an object `resource`");
            return Ok(None);
        };
        let Some(uri) = self.uri(resource, &pointer) else { return Ok(None) };
        let media_type = text_of(resource, "mimeType").unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if uri.starts_with("ui:") || DOCUMENT_TYPES.contains(&essence.as_str()) {
            self.leave_out(&pointer, "content-document", media_type, "a document is never shown inside the page");
            return Ok(None);
        }
        let mut safe = object([("uri", uri.into())]);
        if !media_type.is_empty() {
            safe.insert("mimeType".into(), media_type.into());
        }
        if let Some(text) = text_of(resource, "text") {
            let text = match essence.as_str() {
                "" | "text/plain" | "text/markdown" => self.readable(text, &format!("{pointer}/text"))?,
                _ => text.to_owned(),
            };
            safe.insert("text".into(), text.into());
        }
        match text_of(resource, "blob") {
            Some(blob) if is_base64(blob) => {
                safe.insert("blob".into(), blob.into());
            }
            Some(_) => self.leave_out(&format!("{pointer}/blob"), "content-malformed", "", "`blob` is not base64"),
            None => {}
        }
        if let Some(meta) = resource.get("_meta")
            && let Some(meta) = self.field("_meta", meta, &format!("{pointer}/_meta"), 4)?
        {
            safe.insert("_meta".into(), meta);
        }
        Ok(Some(object([("type", "resource".into()), ("resource", Value::Object(safe))])))
    }

    /// A resource's URI: an identifier of any scheme, which a client may still put into a link.
    fn uri(&mut self, block: &Block, pointer: &str) -> Option<String> {
        let written = text_of(block, "uri").unwrap_or_default();
        let pointer = format!("{pointer}/uri");
        match Url::parse(written, None) {
            Some(url) if SCRIPT_SCHEMES.contains(&url.scheme()) => {
                self.leave_out(
                    &pointer,
                    "url-scheme",
                    written,
                    "as a link this would run or show the server's own document",
                );
                None
            }
            Some(url) => Some(url.href().to_owned()),
            None => {
                self.leave_out(&pointer, "url-invalid", written, "does not parse as an absolute URL");
                None
            }
        }
    }

    /// Data that is not shown: kept, but for keys that would reach a prototype.
    fn field(&mut self, key: &str, value: &Value, pointer: &str, depth: usize) -> Result<Option<Value>, Error> {
        if depth > MOST_NESTED {
            return Err(Error::new(ErrorKind::LimitDepth, format!("{pointer} nests deeper than {MOST_NESTED}")));
        }
        if key == "__proto__" {
            self.leave_out(
                pointer,
                "json-prototype-key",
                key,
                "as a property name it would change the object's prototype",
            );
            return Ok(None);
        }
        Ok(Some(match value {
            Value::Object(fields) => {
                let mut safe = Map::new();
                for (key, value) in fields {
                    let pointer = format!("{pointer}/{}", escape_pointer(key));
                    if let Some(value) = self.field(key, value, &pointer, depth + 1)? {
                        safe.insert(key.clone(), value);
                    }
                }
                Value::Object(safe)
            }
            Value::Array(items) => {
                let mut safe = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    safe.extend(self.field("", item, &format!("{pointer}/{index}"), depth + 1)?);
                }
                Value::Array(safe)
            }
            scalar => scalar.clone(),
        }))
    }

    fn leave_out(&mut self, pointer: &str, code: &str, value: &str, why: &str) {
        self.findings.push(Finding {
            code: code.to_owned(),
            severity: Severity::High,
            score: 0,
            title: format!("left out: {code}"),
            why: why.to_owned(),
            fix: None,
            evidence: Some(Evidence {
                path: Some(pointer.to_owned()),
                value: Some(crate::error::shorten(value, 200)),
                ..Evidence::default()
            }),
            engines: None,
            reference: "MCP schema, CallToolResult".to_owned(),
        });
    }
}

/// Raster images that every browser shows and that cannot carry script.
const IMAGE_TYPES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
const AUDIO_TYPES: &[&str] =
    &["audio/mpeg", "audio/wav", "audio/ogg", "audio/webm", "audio/mp4", "audio/aac", "audio/flac"];
/// Types that a browser would run script from.
const DOCUMENT_TYPES: &[&str] = &[
    "text/html",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/xml",
    "application/xml",
    "text/javascript",
    "application/javascript",
];
const SCRIPT_SCHEMES: &[&str] = &["about", "blob", "data", "filesystem", "javascript", "vbscript", "view-source"];

fn from_removal(removal: Removal, pointer: &str) -> Finding {
    Finding {
        code: removal.code.as_str().to_owned(),
        severity: removal.severity,
        score: 0,
        title: format!("{} removed from {}", removal.name, removal.path),
        why: removal.reason,
        fix: None,
        evidence: Some(Evidence { path: Some(pointer.to_owned()), value: removal.value, ..Evidence::default() }),
        engines: None,
        reference: "mcp-cordon, sanitizer codes".to_owned(),
    }
}

fn text_of<'a>(block: &'a Block, key: &str) -> Option<&'a str> {
    block.get(key).and_then(Value::as_str)
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Block {
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len() - body.len() <= 2 && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

/// RFC 6901.
fn escape_pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn invalid(why: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, why)
}
