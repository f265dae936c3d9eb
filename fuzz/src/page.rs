//! A page that patches are applied to, and nothing else.

use mcp_cordon::sanitizer::{Change, Patch};

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Text(u32, String),
    Element(u32, String, Vec<Node>),
}

/// Nodes with numbers, which tell whether one stayed.
#[derive(Debug, Default)]
pub struct Page {
    roots: Vec<Node>,
    made: u32,
}

const VOID: [&str; 6] = ["br", "col", "hr", "img", "input", "wbr"];

impl Page {
    /// Reads markup that our own writer wrote.
    fn read(&mut self, html: &str) -> Vec<Node> {
        let mut stack: Vec<(String, Vec<Node>)> = vec![(String::new(), Vec::new())];
        let mut rest = html;
        while !rest.is_empty() {
            self.made += 1;
            let is_sheet = stack.last().is_some_and(|(tag, _)| name_of(tag) == "style");
            if is_sheet && !rest.starts_with("</style>") {
                let end = rest.find("</style>").expect("a sheet ends");
                stack.last_mut().expect("a root").1.push(Node::Text(self.made, rest[..end].to_owned()));
                rest = &rest[end..];
            } else if let Some(tag) = rest.strip_prefix('<') {
                let end = tag.find('>').expect("values have no > in them");
                let (tag, behind) = (&tag[..end], &tag[end + 1..]);
                rest = behind;
                if tag.starts_with('/') {
                    let (tag, children) = stack.pop().expect("an open element");
                    stack.last_mut().expect("a root").1.push(Node::Element(self.made, tag, children));
                } else if VOID.contains(&name_of(tag)) {
                    stack.last_mut().expect("a root").1.push(Node::Element(self.made, tag.to_owned(), Vec::new()));
                } else {
                    stack.push((tag.to_owned(), Vec::new()));
                }
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                stack.last_mut().expect("a root").1.push(Node::Text(self.made, rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
        assert_eq!(stack.len(), 1, "{html}");
        stack.remove(0).1
    }

    /// # Panics
    /// Where a change has no place.
    pub fn apply(&mut self, patch: &Patch) {
        for change in &patch.changes {
            match change {
                Change::Grow { path, text } => {
                    let (at, way) = path.split_last().expect("a text has a place");
                    let Some(Node::Text(_, held)) = children(&mut self.roots, way).get_mut(*at) else {
                        panic!("{change:?} is of no text")
                    };
                    held.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
                }
                Change::Replace { path, names, at, remove, html } => {
                    let nodes = self.read(html);
                    let mut here = &mut self.roots;
                    for (at, name) in path.iter().zip(names) {
                        let Node::Element(_, tag, children) = &mut here[*at] else { panic!("{change:?} is in a text") };
                        assert_eq!(name_of(tag), *name, "{change:?}");
                        here = children;
                    }
                    here.splice(at..&(at + remove), nodes);
                }
                _ => panic!("an unknown change"),
            }
        }
    }

    /// What is there, as markup.
    pub fn html(&self) -> String {
        fn write(nodes: &[Node], html: &mut String) {
            for node in nodes {
                match node {
                    Node::Text(_, text) => html.push_str(text),
                    Node::Element(_, tag, children) => {
                        html.push_str(&format!("<{tag}>"));
                        let name = name_of(tag);
                        if !VOID.contains(&name) {
                            write(children, html);
                            html.push_str(&format!("</{name}>"));
                        }
                    }
                }
            }
        }
        let mut html = String::new();
        write(&self.roots, &mut html);
        html
    }

    /// Of the outermost nodes.
    pub fn numbers(&self) -> Vec<u32> {
        let number = |node: &Node| match node {
            Node::Text(number, _) | Node::Element(number, ..) => *number,
        };
        self.roots.iter().map(number).collect()
    }
}

fn children<'n>(nodes: &'n mut Vec<Node>, way: &[usize]) -> &'n mut Vec<Node> {
    way.iter().fold(nodes, |nodes, at| match &mut nodes[*at] {
        Node::Element(_, _, children) => children,
        Node::Text(..) => panic!("a text has no children"),
    })
}

fn name_of(tag: &str) -> &str {
    tag.split(' ').next().unwrap_or_default()
}
