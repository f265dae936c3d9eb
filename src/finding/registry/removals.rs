//! The codes of what the sanitizer removes. README.md lists them.

use serde::{Serialize, Serializer};

use super::Code;
use crate::finding::Severity;

macro_rules! removals {
    ($($(#[doc = $doc:expr])+ $name:ident = $code:literal $severity:ident,)+) => {
        /// Why something was removed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum RemovalCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl RemovalCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code itself.
            pub const fn code(self) -> Code {
                match self { $(Self::$name => Code::new($code),)+ }
            }

            /// How bad it would have been.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

removals! {
    /// A script of any type, with its content.
    ElementScript = "element-script" Critical,
    /// A style sheet, with its content: it restyles the host and loads what it names.
    ElementStyle = "element-style" High,
    /// A frame or plugin, with its content.
    ElementEmbedding = "element-embedding" High,
    /// `base`, `meta`, `link`, `title`: they speak for the whole page.
    ElementMetadata = "element-metadata" High,
    /// A template, with its content.
    ElementTemplate = "element-template" Medium,
    /// What a page with script never shows (`noscript`, `noframes`), with its content.
    ElementUnrendered = "element-unrendered" Low,
    /// SMIL, with its content: it sets a URL or an event handler once the output is shown.
    ElementAnimation = "element-animation" High,
    /// SVG or MathML outside the rich profile, or out of its place; its text stays.
    ElementForeign = "element-foreign" Medium,
    /// An element that nobody listed; its content stays.
    ElementNotAllowed = "element-not-allowed" Low,
    /// Markup that would not mean the same when parsed again: only its text stays.
    ElementUnstable = "element-unstable" High,
    /// An `on…` attribute.
    AttributeEventHandler = "attribute-event-handler" Critical,
    /// An inline style.
    AttributeStyle = "attribute-style" Medium,
    /// An attribute that nobody listed.
    AttributeNotAllowed = "attribute-not-allowed" Info,
    /// A URL that does not parse, or only looks relative.
    UrlInvalid = "url-invalid" Medium,
    /// A URL whose scheme the policy does not list.
    UrlScheme = "url-scheme" High,
    /// A URL that carries a user name or password, as a lure does.
    UrlCredentials = "url-credentials" Medium,
    /// A link to an origin that the policy does not list.
    UrlOrigin = "url-origin" Medium,
    /// A URL that the caller's `rewriteUrl` dropped.
    UrlRewritten = "url-rewritten" Info,
    /// A link whose text is the address of another host. It stays.
    UrlTextMismatch = "url-text-mismatch" Medium,
    /// A subresource whose origin the policy does not list.
    ResourceBlocked = "resource-blocked" High,
    /// A comment.
    Comment = "comment" Info,
    /// A processing instruction, which Chromium acts on.
    ProcessingInstruction = "processing-instruction" Medium,
    /// Terminal escape sequences.
    TextAnsiEscape = "text-ansi-escape" Medium,
    /// Bidirectional overrides, embeddings and isolates.
    TextBidiControl = "text-bidi-control" High,
    /// Direction marks where nothing runs from right to left.
    TextBidiMark = "text-bidi-mark" Low,
    /// Control characters.
    TextControl = "text-control" Low,
    /// Runs of private-use characters.
    TextPrivateUse = "text-private-use" Low,
    /// The opening of a template (`{{`), under `Templates::Break`. Its text stays.
    TextTemplate = "text-template" Medium,
    /// Unicode tag characters: ASCII that nobody sees.
    TextTagCharacters = "text-tag-characters" High,
    /// Variation selectors that select nothing: bytes that nobody sees.
    TextVariationSelectors = "text-variation-selectors" High,
    /// Runs of characters without width.
    TextZeroWidth = "text-zero-width" Medium,
}

impl RemovalCode {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        self.code().as_str()
    }
}

impl Serialize for RemovalCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
