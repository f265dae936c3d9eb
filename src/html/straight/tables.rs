//! Parts of a table: HTML Standard § 13.2.6.4.9 to § 13.2.6.4.15.

use super::{Reader, Result};
use crate::html::events::Sink;
use crate::html::names::ElementName;
use crate::html::tokenizer::Name;

const CAPTION: ElementName = ElementName::named("caption");
const COL: ElementName = ElementName::named("col");
const COLGROUP: ElementName = super::COLGROUP;
const TABLE: ElementName = ElementName::named("table");
const TBODY: ElementName = ElementName::named("tbody");
const TR: ElementName = ElementName::named("tr");

const TD: ElementName = ElementName::named("td");
const TFOOT: ElementName = ElementName::named("tfoot");
const TH: ElementName = ElementName::named("th");
const THEAD: ElementName = ElementName::named("thead");

fn is_body(name: ElementName) -> bool {
    matches!(name, TBODY | TFOOT | THEAD)
}

fn is_cell(name: ElementName) -> bool {
    matches!(name, TD | TH)
}

/// The parts that a table is in, from the outside, as far as they say what may come next.
enum Within {
    Table,
    Body,
    Row,
    Columns,
    /// A cell, a caption, or no table at all.
    Content,
}

fn within(name: ElementName) -> Within {
    match name {
        TABLE => Within::Table,
        TR => Within::Row,
        COLGROUP => Within::Columns,
        _ if is_body(name) => Within::Body,
        _ => Within::Content,
    }
}

impl<'i, S: Sink<'i>> Reader<'i, '_, S> {
    /// A part begins: what it stands in is implied, and what it cannot stand in ends.
    pub(super) fn table_part(&mut self, name: ElementName, written: Name) -> Result<()> {
        loop {
            match within(self.stack.top().name) {
                Within::Table if name == COL => self.push_told(COLGROUP, None)?,
                Within::Table if name == TR || is_cell(name) => self.push_told(TBODY, None)?,
                Within::Table => return self.push(name, written),
                Within::Body if name == TR => return self.push(name, written),
                Within::Body if is_cell(name) => self.push_told(TR, None)?,
                Within::Row if is_cell(name) => return self.push(name, written),
                Within::Columns if name == COL => return self.void(name, written),
                Within::Body | Within::Row | Within::Columns => self.pop(),
                // Beyond a table the tag is ignored.
                Within::Content if self.stack.top().cell().is_none() => return Ok(()),
                Within::Content => self.close_cell(),
            }
        }
    }

    /// A part ends, if it is open, with what is open in it.
    pub(super) fn end_table_part(&mut self, name: ElementName) {
        loop {
            match within(self.stack.top().name) {
                Within::Table => {
                    if name == TABLE {
                        self.pop();
                    }
                    return;
                }
                Within::Body if name == TABLE => self.pop(),
                Within::Body => {
                    if name == self.stack.top().name {
                        self.pop();
                    }
                    return;
                }
                Within::Row if name == TR => return self.pop(),
                Within::Row if name == TABLE => self.pop(),
                Within::Row if is_body(name) && self.stack.at(self.stack.depth() - 1).name == name => self.pop(),
                Within::Row => return,
                Within::Columns if name == COLGROUP => return self.pop(),
                Within::Columns if name == COL => return,
                Within::Columns => self.pop(),
                Within::Content => {
                    let Some(cell) = self.stack.top().cell() else { return };
                    let is_done = self.end_in_cell(name, cell);
                    if is_done {
                        return;
                    }
                }
            }
        }
    }

    /// An end tag in a cell or a caption: whether that was all there is to it.
    fn end_in_cell(&mut self, name: ElementName, cell: usize) -> bool {
        let cell_name = self.stack.at(cell).name;
        if name == cell_name {
            self.close_cell();
            return true;
        }
        let ends_it = name == TABLE
            || cell_name != CAPTION
                && (name == TR || is_body(name))
                && (1..cell)
                    .rev()
                    .map(|depth| self.stack.at(depth).name)
                    .take_while(|open| *open != TABLE)
                    .any(|open| open == name);
        if ends_it {
            self.close_cell();
        }
        !ends_it
    }

    /// Ends the cell or caption with everything in it; what formats in it is forgotten (§ 13.2.4.3).
    fn close_cell(&mut self) {
        let Some(cell) = self.stack.top().cell() else { return };
        while self.stack.depth() >= cell {
            self.pop();
        }
    }
}
