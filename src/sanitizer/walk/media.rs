//! Elements that load something when they are shown, what stands in their place, and the one form control that stays.

use super::element::{Kept, value_of};
use super::{Fate, Walker};
use crate::html::events::StartTag;
use crate::html::names::ElementName;
use crate::sanitizer::allowlist::html::BLOCKED_CLASS;
use crate::sanitizer::options::config::Choice;
use crate::sanitizer::options::{BlockedResource, Profile, UrlUse};
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::url::{self, Rejection};

const SPAN: ElementName = ElementName::named("span");

impl<'i> Walker<'_, 'i> {
    pub(super) fn resource(&mut self, element: Kept, tag: &StartTag<'_, 'i>) -> Fate {
        let source = value_of(tag.attributes, "src").or(tag.source.map(Into::into));
        let used = UrlUse { element: element.tag, attribute: "src" };
        let judged = source.as_deref().map(|source| match self.options.config.attribute(element.tag, "src") {
            true => url::resource(source, used, self.options),
            false => Err(Rejection::by_config()),
        });
        if let Some(Err(rejection)) = judged {
            self.reject("src", source.as_deref().unwrap_or_default(), &rejection);
            self.note_handlers(tag.attributes);
            self.placeholder(element.tag, &rejection.place, value_of(tag.attributes, "alt").as_deref());
            return Fate::Over;
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        self.attributes(element, tag.attributes, &mut kept);
        let is_image = element.tag == "img";
        if let Some(Ok(href)) = judged {
            kept.push(("src".into(), href.into()));
            // The request is for an origin that the policy lists; where the reader is, is not its business.
            let (name, value) = if is_image { ("referrerpolicy", "no-referrer") } else { ("controls", "") };
            kept.push((name.into(), value.into()));
        }
        self.open(element.name, element.tag, &kept);
        self.kept = kept;
        if is_image {
            self.close(element.tag);
            return Fate::Over;
        }
        Fate::Into { closes: Some(element.tag) }
    }

    fn placeholder(&mut self, tag: &'static str, place: &str, alt: Option<&str>) {
        if self.options.blocked_resource == BlockedResource::Remove {
            return;
        }
        let what = if tag == "img" { "image" } else { tag };
        let alt = alt.filter(|alt| !alt.trim().is_empty()).map(|alt| format!(": {alt}")).unwrap_or_default();
        let words = format!("[{what} blocked, from {place}{alt}]");
        if self.options.profile == Profile::Text || self.options.config.element("span") != Choice::Table {
            return self.add_text(words.into(), false);
        }
        self.open(SPAN, "span", &[("class".into(), BLOCKED_CLASS.into())]);
        self.add_text(words.into(), false);
        self.close("span");
    }

    /// The one form control that Markdown makes: a task list's checkbox, always disabled.
    pub(super) fn checkbox(&mut self, element: Kept, tag: &StartTag<'_, 'i>) -> Fate {
        let kind = value_of(tag.attributes, "type");
        if !kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.note(Code::ElementNotAllowed, What::Element, element.tag, kind.as_deref(), || "a form control".into());
            self.note_handlers(tag.attributes);
            return Fate::Over;
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        self.attributes(element, tag.attributes, &mut kept);
        kept.extend([("type".into(), "checkbox".into()), ("disabled".into(), "".into())]);
        self.open(element.name, element.tag, &kept);
        self.kept = kept;
        self.close(element.tag);
        Fate::Over
    }
}
