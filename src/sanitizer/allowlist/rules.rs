//! Style sheets of HTML, in the rich profile: no sheet is written. Each rule becomes an inline style of the elements that it
//! names, as mail programs do it, and is judged as one.
//!
//! *Threat:* a style sheet belongs to the whole document. *Rule:* what a selector names is looked up in the output alone, and
//! what comes of it is a `style` attribute, which [`css`] bounds. A selector that asks for more than types, classes, ids,
//! places and what is around an element matches nothing; at-rules go. What is matched and written has a budget, so that many
//! rules for many elements do not cost their product. The `html` and the `body` that a sheet names are around the output, as
//! they are around the content of a page: each is a block of the output's own, never the application's.

use std::collections::{BTreeMap, BTreeSet};

use cssparser::{Delimiter, ParseError, Parser, Token};

use super::css::{self, Dropped, Failure, Flow, Style};
use super::foreign::{self, Drawn};

/// A notebook brings a quarter of a million bytes along.
const LONGEST: usize = 1 << 19;
const MOST_RULES: usize = 8_192;
const MOST_COMPOUNDS: usize = 12;
/// Custom properties, of all sheets and in one block.
const LONGEST_CUSTOM: usize = 1 << 16;
const MOST_CUSTOM: usize = 1 << 12;
const LONGEST_USED: usize = 2_048;
/// Of the class of an element, and of its id.
const LONGEST_NAMES: usize = 1_024;
/// Comparisons of an element with a compound, and bytes of declarations.
const MOST_STEPS: usize = 1_000_000;
const MOST_WRITTEN: usize = 4 << 20;

const AT_RULE: &str = "an at-rule";
const SELECTOR: &str = "a selector that is not listed";

/// What is asked of one element.
#[derive(Debug, Default)]
struct Compound {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// An+B.
    places: Vec<(i32, i32)>,
    is_last: bool,
    not: Vec<Compound>,
    /// Its parent matches the compound before it, not just any element around it.
    is_child: bool,
}

#[derive(Debug)]
struct Rule {
    /// The last is asked of the element itself.
    compounds: Vec<Compound>,
    specificity: u32,
    block: usize,
}

/// The selectors of a rule, and its block.
type Read = (Vec<Vec<Compound>>, String);

/// What a selector can ask of an element.
#[derive(Debug)]
struct Seen {
    tag: String,
    id: String,
    classes: String,
    place: i32,
    is_last: bool,
    children: i32,
}

/// Declarations, with what is important apart.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    pub(crate) normal: String,
    pub(crate) important: String,
}

impl Declared {
    fn of(style: Style) -> Self {
        let Style { kept: mut normal, normal: length, .. } = style;
        let important = normal.split_off(length).trim_start_matches(';').to_owned();
        Self { normal, important }
    }

    fn extend(&mut self, other: &Self) {
        for (own, others) in [(&mut self.normal, &other.normal), (&mut self.important, &other.important)] {
            if !others.is_empty() {
                own.push_str(others);
                own.push(';');
            }
        }
    }
}

/// The rules, and the elements that are open.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    /// The declarations of each block, for elements of HTML and for those of drawings.
    blocks: Vec<(Declared, Declared)>,
    /// Places of rules, by what their last compound asks first.
    by_key: BTreeMap<String, Vec<usize>>,
    open: Vec<Seen>,
    steps: usize,
    written: usize,
    pub(crate) dropped: Vec<Dropped>,
}

impl Rules {
    pub(crate) fn read(source: &str, prefix: &str) -> Self {
        let mut rules = Self::default();
        let source = source.get(..source.floor_char_boundary(LONGEST)).unwrap_or_default();
        let mut read = Vec::new();
        let mut input = Parser::new(source);
        while !input.is_exhausted() && read.len() < MOST_RULES {
            if rules.rule(&mut input, &mut read, true).is_err() {
                let _ = input.next();
            }
        }
        let (selectors, blocks): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let (mut custom, mut length) = (BTreeMap::new(), 0);
        for block in &blocks {
            for (name, value) in css::custom_properties(block, MOST_CUSTOM) {
                let own = name.len() + value.len();
                // What loads is let through nowhere, and a sheet's icons would leave no room for its colors.
                let is_loaded = value.contains("url(");
                if !is_loaded && own < LONGEST_USED && length + own < LONGEST_CUSTOM {
                    length += own;
                    custom.insert(name, value);
                }
            }
        }
        for (selectors, block) in selectors.into_iter().zip(&blocks) {
            let used = used(block, &custom);
            rules.keep(selectors, &format!("{used}{block}"), prefix);
        }
        rules
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// `nests`: a media query may stand here.
    fn rule(&mut self, input: &mut Parser<'_>, read: &mut Vec<Read>, nests: bool) -> Result<(), Failure> {
        let start = input.state();
        match input.next()?.clone() {
            Token::AtKeyword(name) => {
                let query = input.parse_until_before(Delimiter::Semicolon | Delimiter::CurlyBracketBlock, |input| {
                    let start = input.position();
                    skip(input)?;
                    Ok::<_, Failure>(input.slice_from(start).to_ascii_lowercase())
                })?;
                let holds = nests && name.eq_ignore_ascii_case("media") && is_wide_screen(&query);
                if !holds {
                    self.drop(&format!("@{}", name.to_ascii_lowercase()), AT_RULE);
                }
                if let Ok(Token::CurlyBracketBlock) = input.next() {
                    input.parse_nested_block(|input| {
                        while holds && !input.is_exhausted() && read.len() < MOST_RULES {
                            if self.rule(input, read, false).is_err() {
                                let _ = input.next();
                            }
                        }
                        skip(input)
                    })?;
                }
                return Ok(());
            }
            Token::CDO | Token::CDC | Token::Semicolon => return Ok(()),
            _ => input.reset(&start),
        }
        let selectors = input.parse_until_before(Delimiter::CurlyBracketBlock, |input| Ok(self.selectors(input)))?;
        input.expect_curly_bracket_block()?;
        let block = input.parse_nested_block(|input| {
            let start = input.position();
            skip(input)?;
            Ok::<_, Failure>(input.slice_from(start).to_owned())
        })?;
        read.push((selectors, block));
        Ok(())
    }

    fn selectors(&mut self, input: &mut Parser<'_>) -> Vec<Vec<Compound>> {
        let mut selectors = Vec::new();
        while !input.is_exhausted() {
            let start = input.position();
            match input.parse_until_before(Delimiter::Comma, selector) {
                Ok(selector) => selectors.push(selector),
                Err(_) => {
                    let written = input.slice_from(start);
                    self.drop(written.rsplit("*/").next().unwrap_or_default().trim(), SELECTOR);
                }
            }
            let _ = input.next();
        }
        selectors
    }

    fn keep(&mut self, selectors: Vec<Vec<Compound>>, block: &str, prefix: &str) {
        if selectors.is_empty() {
            return;
        }
        let html = css::clean(block, Flow::Block);
        let drawn = foreign::clean(block, Drawn::Within, prefix, false);
        for Dropped { property, reason } in &html.dropped {
            // What a drawing takes is not gone.
            if drawn.dropped.iter().any(|gone| gone.property == *property) {
                self.drop(property, reason);
            }
        }
        if html.kept.is_empty() && drawn.kept.is_empty() {
            return;
        }
        self.blocks.push((Declared::of(html), Declared::of(drawn)));
        for compounds in selectors {
            let Some(last) = compounds.last() else { continue };
            let key = last.key();
            self.by_key.entry(key).or_default().push(self.rules.len());
            let specificity = compounds.iter().map(Compound::specificity).sum();
            self.rules.push(Rule { compounds, specificity, block: self.blocks.len() - 1 });
        }
    }

    fn drop(&mut self, property: &str, reason: &'static str) {
        Dropped::note(&mut self.dropped, property, reason);
    }

    /// An element begins.
    pub(crate) fn enter(&mut self, tag: &str, (id, classes): (&str, &str), is_last: bool) {
        let place = self.open.last_mut().map_or(1, |parent| {
            parent.children = parent.children.saturating_add(1);
            parent.children
        });
        let short = |text: &str| text.get(..text.floor_char_boundary(LONGEST_NAMES)).unwrap_or_default().to_owned();
        self.open.push(Seen { tag: short(tag), id: short(id), classes: short(classes), place, is_last, children: 0 });
    }

    pub(crate) fn leave(&mut self) {
        self.open.pop();
    }

    /// What the rules say of the innermost element, the weakest first.
    pub(crate) fn declared(&mut self, is_drawn: bool) -> Declared {
        let Some(seen) = self.open.last() else { return Declared::default() };
        // One by one: `collect` sorts first, and a sort weighs 5 KB in the module.
        let mut classes = BTreeSet::new();
        classes.extend(seen.classes.split_ascii_whitespace());
        let classes = classes.into_iter().map(|class| format!(".{class}"));
        let keys = classes.chain([format!("#{}", seen.id), seen.tag.clone(), "*".to_owned()]);
        let mut found: BTreeSet<(u32, usize)> = BTreeSet::new();
        for at in keys.filter_map(|key| self.by_key.get(&key)).flatten().copied() {
            if self.steps > MOST_STEPS {
                break;
            }
            let Some(rule) = self.rules.get(at) else { continue };
            if matches(&rule.compounds, &self.open, &mut self.steps) {
                found.insert((rule.specificity, at));
            }
        }
        let mut declared = Declared::default();
        for (_, at) in found {
            let Some((html, drawn)) = self.rules.get(at).and_then(|rule| self.blocks.get(rule.block)) else { continue };
            declared.extend(if is_drawn { drawn } else { html });
        }
        self.written = self.written.saturating_add(declared.normal.len() + declared.important.len());
        if self.written > MOST_WRITTEN { Declared::default() } else { declared }
    }
}

/// The custom properties that a block asks for, and those that these ask for, as declarations.
fn used(block: &str, custom: &BTreeMap<String, String>) -> String {
    let (mut used, mut known, mut asks) = (String::new(), BTreeSet::new(), vec![block]);
    while let Some(text) = asks.pop() {
        for (at, _) in text.match_indices("--") {
            let rest = text.get(at..).unwrap_or_default();
            let name = rest.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).next().unwrap_or_default();
            let Some(value) = custom.get(name) else { continue };
            if used.len() + value.len() < LONGEST_USED && known.insert(name) {
                used.push_str(&format!("{name}:{value};"));
                asks.push(value);
            }
        }
    }
    used
}

/// Whether the selector names the innermost of the elements.
fn matches(compounds: &[Compound], open: &[Seen], steps: &mut usize) -> bool {
    let Some((last, before)) = compounds.split_last() else { return false };
    let Some(own) = open.len().checked_sub(1) else { return false };
    *steps += 1;
    if !open.last().is_some_and(|seen| last.names(seen)) {
        return false;
    }
    let mut is_child = last.is_child;
    // Where what has been read so far may stand.
    let mut stands = vec![own];
    for compound in before.iter().rev() {
        // The innermost comes first: whatever is around any of them is around it.
        let innermost = stands.first().copied().unwrap_or(0);
        *steps += innermost;
        let above: Vec<usize> = match is_child {
            true => stands.iter().filter_map(|at| at.checked_sub(1)).collect(),
            false => (0..innermost).rev().collect(),
        };
        let is_named = |at: &usize| open.get(*at).is_some_and(|seen| compound.names(seen));
        let next: Vec<usize> = above.into_iter().filter(is_named).collect();
        if next.is_empty() {
            return false;
        }
        stands = next;
        is_child = compound.is_child;
    }
    true
}

impl Compound {
    fn names(&self, seen: &Seen) -> bool {
        self.tag.as_ref().is_none_or(|tag| tag.eq_ignore_ascii_case(&seen.tag))
            && self.id.as_ref().is_none_or(|id| *id == seen.id)
            && self.classes.iter().all(|class| seen.classes.split_ascii_whitespace().any(|own| own == class))
            && (!self.is_last || seen.is_last)
            && self.places.iter().all(|place| is_place(*place, seen.place))
            && !self.not.iter().any(|not| not.names(seen))
    }

    /// Asks what a pseudo-class without arguments asks.
    fn pseudo_class(&mut self, name: &str, is_first: bool) -> Result<(), Failure> {
        match (name, &self.tag) {
            // As strong as any pseudo-class; it is the first of the document.
            ("root", None) if is_first => {
                self.tag = Some("html".to_owned());
                self.places.push((0, 1));
            }
            ("any-link" | "link", None) if is_first => self.tag = Some("a".to_owned()),
            ("any-link" | "link", Some(tag)) if tag == "a" => {}
            ("first-child", _) => self.places.push((0, 1)),
            ("last-child", _) => self.is_last = true,
            ("only-child", _) => {
                self.places.push((0, 1));
                self.is_last = true;
            }
            _ => return Err(refused()),
        }
        Ok(())
    }

    fn key(&self) -> String {
        match (&self.id, self.classes.first(), &self.tag) {
            (Some(id), _, _) => format!("#{id}"),
            (None, Some(class), _) => format!(".{class}"),
            (None, None, Some(tag)) => tag.clone(),
            (None, None, None) => "*".to_owned(),
        }
    }

    /// Selectors Level 4 § 17.
    fn specificity(&self) -> u32 {
        let own = u32::from(self.id.is_some()) << 16
            | u32::try_from(self.classes.len() + self.places.len() + usize::from(self.is_last)).unwrap_or(0) << 8
            | u32::from(self.tag.is_some());
        own + self.not.iter().map(Self::specificity).max().unwrap_or(0)
    }
}

/// Whether a media query holds for a screen of some 640 pixels: what an inline style cannot ask is answered once, for mail
/// that sets its columns side by side there.
fn is_wide_screen(query: &str) -> bool {
    const SCREEN: u32 = 640;
    let query = query.replace("only screen", "screen");
    query.split(" and ").all(|part| {
        let part = part.trim().trim_start_matches('(').trim_end_matches(')');
        match part.split_once(':') {
            Some((feature, least)) if feature.trim() == "min-width" => least
                .trim()
                .strip_suffix("px")
                .and_then(|least| least.parse().ok())
                .is_some_and(|least: u32| least <= SCREEN),
            Some(_) => false,
            None => matches!(part, "screen" | "all" | "not print"),
        }
    })
}

/// CSS Syntax § 9: whether some n from nought on makes a·n + b the place.
fn is_place((step, offset): (i32, i32), place: i32) -> bool {
    let (step, rest) = (i64::from(step), i64::from(place) - i64::from(offset));
    if step == 0 { rest == 0 } else { rest % step == 0 && rest / step >= 0 }
}

fn skip(input: &mut Parser<'_>) -> Result<(), Failure> {
    while input.next().is_ok() {}
    Ok(())
}

fn selector(input: &mut Parser<'_>) -> Result<Vec<Compound>, Failure> {
    let mut compounds: Vec<Compound> = Vec::new();
    let mut is_child = false;
    while compounds.len() < MOST_COMPOUNDS {
        input.skip_whitespace();
        let mut compound = compound(input)?;
        compound.is_child = is_child;
        compounds.push(compound);
        let spaced = input.try_parse(|input| input.expect_whitespace().map(drop)).is_ok();
        if input.is_exhausted() {
            return Ok(compounds);
        }
        is_child = input.try_parse(|input| input.expect_delim('>')).is_ok();
        if !is_child && !spaced {
            break;
        }
    }
    Err(refused())
}

fn compound(input: &mut Parser<'_>) -> Result<Compound, Failure> {
    let mut compound = Compound::default();
    let mut is_first = true;
    loop {
        let before = input.state();
        let Ok(token) = input.next_including_whitespace() else { break };
        match token.clone() {
            Token::Ident(name) if is_first => compound.tag = Some(name.to_ascii_lowercase()),
            Token::Delim('*') if is_first => {}
            Token::Delim('.') => {
                let Token::Ident(name) = input.next_including_whitespace()?.clone() else { return Err(refused()) };
                compound.classes.push(name.to_string());
            }
            Token::IDHash(name) if compound.id.is_none() => compound.id = Some(name.to_string()),
            Token::Colon => match input.next_including_whitespace()?.clone() {
                Token::Ident(name) => compound.pseudo_class(&name.to_ascii_lowercase(), is_first)?,
                Token::Function(name) if name.eq_ignore_ascii_case("nth-child") => {
                    let place = input.parse_nested_block(|input| Ok::<_, Failure>(cssparser::parse_nth(input)?))?;
                    compound.places.push(place);
                }
                Token::Function(name) if name.eq_ignore_ascii_case("not") => {
                    let not = input.parse_nested_block(|input| {
                        input.skip_whitespace();
                        match peek(input)? {
                            Token::Delim(_) | Token::IDHash(_) | Token::Ident(_) => self::compound(input).map(Some),
                            _ => acted_on(input).map(|()| None),
                        }
                    })?;
                    compound.not.extend(not);
                }
                _ => return Err(refused()),
            },
            _ => {
                input.reset(&before);
                break;
            }
        }
        is_first = false;
    }
    if is_first { Err(refused()) } else { Ok(compound) }
}

/// A pseudo-class that holds of no element while nobody does anything to it.
fn acted_on(input: &mut Parser<'_>) -> Result<(), Failure> {
    const ACTED_ON: [&str; 6] = ["active", "focus", "focus-visible", "focus-within", "hover", "visited"];
    input.expect_colon()?;
    let name = input.expect_ident()?;
    if ACTED_ON.iter().any(|known| name.eq_ignore_ascii_case(known)) { Ok(()) } else { Err(refused()) }
}

fn peek<'i>(input: &mut Parser<'i>) -> Result<Token<'i>, Failure> {
    let before = input.state();
    let token = input.next()?.clone();
    input.reset(&before);
    Ok(token)
}

fn refused() -> Failure {
    ParseError::custom(SELECTOR)
}

#[cfg(test)]
mod tests;
