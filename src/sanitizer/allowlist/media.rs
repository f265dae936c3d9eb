//! Media types by the MIME Sniffing Standard, and which images and sounds every browser shows without running anything.

use std::borrow::Cow;

use data_url::forgiving_base64::decode_to_vec;
use data_url::mime::Mime;

/// Raster images that every browser shows and that cannot carry script.
pub(crate) const IMAGE_TYPES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

/// Sounds.
pub(crate) const AUDIO_TYPES: &[&str] =
    &["audio/mpeg", "audio/wav", "audio/ogg", "audio/webm", "audio/mp4", "audio/aac", "audio/flac"];

/// Names that tools write for a listed type: older registrations, `x-` names and file extensions.
const ALIASES: &[(&str, &str)] = &[
    ("application/ogg", "audio/ogg"),
    ("audio/aacp", "audio/aac"),
    ("audio/m4a", "audio/mp4"),
    ("audio/m4b", "audio/mp4"),
    ("audio/mp3", "audio/mpeg"),
    ("audio/mp4a-latm", "audio/mp4"),
    ("audio/mpa", "audio/mpeg"),
    ("audio/mpeg3", "audio/mpeg"),
    ("audio/mpg", "audio/mpeg"),
    ("audio/oga", "audio/ogg"),
    ("audio/opus", "audio/ogg"),
    ("audio/vnd.dlna.adts", "audio/aac"),
    ("audio/vnd.wav", "audio/wav"),
    ("audio/vnd.wave", "audio/wav"),
    ("audio/vorbis", "audio/ogg"),
    ("audio/wave", "audio/wav"),
    ("audio/weba", "audio/webm"),
    ("audio/x-aac", "audio/aac"),
    ("audio/x-flac", "audio/flac"),
    ("audio/x-hx-aac-adts", "audio/aac"),
    ("audio/x-m4a", "audio/mp4"),
    ("audio/x-mp3", "audio/mpeg"),
    ("audio/x-mpeg", "audio/mpeg"),
    ("audio/x-mpeg-3", "audio/mpeg"),
    ("audio/x-mpeg3", "audio/mpeg"),
    ("audio/x-mpg", "audio/mpeg"),
    ("audio/x-ogg", "audio/ogg"),
    ("audio/x-opus+ogg", "audio/ogg"),
    ("audio/x-pn-wav", "audio/wav"),
    ("audio/x-vorbis+ogg", "audio/ogg"),
    ("audio/x-wav", "audio/wav"),
    ("image/jfif", "image/jpeg"),
    ("image/jpe", "image/jpeg"),
    ("image/jpg", "image/jpeg"),
    ("image/pjpeg", "image/jpeg"),
    ("image/pjpg", "image/jpeg"),
    ("image/x-citrix-jpeg", "image/jpeg"),
    ("image/x-citrix-png", "image/png"),
    ("image/x-jpeg", "image/jpeg"),
    ("image/x-jpg", "image/jpeg"),
    ("image/x-png", "image/png"),
];

/// A media type: RFC 9110 § 8.3.1, read by MIME Sniffing § 4.4.
#[derive(Debug)]
pub(crate) struct MediaType {
    /// Type and subtype, lower case.
    pub(crate) essence: String,
    /// The whole, written so that nothing in it can end the header of a `data:` URL or an attribute.
    pub(crate) written: String,
}

impl MediaType {
    /// `None` where it is none, or is no name as types are registered (RFC 6838 § 4.2). Those are narrower than HTTP's
    /// token, which may hold `%` and quotes. A parameter that needs quotes is left out: a client that splices the type into a
    /// `data:` URL would end its header at the first comma.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_restricted_name = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b))
        };
        let mime: Mime = text.parse().ok()?;
        if !is_restricted_name(&mime.type_) || !is_restricted_name(&mime.subtype) {
            return None;
        }
        let essence = format!("{}/{}", mime.type_, mime.subtype);
        // What needs no care stays as it is.
        if text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-/;= ".contains(&b)) {
            return Some(Self { essence, written: text.to_owned() });
        }
        let mut written = essence.clone();
        for (name, value) in mime.parameters.iter().filter(|(a, b)| is_restricted_name(a) && is_restricted_name(b)) {
            written.push_str(&format!(";{name}={value}"));
        }
        Some(Self { essence, written })
    }

    /// The listed type of which it is a name.
    pub(crate) fn listed(&self, types: &[&'static str]) -> Option<&'static str> {
        let named =
            ALIASES.binary_search_by_key(&self.essence.as_str(), |(alias, _)| alias).ok().map(|at| ALIASES[at].1);
        let wanted = named.unwrap_or(&self.essence);
        types.iter().find(|listed| **listed == wanted).copied()
    }

    /// Whether a browser asks the bytes which image they are: MIME Sniffing § 7 takes no XML's word, and none of another
    /// type's. Bytes of no stated type are asked too.
    pub(crate) fn is_raster_name(&self) -> bool {
        let is_xml = self.essence.ends_with("+xml") || self.essence.ends_with("/xml") || self.essence.contains("svg");
        let is_unknown = matches!(
            &*self.essence,
            "application/octet-stream" | "binary/octet-stream" | "unknown/unknown" | "application/unknown"
        );
        self.essence.starts_with("image/") && !is_xml || is_unknown
    }
}

/// The listed raster type whose bytes these are: MIME Sniffing § 6.1, and AVIF's brand.
pub(crate) fn raster(body: &[u8]) -> Option<&'static str> {
    match body {
        _ if body.starts_with(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        _ if body.starts_with(b"\xff\xd8\xff") => Some("image/jpeg"),
        _ if body.starts_with(b"GIF87a") || body.starts_with(b"GIF89a") => Some("image/gif"),
        _ if body.starts_with(b"RIFF") && body.get(8..12) == Some(b"WEBP") => Some("image/webp"),
        _ if body.get(4..8) == Some(b"ftyp") && matches!(body.get(8..12), Some(b"avif" | b"avis")) => {
            Some("image/avif")
        }
        _ => None,
    }
}

/// Base64 that browsers decode.
#[derive(Debug)]
pub(crate) struct Base64<'t> {
    /// Without white space.
    pub(crate) text: Cow<'t, str>,
    /// How many bytes it stands for.
    pub(crate) bytes: usize,
}

impl<'t> Base64<'t> {
    /// Infra § 4.7, forgiving-base64 decode: white space goes, padding may be missing, bits left over do not count.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let is_space = |b: u8| matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
        let text: Cow<'t, str> = match text.bytes().any(is_space) {
            true => text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>().into(),
            false => text.into(),
        };
        let padding = match text.len() % 4 {
            0 if text.ends_with("==") => 2,
            0 if text.ends_with('=') => 1,
            0 | 2 | 3 => 0,
            _ => return None,
        };
        let body = text.get(..text.len() - padding)?;
        let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
        let is_whole = body.len() % 4 != 1 && body.bytes().all(is_digit);
        let bytes = body.len() / 4 * 3 + (body.len() % 4).saturating_sub(1);
        is_whole.then_some(Self { text, bytes })
    }

    /// Its first bytes, enough to tell an image by.
    pub(crate) fn start(&self) -> Vec<u8> {
        const ENOUGH: usize = 32;
        let start = self.text.as_bytes().get(..ENOUGH).unwrap_or(self.text.as_bytes());
        decode_to_vec(start).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alias_is_found_and_names_a_listed_type() {
        for (alias, of) in ALIASES {
            let read = MediaType::parse(alias).and_then(|one| one.listed(IMAGE_TYPES).or(one.listed(AUDIO_TYPES)));
            assert_eq!(read, Some(*of), "{alias}");
        }
    }

    #[test]
    fn media_types() {
        for (text, essence, written) in [
            ("text/plain", "text/plain", "text/plain"),
            (" TEXT/Plain ; Charset=UTF-8 ", "text/plain", " TEXT/Plain ; Charset=UTF-8 "),
            ("text/plain;", "text/plain", "text/plain;"),
            ("text/plain; charset=\"utf-8\"", "text/plain", "text/plain;charset=utf-8"),
            ("text/plain; charset=\"u\\tf-8\"; x=y", "text/plain", "text/plain;charset=utf-8;x=y"),
            ("text/plain;x=\",<script>\"", "text/plain", "text/plain"),
            ("text/plain;x=\"a b\";charset=a", "text/plain", "text/plain;charset=a"),
            ("text/html,<script>alert(1)</script>", "", ""),
            ("text/plain\" onerror=\"x", "", ""),
            ("te%78t/plain", "", ""),
            ("text", "", ""),
            ("text/", "", ""),
            ("/plain", "", ""),
            ("*/*", "", ""),
            ("", "", ""),
        ] {
            let read = MediaType::parse(text).map(|one| (one.essence, one.written));
            let wanted = (!essence.is_empty()).then(|| (essence.to_owned(), written.to_owned()));
            assert_eq!(read, wanted, "{text}");
        }
    }

    /// What the crate that decodes `data:` URLs says, for every short text of these characters.
    #[test]
    fn base64_is_what_browsers_decode() {
        let characters = ['A', 'z', '/', '=', '\n', '-'];
        let mut texts = vec![String::new()];
        for length in 0..6 {
            let longer = |text: &String| characters.map(|c| format!("{text}{c}"));
            let next: Vec<_> = texts.iter().filter(|text| text.len() == length).flat_map(longer).collect();
            texts.extend(next);
        }
        for text in texts {
            let wanted = decode_to_vec(text.as_bytes()).ok().map(|bytes| bytes.len());
            assert_eq!(Base64::parse(&text).map(|read| read.bytes), wanted, "{text:?}");
        }
    }
}
