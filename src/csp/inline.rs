//! Would a page's policies let inline content through? CSP § 4.2.3 and § 6.7.3.

use super::parse::Csp;
use crate::source::SourceList;

/// Inline content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inline<'a> {
    /// A script element with this nonce, if it has one.
    Script(Option<&'a str>),
    /// A script element of type `speculationrules`. Chromium asks `script-src-elem` about it, and `'inline-speculation-rules'`
    /// stands in for `'unsafe-inline'` there.
    SpeculationRules(Option<&'a str>),
    /// An event handler, or a `javascript:` URL.
    Handler,
    /// A style element.
    Style(Option<&'a str>),
    /// A `style` attribute.
    StyleAttribute,
}

impl Inline<'_> {
    fn directive(self) -> &'static str {
        match self {
            Self::Script(_) | Self::SpeculationRules(_) => "script-src-elem",
            Self::Handler => "script-src-attr",
            Self::Style(_) => "style-src-elem",
            Self::StyleAttribute => "style-src-attr",
        }
    }

    fn nonce(&self) -> Option<&str> {
        match self {
            Self::Script(nonce) | Self::SpeculationRules(nonce) | Self::Style(nonce) => *nonce,
            Self::Handler | Self::StyleAttribute => None,
        }
    }
}

/// Whether every policy of the list lets `inline` through. Hashes are not computed: content that is let through by its hash
/// alone counts as refused. `parser_inserted` matters under `'strict-dynamic'`, which trusts what a trusted script made.
pub fn allows_inline<'a>(
    policies: impl IntoIterator<Item = &'a Csp>,
    inline: Inline<'_>,
    parser_inserted: bool,
) -> bool {
    policies.into_iter().all(|policy| match policy.deciding(inline.directive()) {
        None => true,
        Some(directive) => is_allowed(&directive.sources(), &directive.name, inline, parser_inserted),
    })
}

fn is_allowed(sources: &SourceList, directive: &str, inline: Inline<'_>, parser_inserted: bool) -> bool {
    if inline.nonce().is_some_and(|nonce| sources.with_nonce(nonce).is_some()) {
        return true;
    }
    let dynamic = sources.keyword("strict-dynamic").is_some();
    let is_element = matches!(inline, Inline::Script(_) | Inline::SpeculationRules(_));
    if dynamic && is_element && !parser_inserted {
        return true;
    }
    if dynamic && matches!(inline, Inline::Script(_) | Inline::SpeculationRules(_) | Inline::Handler)
        || sources.has_nonce_or_hash()
    {
        return false;
    }
    // Measured: the keyword counts in `script-src` and `script-src-elem`, not where `default-src` stands in for them.
    let rules = matches!(inline, Inline::SpeculationRules(_))
        && directive != "default-src"
        && sources.keyword("inline-speculation-rules").is_some();
    rules || sources.keyword("unsafe-inline").is_some()
}
