//! A rule set out of its JSON. A rule with a key or a value that the grammar lacks is dropped, and the others stay.

use serde_json::{Map, Value};

use super::predicate::Predicate;
use crate::policy::REFERRER_POLICIES;
use crate::source::Url;

#[derive(Debug, Default)]
pub(super) struct RuleSet {
    pub(super) rules: Vec<Rule>,
    pub(super) ignored: Vec<Ignored>,
}

/// A rule that does not count.
#[derive(Debug)]
pub(super) struct Ignored {
    pub(super) path: String,
    pub(super) why: String,
}

#[derive(Debug)]
pub(super) struct Rule {
    /// A JSON pointer.
    pub(super) path: String,
    pub(super) text: String,
    pub(super) action: Action,
    pub(super) source: Source,
    pub(super) eagerness: Eagerness,
    pub(super) expects_no_vary_search: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Prefetch,
    Prerender,
}

#[derive(Debug)]
pub(super) enum Source {
    List(Vec<Target>),
    Document(Predicate),
}

#[derive(Debug)]
pub(super) struct Target {
    pub(super) path: String,
    pub(super) url: Url,
    /// Whether it was written with a host of its own.
    pub(super) is_absolute: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eagerness {
    Immediate,
    Eager,
    Moderate,
    Conservative,
}

const ACTIONS: &[(&str, Action)] =
    &[("prefetch", Action::Prefetch), ("prerender", Action::Prerender), ("prerender_until_script", Action::Prerender)];

const KEYS: &[&str] = &[
    "source",
    "urls",
    "where",
    "requires",
    "target_hint",
    "referrer_policy",
    "relative_to",
    "eagerness",
    "expects_no_vary_search",
    "tag",
];

/// "Parse a speculation rule set string". An error drops the whole set.
pub(super) fn rule_set(text: &str, base: Option<&Url>) -> Result<RuleSet, &'static str> {
    let Ok(Value::Object(set)) = serde_json::from_str::<Value>(text) else { return Err("expected an object in JSON") };
    if set.get("tag").is_some_and(|tag| !is_tag(tag)) {
        return Err("/tag: expected printable ASCII text");
    }
    let mut parsed = RuleSet::default();
    for (name, rules) in &set {
        if name == "tag" {
            continue;
        }
        let path = format!("/{name}");
        let Some((_, action)) = ACTIONS.iter().find(|(action, _)| action == name) else {
            parsed.ignored.push(Ignored { path, why: "no such action".to_owned() });
            continue;
        };
        let Some(rules) = rules.as_array() else {
            parsed.ignored.push(Ignored { path, why: "expected a list".to_owned() });
            continue;
        };
        for (at, value) in rules.iter().enumerate() {
            let path = format!("{path}/{at}");
            match rule(value, &path, *action, base) {
                Ok(rule) => parsed.rules.push(rule),
                Err(why) => parsed.ignored.push(Ignored { path, why }),
            }
        }
    }
    Ok(parsed)
}

/// "Parse a speculation rule".
fn rule(value: &Value, path: &str, action: Action, base: Option<&Url>) -> Result<Rule, String> {
    let map = value.as_object().ok_or("expected an object")?;
    if let Some(unknown) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("no such key: {unknown}"));
    }
    let is_document = match map.get("source").map(Value::as_str) {
        Some(Some("list")) => false,
        Some(Some("document")) => true,
        Some(_) => return Err("source: expected list or document".to_owned()),
        None => match (map.contains_key("urls"), map.contains_key("where")) {
            (true, false) => false,
            (false, true) => true,
            _ => return Err("expected urls or where".to_owned()),
        },
    };
    let source = if is_document { document(map)? } else { list(map, path, base)? };
    let eagerness = match text(map, "eagerness")? {
        None if is_document => Eagerness::Conservative,
        None | Some("immediate") => Eagerness::Immediate,
        Some("eager") => Eagerness::Eager,
        Some("moderate") => Eagerness::Moderate,
        Some("conservative") => Eagerness::Conservative,
        Some(_) => return Err("eagerness: expected immediate, eager, moderate or conservative".to_owned()),
    };
    if text(map, "referrer_policy")?.is_some_and(|policy| !policy.is_empty() && !REFERRER_POLICIES.contains(&policy)) {
        return Err("referrer_policy: no such policy".to_owned());
    }
    if map.get("tag").is_some_and(|tag| !is_tag(tag)) {
        return Err("tag: expected printable ASCII text".to_owned());
    }
    text(map, "target_hint")?;
    requires(map)?;
    let expects_no_vary_search = text(map, "expects_no_vary_search")?.map(str::to_owned);
    Ok(Rule { path: path.to_owned(), text: value.to_string(), action, source, eagerness, expects_no_vary_search })
}

fn list(map: &Map<String, Value>, path: &str, base: Option<&Url>) -> Result<Source, String> {
    if map.contains_key("where") {
        return Err("where: not beside urls".to_owned());
    }
    if !matches!(text(map, "relative_to")?, None | Some("ruleset" | "document")) {
        return Err("relative_to: expected ruleset or document".to_owned());
    }
    let urls = map.get("urls").and_then(Value::as_array).ok_or("urls: expected a list")?;
    // Nothing here depends on what stands in for a document that nobody named.
    let stand_in = Url::parse("https://page.invalid/", None);
    let base = base.or(stand_in.as_ref());
    let mut targets = Vec::new();
    for (at, url) in urls.iter().enumerate() {
        let url = url.as_str().ok_or("urls: expected strings")?;
        // What is no URL of the web is passed over.
        let Some(parsed) = Url::parse(url, base).filter(Url::is_http) else { continue };
        let is_absolute = Some(parsed.origin()) != base.map(Url::origin) || Url::parse(url, None).is_some();
        targets.push(Target { path: format!("{path}/urls/{at}"), url: parsed, is_absolute });
    }
    Ok(Source::List(targets))
}

fn document(map: &Map<String, Value>) -> Result<Source, String> {
    if map.contains_key("urls") || map.contains_key("relative_to") {
        return Err("urls, relative_to: not in a document rule".to_owned());
    }
    match map.get("where") {
        None => Ok(Source::Document(Predicate::everything())),
        Some(value) => Predicate::parse(value).map(Source::Document),
    }
}

fn requires(map: &Map<String, Value>) -> Result<(), String> {
    let Some(value) = map.get("requires") else { return Ok(()) };
    let known = |item: &Value| item.as_str() == Some("anonymous-client-ip-when-cross-origin");
    match value.as_array() {
        Some(items) if items.iter().all(known) => Ok(()),
        _ => Err("requires: expected a list of requirements that are known".to_owned()),
    }
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Result<Option<&'a str>, String> {
    match map.get(key) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(|| format!("{key}: expected a string")),
    }
}

fn is_tag(tag: &Value) -> bool {
    tag.as_str().is_some_and(|tag| tag.bytes().all(|byte| matches!(byte, 0x20..=0x7E)))
}
