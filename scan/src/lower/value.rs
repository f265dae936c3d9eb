//! What an expression comes to, as far as one file tells.

use std::rc::Rc;

use crate::graph::Node;

/// An expression's value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Value {
    pub(crate) node: Node,
    /// The text, where it stands there.
    pub(crate) text: Option<Rc<str>>,
    /// The program's author chose it: a literal, what the build puts in, the page's own address.
    pub(crate) is_fixed: bool,
    /// A condition has compared it with something.
    pub(crate) is_checked: bool,
    /// What conditions have ruled out of it, in bits of [`mask`](crate::graph::mask).
    pub(crate) ruled_out: u8,
    /// The variables that it is made of: what is checked of it is checked of them.
    pub(crate) of: Vec<usize>,
    pub(crate) what: What,
    /// The variable that was read.
    pub(crate) binding: Option<usize>,
}

/// What a value is known as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum What {
    #[default]
    Unknown,
    /// A name that a package gives.
    Import { module: Rc<str>, name: Rc<str> },
    /// A renderer of Markdown, and whether it lets markup through.
    Renderer { lets_markup: bool },
    /// jQuery's wrapper.
    Query,
    /// A function that throws where a parameter is not what it should be: where it returns, these bits are ruled out of each.
    Assertion { ruled_out: Rc<[u8]>, is_async: bool },
    /// A verdict about the variables that the value is made of.
    Verdict,
    /// A request's headers, or an answer's.
    Headers,
    /// A request's header.
    Header(&'static str),
    /// An element, by the name that it was made with.
    Element(Rc<str>),
    /// What events of a server come from.
    Events,
    /// A service worker's registration.
    Registration,
    /// An object's `content`, or one of its items.
    Content,
    /// Nodes that a sanitizer gave in the place of text.
    Sanitized,
    /// An address that is a document of markup: `data:text/html,…`, a Blob's.
    Document,
    /// Text that was encoded for an address, and what it was before.
    Encoded(Node),
    /// Text that `JSON.stringify` made: where script takes a value, it is one.
    Json,
    /// A request that waits for its address.
    Request,
    /// A function that sets a state.
    Setter(Node),
}

impl Value {
    pub(crate) fn of_node(node: Node) -> Self {
        Self { node, ..Self::default() }
    }

    pub(crate) fn fixed() -> Self {
        Self { is_fixed: true, ..Self::default() }
    }

    pub(crate) fn literal(text: &str) -> Self {
        Self { text: Some(text.into()), is_fixed: true, ..Self::default() }
    }

    /// The package and the name that an import gave.
    pub(crate) fn import(&self) -> Option<(&str, &str)> {
        match &self.what {
            What::Import { module, name } => Some((module, name)),
            _ => None,
        }
    }

    /// Whether nobody but the author can have chosen it, or somebody looked.
    pub(crate) fn is_settled(&self) -> bool {
        self.is_fixed || self.is_checked
    }
}
