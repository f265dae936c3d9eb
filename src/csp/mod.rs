//! Content Security Policy, as a page has it: parsed, combined, and judged.

mod checks;
mod effective;
mod parse;

pub use checks::audit;
pub use effective::{Observed, PagePolicies};
pub use parse::{Csp, Directive, Disposition, Origin};
