//! What survives, as data, and what the names of things mean. It asks nothing of the options.

pub(super) mod css;
pub(super) mod data_attributes;
pub(super) mod foreign;
pub(super) mod html;
pub(super) mod ids;

/// The namespace of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Namespace {
    #[default]
    Html,
    Svg,
    MathMl,
}

impl Namespace {
    /// Infra Standard § 8.
    const fn uri(self) -> &'static str {
        match self {
            Self::Html => "http://www.w3.org/1999/xhtml",
            Self::Svg => "http://www.w3.org/2000/svg",
            Self::MathMl => "http://www.w3.org/1998/Math/MathML",
        }
    }

    pub(crate) fn of(uri: &str) -> Option<Self> {
        [Self::Html, Self::Svg, Self::MathMl].into_iter().find(|namespace| namespace.uri() == uri)
    }

    /// The one element of the namespace that may stand in HTML.
    pub(crate) const fn root(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Svg => "svg",
            Self::MathMl => "math",
        }
    }
}

/// Why an element goes with everything in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    Script,
    Style,
    Metadata,
    Embedding,
    Template,
    Unrendered,
    /// SMIL: sets an attribute later, a URL or an event handler too.
    Animation,
}
