//! Content Security Policy, as a page has it: parsed, combined, and judged.

mod checks;
pub(crate) mod correct;
mod directives;
mod effective;
mod explain;
mod gadgets;
mod hint;
mod inline;
mod parse;
mod reach;
mod same;

pub use checks::{audit, names_hosts, script_nonces};
pub(crate) use checks::{open, open_way};
pub use directives::{DIRECTIVES, Kind, KnownDirective};
pub use effective::{Observed, PagePolicies};
pub use explain::{ExplainInput, Explanation, Question, Step, explain};
pub use hint::{Hint, allows_hint};
pub use inline::{Inline, allows_inline};
pub use parse::{Csp, Directive, Disposition, Dropped, Origin, Why};
pub(crate) use reach::STAND_IN;
pub use reach::{Asked, Opening, Reach, WAYS, Way, opening};
