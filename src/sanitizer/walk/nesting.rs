//! Would a parser build this very tree from the markup written for it?
//!
//! *Threat:* taking a `<button>` from between two `<p>` leaves a `<p>` in a `<p>`. No parser builds that, so the browser
//! makes another tree of the string than the one that was judged: the ground that mutation XSS stands on. *Rule:* the
//! places where the tree construction stage (HTML Standard § 13.2.6) moves, closes or implies elements are few, once
//! every element is one of the [tables](crate::sanitizer::allowlist) and every end tag is written. Each is a question about the
//! elements that are open, answered here in constant time. Markup that passes them all reads back as it was written;
//! other markup is parsed and walked again.

/// What of the open elements matters to the next start tag.
#[derive(Debug, Clone, Copy, Default)]
struct Scope {
    /// The innermost open element; empty at the top.
    parent: &'static str,
    /// § 13.2.4.2: a `p` is in button scope.
    p: bool,
    /// An `a` is in the list of active formatting elements, after its last marker.
    a: bool,
    /// An `li` that the next `li` would close; likewise for `dd` and `dt`.
    li: bool,
    dd: bool,
    /// A `ruby` is in scope.
    ruby: bool,
}

/// Follows the markup as it is written.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    scope: Scope,
    above: Vec<Scope>,
    broken: bool,
}

impl Nesting {
    /// Whether nothing was written that a parser would build differently.
    pub(super) fn holds(&self) -> bool {
        !self.broken
    }

    pub(super) fn open(&mut self, tag: &'static str) {
        let scope = self.scope;
        self.broken |= !scope.takes(tag);
        self.above.push(scope);
        self.scope = scope.within(tag);
    }

    pub(super) fn close(&mut self) {
        self.scope = self.above.pop().unwrap_or_default();
    }

    /// § 13.2.6.4.9, "in table": text other than white space is foster-parented.
    pub(super) fn text(&mut self, text: &str) {
        if is_table_part(self.scope.parent) && text.contains(|c: char| !c.is_ascii_whitespace()) {
            self.broken = true;
        }
    }
}

impl Scope {
    fn takes(self, tag: &str) -> bool {
        let in_its_place = match tag {
            "caption" | "colgroup" | "thead" | "tbody" | "tfoot" => self.parent == "table",
            "tr" => matches!(self.parent, "thead" | "tbody" | "tfoot"),
            "td" | "th" => self.parent == "tr",
            "col" => self.parent == "colgroup",
            // Kept in a sandboxed frame alone: § 13.2.6.4.9 takes it where it stands.
            "style" => self.parent != "colgroup",
            _ => !is_table_part(self.parent),
        };
        let closes_another = match tag {
            "a" => self.a,
            "li" => self.li,
            "dd" | "dt" => self.dd,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => is_heading(self.parent),
            // They imply the end tags of what is open in the ruby: § 13.2.6.4.7.
            "rt" | "rp" => self.ruby && matches!(self.parent, "dd" | "dt" | "li" | "p" | "rp" | "rt"),
            _ => false,
        };
        in_its_place && !closes_another && !(self.p && closes_p(tag))
    }

    fn within(self, tag: &'static str) -> Self {
        let bounds_scope = matches!(tag, "table" | "caption" | "td" | "th");
        // § 13.2.6.4.7, `li`: the search upwards stops at a special element, but for these three.
        let stops_search = is_special(tag) && !matches!(tag, "address" | "div" | "p");
        Self {
            parent: tag,
            p: tag == "p" || self.p && !bounds_scope,
            a: tag == "a" || self.a && !matches!(tag, "caption" | "td" | "th"),
            li: tag == "li" || self.li && !stops_search,
            dd: matches!(tag, "dd" | "dt") || self.dd && !stops_search,
            ruby: tag == "ruby" || self.ruby && !bounds_scope,
        }
    }
}

/// Elements of a table that hold nothing but its parts.
fn is_table_part(tag: &str) -> bool {
    matches!(tag, "table" | "thead" | "tbody" | "tfoot" | "tr" | "colgroup")
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// § 13.2.6.4.7: start tags that close a `p` in button scope.
fn closes_p(tag: &str) -> bool {
    is_heading(tag)
        || matches!(
            tag,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "center"
                | "dd"
                | "details"
                | "div"
                | "dl"
                | "dt"
                | "figcaption"
                | "figure"
                | "footer"
                | "header"
                | "hgroup"
                | "hr"
                | "li"
                | "main"
                | "menu"
                | "nav"
                | "ol"
                | "p"
                | "pre"
                | "search"
                | "section"
                | "summary"
                | "table"
                | "ul"
        )
}

/// § 13.2.4.2: the special elements that the tables keep.
fn is_special(tag: &str) -> bool {
    closes_p(tag)
        || is_table_part(tag)
        || matches!(tag, "br" | "caption" | "col" | "img" | "input" | "td" | "th" | "wbr")
}
