//! Would a page's policies let a resource hint through? CSP § 6.8.5, "does resource hint request violate policy?"

use super::parse::Csp;
use crate::source::{Dialect, Origin, Target, Url};

/// What makes a browser go ahead of its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// `<link rel=prefetch>`.
    LinkPrefetch,
    /// What speculation rules fetch, those of the `Speculation-Rules` header too.
    Speculation,
    /// `<link rel=preconnect>` and `dns-prefetch`.
    Connection,
    /// `<meta http-equiv=refresh>`.
    Refresh,
}

/// Whether every policy of the list lets a hint through. Of a `<link rel=prefetch>` nobody knows yet what it will be, so that
/// any directive that would let it through does, and without a `default-src` nothing refuses it. No policy is asked about
/// the others. Measured in Chromium.
pub fn allows_hint<'a>(
    policies: impl IntoIterator<Item = &'a Csp>,
    hint: Hint,
    url: &Url,
    self_origin: &Origin,
) -> bool {
    let target = Target { url, self_origin, redirected: false, dialect: Dialect::Browsers };
    hint != Hint::LinkPrefetch
        || policies.into_iter().all(|policy| {
            policy.directive("default-src").is_none()
                || policy
                    .directives()
                    .filter(|directive| directive.known().is_some_and(|known| known.lets_hints))
                    .any(|directive| directive.sources().find(target).is_some())
        })
}
