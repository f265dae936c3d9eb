//! End tags: HTML Standard § 13.2.6.4.7.

use super::rules::{self, Rule, rule};
use super::{BR, Bail, FORM, P, Reader, Result, select};
use crate::html::events::Sink;
use crate::html::names::ElementName;
use crate::html::tokenizer::Name;

impl<'i, S: Sink<'i>> Reader<'i, '_, S> {
    #[inline]
    pub(super) fn end_tag(&mut self, written: Name) -> Result<()> {
        let name = ElementName::of(&written);
        // What ends the innermost element has a start tag, and need not be looked for in the whole input.
        if name == ElementName::OTHER
            && !self.stack.written().is_some_and(|open| open.is_same(&written, self.html))
            && let Some(span) = self.tokenizer.end_placeholder(written)
        {
            return self.text(&self.html[span.start..span.end], false);
        }
        if self.stack.top().is_svg() {
            return self.svg_end_tag(written);
        }
        let rule = rule(name);
        // Most end tags end what is innermost.
        if name != ElementName::OTHER && name == self.stack.top().name && rule != Rule::Form {
            self.pop();
            return Ok(());
        }
        self.end_tag_of_another(name, rule, written)
    }

    fn end_tag_of_another(&mut self, name: ElementName, rule: Rule, written: Name) -> Result<()> {
        if rules::is(self.stack.top().name, rules::TABLE_PARTS) && !matches!(rule, Rule::Table | Rule::TablePart) {
            return Err(Bail::Foster);
        }
        if select::is_of_it(self.stack.top().name) {
            return self.end_in_select(name);
        }
        match rule {
            Rule::Bails | Rule::Raw | Rule::Select | Rule::Option | Rule::Svg => Err(Bail::Element),
            Rule::Ignored => Ok(()),
            Rule::Table | Rule::TablePart => {
                self.end_table_part(name);
                Ok(())
            }
            Rule::Formatting | Rule::A => self.end_formatting(name),
            // An end tag of its own makes one that is empty.
            Rule::Block if name == P && !self.stack.top().has_p() => {
                self.push_told(P, None)?;
                self.pop();
                Ok(())
            }
            Rule::Block if name == P => self.close_p(),
            Rule::Block | Rule::Pre | Rule::Button => self.end_from(self.stack.in_scope(name), None),
            Rule::Heading => self.end_from(
                self.stack.find(|open| rules::rule(open) == Rule::Heading, |open| rules::is(open, rules::BOUNDS)),
                None,
            ),
            Rule::Li => {
                let bounds = |open: ElementName| rules::is(open, rules::BOUNDS | rules::LISTS);
                self.end_from(self.stack.find(|open| open == name, bounds), Some(name))
            }
            Rule::DdOrDt => self.end_from(self.stack.in_scope(name), Some(name)),
            Rule::Form => self.end_form(),
            Rule::Void if name == BR => Err(Bail::EndTag),
            Rule::Ordinary | Rule::Void | Rule::Hr | Rule::Metadata => self.end_any_other(name, written),
        }
    }

    /// § 13.2.6.4.7, the adoption agency, where it has nothing to move.
    fn end_formatting(&mut self, name: ElementName) -> Result<()> {
        let mut depth = self.stack.depth();
        loop {
            let open = self.stack.at(depth);
            if open.name == name {
                break;
            }
            if depth == 0 || rules::is(open.name, rules::CELLS) {
                return Ok(());
            }
            if rules::is(open.name, rules::FORMATTING) || rules::is(open.name, rules::SPECIAL) {
                // Something stands between: there is nothing to do only if the element is not open at all.
                return if self.stack.since_marker(name) > 0 { Err(Bail::Formatting) } else { Ok(()) };
            }
            depth -= 1;
        }
        while self.stack.depth() >= depth {
            self.pop();
        }
        Ok(())
    }

    fn end_form(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.has_form) || self.stack.in_scope(FORM).is_none() {
            return Ok(());
        }
        self.generate_implied(None);
        if self.stack.top().name != FORM {
            return Err(Bail::EndTag);
        }
        self.pop();
        Ok(())
    }

    /// "Any other end tag": up to the innermost of this name, unless something special is in the way.
    fn end_any_other(&mut self, name: ElementName, written: Name) -> Result<()> {
        if written.span.of(self.html).contains('\0') {
            return Err(Bail::Nul);
        }
        if !self.stack.may_have(name, &written) {
            return Ok(());
        }
        // Long names are compared byte by byte: with one other at most.
        if !written.is_short() {
            return match self.stack.written() {
                Some(top) if top.is_same(&written, self.html) => self.pop_to(self.stack.depth()),
                _ => Err(Bail::EndTag),
            };
        }
        let Some(depth) = self.stack.find_any_other(name, &written) else { return Ok(()) };
        self.generate_implied(Some(self.stack.at(depth).name));
        self.pop_to(depth)
    }
}
