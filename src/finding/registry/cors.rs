//! Findings about what a server answers to other origins. The examples are exchanges, `>` what was sent and `<` what came
//! back: `Cookie` and `Authorization` say how the server knows its users, `MCP-Protocol-Version` that it speaks MCP.
//! `fixed` is the response that should have come back.
//!
//! The guide on CORS gives no points: they are in proportion to those of the other guides.

mod answers;
mod origins;
mod preflights;

pub use answers::*;
pub use origins::*;
pub use preflights::*;

pub(super) use answers::ENTRIES as ANSWERS;
pub(super) use origins::ENTRIES as ORIGINS;
pub(super) use preflights::ENTRIES as PREFLIGHTS;
