//! What the walk writes to: a string, or nodes by the same calls.

pub(super) mod html;
pub(super) mod templates;

use std::borrow::Cow;
use std::ops::Deref;

use crate::html::events::Namespace;
use crate::html::names::{AttributeName, ElementName};
use html::{Markup, USUAL_LINK, USUAL_LINK_TEXT};

/// An element that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) namespace: Namespace,
    /// In HTML's namespace alone.
    pub(crate) name: ElementName,
    pub(crate) local: &'static str,
}

impl Tag {
    pub(crate) const fn html(local: &'static str) -> Self {
        Self { namespace: Namespace::Html, name: ElementName::named(local), local }
    }
}

/// The name of an attribute that is written.
#[derive(Debug, Clone)]
pub(crate) enum Name<'a> {
    Known(AttributeName),
    /// Known, and nothing in its value is escaped.
    Plain(AttributeName),
    Other(Cow<'a, str>),
}

impl Deref for Name<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Known(name) | Self::Plain(name) => name.name().unwrap_or_default(),
            Self::Other(name) => name,
        }
    }
}

/// A name and a value.
pub(crate) type Attribute<'a> = (Name<'a>, Cow<'a, str>);

/// Where the walk writes: most write a string, and what is known need not be asked for.
pub(super) enum To<'o, 'i> {
    Markup(&'o mut Markup<'i>),
    Other(&'o mut dyn Output),
}

impl To<'_, '_> {
    #[inline]
    pub(super) fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        match self {
            Self::Markup(markup) => markup.open(tag, attributes),
            Self::Other(output) => output.open(tag, attributes),
        }
    }

    /// As [`To::open`], with [`USUAL_LINK`] behind the attributes.
    #[inline]
    pub(super) fn open_usual_link(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        match self {
            Self::Markup(markup) => markup.open_with(tag, attributes, USUAL_LINK_TEXT),
            Self::Other(output) => {
                let usual = USUAL_LINK.map(|(name, value)| (Name::Plain(name), value.into()));
                output.open(tag, &[attributes, &usual].concat());
            }
        }
    }

    #[inline]
    pub(super) fn text(&mut self, text: &str, plain: bool) {
        match self {
            Self::Markup(markup) => markup.text(text, plain),
            Self::Other(output) => output.text(text, plain),
        }
    }

    #[inline]
    pub(super) fn close(&mut self, tag: Tag) {
        match self {
            Self::Markup(markup) => markup.close(tag),
            Self::Other(output) => output.close(tag),
        }
    }

    #[inline]
    pub(super) fn leaf(&mut self, tag: Tag, text: &str, source: &str) {
        match self {
            Self::Markup(markup) => markup.leaf(tag, text, source),
            Self::Other(output) => output.leaf(tag, text, source),
        }
    }

    pub(super) fn raw_text(&mut self, text: &str) {
        match self {
            Self::Markup(markup) => markup.raw_text(text),
            Self::Other(output) => output.raw_text(text),
        }
    }
}

/// Where the walk may write.
pub(crate) trait Output {
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]);
    /// Plain, if nothing in it is escaped in markup.
    fn text(&mut self, text: &str, plain: bool);
    fn close(&mut self, tag: Tag);
    /// An element without attributes that holds a plain text alone; `source` is its serialization.
    fn leaf(&mut self, tag: Tag, text: &str, _source: &str) {
        self.open(tag, &[]);
        self.text(text, true);
        self.close(tag);
    }
    /// The text of a `<style>`, where it is kept: a parser reads it as it stands.
    fn raw_text(&mut self, text: &str);
    /// Forgets what was written.
    fn clear(&mut self);
}

/// Writes to two.
pub(super) struct Both<'o, 'i> {
    pub(super) markup: &'o mut Markup<'i>,
    pub(super) other: &'o mut dyn Output,
}

impl Output for Both<'_, '_> {
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        self.markup.open(tag, attributes);
        self.other.open(tag, attributes);
    }

    fn text(&mut self, text: &str, plain: bool) {
        self.markup.text(text, plain);
        self.other.text(text, plain);
    }

    fn close(&mut self, tag: Tag) {
        self.markup.close(tag);
        self.other.close(tag);
    }

    fn raw_text(&mut self, text: &str) {
        self.markup.raw_text(text);
        self.other.raw_text(text);
    }

    fn clear(&mut self) {
        self.markup.clear();
        self.other.clear();
    }
}
