//! What the walk writes to: a string, or nodes by the same calls.

pub(super) mod html;
pub(super) mod templates;

use std::borrow::Cow;

use crate::html::events::Namespace;

/// A name and a value.
pub(crate) type Attribute<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Where the walk writes.
pub(crate) trait Output {
    fn open(&mut self, namespace: Namespace, name: &'static str, attributes: &[Attribute<'_>]);
    /// Plain, if nothing in it is escaped in markup.
    fn text(&mut self, text: &str, plain: bool);
    fn close(&mut self, name: &'static str);
    /// The text of a `<style>`, where it is kept: a parser reads it as it stands.
    fn raw_text(&mut self, text: &str);
}
