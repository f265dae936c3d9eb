//! What can be wrong with a policy.

use crate::source::CallerProblem;

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
    /// `origin-pattern`: a pattern that is none of those that can be written.
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
    /// The stable code.
    pub const fn code(self) -> &'static str {
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

impl From<CallerProblem> for CorsProblem {
    fn from(problem: CallerProblem) -> Self {
        match problem {
            CallerProblem::Null => Self::OriginNull,
            CallerProblem::Invalid => Self::OriginInvalid,
            CallerProblem::Scheme => Self::OriginScheme,
            CallerProblem::Path => Self::OriginHasPath,
            CallerProblem::Credentials => Self::OriginHasCredentials,
            CallerProblem::Pattern => Self::OriginPattern,
        }
    }
}
