//! The attributes of an element that stays.

use std::borrow::Cow;

use html5ever::ns;

use super::{Walker, without_returns};
use crate::sanitizer::allowlist::css::{self, Dropped, Flow, Style};
use crate::sanitizer::allowlist::html::{self, BLOCKED_CLASS, Kind, LINK_CLASS};
use crate::sanitizer::allowlist::ids;
use crate::sanitizer::options::{Profile, UrlUse};
use crate::sanitizer::output::Attribute;
use crate::sanitizer::parse::tree::NodeId;
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::text::{InvisibleText, scan};
use crate::sanitizer::url::{self, Rejection};

impl<'a> Walker<'a> {
    pub(super) fn attributes(
        &mut self,
        id: NodeId,
        tag: &'static str,
        allowed: &[&'static str],
        attributes: &'a [html5ever::Attribute],
    ) -> Vec<Attribute<'a>> {
        let mut kept = Vec::with_capacity(attributes.len());
        for attribute in attributes {
            let name = &*attribute.name.local;
            let listed = [allowed, html::GLOBAL_ATTRIBUTES]
                .iter()
                .find_map(|list| list.binary_search(&name).ok().map(|at| list[at]))
                .filter(|_| attribute.name.ns == ns!() && self.options.config.attribute(tag, name));
            match listed {
                Some(listed) => {
                    if let Some(value) = self.value(id, tag, listed, &attribute.value) {
                        kept.push((listed, value));
                    }
                }
                None if self.options.profile == Profile::Sandbox && matches!(name, "class" | "style") => {
                    kept.push((name, without_returns((&*attribute.value).into())));
                }
                None if name == "style" && self.options.profile == Profile::Rich => {
                    kept.extend(self.style(id, tag, &attribute.value));
                }
                None if name == "class" => kept.extend(self.classes(id, tag, &attribute.value)),
                None if self.writes(tag, name, &attribute.value) => {}
                None if self.options.config.data(tag, name) => {
                    let value = self.visible(id, name, without_returns((&*attribute.value).into()));
                    kept.push((name, value));
                }
                None => self.drop_attribute(id, name, &attribute.value),
            }
        }
        if tag == "a" && kept.iter().any(|(name, value)| *name == "href" && !value.starts_with('#')) {
            let links = self.options.policy.links();
            kept.push(("target", links.target.into()));
            if !links.rel.is_empty() {
                kept.push(("rel", links.rel.clone().into()));
            }
        }
        if tag == "a" && kept.iter().any(|(name, _)| *name == "href") {
            match kept.iter_mut().find(|(name, _)| *name == "class") {
                // A frame of its own keeps every class, this one of an earlier pass too.
                Some((_, classes)) if classes.split_ascii_whitespace().any(|class| class == LINK_CLASS) => {}
                Some((_, classes)) => classes.to_mut().push_str(&format!(" {LINK_CLASS}")),
                None => kept.push(("class", LINK_CLASS.into())),
            }
        }
        kept
    }

    pub(super) fn style(&mut self, id: NodeId, tag: &'static str, value: &str) -> Option<Attribute<'a>> {
        let lies_as_block = html::BLOCKS.binary_search(&tag).is_ok() || matches!(tag, "img" | "td" | "th");
        let Style { kept, dropped } = css::clean(value, if lies_as_block { Flow::Block } else { Flow::Inline });
        for Dropped { property, reason } in dropped {
            let name = if property.is_empty() { "style" } else { &property };
            self.note(Code::AttributeStyle, What::Style, name, Some(value), id, || reason.to_owned());
        }
        let stays = !kept.is_empty() && self.options.config.attribute(tag, "style");
        stays.then(|| ("style", kept.into()))
    }

    /// A class of the host's style sheet can cover the page or hide a warning: those that `options.classes` lists stay.
    pub(super) fn classes(&mut self, id: NodeId, tag: &'static str, value: &'a str) -> Option<Attribute<'a>> {
        let written_by_us = |class: &str| matches!((tag, class), ("a", LINK_CLASS) | ("span", BLOCKED_CLASS));
        let (kept, dropped): (Vec<_>, Vec<_>) = value
            .split_ascii_whitespace()
            .filter(|class| (tag, *class) != ("a", LINK_CLASS))
            .partition(|class| written_by_us(class) || self.options.keeps_class(tag, class));
        if !dropped.is_empty() {
            self.drop_attribute(id, "class", &dropped.join(" "));
        }
        (!kept.is_empty()).then(|| ("class", kept.join(" ").into()))
    }

    pub(super) fn value(
        &mut self,
        id: NodeId,
        tag: &'static str,
        name: &'static str,
        value: &'a str,
    ) -> Option<Cow<'a, str>> {
        let prefix = &self.options.id_prefix;
        match html::kind(name) {
            Kind::Plain => Some(self.visible(id, name, without_returns(value.into()))),
            // No id has white space in it (DOM Standard § 4.9), and nothing that nobody sees belongs there.
            Kind::Id
                if value.contains(|c: char| c.is_whitespace() || c.is_control())
                    || scan(value, InvisibleText::Remove).is_some() =>
            {
                self.drop_attribute(id, name, value);
                None
            }
            Kind::Id | Kind::IdReferences if self.options.profile == Profile::Sandbox => {
                Some(without_returns(value.into()))
            }
            Kind::Id => Some(ids::prefixed(value, prefix).into()),
            Kind::IdReferences => Some(
                value.split_ascii_whitespace().map(|id| ids::prefixed(id, prefix)).collect::<Vec<_>>().join(" ").into(),
            ),
            // Only `resource` writes one, after it has judged it.
            Kind::Resource => None,
            Kind::Link => match url::link(value, UrlUse { element: tag, attribute: name }, self.options) {
                Ok(href) => Some(href.into()),
                Err(rejection) => {
                    self.reject(id, name, value, &rejection);
                    None
                }
            },
        }
    }

    /// Whether the walk writes this attribute by itself: reading it back is no removal.
    pub(super) fn writes(&self, tag: &str, name: &str, value: &str) -> bool {
        let links = self.options.policy.links();
        match (tag, name) {
            ("a", "target") => value == links.target,
            ("a", "rel") => value == links.rel,
            ("img", "referrerpolicy") => value == "no-referrer",
            ("input", "type" | "disabled") => true,
            ("img" | "audio" | "video", "src") | ("audio" | "video", "controls") => true,
            _ => false,
        }
    }

    pub(super) fn reject(&mut self, id: NodeId, name: &str, value: &str, rejection: &Rejection) {
        self.note(rejection.code, What::Url, name, Some(value), id, || rejection.reason.clone());
    }

    pub(super) fn drop_attribute(&mut self, id: NodeId, name: &str, value: &str) {
        let (code, what, reason) = match name {
            "style" => (Code::AttributeStyle, What::Style, "restyles, hides or loads"),
            _ if html::is_event_handler(name) => (Code::AttributeEventHandler, What::Attribute, "runs script"),
            _ => (Code::AttributeNotAllowed, What::Attribute, "not listed"),
        };
        self.note(code, what, name, Some(value), id, || reason.to_owned());
    }
}
