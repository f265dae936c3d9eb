//! Rewrites that need no thought: an option that undoes a sanitizer, a header that a known middleware leaves out.
//!
//! Each is derived from where its finding stands. What is written in a way that is not expected is left alone.

use crate::finding::Finding;
use crate::rules;

/// A part of a file, and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes.
    pub span: (usize, usize),
    /// What takes their place.
    pub text: String,
}

/// The rewrites of a file's findings, in order; of two that touch each other, the first.
pub fn edits<'f>(text: &str, findings: impl Iterator<Item = &'f Finding>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = findings.filter_map(|finding| edit(text, finding)).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut end = 0;
    edits.retain(|edit| {
        let is_free = edit.span.0 >= end;
        end = if is_free { edit.span.1.max(edit.span.0 + 1) } else { end };
        is_free
    });
    edits
}

/// A file's text with its rewrites.
pub fn rewritten(text: &str, edits: &[Edit]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for Edit { span: (start, end), text: new } in edits {
        out.push_str(text.get(at..*start).unwrap_or_default());
        out.push_str(new);
        at = *end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn edit(text: &str, finding: &Finding) -> Option<Edit> {
    let (start, end) = finding.place.bytes;
    let about = text.get(start..end)?;
    match finding.rule.code.as_ref() {
        rules::SANITIZER | rules::RENDERER | rules::INVISIBLE_KEPT => option(text, (start, end), about),
        rules::TRANSPORT => protection(text, (start, end), about),
        rules::SESSION_NOT_EXPOSED => exposed(text, (start, end), about),
        rules::CORS_WILDCARD_CREDENTIALS => credentials(text, (start, end), about),
        rules::OPENER => opener(text, (start, end), about),
        _ => None,
    }
}

/// `ALLOW_UNKNOWN_PROTOCOLS: true`: without it the sanitizer does as it does by default. A list of one goes as a whole, a longer
/// one may hold what is needed.
fn option(text: &str, span: (usize, usize), about: &str) -> Option<Edit> {
    let (name, value) = about.split_once(':')?;
    if !name.trim().trim_matches(['"', '\'']).chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let value = value.trim();
    if name.trim() == "securityLevel" {
        return Some(Edit { span, text: format!("{name}: \"strict\"") });
    }
    let is_word = |text: &str| !text.contains([',', '(', '`', '{']);
    let is_list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_word);
    let is_plain = matches!(value, "true" | "false") || (value.starts_with(['"', '\'']) && is_word(value));
    (is_plain || is_list).then(|| without(text, span)).flatten()
}

/// Takes a property out of its object, with the comma that goes with it.
fn without(text: &str, (start, end): (usize, usize)) -> Option<Edit> {
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    let ahead = after.len() - after.trim_start().len();
    let opens = before.trim_end();
    let span = match after.trim_start().chars().next()? {
        ',' => {
            let end = end + ahead + 1;
            let rest = text.get(end..)?;
            let line_end = rest.find('\n').unwrap_or(rest.len());
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            let is_own_line = before.get(line_start..)?.trim().is_empty() && rest.get(..line_end)?.trim().is_empty();
            match is_own_line {
                true => (line_start, (end + line_end + 1).min(text.len())),
                false => (start, end + (rest.len() - rest.trim_start_matches([' ', '\t']).len())),
            }
        }
        '}' if opens.ends_with(',') => (opens.len() - 1, end),
        '}' if opens.ends_with('{') => (opens.len(), end + ahead),
        _ => return None,
    };
    Some(Edit { span, text: String::new() })
}

/// Switched on, where the hosts are listed already.
fn protection(text: &str, span: (usize, usize), about: &str) -> Option<Edit> {
    if about.starts_with("enableDnsRebindingProtection") && text.contains("allowedHosts") {
        return Some(Edit { span, text: "enableDnsRebindingProtection: true".to_owned() });
    }
    if about.starts_with("enable_dns_rebinding_protection") && text.contains("allowed_hosts") {
        return Some(Edit { span, text: "enable_dns_rebinding_protection=True".to_owned() });
    }
    None
}

const SESSION: &str = "\"Mcp-Session-Id\"";

fn exposed(text: &str, (start, end): (usize, usize), about: &str) -> Option<Edit> {
    let insert = |at: usize, text: String| Some(Edit { span: (at, at), text });
    // A list that is there gets one more.
    for name in ["exposedHeaders", "exposeHeaders", "expose_headers"] {
        if let Some(at) = about.find(name) {
            let rest = about.get(at + name.len()..)?;
            let list = rest.trim_start_matches([':', '=', ' ']);
            let inner = list.strip_prefix('[')?;
            let comma = if inner.trim_start().starts_with(']') { "" } else { ", " };
            return insert(start + (about.len() - inner.len()), format!("{SESSION}{comma}"));
        }
    }
    if about.contains("CORSMiddleware") {
        let inner = about.strip_suffix(')')?;
        let given = inner.trim_end();
        let Some(list) = given.strip_suffix(',') else {
            let comma = if given.ends_with('(') { "" } else { ", " };
            return insert(start + given.len(), format!("{comma}expose_headers=[{SESSION}]"));
        };
        let line = list.rsplit('\n').next().filter(|_| list.contains('\n')).unwrap_or_default();
        let indent = line.get(..line.len() - line.trim_start().len())?;
        let between = if list.contains('\n') { format!("\n{indent}") } else { " ".to_owned() };
        return insert(start + given.len(), format!("{between}expose_headers=[{SESSION}],"));
    }
    let name = if text.contains("hono/cors") { "exposeHeaders" } else { "exposedHeaders" };
    if about.ends_with("cors()") {
        return insert(end - 1, format!("{{ {name}: [{SESSION}] }}"));
    }
    let open = about.find('{')?;
    // Options that stand elsewhere are not in reach.
    let callee = about.get(..open)?.trim_end();
    if !(callee.ends_with('(') || callee.ends_with(',')) {
        return None;
    }
    let inner = about.get(open + 1..)?;
    let line = inner.strip_prefix('\n').or_else(|| inner.strip_prefix("\r\n"));
    let between = line.map_or(" ", |line| {
        let from = inner.len() - line.len();
        inner.get(..from + line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or(" ")
    });
    let comma = if inner.trim_start().starts_with('}') { "" } else { "," };
    insert(start + open + 1, format!("{between}{name}: [{SESSION}]{comma}"))
}

/// No browser takes `*` with credentials, so nothing that works needs them.
fn credentials(text: &str, (start, end): (usize, usize), about: &str) -> Option<Edit> {
    if !about.starts_with("origin") {
        return None;
    }
    let open = text.get(..start)?.rfind('{')?;
    let close = end + text.get(end..)?.find('}')?;
    let object = text.get(open..close)?;
    let at = object.find("credentials: true")?;
    without(text, (open + at, open + at + "credentials: true".len()))
}

/// `window.open(url, "_blank");` whose window nobody uses.
fn opener(text: &str, (start, end): (usize, usize), about: &str) -> Option<Edit> {
    let before = text.get(..start)?.trim_end();
    let is_statement = before.is_empty() || before.ends_with(['{', '}', ';', ')']);
    let inner = about.strip_prefix("window.open(")?.strip_suffix(')')?;
    // A comma within is one too many to tell apart.
    let args: Vec<&str> = inner.split(',').map(str::trim).collect();
    let more = match args.as_slice() {
        [_] => ", \"_blank\", \"noopener\"",
        [_, target] if target.starts_with(['"', '\'']) => ", \"noopener\"",
        _ => return None,
    };
    (is_statement && !inner.is_empty()).then(|| Edit { span: (end - 1, end - 1), text: more.to_owned() })
}
