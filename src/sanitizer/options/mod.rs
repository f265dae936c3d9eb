//! What a caller can choose.

pub(super) mod config;
mod limits;

use std::fmt;

use serde::Deserialize;

use super::text::InvisibleText;
use crate::error::{Error, ErrorKind, quote};
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
use crate::markdown::Dialect;
pub use crate::markdown::RawHtml;
use crate::policy::{Policy, PolicyInput};
use crate::source::Origin;
use config::{SanitizerConfig, SanitizerConfigInput};
pub use limits::{Limits, LimitsInput};

/// How to sanitize.
#[derive(Clone)]
pub struct SanitizeOptions<'a> {
    /// Who may be contacted and what links may be.
    pub policy: Policy,
    /// How much markup survives.
    pub profile: Profile,
    /// Less than the tables keep, or the few safe things that they leave out.
    pub config: SanitizerConfig,
    /// Classes that stay: names, or prefixes that end in `*`.
    pub classes: Vec<String>,
    /// Put ahead of every `id`, so that output cannot name an element of the host's.
    pub id_prefix: String,
    /// What stands where a resource was blocked.
    pub blocked_resource: BlockedResource,
    /// What becomes of text that nobody sees.
    pub invisible_text: InvisibleText,
    /// What becomes of template text: `{{ … }}`, `${…}`, `<% … %>`.
    pub templates: Templates,
    /// What becomes of raw HTML in Markdown.
    pub html: RawHtml,
    /// Whether formulas in Markdown become elements that a renderer of formulas finds.
    pub math: bool,
    /// Asked for every URL that the policy allows, and for every resource that it blocks; what it returns is checked again.
    /// `None` drops the attribute.
    pub rewrite_url: Option<&'a RewriteUrl<'a>>,
    /// The bounds that fail closed.
    pub limits: Limits,
    /// What `'self'` in the policy means. Opaque where there is no page.
    pub self_origin: Origin,
}

/// A caller's own say about a URL: another one, the same one, or none.
pub type RewriteUrl<'a> = dyn Fn(&str, UrlUse<'_>) -> Option<String> + 'a;

/// Options as they are written: JSON of this shape, camelCase, every field optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SanitizeOptionsInput {
    /// The policy.
    pub policy: Option<PolicyInput>,
    /// How much markup survives.
    pub profile: Option<Profile>,
    /// The Sanitizer API's dictionary.
    pub config: Option<SanitizerConfigInput>,
    /// Classes that stay: names, or prefixes that end in `*`.
    pub classes: Option<Vec<String>>,
    /// Put ahead of every `id`.
    pub id_prefix: Option<String>,
    /// What stands where a resource was blocked.
    pub blocked_resource: Option<BlockedResource>,
    /// What becomes of text that nobody sees.
    pub invisible_text: Option<InvisibleText>,
    /// What becomes of template text.
    pub templates: Option<Templates>,
    /// What becomes of raw HTML in Markdown.
    pub html: Option<RawHtml>,
    /// Whether formulas in Markdown become elements.
    pub math: Option<bool>,
    /// The bounds.
    pub limits: Option<LimitsInput>,
}

/// Where a URL stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UrlUse<'a> {
    /// The element's name.
    pub element: &'a str,
    /// The attribute's name.
    pub attribute: &'a str,
}

/// How much markup survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Profile {
    /// No element at all: text, with a line break where a block ended.
    Text,
    /// HTML: text, lists, tables, links, images.
    #[default]
    Markup,
    /// Markup, static SVG and MathML Core, and of inline styles what can neither cover, hide nor load.
    Rich,
    /// Markup, with its style sheets and inline styles as they are: for a frame of its own and nothing else. Reached by
    /// [`sandbox_document`](crate::sanitizer::sandbox_document) alone.
    #[serde(skip)]
    Sandbox,
}

impl Profile {
    /// Whether styles, drawings and formulas stay.
    pub(super) fn keeps_looks(self) -> bool {
        matches!(self, Self::Rich | Self::Sandbox)
    }

    /// Whether a name in angle brackets that is no element is text. A document for a frame of its own is what a browser
    /// makes of it.
    pub(super) fn keeps_placeholders(self) -> bool {
        self != Self::Sandbox
    }
}

/// What stands where a resource was blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BlockedResource {
    /// Nothing.
    Remove,
    /// A few words that name the host, and the `alt` text.
    #[default]
    Placeholder,
}

/// What becomes of template text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Templates {
    /// It stays: it is text to a page whose framework compiles no text of its document.
    #[default]
    Keep,
    /// Its openings are broken.
    Break,
}

impl Default for SanitizeOptions<'_> {
    fn default() -> Self {
        Self {
            policy: Policy::default(),
            profile: Profile::default(),
            config: SanitizerConfig::default(),
            classes: Vec::new(),
            id_prefix: "user-content-".to_owned(),
            blocked_resource: BlockedResource::default(),
            invisible_text: InvisibleText::default(),
            templates: Templates::default(),
            html: RawHtml::default(),
            math: false,
            rewrite_url: None,
            limits: Limits::default(),
            self_origin: Origin::Opaque,
        }
    }
}

impl SanitizeOptions<'_> {
    /// Checks written options.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOption`] or [`ErrorKind::InvalidPolicy`], naming the option.
    pub fn parse(input: SanitizeOptionsInput) -> Result<Self, Error> {
        let default = Self::default();
        let limits = input.limits.unwrap_or_default();
        let options = Self {
            policy: input.policy.map(Policy::parse).transpose()?.unwrap_or_default(),
            profile: input.profile.unwrap_or_default(),
            config: input.config.map(SanitizerConfig::parse).transpose()?.unwrap_or_default(),
            classes: input.classes.unwrap_or_default(),
            id_prefix: input.id_prefix.unwrap_or(default.id_prefix),
            blocked_resource: input.blocked_resource.unwrap_or_default(),
            invisible_text: input.invisible_text.unwrap_or_default(),
            templates: input.templates.unwrap_or_default(),
            html: input.html.unwrap_or_default(),
            math: input.math.unwrap_or_default(),
            limits: Limits {
                bytes: limits.bytes.unwrap_or(default.limits.bytes),
                depth: limits.depth.unwrap_or(default.limits.depth),
                nodes: limits.nodes.unwrap_or(default.limits.nodes),
                attributes: limits.attributes.unwrap_or(default.limits.attributes),
            },
            rewrite_url: None,
            self_origin: Origin::Opaque,
        };
        options.check()?;
        Ok(options)
    }

    /// # Errors
    /// [`ErrorKind::InvalidOption`], naming the option.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse =
            |option: &str, why: String| Err(Error::new(ErrorKind::InvalidOption, format!("options.{option}: {why}")));
        let prefix = &self.id_prefix;
        if prefix.is_empty() || !prefix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return refuse("idPrefix", format!("{}: expected letters, digits, - and _, at least one", quote(prefix)));
        }
        if self.limits.depth > Limits::MAX_DEPTH {
            return refuse("limits.depth", format!("{}: at most {}", self.limits.depth, Limits::MAX_DEPTH));
        }
        Ok(())
    }

    pub(super) fn keeps_class(&self, element: &str, class: &str) -> bool {
        let listed = self.classes.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => class.starts_with(start),
            None => pattern == class,
        });
        listed && self.config.attribute(element, "class")
    }

    /// What Markdown is to these options.
    #[cfg(any(feature = "markdown", target_arch = "wasm32"))]
    pub(crate) fn dialect(&self) -> Dialect {
        Dialect { math: self.math, html: self.html }
    }

    /// # Errors
    /// [`ErrorKind::LimitBytes`].
    pub(crate) fn check_length(&self, input: &str) -> Result<(), Error> {
        let most = self.limits.bytes;
        if input.len() > most {
            let message = format!("options.limits.bytes is {most} and the input has {}", input.len());
            return Err(Error::new(ErrorKind::LimitBytes, message));
        }
        Ok(())
    }
}

impl fmt::Debug for SanitizeOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SanitizeOptions")
            .field("policy", &self.policy)
            .field("profile", &self.profile)
            .field("config", &self.config)
            .field("classes", &self.classes)
            .field("id_prefix", &self.id_prefix)
            .field("blocked_resource", &self.blocked_resource)
            .field("invisible_text", &self.invisible_text)
            .field("templates", &self.templates)
            .field("html", &self.html)
            .field("math", &self.math)
            .field("rewrite_url", &self.rewrite_url.is_some())
            .field("limits", &self.limits)
            .field("self_origin", &self.self_origin)
            .finish()
    }
}
