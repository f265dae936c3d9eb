//! Read, walk, write, until what is written means the same when it is parsed again.

use std::borrow::Cow;

use super::options::{Profile, SanitizeOptions, Templates};
use super::output::html::Markup;
use super::output::templates::Unbraced;
use super::output::{Both, Output, To};
use super::report::{Code, Place, Report, What};
use super::walk::{Drawing, Lines, Refused, Walked, Walker};
use crate::error::Error;
use crate::html::straight::{self, Bail};
use crate::html::tokenizer::normalize;
use crate::html::tree::{Tree, parse, parse_made_of};
use crate::limits::Limits;

/// Which of the two readers may read.
///
/// Closed: it is for the project's own tests alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// The straight path, and where it bails the full one.
    Both,
    /// The full path alone.
    Full,
}

impl Readers {
    /// Both, unless the build says otherwise: with `CORDON_FULL_PATH` set, every suite is run with the full path.
    pub(super) const USUAL: Self = if option_env!("CORDON_FULL_PATH").is_some() { Self::Full } else { Self::Both };
}

/// A string that means the same however often it is parsed, and what the last pass read. The walk tells where HTML does;
/// markup with foreign content in it is parsed once more and has to come back unchanged.
pub(super) struct Settled<'h> {
    pub(super) html: String,
    #[cfg_attr(
        not(any(feature = "markdown", target_arch = "wasm32")),
        expect(dead_code, reason = "nobody has nodes then")
    )]
    pub(super) input: Input<'h>,
    /// What was written beside the string is the same: it was settled by the first pass.
    #[cfg_attr(
        not(any(feature = "markdown", target_arch = "wasm32")),
        expect(dead_code, reason = "nobody has nodes then")
    )]
    pub(super) is_beside: bool,
}

/// What a pass read, without CR: nodes are made of it by a pass of their own, in a page.
#[cfg_attr(not(any(feature = "markdown", target_arch = "wasm32")), expect(dead_code, reason = "nobody has nodes then"))]
pub(super) enum Input<'h> {
    Straight(Cow<'h, str>),
    Full(Tree),
}

/// What a pass takes no reference to, and whether drawings may be images.
type How<'h> = (&'h Refused, bool);

/// Passes that a string gets to come back unchanged. Two suffice for all that the tests found.
const MOST_PASSES: usize = 4;

pub(super) fn settle<'h>(
    html: &'h str,
    options: &SanitizeOptions<'_>,
    readers: Readers,
    report: &mut Report,
    beside: Option<&mut dyn Output>,
) -> Result<Settled<'h>, Error> {
    settle_by(html, options, (readers, true), report, beside)
}

/// A drawing that is an image, made safe by itself.
fn drawing(svg: &str, options: &SanitizeOptions<'_>) -> Option<String> {
    let options = SanitizeOptions { profile: Profile::Rich, ..options.clone() };
    let settled = settle_by(svg, &options, (Readers::USUAL, false), &mut Report::new(false), None);
    settled.ok().map(|settled| settled.html)
}

/// `nests`: whether a drawing that is an image may stay.
fn settle_by<'h>(
    html: &'h str,
    options: &SanitizeOptions<'_>,
    (readers, nests): (Readers, bool),
    report: &mut Report,
    beside: Option<&mut dyn Output>,
) -> Result<Settled<'h>, Error> {
    let made_of = html.len();
    let first = (readers, (&Refused::new(), nests));
    let (mut input, mut written, mut walked) = pass(made_of, html.into(), options, first, report, beside)?;
    let mut settled = walked.holds && !walked.foreign;
    let is_beside = settled;
    for _ in 1..MOST_PASSES {
        if settled {
            break;
        }
        let before = written;
        let refused = walked.refused;
        let read = (readers, (&refused, nests));
        (input, written, walked) = pass(made_of, before.clone().into(), &again(options), read, report, None)?;
        settled = walked.holds && (!walked.foreign || written == before && walked.refused.is_empty());
    }
    if !settled {
        let as_text = SanitizeOptions { profile: Profile::Text, ..options.clone() };
        let read = (readers, (&Refused::new(), nests));
        (_, written, _) = pass(made_of, written.into(), &again(&as_text), read, &mut Report::new(false), None)?;
        input = Input::Full(parse(&written, options.limits)?);
        let describe = || (Place::whole(), "does not mean the same when it is parsed again".to_owned());
        report.add(Code::ElementUnstable, What::Element, "#document-fragment", None, describe);
    }
    Ok(Settled { html: written, input, is_beside })
}

/// Room for what a node adds to the input: half of them have an end tag, of five bytes or so.
const BYTES_A_NODE: usize = 3;

/// Attributes that the walk adds to an element of its own accord.
const ADDED: usize = 4;

/// The options for what the walk itself wrote. Its URLs are rewritten already, and are judged once more as they are.
pub(super) fn again<'o>(options: &SanitizeOptions<'o>) -> SanitizeOptions<'o> {
    let attributes = options.limits.attributes.saturating_add(ADDED);
    SanitizeOptions { limits: Limits { attributes, ..options.limits }, rewrite_url: None, ..options.clone() }
}

/// Read, walk, write: markup that was made of so many bytes, which bound what it may become. What is written goes to
/// `beside`, too.
fn pass<'h>(
    made_of: usize,
    html: Cow<'h, str>,
    options: &SanitizeOptions<'_>,
    (readers, how): (Readers, How<'_>),
    report: &mut Report,
    mut beside: Option<&mut dyn Output>,
) -> Result<(Input<'h>, String, Walked), Error> {
    let html = match html {
        Cow::Borrowed(html) => normalize(html),
        Cow::Owned(html) => match normalize(&html) {
            Cow::Borrowed(_) => html.into(),
            Cow::Owned(normal) => normal.into(),
        },
    };
    if readers != Readers::Full {
        let mut markup = Markup::for_input(&html);
        // What the straight path reports until it bails is reported once more by the full one.
        let before = report.clone();
        let read = match &mut beside {
            None => write_straight(&html, (options, how), To::Markup(&mut markup), report),
            Some(other) => {
                let mut both = Both { markup: &mut markup, other: &mut **other };
                write_straight(&html, (options, how), To::Other(&mut both), report)
            }
        };
        match read {
            Ok(walked) => {
                let written = markup.into_html();
                return Ok((Input::Straight(html), written, walked));
            }
            Err(_) => *report = before,
        }
    }
    let tree = parse_made_of(made_of, &html, options.limits, options.profile.keeps_placeholders())?;
    // End tags that the input leaves out are written, and a text that grows is held twice.
    let mut markup = Markup::with_room(&html, tree.nodes() * BYTES_A_NODE);
    let walked = match beside {
        None => write_tree(&tree, (options, how), To::Markup(&mut markup), report)?,
        Some(other) => {
            other.clear();
            write_tree(&tree, (options, how), To::Other(&mut Both { markup: &mut markup, other }), report)?
        }
    };
    let written = markup.into_html();
    Ok((Input::Full(tree), written, walked))
}

/// Writes what a pass read, to an output of another kind.
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub(super) fn write(
    input: &Input<'_>,
    options: &SanitizeOptions<'_>,
    output: &mut dyn Output,
    report: &mut Report,
) -> Result<(), Error> {
    // What settled refers to nothing that is refused.
    let options = (options, (&Refused::new(), true));
    match input {
        // It did not bail before, and what it does is the same each time.
        Input::Straight(html) if write_straight(html, options, To::Other(output), report).is_ok() => Ok(()),
        Input::Straight(html) => {
            let (limits, keeps) = (options.0.limits, options.0.profile.keeps_placeholders());
            let tree = parse_made_of(html.len(), html, limits, keeps)?;
            write_tree(&tree, options, To::Other(output), report).map(drop)
        }
        Input::Full(tree) => write_tree(tree, options, To::Other(output), report).map(drop),
    }
}

/// Why the straight path bails from an input; nothing, where it does not.
pub(super) fn bail(html: &str, options: &SanitizeOptions<'_>) -> Option<Bail> {
    let html = normalize(html);
    let options = (options, (&Refused::new(), true));
    write_straight(&html, options, To::Markup(&mut Markup::default()), &mut Report::new(false)).err()
}

fn write_straight<'w, 'i>(
    html: &'i str,
    options: (&'w SanitizeOptions<'w>, How<'w>),
    output: To<'w, 'i>,
    report: &'w mut Report,
) -> Result<Walked, Bail> {
    walk(options, output, report, Lines::of(html), |walker| straight::read(html, options.0.limits, walker))
}

fn write_tree<'w, 'i>(
    tree: &'i Tree,
    options: (&'w SanitizeOptions<'w>, How<'w>),
    output: To<'w, 'i>,
    report: &'w mut Report,
) -> Result<Walked, Error> {
    walk(options, output, report, Lines::Told, |walker| tree.read(options.0.limits, walker))
}

/// Lets a reader tell a walk, and breaks template text on the way where the options say so.
fn walk<'w, 'i, E>(
    (options, (refused, nests)): (&'w SanitizeOptions<'w>, How<'w>),
    output: To<'w, 'i>,
    report: &'w mut Report,
    lines: Lines<'i>,
    read: impl FnOnce(&mut Walker<'_, 'i>) -> Result<(), E>,
) -> Result<Walked, E> {
    let nested: Option<Drawing> = nests.then_some(drawing);
    if options.templates == Templates::Keep {
        let mut walker = Walker::new(options, (refused, nested), output, report, lines);
        read(&mut walker)?;
        return Ok(walker.finish());
    }
    let output = match output {
        To::Markup(markup) => markup,
        To::Other(output) => output,
    };
    let mut unbraced = Unbraced::new(output);
    let mut walker = Walker::new(options, (refused, nested), To::Other(&mut unbraced), report, lines);
    read(&mut walker)?;
    let walked = walker.finish();
    if unbraced.broken > 0 && report.enabled {
        let describe = || (Place::whole(), "a framework that compiles the page's own text would run it".to_owned());
        let code = Code::TextTemplate;
        report.add_many(code, What::Text, "#text", None, (code.severity(), unbraced.broken), describe);
    }
    Ok(walked)
}
