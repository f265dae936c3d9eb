//! Files of markup: their scripts first, then what their templates do with it.

mod blocks;
mod tags;
mod template;

use oxc_allocator::Allocator;
use oxc_span::{SourceType, Span};

use crate::lower::{Flavor, Lower};
use crate::{parse, rules};
use tags::{Piece, Tag, pieces};

/// Lowers a file of markup.
pub(crate) fn lower(lower: &mut Lower<'_>, source: SourceType) -> Result<(), String> {
    let text = lower.text;
    let mut start = 0;
    if lower.flavor == Flavor::Astro
        && let Some((from, to)) = frontmatter(text)
    {
        let allocator = Allocator::default();
        parse::program(lower, &allocator, text.get(from..to).unwrap_or_default(), from as u32, SourceType::ts())?;
        start = to;
    }
    let pieces = pieces(text, start, lower.flavor);
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Open(tag) = piece else { continue };
        if tag.name == "script"
            && let Some(Piece::Text(from, to)) = pieces.get(at + 1)
        {
            script(lower, tag, *from, *to, source)?;
        }
    }
    lower.is_template = true;
    template::lower(lower, &pieces, source);
    Ok(())
}

/// Between the lines of three hyphens, the script that runs at the server.
fn frontmatter(text: &str) -> Option<(usize, usize)> {
    let trimmed = text.trim_start();
    let rest = trimmed.strip_prefix("---")?;
    let from = text.len() - rest.len();
    let end = rest.find("\n---")?;
    Some((from, from + end))
}

fn script(lower: &mut Lower<'_>, tag: &Tag, from: usize, to: usize, source: SourceType) -> Result<(), String> {
    let text = lower.text;
    let inner = text.get(from..to).unwrap_or_default();
    let kind = tag.text(text, "type").unwrap_or_default();
    if kind.eq_ignore_ascii_case("speculationrules") {
        speculation(lower, inner, from);
        return Ok(());
    }
    let is_script = kind.is_empty()
        || kind == "module"
        || kind.contains("javascript")
        || kind.contains("typescript")
        || kind.contains("babel");
    if !is_script {
        return Ok(());
    }
    let language = tag.text(text, "lang").unwrap_or_default();
    let source = match language.as_str() {
        "ts" => SourceType::ts(),
        "tsx" => SourceType::tsx(),
        _ if lower.flavor == Flavor::Astro => SourceType::ts(),
        _ if lower.flavor == Flavor::Html && source.is_typescript() => SourceType::jsx(),
        _ => SourceType::jsx(),
    };
    let allocator = Allocator::default();
    let parsed = parse::program(lower, &allocator, inner, from as u32, source);
    // A page with one script that does not parse is still read.
    if lower.flavor == Flavor::Html { Ok(()) } else { parsed }
}

/// Rules that stand in the page: a document rule that leaves nothing out takes links of output too.
fn speculation(lower: &mut Lower<'_>, text: &str, from: usize) {
    let Ok(set) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let lists = ["prefetch", "prerender"].iter().filter_map(|name| set.get(name)).filter_map(|list| list.as_array());
    let takes_output = lists.flatten().any(|rule| {
        let is_document = rule.get("source").and_then(|source| source.as_str()) == Some("document")
            || (rule.get("where").is_some() && rule.get("urls").is_none());
        is_document && !rule.get("where").is_some_and(|condition| condition.to_string().contains("selector_matches"))
    });
    if takes_output {
        let lead = text.len() - text.trim_start().len();
        let line = text.trim_start().split('\n').next().map_or(0, str::len);
        let start = (from + lead) as u32;
        let base = std::mem::take(&mut lower.base);
        lower.hit(rules::SPECULATION_ANY, Span::new(start, start + line as u32));
        lower.base = base;
    }
}
