//! What names say: heuristics, each small.

use super::Assigned;
use crate::graph::mask;
use crate::lower::Lower;

const NOT_URL: u8 = mask::EVERY & !(mask::SCHEME | mask::DEST);

/// What a part of a text keeps, by what stands before it.
pub(crate) fn keep_behind(before: &str) -> u8 {
    if before.is_empty() || before.contains('<') {
        return mask::EVERY;
    }
    let lower = before.trim_start().to_ascii_lowercase();
    if lower.is_empty() || lower == "javascript:" {
        return mask::EVERY;
    }
    if let Some((_, rest)) = lower.split_once("://") {
        return if rest.contains(['/', '?', '#']) { NOT_URL } else { mask::EVERY & !mask::SCHEME };
    }
    if lower == "/" || lower == "//" || lower == "\\" {
        return mask::EVERY & !mask::SCHEME;
    }
    NOT_URL
}

/// Whether an address that begins so is a document.
pub(crate) fn is_document(before: &str) -> bool {
    let start = before.get(..14).unwrap_or_default();
    start.eq_ignore_ascii_case("data:text/html") || before.starts_with("data:image/svg+xml")
}

/// What a text keeps that begins so.
pub(crate) fn keep_after_prefix(prefix: &str) -> u8 {
    match keep_behind(prefix) {
        mask::EVERY if prefix.is_empty() => NOT_URL,
        keep => keep,
    }
}

/// What a text keeps that a pattern took.
pub(crate) fn keep_after_pattern(pattern: &str) -> u8 {
    if !pattern.starts_with('^') {
        return mask::EVERY;
    }
    let plain = pattern.trim_start_matches('^').replace(['\\', '?', '(', ')'], "").replace(":s", "");
    if pattern.ends_with('$') && !pattern.contains(".*") && !pattern.contains(".+") {
        return 0;
    }
    if plain.starts_with("http") || plain.starts_with("https") {
        let host = plain.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
        return if host.contains('/') && host.len() > 1 { NOT_URL } else { mask::EVERY & !mask::SCHEME };
    }
    if plain.starts_with('/') { mask::EVERY & !mask::SCHEME } else { mask::EVERY }
}

/// A function's own name, in lower case: `a.isAllowed` is `isallowed`.
fn own_name(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase()
}

/// Whether a function's name says that it tells allowed from not.
pub(crate) fn is_check(name: &str) -> bool {
    let name = own_name(name);
    let says = [
        "allow",
        "trusted",
        "permitted",
        "safeurl",
        "whitelist",
        "isknown",
        "validurl",
        "issafe",
        "isvalid",
        "issameorigin",
        "checkurl",
        "validateurl",
        "validateorigin",
        "isours",
        "verifyorigin",
        "checkorigin",
    ];
    says.iter().any(|word| name.contains(word))
}

/// Whether a function's name says that it throws at an address that is not allowed: `validateRedirectUrl`.
pub(crate) fn is_assertion(name: &str) -> bool {
    let name = own_name(name);
    let asserts = ["assert", "validate", "ensure", "verify", "check", "require", "enforce", "guard"];
    let about = ["url", "uri", "origin", "protocol", "scheme", "redirect", "host", "href", "link"];
    asserts.iter().any(|word| name.starts_with(word)) && about.iter().any(|word| name.contains(word))
}

/// Whether a call gives what was checked, or throws.
pub(crate) fn gives_checked(name: &str) -> bool {
    let name = own_name(name);
    ["assertallowed", "requireallowed", "ensureallowed", "allowedurl", "safeurl", "checkedurl"]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether a call gives what nobody but the program chose.
pub(crate) fn gives_fixed(name: &str) -> bool {
    matches!(
        name,
        "import.meta.resolve"
            | "chrome.runtime.getURL"
            | "browser.runtime.getURL"
            | "Date.now"
            | "crypto.randomUUID"
            | "Number"
            | "parseInt"
    )
}

/// Globals that are the page's own or the build's.
pub(crate) fn is_fixed_global(name: &str) -> bool {
    matches!(
        name,
        "location"
            | "origin"
            | "undefined"
            | "NaN"
            | "Infinity"
            | "__dirname"
            | "__filename"
            | "process"
            | "Deno"
            | "Bun"
    ) || (name.len() > 2 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
}

/// The same of a property: `import.meta.env.VITE_API`, `location.origin`.
pub(crate) fn is_fixed_member(object: &str, name: &str) -> bool {
    let is_own_address = matches!(
        object,
        "location" | "window.location" | "self.location" | "document.location" | "globalThis.location"
    ) && matches!(name, "origin" | "host" | "hostname" | "protocol" | "pathname");
    is_own_address
        || matches!(object, "process.env" | "import.meta.env" | "import.meta" | "Deno.env" | "Bun.env")
        || matches!((object, name), ("process", "env") | ("window" | "self", "origin") | ("document", "baseURI"))
}

/// What an unknown function's result keeps of its arguments; 0 is nothing.
pub(crate) fn keep_through(name: &str) -> u8 {
    let last = name.rsplit('.').next().unwrap_or(name);
    let lower = last.to_ascii_lowercase();
    match last {
        "encodeURIComponent" | "encodeURI" | "escape" => return mask::RAW | mask::CLEAN,
        "parseInt" | "parseFloat" | "Number" | "Boolean" | "BigInt" | "Symbol" | "Date" | "isNaN" => return 0,
        "String" | "stringify" | "parse" | "assign" | "from" | "entries" | "values" | "freeze" | "fromEntries"
        | "structuredClone" | "all" | "allSettled" | "race" | "any" | "resolve" | "groupBy" => return mask::EVERY,
        _ => {}
    }
    if lower.starts_with("is") && last.chars().nth(2).is_some_and(char::is_uppercase) {
        return 0;
    }
    let sanitizes =
        ["sanitize", "purify", "escape", "cleanhtml", "safehtml", "stripHtml", "striptags", "encodehtml", "encode"];
    if sanitizes.iter().any(|word| lower.contains(word)) {
        return mask::EVERY & !(mask::HTML | mask::CHANGED);
    }
    if is_check(name) || gives_checked(name) {
        return NOT_URL;
    }
    let passes = [
        "render",
        "markdown",
        "format",
        "parse",
        "convert",
        "highlight",
        "template",
        "compile",
        "wrap",
        "extract",
        "decode",
        "html",
        "text",
        "concat",
        "merge",
        "pick",
        "transform",
        "normalize",
        "linkify",
        "prettify",
        "truncate",
        "ansi",
        "marked",
        "unwrap",
        "flatten",
        "collect",
        "tostring",
        "cn",
        "trim",
        "dedent",
        "interpolate",
    ];
    if passes.iter().any(|word| lower.contains(word)) { mask::EVERY } else { 0 }
}

/// Parts of a URL that a server can write what it likes into, the host left out: a URL has none that a shell reads.
const PARTS: [&str; 5] = ["username", "password", "pathname", "search", "hash"];

/// `url.search = …encodeURIComponent(…)`: once each part was, and the scheme was looked at, the whole is text that nothing reads as
/// more than an address. A part that is left out is the one that is used.
pub(super) fn encoded(lower: &mut Lower<'_>, to: &Assigned<'_, '_>) {
    let (Some(at), Some(part)) = (to.object.binding, PARTS.iter().position(|part| *part == to.name)) else { return };
    let given = to.written.to_ascii_lowercase();
    let is_encoded = ["encode", "sanitiz", "escape"].iter().any(|word| given.contains(word));
    if !is_encoded && !matches!(given.trim(), "\"\"" | "''") {
        return;
    }
    let parts = lower.encoded.entry(at).or_default();
    *parts |= 1 << part;
    let is_whole = *parts == (1 << PARTS.len()) - 1;
    let variable = lower.name_of(to.member.object());
    if is_whole && lower.text.contains(&format!("{variable}.protocol")) {
        lower.refine(at, &variable, mask::EVERY & !(mask::SCHEME | mask::CODE), to.span.start);
    }
}
