//! Drawings of shapes and text: HTML Standard § 13.2.6.5, where nothing in them leads back to HTML. What a sink keeps of
//! them is spelt as SVG spells it, which is the full path's to know.

use super::{Bail, Reader, Result};
use crate::html::events::{Ahead, Namespace, Sink, StartTag, Step};
use crate::html::names::ElementName;
use crate::html::tokenizer::Name;

/// Elements that have no capital in SVG's spelling and mean nothing to a parser.
const SHAPES: &[&str] = &[
    "circle", "defs", "ellipse", "g", "line", "marker", "mask", "path", "pattern", "polygon", "polyline", "rect",
    "stop", "symbol", "text", "tspan", "use",
];

impl<'i, S: Sink<'i>> Reader<'i, '_, S> {
    pub(super) fn svg(&mut self, written: Name, self_closing: bool) -> Result<()> {
        if self.sink.keeps_foreign() {
            return Err(Bail::Element);
        }
        self.push_svg(written, self_closing)
    }

    pub(super) fn svg_start_tag(&mut self, written: Name, self_closing: bool) -> Result<()> {
        let local = written.of(self.html);
        if SHAPES.binary_search(&&*local).is_err() {
            return Err(Bail::Element);
        }
        self.push_svg(written, self_closing)
    }

    fn push_svg(&mut self, written: Name, self_closing: bool) -> Result<()> {
        if self.stack.is_full() {
            return Err(Bail::Limit);
        }
        let step = if self.stack.top().is_told() { self.tell_svg(written)? } else { Step::Over };
        if !self_closing {
            self.stack.push_svg(written, step == Step::Into);
        } else if step == Step::Into {
            self.sink.end();
        }
        Ok(())
    }

    fn tell_svg(&mut self, written: Name) -> Result<Step> {
        self.read_attributes()?;
        Ok(self.sink.start(&StartTag {
            namespace: Namespace::Svg,
            name: ElementName::OTHER,
            local: written.of(self.html),
            attributes: &self.attributes,
            sheet: None,
            is_last: false,
            ahead: Ahead::default(),
            source: None,
        }))
    }

    /// The end tag of the innermost; any other may end more than one, or what is around the drawing.
    pub(super) fn svg_end_tag(&mut self, written: Name) -> Result<()> {
        if !self.stack.written().is_some_and(|top| top.is_same(&written, self.html)) {
            return Err(Bail::EndTag);
        }
        self.pop();
        Ok(())
    }
}
