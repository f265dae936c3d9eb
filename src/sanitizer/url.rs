//! Is this URL safe to keep? Every answer comes from the URL parser, never from a prefix.
//!
//! *Threat:* `java&#9;script:alert(1)`, `\\evil.test`, `//evil.test`, `https:evil.test`: text that a reader or a regular
//! expression takes for one thing and a browser for another. *Rule:* what survives is the parser's own serialization, or,
//! for a reference that stays relative, text that cannot become anything else under any `http` base.

use std::borrow::Cow;

use data_url::DataUrl;

use super::allowlist::ids;
use super::allowlist::media::{MediaType, raster};
use super::options::{SanitizeOptions, UrlUse};
use super::report::Code;
use crate::policy::Use;
use crate::source::{Dialect, Source, Target, Url, is_plainly_serialized};

/// Why a URL may not stay.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) code: Code,
    why: Why,
}

/// In words, or by what they are made of: most outputs name many resources, and few callers ask why they went.
#[derive(Debug, PartialEq, Eq)]
enum Why {
    Said { reason: String, place: String },
    Unlisted(Url),
}

impl Rejection {
    /// `place` is what a placeholder calls it.
    pub(crate) fn new(code: Code, reason: impl Into<String>, place: impl Into<String>) -> Self {
        Self { code, why: Why::Said { reason: reason.into(), place: place.into() } }
    }

    /// The policy does not list where a resource comes from.
    fn unlisted(url: Url) -> Self {
        Self { code: Code::ResourceBlocked, why: Why::Unlisted(url) }
    }

    /// The caller's configuration takes the attribute away.
    pub(crate) fn by_config() -> Self {
        Self::new(Code::ResourceBlocked, "options.config", "the configuration")
    }

    pub(crate) fn reason(&self) -> String {
        match &self.why {
            Why::Said { reason, .. } => reason.clone(),
            Why::Unlisted(url) => {
                format!("policy.resources lacks {}, and showing this would send it a request", url.origin())
            }
        }
    }

    /// What a placeholder calls it: the host, or the scheme of a URL without one.
    pub(crate) fn place(&self) -> Cow<'_, str> {
        match &self.why {
            Why::Said { place, .. } => place.into(),
            Why::Unlisted(url) => place(url),
        }
    }
}

/// A URL reference, told apart by the parser.
#[derive(Debug)]
enum Reference {
    /// `#name`, without the `#`.
    Fragment(String),
    /// Stays on whatever `http` origin the page has.
    Relative(String),
    Absolute(Url),
}

/// Whether a link stays as it is written, which is told without the parser: where the policy lists `http` and `https` with
/// any origin, and nothing is rewritten, [`link`] would return it unchanged.
pub(crate) fn is_plain_link(value: &str) -> bool {
    is_plainly_serialized(value) || is_plain_path(value)
}

/// Whether the options ask of a plain link nothing but that it is one.
pub(crate) fn keeps_plain_links(options: &SanitizeOptions<'_>) -> bool {
    let links = options.policy.links();
    let lists = |wanted: &str| links.schemes.iter().any(|scheme| scheme == wanted);
    options.rewrite_url.is_none() && links.origins.is_none() && lists("http") && lists("https")
}

/// A path, or what is relative to one, with nothing in it that a parser strips or that could be more than that.
fn is_plain_path(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_plain = |byte: u8| matches!(byte, b'!'..=b'~') && byte != b'\\';
    let begins = !matches!(bytes, [] | [b'#', ..] | [b'/', b'/', ..]);
    let before_path = bytes.iter().take_while(|byte| !matches!(byte, b'/' | b'?' | b'#'));
    begins && before_path.into_iter().all(|byte| *byte != b':') && bytes.iter().all(|byte| is_plain(*byte))
}

/// A link: loads nothing until the reader follows it.
pub(crate) fn link(value: &str, used: UrlUse<'_>, options: &SanitizeOptions<'_>) -> Result<String, Rejection> {
    let kept = judge_link(value, options)?;
    rewrite(kept, used, options, judge_link)
}

/// A resource: loads as soon as it is shown.
pub(crate) fn resource(value: &str, used: UrlUse<'_>, options: &SanitizeOptions<'_>) -> Result<String, Rejection> {
    let judge = |value: &str, options: &SanitizeOptions<'_>| judge_resource(value, used.element, options);
    match judge(value, options) {
        Ok(kept) => rewrite(kept, used, options, judge),
        // A proxy for images: the policy lists it alone, and `rewrite_url` leads there what comes from elsewhere. What it
        // answers has to be listed like any other; what no policy could list it is not asked about.
        Err(blocked) if blocked.code == Code::ResourceBlocked => match ask(value, used, options) {
            Some(url) => judge(&url, options),
            None => Err(blocked),
        },
        Err(refused) => Err(refused),
    }
}

/// What the caller would have in place of a resource that the policy blocks.
fn ask(value: &str, used: UrlUse<'_>, options: &SanitizeOptions<'_>) -> Option<String> {
    let rewrite = options.rewrite_url?;
    match classify(value).ok()? {
        Reference::Absolute(url) => rewrite(url.href(), used),
        Reference::Relative(text) => rewrite(&text, used),
        Reference::Fragment(_) => None,
    }
}

fn rewrite(
    kept: String,
    used: UrlUse<'_>,
    options: &SanitizeOptions<'_>,
    judge: impl Fn(&str, &SanitizeOptions<'_>) -> Result<String, Rejection>,
) -> Result<String, Rejection> {
    let Some(rewrite) = options.rewrite_url else { return Ok(kept) };
    match rewrite(&kept, used) {
        Some(url) => judge(&url, options),
        None => {
            let url = Url::parse(&kept, None);
            let place = url.as_ref().map_or(THIS_SITE.into(), place);
            Err(Rejection::new(Code::UrlRewritten, "rewriteUrl returned null", place))
        }
    }
}

fn judge_link(value: &str, options: &SanitizeOptions<'_>) -> Result<String, Rejection> {
    let links = options.policy.links();
    match classify(value)? {
        Reference::Fragment(name) => Ok(["#", &ids::prefixed(&name, &options.id_prefix)].concat()),
        Reference::Relative(text) => match &links.origins {
            Some(origins) if !origins.iter().any(|source| *source == Source::SelfOrigin) => {
                Err(Rejection::new(Code::UrlOrigin, "policy.links.origins lacks 'self'", THIS_SITE))
            }
            _ => Ok(text),
        },
        Reference::Absolute(url) => {
            let reject = |code, reason: String| Err(Rejection::new(code, reason, place(&url)));
            if !links.schemes.iter().any(|scheme| scheme == url.scheme()) {
                return reject(Code::UrlScheme, format!("policy.links.schemes lacks {}", url.scheme()));
            }
            if url.has_credentials() {
                return reject(
                    Code::UrlCredentials,
                    "a user name ahead of the host disguises where a link goes".into(),
                );
            }
            let target =
                Target { url: &url, self_origin: &options.self_origin, redirected: false, dialect: Dialect::Browsers };
            match &links.origins {
                Some(origins) if url.is_http() && origins.find(target).is_none() => {
                    reject(Code::UrlOrigin, format!("policy.links.origins lacks {}", url.origin()))
                }
                _ => Ok(url.href().to_owned()),
            }
        }
    }
}

fn judge_resource(value: &str, element: &str, options: &SanitizeOptions<'_>) -> Result<String, Rejection> {
    let listed = options.policy.sources(Use::Resource);
    match classify(value)? {
        Reference::Fragment(_) => Err(Rejection::new(Code::UrlInvalid, "a fragment is no resource", THIS_SITE)),
        // A same-origin request carries the reader's cookies: 'self' must be listed like any other.
        Reference::Relative(text) if listed.iter().any(|source| *source == Source::SelfOrigin) => Ok(text),
        Reference::Relative(_) => {
            let reason =
                "policy.resources lacks 'self', and showing this would send a request with the reader's cookies";
            Err(Rejection::new(Code::ResourceBlocked, reason, THIS_SITE))
        }
        Reference::Absolute(url) => {
            let reject = |reason: String| Err(Rejection::new(Code::UrlScheme, reason, place(&url)));
            match url.scheme() {
                "data" if element == "img" && is_raster_image(url.href()) => Ok(url.href().to_owned()),
                "data" => reject("only a PNG, JPEG, GIF, WebP or AVIF image may stand in a data: URL".into()),
                "http" | "https" if options.policy.judge(&url, Use::Resource, &options.self_origin).allowed => {
                    Ok(url.href().to_owned())
                }
                "http" | "https" => Err(Rejection::unlisted(url)),
                scheme => reject(format!("{scheme}: is no scheme for a resource")),
            }
        }
    }
}

const THIS_SITE: &str = "this site";

/// A base that no URL can reach by accident: `.invalid` is reserved (RFC 2606).
const RELATIVE_BASE: &str = "https://relative.invalid/a/b";
const RELATIVE_HOST: &str = "relative.invalid";

fn classify(value: &str) -> Result<Reference, Rejection> {
    let invalid = |reason: &str| Rejection::new(Code::UrlInvalid, reason, "an invalid address");
    if let Some(url) = Url::plainly_serialized(value) {
        return Ok(Reference::Absolute(url));
    }
    // URL Standard § 4.4, steps 1 to 3: what the parser strips before it looks.
    let mut stripped = value.trim_matches(|c: char| c <= ' ').to_owned();
    stripped.retain(|c| !matches!(c, '\t' | '\n' | '\r'));
    if let Some(name) = stripped.strip_prefix('#') {
        // A text directive would scroll to the host's own words (Scroll to Text Fragment § 3.3).
        let name = name.split(":~:").next().unwrap_or_default();
        return Ok(Reference::Fragment(name.trim_end_matches(|c: char| c <= ' ').to_owned()));
    }
    if !is_path(&stripped) {
        // Against the base below, two slashes are what they are behind `https:`.
        let rooted = stripped.strip_prefix("//").map(|rest| ["https://", rest].concat());
        if let Some(url) = Url::parse(rooted.as_deref().unwrap_or(&stripped), None) {
            return Ok(Reference::Absolute(url));
        }
        let url = Url::parse_against(&stripped, Some(RELATIVE_BASE)).ok_or_else(|| invalid("does not parse"))?;
        let stays = url.scheme() == "https"
            && url.host() == Some(RELATIVE_HOST)
            && url.port() == Some(443)
            && !url.has_credentials();
        if !stays {
            return Ok(Reference::Absolute(url));
        }
    }
    let before_path = stripped.split(['/', '?', '#']).next().unwrap_or_default();
    if before_path.contains(':')
        || stripped.starts_with("//")
        || stripped.contains(|c: char| c == '\\' || c.is_control())
    {
        return Err(invalid("looks like more than a relative reference"));
    }
    Ok(Reference::Relative(stripped))
}

/// Whether the parser, with a base of `http` or `https`, ends in that base's host. URL Standard § 4.4: without a scheme
/// ("scheme state") it gets to "relative state", and from there to a host by two slashes alone, of either kind.
pub(super) fn is_path(stripped: &str) -> bool {
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let has_scheme = stripped.starts_with(|c: char| c.is_ascii_alphabetic())
        && stripped.trim_start_matches(is_of_scheme).starts_with(':');
    let is_slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    let bytes = stripped.as_bytes();
    !(has_scheme || is_slash(bytes.first()) && is_slash(bytes.get(1)))
}

/// What a placeholder calls the place that a URL names.
fn place(url: &Url) -> Cow<'_, str> {
    match (url.host(), url.scheme()) {
        (Some(host), "http" | "https" | "ws" | "wss") => host.into(),
        (Some(host), scheme) => format!("{scheme}://{host}").into(),
        (None, scheme) => format!("{scheme}:").into(),
    }
}

/// A raster image whose bytes are in its address.
pub(crate) fn raster_data(value: &str) -> Option<String> {
    match classify(value) {
        Ok(Reference::Absolute(url)) if url.scheme() == "data" && is_raster_image(url.href()) => {
            Some(url.href().to_owned())
        }
        _ => None,
    }
}

/// Bytes of a listed raster image, under the name of any: browsers ask the bytes, and these cannot carry script.
fn is_raster_image(href: &str) -> bool {
    let Ok(url) = DataUrl::process(href) else { return false };
    let named = MediaType::parse(&url.mime_type().to_string()).is_some_and(|named| named.is_raster_name());
    named && url.decode_to_vec().is_ok_and(|(body, _)| raster(&body).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain ones are what the parser makes of them.
    #[test]
    fn plain_links_stay_as_they_are() {
        let options = SanitizeOptions::default();
        assert!(keeps_plain_links(&options));
        let mut plain = 0;
        for value in [
            "https://a.test/",
            "https://a.test/x?y=z#w",
            "http://a-b.c1.test/a/b.c",
            "https://a.test/.x/..y/...",
            "https://a.test",
            "https://a.test/./",
            "https://a.test/..",
            "https://a.test/a/../b",
            "https://a.test/?/../",
            "https://a.test/#/..#",
            "https://1.2.3.4/",
            "https://a.1/",
            "https://xn--a.test/",
            "https://-a.test/",
            "https://a..test/",
            "https://A.test/",
            "https://a.test:443/",
            "https://a@b.test/",
            "https://a.test/%41",
            "https://a.test/%2e/",
            "https://a.test/%2E%2e",
            "https://a.test/%",
            "https://a.test/?%2g#%zz",
            "https://a.test/ä",
            "https://a.test/a b",
            "https://a.test/\"",
            "https:/a.test/",
            "https:a",
            "//a.test/",
            "/a",
            "a",
            "./a",
            "../a?b:c#d",
            "a:b",
            "/a:b",
            "?a:b",
            "/\\a",
            "\\\\a",
            " /a",
            "/a ",
            "/a\tb",
            "/\u{85}",
            "",
            "#a",
            "#",
            "javascript:1",
            "a/javascript:1",
            "/a|b^c`d{e}",
        ] {
            if !is_plain_link(value) {
                continue;
            }
            plain += 1;
            let used = UrlUse { element: "a", attribute: "href" };
            assert_eq!(link(value, used, &options), Ok(value.to_owned()), "{value}");
        }
        assert!(plain > 10, "{plain}");
    }
}
