//! HTML in, inert HTML out, and an account of what went.
//!
//! 1. **Parse** (`parse`): html5ever's tokenizer and tree builder, as a fragment, scripting enabled, into an arena.
//! 2. **Walk** (`walk`): an allowlist. What the tables (`allowlist`) do not name is removed and reported.
//! 3. **Write** (`output`): a string, or nodes by the same walk.
//! 4. **Prove** (`walk/nesting`): markup that a parser would build differently is parsed and walked again until it comes back
//!    unchanged. What does not settle is reduced to its text.
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
//! [`Policy`](crate::policy::Policy) lists; the page's own is not special. Their other loading attributes, and every other
//! loading element, are in no table; a drawing refers to its own ids alone. *Evidence:* `tests/e2e/inert` counts requests
//! and bare connections at another origin. *Accepted:* Firefox looks up the host of a link ahead of any click on a page
//! served over http. A page's own document speculation rules fetch links; the class `mcp-cordon-link` lets them leave these
//! out.
//!
//! **The host is out of reach.** *Threat:* `<a id=config>` becomes `window.config`; a `<form>` posts; a `popover`, a
//! `command`, a class of the host's style sheet covers the page; a `<base>` moves every URL. *Rule:* `id`s and references to
//! them carry a prefix, `name` is in no table, nor is anything that opens, submits, edits or composes; a class survives only
//! if [`SanitizeOptions::classes`] lists it. *Evidence:* the rows named *contained*; the judge of `tests/e2e/inert`, an
//! allowlist of its own.
//!
//! **It means one thing.** *Threat:* mutation XSS. A string is judged as one tree and becomes another in the browser:
//! because markup was taken from between other markup, because foreign content changes what a tag means, because a
//! serializer writes less than a parser needs. *Rule:* no raw-text element, no comment and no processing instruction is ever
//! written, and no HTML below SVG or MathML; `<` and `>` are escaped in attributes too; NUL, CR and a newline at the start
//! of `<pre>` do not survive; each start tag is checked against the places where a parser would move it (`nesting`); and
//! what has foreign content in it is parsed once more. Nodes are built without a parser. *Evidence:* the rows named
//! *mutation*, one for each published class; `tests/browser/nodes.rs` holds the string, parsed four ways, to the nodes;
//! `tests/it/sanitizer/properties.rs` and the fuzz target `sanitize` do so with any input.
//!
//! **A style stays in its box** (profile `rich`). *Threat:* `position: fixed` covers the host, `url()` loads, `opacity: 0`
//! hides. *Rule:* properties, values and sizes by allowlist, written anew (`style`). *Evidence:* the tests of `style`, the
//! rows named *rich*.
//!
//! **It ends.** *Threat:* nesting and attributes for which html5ever takes quadratic time, and formatting elements that
//! multiply. *Rule:* [`Limits`], looked at while the parser runs (`parse`), a budget for what the input can make, and
//! every walk iterative. Over a limit there is an error and nothing to show. *Evidence:* `tests/bounded.rs`,
//! `benches/shapes.rs`.
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
mod config;
mod foreign;
mod markdown;
mod options;
mod output;
mod parse;
mod report;
mod result;
mod sandbox;
mod style;
mod text;
mod tree;
mod url;
mod walk;

pub use check_url::{CheckUse, UrlCheck, check_url};
pub use config::{ElementInput, NameInput, SanitizerConfig, SanitizerConfigInput};
pub use markdown::{inspect_markdown, sanitize_markdown};
pub use options::{
    BlockedResource, Limits, LimitsInput, Profile, RewriteUrl, SanitizeOptions, SanitizeOptionsInput, Templates, UrlUse,
};
pub(crate) use output::Output;
#[doc(inline)]
pub use report::Code;
pub use report::{Removal, What};
pub use result::{ResultOptions, SafeToolResult, TextKind, sanitize_tool_result, sanitize_tool_result_json};
pub use sandbox::{MOST_SANDBOX_HEIGHT, SandboxDocuments, sandbox_document, sandbox_documents};
pub use text::{CleanText, InvisibleText, clean_text};
#[cfg(target_arch = "wasm32")]
pub(crate) use {allowlist::Namespace, output::Attribute};

use serde::Serialize;

use crate::error::Error;
use output::html::Markup;
use output::templates::Unbraced;
use parse::parse;
pub(crate) use parse::parse_head;
use report::{Place, Report};
use tree::Tree;
use walk::{Walked, walk};

/// What [`inspect_tool_output`] returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SanitizeReport {
    /// The safe HTML.
    pub html: String,
    /// Everything that was removed or replaced.
    pub removed: Vec<Removal>,
    /// Whether `html` differs from the input.
    pub changed: bool,
}

/// Makes `html` safe to show.
///
/// # Errors
/// An invalid option, or input over a limit; there is nothing to show then.
pub fn sanitize_tool_output(html: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    options.check()?;
    options.check_length(html)?;
    Ok(settle(html, options, &mut Report::new(false))?.html)
}

/// Makes `html` safe to show and says what was removed.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn inspect_tool_output(html: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    Ok(settle_reported(html, options)?.0)
}

/// Makes `html` safe, writes it to `output` element by element, and says what was removed.
///
/// # Errors
/// As [`sanitize_tool_output`]; nothing has been written then.
#[cfg(target_arch = "wasm32")]
pub(crate) fn write_tool_output(
    html: &str,
    options: &SanitizeOptions<'_>,
    output: &mut dyn Output,
) -> Result<SanitizeReport, Error> {
    let (report, tree) = settle_reported(html, options)?;
    write(&tree, options, output, &mut Report::new(false))?;
    Ok(report)
}

fn settle_reported(html: &str, options: &SanitizeOptions<'_>) -> Result<(SanitizeReport, Tree), Error> {
    options.check()?;
    options.check_length(html)?;
    let mut report = Report::new(true);
    let Settled { html: safe, tree } = settle(html, options, &mut report)?;
    let changed = safe != html;
    Ok((SanitizeReport { html: safe, removed: report.into_removals(), changed }, tree))
}

/// A string that means the same however often it is parsed, and the tree whose walk wrote it. [`nesting`] tells where HTML
/// does; markup with foreign content in it is parsed once more and has to come back unchanged.
struct Settled {
    html: String,
    tree: Tree,
}

/// Parses that a string gets to come back unchanged. Two suffice for all that the tests found.
const MOST_PASSES: usize = 4;

fn settle(html: &str, options: &SanitizeOptions<'_>, report: &mut Report) -> Result<Settled, Error> {
    let (mut tree, mut written, walked) = pass(html, options, report)?;
    let mut settled = walked.holds && !walked.foreign;
    for _ in 1..MOST_PASSES {
        if settled {
            break;
        }
        let before = written;
        let walked;
        (tree, written, walked) = pass(&before, options, report)?;
        settled = walked.holds && (!walked.foreign || written == before);
    }
    if !settled {
        (tree, written) = only_text(&written, options)?;
        let describe = || (Place::whole(), "does not mean the same when it is parsed again".to_owned());
        report.add(Code::ElementUnstable, What::Element, "#document-fragment", None, describe);
    }
    Ok(Settled { html: written, tree })
}

fn only_text(html: &str, options: &SanitizeOptions<'_>) -> Result<(Tree, String), Error> {
    let options = SanitizeOptions { profile: Profile::Text, ..options.clone() };
    let (_, written, _) = pass(html, &options, &mut Report::new(false))?;
    Ok((parse(&written, options.limits)?, written))
}

/// Parse, walk, write.
fn pass(html: &str, options: &SanitizeOptions<'_>, report: &mut Report) -> Result<(Tree, String, Walked), Error> {
    let tree = parse(html, options.limits)?;
    let mut markup = Markup::with_capacity(html.len() + html.len() / 8);
    let walked = write(&tree, options, &mut markup, report)?;
    Ok((tree, markup.into_html(), walked))
}

/// Walks, and breaks template text on the way where the options say so.
fn write(
    tree: &Tree,
    options: &SanitizeOptions<'_>,
    output: &mut dyn Output,
    report: &mut Report,
) -> Result<Walked, Error> {
    if options.templates == Templates::Keep {
        return walk(tree, options, output, report);
    }
    let mut unbraced = Unbraced::new(output);
    let walked = walk(tree, options, &mut unbraced, report)?;
    if unbraced.broken > 0 && report.enabled {
        let describe = || (Place::whole(), "a framework that compiles the page's own text would run it".to_owned());
        let code = Code::TextTemplate;
        report.add_many(code, What::Text, "#text", None, (code.severity(), unbraced.broken), describe);
    }
    Ok(walked)
}
