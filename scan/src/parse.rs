//! Files as trees, and trees as graphs.

use std::path::Path;

use oxc_allocator::Allocator;
use oxc_ast::ast::Expression;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;

use crate::lower::{Flavor, Lower, Lowered};
use crate::models::Given;
use crate::{config, markup, models, python};

/// Brackets within brackets that a file may have: the parser goes as deep as they do.
const MAX_NESTING: usize = 600;
/// Bytes that a file may have.
pub(crate) const MAX_BYTES: u64 = 4 << 20;

/// How a file is read, by its name. None: not at all.
pub(crate) fn flavor(path: &Path) -> Option<(Flavor, SourceType)> {
    if let Some(kind) = config::kind(path) {
        return Some((Flavor::Config(kind), SourceType::cjs()));
    }
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let jsx = SourceType::jsx().with_module(true);
    Some(match extension.as_str() {
        "js" | "jsx" | "mjs" | "cjs" => (Flavor::Script, jsx),
        "ts" | "mts" | "cts" => (Flavor::Script, SourceType::ts()),
        "tsx" => (Flavor::Script, SourceType::tsx()),
        "vue" => (Flavor::Vue, SourceType::tsx()),
        "svelte" => (Flavor::Svelte, SourceType::ts()),
        "astro" => (Flavor::Astro, SourceType::tsx()),
        "py" => (Flavor::Python, SourceType::cjs()),
        "html" | "htm" => (Flavor::Html, jsx),
        _ => return None,
    })
}

/// Lowers a file, with what other files give it. Why not, where it is not what its name says.
pub(crate) fn lower(path: &Path, text: &str, given: Given<'_>) -> Result<Lowered, String> {
    let Some((flavor, source)) = flavor(path) else { return Err("is of a kind that is not read".to_owned()) };
    if flavor == Flavor::Python {
        return python::lower(text, &given.modules);
    }
    if is_too_deep(text) {
        return Err(format!("nests more than {MAX_NESTING} levels"));
    }
    if let Flavor::Config(kind) = flavor {
        return config::lower(kind, text);
    }
    let mut lower = Lower::new(text, flavor, given);
    if flavor == Flavor::Script {
        let allocator = Allocator::default();
        program(&mut lower, &allocator, text, 0, source)?;
    } else {
        markup::lower(&mut lower, source)?;
    }
    models::whole(&mut lower);
    Ok(lower.out)
}

/// Lowers a script that begins at a byte of the file.
pub(crate) fn program<'a>(
    lower: &mut Lower<'_>,
    allocator: &'a Allocator,
    text: &'a str,
    base: u32,
    source: SourceType,
) -> Result<(), String> {
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    let parse = |source: SourceType| Parser::new(allocator, text, source).with_options(options).parse();
    let mut parsed = parse(source);
    // A script may be no module, and a .js file may be Flow's or TypeScript's.
    if parsed.panicked || (!parsed.errors.is_empty() && parsed.program.body.is_empty()) {
        let again = if source.is_typescript() {
            SourceType::ts().with_jsx(!source.is_jsx())
        } else {
            SourceType::cjs().with_jsx(true)
        };
        let second = parse(again);
        if !second.panicked {
            parsed = second;
        }
    }
    if parsed.panicked {
        let why = parsed.errors.first().map(|error| error.message.to_string()).unwrap_or_default();
        return Err(format!("does not parse: {why}"));
    }
    lower.base = base;
    lower.statements(&parsed.program.body);
    lower.base = 0;
    Ok(())
}

/// Lowers an expression of a template; nothing where it is none.
pub(crate) fn expression<T>(
    lower: &mut Lower<'_>,
    text: &str,
    base: u32,
    source: SourceType,
    run: impl FnOnce(&mut Lower<'_>, &Expression<'_>) -> T,
) -> Option<T> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, source).parse_expression().ok()?;
    let outer = std::mem::replace(&mut lower.base, base);
    let given = run(lower, &parsed);
    lower.base = outer;
    Some(given)
}

/// Operators and words in a row, each of which takes what follows as its operand.
const MAX_ROW: usize = 1_000;
/// Branches of one condition after the other.
const MAX_ELSE: usize = 10_000;
/// Words that stand before an operand.
const PREFIXES: [&[u8]; 6] = [b"await", b"typeof", b"void", b"delete", b"new", b"yield"];

/// Whether a recursive parser would go deeper into a text than it should.
fn is_too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut row, mut otherwise) = (0_usize, 0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match byte {
            b'!' | b'~' | b'=' | b'?' | b'-' | b'<' => row += 1,
            b' ' if PREFIXES.iter().any(|word| bytes[..at].ends_with(word)) => row += 1,
            b' ' if bytes[..at].ends_with(b"else") => otherwise += 1,
            b';' | b',' | b')' | b']' | b'}' | b'"' | b'\'' | b'/' => row = 0,
            _ => {}
        }
        if depth > MAX_NESTING || row > MAX_ROW || otherwise > MAX_ELSE {
            return true;
        }
    }
    false
}
