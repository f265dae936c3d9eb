//! What the sanitizer and the audits export. The package's entries give these functions their documented shapes.

#[cfg(feature = "audit")]
pub mod audit;
#[cfg(feature = "html")]
pub mod html;
#[cfg(feature = "html")]
pub mod markdown;
#[cfg(feature = "html")]
mod options;
#[cfg(feature = "html")]
pub mod stream;
#[cfg(feature = "markdown")]
pub mod to_html;
