//! The least change to a policy that ends a finding. What no header tells is a placeholder in braces, with a sentence: the
//! nonce of a response, the host that a page needs.

mod draft;
mod words;

pub(crate) use draft::Draft;

use draft::SELF;

use super::checks::is_ignored;
use super::gadgets;
use super::reach::Reach;
use crate::finding::Finding;
use crate::finding::registry::{self, Definition};
use crate::source::Source;

/// The nonce of a response, afresh in each.
const NONCE: &str = "'nonce-{random}'";

/// What somebody who applies the correction has to know.
pub(crate) type Note = &'static str;

const NOTE_NONCE: Note = "{random} is 128 bits of randomness in base64, afresh in each response: write it into the nonce of \
                          each script element. Event handlers in markup become calls of addEventListener.";
const NOTE_HOST: Note = "{host} is a name that nobody else has: list the hosts that the page needs.";
const NOTE_NEEDED: Note = "What was open to every host is closed: list the hosts that the page needs beside 'self'.";
const NOTE_GADGET: Note = "A script of a host that serves anybody's is let through by its nonce, or by a hash in its \
                           integrity attribute.";
const NOTE_TYPES: Note = "require-trusted-types-for stops code that assigns strings to innerHTML: try it in \
                          Content-Security-Policy-Report-Only first. {policy} is the name of a policy of the page.";
const NOTE_EVAL: Note =
    "'wasm-unsafe-eval' lets WebAssembly start, which 'unsafe-eval' did; leave it out where there is none.";
const NOTE_OBJECT: Note = "object-src 'none' stops <object> and <embed>: write 'self' where the page has some.";

/// Findings about what reaches an attacker's host, and what nothing holds.
const WIDE: &[Definition] = &[
    registry::CHANNEL_OPEN,
    registry::CONNECT_WILDCARD,
    registry::CONNECT_BARE_SCHEME,
    registry::CONNECT_WILDCARD_HOST,
    registry::CONNECT_PUBLIC_SUFFIX,
    registry::CONNECT_MULTI_TENANT,
    registry::SCRIPT_WILDCARD,
    registry::SCRIPT_BARE_SCHEME,
    registry::CSP_MISSING,
    registry::CSP_REPORT_ONLY,
    registry::CONNECT_MISSING,
    registry::SCRIPT_MISSING,
];

/// Directives that no other stands in for: what is written where one is missing.
const MISSING: &[(Definition, &str, &str, Option<Note>)] = &[
    (registry::FORM_ACTION_MISSING, "form-action", SELF, Some(NOTE_NEEDED)),
    (registry::FRAME_ANCESTORS_MISSING, "frame-ancestors", SELF, Some(NOTE_NEEDED)),
    (registry::BASE_URI_MISSING, "base-uri", SELF, None),
    (registry::OBJECT_MISSING, "object-src", "'none'", Some(NOTE_OBJECT)),
];

/// Changes a draft so that the finding, which is about it, ends. None: no change of a policy ends it.
pub(crate) fn correct(draft: &mut Draft, finding: &Finding) -> Option<Option<Note>> {
    let before = draft.clone();
    let note = change(draft, finding);
    (*draft != before).then_some(note)
}

fn change(draft: &mut Draft, finding: &Finding) -> Option<Note> {
    let code = finding.rule();
    let is = |definition: Definition| definition.code == code;
    if WIDE.iter().any(|definition| is(*definition)) {
        return narrow(
            draft,
            named(finding).or_else(|| finding.subject().filter(|way| draft.has(way)).map(str::to_owned)),
        );
    }
    if is(registry::CONNECT_INHERITED) {
        let words = draft.words("default-src").cloned().unwrap_or_default();
        draft.add("connect-src", &words.iter().map(String::as_str).collect::<Vec<_>>());
        return None;
    }
    if let Some((_, name, source, note)) = MISSING.iter().find(|(definition, ..)| is(*definition)) {
        draft.add(name, &[source]);
        return *note;
    }
    if is(registry::OBJECT_DATA) {
        draft.edit("object-src", &|words| without(words, keyword("data:")));
        return None;
    }
    if is(registry::TRUSTED_TYPES_MISSING) || is(registry::TRUSTED_TYPES_VALUE) {
        draft.add("require-trusted-types-for", &[]);
        if let Some(words) = draft.words("require-trusted-types-for") {
            *words = vec!["'script'".to_owned()];
        }
        return Some(NOTE_TYPES);
    }
    if is(registry::TRUSTED_TYPES_ANY_POLICY) {
        if let Some(words) = draft.words("trusted-types") {
            words.retain(|word| word != "*" && !word.eq_ignore_ascii_case("'allow-duplicates'"));
            if words.is_empty() {
                words.push("{policy}".to_owned());
            }
        }
        return Some(NOTE_TYPES);
    }
    scripts(draft, code).or_else(|| words::change(draft, code))
}

/// What is about scripts, where `default-src` stays for everything else.
fn scripts(draft: &mut Draft, code: &str) -> Option<Note> {
    let is = |definition: Definition| definition.code == code;
    if is(registry::SCRIPT_UNSAFE_INLINE) {
        for name in ["script-src-elem", "script-src-attr"] {
            draft.edit(name, &|words| {
                let had = words.len();
                words.retain(|word| !keyword("'unsafe-inline'")(word));
                if words.len() < had {
                    with_nonce(words);
                }
            });
        }
        return Some(NOTE_NONCE);
    }
    if is(registry::SCRIPT_UNSAFE_EVAL) {
        if draft.deciding("script-src").is_none() {
            let words = draft.words("script-src-elem").cloned().unwrap_or_default();
            draft.add("script-src", &words.iter().map(String::as_str).collect::<Vec<_>>());
        }
        draft.edit("script-src", &|words| {
            words.retain(|word| !keyword("'unsafe-eval'")(word));
            if !words.iter().any(keyword("'wasm-unsafe-eval'")) {
                words.push("'wasm-unsafe-eval'".to_owned());
            }
        });
        return Some(NOTE_EVAL);
    }
    if is(registry::SCRIPT_DANGEROUS_SCHEME) {
        let is_scheme =
            |word: &String| ["data:", "blob:", "filesystem:"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        draft.edit("script-src-elem", &|words| without(words, is_scheme));
        // Scripts come first in the list of what decides about workers: what is left is a list of the workers' own.
        if matches!(draft.deciding("worker-src"), Some("worker-src" | "child-src")) {
            draft.edit("worker-src", &|words| without(words, keyword("data:")));
        }
        return None;
    }
    if is(registry::SCRIPT_GADGET_HOST) {
        let eval = draft
            .deciding("script-src")
            .is_none_or(|name| draft.words(name).is_some_and(|words| words.iter().any(keyword("'unsafe-eval'"))));
        let serves = |word: &String| {
            let source = Source::parse(word);
            source.is_some_and(|source| gadgets::behind(&source, eval).is_some() || Reach::of(&source).is_some())
        };
        draft.edit("script-src-elem", &|words| {
            words.retain(|word| !serves(word));
            with_nonce(words);
        });
        return Some(NOTE_GADGET);
    }
    if is(registry::SCRIPT_UNSAFE_HASHES) {
        draft.edit("script-src-attr", &|words| words.retain(|word| !keyword("'unsafe-hashes'")(word)));
        return None;
    }
    if is(registry::STRICT_DYNAMIC_ALONE) {
        draft.edit("script-src-elem", &with_nonce);
        return Some(NOTE_NONCE);
    }
    if is(registry::NONCE_TOO_SHORT) || is(registry::NONCE_REUSED) {
        for name in ["script-src-elem", "script-src-attr", "style-src-elem"] {
            if draft.deciding(name).is_none() {
                continue;
            }
            draft.edit(name, &|words| {
                for word in words.iter_mut().filter(|word| is_nonce(word)) {
                    NONCE.clone_into(word);
                }
            });
        }
        return Some(NOTE_NONCE);
    }
    if is(registry::STRICT_DYNAMIC_IGNORES) {
        let ignored = |word: &String| Source::parse(&filled(word)).is_some_and(|source| is_ignored(&source));
        draft.edit("script-src-elem", &|words| words.retain(|word| !ignored(word)));
    }
    if is(registry::SPECULATION_INJECTABLE) || is(registry::SPECULATION_INEFFECTIVE) {
        for (name, _) in draft.directives().to_vec() {
            if let Some(words) = draft.words(&name) {
                without(words, keyword("'inline-speculation-rules'"));
            }
        }
    }
    None
}

fn keyword(wanted: &'static str) -> impl Fn(&String) -> bool {
    move |word| word.eq_ignore_ascii_case(wanted)
}

fn is_nonce(word: &str) -> bool {
    word.to_ascii_lowercase().starts_with("'nonce-")
}

/// Adds the nonce, unless one is there; `'none'` goes.
fn with_nonce(words: &mut Vec<String>) {
    words.retain(|word| !word.eq_ignore_ascii_case("'none'"));
    if !words.iter().any(|word| is_nonce(word)) {
        words.push(NONCE.to_owned());
    }
}

/// Takes words out, and says so where nothing is left.
fn without(words: &mut Vec<String>, is: impl Fn(&String) -> bool) {
    let had = words.len();
    words.retain(|word| !is(word));
    if words.len() < had {
        or_none(words);
    }
}

/// A list of nothing, said so.
fn or_none(words: &mut Vec<String>) {
    if words.is_empty() {
        words.push("'none'".to_owned());
    }
}

/// The directive that a finding points at.
fn named(finding: &Finding) -> Option<String> {
    let evidence = finding.evidence.as_ref()?;
    let (start, end) = evidence.span?;
    let written = evidence.value.as_ref()?.get(start..end)?;
    written.split_ascii_whitespace().next().map(str::to_ascii_lowercase)
}

/// Takes what reaches an attacker's host out of a directive; of a policy that lacks one, closes what no directive holds.
fn narrow(draft: &mut Draft, name: Option<String>) -> Option<Note> {
    let Some(words) = name.and_then(|name| draft.words(&name)) else {
        if !draft.has("default-src") {
            // A page without a policy may use inline styles, and images and fonts out of data: URLs. They send nothing, so they
            // stay allowed.
            draft.add("style-src", &[SELF, "'unsafe-inline'"]);
            draft.add("img-src", &[SELF, "data:"]);
            draft.add("font-src", &[SELF, "data:"]);
            draft.add("default-src", &[SELF]);
        }
        return Some(NOTE_NEEDED);
    };
    let (mut own, mut customers) = (false, false);
    let mut kept = Vec::new();
    for word in words.drain(..) {
        let source = Source::parse(&word);
        match source.as_ref().and_then(Reach::of) {
            None => kept.push(word),
            Some(Reach::Customers | Reach::Suffix) => {
                customers = true;
                kept.push(word.replacen("*.", "{host}.", 1));
            }
            Some(_) => own = true,
        }
    }
    if own && !kept.iter().any(|word| word.eq_ignore_ascii_case(SELF)) {
        kept.insert(0, SELF.to_owned());
    }
    *words = kept;
    Some(if customers { NOTE_HOST } else { NOTE_NEEDED })
}

/// What a policy says once its placeholders are filled in, to be judged.
pub(crate) fn filled(text: &str) -> String {
    text.replace("{random}", "4ih5rP0r1s8Pq7bC1Q2d3A==").replace(['{', '}'], "")
}
