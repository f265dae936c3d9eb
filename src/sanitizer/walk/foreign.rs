//! The walk through SVG and MathML: what [`foreign`](crate::sanitizer::allowlist::foreign) lists stays, in its place.

use std::borrow::Cow;

use super::{Fate, Inside, Walker, without_returns};
use crate::html::events::{self, Namespace, Sink, StartTag};
use crate::html::names::ElementName;
use crate::sanitizer::allowlist::css;
use crate::sanitizer::allowlist::foreign::{self, Fate as Listed, Holds, MOST_REPEATED};
use crate::sanitizer::allowlist::html;
use crate::sanitizer::options::Profile;
use crate::sanitizer::options::config::Choice;
use crate::sanitizer::output::{Attribute, Name, Tag};
use crate::sanitizer::report::{Code, What};

impl Inside {
    /// Whether text here is shown. White space may stand anywhere.
    pub(super) fn draws(self, text: &str) -> bool {
        self.namespace == Namespace::Html
            || self.holds == Holds::Text
            || text.bytes().all(|byte| byte.is_ascii_whitespace())
    }
}

impl<'i> Walker<'_, 'i> {
    pub(super) fn foreign(&mut self, start: &StartTag<'_, 'i>) -> Fate {
        let local = &*start.local;
        let Some(namespace) = start.namespace else {
            return self.unwrap(Code::ElementForeign, start, "of an unknown namespace");
        };
        let (tag, holds) = match foreign::fate(namespace, local) {
            Listed::Drop(_)
                if local == "annotation"
                    && !Sink::keeps_foreign(self)
                    && let Some(fate) = self.annotation(start) =>
            {
                return fate;
            }
            Listed::Drop(reason) => return self.drop(reason, start),
            Listed::Keep(tag, holds) if self.takes(namespace, tag, holds) => (tag, holds),
            _ if Sink::keeps_foreign(self) => {
                return self.unwrap(Code::ElementForeign, start, "not listed, or out of its place");
            }
            _ if namespace == Namespace::MathMl => return self.linear(start),
            _ => return self.unwrap(Code::ElementForeign, start, "SVG or MathML"),
        };
        match self.options.config.element(namespace.root()) {
            Choice::Table => {}
            Choice::Replace => return self.unwrap(Code::ElementForeign, start, "options.config"),
            Choice::Remove => {
                self.note(Code::ElementForeign, What::Element, local, None, || "options.config".into());
                return Fate::Over;
            }
        }
        if holds == Holds::Repeated {
            self.repeated = 0;
        } else if self.inside.repeated {
            self.repeated += 1;
            if self.repeated > MOST_REPEATED {
                self.note(Code::ElementForeign, What::Element, local, None, || {
                    format!("is drawn again and again, after {MOST_REPEATED} others")
                });
                return Fate::Over;
            }
        }
        if tag != local {
            self.note(Code::ElementForeign, What::Element, local, None, || format!("becomes {tag}"));
        }
        let mut kept = self.foreign_attributes(namespace, tag, start.attributes);
        // A box is placed by its upper edge, a line of text by its base.
        if (local, tag) == ("foreignObject", "text") {
            kept.push((Name::Other("dominant-baseline".into()), "text-before-edge".into()));
        }
        let tag = Tag { namespace, name: ElementName::OTHER, local: tag };
        self.open(tag, &kept);
        self.foreign = true;
        self.inside = Inside { namespace, holds, repeated: self.inside.repeated || holds == Holds::Repeated };
        Fate::Into { closes: Some(tag) }
    }

    fn takes(&self, namespace: Namespace, tag: &str, holds: Holds) -> bool {
        Sink::keeps_foreign(self)
            && match self.inside.namespace {
                Namespace::Html => tag == namespace.root(),
                inside => inside == namespace && self.inside.holds.takes(tag, holds),
            }
    }

    fn foreign_attributes(
        &mut self,
        namespace: Namespace,
        tag: &'static str,
        attributes: &[events::Attribute<'i>],
    ) -> Vec<Attribute<'i>> {
        let mut kept = Vec::with_capacity(attributes.len());
        for attribute in attributes {
            let (name, value) = (attribute.local(), attribute.value());
            if attribute.has_namespace {
                self.drop_attribute(&name, &value);
            } else if self.options.profile == Profile::Sandbox && matches!(&*name, "class" | "style") {
                kept.push((Name::Other(name), without_returns(value)));
            } else if name == "class" {
                kept.extend(self.classes(tag, &value));
            } else if name == "style" {
                kept.extend(self.style(tag, &value));
            } else if let Some(listed) = html::global(&name) {
                if self.options.config.attribute(tag, listed)
                    && let Some(value) = self.value(tag, attribute.name, listed, attribute)
                {
                    kept.push((Name::Known(attribute.name), value));
                }
            } else {
                kept.extend(self.foreign_attribute((namespace, tag), &name, &value));
            }
        }
        kept
    }

    fn foreign_attribute(
        &mut self,
        (namespace, tag): (Namespace, &'static str),
        name: &str,
        value: &str,
    ) -> Option<Attribute<'i>> {
        // A frame of its own has ids of its own.
        let prefix = if self.options.profile == Profile::Sandbox { "" } else { &self.options.id_prefix };
        match foreign::attribute((namespace, tag), name, value, prefix, self.inside.repeated) {
            Ok((listed, value)) if self.options.config.attribute(tag, listed) => {
                let value: Cow<'i, str> = value.into_owned().into();
                Some((Name::Other(listed.into()), self.visible(listed, without_returns(value))))
            }
            Err(reason) if reason == css::LOADS => {
                self.note(Code::ResourceBlocked, What::Url, name, Some(value), || reason.to_owned());
                None
            }
            Ok(_) | Err(_) => {
                self.drop_attribute(name, value);
                None
            }
        }
    }
}
