//! Markup made at random, the same for the same seed.

/// Parts to put together: each begins or ends a state of the tokenizer or of tree construction, or half does.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/",
    "</",
    "<!",
    "<?",
    "=",
    "\"",
    "'",
    "`",
    " ",
    "\n",
    "\t",
    "\u{c}",
    "\r",
    "\r\n",
    "\0",
    "&",
    "#",
    ";",
    "-",
    "--",
    "-->",
    "--!>",
    "<!--",
    "<!-->",
    "<!--->",
    "<!---",
    "]]>",
    "<![CDATA[",
    "<!doctype html>",
    "<!DOCTYPE",
    "public",
    "system",
    "a",
    "b",
    "div",
    "P",
    "A=b",
    "c='d'",
    "e=\"f\"",
    "<a ",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<i",
    "<br/>",
    "<x-y z>",
    "<x-y>",
    "</x-y>",
    "<nil>",
    "</nil>",
    "<nil/>",
    "<https://a.test/?b=c>",
    "<script>",
    "</script>",
    "</script",
    "<script",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<xmp>",
    "</xmp>",
    "<iframe>",
    "</iframe>",
    "<noscript>",
    "</noscript>",
    "<plaintext>",
    "<svg>",
    "</svg>",
    "<math>",
    "<table>",
    "<td>",
    "</table>",
    "<tr>",
    "<li>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "<h1>",
    "</h1>",
    "<a>",
    "</a>",
    "<foreignObject>",
    "<mi>",
    "<annotation-xml encoding=text/html>",
    "<desc>",
    "<image>",
    "<input type=hidden>",
    "&amp;",
    "&amp",
    "&notit;",
    "&not",
    "&#65;",
    "&#x41",
    "&#0;",
    "&#x80;",
    "&#xD800;",
    "&#x110000;",
    "&NotEqualTilde;",
    "&copy=",
    "&mdash;",
    "é",
    "中",
    "\u{FFFD}",
    "text",
    "</ x>",
    "</>",
    "<a/b/c=/d>",
    "<a b=c/>",
    "<a =b>",
    "<a b=>",
    "<a b=\0>",
    "<a \0b>",
    "<\0>",
    "<a\0>",
];

/// Xorshift: enough for tests, and no dependency.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() >> 11) as usize % most
    }

    pub(crate) fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A few pieces one after the other.
pub(crate) fn pile(seed: u64) -> String {
    let mut random = Random::new(seed);
    (0..=random.below(24)).map(|_| random.one_of(PIECES)).collect()
}

/// Start tags of what tools and models write, and of what makes tree construction work; the first are the plain ones.
const TAGS: &[&str] = &[
    "p",
    "div",
    "span",
    "b",
    "i",
    "em",
    "strong",
    "a",
    "a href=x",
    "a href=//a.test/x",
    "a href='https://a.test/b?c=d&amp;e'",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "col",
    "h1",
    "h2",
    "pre",
    "code",
    "br",
    "hr",
    "img",
    "img src=/x alt=y",
    "img alt='&lt;q'",
    "blockquote",
    "section",
    "button",
    "form",
    "label",
    "font",
    "u",
    "x-y",
    "input type=checkbox checked",
    "input",
    "details",
    "summary",
    "center",
    "sup",
    "kbd",
    "P",
    "DIV",
    "Td",
    "script",
    "style",
    "title",
    "meta",
    "nobr",
    "select",
    "option",
    "svg",
    "math",
    "textarea",
    "body",
    "html",
    "head",
    "noscript",
    "iframe",
    "main",
    "fieldset",
    "small",
    "td colspan=2 align=left",
    "p align=center id=q class=z onclick=1",
    "span title=\"a&quot;b<c\" lang=en",
    "li value=3",
    "ruby",
    "rt",
    "template",
    "template shadowrootmode=open",
    "area",
    "embed",
    "object",
    "listing",
    "dir",
    "menu",
    "tfoot",
    "s",
    "tt",
    "big",
    "q cite=/z",
    "del cite='javascript:1'",
    "search",
    "dialog",
    "hgroup",
    "figure",
    "audio",
    "video src=//a.test/v",
    "source src=/s",
    "link",
    "base",
    "param",
    "track",
    "path d=M",
    "g",
    "circle r=1",
    "foreignObject",
    "mi",
    "mtext",
    "frameset",
    "image",
    "marquee",
    "applet",
    "keygen",
    "wbr",
    "plaintext",
    "xmp",
    "noembed",
    "selectedcontent",
    "a name=n",
    "span style='color:red;position:fixed'",
    "div class='k mcp-cordon-link'",
    "b DATA-Row=1 data-src=x",
    "b a=1 A=2 onX=3",
    "img src=https://cdn.test/i.png",
    "td headers='a b' id=c",
    "o:p",
    "p\0",
    "a href=\"#f\" target=_blank rel=me",
    "a\nhref = 'https://evil.test/'\ntitle",
    "span\u{c}title='\u{202e}x'",
];
const TEXTS: &[&str] = &[
    "text",
    "a b",
    " ",
    "\n",
    "\n\n",
    "&amp;",
    "&lt;",
    "é",
    "中文，",
    "—",
    "\r\n",
    "\r",
    "&notit;",
    "&not",
    "&#65;",
    "&#x80;",
    "&mdash;",
    "&nbsp;",
    "&#10;",
    "&#13;",
    "&bogus;",
    "&copy=",
    "&amp",
    "<",
    "</",
    "< ",
    "<!",
    "<!-- c -->",
    "<!-->",
    "<!--a--!>",
    "<?pi?>",
    "</>",
    "</ x>",
    "<!doctype html>",
    "\"",
    "'",
    ">",
    "a>b",
    "&gt",
    "\t",
    "<![CDATA[x]]>",
    "&NotEqualTilde;",
    "&AMP;x",
    "\u{a0}",
    "&#0;",
    "&#xD800;",
    "‘q’",
    "\u{200d}",
    "\0",
    "👩‍👩‍👧",
    "\u{202e}",
    "a\u{200b}\u{200b}b",
    "{{x}}",
    "${y}",
    "https://a.test/",
    "&#32;",
    "&Tab;",
    "&NewLine;",
    "</p>",
    "</br>",
    "</table>",
    "</body>",
    "\u{1b}[31m",
    "\u{c}\n",
    "\n\u{c}\n",
    "</p\n\n>",
    "</td\n>",
    "<x\0>",
    "</x\u{FFFD}>",
    "<x\u{FFFD}>",
    "<b onx\0=2 onx\u{FFFD}=3>",
    "</form>",
    "Vec<u8>",
    "<nil>",
    "<x y>",
    "</nowhere>",
    "<T = b>",
    "<https://a.test/?b=c>",
    "<my-icon/>",
    "<x\ny>",
    "</nil>",
];
/// They have no end tags.
const VOID: &[&str] =
    &["br", "hr", "img", "input", "col", "meta", "area", "embed", "link", "base", "param", "track", "source", "wbr"];
/// What makes little sense but together.
const DRAWING: &[&str] = &[
    "svg",
    "g",
    "path d=M /",
    "text",
    "circle r=1 /",
    "tspan",
    "g onclick=1",
    "svg /",
    "svg viewBox='0 0 1 1'",
    "use href=#a /",
    "g id=a class=b",
    "style",
    "mask id=a",
    "pattern id=a",
    "rect fill=url(#a) /",
    "defs",
    "p",
    "b",
    "foreignObject",
    "title",
    "linearGradient",
];
const CHOICE: &[&str] =
    &["select", "option", "optgroup", "option value=1", "select onchange=x", "p", "b", "hr", "button", "input", "td"];
const CELLS: &[&str] = &[
    "table",
    "tr",
    "td",
    "form",
    "colgroup",
    "col",
    "caption",
    "b",
    "b onclick=1",
    "tbody",
    "form id=f",
    "td a=1 b=2 c=3 d=4",
];
const FORMULA: &[&str] = &[
    "math",
    "mfrac",
    "mn",
    "mi",
    "msup",
    "mroot",
    "mrow",
    "mtable",
    "mtr",
    "mtd",
    "mtext",
    "mphantom",
    "mmultiscripts",
    "mprescripts",
    "semantics",
    "annotation encoding=application/x-tex",
    "b",
    "p",
];
const PLAIN_TAGS: usize = 52;
const PLAIN_TEXTS: usize = 10;

fn name_of(tag: &str) -> &str {
    tag.split([' ', '\n', '\u{c}']).next().unwrap_or(tag)
}

/// A fragment of which two in three are plain, and most of those well nested.
pub(crate) fn fragment(random: &mut Random) -> String {
    let is_plain = random.below(3) > 0;
    let tags = match random.below(10) {
        0 => DRAWING,
        1 => CHOICE,
        2 => CELLS,
        3 => FORMULA,
        _ if is_plain => &TAGS[..PLAIN_TAGS],
        _ => TAGS,
    };
    let mut html = String::new();
    let mut open: Vec<&str> = Vec::new();
    for _ in 0..=random.below(24) {
        match random.below(10) {
            0..=3 => {
                let tag = random.one_of(tags);
                let end = if random.below(12) == 0 { " /" } else { "" };
                html.push_str(&format!("<{tag}{end}>"));
                if !VOID.contains(&name_of(tag)) {
                    open.push(name_of(tag));
                }
            }
            4..=6 => {
                let is_misnested = random.below(6) == 0 && !open.is_empty();
                let ended = if is_misnested { Some(open.remove(random.below(open.len()))) } else { open.pop() };
                html.extend(ended.map(|name| format!("</{name}>")));
            }
            7 if random.below(3) == 0 => html.push_str(&format!("</{}>", name_of(random.one_of(TAGS)))),
            _ => {
                let is_plain = is_plain && random.below(4) > 0;
                html.push_str(random.one_of(if is_plain { &TEXTS[..PLAIN_TEXTS] } else { TEXTS }));
            }
        }
    }
    if random.below(2) == 0 {
        html.extend(open.iter().rev().map(|name| format!("</{name}>")));
    }
    html
}

fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// A part of a document, changed in a few places.
pub(crate) fn mutated(random: &mut Random, document: &str) -> String {
    let start = boundary(document, random.below(document.len() + 1));
    // Most begin at a tag.
    let start = if random.below(4) == 0 { start } else { document[start..].find('<').map_or(start, |at| start + at) };
    let end = boundary(document, start + 40 + random.below(600));
    let mut html = document[start..end].to_owned();
    for _ in 0..random.below(4) {
        let at = boundary(&html, random.below(html.len() + 1));
        match random.below(4) {
            0 => html.insert_str(at, random.one_of(TEXTS)),
            1 => html.insert_str(at, &format!("<{}>", random.one_of(TAGS))),
            2 => html.insert_str(at, &format!("</{}>", name_of(random.one_of(TAGS)))),
            _ => {
                let end = boundary(&html, at + random.below(12));
                html.replace_range(at..end, "");
            }
        }
    }
    html
}
