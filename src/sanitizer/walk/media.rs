//! Elements that load something when they are shown, what stands in their place, and the one form control that stays.

use html5ever::local_name;

use super::{Step, Walker, value_of};
use crate::sanitizer::allowlist::html::BLOCKED_CLASS;
use crate::sanitizer::options::config::Choice;
use crate::sanitizer::options::{BlockedResource, Profile, UrlUse};
use crate::sanitizer::parse::tree::{Data, NONE, NodeId};
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::url::{self, Rejection};

impl<'a> Walker<'a> {
    pub(super) fn resource(
        &mut self,
        id: NodeId,
        tag: &'static str,
        allowed: &[&'static str],
        attributes: &'a [html5ever::Attribute],
    ) -> Step {
        let source = value_of(attributes, "src").or_else(|| self.source_child(id));
        let used = UrlUse { element: tag, attribute: "src" };
        let judged = source.map(|source| match self.options.config.attribute(tag, "src") {
            true => url::resource(source, used, self.options),
            false => Err(Rejection::by_config()),
        });
        if let Some(Err(rejection)) = judged {
            self.reject(id, "src", source.unwrap_or_default(), &rejection);
            self.note_handlers(id, attributes);
            self.placeholder(id, tag, &rejection.place, value_of(attributes, "alt"));
            return Step::Over;
        }
        let mut kept = self.attributes(id, tag, allowed, attributes);
        if let Some(Ok(href)) = judged {
            kept.push(("src", href.into()));
            // The request is for an origin that the policy lists; where the reader is, is not its business.
            kept.push(if tag == "img" { ("referrerpolicy", "no-referrer".into()) } else { ("controls", "".into()) });
        }
        self.open(tag, &kept);
        if tag == "img" {
            self.close(tag);
            return Step::Over;
        }
        Step::Into { closes: Some(tag) }
    }

    /// `<video><source src>`: the first source speaks for the medium.
    pub(super) fn source_child(&self, id: NodeId) -> Option<&'a str> {
        let mut child = self.tree.node(id).first_child;
        while child != NONE {
            let node = self.tree.node(child);
            if let Data::Element { name, attributes } = &node.data
                && name.local == local_name!("source")
            {
                return value_of(attributes, "src");
            }
            child = node.next;
        }
        None
    }

    pub(super) fn placeholder(&mut self, id: NodeId, tag: &'static str, place: &str, alt: Option<&str>) {
        if self.options.blocked_resource == BlockedResource::Remove {
            return;
        }
        let what = if tag == "img" { "image" } else { tag };
        let alt = alt.filter(|alt| !alt.trim().is_empty()).map(|alt| format!(": {alt}")).unwrap_or_default();
        let words = format!("[{what} blocked, from {place}{alt}]");
        if self.options.profile == Profile::Text || self.options.config.element("span") != Choice::Table {
            return self.text(id, words);
        }
        self.open("span", &[("class", BLOCKED_CLASS.into())]);
        self.text(id, words);
        self.close("span");
    }

    /// The one form control that Markdown makes: a task list's checkbox, always disabled.
    pub(super) fn checkbox(&mut self, id: NodeId, tag: &'static str, attributes: &'a [html5ever::Attribute]) -> Step {
        if !value_of(attributes, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.note(Code::ElementNotAllowed, What::Element, tag, value_of(attributes, "type"), id, || {
                "a form control".into()
            });
            self.note_handlers(id, attributes);
            return Step::Over;
        }
        let mut kept = self.attributes(id, tag, &["checked", "disabled", "type"], attributes);
        kept.retain(|(name, _)| !matches!(*name, "type" | "disabled"));
        kept.extend([("type", "checkbox".into()), ("disabled", "".into())]);
        self.open(tag, &kept);
        self.close(tag);
        Step::Over
    }
}
