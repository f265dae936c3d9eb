//! Files of configuration that carry headers: the headers are cut out with where they stand, for whoever judges them.
//!
//! A file says what is added at one place. What it leaves out may be added at another, so only what is written is judged.

mod caddy;
mod code;
mod lines;
mod nginx;
mod package;
mod tables;
mod words;

use std::collections::HashSet;
use std::path::Path;

use oxc_ast::ast::{Expression, ObjectExpression, ObjectPropertyKind};

use crate::lower::Lowered;
use crate::rules;

pub(crate) use code::{called, in_array, in_object, property, remember};

/// A header that a file writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Where the value's parts stand, in order.
    pub(crate) pieces: Vec<Piece>,
    /// Headers of one block are sent together.
    pub(crate) block: u32,
}

/// A part of a value, and the bytes of the file that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) span: (u32, u32),
    /// The file has the same bytes.
    pub(crate) is_verbatim: bool,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Toml,
    Lines,
    Nginx,
    Caddy,
    /// Versions of packages, and no headers.
    Package,
}

/// What a file is, by its name.
pub(crate) fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    let is_below_nginx = || path.components().any(|part| part.as_os_str().to_string_lossy().contains("nginx"));
    Some(match name {
        "vercel.json" | "firebase.json" | "staticwebapp.config.json" => Kind::Json,
        "package.json" => Kind::Package,
        "netlify.toml" => Kind::Toml,
        "_headers" => Kind::Lines,
        "Caddyfile" => Kind::Caddy,
        _ if name.ends_with(".package.json") => Kind::Package,
        _ if name.ends_with(".caddyfile") => Kind::Caddy,
        _ if name.ends_with(".nginx") => Kind::Nginx,
        _ if name.ends_with(".conf") && is_below_nginx() => Kind::Nginx,
        _ => return None,
    })
}

/// Reads a file's headers.
pub(crate) fn lower(kind: Kind, text: &str) -> Result<Lowered, String> {
    let mut out = Lowered::new();
    match kind {
        Kind::Json => out.headers = tables::json(text)?,
        Kind::Toml => out.headers = tables::toml(text)?,
        Kind::Lines => out.headers = lines::headers(text),
        Kind::Caddy => out.headers = caddy::headers(text),
        Kind::Package => package::versions(text, &mut out)?,
        Kind::Nginx => out.headers = nginx::headers(text, &mut out),
    }
    allowed_origins(&mut out);
    Ok(out)
}

/// What servers write for the origin that asks.
const ASKING: &[&str] = &["$http_origin", "{http.request.header.Origin}", "{header.Origin}", "{>Origin}"];

/// Which origins a block lets read its answers.
fn allowed_origins(out: &mut Lowered) {
    let named = |name: &'static str| move |header: &&Written| header.name.eq_ignore_ascii_case(name);
    let with = out.headers.iter().filter(named("access-control-allow-credentials"));
    let with: HashSet<u32> =
        with.filter(|header| header.value.trim().eq_ignore_ascii_case("true")).map(|header| header.block).collect();
    let mut found = Vec::new();
    for header in out.headers.iter().filter(named("access-control-allow-origin")) {
        let credentials = with.contains(&header.block);
        let is_asking = ASKING.iter().any(|asking| header.value.eq_ignore_ascii_case(asking));
        let code = match (is_asking, header.value.trim(), credentials) {
            (true, _, true) => rules::CORS_REFLECTED_CREDENTIALS,
            (true, _, false) => rules::CORS_REFLECTED,
            (false, "*", true) => rules::CORS_WILDCARD_CREDENTIALS,
            _ => continue,
        };
        found.extend(header.span(None).map(|span| (code, span)));
    }
    for (code, span) in found {
        out.hit(code, span);
    }
}

/// What an object of JavaScript or JSON gives a name.
fn member<'a, 'b>(object: &'a ObjectExpression<'b>, wanted: &str) -> Option<&'a Expression<'b>> {
    object.properties.iter().find_map(|property| match property {
        ObjectPropertyKind::ObjectProperty(property) if property.key.static_name().as_deref() == Some(wanted) => {
            Some(&property.value)
        }
        _ => None,
    })
}

/// A value of several lines is sent as one.
fn in_one_line(value: &str) -> String {
    value.replace(['\n', '\r', '\t'], " ")
}

impl Written {
    /// A value that stands in the file as it is sent.
    pub(crate) fn verbatim(name: &str, value: &str, at: usize, block: u32) -> Self {
        let span = (at as u32, (at + value.len()) as u32);
        Self::of(name, value, span, true, block)
    }

    /// A value that is written another way.
    pub(crate) fn of(name: &str, value: &str, span: (u32, u32), is_verbatim: bool, block: u32) -> Self {
        let value = in_one_line(value);
        let pieces = vec![Piece { start: 0, end: value.len(), span, is_verbatim }];
        Self { name: name.to_owned(), value, pieces, block }
    }

    /// Where a part of the value stands, or all of it. None: the file does not write that part.
    pub(crate) fn span(&self, part: Option<(usize, usize)>) -> Option<(u32, u32)> {
        let Some((start, end)) = part else {
            let (first, last) = (self.pieces.first()?, self.pieces.last()?);
            return Some((first.span.0, last.span.1.max(first.span.1)));
        };
        let piece = self.pieces.iter().find(|piece| piece.start <= start && start < piece.end)?;
        if !piece.is_verbatim {
            return Some(piece.span);
        }
        let at = |byte: usize| piece.span.0 + byte.min(piece.end).saturating_sub(piece.start) as u32;
        Some((at(start), at(end)))
    }
}

/// Whether a name is one of a header that is judged.
pub(crate) fn is_judged(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "content-security-policy",
        "permissions-policy",
        "referrer-policy",
        "x-frame-options",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "access-control-allow-origin",
        "access-control-allow-credentials",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}
