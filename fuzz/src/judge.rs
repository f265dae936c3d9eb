//! Is this tree inert, contained and readable? Written from the documented promises, with tables of its own, and asked
//! about what another parser makes of the output.

use html5ever_rcdom::{Attribute, ns};
use markup5ever_rcdom::{Handle, NodeData};
use mcp_cordon::sanitizer::{InvisibleText, Profile};
use url::Url;

use super::choice::{CLASSES, Choice, LISTED_HOST, PAGE};
use super::drawing;
use super::text::{is_hidden_always, without_flags};

const ELEMENTS: &str = " a abbr acronym address article aside audio b bdi big blockquote br caption center cite code col \
    colgroup data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img \
    input ins kbd label li main mark menu meter nav ol p pre progress q rp rt ruby s samp search section small span strike strong sub summary \
    sup table tbody td tfoot th thead time tr tt u ul var video wbr ";

/// Attributes whose value can neither load, run nor name anything.
const PLAIN: &str = " abbr align alt alttext aria-colcount aria-colindex aria-colspan aria-label aria-level aria-rowcount \
    aria-rowindex aria-rowspan aria-sort border checked colspan controls datetime dir disabled height hreflang lang loop \
    muted open reversed rowspan scope span start title translate type valign value width \
    bgcolor bordercolor cellpadding cellspacing color frame high hspace low max min noshade nowrap optimum rules size vspace ";

/// Static SVG and MathML Core, for the rich profile: nothing that links, loads, embeds, animates, hides or runs.
const FOREIGN: &str = " svg circle clipPath defs ellipse g image line linearGradient marker mask path pattern polygon polyline \
    radialGradient rect stop style switch symbol text textPath tspan use \
    filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR \
    feGaussianBlur feMerge feMergeNode feMorphology feOffset feTile \
    math merror mfrac mi mmultiscripts mn mo mover mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable \
    mtd mtext mtr munder munderover none ";

/// What carries a URL, or names or runs something, in some element of SVG or MathML.
const NEVER_FOREIGN: &str = " src xlink:href actiontype action attributename begin end from to by nonce is slot \
    part definitionurl altimg cdgroup cursor visibility ";

/// What an `href` may be of: to an id of the output's own.
const REFERRING: &str = " linearGradient pattern radialGradient textPath use ";

/// Attributes that are words for a reader, or for a machine that reads to one.
const WORDS: &str = " alttext aria-label dir lang title translate ";

fn lists(list: &str, name: &str) -> bool {
    !name.is_empty() && list.contains(&format!(" {name} "))
}

/// # Panics
/// Where the tree breaks a promise.
pub fn judge(nodes: &[Handle], choice: &Choice) {
    drawing::judge(nodes, &choice.options.id_prefix);
    let mut left: Vec<(Handle, Around)> = nodes.iter().map(|node| (node.clone(), Around::Page)).collect();
    while let Some((node, around)) = left.pop() {
        let in_foreign = around == Around::Foreign;
        match &node.data {
            NodeData::Text { contents } => readable("text", &contents.borrow(), choice),
            NodeData::Element { name, attrs, .. } => {
                let tag = &*name.local;
                assert!(choice.options.profile != Profile::Text, "<{tag}> in the text profile");
                let is_html = name.ns == ns!(html);
                if is_html {
                    assert!(lists(ELEMENTS, tag), "<{tag}> is in the output");
                    assert!(!in_foreign, "<{tag}> stands in SVG or MathML");
                } else {
                    assert!(choice.options.profile == Profile::Rich, "foreign <{tag}> outside the rich profile");
                    assert!(lists(FOREIGN, tag), "foreign <{tag}> is in the output");
                    assert!(in_foreign || matches!(tag, "svg" | "math"), "foreign <{tag}> stands alone");
                }
                for attribute in attrs.borrow().iter() {
                    let prefix = attribute.name.prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
                    let attribute = (&*format!("{prefix}{}", attribute.name.local), &*attribute.value);
                    if is_html && attribute.0 == "style" {
                        html_style(tag, attribute.1, around, choice)
                    } else if is_html {
                        html_attribute(tag, attribute, choice)
                    } else {
                        foreign_attribute((tag, in_foreign), attribute, choice)
                    }
                }
                if !is_html && tag == "style" {
                    drawing::sheet(&node, &choice.options.id_prefix);
                    continue;
                }
                let within = if is_html { around.within(tag, &attrs.borrow()) } else { Around::Foreign };
                left.extend(node.children.borrow().iter().map(|child| (child.clone(), within)));
            }
            other => assert!(matches!(other, NodeData::Document), "{other:?} is in the output"),
        }
    }
}

/// What is around an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Page,
    Foreign,
    /// A formula, in which boxes may clip.
    Formula,
    /// A box that clips what it holds.
    Clip,
}

impl Around {
    /// What is around those in an element of HTML.
    fn within(self, tag: &str, attributes: &[Attribute]) -> Self {
        let value = |name: &str| attributes.iter().find(|one| &*one.name.local == name).map_or("", |one| &*one.value);
        let has = |class: &str| value("class").split_ascii_whitespace().any(|one| one == class);
        let says = |declaration: &str| value("style").split(';').any(|one| one == declaration);
        match self {
            Self::Clip => Self::Clip,
            Self::Formula
                if tag == "span" && has("base") && says("clip-path:inset(-3px)") && says("display:inline-block") =>
            {
                Self::Clip
            }
            _ if tag == "span" && has("katex-html") => Self::Formula,
            _ => self,
        }
    }
}

fn html_style(tag: &str, value: &str, around: Around, choice: &Choice) {
    let at = format!("<{tag} style={value:?}>");
    assert!(choice.options.profile == Profile::Rich, "{at} outside the rich profile");
    if around == Around::Clip {
        let put = |one: &&str| !matches!(*one, "position:relative");
        return style(&at, &value.split(';').filter(put).collect::<Vec<_>>().join(";"), STAYS_IN);
    }
    let is_below_zero = |one: &str| one.starts_with("margin") && one.contains(":-");
    assert!(!value.split(';').any(is_below_zero), "{at} lies over what is ahead of it");
    style(&at, value, STAYS_PUT);
}

fn html_attribute(tag: &str, (name, value): (&str, &str), choice: &Choice) {
    let at = format!("<{tag} {name}={value:?}>");
    let prefix = &choice.options.id_prefix;
    let is_own_name = |id: &str| id.is_empty() || id.starts_with(prefix.as_str());
    match (tag, name) {
        (_, "id") => {
            assert!(is_own_name(value), "{at} lacks the prefix");
            assert!(!value.contains(char::is_whitespace), "{at} has white space");
        }
        (_, "aria-describedby" | "aria-details" | "aria-labelledby") | ("td" | "th", "headers") => {
            assert!(value.split_ascii_whitespace().all(is_own_name), "{at} lacks the prefix");
        }
        (_, "class") => {
            for class in value.split_ascii_whitespace() {
                let ours = matches!((tag, class), ("a", "mcp-cordon-link") | ("span", "mcp-cordon-blocked"))
                    || choice.options.math
                        && matches!((tag, class), ("code", "language-math" | "math-inline" | "math-display"));
                let is_named = class.starts_with("md-") || CLASSES.contains(&class);
                let listed = !choice.options.classes.is_empty() && is_named;
                assert!(ours || listed, "{at} has a class that nobody listed");
            }
        }
        ("a", "href") | ("blockquote" | "del" | "ins" | "q", "cite") => link(&at, value, choice),
        ("img" | "audio" | "video", "src") => resource(&at, tag, value, choice),
        ("img", "referrerpolicy") => assert_eq!(value, "no-referrer", "{at}"),
        ("a", "target") => assert!(matches!(value, "_blank" | "_self"), "{at}"),
        ("a", "rel") => assert_eq!(value, "noopener noreferrer", "{at}"),
        ("input", "type") => assert_eq!(value, "checkbox", "{at}"),
        _ if name.starts_with("data-") => {
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{at}");
            readable(&at, value, choice);
        }
        _ => {
            assert!(lists(PLAIN, name), "{at} is in the output");
            readable(&at, value, choice);
        }
    }
}

fn foreign_attribute((tag, is_within): (&str, bool), (name, value): (&str, &str), choice: &Choice) {
    let at = format!("foreign <{tag} {name}={value:?}>");
    let lower = name.to_ascii_lowercase();
    assert!(!lower.starts_with("on") && !lists(NEVER_FOREIGN, &lower), "{at} is in the output");
    let moves = matches!(&*lower, "filter" | "transform" | "overflow");
    assert!(!(tag == "svg" && moves), "{at} moves the drawing over the page");
    if (tag, &*lower) == ("image", "href") {
        return resource(&at, "img", value, choice);
    }
    if lower == "href" {
        let own = format!("#{}", choice.options.id_prefix);
        assert!(lists(REFERRING, tag) && value.starts_with(&own), "{at} is in the output");
        return;
    }
    if lower == "style" {
        assert!(choice.options.profile == Profile::Rich, "{at} outside the rich profile");
        let own = value.replace(&format!("url(#{}", choice.options.id_prefix), "(");
        return style(&at, &own, if is_within { &[] } else { STAYS_PUT });
    }
    if lower == "class" {
        let own = |class: &&str| !class.starts_with(&choice.options.id_prefix);
        let others = value.split_ascii_whitespace().filter(own).collect::<Vec<_>>().join(" ");
        return html_attribute(tag, (name, &others), choice);
    }
    if lists(WORDS, name) || name == "id" || name.starts_with("aria-") {
        return html_attribute(tag, (name, value), choice);
    }
    let value = value.to_ascii_lowercase();
    let own_reference = format!("url(#{}", choice.options.id_prefix.to_ascii_lowercase());
    for (place, _) in value.match_indices("url") {
        assert!(value[place..].starts_with(&own_reference), "{at} refers to something else than an id of its own");
    }
    for loads in ["javascript:", "image-set", "src(", "image(", "@import", "var(", "env(", "attr(", "\\"] {
        assert!(!value.contains(loads), "{at} has {loads}");
    }
}

/// Properties that move a box or what is in it.
const STAYS_PUT: &[&str] = &[
    "position",
    "z-index",
    "transform",
    "translate",
    "inset",
    "top",
    "left",
    "overflow",
    "bottom",
    "right",
    "float",
    "filter",
];

/// Properties that leave a box that clips, or change what lies above what.
const STAYS_IN: &[&str] = &["z-index", "transform", "translate", "inset", "overflow", "float", "filter", "clip-path"];

fn style(at: &str, value: &str, never_of: &[&str]) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " #%(),-./:;_+".contains(c);
    assert!(value.chars().all(is_plain), "{at} has a character that no style written by us has");
    let value = value.replace("background-image:", "background:").replace("-content:", ":");
    for never in ["url", "image", "var(", "env(", "attr(", "expression", "import", "content", "calc("] {
        assert!(!value.contains(never), "{at} has {never}");
    }
    let is_flexible = value.split(';').any(|one| one.starts_with("flex:") || one.starts_with("flex-basis:"));
    for declaration in value.split(';') {
        let property = declaration.split(':').next().unwrap_or_default().trim();
        assert!(!never_of.contains(&property), "{at} has {property}");
        assert!(property != "min-height" || !is_flexible, "{at} is lower than what it holds");
        assert!(!matches!(property, "position" | "z-index" | "inset"), "{at} has {property}");
        assert!(!property.starts_with("--") && !property.starts_with("animation"), "{at} has {property}");
    }
}

/// A page at another origin, so that what is relative can be told apart.
const OTHER_PAGE: &str = "http://other.test:8080/";

/// Where a reference leads from any page; `None` for one that stays where its page is.
fn leads(at: &str, value: &str) -> Option<Url> {
    let from = |page: &str| Url::parse(page).ok().and_then(|page| page.join(value).ok());
    let (Some(here), Some(there)) = (from(PAGE), from(OTHER_PAGE)) else { panic!("{at} does not parse") };
    let stays = |url: &Url, host, port| url.host_str() == Some(host) && url.port() == port && url.password().is_none();
    if here != there {
        let same = stays(&here, "page.test", None) && here.scheme() == "https" && here.username().is_empty();
        let same_there = stays(&there, "other.test", Some(8080)) && there.scheme() == "http";
        assert!(same && same_there, "{at} leads to {here} from one page and to {there} from another");
        return None;
    }
    Some(here)
}

pub(crate) fn link(at: &str, value: &str, choice: &Choice) {
    if let Some(name) = value.strip_prefix('#') {
        assert!(name.is_empty() || name.starts_with(&choice.options.id_prefix), "{at} leads to an id of the page's");
        return;
    }
    let Some(url) = leads(at, value) else {
        assert!(!choice.listed_links, "{at} stays on the page's origin, which is not listed");
        return;
    };
    assert!(choice.schemes.contains(&url.scheme()), "{at} has a scheme that is not listed");
    assert!(url.username().is_empty() && url.password().is_none(), "{at} has credentials");
    if choice.listed_links && matches!(url.scheme(), "http" | "https") {
        assert_eq!(url.host_str(), Some(LISTED_HOST), "{at} leads to an origin that is not listed");
    }
}

pub(crate) fn resource(at: &str, tag: &str, value: &str, choice: &Choice) {
    let Some(url) = leads(at, value) else {
        assert!(choice.own_resources, "{at} loads from the page's origin, which is not listed");
        return;
    };
    if let Some(drawing) = value.strip_prefix("data:image/svg+xml,") {
        assert!(tag == "img" && choice.options.profile == Profile::Rich, "{at} is a drawing");
        let drawing = percent_decode(drawing);
        let svg = drawing.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
        judge(&super::dom::fragment(&svg, "div"), choice);
        return;
    }
    if url.scheme() == "data" {
        let kind = url.path().split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
        let unknown = ["application/octet-stream", "binary/octet-stream", "unknown/unknown", "application/unknown"];
        let is_raster = kind.starts_with("image/") && !kind.contains("xml") && !kind.contains("svg");
        assert!(tag == "img" && (is_raster || unknown.contains(&kind.as_str())), "{at} is not a raster image");
        return;
    }
    let is_listed = choice.listed_resources && url.scheme() == "https" && url.host_str() == Some(LISTED_HOST);
    let is_own = choice.own_resources && url.scheme() == "https" && url.host_str() == Some("page.test");
    assert!((is_listed || is_own) && url.port().is_none(), "{at} loads from an origin that is not listed");
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("an escape has two digits"));
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).expect("a drawing is text")
}

/// Nothing is left that a reader never sees, unless it was to be kept.
fn readable(at: &str, text: &str, choice: &Choice) {
    assert!(!text.contains(['\0', '\r']), "{at} has a NUL or a CR: {text:?}");
    if choice.options.invisible_text == InvisibleText::Keep {
        return;
    }
    let hidden = without_flags(text).chars().find(|c| is_hidden_always(*c));
    assert!(hidden.is_none(), "{at} hides {hidden:?}: {text:?}");
}
