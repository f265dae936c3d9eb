//! What is written wrongly, written as it was probably meant.

use super::draft::Draft;
use super::{NONCE, NOTE_HOST, Note, or_none};
use crate::csp::checks::{
    HASHED, KEYWORDS, is_address, is_directive, is_insecure, is_unquoted, nearest, understood, wrong,
};
use crate::csp::directives::KnownDirective;
use crate::finding::registry;
use crate::source::{Source, Url};

type Directive = (String, Vec<String>);

pub(super) fn change(draft: &mut Draft, code: &str) -> Option<Note> {
    let is = |definition: registry::Definition| definition.code == code;
    let directives = draft.directives().to_vec();
    if is(registry::DUPLICATE_DIRECTIVE) {
        draft.replace(first_of_each(directives));
    } else if is(registry::DEPRECATED_DIRECTIVE) {
        let counts = |(name, _): &Directive| KnownDirective::named(name).is_none_or(|known| known.obsolete.is_none());
        draft.replace(directives.into_iter().filter(counts).collect());
    } else if is(registry::UNKNOWN_DIRECTIVE) || is(registry::TRAILING_COLON) {
        draft.replace(first_of_each(directives.into_iter().filter_map(renamed).collect()));
    } else if is(registry::MISSING_SEMICOLON) {
        draft.replace(first_of_each(directives.into_iter().flat_map(split).collect()));
    } else if is(registry::IP_SOURCE) {
        each_word(draft, &|word| Some(if is_address(&word) { "https://{host}".to_owned() } else { word }));
        return Some(NOTE_HOST);
    } else if is(registry::UNQUOTED_KEYWORD) {
        each_word(draft, &|word| Some(if is_unquoted(&word) { format!("'{word}'") } else { word }));
    } else if is(registry::NON_ASCII) {
        each_word(draft, &|word| if word.is_ascii() { Some(word) } else { in_ascii(&word) });
    } else if is(registry::INVALID_SOURCE) {
        each_word(draft, &meant);
    } else if is(registry::CONNECT_INSECURE) || is(registry::INSECURE_SOURCE) {
        each_word(draft, &|word| {
            let insecure = Source::parse(&word).is_some_and(|source| is_insecure(&source));
            Some(if insecure { secure(&word) } else { word })
        });
    } else if is(registry::UNKNOWN_VALUE) {
        let understood = |name: &str, words: Vec<String>| {
            words.iter().filter_map(|word| understood(name, word)).map(str::to_owned).collect()
        };
        draft.replace(directives.into_iter().map(|(name, words)| (name.clone(), understood(&name, words))).collect());
    } else if is(registry::NONE_NOT_ALONE) {
        for_lists(draft, &|words| {
            if words.len() > 1 {
                words.retain(|word| !word.eq_ignore_ascii_case("'none'"));
            }
        });
    } else if is(registry::UNSAFE_INLINE_IGNORED) {
        for_lists(draft, &|words| {
            if words.iter().any(|word| HASHED.iter().any(|kind| word.to_ascii_lowercase().starts_with(kind))) {
                words.retain(|word| !word.eq_ignore_ascii_case("'unsafe-inline'"));
            }
        });
    }
    None
}

fn first_of_each(directives: Vec<Directive>) -> Vec<Directive> {
    let mut kept: Vec<Directive> = Vec::new();
    for (name, words) in directives {
        if !kept.iter().any(|(held, _)| *held == name) {
            kept.push((name, words));
        }
    }
    kept
}

/// Under the name that was meant; what is like none goes.
fn renamed((name, words): Directive) -> Option<Directive> {
    if KnownDirective::named(&name).is_some() {
        return Some((name, words));
    }
    let colon = name.strip_suffix(':').and_then(KnownDirective::named).map(|known| known.name);
    let meant = colon.or_else(|| KnownDirective::nearest(&name))?;
    Some((meant.to_owned(), words))
}

/// At each name of a directive among the sources.
fn split((name, words): Directive) -> Vec<Directive> {
    let mut directives = vec![(name, Vec::new())];
    for word in words {
        if is_directive(&word) {
            directives.push((word.to_ascii_lowercase(), Vec::new()));
        } else if let Some((_, words)) = directives.last_mut() {
            words.push(word);
        }
    }
    directives
}

/// Changes each word of the lists of sources; none takes it out.
fn each_word(draft: &mut Draft, change: &dyn Fn(String) -> Option<String>) {
    for_lists(draft, &|words| {
        *words = words.drain(..).filter_map(change).collect();
        or_none(words);
    });
}

fn for_lists(draft: &mut Draft, change: &dyn Fn(&mut Vec<String>)) {
    let mut directives = draft.directives().to_vec();
    for (name, words) in &mut directives {
        let takes_sources = KnownDirective::named(name).is_some_and(|known| known.takes_sources);
        if takes_sources && !words.is_empty() {
            change(words);
        }
    }
    draft.replace(directives);
}

/// The source that was meant; none, where none is near.
fn meant(word: String) -> Option<String> {
    if wrong(&word).is_none() {
        return Some(word);
    }
    if word.to_ascii_lowercase().starts_with("'nonce-") {
        return Some(NONCE.to_owned());
    }
    let bare = word.trim_matches(|quote| matches!(quote, '\'' | '"' | '\u{2018}' | '\u{2019}' | '`'));
    if let Some(keyword) = nearest(bare, KEYWORDS.iter().copied()).filter(|_| bare.len() < word.len()) {
        return Some(format!("'{keyword}'"));
    }
    match Source::parse(&word) {
        // The name of a scheme without its colon, or a host with one.
        Some(Source::Host { .. }) => Some(format!("{word}:")),
        Some(Source::Scheme(host)) => Some(host),
        _ => None,
    }
}

fn secure(word: &str) -> String {
    let (scheme, rest) = word.split_once("://").unwrap_or(("", word));
    let scheme = if scheme.eq_ignore_ascii_case("ws") { "wss" } else { "https" };
    format!("{scheme}://{}", rest.replacen(":80/", "/", 1).trim_end_matches(":80"))
}

fn in_ascii(word: &str) -> Option<String> {
    let (text, had_scheme) =
        if word.contains("://") { (word.to_owned(), true) } else { (format!("https://{word}"), false) };
    let url = Url::parse(&text, None)?;
    let href = if had_scheme { url.href() } else { url.href().trim_start_matches("https://") };
    // A path that nobody wrote is none.
    Some(if word.ends_with('/') { href } else { href.trim_end_matches('/') }.to_owned())
}
