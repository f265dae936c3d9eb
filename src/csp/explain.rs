//! Would a page's policies let a request through, and which source of which policy decided?

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::directives::{DIRECTIVES, KnownDirective};
use super::parse::{self, Csp, Disposition};
use crate::error::{Error, ErrorKind, quote};
use crate::source::{Dialect, Origin, Source, SourceList, Target, Url};

/// One request.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The directive that is asked: `connect-src` for `fetch`, `img-src` for an image.
    pub directive: &'a str,
    /// Where the request goes; after a redirect, the hop that is asked about.
    pub url: &'a Url,
    /// The page's origin.
    pub self_origin: &'a Origin,
    /// Whether a redirect led here.
    pub redirected: bool,
    /// The nonce that the element carries.
    pub nonce: Option<&'a str>,
    /// Whether the parser inserted the script, rather than a script that was trusted already.
    pub parser_inserted: bool,
    /// Whose rules.
    pub dialect: Dialect,
}

/// What one policy said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The policy's place in the list: a header that holds several counts as several.
    pub policy: usize,
    /// The directive that decided, by fallback too; none: the policy leaves these requests free.
    pub directive: Option<String>,
    /// The source that matched.
    pub source: Option<String>,
    /// Whether the policy lets the request through.
    pub allowed: bool,
    /// Whether it is enforced or only reports.
    pub disposition: Disposition,
}

/// The verdict and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Whether every enforced policy lets the request through.
    pub allowed: bool,
    /// Every policy's answer, in order.
    pub trace: Vec<Step>,
}

/// Asks every policy: CSP § 4.1.2 and § 6.8.
pub fn explain(policies: &[Csp], question: Question<'_>) -> Explanation {
    let trace: Vec<Step> = policies.iter().enumerate().map(|(at, policy)| ask(at, policy, question)).collect();
    let allowed = trace.iter().all(|step| step.allowed || step.disposition == Disposition::Report);
    Explanation { allowed, trace }
}

fn ask(at: usize, policy: &Csp, question: Question<'_>) -> Step {
    let step =
        |directive, source, allowed| Step { policy: at, directive, source, allowed, disposition: policy.disposition };
    let Some(directive) = policy.deciding(question.directive) else { return step(None, None, true) };
    let name = Some(directive.name.clone());
    if directive.name == "webrtc" {
        // No engine has it.
        let blocks = question.dialect == Dialect::Spec && directive.value.eq_ignore_ascii_case("'block'");
        return step(name, Some(directive.value.clone()).filter(|value| !value.is_empty()), !blocks);
    }
    let upgraded = upgraded(policy, question);
    let url = upgraded.as_ref().unwrap_or(question.url);
    let matched = find(&directive.sources(), Question { url, ..question });
    step(name, matched.as_ref().map(Source::to_string), matched.is_some())
}

/// § 6.7.1, for scripts and styles, and § 6.7.2.7 for the rest: the source that lets the request through.
fn find(sources: &SourceList, question: Question<'_>) -> Option<Source> {
    let is_script = is_script(question.directive);
    let nonce = question.nonce.filter(|_| is_script || question.directive.starts_with("style-src"));
    if let Some(source) = nonce.and_then(|nonce| sources.with_nonce(nonce)) {
        return Some(source.clone());
    }
    if is_script && let Some(dynamic) = sources.keyword("strict-dynamic") {
        // § 6.7.1.1, step 4: hosts and schemes no longer count.
        return Some(dynamic.clone()).filter(|_| !question.parser_inserted);
    }
    let target = Target {
        url: question.url,
        self_origin: question.self_origin,
        redirected: question.redirected,
        dialect: question.dialect,
    };
    sources.find(target).cloned()
}

/// The requests that run script, a worker's own included: § 6.1.10 to § 6.1.12 and `worker-src`.
fn is_script(directive: &str) -> bool {
    matches!(directive, "script-src" | "script-src-elem" | "worker-src")
}

/// Upgrade Insecure Requests § 3.1 comes before CSP in Fetch; browsers ask CSP first (measured).
fn upgraded(policy: &Csp, question: Question<'_>) -> Option<Url> {
    if question.dialect == Dialect::Browsers || policy.directive("upgrade-insecure-requests").is_none() {
        return None;
    }
    let (from, to) = match question.url.scheme() {
        "http" => ("http", "https"),
        "ws" => ("ws", "wss"),
        _ => return None,
    };
    Url::parse(&question.url.href().replacen(from, to, 1), None)
}

/// A request and the policies of its page, as written. `redirect` is the hop that is asked about; `url` came before it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExplainInput {
    /// Values of `Content-Security-Policy`.
    pub headers: Vec<String>,
    /// Values of `Content-Security-Policy-Report-Only`.
    pub report_only: Vec<String>,
    /// Contents of `<meta http-equiv=Content-Security-Policy>`.
    pub meta: Vec<String>,
    /// Contents of `<meta http-equiv=Content-Security-Policy-Report-Only>`, which no browser reads.
    pub meta_report_only: Vec<String>,
    /// The page's origin, or `null`.
    pub self_origin: String,
    /// The request's URL.
    pub url: String,
    /// The directive that is asked.
    pub directive: String,
    /// Where the request was redirected to.
    #[serde(deserialize_with = "text_or_null")]
    pub redirect: Option<String>,
    /// The nonce that the element carries.
    pub nonce: Option<String>,
    /// Whether the parser inserted the script.
    pub parser_inserted: bool,
    /// Whose rules.
    pub dialect: Dialect,
}

fn text_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct TextOrNull;

    impl de::Visitor<'_> for TextOrNull {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string or null")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }
    }

    deserializer.deserialize_any(TextOrNull)
}

impl ExplainInput {
    /// Reads what was written, and asks.
    ///
    /// # Errors
    ///
    /// `invalid-input`, where the directive is none that a request is asked about, or the URL or the origin is none.
    pub fn explain(&self) -> Result<Explanation, Error> {
        let invalid = |field: &str, value: &str, expected: &str| {
            Error::new(ErrorKind::InvalidInput, format!("{field}: {}: expected {expected}", quote(value)))
        };
        let directive = self.directive.to_ascii_lowercase();
        if !KnownDirective::named(&directive).is_some_and(|known| known.is_asked) {
            let asked: Vec<_> = DIRECTIVES.iter().filter(|known| known.is_asked).map(|known| known.name).collect();
            let expected = format!("a directive about requests: {}", asked.join(", "));
            return Err(invalid("directive", &self.directive, &expected));
        }
        let self_origin = Origin::of(&self.self_origin);
        if self_origin == Origin::Opaque && self.self_origin != "null" {
            return Err(invalid("selfOrigin", &self.self_origin, "an origin such as https://app.example, or null"));
        }
        let (field, text) = self.redirect.as_ref().map_or(("url", &self.url), |hop| ("redirect", hop));
        let Some(url) = Url::parse(text, None) else { return Err(invalid(field, text, "an absolute URL")) };
        let header = |values: &[String], disposition| -> Vec<Csp> {
            values.iter().flat_map(|value| Csp::parse_header(value, disposition)).collect()
        };
        let mut policies = header(&self.headers, Disposition::Enforce);
        policies.extend(header(&self.report_only, Disposition::Report));
        let meta = self.meta.iter().map(|value| Csp::parse(value, parse::Origin::Meta, Disposition::Enforce));
        policies.extend(meta);
        Ok(explain(
            &policies,
            Question {
                directive: &directive,
                url: &url,
                self_origin: &self_origin,
                redirected: self.redirect.is_some(),
                nonce: self.nonce.as_deref(),
                parser_inserted: self.parser_inserted,
                dialect: self.dialect,
            },
        ))
    }
}
