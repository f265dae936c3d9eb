//! Origins, CSP source expressions and the one matcher behind CSP, the guard, the sanitizer and the policy.

mod caller;
mod covers;
mod expression;
mod matching;
mod origin;
mod percent;
pub(crate) mod suffix;
mod url;

pub use expression::{HostPattern, Port, Source, SourceList};
pub use matching::{Dialect, Target};
pub use origin::Origin;
pub use url::Url;

pub(crate) use caller::{Caller, CallerProblem, is_listed};
pub(crate) use expression::is_base64;
pub(crate) use matching::is_below;
pub(crate) use origin::{is_of_an_app, is_serialized};
pub(crate) use percent::percent_decode;
#[cfg(feature = "html")]
pub(crate) use url::is_plainly_serialized;
#[cfg(target_arch = "wasm32")]
pub(crate) use url::platform;
pub(crate) use url::{SCRIPT_SCHEMES, default_port, is_loopback};
