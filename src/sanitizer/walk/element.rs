//! What becomes of an element of HTML.

use std::borrow::Cow;

use super::{Fate, LINK, Walker, without_returns};
use crate::html::events::{Attribute, Namespace, StartTag};
use crate::html::names::AttributeName;
use crate::sanitizer::allowlist::Reason;
use crate::sanitizer::allowlist::css::Dropped;
use crate::sanitizer::allowlist::html::{self, Fate as Listed};
use crate::sanitizer::options::Profile;
use crate::sanitizer::options::config::Choice;
use crate::sanitizer::output::Tag;
use crate::sanitizer::report::{Code, What};

/// An element that stays, with the attributes that it may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    pub(super) tag: Tag,
    pub(super) allowed: u64,
}

const IMG: Tag = Tag::html("img");
const STYLE: Tag = Tag::html("style");

impl<'i> Walker<'_, 'i> {
    #[inline]
    pub(super) fn element(&mut self, tag: &StartTag<'_, 'i>) -> Fate {
        if tag.namespace != Namespace::Html {
            return self.foreign(tag);
        }
        let choice = if self.is_configured { self.options.config.element(&tag.local) } else { Choice::Table };
        if choice == Choice::Remove {
            self.note(Code::ElementNotAllowed, What::Element, &tag.local, None, || {
                "options.config.removeElements".into()
            });
            return Fate::Over;
        }
        let (Some((listed, allowed)), Some(name)) = (html::fate_of(tag.name), tag.name.name()) else {
            return self.unwrap(Code::ElementNotAllowed, tag, "not listed");
        };
        // What a script or a style sheet holds is not for the reader, whatever is listed.
        if choice == Choice::Replace && !matches!(listed, Listed::Drop(_)) {
            return self.unwrap(Code::ElementNotAllowed, tag, "options.config");
        }
        let kept = Kept { tag: Tag { namespace: Namespace::Html, name: tag.name, local: name }, allowed };
        match listed {
            Listed::Drop(Reason::Style)
                if self.options.profile == Profile::Sandbox && self.inside.namespace == Namespace::Html =>
            {
                self.style_sheet(tag)
            }
            Listed::Drop(Reason::Style) if self.reports_rules() => Fate::Over,
            Listed::Drop(reason) => self.drop(reason, tag),
            _ if self.inside.namespace != Namespace::Html => {
                self.unwrap(Code::ElementNotAllowed, tag, "HTML within SVG or MathML")
            }
            _ if self.options.profile == Profile::Text => self.as_text(kept, tag),
            Listed::Keep(_) => {
                self.write(kept, tag.attributes);
                Fate::Into { closes: Some(kept.tag) }
            }
            Listed::Resource(_) => self.resource(kept, tag),
            Listed::Checkbox => self.checkbox(kept, tag),
        }
    }

    /// Its start tag, with the attributes that stay.
    #[inline]
    fn write(&mut self, element: Kept, attributes: &[Attribute<'i>]) {
        // Most have none.
        if attributes.is_empty() && self.rules.is_none() {
            return self.open(element.tag, &[]);
        }
        self.begin_placed(attributes);
        self.inside.laid = self.laid(element.tag, attributes);
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        self.attributes(element, attributes, &mut kept);
        self.inside.laid = self.inside.laid.within();
        if element.tag == LINK && self.complete_link(&mut kept) {
            self.open_usual_link(&kept);
        } else {
            self.open(element.tag, &kept);
        }
        self.kept = kept;
    }

    /// Whether the style sheets became inline styles; what went of them is told of at the first.
    fn reports_rules(&mut self) -> bool {
        let Some(rules) = &mut self.rules else { return false };
        for Dropped { property, reason } in std::mem::take(&mut rules.dropped) {
            self.note(Code::ElementStyle, What::Style, &property, None, || reason.to_owned());
        }
        true
    }

    /// Its content is what the parser took for raw text, so no end tag is in it, and it means the same as raw text again.
    fn style_sheet(&mut self, tag: &StartTag<'_, 'i>) -> Fate {
        self.open(STYLE, &[]);
        if let Some(sheet) = &tag.sheet {
            let sheet = without_returns((&**sheet).into());
            self.output.raw_text(&sheet);
        }
        self.close(STYLE);
        Fate::Over
    }

    fn as_text(&mut self, element: Kept, tag: &StartTag<'_, 'i>) -> Fate {
        self.note(Code::ElementNotAllowed, What::Element, element.tag.local, None, || {
            "options.profile is \"text\"".into()
        });
        self.begin_line(element.tag.name);
        self.begin_placed(tag.attributes);
        if element.tag == IMG
            && let Some(alt) = value_of(tag.attributes, "alt")
        {
            self.add_text(alt, false);
        }
        Fate::Into { closes: Some(element.tag) }
    }

    /// Loses the tags, keeps the content.
    pub(super) fn unwrap(&mut self, code: Code, tag: &StartTag<'_, 'i>, reason: &str) -> Fate {
        self.note(code, What::Element, &tag.local, None, || reason.to_owned());
        self.note_handlers(tag.attributes);
        self.begin_apart(tag);
        Fate::Into { closes: None }
    }

    /// An element that goes takes its attributes along. Those that run script are named all the same.
    pub(super) fn note_handlers(&mut self, attributes: &[Attribute<'i>]) {
        if !self.report.enabled {
            return;
        }
        for attribute in attributes {
            let local = attribute.local();
            if html::is_event_handler(&local) {
                self.drop_attribute(&local, &attribute.value());
            }
        }
    }

    /// Goes with everything in it.
    pub(super) fn drop(&mut self, reason: Reason, tag: &StartTag<'_, 'i>) -> Fate {
        if !self.report.enabled {
            return Fate::Over;
        }
        let (code, what, why) = match reason {
            Reason::Script => (Code::ElementScript, What::Element, script_reason(tag.attributes)),
            Reason::Style => (Code::ElementStyle, What::Style, "restyles the page and loads what it names"),
            Reason::Metadata => (Code::ElementMetadata, What::Element, "speaks for the whole page"),
            Reason::Embedding => (Code::ElementEmbedding, What::Element, "loads another document or medium"),
            Reason::Template => (Code::ElementTemplate, What::Element, "holds markup for a script or a patch to place"),
            Reason::Animation => (
                Code::ElementAnimation,
                What::Element,
                "sets an attribute once it is shown, a URL or an event handler too",
            ),
            Reason::Unrendered => (Code::ElementUnrendered, What::Element, "is not shown where script runs"),
        };
        let value = ["type", "href", "src", "http-equiv"].iter().find_map(|name| value_of(tag.attributes, name));
        self.note(code, what, &tag.local, value.as_deref(), || why.to_owned());
        self.note_handlers(tag.attributes);
        Fate::Over
    }
}

pub(super) fn value_of<'i>(attributes: &[Attribute<'i>], name: &str) -> Option<Cow<'i, str>> {
    let known = AttributeName::of_text(name);
    let is_it = |held: &&Attribute<'i>| {
        !held.has_namespace && held.name == known && (known != AttributeName::OTHER || held.local() == name)
    };
    attributes.iter().find(is_it).map(Attribute::value)
}

/// Each type of script is dangerous in its own way; all of them go.
fn script_reason(attributes: &[Attribute<'_>]) -> &'static str {
    match value_of(attributes, "type").map(|kind| kind.trim().to_ascii_lowercase()).as_deref() {
        Some("speculationrules") => "prefetches or prerenders what it names, with the reader's cookies",
        Some("importmap") => "redirects the page's own modules",
        Some("module") => "runs as a module",
        Some("application/json" | "application/ld+json") => "is data that the page's scripts may read",
        None | Some("" | "text/javascript" | "application/javascript") => "runs",
        Some(_) => "is of a type that a library or a later browser may run",
    }
}
