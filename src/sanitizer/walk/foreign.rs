//! The walk through SVG and MathML: what [`foreign`](crate::sanitizer::allowlist::foreign) lists stays, in its place.

use std::borrow::Cow;

use html5ever::{QualName, ns};

use super::{Inside, Step, Walker, without_returns};
use crate::sanitizer::allowlist::Namespace;
use crate::sanitizer::allowlist::css;
use crate::sanitizer::allowlist::foreign::{self, Fate, Holds, MOST_REPEATED};
use crate::sanitizer::allowlist::html;
use crate::sanitizer::options::Profile;
use crate::sanitizer::options::config::Choice;
use crate::sanitizer::output::Attribute;
use crate::sanitizer::parse::tree::NodeId;
use crate::sanitizer::report::{Code, What};

impl Inside {
    /// Whether text here is shown. White space may stand anywhere.
    pub(super) fn draws(self, text: &str) -> bool {
        self.namespace == Namespace::Html
            || self.holds == Holds::Text
            || text.bytes().all(|byte| byte.is_ascii_whitespace())
    }
}

impl<'a> Walker<'a> {
    pub(super) fn foreign(&mut self, id: NodeId, name: &QualName, attributes: &'a [html5ever::Attribute]) -> Step {
        let local = &*name.local;
        let Some(namespace) = Namespace::of(&name.ns) else {
            return self.unwrap(id, Code::ElementForeign, local, "of an unknown namespace", attributes);
        };
        let (tag, holds) = match foreign::fate(namespace, local) {
            Fate::Drop(reason) => return self.drop(id, reason, local, attributes),
            Fate::Keep(tag, holds) if self.takes(namespace, tag, holds) => (tag, holds),
            _ if self.keeps_foreign() => {
                return self.unwrap(id, Code::ElementForeign, local, "not listed, or out of its place", attributes);
            }
            _ => return self.unwrap(id, Code::ElementForeign, local, "SVG or MathML", attributes),
        };
        match self.options.config.element(namespace.root()) {
            Choice::Table => {}
            Choice::Replace => return self.unwrap(id, Code::ElementForeign, local, "options.config", attributes),
            Choice::Remove => {
                self.note(Code::ElementForeign, What::Element, local, None, id, || "options.config".into());
                return Step::Over;
            }
        }
        if holds == Holds::Repeated {
            self.repeated = 0;
        } else if self.inside.repeated {
            self.repeated += 1;
            if self.repeated > MOST_REPEATED {
                self.note(Code::ElementForeign, What::Element, local, None, id, || {
                    format!("is drawn again and again, after {MOST_REPEATED} others")
                });
                return Step::Over;
            }
        }
        if tag != local {
            self.note(Code::ElementForeign, What::Element, local, None, id, || format!("becomes {tag}"));
        }
        let mut kept = self.foreign_attributes(id, namespace, tag, attributes);
        // A box is placed by its upper edge, a line of text by its base.
        if (local, tag) == ("foreignObject", "text") {
            kept.push(("dominant-baseline", "text-before-edge".into()));
        }
        self.open_in(namespace, tag, &kept);
        self.foreign = true;
        self.inside = Inside { namespace, holds, repeated: self.inside.repeated || holds == Holds::Repeated };
        Step::Into { closes: Some(tag) }
    }

    fn takes(&self, namespace: Namespace, tag: &str, holds: Holds) -> bool {
        self.keeps_foreign()
            && match self.inside.namespace {
                Namespace::Html => tag == namespace.root(),
                inside => inside == namespace && self.inside.holds.takes(tag, holds),
            }
    }

    fn keeps_foreign(&self) -> bool {
        matches!(self.options.profile, Profile::Rich | Profile::Sandbox)
    }

    fn foreign_attributes(
        &mut self,
        id: NodeId,
        namespace: Namespace,
        tag: &'static str,
        attributes: &'a [html5ever::Attribute],
    ) -> Vec<Attribute<'a>> {
        let mut kept = Vec::with_capacity(attributes.len());
        for attribute in attributes {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            if attribute.name.ns != ns!() {
                self.drop_attribute(id, name, value);
            } else if self.options.profile == Profile::Sandbox && matches!(name, "class" | "style") {
                kept.push((name, without_returns(value.into())));
            } else if name == "class" {
                kept.extend(self.classes(id, tag, value));
            } else if name == "style" {
                kept.extend(self.style(id, tag, value));
            } else if let Some(listed) = html::global(name) {
                if self.options.config.attribute(tag, listed)
                    && let Some(value) = self.value(id, tag, listed, value)
                {
                    kept.push((listed, value));
                }
            } else {
                kept.extend(self.foreign_attribute(id, (namespace, tag), name, value));
            }
        }
        kept
    }

    fn foreign_attribute(
        &mut self,
        id: NodeId,
        (namespace, tag): (Namespace, &'static str),
        name: &str,
        value: &'a str,
    ) -> Option<Attribute<'a>> {
        // A frame of its own has ids of its own.
        let prefix = if self.options.profile == Profile::Sandbox { "" } else { &self.options.id_prefix };
        match foreign::attribute((namespace, tag), name, value, prefix, self.inside.repeated) {
            Ok((listed, value)) if self.options.config.attribute(tag, listed) => {
                let value: Cow<'a, str> = self.visible(id, listed, without_returns(value));
                Some((listed, value))
            }
            Err(reason) if reason == css::LOADS => {
                self.note(Code::ResourceBlocked, What::Url, name, Some(value), id, || reason.to_owned());
                None
            }
            Ok(_) | Err(_) => {
                self.drop_attribute(id, name, value);
                None
            }
        }
    }

    pub(super) fn drop_undrawn(&mut self, id: NodeId, text: &str) {
        self.note(Code::ElementUnrendered, What::Text, "#text", Some(text), id, || {
            "is not drawn where it stands".to_owned()
        });
    }
}
