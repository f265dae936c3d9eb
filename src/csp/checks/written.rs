//! What is written wrongly, and what does not count where it stands.

use super::connect::is_insecure;
use super::words::{HASHED, KEYWORDS, is_base64_of, nearest};
use super::{deciding, evidence};
use crate::csp::directives::KnownDirective;
use crate::csp::effective::PagePolicies;
use crate::csp::parse::{Directive, Why};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding, Severity};
use crate::source::{HostPattern, Source, is_base64};

/// What stands in a policy and does not count.
pub(super) fn dropped(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        for dropped in &policy.dropped {
            let definition = match dropped.why {
                Why::NonAscii => registry::NON_ASCII,
                Why::Duplicate => registry::DUPLICATE_DIRECTIVE,
                Why::Meta => registry::META_IGNORED,
            };
            findings.push(definition.found(Some(policy.evidence(dropped.span))));
        }
    }
}

pub(super) fn spelling(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        for directive in policy.directives() {
            let seen = || Some(evidence((policy, directive)));
            match directive.known() {
                Some(KnownDirective { obsolete: Some(instead), .. }) => {
                    let mut finding = registry::DEPRECATED_DIRECTIVE.found(seen());
                    finding.why = format!("{} {instead}", finding.why);
                    findings.push(finding);
                }
                Some(_) => {}
                None => {
                    let colon = directive.name.strip_suffix(':').and_then(KnownDirective::named);
                    if colon.is_some() {
                        findings.push(registry::TRAILING_COLON.found(seen()));
                    }
                    let mut finding = registry::UNKNOWN_DIRECTIVE.found(seen());
                    let meant = colon.map(|known| known.name).or_else(|| KnownDirective::nearest(&directive.name));
                    if let Some(meant) = meant {
                        finding.why = format!("{} {meant} was probably meant.", finding.why);
                    }
                    findings.push(finding);
                }
            }
        }
    }
}

/// Tokens among the sources that are no source, or another one than was meant.
pub(super) fn sources(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        // Most of those that nobody knows are misspelt.
        let takes_sources = |directive: &&Directive| directive.known().is_none_or(|known| known.takes_sources);
        for directive in policy.directives().filter(takes_sources) {
            let tokens: Vec<&str> = directive.value.split_ascii_whitespace().collect();
            let mut found = |definition: Definition, is: bool| {
                if is {
                    findings.push(definition.found(Some(evidence((policy, directive)))));
                }
            };
            let any = |wanted: &dyn Fn(&str) -> bool| tokens.iter().any(|token| wanted(token));
            found(registry::MISSING_SEMICOLON, any(&is_directive));
            found(registry::UNQUOTED_KEYWORD, any(&is_unquoted));
            found(registry::IP_SOURCE, any(&is_address));
            let none = any(&|token| token.eq_ignore_ascii_case("'none'"));
            found(registry::NONE_NOT_ALONE, none && tokens.len() > 1);
            for token in &tokens {
                let Some(why) = wrong(token) else { continue };
                let mut finding = registry::INVALID_SOURCE.found(Some(evidence((policy, directive))));
                finding.why = format!("{} {token} {why}.", finding.why);
                findings.push(finding);
            }
        }
    }
}

/// Words of the directives that take no sources: those that a directive does not know do nothing.
pub(super) fn values(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        for directive in policy.directives() {
            let unknown = |token: &&str| understood(&directive.name, token).is_none_or(|word| word != *token);
            let Some(first) = directive.value.split_ascii_whitespace().find(unknown) else { continue };
            let mut finding = registry::UNKNOWN_VALUE.found(Some(evidence((policy, directive))));
            finding.why = format!("{} {} does not know {first}.", finding.why, directive.name);
            findings.push(finding);
        }
    }
}

/// HTML § 7.1.5, "parse a sandboxing directive".
const SANDBOX: [&str; 14] = [
    "allow-downloads",
    "allow-forms",
    "allow-modals",
    "allow-orientation-lock",
    "allow-pointer-lock",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-presentation",
    "allow-same-origin",
    "allow-scripts",
    "allow-storage-access-by-user-activation",
    "allow-top-navigation",
    "allow-top-navigation-by-user-activation",
    "allow-top-navigation-to-custom-protocols",
];

/// A word as the directive of that name understands it; none, where it means nothing there. Directives of sources have a check of
/// their own, and so has `require-trusted-types-for`.
pub(in crate::csp) fn understood<'a>(name: &str, token: &'a str) -> Option<&'a str> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-#=_/@.%".contains(&byte);
    let is_keyword = || ["'none'", "'allow-duplicates'"].iter().any(|word| token.eq_ignore_ascii_case(word));
    match name {
        "sandbox" => SANDBOX.iter().any(|flag| token.eq_ignore_ascii_case(flag)).then_some(token),
        // Trusted Types § 4.2.
        "trusted-types" => (token == "*" || is_keyword() || token.bytes().all(is_name)).then_some(token),
        "report-uri" => Some(token.trim_matches(['\'', '"'])),
        "upgrade-insecure-requests" => None,
        _ => Some(token),
    }
}

/// Whether a token is the name of a directive.
pub(in crate::csp) fn is_directive(token: &str) -> bool {
    KnownDirective::named(&token.to_ascii_lowercase()).is_some()
}

/// Whether a token is a keyword without its quotes.
pub(in crate::csp) fn is_unquoted(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    let is_hashed = || HASHED.iter().any(|kind| token.starts_with(kind.trim_start_matches('\'')));
    KEYWORDS.contains(&token.as_str()) || token.len() > 20 && is_hashed()
}

/// Whether a token is an address in numbers, other than the machine's own.
pub(in crate::csp) fn is_address(token: &str) -> bool {
    let authority = token.split_once("://").map_or(token, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    authority.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| !address.is_loopback())
}

const HASHES: [(&str, usize); 3] = [("sha256", 32), ("sha384", 48), ("sha512", 64)];
const SCHEMES: [&str; 8] = ["http", "https", "ws", "wss", "data", "blob", "filesystem", "mediastream"];

/// Why a token matches nothing that it could have been meant for; none, where it is a source, or another finding's.
pub(in crate::csp) fn wrong(token: &str) -> Option<String> {
    if is_directive(token) || is_unquoted(token) || is_address(token) {
        return None;
    }
    match Source::parse(token) {
        Some(Source::Keyword(word)) => wrong_word(&word),
        Some(Source::Host { scheme: None, host: HostPattern::Exact(host), port: None, .. })
            if SCHEMES.contains(&host.as_str()) =>
        {
            Some(format!("is the name of a host: the scheme is written {host}:"))
        }
        Some(Source::Scheme(scheme)) if scheme.contains('.') => {
            Some(format!("is a scheme, by its colon: the host is written {scheme}"))
        }
        Some(_) => None,
        None => Some(match token.trim_matches(|quote| matches!(quote, '\'' | '"' | '\u{2018}' | '\u{2019}' | '`')) {
            word if word.len() < token.len() && KEYWORDS.iter().any(|known| known.eq_ignore_ascii_case(word)) => {
                format!("is no source: the keyword is written '{}'", word.to_ascii_lowercase())
            }
            _ => "is no source: the grammar has no such host, port or scheme".to_owned(),
        }),
    }
}

fn wrong_word(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    if KEYWORDS.contains(&lower.as_str()) {
        return None;
    }
    if let Some((kind, value)) = word.split_once('-') {
        if kind.eq_ignore_ascii_case("nonce") {
            return (!is_base64(value)).then(|| "is no nonce: its value is base64".to_owned());
        }
        if let Some((name, bytes)) = HASHES.iter().find(|(name, _)| kind.eq_ignore_ascii_case(name)) {
            return (!is_base64_of(value, *bytes))
                .then(|| format!("is no hash that anything has: {name} is {bytes} bytes in base64"));
        }
    }
    Some(match nearest(&lower, KEYWORDS.iter().copied()) {
        Some(meant) => format!("is no keyword: '{meant}' was probably meant"),
        None => "is no keyword".to_owned(),
    })
}

/// Hosts without TLS: for scripts, whoever is on the path writes them.
pub(super) fn insecure(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let lets = |directive: &Directive| {
        let sources = directive.sources();
        sources.keyword("strict-dynamic").is_none() && sources.iter().any(is_insecure)
    };
    let scripts = !policies.is_sandboxed() && deciding(policies, "script-src-elem").all(|(_, one)| lets(one));
    // connect-src has a finding of its own.
    let is_asked = |directive: &Directive| {
        directive.name != "connect-src" && directive.known().is_some_and(|known| known.takes_sources)
    };
    let listed = policies.enforced().flat_map(|policy| policy.directives().map(move |directive| (policy, directive)));
    let insecure = listed.filter(|(_, directive)| is_asked(directive) && directive.sources().iter().any(is_insecure));
    for (policy, directive) in insecure {
        let mut finding = registry::INSECURE_SOURCE.found(Some(evidence((policy, directive))));
        // Whichever directive decides about them: default-src, where there is no other.
        let decides = policy.deciding("script-src-elem").is_some_and(|one| one.name == directive.name);
        if scripts && decides {
            finding.severity = Severity::Medium;
            finding.score = SCRIPT_WITHOUT_TLS;
        }
        findings.push(finding);
    }
}

/// Points for a script that whoever is on the path may write.
const SCRIPT_WITHOUT_TLS: i32 = -6;

/// CSP § 6.7.2.8: behind a redirect the path does not count, so a redirector of the host leads around it.
pub(super) fn paths(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    // No redirect is followed to a base, or to a page that has this one in a frame.
    let is_fetched = |directive: &Directive| !matches!(directive.name.as_str(), "base-uri" | "frame-ancestors");
    for policy in policies.enforced() {
        for directive in policy.directives().filter(|one| one.known().is_some_and(|known| known.takes_sources)) {
            let sources = directive.sources();
            if is_fetched(directive)
                && sources.keyword("strict-dynamic").is_none()
                && let Some(source) = sources.iter().find(|source| has_path(source))
            {
                let mut finding = registry::PATH_BY_REDIRECT.found(Some(evidence((policy, directive))));
                finding.why = format!("{} Here {source} is written.", finding.why);
                findings.push(finding);
            }
        }
    }
}

/// Whether a source names a path that a redirect can lead around: a WebSocket's handshake is not redirected.
fn has_path(source: &Source) -> bool {
    let Source::Host { scheme, path, .. } = source else { return false };
    let is_socket = scheme.as_deref().is_some_and(|scheme| scheme.starts_with("ws"));
    !is_socket && !matches!(path.as_str(), "" | "/")
}

pub(super) fn commas(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for value in policies.split() {
        let at = value.find(',').unwrap_or_default();
        findings.push(registry::COMMA_SPLITS.found(Some(Evidence {
            header: Some("Content-Security-Policy".into()),
            value: Some(value.clone()),
            span: Some((at, at + 1)),
            ..Evidence::default()
        })));
    }
}
