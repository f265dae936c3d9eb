//! Is a policy that an event named the one that was declared? Browsers name it in words of their own: Firefox writes it anew
//! from what it understood.

use super::checks::KEYWORDS;
use super::directives::Kind;
use super::parse::{Csp, Directive};
use crate::source::{Origin, Source};

impl Csp {
    /// Whether both hold a page of that origin to the same. Nonces, which each response has anew, count as the same.
    pub fn is_same(&self, other: &Self, self_origin: &Origin) -> bool {
        self.disposition == other.disposition
            && is_within(self, other, self_origin)
            && is_within(other, self, self_origin)
    }
}

/// Whether `other` says all that the directives of `one` say.
fn is_within(one: &Csp, other: &Csp, self_origin: &Origin) -> bool {
    // A browser that writes a policy anew leaves out what it does not read.
    let is_told = |directive: &&Directive| {
        directive.known().is_some_and(|known| known.obsolete.is_none() && known.kind != Kind::Reporting)
    };
    one.directives().filter(is_told).all(|directive| {
        other.directive(&directive.name).is_some_and(|same| {
            let others = understood(same, self_origin);
            understood(directive, self_origin).iter().all(|token| others.contains(token))
        })
    })
}

/// What a browser understands of a directive's value. `'none'` is the same as nothing.
fn understood(directive: &Directive, self_origin: &Origin) -> Vec<String> {
    directive.value.split_ascii_whitespace().filter_map(|token| meaning(token, self_origin)).collect()
}

fn meaning(token: &str, self_origin: &Origin) -> Option<String> {
    match Source::parse(token)? {
        Source::None => None,
        Source::Keyword(word) => {
            let lower = word.to_ascii_lowercase();
            match lower.split_once('-') {
                Some(("nonce", _)) => Some("nonce".into()),
                // What is hashed tells upper case from lower.
                Some(("sha256" | "sha384" | "sha512", _)) => Some(word),
                _ => KEYWORDS.contains(&lower.as_str()).then_some(lower),
            }
        }
        Source::Host { scheme: None, host, port, path } => {
            let scheme = match self_origin {
                Origin::Tuple { scheme, .. } => Some(scheme.clone()),
                Origin::Opaque => None,
            };
            Some(Source::Host { scheme, host, port, path }.to_string())
        }
        source => Some(source.to_string()),
    }
}
