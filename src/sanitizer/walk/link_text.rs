//! A link beside what a reader sees of it.

use super::Walker;
use crate::sanitizer::output::Attribute;
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::url;
use crate::source::Url;

/// A link and what a reader sees of it, or hears. One is open at a time, and the next is kept in the same place.
#[derive(Debug, Default)]
pub(super) struct Link {
    is_open: bool,
    href: String,
    text: String,
    label: String,
}

/// Of a link's text, in bytes: more is prose, not an address.
const LONGEST_ADDRESS: usize = 256;

impl Link {
    /// An `a` with these attributes opens.
    pub(super) fn open(&mut self, attributes: &[Attribute<'_>]) {
        let value = |wanted: &str| attributes.iter().find(|(name, _)| **name == *wanted).map(|(_, value)| &**value);
        let href = value("href");
        self.is_open = href.is_some();
        for (kept, text) in [(&mut self.href, href), (&mut self.text, None), (&mut self.label, value("aria-label"))] {
            kept.clear();
            kept.push_str(text.unwrap_or_default());
        }
    }

    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Text that is written into it.
    #[inline]
    pub(super) fn show(&mut self, text: &str) {
        if self.is_open && self.text.len() < LONGEST_ADDRESS {
            self.text.push_str(text);
        }
    }
}

impl Walker<'_, '_> {
    /// A link whose text is the address of another host is the oldest lure. It stays, and is reported, at its
    /// start tag.
    pub(super) fn compare_link(&mut self, place: usize) {
        if !std::mem::take(&mut self.link.is_open) {
            return;
        }
        let Link { href, text, label, .. } = &self.link;
        let shown: Vec<String> = [text, label].into_iter().filter_map(|text| host_in_text(text)).collect();
        if shown.is_empty() {
            return;
        }
        let Some(host) = host(href) else { return };
        let Some(shown) = shown.iter().find(|shown| !is_same_or_subdomain(shown, &host)) else { return };
        self.own = "".into();
        let now = std::mem::replace(&mut self.place, place);
        self.note(Code::UrlTextMismatch, What::Url, "href", Some(&host), || format!("its text shows {shown}"));
        self.place = now;
    }
}

/// The host that an absolute `http` link leads to.
fn host(href: &str) -> Option<String> {
    if url::is_path(href) {
        return None;
    }
    Url::parse(href, None).filter(Url::is_http)?.host().map(str::to_owned)
}

/// The host that a reader takes a text for: an address with its scheme, `www.`, or a name under a domain that few files
/// are named after.
fn host_in_text(text: &str) -> Option<String> {
    const DOMAINS: &[&str] = &["ai", "app", "bank", "co", "com", "dev", "edu", "gov", "io", "net", "org"];
    let text = text.trim();
    // The commonest: a word, or more of them.
    if !text.contains(['.', '/']) || text.contains(char::is_whitespace) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return host(text);
    }
    let name = text.split(['/', '?', '#', ':']).next()?;
    let domain = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let looks_like_one = lower.starts_with("www.") || DOMAINS.contains(&domain.as_str());
    if looks_like_one { host(&format!("https://{text}")) } else { None }
}

/// Whether one host is the other or below it, `www.` apart. Not "same site": no public suffix is asked for.
fn is_same_or_subdomain(a: &str, b: &str) -> bool {
    let (a, b) = (a.strip_prefix("www.").unwrap_or(a), b.strip_prefix("www.").unwrap_or(b));
    let below = |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'));
    a == b || below(a, b) || below(b, a)
}
