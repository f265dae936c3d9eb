//! The attributes of an element that stays.

use std::borrow::Cow;

use super::element::Kept;
use super::{LINK, Walker, without_returns};
use crate::html::events;
use crate::html::names::AttributeName;
use crate::html::scan;
use crate::sanitizer::allowlist::css::{Dropped, Flow, Laid};
use crate::sanitizer::allowlist::html::{self, BLOCKED_CLASS, Kind, LINK_CLASS, set_of};
use crate::sanitizer::allowlist::rules::Declared;
use crate::sanitizer::allowlist::{ids, presentational};
use crate::sanitizer::options::{Profile, UrlUse};
use crate::sanitizer::output::{Attribute, Name, Tag};
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::text::{self, InvisibleText};
use crate::sanitizer::url::{self, Rejection};

const CLASS: AttributeName = AttributeName::named("class");
const HREF: AttributeName = AttributeName::named("href");
const ID: AttributeName = AttributeName::named("id");
const REL: AttributeName = AttributeName::named("rel");
const STYLE: AttributeName = AttributeName::named("style");
const TARGET: AttributeName = AttributeName::named("target");

const SPAN: Tag = Tag::html("span");

/// What the walk writes by itself, on some element or other.
const WRITTEN: u64 = set_of(&["controls", "disabled", "referrerpolicy", "rel", "src", "target", "type"]);

/// The attribute of that name, in no namespace.
pub(super) fn named<'a, 'i>(
    attributes: &'a [events::Attribute<'i>],
    name: AttributeName,
) -> Option<&'a events::Attribute<'i>> {
    attributes.iter().find(|one| one.name == name && !one.has_namespace)
}

impl<'i> Walker<'_, 'i> {
    #[inline]
    pub(super) fn attributes(
        &mut self,
        element: Kept,
        attributes: &[events::Attribute<'i>],
        kept: &mut Vec<Attribute<'i>>,
    ) {
        let declared = self.declared(attributes, false);
        for attribute in attributes {
            if declared.is_some() && attribute.name == STYLE {
                continue;
            }
            let is_listed = element.allowed & attribute.name.bit() != 0 && !attribute.has_namespace;
            match attribute.name.name().filter(|_| is_listed) {
                Some(name) if !self.is_configured || self.options.config.attribute(element.tag.local, name) => {
                    if let Some(value) = self.value(element.tag.local, attribute.name, name, attribute) {
                        // What is borrowed is the value that was there; any other is looked at as it is written.
                        let is_plain = attribute.is_plain && matches!(value, Cow::Borrowed(_));
                        let name = attribute.name;
                        kept.push((if is_plain { Name::Plain(name) } else { Name::Known(name) }, value));
                    }
                }
                _ if element.tag == LINK && attribute.local() == "name" => {
                    self.anchor(element, attribute, attributes, kept)
                }
                _ => self.unlisted_attribute(element, attribute, kept),
            }
        }
        match declared {
            Some(declared) => kept.extend(self.style(element.tag.local, &declared)),
            // It clips without a style of its own, too.
            None if self.inside.laid == Laid::Base && named(attributes, STYLE).is_none() => {
                kept.extend(self.style(element.tag.local, ""));
            }
            None => {}
        }
    }

    /// HTML Standard § 16.2: the name of an `a` is an id of older documents. It becomes one, under the prefix; a name would make
    /// the link a property of the document.
    fn anchor(
        &mut self,
        element: Kept,
        attribute: &events::Attribute<'i>,
        attributes: &[events::Attribute<'i>],
        kept: &mut Vec<Attribute<'i>>,
    ) {
        let has_id = attributes.iter().any(|other| other.name == ID);
        let is_listed = !attribute.has_namespace && !attribute.value().is_empty();
        if has_id || !is_listed || !self.options.config.attribute(element.tag.local, "id") {
            return self.unlisted_attribute(element, attribute, kept);
        }
        if let Some(value) = self.value(element.tag.local, ID, "id", attribute) {
            kept.push((Name::Known(ID), value));
        }
    }

    /// CSS Cascade § 6.1: what the style sheets say of the element, what its own style does, and what is important in the sheets.
    pub(super) fn declared(&mut self, attributes: &[events::Attribute<'i>], is_drawn: bool) -> Option<String> {
        let Declared { mut normal, important } = self.rules.as_mut()?.declared(is_drawn);
        if normal.is_empty() && important.is_empty() {
            return None;
        }
        normal.extend(named(attributes, STYLE).map(events::Attribute::value));
        if !important.is_empty() {
            normal.push(';');
            normal.push_str(&important);
        }
        Some(normal)
    }

    fn unlisted_attribute(&mut self, element: Kept, attribute: &events::Attribute<'i>, kept: &mut Vec<Attribute<'i>>) {
        let tag = element.tag.local;
        let is_style = attribute.name == STYLE;
        if self.options.profile == Profile::Sandbox && (is_style || attribute.name == CLASS) {
            kept.push((Name::Known(attribute.name), without_returns(attribute.value())));
        } else if is_style && self.options.profile == Profile::Rich {
            kept.extend(self.style(tag, &attribute.value()));
        } else if attribute.name == CLASS {
            kept.extend(self.classes(tag, &attribute.value()));
        } else if self.report.enabled || self.is_configured || self.keeps_looks(tag) {
            let (name, value) = (attribute.local(), attribute.value());
            if attribute.name.bit() & WRITTEN != 0 && self.writes(tag, &name, &value) {
                return;
            }
            let is_rich = self.options.profile.keeps_looks();
            if self.keeps_looks(tag)
                && !attribute.has_namespace
                && let Some((name, value)) = presentational::attribute(is_rich, tag, &name, &value)
                && self.options.config.attribute(tag, name)
            {
                kept.push((Name::Other(name.into()), value.into()));
            } else if self.is_configured && self.options.config.data(tag, &name) {
                let value = self.visible(&name, without_returns(value));
                kept.push((Name::Other(name), value));
            } else {
                self.drop_attribute(&name, &value);
            }
        }
    }

    fn keeps_looks(&self, tag: &str) -> bool {
        self.options.profile.keeps_looks() || matches!(tag, "meter" | "progress" | "table")
    }

    /// What each link has: where it opens, what it tells the page that it opens, and a class to leave it out by. Returns
    /// whether that is what most have, which the output then adds.
    pub(super) fn complete_link(&self, kept: &mut Vec<Attribute<'i>>) -> bool {
        let is = |name: &Name<'_>, wanted| matches!(name, Name::Known(known) | Name::Plain(known) if *known == wanted);
        let Some((_, href)) = kept.iter().find(|(name, _)| is(name, HREF)) else { return false };
        let stays_here = href.starts_with('#');
        let classes = kept.iter().position(|(name, _)| is(name, CLASS));
        if !stays_here {
            if self.links_are_usual && classes.is_none() {
                return true;
            }
            let links = self.options.policy.links();
            kept.push((Name::Plain(TARGET), links.target.into()));
            if !links.rel.is_empty() {
                kept.push((Name::Known(REL), links.rel.clone().into()));
            }
        }
        match classes.and_then(|at| kept.get_mut(at)) {
            // A frame of its own keeps every class, this one of an earlier pass too.
            Some((_, classes)) if classes.split_ascii_whitespace().any(|class| class == LINK_CLASS) => {}
            Some((_, classes)) => classes.to_mut().extend([" ", LINK_CLASS]),
            None => kept.push((Name::Plain(CLASS), LINK_CLASS.into())),
        }
        false
    }

    pub(super) fn style(&mut self, tag: &'static str, value: &str) -> Option<Attribute<'i>> {
        let lies_as_block = html::BLOCKS.binary_search(&tag).is_ok() || matches!(tag, "img" | "td" | "th");
        let flow = if lies_as_block { Flow::Block } else { Flow::Inline };
        self.begin_sized(value);
        let style = self.styles.clean(value, (self.inside.laid, flow));
        for Dropped { property, reason } in &style.dropped {
            let name = if property.is_empty() { "style" } else { property };
            self.note(Code::AttributeStyle, What::Style, name, Some(value), || (*reason).to_owned());
        }
        let stays = !style.kept.is_empty() && self.options.config.attribute(tag, "style");
        stays.then(|| (Name::Known(STYLE), style.kept.clone().into()))
    }

    /// What the element is to a formula, by the classes that it keeps. Where the options take every `style` away, no box can
    /// clip, and nothing is laid out.
    pub(super) fn laid(&self, tag: Tag, attributes: &[events::Attribute<'i>]) -> Laid {
        if self.options.profile != Profile::Rich || tag != SPAN && self.inside.laid == Laid::Not {
            return Laid::Not;
        }
        let classes = named(attributes, CLASS).map(events::Attribute::value).unwrap_or_default();
        let kept = classes.split_ascii_whitespace().filter(|class| self.options.keeps_class(tag.local, class));
        let kept: Vec<&str> = kept.collect();
        match self.inside.laid.of(&kept) {
            Laid::Base if tag != SPAN || !self.options.config.attribute("span", "style") => Laid::Not,
            laid => laid,
        }
    }

    /// A class of the host's style sheet can cover the page or hide a warning: those that `options.classes` lists stay.
    pub(super) fn classes(&mut self, tag: &'static str, value: &str) -> Option<Attribute<'i>> {
        // Of those that nobody lists, some are the walk's own.
        let may_be_ours = self.options.math || tag == "span" && value.len() >= BLOCKED_CLASS.len();
        if !self.report.enabled && self.options.classes.is_empty() && !may_be_ours {
            return None;
        }
        let math = self.options.math;
        let written_by_us = |class: &str| match (tag, class) {
            ("a", LINK_CLASS) | ("span", BLOCKED_CLASS) => true,
            ("code", "language-math" | "math-inline" | "math-display") => math,
            _ => false,
        };
        // Most name one class, which then needs no list.
        if !may_be_ours
            && !value.bytes().any(|byte| byte.is_ascii_whitespace())
            && !self.options.keeps_class(tag, value)
        {
            if !value.is_empty() && (tag, value) != ("a", LINK_CLASS) {
                self.drop_attribute("class", value);
            }
            return None;
        }
        let (mut kept, mut dropped) = (String::new(), String::new());
        for class in value.split_ascii_whitespace().filter(|class| (tag, *class) != ("a", LINK_CLASS)) {
            let is_kept = written_by_us(class) || self.options.keeps_class(tag, class);
            if !is_kept && !self.report.enabled {
                continue;
            }
            let list = if is_kept { &mut kept } else { &mut dropped };
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(class);
        }
        if !dropped.is_empty() {
            self.drop_attribute("class", &dropped);
        }
        (!kept.is_empty()).then(|| (Name::Known(CLASS), kept.into()))
    }

    #[inline]
    pub(super) fn value(
        &mut self,
        tag: &'static str,
        name: AttributeName,
        local: &'static str,
        attribute: &events::Attribute<'i>,
    ) -> Option<Cow<'i, str>> {
        let value = attribute.value();
        match html::kind_of(name) {
            Kind::Plain if attribute.is_plain => Some(value),
            Kind::Plain if scan::plain_value(value.as_bytes(), 0) == value.len() => Some(value),
            Kind::Plain => Some(self.visible(local, without_returns(value))),
            Kind::Id if !is_plain_id(&value) => {
                self.drop_attribute(local, &value);
                None
            }
            Kind::Id | Kind::IdReferences if self.options.profile == Profile::Sandbox => Some(without_returns(value)),
            Kind::Id => Some(ids::prefixed(&value, &self.options.id_prefix).into()),
            Kind::IdReferences => {
                let prefix = &self.options.id_prefix;
                let ids = value.split_ascii_whitespace().map(|id| ids::prefixed(id, prefix));
                Some(ids.collect::<Vec<_>>().join(" ").into())
            }
            // Only `resource` writes one, after it has judged it.
            Kind::Resource => None,
            Kind::Link if self.keeps_plain_links && url::is_plain_link(&value) => Some(value),
            Kind::Link => match url::link(&value, UrlUse { element: tag, attribute: local }, self.options) {
                Ok(href) => Some(href.into()),
                Err(rejection) => {
                    self.reject(local, &value, &rejection);
                    None
                }
            },
        }
    }

    /// Whether the walk writes this attribute by itself: reading it back is no removal.
    fn writes(&self, tag: &str, name: &str, value: &str) -> bool {
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

    pub(super) fn reject(&mut self, name: &str, value: &str, rejection: &Rejection) {
        self.note(rejection.code, What::Url, name, Some(value), || rejection.reason());
    }

    pub(super) fn drop_attribute(&mut self, name: &str, value: &str) {
        let (code, what, reason) = match name {
            "style" => (Code::AttributeStyle, What::Style, "restyles, hides or loads"),
            _ if html::is_event_handler(name) => (Code::AttributeEventHandler, What::Attribute, "runs script"),
            _ => (Code::AttributeNotAllowed, What::Attribute, "not listed"),
        };
        self.note(code, what, name, Some(value), || reason.to_owned());
    }
}

/// No id has white space in it (DOM Standard § 4.9), and nothing that nobody sees belongs there.
fn is_plain_id(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic())
        || !value.contains(|c: char| c.is_whitespace() || c.is_control())
            && text::scan(value, InvisibleText::Remove).is_none()
}
