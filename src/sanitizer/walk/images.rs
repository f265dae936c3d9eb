//! Images that bring their bytes along: rasters in drawings, and drawings as images.

use data_url::DataUrl;

use super::Walker;
use crate::html::events::StartTag;
use crate::sanitizer::options::SanitizeOptions;
use crate::sanitizer::report::{Code, What};
use crate::sanitizer::url;

/// Makes a drawing safe by itself.
pub(crate) type Drawing = fn(&str, &SanitizeOptions<'_>) -> Option<String>;

const XMLNS: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"";

impl<'i> Walker<'_, 'i> {
    /// The address of an `image` in a drawing: a raster image whose bytes are in it, or none.
    pub(super) fn raster_of(&self, start: &StartTag<'_, 'i>) -> Option<String> {
        let href = super::foreign::href_of(start.attributes)?.value();
        if !self.options.config.attribute("image", "href") {
            return None;
        }
        url::raster_data(&href)
    }

    /// The address of an `img` that is a drawing, with the drawing made safe. Browsers run no script in it and load nothing
    /// (SVG 2 § 2.6.2, secure static mode); what it holds goes by the rules of drawings all the same.
    pub(super) fn drawn_image(&mut self, source: &str) -> Option<String> {
        if !self.options.profile.keeps_looks() {
            return None;
        }
        let drawing = self.drawing?;
        let source = source.trim_ascii();
        source.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"))?;
        let url = DataUrl::process(source).ok()?;
        let kind = url.mime_type();
        if kind.type_ != "image" || kind.subtype != "svg+xml" {
            return None;
        }
        let (bytes, _) = url.decode_to_vec().ok()?;
        let written = String::from_utf8(bytes).ok()?;
        let safe = drawing(&written, self.options)?;
        let safe = safe.trim();
        let inside = safe.strip_prefix("<svg").filter(|rest| rest.starts_with([' ', '>']))?;
        if !safe.ends_with("</svg>") || inside.contains('\u{c}') {
            return None;
        }
        let whole = format!("{XMLNS}{inside}");
        if whole != written {
            self.note(Code::ElementForeign, What::Element, "img", None, || "a drawing, made safe by itself".to_owned());
        }
        Some(encoded(&whole))
    }
}

/// RFC 2397, with everything escaped that is not plain.
fn encoded(svg: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut url = String::with_capacity(svg.len() * 2);
    url.push_str("data:image/svg+xml,");
    for byte in svg.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:=,;()".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            url.push(char::from(DIGITS[usize::from(byte >> 4)]));
            url.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    url
}
