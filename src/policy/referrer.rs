//! Referrer policies, as headers and speculation rules name them.

/// Referrer Policy § 3, all but the empty one.
pub(crate) const REFERRER_POLICIES: &[&str] = &[
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
];
