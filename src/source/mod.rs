//! Origins, CSP source expressions and the one matcher behind CSP, the guard, the sanitizer and the policy.

mod covers;
mod expression;
mod matching;
mod url;

pub use expression::{HostPattern, Port, Source, SourceList};
pub use matching::{Dialect, Target};
pub use url::{Origin, Url};

#[cfg(target_arch = "wasm32")]
pub(crate) use url::platform;
pub(crate) use url::{default_port, is_loopback};
