//! `select` with its options: HTML Standard § 13.2.6.4.7. What else stands in one is left to the full path.

use super::{Bail, Reader, Result, rules};
use crate::html::events::Sink;
use crate::html::names::ElementName;
use crate::html::tokenizer::Name;

const OPTGROUP: ElementName = ElementName::named("optgroup");
const OPTION: ElementName = ElementName::named("option");
const SELECT: ElementName = ElementName::named("select");

pub(super) fn is_of_it(name: ElementName) -> bool {
    rules::is(name, rules::SELECTS)
}

impl<'i, S: Sink<'i>> Reader<'i, '_, S> {
    /// It ends the option before it, and a group the group.
    pub(super) fn option(&mut self, name: ElementName, written: Name) -> Result<()> {
        if !is_of_it(self.stack.top().name) {
            return Err(Bail::Element);
        }
        if self.stack.top().name == OPTION {
            self.pop();
        }
        if name == OPTGROUP && self.stack.top().name == OPTGROUP {
            self.pop();
        }
        self.push(name, written)
    }

    /// An end tag of another element than the innermost.
    pub(super) fn end_in_select(&mut self, name: ElementName) -> Result<()> {
        if name != SELECT {
            return Err(Bail::EndTag);
        }
        while self.stack.top().name != SELECT {
            self.pop();
        }
        self.pop();
        Ok(())
    }
}
