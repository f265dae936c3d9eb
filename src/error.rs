//! The one error type: opaque, with a stable code and a message that names the input and the option.

use std::fmt;

/// Why a call was refused.
///
/// The message quotes the offending input (shortened) and names the option, so that it can be shown as it is. Nothing
/// partial is ever returned beside an error: a caller that has one has no output to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// What kind of refusal an [`Error`] is. In JavaScript this is `CordonError.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `invalid-policy`: a policy field does not parse.
    InvalidPolicy,
    /// `invalid-option`: an option has a value it cannot have.
    InvalidOption,
    /// `invalid-input`: the input is not what the function takes.
    InvalidInput,
    /// `limit-bytes`: the input is longer than `limits.bytes`.
    LimitBytes,
    /// `limit-depth`: the input nests deeper than `limits.depth`.
    LimitDepth,
    /// `limit-nodes`: the input makes more nodes than `limits.nodes`.
    LimitNodes,
    /// `limit-attributes`: a tag of the input has more attributes than `limits.attributes`.
    LimitAttributes,
    /// A CORS policy that contradicts itself or lists what no browser sends. The code is the contradiction's own.
    CorsPolicy(CorsProblem),
}

/// What is wrong with a CORS policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CorsProblem {
    /// `wildcard-with-credentials`: every origin, with cookies.
    WildcardWithCredentials,
    /// `wildcard-methods-with-credentials`: browsers read `*` as a method of that name.
    WildcardMethodsWithCredentials,
    /// `wildcard-headers-with-credentials`: the same of a header.
    WildcardHeadersWithCredentials,
    /// `wildcard-expose-with-credentials`: the same of a response's header.
    WildcardExposeWithCredentials,
    /// `wildcard-with-origins`: every origin, and some.
    WildcardWithOrigins,
    /// `origin-null`: what every sandboxed page calls itself.
    OriginNull,
    /// `origin-invalid`: no origin.
    OriginInvalid,
    /// `origin-scheme`: a scheme whose pages do not send requests.
    OriginScheme,
    /// `origin-has-path`: a path, a query or a fragment.
    OriginHasPath,
    /// `origin-has-credentials`: a user name or a password.
    OriginHasCredentials,
    /// `origin-pattern`: a pattern that is not spelled as a subdomain rule.
    OriginPattern,
    /// `subdomains-of-no-domain`: subdomains of an address, or of a name that anybody registers under.
    SubdomainsOfNoDomain,
    /// `method-invalid`: no method, or one that browsers never send.
    MethodInvalid,
    /// `header-invalid`: no header name.
    HeaderInvalid,
    /// `max-age-invalid`: no number of seconds.
    MaxAgeInvalid,
}

impl CorsProblem {
    const fn code(self) -> &'static str {
        match self {
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::WildcardMethodsWithCredentials => "wildcard-methods-with-credentials",
            Self::WildcardHeadersWithCredentials => "wildcard-headers-with-credentials",
            Self::WildcardExposeWithCredentials => "wildcard-expose-with-credentials",
            Self::WildcardWithOrigins => "wildcard-with-origins",
            Self::OriginNull => "origin-null",
            Self::OriginInvalid => "origin-invalid",
            Self::OriginScheme => "origin-scheme",
            Self::OriginHasPath => "origin-has-path",
            Self::OriginHasCredentials => "origin-has-credentials",
            Self::OriginPattern => "origin-pattern",
            Self::SubdomainsOfNoDomain => "subdomains-of-no-domain",
            Self::MethodInvalid => "method-invalid",
            Self::HeaderInvalid => "header-invalid",
            Self::MaxAgeInvalid => "max-age-invalid",
        }
    }
}

impl ErrorKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidPolicy => "invalid-policy",
            Self::InvalidOption => "invalid-option",
            Self::InvalidInput => "invalid-input",
            Self::LimitBytes => "limit-bytes",
            Self::LimitDepth => "limit-depth",
            Self::LimitNodes => "limit-nodes",
            Self::LimitAttributes => "limit-attributes",
            Self::CorsPolicy(problem) => problem.code(),
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// What kind of refusal this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The stable code, as [`ErrorKind::code`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// `text` in quotes, cut to a length that fits a message.
pub(crate) fn quote(text: &str) -> String {
    format!("{:?}", shorten(text, 120))
}

/// The first `most` characters of `text`, with an ellipsis where something was cut.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
