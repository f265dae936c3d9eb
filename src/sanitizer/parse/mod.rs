//! html5ever as a fragment parser, scripting enabled, held to the limits while it runs.
//!
//! *Threat:* html5ever's cost for a node grows with the depth it is at, and for an attribute with the number of those
//! before it in the tag: 40,000 nested `<div>`, or a tag with a million attributes, stop a page for half a minute.
//! *Rule:* the input is fed in small steps, and after each the limits are looked at. Depth and nodes are counted in the
//! tree; attributes ahead of it, since the tree hears of a tag only when it ends.

mod open_tag;
pub(super) mod tree;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, Parser, QualName, local_name, ns, parse_document, parse_fragment};

use super::options::Limits;
use crate::error::{Error, ErrorKind};
use open_tag::OpenTag;
use tree::{Arena, Exceeded, Tree};

/// Bytes that are parsed between two looks at the limits.
const STEP: usize = 4096;

/// Words that an attribute's value may have before it counts as attributes: from outside the tokenizer a quote that was
/// opened in raw text looks like one that was opened in a tag.
const MOST_QUOTED_WORDS: usize = 10_000;

/// Parses `html` as the children of a `<div>`.
///
/// # Errors
/// [`ErrorKind::LimitDepth`], [`ErrorKind::LimitNodes`] or [`ErrorKind::LimitAttributes`].
pub(crate) fn parse(html: &str, limits: Limits) -> Result<Tree, Error> {
    // A byte order mark belongs to bytes. `innerHTML` keeps one, and a parse that took it would take the next one too.
    let options = options(TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let parser = parse_fragment(Arena::new(limits, html.len()), options, context, Vec::new(), true);
    feed(parser, html, limits, |_| false)
}

/// Parses `html` as a document, up to where its body begins: what comes behind belongs to no head.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_head(html: &str, limits: Limits) -> Result<Tree, Error> {
    let parser = parse_document(Arena::new(limits, html.len()), options(TokenizerOpts::default()));
    feed(parser, html, limits, Arena::has_body)
}

fn options(tokenizer: TokenizerOpts) -> ParseOpts {
    ParseOpts { tokenizer, tree_builder: TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() } }
}

fn feed(mut parser: Parser<Arena>, html: &str, limits: Limits, is_enough: fn(&Arena) -> bool) -> Result<Tree, Error> {
    let mut tag = OpenTag::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(step_length(rest));
        let (body, last) = step.split_at(step.floor_char_boundary(step.len() - 1));
        parser.process(StrTendril::from_slice(body));
        let before = parser.tokenizer.sink.sink.changes();
        parser.process(StrTendril::from_slice(last));
        let arena = &parser.tokenizer.sink.sink;
        if is_enough(arena) {
            break;
        }
        // What reached the tree with the last character ended there: no tag is open behind it.
        if arena.changes() == before {
            tag.read(step)
        } else {
            tag = OpenTag::default()
        }
        let exceeded = if tag.attributes > limits.attributes || tag.quoted_words > MOST_QUOTED_WORDS {
            Some(Exceeded::Attributes)
        } else {
            arena.exceeded()
        };
        check(exceeded, limits)?;
        rest = after;
    }
    Ok(parser.finish())
}

/// At most [`STEP`], and not behind a character that the tokenizer holds back to see what follows it.
fn step_length(rest: &str) -> usize {
    let most = rest.floor_char_boundary(STEP.min(rest.len()));
    match rest[..most].trim_end_matches(['<', '&']).len() {
        0 => most,
        length => length,
    }
}

fn check(exceeded: Option<Exceeded>, limits: Limits) -> Result<(), Error> {
    let (kind, name, value, why) = match exceeded {
        None => return Ok(()),
        Some(Exceeded::Depth) => (ErrorKind::LimitDepth, "depth", limits.depth, "the input nests deeper"),
        Some(Exceeded::Nodes) => (ErrorKind::LimitNodes, "nodes", limits.nodes, "the input makes more"),
        Some(Exceeded::Amplified) => (ErrorKind::LimitNodes, "nodes", limits.nodes, "the input makes more out of less"),
        Some(Exceeded::Attributes) => {
            (ErrorKind::LimitAttributes, "attributes", limits.attributes, "a tag of the input has more")
        }
    };
    Err(Error::new(kind, format!("options.limits.{name} is {value} and {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_kept() {
        let small = Limits { depth: 3, nodes: 50, attributes: 4, ..Limits::default() };
        let many = (0..5_000).map(|n| format!(" a{n}")).collect::<String>();
        for (html, kind) in [
            ("<b>".repeat(3), None),
            ("<b>".repeat(4), Some(ErrorKind::LimitDepth)),
            ("<p>a".repeat(20), None),
            ("<p>a".repeat(30), Some(ErrorKind::LimitNodes)),
            ("<b a b c d>".to_owned(), None),
            ("<b a b c d e>".to_owned(), Some(ErrorKind::LimitAttributes)),
            (format!("<b{many}>"), Some(ErrorKind::LimitAttributes)),
            (format!("<b{many}"), Some(ErrorKind::LimitAttributes)),
            (format!("x<b title=\"{}\">y", "a ".repeat(5_000)), None),
            (format!("x<b title=\"{}\">y", "a ".repeat(20_000)), Some(ErrorKind::LimitAttributes)),
            (format!("<textarea><x a=\"</textarea><b{}", many.repeat(4)), Some(ErrorKind::LimitAttributes)),
            (format!("<!--{}-->", "<b> a=b c=d ".repeat(2_000)), None),
            (format!("<script>{}</script>", "a<b c d e f g h ".repeat(2_000)), None),
            ("a < b ".repeat(20_000), None),
        ] {
            let error = parse(&html, small).err().map(|error| error.kind());
            assert_eq!(error, kind, "{}", crate::error::shorten(&html, 40));
        }
    }
}
