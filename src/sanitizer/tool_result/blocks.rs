//! Content blocks, each by its type.

use serde_json::Value;

use super::{Block, Cleaner, TextKind, from_removal, object, text_of};
use crate::error::Error;
use crate::finding::{RemovalCode, registry};
use crate::sanitizer::text::{CleanText, clean_text};
use crate::sanitizer::tool_output::{SanitizeReport, inspect_tool_output};
use crate::source::{SCRIPT_SCHEMES, Url};

/// Raster images that every browser shows and that cannot carry script.
const IMAGE_TYPES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
const AUDIO_TYPES: &[&str] =
    &["audio/mpeg", "audio/wav", "audio/ogg", "audio/webm", "audio/mp4", "audio/aac", "audio/flac"];
/// Documents: kept as they are, and marked.
const DOCUMENT_TYPES: &[&str] = &["text/html", "application/xhtml+xml"];
/// The key in a block's `_meta` that says it is for `renderInSandbox` and nothing else.
const SANDBOX_MARK: &str = "mcp-cordon/sandbox";

impl Cleaner<'_> {
    pub(super) fn block(&mut self, block: &Block, pointer: &str) -> Result<Option<Block>, Error> {
        let kind = text_of(block, "type").unwrap_or_default();
        let safe = match kind {
            "text" => self.text(block, pointer)?,
            "image" => self.media(block, pointer, IMAGE_TYPES),
            "audio" => self.media(block, pointer, AUDIO_TYPES),
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
        let Some(mut safe) = safe else { return Ok(None) };
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
                    if key != SANDBOX_MARK {
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
                inspect_tool_output(&(self.to_html)(text)?, sanitize)?
            }
            TextKind::Html => inspect_tool_output(text, sanitize)?,
        };
        removed.into_iter().for_each(|removal| self.push(from_removal(removal, pointer)));
        Ok(html)
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
    pub(super) fn media(&mut self, block: &Block, pointer: &str, types: &[&str]) -> Option<Block> {
        let media_type = text_of(block, "mimeType").unwrap_or_default();
        let Some(listed) = types.iter().find(|listed| listed.eq_ignore_ascii_case(media_type)) else {
            let why = format!("its type is none of {}", types.join(", "));
            self.find(&registry::CONTENT_MEDIA_TYPE, &format!("{pointer}/mimeType"), media_type, &why);
            return None;
        };
        let Some(data) = text_of(block, "data").filter(|data| is_base64(data)) else {
            self.find(&registry::CONTENT_MALFORMED, &format!("{pointer}/data"), "", "`data` is not base64");
            return None;
        };
        let kind = text_of(block, "type").unwrap_or_default();
        Some(object([("type", kind.into()), ("data", data.into()), ("mimeType", (*listed).into())]))
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
        if let Some(media_type) = text_of(block, "mimeType").filter(|media_type| is_media_type(media_type)) {
            safe.insert("mimeType".into(), media_type.into());
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
        let media_type = text_of(resource, "mimeType").unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !media_type.is_empty() && !is_media_type(media_type) {
            let pointer = format!("{pointer}/mimeType");
            self.find(&registry::CONTENT_MEDIA_TYPE, &pointer, media_type, "not a media type: RFC 9110 § 8.3.1");
            return Ok(None);
        }
        let is_document = uri.starts_with("ui:") || DOCUMENT_TYPES.contains(&essence.as_str());
        if !is_document && is_active(&essence) {
            self.find(&registry::CONTENT_MEDIA_TYPE, &pointer, media_type, "a browser would run script from it");
            return Ok(None);
        }
        let mut safe = object([("uri", uri.into())]);
        if !media_type.is_empty() {
            safe.insert("mimeType".into(), media_type.into());
        }
        if let Some(text) = text_of(resource, "text") {
            let text = match essence.as_str() {
                _ if is_document => text.to_owned(),
                "" | "text/plain" | "text/markdown" => self.readable(text, &format!("{pointer}/text"))?,
                // Data, as text: for `textContent`, whatever markup it may hold.
                _ => self.plain(text, &format!("{pointer}/text")),
            };
            safe.insert("text".into(), text.into());
        }
        match text_of(resource, "blob") {
            Some(blob) if is_base64(blob) => {
                safe.insert("blob".into(), blob.into());
            }
            None if !resource.contains_key("blob") => {}
            _ => self.find(&registry::CONTENT_MALFORMED, &format!("{pointer}/blob"), "", "`blob` is not base64"),
        }
        if !safe.contains_key("text") && !safe.contains_key("blob") {
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
        if is_document {
            let why = "a document is never shown inside the page; renderInSandbox gives it a frame of its own";
            self.find(&registry::CONTENT_DOCUMENT, &pointer, media_type, why);
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

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len() - body.len() <= 2 && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

/// Types that a browser would run script from, or take for several documents.
fn is_active(essence: &str) -> bool {
    let subtype = essence.split('/').nth(1).unwrap_or_default();
    essence.starts_with("multipart/")
        || subtype.ends_with("+xml")
        || matches!(subtype, "xml" | "xsl")
        || ["javascript", "ecmascript", "jscript", "livescript"].iter().any(|name| subtype.contains(name))
}

/// RFC 9110 § 8.3.1: a type and a subtype, and parameters. What a client splices into a `data:` URL must not be able to
/// end its header, so that each part is a name as types are registered (RFC 6838 § 4.2): narrower than HTTP's token, which
/// may hold `%` and quotes.
fn is_media_type(text: &str) -> bool {
    let is_restricted_name =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    let mut parts = text.split(';').map(str::trim);
    let names_a_type = parts
        .next()
        .and_then(|essence| essence.split_once('/'))
        .is_some_and(|(a, b)| is_restricted_name(a) && is_restricted_name(b));
    names_a_type
        && parts.all(|parameter| {
            parameter.split_once('=').is_some_and(|(a, b)| is_restricted_name(a) && is_restricted_name(b))
        })
}
