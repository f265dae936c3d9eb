//! HTML in, inert HTML out, and an account of what went.
//!
//! 1. **Read** ([`html`](crate::html)): our tokenizer, and then one pass with a stack for markup that needs no repair, or
//!    html5ever's tree builder into an arena for the rest. As a fragment, scripting enabled.
//! 2. **Walk** (`walk`): an allowlist, told of the markup by either reader. What the `allowlist` does not name is removed and
//!    reported.
//! 3. **Write** (`output`): a string, or nodes by the same walk.
//! 4. **Prove** (`walk::nesting`): markup that a parser would build differently is read and walked again until it comes back
//!    unchanged (`fixpoint`). What does not settle is reduced to its text.
//!
//! # The argument
//!
//! Each promise below is a threat, the rule that answers it, and the evidence: the test that tries to break the rule.
//! *Accepted* says what is left.
//!
//! **Nothing runs.** *Threat:* a script of any type, in any spelling; an `on…` attribute; a `javascript:` URL; SMIL that
//! sets either once the output is shown; markup that a library runs later (`x-`, `v-`, `hx-`, `data-controller`). *Rule:*
//! elements and attributes survive by name only, from tables in which none of these stands; a script goes with its
//! content. A URL survives as the URL parser's own serialization, and only with a scheme that the policy lists; schemes that
//! run script cannot be listed. *Evidence:* `tests/data/sanitizer.json`, `tests/it/sanitizer/properties.rs`, and in browsers
//! `tests/e2e/inert`, which shows hundreds of payloads, fires every event at them, and first proves each payload alive.
//!
//! **Nothing is sent.** *Threat:* an image, a font, a `srcset`, a `ping`, a `<link rel=prefetch>`, a frame, an SVG `fill`:
//! each sends a request, with the reader's cookies where it goes to the page's own site, and what it spells out is in its
//! address. *Rule:* three elements may load (`img`, `audio`, `video`), by `src` alone, from origins that
//! [`Policy`](crate::policy::Policy) lists; the page's own is not special. What `rewrite_url` answers is held to the same.
//! Their other loading attributes, and every other loading element, are in no table; a drawing refers to its own ids alone,
//! and its images bring their bytes along. *Evidence:* `tests/e2e/inert` counts requests and bare connections at another
//! origin. *Accepted:* Firefox looks up the host of a link ahead of any click on a page served over http. A page's own
//! document speculation rules fetch links; the class `mcp-cordon-link` lets them leave these out.
//!
//! **The host is out of reach.** *Threat:* `<a id=config>` becomes `window.config`; a `<form>` posts; a `popover`, a
//! `command`, a class of the host's style sheet covers the page; a `<base>` moves every URL. *Rule:* `id`s and references to
//! them carry a prefix, `name` is in no table, nor is anything that opens, submits, edits or composes; a class survives only
//! if [`SanitizeOptions::classes`] lists it. *Evidence:* the rows named *contained*; the judge of `tests/e2e/inert`, an
//! allowlist of its own.
//!
//! **It means one thing.** *Threat:* mutation XSS. A string is judged as one tree and becomes another in the browser:
//! because markup was taken from between other markup, because foreign content changes what a tag means, because a
//! serializer writes less than a parser needs. *Rule:* no raw-text element but a sheet without markup, no comment and no processing instruction is ever
//! written, and no HTML below SVG or MathML; `<` and `>` are escaped in attributes too; NUL, CR and a newline at the start
//! of `<pre>` do not survive; each start tag is checked against the places where a parser would move it (`walk/nesting`); and
//! what has foreign content in it is parsed once more. Nodes are built without a parser. *Evidence:* the rows named
//! *mutation*, one for each published class; `tests/browser/nodes.rs` holds the string, parsed four ways, to the nodes;
//! `tests/it/sanitizer/properties.rs` and the fuzz target `sanitize` do so with any input.
//!
//! **A style stays in its box** (profile `rich`). *Threat:* `position: fixed` covers the host, `url()` loads, `opacity: 0`
//! hides. *Rule:* properties, values and sizes by allowlist, written anew (`allowlist/css`). *Evidence:* its tests, the
//! rows named *rich*.
//!
//! **A style sheet holds for the output alone** (profile `rich`). *Threat:* a style sheet belongs to the whole document: it
//! restyles the host, reads it by attribute selectors and `:has()`, and loads. *Rule:* of HTML's none is written: a rule
//! becomes an inline style of the elements that it names (`allowlist/rules.rs`), which is bounded as one. A drawing's is
//! written anew (`allowlist/foreign/sheet.rs`): each selector begins in a class made of the sheet itself, ids and classes
//! carry the prefix, combinators go down, declarations are those of inline styles, at-rules go, and its text means the same
//! to a parser of SVG, of HTML and of CSS. *Evidence:* their tests, `tests/data/hostile/drawing.json`; the judge of
//! `tests/e2e/inert` asks the page which elements each selector finds. *Accepted:* two outputs that carry the very same
//! sheet share it.
//!
//! **A reference stays in the output, and draws little** (profile `rich`). *Threat:* `use` loads another document, and ten
//! levels of ten are ten thousand million shapes. *Rule:* a reference is a fragment under the prefix, to an id that is there;
//! what all of them draw is summed up, and where the sum is over its budget or has no end, they go (`walk/references.rs`).
//! *Evidence:* its tests; the fuzz judge draws what is referred to. *Accepted:* two outputs in one page under the same
//! prefix share their ids: give each its own `id_prefix` where drawings meet.
//!
//! **It ends.** *Threat:* nesting and attributes for which html5ever takes quadratic time, and formatting elements that
//! multiply. *Rule:* [`Limits`], looked at while the parser runs (`html::tree`), a budget for what the input can make, and
//! every walk iterative. Over a limit there is an error and nothing to show. *Evidence:* `tests/bounded.rs`,
//! `benches/shapes.rs`.
//!
//! **It says the same.** *Threat:* what a parser takes for markup and a person wrote for text (`Vec<String>`); words, cells and
//! numbers that run together once tags are gone; half a formula. *Rule:* names that are no element are text
//! (`html::tokenizer::placeholder`), a boundary stays where tags go (`walk/apart`), MathML without its tags is written on a line
//! (`walk/formula`). All of it is text, which the writer escapes like any other: what is text here can become an element in no
//! parser. *Evidence:* the rows named *names that are no element*, *apart* and *formula on a line*, `tests/it/html/agree.rs`.
//!
//! **It can be seen.** *Threat:* text that a reader does not see and a model reads. *Rule:* what hides it (`hidden`, inline
//! style) is in no table, and characters without a form are revealed ([`InvisibleText`]). *Evidence:* `tests/it/sanitizer/text`,
//! with samples of the scripts and emoji that need such characters. *Accepted:* a text in the color of its ground.
//!
//! **A link goes where it says.** *Threat:* `java&#9;script:`, `\\evil.test`, a user name that looks like a host, a text that
//! names another one. *Rule:* the URL parser decides, credentials are refused, and a text that is the address of another
//! host is reported. *Evidence:* `tests/it/sanitizer/check_url.rs`, `tests/it/source/url_standard.rs`, the rows named
//! *url* and *link text*.
//!
//! **It is accounted for.** Every removal is a [`Removal`] with a stable [`Code`], its element path and line, and the same
//! one again is counted. *Evidence:* each row lists its removals. *Accepted:* what the parser itself drops (a second
//! `<body>`, a doctype, a tag that the input does not finish) is not seen by the walk and not listed.

mod allowlist;
mod check_url;
mod fixpoint;
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
mod markdown;
mod options;
mod output;
mod report;
mod sandbox;
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
mod stream;
mod text;
mod tool_output;
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
mod tool_result;
mod url;
mod walk;

pub use check_url::{CheckUse, UrlCheck, check_url};
#[cfg(feature = "markdown")]
pub use markdown::{inspect_markdown, sanitize_markdown};
pub use options::config::{ElementInput, NameInput, SanitizerConfig, SanitizerConfigInput};
pub use options::{
    BlockedResource, Limits, LimitsInput, Profile, RawHtml, RewriteUrl, SanitizeOptions, SanitizeOptionsInput,
    Templates, UrlUse,
};
#[doc(inline)]
pub use report::Code;
pub use report::{Removal, What};
pub use sandbox::{MOST_SANDBOX_HEIGHT, SandboxDocuments, sandbox_document, sandbox_documents};
#[cfg(feature = "markdown")]
pub use stream::PatchStream;
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub use stream::{Change, Patch, StreamOptions, StreamText, Unfinished};
pub use text::{CleanText, InvisibleText, clean_text};
pub use tool_output::{SanitizeReport, inspect_tool_output, sanitize_tool_output};
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub use tool_result::{ResultOptions, SafeToolResult, TextKind};
#[cfg(feature = "markdown")]
pub use tool_result::{sanitize_tool_result, sanitize_tool_result_json};
#[doc(hidden)]
pub use {
    fixpoint::Readers,
    tool_output::{inspect_tool_output_by, why_not_straight},
};
#[cfg(target_arch = "wasm32")]
pub(crate) use {
    markdown::sanitize_markdown_by,
    output::{Attribute, Output, Tag},
    stream::{MarkupSource, Outcome, PlainSource, Shown, check_bytes, over},
    tool_output::write_tool_output,
    tool_result::sanitize_tool_result_json_by,
};
