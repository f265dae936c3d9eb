//! Content blocks, each by its type.

use serde_json::Value;

use super::{Block, Cleaner, TextKind, from_removal, object, text_of};
use crate::error::{Error, shorten};
use crate::finding::{RemovalCode, registry};
use crate::sanitizer::allowlist::html::BLOCKED_CLASS;
use crate::sanitizer::allowlist::media::{AUDIO_TYPES, Base64, IMAGE_TYPES, MediaType, raster};
use crate::sanitizer::options::{BlockedResource, Limits, SanitizeOptions, Templates};
use crate::sanitizer::output::html::escape_text;
use crate::sanitizer::text::{CleanText, InvisibleText, clean_text};
use crate::sanitizer::tool_output::{SanitizeReport, inspect_tool_output, sanitize_tool_output};
use crate::source::{SCRIPT_SCHEMES, Url};

/// Documents: kept as they are, and marked.
const DOCUMENT_TYPES: &[&str] = &["text/html", "application/xhtml+xml"];
/// The key in a block's `_meta` that says it is for `renderInSandbox` and nothing else.
const SANDBOX_MARK: &str = "mcp-cordon/sandbox";
/// Likewise, that the text of its resource has been escaped: sanitized again it is read as the markup that it is.
const ESCAPED_MARK: &str = "mcp-cordon/escaped";

impl Cleaner<'_> {
    pub(super) fn block(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let kind = text_of(block, "type").unwrap_or_default();
        let safe = match kind {
            "text" => self.text(block, pointer)?,
            "image" | "audio" => self.media(block, pointer, kind),
            "resource_link" => self.resource_link(block, pointer),
            "resource" => self.resource(block, pointer)?,
            _ => {
                self.find(
                    &registry::CONTENT_UNKNOWN_TYPE,
                    pointer,
                    kind,
                    "no revision of MCP has this type of content",
                );
                None
            }
        };
        let Some(mut safe) = safe.or(self.placeholder(block, kind)?) else { return Ok(None) };
        if let Some(annotations) = block.get("annotations") {
            safe.insert("annotations".into(), self.annotations(annotations, &format!("{pointer}/annotations")));
        }
        if let Some(icons) = block.get("icons") {
            safe.insert("icons".into(), self.icons(icons, &format!("{pointer}/icons")));
        }
        if let Some(meta) = block.get("_meta")
            && let Some(Value::Object(meta)) = self.field(meta, &format!("{pointer}/_meta"), 3)?
        {
            // A mark of ours is already there where the block is for the sandbox; a server cannot take it off.
            let marked = safe.entry("_meta").or_insert_with(|| Value::Object(Block::new()));
            if let Value::Object(marked) = marked {
                for (key, value) in meta {
                    if key != SANDBOX_MARK && key != ESCAPED_MARK {
                        marked.insert(key, value);
                    }
                }
            }
        }
        Ok(Some(safe))
    }

    pub(super) fn text(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let Some(text) = text_of(block, "text") else {
            self.find(&registry::CONTENT_MALFORMED, pointer, "", "a text block has a string `text`");
            return Ok(None);
        };
        let text = self.readable(text, &format!("{pointer}/text"))?;
        Ok(Some(object([("type", "text".into()), ("text", text.into())])))
    }

    pub(super) fn readable(&mut self, text: &str, pointer: &str) -> Result<String, Error> {
        let sanitize = &self.options.sanitize;
        let SanitizeReport { html, removed, .. } = match self.options.text {
            TextKind::Plain => return Ok(self.plain(text, pointer)),
            TextKind::Markdown => {
                sanitize.check_length(text)?;
                inspect_tool_output(&(self.to_html)(text, sanitize.dialect())?, sanitize)?
            }
            TextKind::Html => inspect_tool_output(text, sanitize)?,
        };
        removed.into_iter().for_each(|removal| self.push(from_removal(removal, pointer)));
        Ok(html)
    }

    /// Text of which no character is markup, as safe HTML where text blocks are; else as it is.
    fn literal(&mut self, text: &str, was_escaped: bool, pointer: &str) -> Result<String, Error> {
        let sanitize = &self.options.sanitize;
        if self.options.text == TextKind::Plain {
            return Ok(self.plain(text, pointer));
        }
        sanitize.check_length(text)?;
        let escaped = if was_escaped { text.to_owned() } else { escape_text(&self.plain(text, pointer)) };
        if sanitize.templates == Templates::Keep && !was_escaped {
            return Ok(escaped);
        }
        let SanitizeReport { html, removed, .. } = inspect_tool_output(&escaped, sanitize)?;
        removed.into_iter().for_each(|removal| self.push(from_removal(removal, pointer)));
        Ok(html)
    }

    /// What stands where a block cannot be shown: a text block that names its type and its size.
    pub(super) fn placeholder(&mut self, block: &Block, kind: &str) -> Result<Option<Block>, Error> {
        let sanitize = &self.options.sanitize;
        if sanitize.blocked_resource == BlockedResource::Remove {
            return Ok(None);
        }
        let held = match block.get("resource") {
            Some(Value::Object(resource)) => resource,
            _ => block,
        };
        let mut words = vec![named(if kind == "resource_link" { "resource link" } else { kind }, "content")];
        for key in ["title", "name"] {
            words.extend(text_of(held, key).map(|name| named(name, "")).filter(|name| !name.is_empty()));
        }
        let media_type = text_of(held, "mimeType").map(|media_type| named(media_type, "")).unwrap_or_default();
        words.extend(Some(media_type).filter(|media_type| !media_type.is_empty()));
        words.extend(size(held, kind));
        let words = format!("[not shown: {}]", words.join(", "));
        let text = match self.options.text {
            TextKind::Plain => words,
            TextKind::Markdown | TextKind::Html => {
                let html = format!("<span class=\"{BLOCKED_CLASS}\">{}</span>", escape_text(&words));
                sanitize_tool_output(&html, &SanitizeOptions { limits: Limits::default(), ..sanitize.clone() })?
            }
        };
        Ok(Some(object([("type", "text".into()), ("text", text.into())])))
    }

    pub(super) fn plain(&mut self, text: &str, pointer: &str) -> String {
        let CleanText { text, findings } = clean_text(text, self.options.sanitize.invisible_text);
        for mut finding in findings {
            finding.evidence.get_or_insert_default().path = Some(pointer.to_owned());
            self.push(finding);
        }
        text
    }

    /// An image or a sound: bytes that a client puts into a `data:` URL, so neither part may be able to leave it.
    ///
    /// The bytes say which image they are, as they do to a browser; a sound is what its type says.
    pub(super) fn media(&mut self, block: &Block, pointer: &str, kind: &str) -> Option<Block> {
        let written = text_of(block, "mimeType").unwrap_or_default();
        let media_type = MediaType::parse(written);
        let data = text_of(block, "data").and_then(Base64::parse);
        let types = if kind == "image" { IMAGE_TYPES } else { AUDIO_TYPES };
        let is_raster_name = written.is_empty() || media_type.as_ref().is_some_and(MediaType::is_raster_name);
        let of_bytes = || raster(&data.as_ref()?.start());
        let found = if kind == "image" && is_raster_name { of_bytes() } else { None };
        let Some(listed) = found.or_else(|| media_type?.listed(types)) else {
            let why = format!("its type is none of {}", types.join(", "));
            self.find(&registry::CONTENT_MEDIA_TYPE, &format!("{pointer}/mimeType"), written, &why);
            return None;
        };
        let Some(data) = data else {
            self.find(&registry::CONTENT_MALFORMED, &format!("{pointer}/data"), "", "`data` is not base64");
            return None;
        };
        Some(object([("type", kind.into()), ("data", data.text.into()), ("mimeType", listed.into())]))
    }

    pub(super) fn resource_link(&mut self, block: &Block, pointer: &str) -> Option<Block> {
        let mut safe = object([("type", "resource_link".into())]);
        safe.insert("uri".into(), self.uri(block, pointer)?.into());
        for key in ["name", "title", "description"] {
            if let Some(text) = text_of(block, key) {
                let text = self.plain(text, &format!("{pointer}/{key}"));
                safe.insert(key.to_owned(), text.into());
            }
        }
        if let Some(media_type) = text_of(block, "mimeType").and_then(MediaType::parse) {
            safe.insert("mimeType".into(), media_type.written.into());
        }
        if let Some(size) = block.get("size").filter(|size| size.is_number()) {
            safe.insert("size".into(), size.clone());
        }
        Some(safe)
    }

    pub(super) fn resource(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let pointer = format!("{pointer}/resource");
        let Some(Value::Object(resource)) = block.get("resource") else {
            self.find(&registry::CONTENT_MALFORMED, &pointer, "", "an embedded resource has an object `resource`");
            return Ok(None);
        };
        let Some(uri) = self.uri(resource, &pointer) else { return Ok(None) };
        let written = text_of(resource, "mimeType").unwrap_or_default();
        let media_type = MediaType::parse(written);
        let essence = match &media_type {
            Some(media_type) => media_type.essence.as_str(),
            None if written.is_empty() => "",
            None => {
                let pointer = format!("{pointer}/mimeType");
                self.find(&registry::CONTENT_MEDIA_TYPE, &pointer, written, "not a media type: RFC 9110 § 8.3.1");
                UNREADABLE
            }
        };
        let is_document = uri.starts_with("ui:") || DOCUMENT_TYPES.contains(&essence);
        let mark = block.get("_meta").and_then(|meta| meta.get(ESCAPED_MARK));
        let was_escaped = essence == "text/plain" && mark == Some(&Value::Bool(true));
        let mut is_escaped = was_escaped;
        let mut safe = object([("uri", uri.into())]);
        if let Some(media_type) = &media_type {
            safe.insert("mimeType".into(), media_type.written.as_str().into());
        }
        if let Some(text) = text_of(resource, "text") {
            let pointer = format!("{pointer}/text");
            let text = match essence {
                _ if is_document => text.to_owned(),
                "" | "text/markdown" => self.readable(text, &pointer)?,
                // What a client shows as it shows text blocks, so it is written as these are.
                UNREADABLE | "text/plain" => {
                    let literal = self.literal(text, was_escaped, &pointer)?;
                    is_escaped |= essence == "text/plain" && literal.contains('&');
                    literal
                }
                // Data, as text: for `textContent`, whatever markup it may hold.
                _ => self.plain(text, &pointer),
            };
            safe.insert("text".into(), text.into());
        }
        let is_readable = safe.contains_key("text");
        match text_of(resource, "blob").map(Base64::parse) {
            // It is reported already.
            Some(Some(_)) if essence == UNREADABLE => {}
            Some(Some(_)) if !is_document && is_active(essence) => {
                let why = "a browser would run script from it, or take it for another type";
                self.find(&registry::CONTENT_MEDIA_TYPE, &format!("{pointer}/blob"), written, why);
            }
            Some(Some(blob)) => {
                safe.insert("blob".into(), blob.text.into());
            }
            None if !resource.contains_key("blob") => {}
            _ => self.find(&registry::CONTENT_MALFORMED, &format!("{pointer}/blob"), "", "`blob` is not base64"),
        }
        if !is_readable && !safe.contains_key("blob") {
            if !resource.contains_key("blob") {
                self.find(
                    &registry::CONTENT_MALFORMED,
                    &pointer,
                    "",
                    "an embedded resource has a string `text` or `blob`",
                );
            }
            return Ok(None);
        }
        if let Some(meta) = resource.get("_meta")
            && let Some(meta) = self.field(meta, &format!("{pointer}/_meta"), 4)?
        {
            safe.insert("_meta".into(), meta);
        }
        let mut block = object([("type", "resource".into()), ("resource", Value::Object(safe))]);
        if is_escaped && self.options.text != TextKind::Plain && !is_document {
            block.insert("_meta".into(), Value::Object(object([(ESCAPED_MARK, true.into())])));
        }
        if is_document {
            let why = "a document is never shown inside the page; renderInSandbox gives it a frame of its own";
            self.find(&registry::CONTENT_DOCUMENT, &pointer, written, why);
            block.insert("_meta".into(), Value::Object(object([(SANDBOX_MARK, true.into())])));
        }
        Ok(Some(block))
    }

    /// A resource's URI: an identifier of any scheme that runs no script, which a client may still put into a link. `file:`
    /// is how servers name what they read from a disk.
    pub(super) fn uri(&mut self, block: &Block, pointer: &str) -> Option<String> {
        let written = text_of(block, "uri").unwrap_or_default();
        let pointer = format!("{pointer}/uri");
        match Url::parse(written, None) {
            Some(url) if SCRIPT_SCHEMES.contains(&url.scheme()) => {
                let why = "as a link this would run or show the server's own document";
                self.refuse(RemovalCode::UrlScheme, &pointer, written, why);
                None
            }
            Some(url) => Some(url.href().to_owned()),
            None => {
                self.refuse(RemovalCode::UrlInvalid, &pointer, written, "does not parse as an absolute URL");
                None
            }
        }
    }
}

/// In place of the essence of a media type that is none.
const UNREADABLE: &str = "?";

/// A word of the server's in a placeholder: short, and nothing hidden in it.
fn named(word: &str, otherwise: &str) -> String {
    let word = clean_text(&shorten(word.trim(), 60), InvisibleText::Reveal).text;
    if word.is_empty() { otherwise.to_owned() } else { word }
}

/// How large what a block holds is, as a file's size is given.
fn size(held: &Block, kind: &str) -> Option<String> {
    let base64 = text_of(held, "data").or(text_of(held, "blob"));
    let bytes = match (base64, text_of(held, "text")) {
        (Some(base64), _) => Base64::parse(base64).map_or(base64.len(), |base64| base64.bytes),
        (None, Some(text)) => text.len(),
        (None, None) => match held.get("size").and_then(Value::as_u64).map(usize::try_from) {
            Some(Ok(bytes)) => bytes,
            // A link says it or not.
            _ if kind == "resource_link" => return None,
            _ => Value::Object(held.clone()).to_string().len(),
        },
    };
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if bytes < 1_000 {
        return Some(format!("{bytes} {}", if bytes == 1 { "byte" } else { "bytes" }));
    }
    let mut unit = 0;
    let mut tenths = bytes / 100;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1_000;
        unit += 1;
    }
    Some(format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit]))
}

/// Types that a browser would run script from, or take for several documents.
fn is_active(essence: &str) -> bool {
    let subtype = essence.split('/').nth(1).unwrap_or_default();
    essence.starts_with("multipart/")
        || subtype.ends_with("+xml")
        || matches!(subtype, "xml" | "xsl")
        || ["javascript", "ecmascript", "jscript", "livescript"].iter().any(|name| subtype.contains(name))
}
