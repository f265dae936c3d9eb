//! Parse, walk, write, until what is written means the same when it is parsed again.

use super::options::{Profile, SanitizeOptions, Templates};
use super::output::Output;
use super::output::html::Markup;
use super::output::templates::Unbraced;
use super::parse::parse;
use super::parse::tree::Tree;
use super::report::{Code, Place, Report, What};
use super::walk::{Walked, walk};
use crate::error::Error;

/// A string that means the same however often it is parsed, and the tree whose walk wrote it. The walk tells where HTML
/// does; markup with foreign content in it is parsed once more and has to come back unchanged.
pub(super) struct Settled {
    pub(super) html: String,
    pub(super) tree: Tree,
}

/// Parses that a string gets to come back unchanged. Two suffice for all that the tests found.
const MOST_PASSES: usize = 4;

pub(super) fn settle(html: &str, options: &SanitizeOptions<'_>, report: &mut Report) -> Result<Settled, Error> {
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
pub(super) fn write(
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
