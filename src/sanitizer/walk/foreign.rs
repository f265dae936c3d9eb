//! The walk through SVG and MathML: what [`foreign`](crate::sanitizer::allowlist::foreign) lists stays, in its place.

use std::borrow::Cow;

use super::element::value_of;
use super::references::{DECLARED, urls};
use super::{Fate, Inside, Walker, without_returns};
use crate::html::events::{self, Namespace, Sink, StartTag};
use crate::html::names::ElementName;
use crate::sanitizer::allowlist::foreign::{self, Fate as Listed, Holds, MOST_REPEATED};
use crate::sanitizer::allowlist::html;
use crate::sanitizer::allowlist::{Reason, css, ids};
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
        let namespace = start.namespace;
        if Sink::keeps_foreign(self)
            && namespace == Namespace::Svg
            && self.inside.namespace == namespace
            && let Some(fate) = self.told_ahead(start)
        {
            return fate;
        }
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
        if self.inside.namespace == Namespace::Html {
            self.read_sheet(start);
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
        if tag != local && self.options.profile != Profile::Sandbox {
            self.note(Code::ElementForeign, What::Element, local, None, || format!("becomes {tag}"));
        }
        if let Some(fate) = self.unreferred(tag, start) {
            return fate;
        }
        let raster = if tag == "image" { self.raster_of(start) } else { None };
        if tag == "image" && raster.is_none() {
            return self.drop(Reason::Embedding, start);
        }
        let mut kept = self.foreign_attributes(namespace, tag, start.attributes);
        kept.extend(raster.map(|href| (Name::Other("href".into()), href.into())));
        if namespace == Namespace::Svg {
            self.complete_drawn(tag, start, &mut kept);
        }
        if local == "foreignObject" && self.options.profile == Profile::Sandbox {
            return self.frame_box(&kept);
        }
        if (local, tag) == ("foreignObject", "text") {
            if !start.ahead.lines.is_empty() {
                self.write_box(start, &mut kept);
            }
            // What is in it has been written; what of it goes is told of.
            self.inside = Inside { namespace, holds, muted: true, ..self.inside };
            return Fate::Into { closes: None };
        }
        let is_root = self.inside.namespace == Namespace::Html;
        let tag = Tag { namespace, name: ElementName::OTHER, local: tag };
        self.open(tag, &kept);
        self.foreign = true;
        if namespace == Namespace::Svg {
            if let Some(sheet) = self.sheet.as_ref().filter(|_| is_root) {
                kept.push((Name::Other(DECLARED.into()), sheet.declared.clone().into()));
            }
            self.references.open(tag, &kept, holds.is_unseen());
        }
        self.inside = Inside {
            namespace,
            holds,
            repeated: self.inside.repeated || holds == Holds::Repeated,
            unseen: self.inside.unseen || holds.is_unseen(),
            filled: self.inside.filled || self.fills,
            ..Inside::default()
        };
        if is_root {
            self.write_sheet();
        }
        Fate::Into { closes: Some(tag) }
    }

    /// What becomes of an element that was told of with the one that it is in, or that nobody sees.
    fn told_ahead(&mut self, start: &StartTag<'_, 'i>) -> Option<Fate> {
        match &*start.local {
            "style" if self.options.profile == Profile::Sandbox => {
                self.write_framed_sheet(start);
                Some(Fate::Over)
            }
            "style" if self.sheet.as_ref().is_some_and(|sheet| !sheet.text.is_empty()) => Some(Fate::Over),
            "title" | "desc" if !self.inside.muted && self.inside.holds != Holds::Text => {
                self.note(Code::ElementForeign, What::Element, &start.local, None, || "becomes aria-label".into());
                Some(Fate::Over)
            }
            _ if self.options.profile == Profile::Rich && is_undisplayed(start.attributes) => {
                Some(self.drop(Reason::Unrendered, start))
            }
            _ => None,
        }
    }

    /// What becomes of a `use` that draws nothing that may be drawn.
    fn unreferred(&mut self, tag: &str, start: &StartTag<'_, 'i>) -> Option<Fate> {
        if tag != "use" {
            return None;
        }
        let href = href_of(start.attributes).map(|href| href.value());
        match foreign::target(tag, href.as_deref().unwrap_or_default())? {
            Err(()) => Some(self.drop(Reason::Embedding, start)),
            Ok(id) if self.refused.contains(&*self.own_id(id)) => {
                self.note(Code::ElementForeign, What::Element, tag, href.as_deref(), || REFUSED.to_owned());
                Some(Fate::Over)
            }
            Ok(_) => None,
        }
    }

    fn own_id(&self, id: &str) -> String {
        // A frame of its own has ids of its own.
        let prefix = if self.options.profile == Profile::Sandbox { "" } else { &self.options.id_prefix };
        ids::prefixed(id, prefix)
    }

    fn takes(&self, namespace: Namespace, tag: &str, holds: Holds) -> bool {
        Sink::keeps_foreign(self)
            && !self.inside.muted
            && match self.inside.namespace {
                Namespace::Html => tag == namespace.root(),
                inside => {
                    let is_read = !(self.inside.unseen && namespace == Namespace::Svg && holds == Holds::Text);
                    is_read && inside == namespace && self.inside.holds.takes(tag, holds)
                }
            }
    }

    fn foreign_attributes(
        &mut self,
        namespace: Namespace,
        tag: &'static str,
        attributes: &[events::Attribute<'i>],
    ) -> Vec<Attribute<'i>> {
        let mut kept = Vec::with_capacity(attributes.len());
        let declared = if namespace == Namespace::Svg { self.declared(attributes, true) } else { None };
        for attribute in attributes {
            let (name, value) = (attribute.local(), attribute.value());
            if tag == "image" && name == "href" {
                // It has been judged as an image.
            } else if name == "style" && declared.is_some() {
                // It comes after what the style sheets say.
            } else if attribute.has_namespace {
                match href_of(attributes) {
                    Some(href) if name == "href" && href.has_namespace => {
                        kept.extend(self.foreign_attribute((namespace, tag), &name, &value));
                    }
                    _ => self.drop_attribute(&name, &value),
                }
            } else if self.options.profile == Profile::Sandbox && matches!(&*name, "class" | "style") {
                kept.push((Name::Other(name), without_returns(value)));
            } else if name == "class" {
                kept.extend(self.drawing_classes(tag, &value));
            } else if name == "style" {
                kept.extend(match namespace {
                    Namespace::Svg => self.drawing_style(tag, &value),
                    _ => self.style(tag, &value),
                });
            } else if name == "mathsize" && namespace == Namespace::MathMl && value_of(attributes, "style").is_none() {
                // MathML Core § 2.1.5: it stands for the size of letters, which is bounded as one.
                kept.extend(self.style(tag, &format!("font-size:{value}")));
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
        if let Some(declared) = declared {
            kept.extend(self.drawing_style(tag, &declared));
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
            Ok((listed, value)) if self.refers_to_refused(listed, &value) => {
                self.note(Code::AttributeNotAllowed, What::Attribute, listed, Some(&value), || REFUSED.to_owned());
                None
            }
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

    pub(super) fn refers_to_refused(&self, name: &str, value: &str) -> bool {
        if self.refused.is_empty() {
            return false;
        }
        urls(value).any(|id| self.refused.contains(id))
            || name == "href" && self.refused.contains(value.trim_start_matches('#'))
    }
}

/// `display: none`, as browsers read it of an attribute and of a style.
fn is_undisplayed(attributes: &[events::Attribute<'_>]) -> bool {
    attributes.iter().any(|one| match &*one.local() {
        "display" => one.value().trim().eq_ignore_ascii_case("none"),
        "style" => one.value().to_ascii_lowercase().split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(name, value)| {
                name.trim() == "display" && matches!(value.trim(), "none" | "none !important" | "none!important")
            })
        }),
        _ => false,
    })
}

const REFUSED: &str = "draws itself, nothing of the output, or too much";

/// SVG 2 § 4.2.1: where both are there, the one without a namespace speaks.
pub(super) fn href_of<'a, 'i>(attributes: &'a [events::Attribute<'i>]) -> Option<&'a events::Attribute<'i>> {
    let is_href = |one: &&events::Attribute<'i>| one.local() == "href";
    attributes.iter().filter(is_href).min_by_key(|one| one.has_namespace)
}
