//! Elements as they begin: told, and open from then on.

use super::rules;
use super::{Bail, FORM, PRE, Reader, Result, STYLE};
use crate::html::events::{Ahead, Attribute, Namespace, Sink, StartTag, Step};
use crate::html::names::{AttributeName, ElementName};
use crate::html::tokenizer::{Name, RawText, Span};

/// Long names of attributes in a tag: they are compared byte by byte.
const MOST_LONG_NAMES: usize = 8;

impl<'i, S: Sink<'i>> Reader<'i, '_, S> {
    /// The attributes of the tag that was read, each name once.
    #[inline]
    pub(super) fn read_attributes(&mut self) -> Result<()> {
        self.attributes.clear();
        let mut seen = 0_u64;
        let mut long_names = 0;
        let raw = self.tokenizer.attributes();
        for (at, attribute) in raw.iter().enumerate() {
            let name = AttributeName::of(&attribute.name);
            let bit = name.bit();
            let part = |span: Span| &self.html[span.start..span.end];
            let is_again = if bit != 0 {
                seen & bit != 0
            } else {
                long_names += usize::from(!attribute.name.is_short());
                // A NUL is replaced, so two names that are written otherwise can be one.
                if part(attribute.name.span).contains('\0') {
                    return Err(Bail::Nul);
                }
                if long_names > MOST_LONG_NAMES {
                    return Err(Bail::Limit);
                }
                raw[..at].iter().any(|before| before.name.is_same(&attribute.name, self.html))
            };
            seen |= bit;
            if !is_again {
                let (local, value) = (part(attribute.name.span), part(attribute.value));
                self.attributes.push(Attribute::written(name, local, value, attribute.is_plain));
            }
        }
        Ok(())
    }

    /// Tells of an element, if of anything here: whether of what is in it, too.
    #[inline]
    pub(super) fn tell(&mut self, name: ElementName, written: Option<Name>, sheet: Option<&'i str>) -> Result<Step> {
        if !self.stack.top().is_told() {
            return Ok(Step::Over);
        }
        if sheet.is_none()
            && name != ElementName::OTHER
            && (written.is_none() || self.tokenizer.attributes().is_empty())
        {
            return Ok(self.sink.bare(name));
        }
        match written {
            Some(_) => self.read_attributes()?,
            None => self.attributes.clear(),
        }
        let local = match (name.name(), written) {
            (Some(name), _) => name.into(),
            (None, Some(written)) => written.of(self.html),
            (None, None) => "".into(),
        };
        Ok(self.sink.start(&StartTag {
            namespace: Namespace::Html,
            name,
            local,
            attributes: &self.attributes,
            sheet: sheet.map(Into::into),
            is_last: false,
            ahead: Ahead::default(),
            source: None,
        }))
    }

    /// Opens an element that was read. One that holds a plain text and nothing else is over at once.
    #[inline]
    pub(super) fn push(&mut self, name: ElementName, written: Name) -> Result<()> {
        let start = self.tokenizer.position();
        let may_hold_text = !rules::is(name, rules::TABLE_PARTS | rules::SELECTS) && !matches!(name, FORM | PRE);
        let Some(span) = may_hold_text.then(|| self.tokenizer.plain_text()).flatten() else {
            return self.push_told(name, Some(written));
        };
        let text = &self.html[span.start..span.end];
        if !self.tokenizer.end_tag_of(name) {
            self.push_told(name, Some(written))?;
            self.count_node()?;
            self.sink.place(start);
            return self.text(text, true);
        }
        if self.stack.is_full() {
            return Err(Bail::Limit);
        }
        self.count_node()?;
        self.count_node()?;
        let end = self.tokenizer.position();
        if self.tokenizer.was_bare(name, &written) {
            if self.stack.top().is_told() {
                self.sink.leaf(name, text, &self.html[written.span.start - 1..end]);
            }
        } else if self.tell(name, Some(written), None)? == Step::Into {
            self.sink.place(start);
            self.sink.text(text.into(), true);
            self.sink.place(end);
            self.sink.end();
        }
        Ok(())
    }

    #[inline]
    pub(super) fn push_told(&mut self, name: ElementName, written: Option<Name>) -> Result<()> {
        if self.stack.is_full() {
            return Err(Bail::Limit);
        }
        if written.is_none() {
            self.count_node()?;
        }
        let is_told = self.tell(name, written, None)? == Step::Into;
        self.stack.push(name, written.unwrap_or_default(), is_told);
        Ok(())
    }

    pub(super) fn void(&mut self, name: ElementName, written: Name) -> Result<()> {
        if self.stack.is_full() {
            return Err(Bail::Limit);
        }
        if self.tell(name, Some(written), None)? == Step::Into {
            self.sink.end();
        }
        Ok(())
    }

    /// An element whose content is text. Nothing that a sink keeps is one, but for a style sheet, which it is told whole.
    pub(super) fn raw(&mut self, name: ElementName, written: Name) -> Result<()> {
        if self.stack.is_full() {
            return Err(Bail::Limit);
        }
        // What it says is told of ahead of everything else, which takes a tree.
        if name == STYLE && self.sink.reads_sheets() {
            return Err(Bail::Element);
        }
        let local = name.name().unwrap_or_default();
        let kind = match local {
            "title" => RawText::Rcdata,
            "script" => RawText::ScriptData,
            _ => RawText::Rawtext,
        };
        let content = self.tokenizer.skip_raw_text(kind, local);
        let content = &self.html[content.start..content.end];
        if content.contains('\0') {
            return Err(Bail::Nul);
        }
        self.count_node()?;
        match self.tell(name, Some(written), (name == STYLE).then_some(content))? {
            Step::Over => Ok(()),
            Step::Into => Err(Bail::Element),
        }
    }
}
