//! What is shown of a stream, which of it is settled, and what each step changes.

use std::collections::HashSet;

use super::patch::{Change, Way, compare};
use super::tree::{Node, Tree, count, extend};
use crate::error::{Error, ErrorKind};
use crate::html::pieces::{Back, Piece, Source, Step};
use crate::sanitizer::options::SanitizeOptions;
use crate::sanitizer::report::{Code, Removal};
use crate::sanitizer::tool_output::{SanitizeReport, write_tool_output};

/// How much is settled: nodes of the root, of its last settled element, of the last settled in that, and so on; and, where
/// the last of these is a text, how many bytes of that.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    levels: Vec<usize>,
    text: usize,
}

impl Default for Mark {
    fn default() -> Self {
        Self { levels: vec![0], text: 0 }
    }
}

impl Mark {
    /// Behind all of `nodes`, `depth` levels deep in what is last; as deep as it gets, where that is none. Nothing, where it
    /// does not get so deep.
    fn behind(nodes: &[Node], depth: Option<usize>) -> Option<Self> {
        let (mut nodes, mut levels) = (nodes, vec![nodes.len()]);
        while depth.is_none_or(|depth| levels.len() <= depth) {
            match nodes.last() {
                Some(Node::Element(element)) if element.has_parts() => nodes = &element.children,
                _ if depth.is_none() => break,
                _ => return None,
            }
            levels.push(nodes.len());
        }
        let text = match nodes.last() {
            Some(Node::Text(text)) => text.len(),
            _ => 0,
        };
        Some(Self { levels, text })
    }
}

/// The nodes that a step takes away, level by level from the inside out, and what was behind the settled part of the innermost text.
#[derive(Debug, Default)]
struct Loose {
    levels: Vec<Vec<Node>>,
    text: String,
}

/// The place that a piece is for is not there.
#[derive(Debug)]
struct Misplaced;

type Placed<T> = Result<T, Misplaced>;

/// What became of a step.
#[derive(Debug)]
pub(crate) enum Outcome {
    Changed(Vec<Change>),
    /// The source has to start over: what it took for a place is none. Nothing has changed.
    StartOver,
}

/// What is shown.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    roots: Vec<Node>,
    settled: Mark,
    /// What was settled outside any block.
    outside: Mark,
    /// How many nodes that has.
    settled_nodes: usize,
    /// The place of the last prefix.
    place: Option<(String, Option<usize>, Mark)>,
    /// Removals that are told already.
    told: HashSet<(Code, String, Option<String>)>,
    /// Removals that nobody was told of yet.
    removed: Vec<Removal>,
    /// Bytes of markup that were read, for the tests that count them.
    pub(crate) read: usize,
}

impl Shown {
    /// Takes a step.
    ///
    /// # Errors
    /// As [`sanitize_tool_output`](crate::sanitizer::sanitize_tool_output); nothing has changed then.
    pub(crate) fn step(&mut self, step: &Step, options: &SanitizeOptions<'_>) -> Result<Outcome, Error> {
        let settled = step.settled.as_ref().map(|piece| self.read(piece, options, true)).transpose()?;
        let open = self.read(&step.open, options, false)?;
        let from = match step.back {
            Back::No => self.settled.clone(),
            Back::Outside => self.outside.clone(),
            Back::All => Mark::default(),
        };
        let Ok(loose) = detach(&mut self.roots, &from.levels, from.text) else { return Ok(Outcome::StartOver) };
        let placed = self.place(settled, open, step.open.depth, &from);
        let (begin, before) = match step.back {
            Back::All => (0, 0),
            Back::No | Back::Outside => (self.outside.levels[0], self.settled_nodes),
        };
        let counted = |end: usize| before + count(self.roots.get(begin..end).unwrap_or_default());
        let nodes = counted(self.roots.len());
        let most = options.limits.nodes;
        match placed {
            Ok(settled) if nodes <= most => {
                let mut changes = Vec::new();
                changed(&self.roots, loose, (&from.levels, from.text), &mut Way::default(), &mut changes);
                if settled.levels.len() == 1 {
                    self.settled_nodes = counted(settled.levels[0]);
                    self.outside = settled.clone();
                } else if step.back == Back::All {
                    self.settled_nodes = 0;
                    self.outside = Mark::default();
                }
                self.settled = settled;
                Ok(Outcome::Changed(changes))
            }
            placed => {
                // As it was.
                if detach(&mut self.roots, &from.levels, from.text).is_ok() {
                    attach(&mut self.roots, loose);
                }
                if placed.is_err() {
                    return Ok(Outcome::StartOver);
                }
                let message = format!("options.limits.nodes is {most} and what came has {nodes}");
                Err(Error::new(ErrorKind::LimitNodes, message))
            }
        }
    }

    /// Takes a step of a source, which starts over where that found no place.
    ///
    /// # Errors
    /// As [`Shown::step`].
    pub(crate) fn follow(
        &mut self,
        source: &mut dyn Source,
        step: &Step,
        options: &SanitizeOptions<'_>,
    ) -> Result<Vec<Change>, Error> {
        if let Outcome::Changed(changes) = self.step(step, options)? {
            return Ok(changes);
        }
        match self.step(&source.start_over(), options)? {
            Outcome::Changed(changes) => Ok(changes),
            Outcome::StartOver => Err(Error::new(ErrorKind::InvalidInput, "chunk: has no place in what is shown")),
        }
    }

    /// The whole, which is what is shown in the end.
    ///
    /// # Errors
    /// As [`Shown::step`].
    pub(crate) fn end(
        &mut self,
        html: &str,
        options: &SanitizeOptions<'_>,
    ) -> Result<(Vec<Change>, SanitizeReport), Error> {
        let mut tree = Tree::default();
        let report = write_tool_output(html, options, &mut tree)?;
        self.read = self.read.saturating_add(html.len());
        let whole = tree.into_nodes();
        let mut changes = Vec::new();
        compare(&self.roots, &whole, &mut Way::default(), 0, &mut changes);
        self.roots = whole;
        self.tell(&report.removed);
        Ok((changes, report))
    }

    /// What was removed since this was asked last, each once.
    pub(crate) fn take_removed(&mut self) -> Vec<Removal> {
        std::mem::take(&mut self.removed)
    }

    /// What is shown, as markup.
    #[cfg(feature = "markdown")]
    pub(crate) fn html(&self) -> String {
        super::tree::markup(&self.roots)
    }

    fn tell(&mut self, removed: &[Removal]) {
        for removal in removed {
            if self.told.insert((removal.code, removal.name.clone(), removal.value.clone())) {
                self.removed.push(removal.clone());
            }
        }
    }

    /// The nodes of a piece, and of its prefix the place.
    fn read(
        &mut self,
        piece: &Piece,
        options: &SanitizeOptions<'_>,
        is_certain: bool,
    ) -> Result<(Vec<Node>, Option<Mark>), Error> {
        let known = self.place.as_ref().filter(|(prefix, depth, _)| *prefix == piece.prefix && *depth == piece.depth);
        let place = match known {
            Some((_, _, place)) => Some(place.clone()),
            None => {
                let mut tree = Tree::default();
                if !piece.prefix.is_empty() {
                    write_tool_output(&piece.prefix, options, &mut tree)?;
                }
                Mark::behind(&tree.into_nodes(), piece.depth)
            }
        };
        if let Some(place) = &place {
            self.place = Some((piece.prefix.clone(), piece.depth, place.clone()));
        }
        let mut tree = Tree::default();
        let report = write_tool_output(&piece.html, options, &mut tree)?;
        self.read = self.read.saturating_add(piece.html.len());
        if is_certain {
            self.tell(&report.removed);
        }
        Ok((tree.into_nodes(), place))
    }

    /// Puts pieces where they belong, and answers what is settled then.
    fn place(
        &mut self,
        settled: Option<(Vec<Node>, Option<Mark>)>,
        (open, place): (Vec<Node>, Option<Mark>),
        depth: Option<usize>,
        from: &Mark,
    ) -> Placed<Mark> {
        let mut mark = from.clone();
        let place = place.ok_or(Misplaced)?;
        if let Some((nodes, place_before)) = settled {
            let before = place_before.filter(|before| before.levels.len() == mark.levels.len()).ok_or(Misplaced)?;
            graft(&mut self.roots, nodes, &before.levels, before.text)?;
            mark = Mark::behind(&self.roots, depth.or(Some(place.levels.len() - 1))).ok_or(Misplaced)?;
        }
        if place.levels.len() != mark.levels.len() {
            return Err(Misplaced);
        }
        graft(&mut self.roots, open, &place.levels, place.text)?;
        Ok(mark)
    }
}

/// Takes away what is not settled. Recursion goes no deeper than a prefix nests.
fn detach(nodes: &mut Vec<Node>, levels: &[usize], text: usize) -> Placed<Loose> {
    let Some((settled, inner)) = levels.split_first() else { return Err(Misplaced) };
    if *settled > nodes.len() {
        return Err(Misplaced);
    }
    let taken = nodes.split_off(*settled);
    let mut loose = match (inner.is_empty(), nodes.last_mut()) {
        (true, Some(Node::Text(last))) if text > 0 && last.is_char_boundary(text) => {
            Loose { text: last.split_off(text), ..Loose::default() }
        }
        (true, _) if text > 0 => return Err(Misplaced),
        (true, _) => Loose::default(),
        (false, Some(Node::Element(element))) => detach(&mut element.children, inner, text)?,
        (false, _) => return Err(Misplaced),
    };
    loose.levels.push(taken);
    Ok(loose)
}

/// Puts back what [`detach`] took away.
fn attach(nodes: &mut Vec<Node>, mut loose: Loose) {
    let Some(taken) = loose.levels.pop() else { return };
    match nodes.last_mut() {
        Some(Node::Text(text)) if loose.levels.is_empty() => text.push_str(&loose.text),
        Some(Node::Element(element)) => attach(&mut element.children, loose),
        _ => {}
    }
    nodes.extend(taken);
}

/// Adds what of `nodes` is behind the place to what is `here`.
fn graft(here: &mut Vec<Node>, mut nodes: Vec<Node>, levels: &[usize], text: usize) -> Placed<()> {
    let Some((skip, inner)) = levels.split_first() else { return Err(Misplaced) };
    if *skip > nodes.len() {
        return Err(Misplaced);
    }
    let rest = nodes.split_off(*skip);
    if inner.is_empty() {
        if text > 0 {
            let Some(Node::Text(last)) = nodes.last() else { return Err(Misplaced) };
            let more = last.get(text..).ok_or(Misplaced)?;
            if !more.is_empty() {
                extend(here, [Node::Text(more.to_owned())]);
            }
        }
    } else {
        let (Some(Node::Element(there)), Some(Node::Element(element))) = (here.last_mut(), nodes.pop()) else {
            return Err(Misplaced);
        };
        if !there.begins_as(&element) {
            return Err(Misplaced);
        }
        graft(&mut there.children, element.children, inner, text)?;
    }
    extend(here, rest);
    Ok(())
}

/// What has changed behind a mark: level by level, the innermost first.
fn changed(
    nodes: &[Node],
    mut loose: Loose,
    (levels, text): (&[usize], usize),
    way: &mut Way,
    changes: &mut Vec<Change>,
) {
    let (Some((settled, inner)), Some(old)) = (levels.split_first(), loose.levels.pop()) else { return };
    let Some(last) = settled.checked_sub(1) else {
        return compare(&old, nodes, way, 0, changes);
    };
    match nodes.get(last) {
        Some(Node::Element(element)) if !inner.is_empty() => {
            let mut within = way.clone();
            within.push(last, element);
            changed(&element.children, loose, (inner, text), &mut within, changes);
        }
        Some(Node::Text(now)) if text > 0 => {
            let now = now.get(text..).unwrap_or_default();
            match now.strip_prefix(&*loose.text) {
                Some("") => {}
                Some(more) => way.grow(last, more, changes),
                None => {
                    let whole = nodes.get(last..=last).unwrap_or_default();
                    way.replace(last, 1, whole, changes);
                }
            }
        }
        _ => {}
    }
    compare(&old, nodes.get(*settled..).unwrap_or_default(), way, *settled, changes);
}
