//! CORS by the Fetch standard, on both sides: what a browser asks and lets script read, what a server answers by its
//! policy, and what the answers of a server that was probed give away.
//!
//! CORS decides who may *read*. A request that needs no preflight is sent and acted on, whatever is answered.
//!
//! The guide's careful server says `Vary: Origin` to listed origins alone, and its preflights lack `DELETE` and MCP's
//! own headers. By the Fetch standard the first poisons caches and the second blocks clients; both are findings here.

mod audit;
mod check;
mod decide;
mod fix;
mod headers;
mod listed;
mod lookalike;
mod origin;
mod policy;
mod preflight;
mod probe;
mod problem;
mod third_party;

pub use audit::audit;
pub use check::{BrowserCheck, CorsOutcome, Outcome, ServerResponse, cors_browser_check, preflight_max_age};
pub use decide::{Asked, CorsDecision, CorsRequest, CorsRuling, CorsVerdict, decide_cors};
pub use fix::{CorsFix, Lack, fix_cors};
pub use headers::Headers;
pub use listed::{ListedProbe, probes};
pub use policy::{CorsPolicy, CorsPolicyInput, CorsPreset, OneOrMany, OriginInput};
pub use preflight::{Body, CorsPreflight, Credentials, FetchRequest, cors_preflight_required};
pub use probe::{Auth, CorsAudit, CorsProbe, Network, Target};
pub use problem::CorsProblem;
