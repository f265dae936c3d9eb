//! Header lists as HTTP has them: in order, names without case, a name more than once.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

/// A header list: Fetch § 2.2.2. Written as an object whose values are strings, or lists with a string a line; pairs of
/// name and value are read as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds a line.
    pub fn append(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The lines, in order, with values as Fetch normalizes them: without the whitespace around them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), trim(value)))
    }

    /// Fetch § 2.2.2 "get": every line of that name, combined with a comma and a space.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut lines = self.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let first = lines.next()?;
        Some(lines.fold(Cow::Borrowed(first), |all, line| Cow::Owned(format!("{all}, {line}"))))
    }

    /// Whether there is a line of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the lines of that name out; the first one's value.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        let (_, value) = self.0.remove(at);
        self.0.retain(|(other, _)| other != name);
        Some(value)
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        Self(lines.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// As an object; a name that comes back has its lines combined.
impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = |at: usize, name: &str| !self.0[..at].iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let names = self.0.iter().enumerate().filter(|(at, (name, _))| first(*at, name)).map(|(_, (name, _))| name);
        serializer.collect_map(names.filter_map(|name| Some((name, self.get(name)?))))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(String),
    Many(Vec<String>),
    Number(u64),
    None(()),
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lists;

        impl<'de> Visitor<'de> for Lists {
            type Value = Headers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("headers: an object of names and values, or a list of pairs")
            }

            fn visit_unit<E>(self) -> Result<Headers, E> {
                Ok(Headers::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Headers, A::Error> {
                let mut headers = Headers::default();
                while let Some((name, lines)) = map.next_entry::<String, Lines>()? {
                    match lines {
                        Lines::One(value) => headers.append(name, value),
                        Lines::Many(values) => values.into_iter().for_each(|value| headers.append(name.clone(), value)),
                        Lines::Number(number) => headers.append(name, number.to_string()),
                        Lines::None(()) => {}
                    }
                }
                Ok(headers)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pairs: A) -> Result<Headers, A::Error> {
                let mut headers = Headers::default();
                while let Some((name, value)) = pairs.next_element::<(String, String)>()? {
                    headers.append(name, value);
                }
                Ok(headers)
            }
        }

        deserializer.deserialize_any(Lists)
    }
}

/// HTTP whitespace is tab, line feed, carriage return and space.
pub(super) fn trim(value: &str) -> &str {
    value.trim_matches(['\t', '\n', '\r', ' '])
}

/// RFC 9110 § 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The members of `#method` or `#field-name`, empty ones left out (RFC 9110 § 5.6.1.2). `None` where one is no token:
/// what Fetch calls a failure to extract.
pub(super) fn tokens(value: &str) -> Option<Vec<&str>> {
    let members = value.split(',').map(trim).filter(|member| !member.is_empty());
    members.map(|member| is_token(member).then_some(member)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(json: &str) -> Headers {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
    }

    #[test]
    fn lines_are_combined() {
        let one = headers(r#"{"Vary": " Origin\t", "X-List": ["a", " b "], "Max": 5, "None": null}"#);
        assert_eq!(one.get("vary").as_deref(), Some("Origin"));
        assert_eq!(one.get("x-list").as_deref(), Some("a, b"));
        assert_eq!(one.get("max").as_deref(), Some("5"));
        assert!(!one.has("none"));
        assert!(headers("null").is_empty() && headers("{}").is_empty());
        assert_eq!(headers(r#"[["a", "1"], ["A", "2"]]"#).get("a").as_deref(), Some("1, 2"));
        assert_eq!(
            serde_json::to_string(&headers(r#"{"a": ["1", "2"], "B": "3"}"#)).expect("it is written"),
            r#"{"a":"1, 2","B":"3"}"#
        );
    }

    #[test]
    fn lists_of_tokens() {
        for (value, members) in [
            ("GET, POST", Some(vec!["GET", "POST"])),
            (" a ,b\t,, ", Some(vec!["a", "b"])),
            ("", Some(vec![])),
            ("a b", None),
            ("a, b;c", None),
            ("é", None),
        ] {
            assert_eq!(tokens(value), members, "{value:?}");
        }
    }
}
