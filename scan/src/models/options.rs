//! Options as they are written: in the call, in a variable beside it, in another file's.

use std::borrow::Cow;
use std::collections::HashMap;

use oxc_ast::ast::{Argument, Expression, ObjectExpression, ObjectPropertyKind, PropertyKey};
use oxc_span::{GetSpan, Span};

use super::Invoked;
use crate::lower::Lower;

/// A property: where it stands, its name, and what is written for it. A spread has the name `...`.
pub(crate) type Property<'s> = (Span, String, &'s str);

/// What a variable was given, as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Constant<'s> {
    pub(crate) written: &'s str,
    /// An object's properties.
    pub(crate) properties: Vec<Property<'s>>,
    /// It stands in another file.
    pub(crate) is_foreign: bool,
}

impl Constant<'_> {
    /// An object of literals alone.
    pub(crate) fn is_fixed(&self) -> bool {
        let is_plain = |written: &str| {
            literal(written).is_some()
                || matches!(written, "true" | "false" | "null")
                || written.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'_' | b'.'))
        };
        !self.properties.is_empty() && self.properties.iter().all(|(.., written)| is_plain(written))
    }
}

/// What a file gives others: what is written, and an object's properties.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) written: String,
    pub(crate) properties: Vec<(String, String)>,
}

impl Shared {
    /// As the file that imports it sees it.
    pub(crate) fn constant(&self) -> Constant<'_> {
        let properties =
            self.properties.iter().map(|(name, written)| (Span::default(), name.clone(), written.as_str()));
        Constant { written: &self.written, properties: properties.collect(), is_foreign: true }
    }
}

/// What other files give a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given<'s> {
    /// By the module and the name that it imports.
    pub(crate) constants: HashMap<(String, String), Constant<'s>>,
    /// Modules of Python that its names lead into. The first is the file itself.
    pub(crate) modules: Vec<Imported<'s>>,
}

/// A module of Python: its text, and which modules of the list it imports, as its file names them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Imported<'s> {
    pub(crate) text: &'s str,
    pub(crate) imports: HashMap<String, usize>,
}

/// Bytes that are kept of what a variable was given.
const MAX_WRITTEN: usize = 2_000;
/// Names behind names that are followed.
const MAX_DEPTH: usize = 4;

/// Lists that are spread into one, and properties of an object that are read.
const MAX_SPREADS: usize = 32;
const MAX_PROPERTIES: usize = 500;

const SPREAD: &str = "...";

impl<'s> Lower<'s> {
    /// Remembers what a variable is given.
    pub(crate) fn remember_constant(&mut self, at: usize, init: &Expression<'_>) {
        let mut init = init.get_inner_expression();
        // `Object.freeze({ … })`
        if let Expression::CallExpression(call) = init
            && call.callee.is_specific_member_access("Object", "freeze")
            && let Some(frozen) = call.arguments.first().and_then(Argument::as_expression)
        {
            init = frozen.get_inner_expression();
        }
        let written = self.slice(init.span());
        if written.len() > MAX_WRITTEN {
            return;
        }
        let properties = match init {
            Expression::ObjectExpression(object) => self.written(object),
            _ => Vec::new(),
        };
        self.constants.insert(at, Constant { written, properties, is_foreign: false });
    }

    /// Remembers what a function that has a name does.
    pub(crate) fn remember_function(&mut self, at: usize, span: Span) {
        let written = self.slice(span);
        if written.len() <= MAX_WRITTEN {
            self.constants.insert(at, Constant { written, properties: Vec::new(), is_foreign: false });
        }
    }

    /// What a name was given. `NAME.property` is one too.
    pub(crate) fn constant(&self, written: &str) -> Option<&'s str> {
        let (name, rest) = written.split_once('.').map_or((written, None), |(name, rest)| (name, Some(rest)));
        let known = self.constants.get(&self.resolve(name)?)?;
        match rest {
            None => Some(known.written),
            Some(rest) => known.properties.iter().rfind(|(_, known, _)| known == rest).map(|(.., written)| *written),
        }
    }

    /// The same, behind names that stand for names.
    pub(crate) fn settled(&self, written: &'s str) -> &'s str {
        let mut at = written;
        for _ in 0..MAX_DEPTH {
            match self.constant(at) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    /// A function as it is written, without spaces; of a name too.
    pub(crate) fn settled_function(&self, written: &'s str) -> Option<String> {
        let written = self.settled(written);
        written.contains("=>").then(|| written.chars().filter(|c| !c.is_whitespace()).collect())
    }

    /// What is written, with the lists that are spread into it behind it.
    pub(crate) fn with_spreads(&self, written: &'s str) -> Cow<'s, str> {
        let mut whole = Cow::Borrowed(written);
        for part in written.split(SPREAD).skip(1).take(MAX_SPREADS) {
            let name = part.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))).next();
            if let Some(known) = name.and_then(|name| self.constant(name)) {
                whole.to_mut().push_str(known);
            }
        }
        whole
    }

    /// The properties of an object that is handed over; of a variable too, where it was given one.
    pub(crate) fn options_of(&self, call: &Invoked<'_, '_>, at: usize) -> Option<Vec<Property<'s>>> {
        self.properties_of(call.expression(at)?)
    }

    /// An object's properties that have a name.
    pub(crate) fn properties_of(&self, object: &Expression<'_>) -> Option<Vec<Property<'s>>> {
        match object.get_inner_expression() {
            Expression::ObjectExpression(object) => Some(self.written(object)),
            Expression::Identifier(id) => {
                let known = self.constants.get(&self.resolve(&id.name)?)?;
                known.written.starts_with('{').then(|| self.here(known, id.span))
            }
            _ => None,
        }
    }

    /// The same, with what is spread into it and what names in it stand for, those of other files among them.
    pub(crate) fn options_read(&mut self, call: &Invoked<'_, '_>, at: usize) -> Option<Vec<Property<'s>>> {
        self.want(call.argument_span(at));
        self.options_of(call, at).map(|options| self.read_through(options))
    }

    /// Properties with what is spread into them and what names in them stand for.
    pub(crate) fn read_through(&self, options: Vec<Property<'s>>) -> Vec<Property<'s>> {
        let mut read: Vec<Property<'s>> = Vec::new();
        let mut seen = Vec::new();
        // The last is read first: of a name that is given twice it is the one that counts.
        let mut open = options;
        while let Some((span, name, written)) = open.pop() {
            if read.len() + seen.len() >= MAX_PROPERTIES {
                break;
            }
            if name != SPREAD {
                if !read.iter().any(|(_, known, _)| *known == name) {
                    read.push((span, name, self.settled(written)));
                }
                continue;
            }
            let Some(at) = self.resolve(written).filter(|at| !seen.contains(at)) else { continue };
            seen.push(at);
            let known = self.constants.get(&at).map(|known| self.here(known, span)).unwrap_or_default();
            // What is spread in is found where that is done.
            open.extend(known.into_iter().map(|(_, name, written)| (span, name, written)));
        }
        read.reverse();
        read
    }

    /// What another file holds is found where it is used.
    fn here(&self, known: &Constant<'s>, span: Span) -> Vec<Property<'s>> {
        let place = |at: Span| if known.is_foreign { span } else { at };
        known.properties.iter().map(|(at, name, written)| (place(*at), name.clone(), *written)).collect()
    }

    pub(crate) fn written(&self, object: &ObjectExpression<'_>) -> Vec<Property<'s>> {
        let mut given = Vec::new();
        for property in &object.properties {
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    given.push((spread.span, SPREAD.to_owned(), self.slice(spread.argument.span())));
                }
                ObjectPropertyKind::ObjectProperty(property) => {
                    let name = match &property.key {
                        PropertyKey::PrivateIdentifier(_) => None,
                        key => key.static_name(),
                    };
                    if let Some(name) = name {
                        // A method's own words begin at its name.
                        let span = if property.method { property.span } else { property.value.span() };
                        given.push((property.span, name.into_owned(), self.slice(span)));
                    }
                }
            }
        }
        given
    }

    /// A property that is `true` or `false`.
    pub(crate) fn flag(&self, object: &ObjectExpression<'_>, wanted: &str) -> Option<bool> {
        flag(&self.written(object), wanted)
    }

    /// Names of other files that a part of this one needs to be judged: it is read again with what they stand for.
    pub(crate) fn want(&mut self, span: Span) {
        if self.imported.is_empty() {
            return;
        }
        let words = self.slice(span).split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')));
        let missing: Vec<(String, String)> = words.filter_map(|word| self.imported.get(word)).cloned().collect();
        self.out.wanted.extend(missing);
    }

    /// What a name holds that is exported, for files that want it.
    pub(crate) fn share(&mut self, local: &str, exported: &str) {
        let Some(known) = self.resolve(local).and_then(|at| self.constants.get(&at)).filter(|known| !known.is_foreign)
        else {
            return;
        };
        // A function is followed as one.
        if known.written.contains("=>") || known.written.contains("function") {
            return;
        }
        let properties = known.properties.iter().map(|(_, name, written)| (name.clone(), (*written).to_owned()));
        let shared = Shared { written: known.written.to_owned(), properties: properties.collect() };
        self.out.shared.push((exported.to_owned(), shared));
    }
}

/// A property that is `true` or `false`.
pub(crate) fn flag(options: &[Property<'_>], wanted: &str) -> Option<bool> {
    options.iter().find(|(_, name, _)| name == wanted).and_then(|(.., written)| match *written {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// A text that is written as one.
pub(crate) fn literal(written: &str) -> Option<String> {
    let quote = written.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote) && !inner.contains("${")).then(|| unescaped(inner))
}

/// What `\u200b` and `\u{e0041}` mean. Other escapes stay.
fn unescaped(inner: &str) -> String {
    let mut parts = inner.split("\\u");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = match part.strip_prefix('{').and_then(|part| part.split_once('}')) {
            Some(cut) => cut,
            None => part.split_at_checked(4).unwrap_or((part, "")),
        };
        match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
            Some(c) => text.extend(std::iter::once(c).chain(rest.chars())),
            None => text.extend(["\\u", part]),
        }
    }
    text
}
