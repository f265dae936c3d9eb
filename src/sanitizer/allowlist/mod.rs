//! What survives, as data, and what the names of things mean. It asks nothing of the options.

pub(super) mod css;
pub(super) mod data_attributes;
pub(super) mod foreign;
pub(super) mod html;
pub(super) mod ids;
#[cfg_attr(
    not(any(feature = "markdown", target_arch = "wasm32")),
    allow(dead_code, reason = "tool results are not there")
)]
pub(super) mod media;
pub(super) mod number;
pub(super) mod presentational;
pub(super) mod rules;

/// Why an element goes with everything in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    Script,
    Style,
    Metadata,
    Embedding,
    Template,
    Unrendered,
    /// SMIL: sets an attribute later, a URL or an event handler too.
    Animation,
}
