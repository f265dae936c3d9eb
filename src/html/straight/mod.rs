//! The straight path: from tokens to events in one pass, with a stack and no tree, for the markup that almost everybody
//! writes.
//!
//! It does what tree construction (HTML Standard § 13.2.6) would do where that is no more than opening, implying and
//! closing elements in place. At the first thing that would have to be moved, copied or opened again it [bails](Bail), and
//! the [full path](super::tree) reads the input from its start. What it tells is what the full path's tree would tell:
//! `tests/it/html/agree.rs` holds them to it.

mod elements;
mod end_tags;
mod foreign;
mod rules;
mod select;
mod stack;
mod tables;

use super::events::{Attribute, Sink};
use super::names::ElementName;
use super::references;
use super::tokenizer::{Name, Span, Token, Tokenizer, is_space};
use crate::limits::Limits;
use rules::{Rule, rule};
use stack::Stack;

/// Why the straight path gave up.
///
/// Closed: it is for the project's own tests alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bail {
    /// An element that needs more than a stack.
    Element,
    /// Formatting would be opened again, or moved.
    Formatting,
    /// What stands in a table beside its parts would be put ahead of it.
    Foster,
    /// A limit may be passed: the full path decides.
    Limit,
    /// A NUL, which tree construction drops here and replaces there.
    Nul,
    /// An end tag that does more than end an element.
    EndTag,
}

/// The nodes that the full path makes before any of the input: the document, the context, its `html`.
const ROOTS: usize = 3;

type Result<T> = std::result::Result<T, Bail>;

/// Reads `html`, which has no CR, and tells `sink` of it.
///
/// # Errors
/// A [`Bail`]: what `sink` was told until then is then worth nothing.
pub(crate) fn read<'i>(html: &'i str, limits: Limits, sink: &mut impl Sink<'i>) -> Result<()> {
    let tokenizer = Tokenizer::new(html, limits.attributes).keeps_placeholders(sink.keeps_placeholders());
    let mut reader = Reader {
        html,
        tokenizer,
        sink,
        stack: Stack::new(limits.depth),
        attributes: Vec::new(),
        has_form: false,
        drops_newline: false,
        table_text: None,
        nodes_left: limits.nodes.saturating_sub(ROOTS),
    };
    reader.run()
}

struct Reader<'i, 's, S> {
    html: &'i str,
    tokenizer: Tokenizer<'i>,
    sink: &'s mut S,
    stack: Stack,
    /// Of the start tag that is read, each name once.
    attributes: Vec<Attribute<'i>>,
    /// § 13.2.4.4: the form element pointer is set.
    has_form: bool,
    /// A newline right behind `<pre>` is none of its text.
    drops_newline: bool,
    /// White space between the parts of a table, which waits for what comes next (§ 13.2.6.4.10), and whether it
    /// is plain.
    table_text: Option<(&'i str, bool)>,
    /// Nodes that may still be made, counted on the safe side.
    nodes_left: usize,
}

impl<'i, S: Sink<'i>> Reader<'i, '_, S> {
    fn run(&mut self) -> Result<()> {
        loop {
            self.run_plainly()?;
            let start = self.tokenizer.position();
            let Some(token) = self.tokenizer.token() else { break };
            self.count_node()?;
            let drops_newline = std::mem::take(&mut self.drops_newline);
            // A text is where it begins, a tag where it ends.
            let is_text = matches!(token, Token::Text { .. } | Token::Characters(_));
            self.sink.place(if is_text { start } else { self.tokenizer.position() });
            // A doctype in a table is ignored: the white space before and behind it is one text.
            if self.table_text.is_some() && !matches!(token, Token::Doctype { .. }) {
                // Two texts would be one, of the line of what comes behind both.
                if matches!(token, Token::Text { .. }) {
                    return Err(Bail::Foster);
                }
                self.tell_table_text();
            }
            match token {
                Token::Text { span, plain } => {
                    let text = &self.html[span.start..span.end];
                    let text = if drops_newline { text.strip_prefix('\n').unwrap_or(text) } else { text };
                    self.text(text, plain)?;
                }
                Token::Characters(characters) => self.characters(start, characters, drops_newline)?,
                Token::StartTag { name, self_closing } => self.start_tag(name, self_closing)?,
                Token::EndTag { name } => self.end_tag(name)?,
                Token::Comment(span) => self.comment(span),
                Token::CdataStart if self.stack.top().is_svg() => return Err(Bail::Element),
                Token::CdataStart => {
                    if let Token::Comment(span) = self.tokenizer.bogus() {
                        self.comment(span);
                    }
                }
                Token::Doctype { .. } => {}
                Token::Nul => return Err(Bail::Nul),
            }
        }
        if self.tokenizer.has_too_many_attributes() {
            return Err(Bail::Limit);
        }
        self.sink.place(self.tokenizer.position());
        self.tell_table_text();
        while !self.stack.is_empty() {
            self.pop();
        }
        Ok(())
    }

    /// Most of what is written: plain text, and tags of known elements. It stops at the first that is anything
    /// else, which is read as any token is.
    #[inline(always)]
    fn run_plainly(&mut self) -> Result<()> {
        while !self.drops_newline && self.table_text.is_none() {
            let start = self.tokenizer.position();
            let top = *self.stack.top();
            if let Some(span) = self.tokenizer.plain_text() {
                self.count_node()?;
                self.sink.place(start);
                self.text(&self.html[span.start..span.end], true)?;
            } else if top.name != FORM && !top.is_svg() && self.tokenizer.end_tag_of(top.name) {
                self.count_node()?;
                self.sink.place(self.tokenizer.position());
                self.pop();
            } else if let Some((name, written, self_closing)) = self.tokenizer.usual_start_tag() {
                self.count_node()?;
                self.sink.place(self.tokenizer.position());
                self.start_tag_of(name, written, self_closing)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn count_node(&mut self) -> Result<()> {
        self.nodes_left = self.nodes_left.checked_sub(1).ok_or(Bail::Limit)?;
        Ok(())
    }

    fn comment(&mut self, span: Span) {
        if self.stack.top().is_told() {
            self.sink.comment(&self.tokenizer.comment_text(span));
        }
    }

    #[inline]
    fn text(&mut self, text: &'i str, plain: bool) -> Result<()> {
        if rules::is(self.stack.top().name, rules::TABLE_PARTS) {
            if !text.bytes().all(is_space) {
                return Err(Bail::Foster);
            }
            self.table_text = Some((text, plain));
            if self.stack.top().name == COLGROUP {
                self.tell_table_text();
            }
            return Ok(());
        }
        if self.stack.top().is_told() && !text.is_empty() {
            self.sink.text(text.into(), plain);
        }
        Ok(())
    }

    #[inline(never)]
    fn tell_table_text(&mut self) {
        if let Some((text, plain)) = self.table_text.take().filter(|_| self.stack.top().is_told()) {
            self.sink.text(text.into(), plain);
        }
    }

    fn characters(&mut self, start: usize, characters: references::Characters, drops_newline: bool) -> Result<()> {
        if rules::is(self.stack.top().name, rules::TABLE_PARTS) {
            return Err(Bail::Foster);
        }
        if !self.stack.top().is_told() {
            return Ok(());
        }
        match self.html.get(start..self.tokenizer.position()) {
            Some(written @ ("&amp;" | "&gt;" | "&lt;")) => self.sink.reference(written),
            _ if drops_newline && characters == ['\n', '\0'] => {}
            _ => self.sink.text(references::in_order(characters).collect::<String>().into(), false),
        }
        Ok(())
    }

    fn start_tag(&mut self, written: Name, self_closing: bool) -> Result<()> {
        let name = ElementName::of(&written);
        if name == ElementName::OTHER
            && let Some(span) = self.tokenizer.placeholder(written, self_closing)
        {
            return self.text(&self.html[span.start..span.end], false);
        }
        self.start_tag_of(name, written, self_closing)
    }

    #[inline(always)]
    fn start_tag_of(&mut self, name: ElementName, written: Name, self_closing: bool) -> Result<()> {
        let rule = rule(name);
        let top = *self.stack.top();
        if top.is_svg() {
            return self.svg_start_tag(written, self_closing);
        }
        if rules::is(top.name, rules::TABLE_PARTS | rules::SELECTS) {
            self.may_stand_in(top.name, name, rule)?;
        }
        if name == ElementName::OTHER && written.span.of(self.html).contains('\0') {
            return Err(Bail::Nul);
        }
        match rule {
            Rule::Ordinary => {}
            // § 13.2.4.3: of four alike the first is forgotten; alike by name, on the safe side.
            Rule::Formatting if self.stack.since_marker(name) >= 3 => return Err(Bail::Formatting),
            Rule::Formatting => {}
            Rule::A if top.has_a() => return Err(Bail::Formatting),
            Rule::A => {}
            Rule::Block | Rule::Table => self.close_p()?,
            Rule::Pre => {
                self.close_p()?;
                self.drops_newline = true;
            }
            Rule::Heading => {
                self.close_p()?;
                if rules::rule(self.stack.top().name) == Rule::Heading {
                    self.pop();
                }
            }
            Rule::Li | Rule::DdOrDt => {
                self.close_item(rule)?;
                self.close_p()?;
            }
            Rule::TablePart => return self.table_part(name, written),
            _ => return self.other_start_tag(name, rule, written, self_closing),
        }
        self.push(name, written)
    }

    fn other_start_tag(&mut self, name: ElementName, rule: Rule, written: Name, self_closing: bool) -> Result<()> {
        match rule {
            Rule::Button if self.stack.in_scope(name).is_some() => Err(Bail::Element),
            Rule::Form if self.has_form => Ok(()),
            // Two forms would be open. An end tag ends the one that the pointer names, and the stack does not know which that is.
            Rule::Form if self.stack.find(|open| open == FORM, |_| false).is_some() => Err(Bail::Element),
            Rule::Form => {
                self.close_p()?;
                self.has_form = true;
                self.push(name, written)
            }
            Rule::Void | Rule::Metadata => self.void(name, written),
            Rule::Hr => {
                self.close_p()?;
                self.void(name, written)
            }
            Rule::Raw => self.raw(name, written),
            Rule::Ignored => Ok(()),
            Rule::Option => self.option(name, written),
            Rule::Svg => self.svg(written, self_closing),
            Rule::Bails => Err(Bail::Element),
            _ => self.push(name, written),
        }
    }

    /// What stands in a table beside its parts is put ahead of it; in a `select` is nothing but options.
    fn may_stand_in(&self, top: ElementName, name: ElementName, rule: Rule) -> Result<()> {
        if rules::is(top, rules::SELECTS) {
            return if rule == Rule::Option { Ok(()) } else { Err(Bail::Element) };
        }
        let stays = rule == Rule::TablePart || is_script_or_style(name) && top != COLGROUP;
        if stays { Ok(()) } else { Err(Bail::Foster) }
    }

    /// Ends the element at a depth, if there is one, with the implied end tags of what is in it.
    fn end_from(&mut self, depth: Option<usize>, except: Option<ElementName>) -> Result<()> {
        let Some(depth) = depth else { return Ok(()) };
        self.generate_implied(except);
        self.pop_to(depth)
    }

    /// § 13.2.6.4.7, "close a p element", if one is in button scope.
    #[inline]
    fn close_p(&mut self) -> Result<()> {
        if !self.stack.top().has_p() {
            return Ok(());
        }
        self.generate_implied(Some(P));
        match self.stack.in_scope(P) {
            Some(depth) => self.pop_to(depth),
            None => Err(Bail::Element),
        }
    }

    /// The item of a list that the next item ends.
    fn close_item(&mut self, of: Rule) -> Result<()> {
        let stops = |open: ElementName| rules::is(open, rules::SPECIAL) && !rules::is(open, rules::PASSED);
        let Some(depth) = self.stack.find(|open| rule(open) == of, stops) else { return Ok(()) };
        self.end_from(Some(depth), Some(self.stack.at(depth).name))
    }

    #[inline]
    fn generate_implied(&mut self, except: Option<ElementName>) {
        while rules::is(self.stack.top().name, rules::IMPLIED) && Some(self.stack.top().name) != except {
            self.pop();
        }
    }

    /// Pops to the element at a depth, it included. What formats above it would be opened again.
    fn pop_to(&mut self, depth: usize) -> Result<()> {
        while self.stack.depth() > depth {
            if rules::is(self.stack.top().name, rules::FORMATTING) {
                return Err(Bail::Formatting);
            }
            self.pop();
        }
        self.pop();
        Ok(())
    }

    #[inline]
    fn pop(&mut self) {
        if self.stack.pop().is_told() {
            self.sink.end();
        }
    }
}

const BR: ElementName = ElementName::named("br");
const COLGROUP: ElementName = ElementName::named("colgroup");
const FORM: ElementName = ElementName::named("form");
const P: ElementName = ElementName::named("p");
const PRE: ElementName = ElementName::named("pre");
const SCRIPT: ElementName = ElementName::named("script");
const STYLE: ElementName = ElementName::named("style");

fn is_script_or_style(name: ElementName) -> bool {
    name == SCRIPT || name == STYLE
}
