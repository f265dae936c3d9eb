//! What the references of drawings draw, counted.
//!
//! *Threat:* ten `<g>`, each with ten `<use>` of the one before, are ten thousand million shapes; a pattern that is painted
//! with itself has no end. *Rule:* each element weighs something, with its text, and a reference weighs what it draws: once
//! for `use`, a mask, a clip path and a filter; once for each element and corner below it for paint and markers, which are
//! inherited. An element that is drawn by reference alone weighs nothing where it stands, and takes over the paint of what
//! is around it. A style sheet may paint what is in one pattern with the next, so what it names is drawn as often as all of
//! them together. The elements of a drawing may refer ahead, so the sum is made when the walk ends: where it is over the
//! budget, or does not settle because something draws itself, the ids are named that the next pass takes no reference to.

use std::collections::{BTreeMap, BTreeSet};

use crate::sanitizer::output::{Attribute, Tag};

/// Ids that nothing may refer to.
pub(crate) type Refused = BTreeSet<String>;

/// No attribute: the declarations of a drawing's style sheet, each of which may hold for any element of it.
pub(super) const DECLARED: &str = "declared";

/// What one element weighs, beside one for each so many bytes of its corners and of its text.
const ELEMENT: u64 = 8;
const BYTES_OF_CORNERS: usize = 4;
/// A filter, or a layer that a mask needs, costs what many shapes do.
const LAYER: u64 = 512;

/// What the references of an output may draw: about half a million shapes.
const BUDGET: u64 = 4_000_000;

/// Paints that what is drawn by reference alone takes over from the elements around it.
const MOST_AROUND: usize = 16;

/// References to references, nested so deep at most.
const MOST_ROUNDS: usize = 24;

/// An element that has an id, or refers to one, or is not drawn where it stands; with what is in it.
#[derive(Debug, Default)]
struct Scope {
    id: Option<String>,
    /// Without what the scopes in it weigh.
    own: u64,
    within: Vec<usize>,
    /// Drawn with each element here.
    inherited: Vec<String>,
    /// Likewise, by a style sheet.
    declared: Vec<String>,
    /// Drawn once.
    once: Vec<String>,
    /// Has to be there.
    needed: Option<String>,
    unseen: bool,
    /// What is in it is painted.
    has_shapes: bool,
}

/// Follows the drawings as they are written.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The scopes that are open, the outermost first, and how many plain elements are open in each.
    open: Vec<(Scope, u32)>,
    /// Those that ended, in that order: what is in a scope comes before it.
    ended: Vec<Scope>,
    any: bool,
}

impl References {
    pub(super) fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>], unseen: bool) {
        if self.open.is_empty() {
            self.open.push((Scope::default(), 0));
        }
        let has_shapes = unseen && !["filter", "linearGradient", "radialGradient"].contains(&tag.local);
        let mut scope = Scope { unseen, has_shapes, own: weight(tag.local), ..Scope::default() };
        for (name, value) in attributes {
            match &**name {
                "id" => scope.id = Some(value.clone().into_owned()),
                "d" | "points" => scope.own += (value.len() / BYTES_OF_CORNERS) as u64,
                "href" if tag.local != "image" => {
                    let id = value.trim_start_matches('#').to_owned();
                    scope.needed = Some(id.clone());
                    scope.once.push(id);
                }
                DECLARED => scope.declared.extend(urls(value).map(str::to_owned)),
                "style" => value.split(';').for_each(|declaration| scope.refer(declaration, declaration)),
                name => scope.refer(name, value),
            }
        }
        if unseen {
            self.take_over(&mut scope);
        }
        let refers = [&scope.inherited, &scope.declared, &scope.once].into_iter().any(|ids| !ids.is_empty());
        let is_plain = scope.id.is_none() && !refers && !unseen;
        match self.open.last_mut() {
            Some((above, plain)) if is_plain => {
                above.own += scope.own;
                *plain += 1;
            }
            _ => {
                self.any |= refers;
                self.open.push((scope, 0));
            }
        }
    }

    /// Paint is inherited from the elements around a pattern, wherever the pattern is used.
    fn take_over(&self, scope: &mut Scope) {
        for id in self.open.iter().flat_map(|(above, _)| &above.inherited) {
            if scope.inherited.len() <= MOST_AROUND && scope.id.as_ref() != Some(id) && !scope.inherited.contains(id) {
                scope.inherited.push(id.clone());
            }
        }
        if scope.inherited.len() > MOST_AROUND {
            // Nobody draws it.
            scope.inherited.extend(scope.id.clone());
        }
    }

    /// Letters are drawn as often as what they stand in.
    pub(super) fn text(&mut self, text: &str) {
        if let Some((scope, _)) = self.open.last_mut() {
            scope.own += (text.len() / BYTES_OF_CORNERS) as u64;
        }
    }

    pub(super) fn close(&mut self) {
        match self.open.last_mut() {
            Some((_, plain)) if *plain > 0 => *plain -= 1,
            _ => self.end_scope(),
        }
    }

    fn end_scope(&mut self) {
        let Some((scope, _)) = self.open.pop() else { return };
        // What is seen by reference alone counts too: whoever draws the element around it may be drawn by it.
        if let Some((above, _)) = self.open.last_mut()
            && (!scope.unseen || above.id.is_some())
        {
            above.within.push(self.ended.len());
        }
        self.ended.push(scope);
    }

    /// The ids that nothing may refer to: none, where all is well.
    pub(super) fn judge(mut self) -> Refused {
        if !self.any {
            return Refused::new();
        }
        while !self.open.is_empty() {
            self.end_scope();
        }
        let scopes = &self.ended;
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, scope) in scopes.iter().enumerate() {
            if let Some(id) = &scope.id {
                named.entry(id).or_insert(at);
            }
        }
        let target = |id: &String| named.get(&**id).copied();
        let has_shapes = |at: &usize| scopes.get(*at).is_some_and(|scope| scope.has_shapes);
        let references: Vec<[Vec<usize>; 4]> = scopes
            .iter()
            .map(|scope| {
                let targets = |ids: &[String]| ids.iter().filter_map(target).collect();
                let mut chained = Vec::new();
                for at in scope.declared.iter().filter_map(target).filter(has_shapes) {
                    if !chained.contains(&at) {
                        chained.push(at);
                    }
                }
                [targets(&scope.inherited), targets(&scope.declared), chained, targets(&scope.once)]
            })
            .collect();
        let mut weights = vec![0_u64; scopes.len()];
        let mut growing = Vec::new();
        for _ in 0..MOST_ROUNDS {
            growing.clear();
            for (at, scope) in scopes.iter().enumerate() {
                let sum = |all: &[usize]| {
                    all.iter().filter_map(|at| weights.get(*at)).fold(0_u64, |sum, weight| sum.saturating_add(*weight))
                };
                let product = |all: &[usize]| {
                    let weights = all.iter().filter_map(|at| weights.get(*at));
                    weights.fold(0_u64, |product, weight| product.max(1).saturating_mul(1 + weight / ELEMENT))
                };
                let (painted, once) = references.get(at).map_or((0, 0), |[inherited, declared, chained, once]| {
                    (sum(inherited).saturating_add(sum(declared).max(product(chained))), sum(once))
                });
                let below = scope.own.saturating_add(sum(&scope.within)).saturating_add(once);
                let weight = below.saturating_mul(painted.saturating_add(1));
                if let Some(known) = weights.get_mut(at).filter(|known| **known != weight) {
                    *known = weight;
                    growing.push(at);
                }
            }
            if growing.is_empty() {
                break;
            }
        }
        let mut refused = Refused::new();
        refused.extend(scopes.iter().filter_map(|scope| scope.needed.clone()));
        refused.retain(|id| !named.contains_key(&**id));
        // What has no reference in it weighs what it takes to write, which is the input's own affair.
        let plain: u64 = scopes.iter().map(|scope| scope.own).sum();
        let is_over = |at: &usize| weights.get(*at).is_some_and(|weight| *weight > plain.saturating_add(BUDGET));
        let endless = growing.iter().chain(named.values().filter(|at| is_over(at)));
        refused.extend(endless.filter_map(|at| scopes.get(*at)?.id.clone()));
        if refused.is_empty() && is_over(&(scopes.len() - 1)) {
            let all = scopes.iter().flat_map(|scope| [&scope.inherited, &scope.declared, &scope.once]);
            refused.extend(all.flatten().cloned());
        }
        refused
    }
}

impl Scope {
    /// The ids that the value names, by what the property does with them.
    fn refer(&mut self, property: &str, value: &str) {
        let ids = urls(value);
        let property = property.trim_start();
        match property {
            _ if !value.contains("url(#") => {}
            _ if ["fill", "stroke", "marker"].iter().any(|name| property.starts_with(name)) => {
                self.inherited.extend(ids.map(str::to_owned));
            }
            _ => {
                self.own += LAYER;
                self.once.extend(ids.map(str::to_owned));
            }
        }
    }
}

/// The ids that a value names.
pub(super) fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(#").skip(1).filter_map(|rest| rest.split(')').next())
}

fn weight(name: &str) -> u64 {
    if name.starts_with("fe") { LAYER } else { ELEMENT }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::events::Namespace;
    use crate::html::names::ElementName;
    use crate::sanitizer::output::Name;

    type Element<'a> = (&'static str, &'a [(&'a str, &'a str)], &'a [usize]);

    /// Elements, each with its attributes and the places of those in it.
    fn judged(elements: &[Element<'_>]) -> Vec<String> {
        fn open(references: &mut References, elements: &[Element<'_>], at: usize) {
            let (local, attributes, within) = elements[at];
            let tag = Tag { namespace: Namespace::Svg, name: ElementName::OTHER, local };
            let attributes: Vec<_> =
                attributes.iter().map(|(name, value)| (Name::Other((*name).into()), (*value).into())).collect();
            references.open(tag, &attributes, matches!(local, "defs" | "symbol" | "pattern"));
            for one in within {
                open(references, elements, *one);
            }
            references.close();
        }
        let mut references = References::default();
        open(&mut references, elements, 0);
        let mut refused: Vec<_> = references.judge().into_iter().collect();
        refused.sort_unstable();
        refused
    }

    #[test]
    fn what_is_used_is_counted() {
        let none: Vec<String> = Vec::new();
        let rect: Element<'_> = ("rect", &[("id", "r")], &[]);
        assert_eq!(judged(&[("svg", &[], &[1, 2]), rect, ("use", &[("href", "#r")], &[])]), none);
        assert_eq!(judged(&[("svg", &[], &[1, 2]), ("use", &[("href", "#r")], &[]), rect]), none, "ahead");
        assert_eq!(judged(&[("svg", &[], &[1]), ("use", &[("href", "#r")], &[])]), ["r"], "of nothing");
        assert_eq!(judged(&[("svg", &[], &[1]), ("g", &[("id", "a")], &[2]), ("use", &[("href", "#a")], &[])]), ["a"]);
        let pattern: Element<'_> = ("pattern", &[("id", "p")], &[2]);
        assert_eq!(judged(&[("svg", &[], &[1]), pattern, ("rect", &[("fill", "url(#p)")], &[])]), ["p"]);
        let painted: Element<'_> = ("rect", &[("style", "stroke:red;fill:url(#p)")], &[]);
        assert_eq!(judged(&[("svg", &[], &[1, 3]), pattern, ("rect", &[], &[]), painted]), none);
    }

    #[test]
    fn what_multiplies_is_refused() {
        // Ten levels, each of ten: the level is the id.
        let ids: Vec<_> = (0..12).map(|level| level.to_string()).collect();
        let hrefs: Vec<_> = (0..12).map(|level| format!("#{level}")).collect();
        for (levels, bounded) in [(5, true), (6, false), (10, false)] {
            let mut references = References::default();
            let tag = |local| Tag { namespace: Namespace::Svg, name: ElementName::OTHER, local };
            let attribute = |name: &'static str, value: &str| vec![(Name::Other(name.into()), value.to_owned().into())];
            references.open(tag("svg"), &[], false);
            for level in 0..levels {
                references.open(tag("g"), &attribute("id", &ids[level]), false);
                for _ in 0..10 {
                    let href = if level == 0 { Vec::new() } else { attribute("href", &hrefs[level - 1]) };
                    references.open(tag("use"), &href, false);
                    references.close();
                }
                references.close();
            }
            references.close();
            assert_eq!(references.judge().is_empty(), bounded, "{levels}");
        }
    }
}
