//! Elements that load something when they are shown, what stands in their place, and the one form control that stays.

use super::element::{Kept, value_of};
use super::{Fate, Walker};
use crate::html::events::StartTag;
use crate::html::names::AttributeName;
use crate::sanitizer::allowlist::html::BLOCKED_CLASS;
use crate::sanitizer::options::config::Choice;
use crate::sanitizer::options::{BlockedResource, Profile, UrlUse};
use crate::sanitizer::output::{Name, Tag};
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::url::{self, Rejection};

const IMG: Tag = Tag::html("img");
const SPAN: Tag = Tag::html("span");
const CLASS: Name<'static> = Name::Known(AttributeName::named("class"));
const CONTROLS: Name<'static> = Name::Known(AttributeName::named("controls"));
const DISABLED: Name<'static> = Name::Known(AttributeName::named("disabled"));
const REFERRER_POLICY: Name<'static> = Name::Known(AttributeName::named("referrerpolicy"));
const SRC: Name<'static> = Name::Known(AttributeName::named("src"));
const TYPE: Name<'static> = Name::Known(AttributeName::named("type"));

impl<'i> Walker<'_, 'i> {
    pub(super) fn resource(&mut self, element: Kept, tag: &StartTag<'_, 'i>) -> Fate {
        let source = value_of(tag.attributes, "src").or(tag.source.map(Into::into));
        let used = UrlUse { element: element.tag.local, attribute: "src" };
        let drawn = source.as_deref().filter(|_| element.tag == IMG).and_then(|source| self.drawn_image(source));
        let judged = source.as_deref().map(|source| match self.options.config.attribute(element.tag.local, "src") {
            true if drawn.is_some() => Ok(drawn.unwrap_or_default()),
            true => url::resource(source, used, self.options),
            false => Err(Rejection::by_config()),
        });
        if let Some(Err(rejection)) = judged {
            self.reject("src", source.as_deref().unwrap_or_default(), &rejection);
            self.note_handlers(tag.attributes);
            self.placeholder(element.tag.local, &rejection.place(), value_of(tag.attributes, "alt").as_deref());
            return Fate::Over;
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        self.attributes(element, tag.attributes, &mut kept);
        let is_image = element.tag == IMG;
        if let Some(Ok(href)) = judged {
            kept.push((SRC, href.into()));
            // The request is for an origin that the policy lists; where the reader is, is not its business.
            let (name, value) = if is_image { (REFERRER_POLICY, "no-referrer") } else { (CONTROLS, "") };
            kept.push((name, value.into()));
        }
        self.open(element.tag, &kept);
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
        let (colon, alt) = alt.filter(|alt| !alt.trim().is_empty()).map_or(("", ""), |alt| (": ", alt));
        let words = ["[", what, " blocked, from ", place, colon, alt, "]"].concat();
        if self.options.profile == Profile::Text || self.options.config.element("span") != Choice::Table {
            return self.add_text(words.into(), false);
        }
        self.open(SPAN, &[(CLASS, BLOCKED_CLASS.into())]);
        self.add_text(words.into(), false);
        self.close(SPAN);
    }

    /// What a reader sees in a form control: its value.
    fn control(&mut self, tag: &StartTag<'_, 'i>, kind: &str) {
        let is_set = value_of(tag.attributes, "checked").is_some();
        let seen = match kind {
            "hidden" | "password" | "file" | "image" | "color" => None,
            "radio" => Some(if is_set { "◉" } else { "○" }.to_owned()),
            _ => value_of(tag.attributes, "value").map(|value| value.trim().to_owned()),
        };
        if let Some(seen) = seen.filter(|seen| !seen.is_empty()) {
            self.add_text(format!(" {seen} ").into(), false);
        }
    }

    /// The one form control that Markdown makes: a task list's checkbox, always disabled.
    pub(super) fn checkbox(&mut self, element: Kept, tag: &StartTag<'_, 'i>) -> Fate {
        let kind = value_of(tag.attributes, "type");
        if !kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.note(Code::ElementNotAllowed, What::Element, element.tag.local, kind.as_deref(), || {
                "a form control".into()
            });
            self.note_handlers(tag.attributes);
            self.control(tag, &kind.as_deref().unwrap_or_default().to_ascii_lowercase());
            return Fate::Over;
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        self.attributes(element, tag.attributes, &mut kept);
        kept.extend([(TYPE, "checkbox".into()), (DISABLED, "".into())]);
        self.open(element.tag, &kept);
        self.kept = kept;
        self.close(element.tag);
        Fate::Over
    }
}
