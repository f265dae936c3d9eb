//! The Sanitizer API's own dictionary, within the safe baseline: it can ask for less than the tables keep, and for the few
//! things that they leave out without need (`class`, `data-*`), never for what is unsafe.
//!
//! Shape and rules: Sanitizer API § 2.4, `SanitizerConfig`. Where that specification makes a configuration invalid, or
//! where one asks for what can never survive, the answer is an error that says why.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{Error, ErrorKind, quote};
use crate::html::events::Namespace;
use crate::sanitizer::allowlist::data_attributes::runs;
use crate::sanitizer::allowlist::foreign;
use crate::sanitizer::allowlist::html::{self, Fate};

/// `SanitizerConfig`, as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SanitizerConfigInput {
    /// The elements that stay; any other loses its tags.
    pub elements: Option<Vec<ElementInput>>,
    /// Elements that go with everything in them. Not beside `elements`.
    pub remove_elements: Option<Vec<ElementInput>>,
    /// Elements that lose their tags and keep their content.
    pub replace_with_children_elements: Option<Vec<ElementInput>>,
    /// The attributes that stay on every element.
    pub attributes: Option<Vec<NameInput>>,
    /// Attributes that go. Not beside `attributes`.
    pub remove_attributes: Option<Vec<NameInput>>,
    /// Only `false`: a comment never survives.
    pub comments: Option<bool>,
    /// Whether `data-*` stays, but for names that frameworks run.
    pub data_attributes: Option<bool>,
}

/// A name, or a name in a namespace.
///
/// Closed: the Sanitizer API takes a string or a dictionary (§ 2.4).
#[derive(Debug, Clone)]
pub enum NameInput {
    /// `"p"`
    Name(String),
    /// `{ name: "p", namespace: … }`
    Qualified {
        /// The local name.
        name: String,
        /// Absent or null: HTML's for an element, none for an attribute.
        namespace: Option<String>,
    },
}

/// An element, with its own attributes.
///
/// Closed: the Sanitizer API takes a string or a dictionary (§ 2.4).
#[derive(Debug, Clone)]
pub enum ElementInput {
    /// `"p"`
    Name(String),
    /// `{ name: "a", attributes: ["href"] }`
    Detailed {
        /// The local name.
        name: String,
        /// Absent or null: HTML's.
        namespace: Option<String>,
        /// The attributes that stay on this element, beside the global ones.
        attributes: Option<Vec<NameInput>>,
        /// Attributes that go from this element.
        remove_attributes: Option<Vec<NameInput>>,
    },
}

/// A checked configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SanitizerConfig {
    elements: Option<BTreeMap<&'static str, ElementRule>>,
    removed: BTreeSet<String>,
    replaced: BTreeSet<String>,
    attributes: Option<BTreeSet<String>>,
    removed_attributes: BTreeSet<String>,
    data_attributes: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ElementRule {
    attributes: Option<BTreeSet<String>>,
    removed_attributes: BTreeSet<String>,
}

/// What a configuration makes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// As the tables say.
    Table,
    /// Loses its tags.
    Replace,
    /// Goes with everything in it.
    Remove,
}

impl SanitizerConfig {
    /// Whether it asks for nothing: the tables decide alone.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Checks a written configuration.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOption`]; the message names the member and what can never survive.
    pub fn parse(input: SanitizerConfigInput) -> Result<Self, Error> {
        // Sanitizer API § 3.4, "valid".
        if input.elements.is_some() && input.remove_elements.is_some() {
            return Err(refuse("removeElements", "not beside elements: one lists what stays, the other what goes"));
        }
        if input.attributes.is_some() && input.remove_attributes.is_some() {
            return Err(refuse("removeAttributes", "not beside attributes: one lists what stays, the other what goes"));
        }
        if input.comments == Some(true) {
            return Err(refuse(
                "comments",
                "a comment never survives: Chromium acts on markers in them, others on conditions",
            ));
        }
        let removed = names("removeElements", input.remove_elements)?;
        let replaced = names("replaceWithChildrenElements", input.replace_with_children_elements)?;
        let mut elements = input.elements.as_ref().map(|_| BTreeMap::new());
        for listed in input.elements.into_iter().flatten() {
            elements.get_or_insert_default().extend([element(listed)?]);
        }
        if let Some(name) =
            replaced.iter().find(|name| elements.as_ref().is_some_and(|kept| kept.contains_key(name.as_str())))
        {
            return Err(refuse(
                "replaceWithChildrenElements",
                &format!("{} is listed as an element that stays", quote(name)),
            ));
        }
        if let Some(name) = replaced.intersection(&removed).next() {
            let why = format!("{} is listed in removeElements too", quote(name));
            return Err(refuse("replaceWithChildrenElements", &why));
        }
        Ok(Self {
            elements,
            removed,
            replaced,
            attributes: input.attributes.map(|list| kept_attributes("attributes", list)).transpose()?,
            removed_attributes: attribute_names(input.remove_attributes),
            data_attributes: input.data_attributes.unwrap_or(false),
        })
    }

    pub(crate) fn element(&self, name: &str) -> Choice {
        if self.removed.contains(name) {
            return Choice::Remove;
        }
        let listed = self.elements.as_ref().is_none_or(|kept| kept.contains_key(name));
        if self.replaced.contains(name) || !listed { Choice::Replace } else { Choice::Table }
    }

    /// Whether an attribute stays that the tables keep, or that [`super::SanitizeOptions`] lists.
    pub(crate) fn attribute(&self, element: &str, name: &str) -> bool {
        // Those of SVG and MathML have capitals; a configuration has none.
        let name = lower_case(name);
        let own = self.rule(element).and_then(|rule| rule.attributes.as_ref());
        let listed = match (&self.attributes, own) {
            (None, None) => true,
            (None, Some(own)) => own.contains(&*name) || html::is_global(&name),
            (Some(global), own) => global.contains(&*name) || own.is_some_and(|own| own.contains(&*name)),
        };
        listed && !self.removes(element, &name)
    }

    fn rule(&self, element: &str) -> Option<&ElementRule> {
        self.elements.as_ref().and_then(|kept| kept.get(element))
    }

    fn removes(&self, element: &str, name: &str) -> bool {
        self.removed_attributes.contains(name)
            || self.rule(element).is_some_and(|rule| rule.removed_attributes.contains(name))
    }

    /// Whether a `data-*` attribute stays.
    pub(crate) fn data(&self, element: &str, name: &str) -> bool {
        let is_data = name.strip_prefix("data-").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
        let asked = self.data_attributes || self.attributes.as_ref().is_some_and(|list| list.contains(name));
        let stays = if self.data_attributes { !self.removes(element, name) } else { self.attribute(element, name) };
        is_data && asked && !runs(name) && stays
    }
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

fn element(input: ElementInput) -> Result<(&'static str, ElementRule), Error> {
    let (name, attributes, removed) = match input {
        ElementInput::Name(name) => (name, None, None),
        ElementInput::Detailed { name, namespace, attributes, remove_attributes } => {
            if let Some(root) = foreign_root("elements", &name, namespace.as_deref())? {
                let attributes = attributes.map(|list| kept_attributes("elements", list)).transpose()?;
                let removed_attributes = attribute_names(remove_attributes);
                return Ok((root, ElementRule { attributes, removed_attributes }));
            }
            (name, attributes, remove_attributes)
        }
    };
    let lower = name.to_ascii_lowercase();
    let tag = match html::fate(&lower) {
        Some((tag, Fate::Keep(_) | Fate::Resource(_) | Fate::Checkbox)) => tag,
        Some((_, Fate::Drop(_))) => {
            return Err(refuse(
                "elements",
                &format!("{} can never be allowed: it runs, loads or speaks for the whole page", quote(&name)),
            ));
        }
        None => return Err(refuse("elements", &format!("{} is outside the safe baseline", quote(&name)))),
    };
    let attributes = attributes.map(|list| kept_attributes("elements", list)).transpose()?;
    Ok((tag, ElementRule { attributes, removed_attributes: attribute_names(removed) }))
}

/// `svg` or `math`, if that is what is named: no HTML element is called so. What stands below is for the tables to say.
fn foreign_root(member: &str, name: &str, namespace: Option<&str>) -> Result<Option<&'static str>, Error> {
    match namespace.map(Namespace::of) {
        None | Some(Some(Namespace::Html)) => Ok(None),
        Some(Some(namespace)) if namespace.root() == name => Ok(Some(namespace.root())),
        Some(_) => {
            let why = "of SVG and MathML only svg and math can be listed; profile \"rich\" decides about the rest";
            Err(refuse(member, &format!("{}: {why}", quote(name))))
        }
    }
}

fn names(member: &str, list: Option<Vec<ElementInput>>) -> Result<BTreeSet<String>, Error> {
    let name = |element: ElementInput| match element {
        ElementInput::Name(name) => Ok(name.to_ascii_lowercase()),
        ElementInput::Detailed { name, namespace, .. } => {
            let root = foreign_root(member, &name, namespace.as_deref())?;
            Ok(root.map_or_else(|| name.to_ascii_lowercase(), str::to_owned))
        }
    };
    set(list.unwrap_or_default().into_iter().map(name))
}

/// One by one: `collect` sorts first, and each sort weighs 5 KB in the module.
fn set<E>(names: impl Iterator<Item = Result<String, E>>) -> Result<BTreeSet<String>, E> {
    let mut set = BTreeSet::new();
    for name in names {
        set.insert(name?);
    }
    Ok(set)
}

fn attribute_name(input: NameInput) -> String {
    match input {
        NameInput::Name(name) | NameInput::Qualified { name, .. } => name.to_ascii_lowercase(),
    }
}

fn attribute_names(list: Option<Vec<NameInput>>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    names.extend(list.unwrap_or_default().into_iter().map(attribute_name));
    names
}

fn kept_attributes(member: &str, list: Vec<NameInput>) -> Result<BTreeSet<String>, Error> {
    set(list.into_iter().map(|input| {
        let name = attribute_name(input);
        if html::is_event_handler(&name) {
            return Err(refuse(member, &format!("{} can never be allowed: it runs script", quote(&name))));
        }
        if name.starts_with("data-") && runs(&name) {
            return Err(refuse(member, &format!("{} can never be allowed: frameworks run it", quote(&name))));
        }
        if is_known_attribute(&name) || name == "class" || name.starts_with("data-") {
            return Ok(name);
        }
        Err(refuse(member, &format!("{} is outside the safe baseline", quote(&name))))
    }))
}

/// Whether some element may have the attribute.
fn is_known_attribute(attribute: &str) -> bool {
    html::is_global(attribute)
        || attribute == "src"
        || foreign::is_known_attribute(attribute)
        || html::ELEMENTS.iter().any(|(_, fate)| match fate {
            Fate::Keep(list) | Fate::Resource(list) => list.contains(&attribute),
            Fate::Checkbox => matches!(attribute, "type" | "checked" | "disabled"),
            Fate::Drop(_) => false,
        })
}

fn refuse(member: &str, why: &str) -> Error {
    Error::new(ErrorKind::InvalidOption, format!("options.config.{member}: {why}"))
}

impl<'de> Deserialize<'de> for NameInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Qualified {
            name: String,
            #[serde(default, deserialize_with = "nullable")]
            namespace: Option<String>,
        }
        match named::<D, Qualified>(deserializer)? {
            Named::Word(name) => Ok(Self::Name(name)),
            Named::Dictionary(Qualified { name, namespace }) => Ok(Self::Qualified { name, namespace }),
        }
    }
}

impl<'de> Deserialize<'de> for ElementInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Detailed {
            name: String,
            #[serde(default, deserialize_with = "nullable")]
            namespace: Option<String>,
            #[serde(default)]
            attributes: Option<Vec<NameInput>>,
            #[serde(default)]
            remove_attributes: Option<Vec<NameInput>>,
        }
        match named::<D, Detailed>(deserializer)? {
            Named::Word(name) => Ok(Self::Name(name)),
            Named::Dictionary(Detailed { name, namespace, attributes, remove_attributes }) => {
                Ok(Self::Detailed { name, namespace, attributes, remove_attributes })
            }
        }
    }
}

enum Named<T> {
    Word(String),
    Dictionary(T),
}

/// Sanitizer API § 2.4, `(DOMString or dictionary)`: told apart by what is there, so that an error names its member.
fn named<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Named<T>, D::Error> {
    struct Either<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
        type Value = Named<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a name or an object with a name")
        }

        fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Named<T>, E> {
            Ok(Named::Word(name.to_owned()))
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Named<T>, A::Error> {
            T::deserialize(MapAccessDeserializer::new(members)).map(Named::Dictionary)
        }
    }

    deserializer.deserialize_any(Either(PhantomData))
}

fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Nullable;

    impl Visitor<'_> for Nullable {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string or null")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Option<String>, E> {
            Ok(Some(text.to_owned()))
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Option<String>, E> {
            Ok(None)
        }
    }

    deserializer.deserialize_any(Nullable)
}
