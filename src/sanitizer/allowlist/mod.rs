//! What survives, as data.

pub(super) mod ids;
