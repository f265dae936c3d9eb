//! How large an input may be.

use serde::Deserialize;

pub use crate::limits::Limits;

/// Limits as they are written.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LimitsInput {
    /// UTF-8 bytes of input.
    pub bytes: Option<usize>,
    /// Levels of nesting.
    pub depth: Option<usize>,
    /// Nodes that the parser may make.
    pub nodes: Option<usize>,
    /// Attributes of one tag.
    pub attributes: Option<usize>,
}
