//! The one error type: opaque, with a stable code and a message that names the input and the option.

use std::fmt;

/// Why a call was refused.
///
/// The message quotes the offending input (shortened) and names the option, so that it can be shown as it is. Nothing
/// partial is ever returned beside an error: a caller that has one has no output to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Refusal>);

/// Behind a pointer, so that what may fail returns little more than what it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
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
    /// A CORS policy that contradicts itself or lists what no browser sends, by that problem's own code.
    CorsPolicy(&'static str),
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
            Self::CorsPolicy(code) => code,
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Refusal { kind, message: message.into() }))
    }

    /// What kind of refusal this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable code, as [`ErrorKind::code`].
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
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

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// All but those of CORS policies, which only Rust finds.
    const KINDS: [ErrorKind; 7] = [
        ErrorKind::InvalidPolicy,
        ErrorKind::InvalidOption,
        ErrorKind::InvalidInput,
        ErrorKind::LimitBytes,
        ErrorKind::LimitDepth,
        ErrorKind::LimitNodes,
        ErrorKind::LimitAttributes,
    ];

    /// What can be wrong before there is a module to ask, or beside it: JavaScript's alone.
    const OF_SCRIPT: [&str; 6] = [
        "internal",
        "not-initialized",
        "platform-unavailable",
        "trusted-types-policy",
        "wasm-unavailable",
        "wasm-unsafe-eval",
    ];

    /// The codes that a script of the package throws.
    fn thrown(text: &str) -> impl Iterator<Item = &str> {
        text.split("new CordonError(").skip(1).filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next())
    }

    #[test]
    fn scripts_throw_these_codes_and_their_own_and_all_are_documented() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-template");
        let read = |path: &Path| fs::read_to_string(path).expect("the file can be read");
        let entries = fs::read_dir(package.join("entry")).expect("the folder can be read");
        let texts: Vec<_> = entries.map(|entry| read(&entry.expect("the entry can be read").path())).collect();
        let thrown: BTreeSet<_> = texts.iter().flat_map(|text| thrown(text)).collect();
        let kinds = KINDS.map(ErrorKind::code);
        let own: Vec<_> = thrown.iter().copied().filter(|code| !kinds.contains(code)).collect();
        assert_eq!(own, OF_SCRIPT);

        let declared = read(&package.join("index.d.ts")) + &read(&package.join("slim.d.ts"));
        for code in kinds.into_iter().chain(OF_SCRIPT) {
            assert!(declared.contains(&format!("`{code}`")), "{code} is not documented");
        }
    }
}
