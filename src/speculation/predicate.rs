//! The `where` of a document rule: which links of a page it takes, and whether one that tool output brought is among them.

use serde_json::{Map, Value};

#[derive(Debug)]
pub(super) enum Predicate {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    /// How far its patterns reach, and their texts.
    Href(Breadth, Vec<String>),
    /// Whether one of its selectors takes every link.
    Selector(bool),
}

/// Where a link of an attacker's may lead for a rule to take it, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breadth {
    Nothing,
    /// The page's own origin, or hosts that are named.
    Named,
    /// Any host.
    Any,
}

impl Predicate {
    /// A document rule without `where`.
    pub(super) fn everything() -> Self {
        Self::And(Vec::new())
    }

    /// "Parse a document rule predicate".
    pub(super) fn parse(value: &Value) -> Result<Self, String> {
        let map = value.as_object().ok_or("where: expected an object")?;
        let mut keys = map.keys().map(String::as_str).filter(|key| *key != "relative_to");
        let (Some(key), None) = (keys.next(), keys.next()) else {
            return Err("where: expected one of and, or, not, href_matches, selector_matches".to_owned());
        };
        if map.contains_key("relative_to") {
            let known = matches!(map.get("relative_to").and_then(Value::as_str), Some("ruleset" | "document"));
            if key != "href_matches" || !known {
                return Err("where: relative_to: expected ruleset or document, beside href_matches".to_owned());
            }
        }
        let operand = &map[key];
        let clauses = || -> Result<Vec<Self>, String> {
            let list = operand.as_array().ok_or_else(|| format!("where: {key}: expected a list"))?;
            list.iter().map(Self::parse).collect()
        };
        match key {
            "and" => clauses().map(Self::And),
            "or" => clauses().map(Self::Or),
            "not" => Self::parse(operand).map(|inner| Self::Not(Box::new(inner))),
            "href_matches" => {
                let patterns = one_or_many(operand);
                let breadths = patterns.iter().map(|pattern| breadth(pattern)).collect::<Result<Vec<_>, _>>()?;
                let texts = patterns.iter().map(|pattern| text_of(pattern)).collect();
                Ok(Self::Href(breadths.into_iter().max().unwrap_or(Breadth::Nothing), texts))
            }
            "selector_matches" => {
                let selectors = one_or_many(operand);
                let selectors: Option<Vec<&str>> = selectors.iter().map(|selector| selector.as_str()).collect();
                let selectors = selectors.ok_or("where: selector_matches: expected selectors")?;
                Ok(Self::Selector(selectors.iter().any(|selector| takes_every_link(selector))))
            }
            _ => Err(format!("where: no such predicate: {key}")),
        }
    }

    /// How far a link of tool output reaches. A selector that says more than "a link" is taken for one that tells the page's
    /// own links from those of output: it holds where it keeps links in, and where it keeps them out.
    pub(super) fn reach(&self) -> Breadth {
        self.reach_where(true)
    }

    fn reach_where(&self, keeps_in: bool) -> Breadth {
        match self {
            Self::And(clauses) => {
                clauses.iter().map(|clause| clause.reach_where(keeps_in)).min().unwrap_or(Breadth::Any)
            }
            Self::Or(clauses) => {
                clauses.iter().map(|clause| clause.reach_where(keeps_in)).max().unwrap_or(Breadth::Nothing)
            }
            Self::Not(inner) => match inner.reach_where(!keeps_in) {
                Breadth::Any => Breadth::Nothing,
                // Every link but those to named hosts: still any other host's.
                Breadth::Named | Breadth::Nothing => Breadth::Any,
            },
            Self::Href(breadth, _) => *breadth,
            Self::Selector(every) if *every => Breadth::Any,
            Self::Selector(_) if keeps_in => Breadth::Nothing,
            Self::Selector(_) => Breadth::Any,
        }
    }

    /// The patterns that let links in.
    pub(super) fn patterns(&self) -> Vec<&str> {
        match self {
            Self::And(clauses) | Self::Or(clauses) => clauses.iter().flat_map(Self::patterns).collect(),
            Self::Href(_, texts) => texts.iter().map(String::as_str).collect(),
            Self::Not(_) | Self::Selector(_) => Vec::new(),
        }
    }
}

fn one_or_many(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}

fn text_of(pattern: &Value) -> String {
    pattern.as_str().map_or_else(|| pattern.to_string(), str::to_owned)
}

fn takes_every_link(selector: &str) -> bool {
    selector.split(',').any(|one| {
        matches!(
            one.trim(),
            "*" | "a" | "area" | "a[href]" | "[href]" | ":any-link" | ":link" | "a:any-link" | "a:link"
        )
    })
}

/// A URL pattern's host: <https://urlpattern.spec.whatwg.org/>.
fn breadth(pattern: &Value) -> Result<Breadth, String> {
    match pattern {
        Value::String(text) => Ok(breadth_of_text(text)),
        Value::Object(parts) => Ok(breadth_of_parts(parts)),
        _ => Err("where: href_matches: expected URL patterns".to_owned()),
    }
}

fn breadth_of_text(text: &str) -> Breadth {
    let after_scheme = text.split_once("://").map(|(_, rest)| rest).or_else(|| text.strip_prefix("//"));
    after_scheme.map_or(Breadth::Named, |rest| breadth_of_host(rest.split('/').next().unwrap_or_default()))
}

/// Parts that are left out come from the base, up to the first that is given.
fn breadth_of_parts(parts: &Map<String, Value>) -> Breadth {
    match parts.get("hostname").and_then(Value::as_str) {
        Some(host) => breadth_of_host(host),
        None if parts.contains_key("protocol") => Breadth::Any,
        None => Breadth::Named,
    }
}

/// A host that begins with a wildcard and ends in a name is named; of a group or a part in braces nobody can tell.
fn breadth_of_host(host: &str) -> Breadth {
    let is_open = match host.strip_prefix("*.") {
        Some(parent) => parent.is_empty() || parent.contains('*') || !parent.contains('.'),
        None => host.contains('*') || host.starts_with(':'),
    };
    if is_open || host.contains(['(', '{']) { Breadth::Any } else { Breadth::Named }
}
