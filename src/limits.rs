//! The bounds that a parse is held to.

/// Bounds on the input. Past one, the call fails and nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// UTF-8 bytes of input.
    pub bytes: usize,
    /// Levels of nesting, at most [`Limits::MAX_DEPTH`].
    pub depth: usize,
    /// Nodes that the parser may make.
    pub nodes: usize,
    /// Attributes of one tag.
    pub attributes: usize,
}

impl Limits {
    /// Chromium flattens what nests deeper than 512, so a deeper tree would not mean the same there; the host page
    /// needs some of these levels for itself.
    pub const MAX_DEPTH: usize = 500;
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 256, nodes: 2_000_000, attributes: 100 }
    }
}
