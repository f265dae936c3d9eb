//! What an element of SVG has in it that decides how it begins: its style sheets, its name, the text of its boxes.

use html5ever::{LocalName, local_name};

use super::{DOCUMENT, Data, Element, NONE, NodeId, Tree};
use crate::html::events::{Ahead, BOLD, Namespace, REGULAR};

/// Of a label, so that labels within labels do not cost the square of what they are.
const MOST_NODES: usize = 10_000;

/// Of what is in a label.
const MOST_CLASSES: usize = 16;

/// HTML elements that begin a line, and those whose text nobody reads.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
const BOLD_ELEMENTS: &[LocalName] = &[local_name!("b"), local_name!("strong")];
const CELLS: &[&str] = &["td", "th"];
const UNREAD: &[&str] = &["iframe", "noscript", "script", "select", "style", "template", "textarea", "title"];

impl Tree {
    /// `is_root`: no drawing is around it.
    pub(super) fn ahead(&self, id: NodeId, element: &Element, is_root: bool) -> Ahead {
        if element.namespace != Namespace::Svg {
            return Ahead::default();
        }
        let sheet = if is_root && element.local == local_name!("svg") { self.sheets_in(id) } else { None };
        let is_box = &*element.local == "foreignObject";
        let mut classes = Vec::new();
        let lines = if is_box { self.lines_in(id, &mut classes) } else { Vec::new() };
        Ahead { sheet, title: self.title_of(id), lines, classes }
    }

    /// The text of the style sheets that stand in HTML.
    pub(super) fn html_sheets(&self) -> Option<String> {
        let mut sheets: Option<String> = None;
        self.each_in(DOCUMENT, |id| {
            let is_sheet = self.nodes.is_html(id, &local_name!("style"));
            if is_sheet {
                let whole = sheets.get_or_insert_default();
                whole.push_str(&self.text_in(id));
                whole.push('\n');
            }
            !is_sheet
        });
        sheets
    }

    fn svg_name(&self, id: NodeId) -> Option<&str> {
        let element = self.nodes.element_at(id)?;
        (element.namespace == Namespace::Svg).then(|| &*element.local)
    }

    fn sheets_in(&self, root: NodeId) -> Option<String> {
        let mut sheets: Option<String> = None;
        self.each_in(root, |id| {
            let is_sheet = self.svg_name(id) == Some("style");
            if is_sheet {
                let whole = sheets.get_or_insert_default();
                whole.push_str(&self.text_in(id));
                whole.push('\n');
            }
            !is_sheet
        });
        sheets
    }

    /// SVG 2 § 5.8: the first `title` and the first `desc` among its children.
    fn title_of(&self, id: NodeId) -> Option<String> {
        let first = |wanted: &str| {
            let found = self.nodes.children(id).find(|child| self.svg_name(*child) == Some(wanted))?;
            let words = self.lines_in(found, &mut Vec::new()).join(" ").replace([BOLD, REGULAR], "");
            (!words.is_empty()).then_some(words)
        };
        match (first("title"), first("desc")) {
            (Some(title), Some(description)) => Some(format!("{title}. {description}")),
            (title, description) => title.or(description),
        }
    }

    /// The text in it as a reader would see it: a line for each block, with single spaces. `classes` gets those of its elements.
    fn lines_in(&self, root: NodeId, classes: &mut Vec<String>) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut left = MOST_NODES;
        self.each_in(root, |id| {
            if left == 0 {
                return false;
            }
            left -= 1;
            match &self.node(id).data {
                Data::Text(text) => {
                    let parent = self.node(id).parent;
                    let is_bold = BOLD_ELEMENTS.iter().any(|name| self.nodes.is_html(parent, name));
                    let text = text.replace([BOLD, REGULAR], "");
                    if let Some(line) = lines.last_mut() {
                        line.push_str(&if is_bold { format!("{BOLD}{text}{REGULAR}") } else { text });
                    }
                }
                Data::Element(element) if element.namespace == Namespace::Html => {
                    let class = self.attributes(element).iter().find(|held| held.name.local == local_name!("class"));
                    let own = class.into_iter().flat_map(|held| held.value.split_ascii_whitespace());
                    let room = MOST_CLASSES - classes.len();
                    classes.extend(own.take(room).map(str::to_owned));
                    if UNREAD.contains(&&*element.local) {
                        return false;
                    }
                    if BLOCKS.contains(&&*element.local) {
                        lines.push(String::new());
                    } else if CELLS.contains(&&*element.local)
                        && let Some(line) = lines.last_mut()
                    {
                        line.push(' ');
                    }
                }
                Data::Element(element) if matches!(&*element.local, "script" | "style") => return false,
                _ => {}
            }
            true
        });
        let words = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.iter().map(words).filter(|line| !line.is_empty()).collect()
    }

    /// Visits what is in `root` in document order; `visit` says whether to look into it.
    fn each_in(&self, root: NodeId, mut visit: impl FnMut(NodeId) -> bool) {
        let mut next = self.node(root).first_child;
        while next != NONE {
            let node = self.node(next);
            if visit(next) && node.first_child != NONE {
                next = node.first_child;
                continue;
            }
            let mut at = next;
            while self.node(at).next == NONE {
                at = self.node(at).parent;
                if at == root || at == NONE {
                    return;
                }
            }
            next = self.node(at).next;
        }
    }
}
