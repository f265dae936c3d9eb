//! Markup that arrives piece by piece: what a source hands to whoever shows it.

use std::borrow::Cow;
use std::fmt::Debug;

use serde::{Deserialize, Serialize};

/// What takes in an input as it comes, and cuts it.
pub(crate) trait Source: Debug + Send + Sync {
    /// Takes what comes, of which nothing is shown yet.
    fn add(&mut self, chunk: &str);

    /// Takes what comes; answers what to show, where it is time.
    fn take(&mut self, chunk: &str) -> Option<Step>;

    /// What to show, where the last step found no place.
    fn start_over(&mut self) -> Step;

    /// All that came, as markup.
    fn whole(&self) -> Cow<'_, str>;
}

/// Markup for a place within markup that is there already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Piece {
    /// What makes the place: markup whose last element, and the last in that, and so on, are the ones that are open there.
    pub(crate) prefix: String,
    /// How many of these count as open; all, where it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) depth: Option<usize>,
    /// The prefix, and what comes in that place.
    pub(crate) html: String,
}

/// How far what was shown before still stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Back {
    /// All that is settled.
    #[default]
    No,
    /// What was settled outside any block: the open block is read again from its start.
    Outside,
    /// Nothing: all is read again.
    All,
}

/// What has arrived since the last step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Step {
    pub(crate) back: Back,
    /// What will not change any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) settled: Option<Piece>,
    /// What may, as it stands now. Its prefix makes the place behind what is settled.
    pub(crate) open: Piece,
    /// All that came, in bytes.
    pub(crate) bytes: usize,
}
