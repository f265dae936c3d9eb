//! What is known of names: which calls give a server's data, which do something with it, which make it harmless.

mod elements;
mod frameworks;
mod names;
mod options;
mod plugins;
mod sanitizers;
mod server;
mod sinks;
mod sources;
mod stores;

use oxc_ast::ast::{Argument, Expression, MemberExpression, ObjectExpression};
use oxc_span::{GetSpan, Span};

use crate::config;
use crate::lower::{Flavor, Lower, Value, What};

pub(crate) use elements::{attribute, element, element_text, lit_hole, spread};
pub(crate) use frameworks::registered;
pub(crate) use names::{
    gives_checked, gives_fixed, is_assertion, is_check, is_document, is_fixed_global, keep_after_pattern,
    keep_after_prefix, keep_behind, keep_through,
};
pub(crate) use options::{Constant, Given, Imported, Shared, literal};
pub(crate) use plugins::plugin;
pub(crate) use sanitizers::replaced;
pub(crate) use server::{
    asks_site_near, branched, compared, decorated, evidence_of, exported, first_of, handler, header_name, hides_text,
    object_written, property_written, whole,
};
pub(crate) use sinks::{MARKUP, NAVIGATES, RUNS, evaluates};
pub(crate) use sources::{TOOL, named, source_name, source_type};

/// A call, as the models look at it.
pub(crate) struct Invoked<'a, 'b> {
    /// As it is written: `navigator.sendBeacon`.
    pub(crate) name: &'a str,
    /// Its last part.
    pub(crate) method: &'a str,
    pub(crate) receiver: Option<&'a Value>,
    pub(crate) target: &'a Value,
    pub(crate) args: &'a [Value],
    pub(crate) written: &'a [Argument<'b>],
    pub(crate) span: Span,
}

impl<'b> Invoked<'_, 'b> {
    /// What stands before the last dot of its name.
    pub(crate) fn owner(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(owner, _)| owner)
    }

    pub(crate) fn arg(&self, at: usize) -> Value {
        self.args.get(at).cloned().unwrap_or_default()
    }

    pub(crate) fn expression(&self, at: usize) -> Option<&Expression<'b>> {
        self.written.get(at).and_then(Argument::as_expression).map(Expression::get_inner_expression)
    }

    pub(crate) fn object(&self, at: usize) -> Option<&ObjectExpression<'b>> {
        match self.expression(at)? {
            Expression::ObjectExpression(object) => Some(object),
            _ => None,
        }
    }

    /// Whether it is a package's, or may be: nothing says that it is another's.
    pub(crate) fn is_of(&self, packages: &[&str]) -> bool {
        match self.target.import().or_else(|| self.receiver.and_then(Value::import)) {
            Some((module, _)) => {
                packages.iter().any(|package| module == *package || module.starts_with(&format!("{package}/")))
            }
            None => false,
        }
    }

    fn argument_span(&self, at: usize) -> Span {
        self.written.get(at).map_or(self.span, GetSpan::span)
    }
}

/// A call that a model knows.
pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    server::called(lower, call);
    config::called(lower, call);
    sanitizers::options(lower, call);
    if matches!(call.method, "get" | "header" | "getHeader")
        && call.args.len() == 1
        && let Some(header) = call.arg(0).text.as_deref().and_then(header_name)
    {
        let node = lower.node(call.span.start);
        let value = Value { node, what: What::Header(header), ..Value::default() };
        lower.note_test(&value);
        return Some(value);
    }
    if let Some(value) = sinks::called(lower, call) {
        return Some(value);
    }
    if let Some(value) = sources::called(lower, call) {
        return Some(value);
    }
    if let Some(value) = sanitizers::called(lower, call) {
        return Some(value);
    }
    frameworks::called(lower, call)
}

/// `new`, of something that a model knows.
pub(crate) fn constructed(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    server::constructed(lower, call);
    sanitizers::options(lower, call);
    sanitizers::constructed(lower, call).or_else(|| sinks::constructed(lower, call))
}

/// What `new` of a name is known as.
pub(crate) fn made(name: &str, target: &Value) -> What {
    sanitizers::made(name, target)
}

/// A property that is read.
pub(crate) fn read(
    lower: &mut Lower<'_>,
    member: &MemberExpression<'_>,
    object: &Value,
    name: &str,
    value: Value,
) -> Value {
    let value = server::read(member, name, value);
    let value = sources::read(lower, member, object, name, value);
    let mut value = value;
    let owner = lower.name_of(member.object());
    if names::is_fixed_member(&owner, name) {
        value.is_fixed = true;
    }
    if owner == "Astro" && name == "props" && lower.flavor == Flavor::Astro {
        return Value::of_node(lower.props.unwrap_or(0));
    }
    if name == "ready" && owner.ends_with("serviceWorker") {
        value.what = What::Registration;
    }
    // A link to the page writes these.
    if matches!(name, "search" | "hash") && owner.ends_with("location") {
        value.is_fixed = false;
    }
    value
}

/// A property that is given a value: `object.name = value`.
pub(crate) struct Assigned<'a, 'b> {
    pub(crate) member: &'a MemberExpression<'b>,
    pub(crate) object: &'a Value,
    pub(crate) name: &'a str,
    pub(crate) value: &'a Value,
    /// What is written for the value.
    pub(crate) written: &'a str,
    pub(crate) span: Span,
}

/// An assignment to a property, as each model looks at it.
pub(crate) fn assigned(lower: &mut Lower<'_>, to: &Assigned<'_, '_>) {
    names::encoded(lower, to);
    sanitizers::assigned(lower, to);
    sinks::assigned(lower, to);
    sources::assigned(lower, to);
    server::assigned(lower, to);
}

/// A class's method, whose parameters may be whose data it is: a provider's `redirectToAuthorization`.
pub(crate) fn method(lower: &mut Lower<'_>, name: &str, func: usize) {
    sources::method(lower, name, func);
}

/// Whether a script is a service worker's.
pub(crate) fn is_worker(text: &str) -> bool {
    let says = [
        "skipWaiting",
        "clients.claim",
        "'install'",
        "\"install\"",
        "'activate'",
        "\"activate\"",
        "backgroundfetch",
        "addEventListener(\"fetch\"",
        "addEventListener('fetch'",
        "ServiceWorkerGlobalScope",
    ];
    text.contains("self") && says.iter().any(|word| text.contains(word))
}
