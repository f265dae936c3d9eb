//! html5ever as a fragment parser, scripting enabled, held to the limits while it runs.

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};

use super::options::Limits;
use super::tree::{Arena, Exceeded, Tree};
use crate::error::{Error, ErrorKind};

/// How much is parsed between two looks at the limits. html5ever's cost for a node grows with the depth it is at, so
/// hostile nesting must be stopped while it is parsed, not after.
const STEP: usize = 4096;

/// Parses `html` as the children of a `<div>`.
///
/// # Errors
/// [`ErrorKind::LimitDepth`] or [`ErrorKind::LimitNodes`].
pub(crate) fn parse(html: &str, limits: Limits) -> Result<Tree, Error> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let mut parser = parse_fragment(Arena::new(limits), options, context, Vec::new(), true);
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP.min(rest.len())));
        parser.process(StrTendril::from_slice(step));
        check(parser.tokenizer.sink.sink.exceeded(), limits)?;
        rest = after;
    }
    Ok(parser.finish())
}

fn check(exceeded: Option<Exceeded>, limits: Limits) -> Result<(), Error> {
    match exceeded {
        None => Ok(()),
        Some(Exceeded::Depth) => Err(limit(ErrorKind::LimitDepth, "depth", limits.depth, "the input nests deeper")),
        Some(Exceeded::Nodes) => Err(limit(ErrorKind::LimitNodes, "nodes", limits.nodes, "the input makes more")),
    }
}

fn limit(kind: ErrorKind, name: &str, value: usize, why: &str) -> Error {
    Error::new(kind, format!("options.limits.{name} is {value} and {why}"))
}
