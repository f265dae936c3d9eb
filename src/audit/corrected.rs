//! A page's own headers with the least change that ends the findings: of one, as its `fix`, and of all together.
//!
//! What the page asked for and every policy allowed by name stays allowed: its own origin, the hosts that are listed. What no
//! header tells stands in braces, with a sentence in the notes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::headers::{self, Response, endpoints};
use super::structured::{Value, dictionary};
use crate::csp::correct::{Draft, correct, filled};
use crate::csp::{Csp, Disposition, Origin, PagePolicies};
use crate::finding::Finding;
use crate::finding::registry::{self, Definition};
use crate::policy::features;

/// Headers to send in the place of those that were seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Corrected {
    /// By name. Those that stay as they are are not among them, but for the policy.
    pub headers: BTreeMap<String, String>,
    /// What has to be filled in, and what to look at before the headers are sent.
    pub notes: Vec<String>,
}

const CSP: &str = "Content-Security-Policy";
const CSP_REPORT_ONLY: &str = "Content-Security-Policy-Report-Only";
const ENDPOINTS: &str = "Reporting-Endpoints";
const PERMISSIONS: &str = "Permissions-Policy";
const FEATURE: &str = "Feature-Policy";

/// A correction can raise the next: a directive that is taken apart has sources of its own. More rounds than that are a fault.
const ROUNDS: usize = 8;

/// Gives each finding its correction, and returns all of them together.
pub(super) fn of(response: &Response, policies: &PagePolicies, findings: &mut [Finding]) -> Corrected {
    for finding in findings.iter_mut() {
        let mut work = Work::new(response, policies);
        if work.apply(finding) {
            let changed = work.changed(response);
            let lines: Vec<String> = changed.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            finding.fix = Some(lines.join("\n")).filter(|lines| !lines.is_empty()).or_else(|| finding.fix.take());
        }
    }
    let mut work = Work::new(response, policies);
    for _ in 0..ROUNDS {
        let before = work.texts();
        for one in work.enforced.iter_mut().chain(&mut work.reported) {
            one.judged = filled(&one.draft.to_string());
        }
        for finding in headers::judge(&work.response(response), &work.policies()) {
            work.apply(&finding);
        }
        if before == work.texts() {
            break;
        }
    }
    let mut headers = work.changed(response);
    headers.insert(CSP.to_owned(), work.header());
    Corrected { headers, notes: work.notes }
}

/// What is being written anew.
struct Work {
    enforced: Vec<Written>,
    reported: Vec<Written>,
    /// Policies that no header carries.
    around: Vec<Csp>,
    /// The other headers that are corrected, each as one value.
    others: BTreeMap<&'static str, String>,
    notes: Vec<String>,
}

/// A policy, the text that it stood for, and the text by which the last findings are about it.
#[derive(Clone, PartialEq, Eq)]
struct Written {
    was: String,
    judged: String,
    draft: Draft,
}

impl Work {
    fn new(response: &Response, policies: &PagePolicies) -> Self {
        let written = |draft: Draft, was: &str| Written { was: was.to_owned(), judged: was.to_owned(), draft };
        let of_header = |disposition| {
            let policies = policies.all().iter();
            policies.filter(move |policy| policy.origin == Origin::Header && policy.disposition == disposition)
        };
        let mut enforced: Vec<Written> =
            of_header(Disposition::Enforce).map(|policy| written(Draft::of(&policy.text), &policy.text)).collect();
        let mut reported: Vec<Written> =
            of_header(Disposition::Report).map(|policy| written(Draft::of(&policy.text), &policy.text)).collect();
        if enforced.is_empty() {
            // What only reports is enforced from now on.
            let draft = reported.drain(..).next().map(|one| one.draft).unwrap_or_default();
            let first = policies.all().first().map_or("", |policy| &policy.text);
            enforced.push(written(draft, first));
        }
        let around = policies.all().iter().filter(|policy| policy.origin != Origin::Header).cloned().collect();
        let mut others = BTreeMap::new();
        for name in [
            ENDPOINTS,
            "Report-To",
            PERMISSIONS,
            FEATURE,
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Connection-Allowlist",
        ] {
            if let Some(value) = joined(response, name) {
                others.insert(name, value);
            }
        }
        Self { enforced, reported, around, others, notes: Vec::new() }
    }

    /// What is written so far.
    fn texts(&self) -> (Vec<Draft>, BTreeMap<&'static str, String>) {
        let drafts = self.enforced.iter().chain(&self.reported).map(|one| one.draft.clone());
        (drafts.collect(), self.others.clone())
    }

    fn header(&self) -> String {
        let texts: Vec<String> = self.enforced.iter().map(|one| one.draft.to_string()).collect();
        texts.join(", ")
    }

    /// The headers that are not as they were.
    fn changed(&self, response: &Response) -> BTreeMap<String, String> {
        let mut headers = BTreeMap::new();
        if joined(response, CSP).is_none_or(|was| was != self.header()) && self.is_changed() {
            headers.insert(CSP.to_owned(), self.header());
        }
        if self.reported.iter().any(|one| one.draft != Draft::of(&one.was)) {
            let texts: Vec<String> = self.reported.iter().map(|one| one.draft.to_string()).collect();
            headers.insert(CSP_REPORT_ONLY.to_owned(), texts.join(", "));
        }
        for (name, value) in &self.others {
            if joined(response, name).as_ref() != Some(value) {
                headers.insert((*name).to_owned(), value.clone());
            }
        }
        headers
    }

    fn is_changed(&self) -> bool {
        self.enforced.iter().any(|one| one.draft != Draft::of(&one.was))
    }

    /// The policies as they would be judged.
    fn policies(&self) -> PagePolicies {
        let parse = |written: &Written, disposition| {
            Csp::parse(&filled(&written.draft.to_string()), Origin::Header, disposition)
        };
        let enforced = self.enforced.iter().map(|one| parse(one, Disposition::Enforce));
        let reported = self.reported.iter().map(|one| parse(one, Disposition::Report));
        PagePolicies::of(enforced.chain(reported).chain(self.around.iter().cloned()).collect())
    }

    fn response(&self, response: &Response) -> Response {
        let kept = response.headers.iter().filter(|(name, _)| {
            !name.eq_ignore_ascii_case(CSP) && !self.others.keys().any(|other| other.eq_ignore_ascii_case(name))
        });
        let others = self.others.iter().map(|(name, value)| ((*name).to_owned(), filled(value)));
        Response { headers: kept.cloned().chain(others).collect(), policy: None, ..response.clone() }
    }

    /// Ends the finding, if a change of a header does. Whether anything changed.
    fn apply(&mut self, finding: &Finding) -> bool {
        let before = self.texts();
        if finding.evidence.is_none() && self.enforced.len() > 1 {
            let others: Vec<Draft> = self.enforced.iter().skip(1).map(|one| one.draft.clone()).collect();
            let needs_default = [registry::CONNECT_MISSING, registry::SCRIPT_MISSING, registry::CHANNEL_OPEN];
            if needs_default.iter().any(|definition| definition.code == finding.rule())
                && let Some(first) = self.enforced.first_mut()
            {
                first.draft.adopt(&others);
            }
        }
        let note = match self.about(finding).and_then(|draft| correct(draft, finding)) {
            Some(note) => note,
            None => self.around_the_policy(finding),
        };
        let changed = before != self.texts();
        if let Some(note) = note.filter(|note| changed && !self.notes.iter().any(|held| held == note)) {
            self.notes.push(note.to_owned());
        }
        changed
    }

    /// The policy that a finding is about; of one that is about what is missing, the first.
    fn about(&mut self, finding: &Finding) -> Option<&mut Draft> {
        let Some(value) = finding.evidence.as_ref().and_then(|evidence| evidence.value.as_ref()) else {
            return self.enforced.first_mut().map(|one| &mut one.draft);
        };
        let is = |one: &&mut Written| one.judged == *value;
        self.enforced.iter_mut().chain(&mut self.reported).find(is).map(|one| &mut one.draft)
    }

    /// The headers beside the policy.
    fn around_the_policy(&mut self, finding: &Finding) -> Option<&'static str> {
        let code = finding.rule();
        let is = |definition: Definition| definition.code == code;
        if is(registry::REPORTING_MISSING) {
            self.report("report-to", GROUP);
            self.report("report-uri", ENDPOINT);
            self.add_endpoint(GROUP);
            return Some(NOTE_REPORTS);
        }
        if is(registry::REPORT_TO_UNDEFINED) {
            let name = self.about(finding).and_then(|draft| draft.value("report-to"))?;
            self.add_endpoint(&name);
            return Some(NOTE_REPORTS);
        }
        if is(registry::REPORT_TO_ONLY) {
            let defined = endpoints(&self.response(&Response::default()));
            let draft = self.about(finding)?;
            let name = draft.value("report-to")?;
            let url = defined.iter().find(|(defined, _)| *defined == name).map(|(_, url)| url.clone())?;
            draft.add("report-uri", &[&url]);
            return None;
        }
        if is(registry::REPORT_ENDPOINT_INSECURE) {
            for one in self.enforced.iter_mut().chain(&mut self.reported) {
                one.draft.rewrite("report-uri", |word| word.replacen("http://", "https://", 1));
            }
            for name in [ENDPOINTS, "Report-To"] {
                if let Some(value) = self.others.get_mut(name) {
                    *value = value.replace("\"http://", "\"https://");
                }
            }
            return None;
        }
        let replaced = [
            (registry::REFERRER_WHOLE_URL, "Referrer-Policy", "strict-origin-when-cross-origin"),
            (registry::COOP_UNSAFE_NONE, "Cross-Origin-Opener-Policy", "same-origin-allow-popups"),
            (registry::CORP_PERSONAL, "Cross-Origin-Resource-Policy", "same-origin"),
            (registry::CONNECTION_ALLOWLIST_SYNTAX, "Connection-Allowlist", "(response-origin)"),
            (registry::CONNECTION_ALLOWLIST_WILDCARD, "Connection-Allowlist", "(response-origin)"),
        ];
        if let Some((_, name, value)) = replaced.into_iter().find(|(definition, ..)| is(*definition)) {
            self.others.insert(name, value.to_owned());
        }
        self.permissions(code);
        None
    }

    fn report(&mut self, directive: &str, word: &str) {
        if let Some(one) = self.enforced.first_mut() {
            one.draft.fill(directive, &[word]);
        }
    }

    fn add_endpoint(&mut self, name: &str) {
        let added = format!("{name}=\"{ENDPOINT}\"");
        let held = self.others.entry(ENDPOINTS).or_default();
        if !held.contains(&added) {
            *held = if held.is_empty() { added } else { format!("{held}, {added}") };
        }
    }

    /// `Permissions-Policy`, written anew from what can be read of it.
    fn permissions(&mut self, code: &str) {
        let is = |definition: Definition| definition.code == code;
        if is(registry::PP_LEGACY) {
            if let Some(value) = self.others.remove(FEATURE) {
                self.others.entry(PERMISSIONS).or_insert_with(|| from_feature_policy(&value));
            }
            return;
        }
        let Some(value) = self.others.get_mut(PERMISSIONS) else { return };
        if is(registry::PP_SYNTAX) {
            *value = from_feature_policy(value);
        } else if is(registry::PP_UNRECOGNIZED) || is(registry::PP_DUPLICATE) || is(registry::PP_ALLOWLIST) {
            let Some(members) = dictionary(value) else { return };
            let last = |at: usize, key: &str| !members.iter().skip(at + 1).any(|later| later.key == key);
            let kept = members
                .iter()
                .enumerate()
                .filter(|(at, member)| features::is_known(member.key) && last(*at, member.key));
            let written: Vec<String> =
                kept.map(|(_, member)| format!("{}={}", member.key, allowlist(&member.value))).collect();
            *value = written.join(", ");
        }
    }
}

const GROUP: &str = "csp";
const ENDPOINT: &str = "https://{reports}/csp";
const NOTE_REPORTS: &str = "{reports} is the host that takes reports of violations.";

/// A header that came in several lines, as one: Fetch § 2.2.2, "get".
fn joined(response: &Response, name: &str) -> Option<String> {
    let values: Vec<&str> = response.all(name).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// An allowlist as structured fields have it, with the origins that were meant.
fn allowlist(value: &Value) -> String {
    let item = |value: &Value| match value {
        Value::Text(origin) => Some(format!("\"{origin}\"")),
        Value::Bare(word) if matches!(word.as_str(), "self" | "src" | "*") => Some(word.clone()),
        Value::Bare(word) if word.contains("://") => Some(format!("\"{word}\"")),
        _ => None,
    };
    match value {
        Value::Bare(word) if word == "*" => "*".to_owned(),
        Value::List(items) => format!("({})", items.iter().filter_map(item).collect::<Vec<_>>().join(" ")),
        one => format!("({})", item(one).unwrap_or_default()),
    }
}

/// `camera 'none'; geolocation 'self' https://map.example`, or what is as near to it, as structured fields.
fn from_feature_policy(value: &str) -> String {
    let read = |directive: &str| {
        let spaced = directive.replace(['=', '(', ')', '"', ','], " ");
        let mut words = spaced.split_ascii_whitespace();
        let name = words.next()?.to_ascii_lowercase();
        let item = |word: &str| match word.trim_matches('\'').to_ascii_lowercase().as_str() {
            "none" => None,
            word @ ("self" | "src" | "*") => Some(word.to_owned()),
            _ => Some(format!("\"{word}\"")),
        };
        let items: Vec<String> = words.filter_map(item).collect();
        let list = if items.iter().any(|item| item == "*") { "*".to_owned() } else { format!("({})", items.join(" ")) };
        features::is_known(&name).then(|| format!("{name}={list}"))
    };
    let separator = if value.contains(';') { ';' } else { ',' };
    value.split(separator).filter_map(read).collect::<Vec<_>>().join(", ")
}
