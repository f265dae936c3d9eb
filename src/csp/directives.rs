//! The directives, in one table: what parses, combines, explains and checks policies reads it here.

use super::checks::nearest;
use super::parse::Directive;

/// What a directive is about: the groups of CSP Level 3 § 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// What the page loads and connects to: § 6.1, and `worker-src` of § 6.2.
    Fetch,
    /// The document itself: § 6.3.
    Document,
    /// Where the document may go, and who may frame it: § 6.4.
    Navigation,
    /// Where violations are reported: § 6.5.
    Reporting,
    /// The rest of § 6.2, and what other specifications define: § 6.6.
    Other,
}

/// A directive that a specification defines, or once defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownDirective {
    /// Its name, in lower case.
    pub name: &'static str,
    /// What it is about.
    pub kind: Kind,
    /// Which directives decide in its place where a policy lacks it, in order: § 6.8.3.
    pub fallbacks: &'static [&'static str],
    /// Whether its value is a list of sources.
    pub takes_sources: bool,
    /// Whether a `<meta>` may carry it: § 3.3.
    pub in_meta: bool,
    /// Whether [`explain`](super::explain) can be asked about it.
    pub is_asked: bool,
    /// Whether Chromium asks it about `<link rel=prefetch>`: § 6.8.5.
    pub lets_hints: bool,
    /// For a directive that is obsolete: what became of it, and what stands in its place.
    pub obsolete: Option<&'static str>,
}

/// Every directive, by kind.
pub const DIRECTIVES: &[KnownDirective] = &[
    fetch("child-src", DEFAULT),
    fetch("connect-src", DEFAULT),
    fetch("default-src", &[]),
    fetch("font-src", DEFAULT),
    fetch("frame-src", &["child-src", "default-src"]),
    fetch("img-src", DEFAULT),
    fetch("manifest-src", DEFAULT),
    fetch("media-src", DEFAULT),
    fetch("object-src", DEFAULT),
    fetch("script-src", DEFAULT),
    fetch("script-src-elem", &["script-src", "default-src"]),
    // These two are asked about attributes alone, which no hint fetches.
    fetch("script-src-attr", &["script-src", "default-src"]).without_hints(),
    fetch("style-src", DEFAULT),
    fetch("style-src-elem", &["style-src", "default-src"]),
    fetch("style-src-attr", &["style-src", "default-src"]).without_hints(),
    fetch("worker-src", &["child-src", "script-src", "default-src"]),
    // Fenced Frame, "The fenced-frame-src directive".
    fetch("fenced-frame-src", &["frame-src", "child-src", "default-src"]).without_hints(),
    fetch("prefetch-src", DEFAULT).without_hints().unasked().obsolete(
        "No browser asks it: Chromium lets a prefetch through where any fetch directive would, so default-src stands in \
         its place.",
    ),
    directive("base-uri", Kind::Document).sources(),
    directive("sandbox", Kind::Document).of_headers(),
    directive("plugin-types", Kind::Document).obsolete("Browsers run no plugins: object-src 'none' stands in its place."),
    directive("form-action", Kind::Navigation).sources(),
    directive("frame-ancestors", Kind::Navigation).sources().of_headers(),
    directive("navigate-to", Kind::Navigation).sources().obsolete(
        "No browser ever implemented it: form-action holds forms, and no directive holds links or scripts that navigate.",
    ),
    directive("report-to", Kind::Reporting),
    directive("report-uri", Kind::Reporting).of_headers(),
    // § 6.2.1. No engine has it.
    KnownDirective { is_asked: true, ..directive("webrtc", Kind::Other) },
    // Trusted Types § 4.
    directive("require-trusted-types-for", Kind::Other),
    directive("trusted-types", Kind::Other),
    // Upgrade Insecure Requests § 3.
    directive("upgrade-insecure-requests", Kind::Other),
    // Mixed Content § 4.
    directive("block-all-mixed-content", Kind::Other).obsolete(
        "Browsers upgrade mixed content or block it by themselves; upgrade-insecure-requests upgrades the page's own \
         links too.",
    ),
    // Once of CSP Level 3's drafts.
    directive("disown-opener", Kind::Other).obsolete("The header Cross-Origin-Opener-Policy stands in its place."),
    // Once of CSP Level 2's drafts.
    directive("referrer", Kind::Other).obsolete("The header Referrer-Policy stands in its place."),
    directive("reflected-xss", Kind::Other).obsolete("Browsers have no filter of reflected script any more."),
    // Once of Subresource Integrity's draft.
    directive("require-sri-for", Kind::Other)
        .obsolete("No browser shipped it: the header Integrity-Policy stands in its place."),
];

const DEFAULT: &[&str] = &["default-src"];

impl KnownDirective {
    /// The directive of a name in lower case.
    ///
    /// ```
    /// use mcp_cordon::csp::KnownDirective;
    ///
    /// let frames = KnownDirective::named("frame-src").expect("CSP defines it");
    /// assert_eq!(frames.fallbacks, ["child-src", "default-src"]);
    /// assert!(KnownDirective::named("navigate-to").is_some_and(|one| one.obsolete.is_some()));
    /// assert_eq!(KnownDirective::named("frames-src"), None);
    /// ```
    pub fn named(name: &str) -> Option<&'static Self> {
        DIRECTIVES.iter().find(|known| known.name == name)
    }

    /// The directive whose name was probably meant.
    pub(super) fn nearest(name: &str) -> Option<&'static str> {
        let name = name.strip_suffix(':').unwrap_or(name);
        nearest(name, DIRECTIVES.iter().filter(|known| known.obsolete.is_none()).map(|known| known.name))
    }

    const fn sources(self) -> Self {
        Self { takes_sources: true, is_asked: true, ..self }
    }

    /// HTML Standard § 4.2.5.3: a `<meta>` does not carry it.
    const fn of_headers(self) -> Self {
        Self { in_meta: false, ..self }
    }

    const fn without_hints(self) -> Self {
        Self { lets_hints: false, ..self }
    }

    const fn unasked(self) -> Self {
        Self { is_asked: false, ..self }
    }

    const fn obsolete(self, instead: &'static str) -> Self {
        Self { obsolete: Some(instead), ..self }
    }
}

impl Directive {
    /// What is known of it; nothing, where no specification has it.
    pub fn known(&self) -> Option<&'static KnownDirective> {
        KnownDirective::named(&self.name)
    }
}

const fn fetch(name: &'static str, fallbacks: &'static [&'static str]) -> KnownDirective {
    KnownDirective { fallbacks, lets_hints: true, ..directive(name, Kind::Fetch).sources() }
}

const fn directive(name: &'static str, kind: Kind) -> KnownDirective {
    KnownDirective {
        name,
        kind,
        fallbacks: &[],
        takes_sources: false,
        in_meta: true,
        is_asked: false,
        lets_hints: false,
        obsolete: None,
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use crate::csp::{Csp, Disposition, Origin};
    use crate::policy::{CompileOptions, CompileTarget, Policy};

    #[test]
    fn a_directive_stands_once_and_falls_back_to_others_that_do() {
        for (at, one) in DIRECTIVES.iter().enumerate() {
            assert!(DIRECTIVES.iter().skip(at + 1).all(|other| other.name != one.name), "{} stands twice", one.name);
            for name in one.fallbacks {
                let other = KnownDirective::named(name).expect("the fallback is a directive");
                assert!(other.kind == Kind::Fetch && other.obsolete.is_none(), "{} falls back to {name}", one.name);
            }
            assert!(one.kind == Kind::Fetch || one.fallbacks.is_empty(), "{} falls back", one.name);
        }
    }

    #[test]
    fn an_obsolete_directive_decides_nothing() {
        let text: Vec<_> = DIRECTIVES.iter().map(|one| one.name).collect();
        let policy = Csp::parse(&text.join("; "), Origin::Header, Disposition::Enforce);
        for one in DIRECTIVES {
            let decides = policy.deciding(one.name).map(|directive| directive.name.as_str());
            let expected = if one.obsolete.is_none() { Some(one.name) } else { one.fallbacks.first().copied() };
            assert_eq!(decides, expected, "{}", one.name);
        }
        assert_eq!(policy.deciding("no-such"), None);
    }

    /// The policy's compiler may not know this table, so it is held to it here.
    #[test]
    fn what_a_policy_compiles_to_is_in_the_table() {
        let policy = r#"{"connect": ["'self'"], "resources": ["https://cdn.test"], "reportTo": "https://r.test/"}"#;
        let policy = Policy::parse(serde_json::from_str(policy).expect("it is JSON")).expect("it is valid");
        for target in [CompileTarget::Page, CompileTarget::Sandbox, CompileTarget::ServiceWorker] {
            let compiled =
                policy.compile(&CompileOptions { target, ..CompileOptions::default() }).expect("it compiles");
            let header = compiled.headers.iter().find(|(name, _)| *name == "Content-Security-Policy");
            let header = header.map(|(_, value)| value.as_str()).expect("there is a policy");
            for (text, origin) in [(header, Origin::Header), (&*compiled.meta_csp, Origin::Meta)] {
                let csp = Csp::parse(text, origin, Disposition::Enforce);
                assert!(csp.dropped.is_empty(), "{text}: {:?}", csp.dropped);
                for directive in csp.directives() {
                    let known = directive.known().expect("the directive is known");
                    assert_eq!(known.obsolete, None, "{}", known.name);
                }
            }
        }
    }
}
