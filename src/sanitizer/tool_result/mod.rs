//! A whole `CallToolResult`: every content block by its type, nothing that MCP does not define.
//!
//! The shape is the Model Context Protocol's (schema revisions 2025-06-18, 2025-11-25 and 2026-07-28,
//! `CallToolResult` and `ContentBlock`), judged structurally: either SDK's type goes in as it is. A block that is not safe
//! to show is named in the findings, and a text block in its place says its type and size; an HTML document is marked for
//! the sandbox; base64 is checked as browsers decode it, and loses its white space alone.

mod blocks;
mod data;
mod json;

use serde_json::{Map, Value};

use super::markdown::ToHtml;
use super::options::SanitizeOptions;
use super::report::Removal;
use crate::error::{Error, ErrorKind, quote, shorten};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding, RemovalCode, Severity};

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
#[non_exhaustive]
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
#[cfg(feature = "markdown")]
pub fn sanitize_tool_result(result: &Value, options: &ResultOptions<'_>) -> Result<SafeToolResult, Error> {
    sanitize_by(result, options, &crate::sanitizer::markdown::to_html)
}

fn sanitize_by(result: &Value, options: &ResultOptions<'_>, to_html: &ToHtml<'_>) -> Result<SafeToolResult, Error> {
    options.sanitize.check()?;
    let Value::Object(fields) = result else {
        return Err(invalid(&format!("result: a CallToolResult is an object, not {}", quote(&result.to_string()))));
    };
    let mut cleaner = Cleaner { options, to_html, findings: Vec::new() };
    let mut safe = Map::new();
    for (key, value) in fields {
        let pointer = format!("/{}", escape_pointer(key));
        if key == "content" {
            safe.insert(key.clone(), cleaner.content(value, &pointer)?);
        } else if key == "inputRequests" {
            safe.insert(key.clone(), cleaner.input_requests(value, &pointer)?);
        } else if key == "requestState" && value.is_string() {
            // Opaque to a client, which sends it back as it came.
            safe.insert(key.clone(), value.clone());
        } else if let Some(name) = cleaner.key(key, &pointer, &safe)
            && let Some(value) = cleaner.field(value, &pointer, 1)?
        {
            safe.insert(name, value);
        }
    }
    let safe = Value::Object(safe);
    let changed = safe != *result;
    Ok(SafeToolResult { result: safe, findings: cleaner.findings, changed })
}

/// As [`sanitize_tool_result`], of the result's JSON. A lone surrogate in it, which JavaScript's strings can hold and
/// Unicode text cannot, becomes U+FFFD, as everywhere on the platform where text becomes UTF-8.
///
/// # Errors
/// As [`sanitize_tool_result`], or the text is not JSON.
#[cfg(feature = "markdown")]
pub fn sanitize_tool_result_json(json: &str, options: &ResultOptions<'_>) -> Result<SafeToolResult, Error> {
    sanitize_tool_result_json_by(json, options, &crate::sanitizer::markdown::to_html)
}

/// As [`sanitize_tool_result_json`], with Markdown read by `to_html`.
pub(crate) fn sanitize_tool_result_json_by(
    json: &str,
    options: &ResultOptions<'_>,
    to_html: &ToHtml<'_>,
) -> Result<SafeToolResult, Error> {
    let (result, repaired) = json::parse(json)?;
    let mut safe = sanitize_by(&result, options, to_html)?;
    safe.changed |= repaired;
    Ok(safe)
}

struct Cleaner<'a> {
    options: &'a ResultOptions<'a>,
    to_html: &'a ToHtml<'a>,
    findings: Vec<Finding>,
}

type Block = Map<String, Value>;

impl Cleaner<'_> {
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
                    let why = "a content block is an object";
                    self.find(&registry::CONTENT_UNKNOWN_TYPE, &pointer, &other.to_string(), why);
                    safe.extend(
                        self.placeholder(&object([("text", other.to_string().into())]), "")?.map(Value::Object),
                    );
                }
            }
        }
        Ok(Value::Array(safe))
    }

    fn push(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    fn find(&mut self, definition: &Definition, pointer: &str, value: &str, why: &str) {
        self.push(definition.found_because(why, of(pointer, value)));
    }

    /// Leaves out a URL that may be neither shown nor loaded.
    fn refuse(&mut self, code: RemovalCode, pointer: &str, value: &str, why: &str) {
        let title = format!("tool result: {}", code.as_str());
        let refused = Finding::removed(code, title, why.to_owned(), SCHEMA, of(pointer, value));
        self.push(Finding { severity: Severity::High, ..refused });
    }
}

const SCHEMA: &str = "https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolresult";

fn from_removal(removal: Removal, pointer: &str) -> Finding {
    const REFERENCE: &str = "https://docs.rs/mcp-cordon/latest/mcp_cordon/sanitizer/enum.Code.html";
    let title = format!("{} removed from {}", removal.name, removal.path);
    let evidence = Evidence { value: removal.value, ..seen(pointer) };
    let found = Finding::removed(removal.code, title, removal.reason, REFERENCE, evidence);
    Finding { severity: removal.severity, ..found }
}

fn of(pointer: &str, value: &str) -> Evidence {
    Evidence { value: Some(shorten(value, 200)), ..seen(pointer) }
}

fn seen(pointer: &str) -> Evidence {
    Evidence { path: Some(pointer.to_owned()), ..Evidence::default() }
}

fn text_of<'a>(block: &'a Block, key: &str) -> Option<&'a str> {
    block.get(key).and_then(Value::as_str)
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Block {
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Of a key, in a pointer: a pointer is made for every value, so its parts are bounded.
const LONGEST_KEY: usize = 64;
/// Findings that are listed. Past this a result has told enough of itself.
const MOST_FINDINGS: usize = 5_000;

/// RFC 6901.
fn escape_pointer(key: &str) -> String {
    shorten(key, LONGEST_KEY).replace('~', "~0").replace('/', "~1")
}

fn invalid(why: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, why)
}
