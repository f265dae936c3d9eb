//! The parser's published suite, html5lib-tests, on our tokenizer and on the tree that html5ever builds of its tokens.
//!
//! The suite is third-party and no part of this repository: `HTML5LIB_TESTS` names a folder that holds its `tokenizer` and
//! `tree-construction`. Without it both tests say that they are skipped, in a line that xtask counts. What does not agree is
//! listed in `data/html5lib_known.json`, each with its reason; what is listed and agrees is a
//! failure too. A case is named by its file and by a hash of what it says, so it keeps its name when others are added.
//!
//! Parse errors are not compared: our tokenizer reports none. Nor does anything clone an option into a `selectedcontent`,
//! which the arena's sink does not do either.

use std::borrow::Cow;
use std::cell::{Ref, RefCell, RefMut};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink, create_element};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, expanded_name, local_name, ns};
use mcp_cordon::html::Doctype;
use mcp_cordon::html::tokenizer::RawText;
use mcp_cordon::html::tree::build;
use serde::Deserialize;
use serde_json::Value;

use crate::html::tokenizer::{Begin, Said, ours, say};

const FOLDER: &str = "HTML5LIB_TESTS";

/// No input has an end tag of this name: where no start tag was read, no end tag is appropriate.
const NO_TAG: &str = "none was read";

/// Writes past libtest, which shows nothing that a passing test prints. A line of its own, even behind one that libtest has
/// begun.
fn tell(line: &str) {
    writeln!(std::io::stdout(), "\n{line}").expect("the output can be written to");
}

#[derive(Deserialize)]
struct Known {
    tokenizer: Vec<Differences>,
    #[serde(rename = "tree-construction")]
    tree_construction: Vec<Differences>,
}

#[derive(Deserialize)]
struct Differences {
    reason: String,
    cases: Vec<String>,
}

fn known() -> Known {
    serde_json::from_str(include_str!("../data/html5lib_known.json")).expect("the known differences have their shape")
}

/// What became of the cases.
#[derive(Default)]
struct Results {
    /// By their names, both.
    agreed: BTreeSet<String>,
    different: Vec<(String, String)>,
    not_run: BTreeMap<&'static str, usize>,
}

impl Results {
    fn not_run(&mut self, reason: &'static str, cases: usize) {
        *self.not_run.entry(reason).or_default() += cases;
    }

    fn ran(&mut self, name: String, difference: Option<String>) {
        match difference {
            None => drop(self.agreed.insert(name)),
            Some(difference) => self.different.push((name, difference)),
        }
    }

    fn judge(&self, test: &str, known: &[Differences]) {
        let reasons =
            known.iter().flat_map(|known| known.cases.iter().map(|case| (case.as_str(), known.reason.as_str())));
        let reasons: BTreeMap<&str, &str> = reasons.collect();
        let listed: usize = known.iter().map(|known| known.cases.len()).sum();
        assert_eq!(reasons.len(), listed, "a case is listed once");
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut unlisted = Vec::new();
        for (name, difference) in &self.different {
            match reasons.get(name.as_str()) {
                Some(reason) => *counts.entry(reason).or_default() += 1,
                None => unlisted.push(format!("{name}\n{difference}")),
            }
        }
        let mut lines = vec![format!("html5lib::{test}: {} cases agree", self.agreed.len())];
        lines.extend(counts.iter().map(|(reason, count)| format!("  {count} differ as listed: {reason}")));
        lines.extend(self.not_run.iter().map(|(reason, count)| format!("  {count} cannot be run: {reason}")));
        tell(&lines.join("\n"));
        let different: BTreeSet<&str> = self.different.iter().map(|(name, _)| name.as_str()).collect();
        let stale: Vec<_> = reasons.keys().filter(|name| self.agreed.contains(**name)).copied().collect();
        // Another copy of the suite expects something else, and its case is another.
        let absent = reasons.keys().filter(|name| !different.contains(**name) && !self.agreed.contains(**name)).count();
        tell(&format!("  {absent} listed cases are not in this copy"));
        assert!(unlisted.is_empty(), "{} cases differ and are not listed:\n{}", unlisted.len(), unlisted.join("\n\n"));
        assert!(stale.is_empty(), "listed, and agree:\n{}", stale.join("\n"));
        assert!(!self.agreed.is_empty(), "no case was run");
    }
}

/// The files of a part of the suite, each with its path in that part. None, and a line about it, where there is no suite.
fn files(test: &str, part: &str, ending: &str) -> Option<Vec<(String, String)>> {
    let Some(root) = std::env::var_os(FOLDER).filter(|folder| !folder.is_empty()) else {
        tell(&format!("test html5lib::{test} ... skipped, {FOLDER} names no folder"));
        return None;
    };
    let part = Path::new(&root).join(part);
    let files = below(&part).into_iter().filter(|path| path.extension().is_some_and(|found| found == ending));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(&part).expect("it is below");
        (name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"), text)
    };
    Some(files.map(read).collect())
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the entry can be read").path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

/// FNV-1a, each part with its end.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xFF]));
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[test]
fn tokenizer() {
    let Some(files) = files("tokenizer", "tokenizer", "test") else { return };
    let mut results = Results::default();
    for (file, text) in files {
        let whole: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        for (kind, cases) in whole.as_object().expect("a file is an object") {
            let cases = cases.as_array().expect("the cases are a list");
            match kind.as_str() {
                "tests" => cases.iter().for_each(|case| tokenizer_case(&file, case, &mut results)),
                "xmlViolationTests" => results.not_run("what it expects is for an infoset of XML", cases.len()),
                other => panic!("{file}: {other}"),
            }
        }
    }
    results.judge("tokenizer", &known().tokenizer);
}

fn tokenizer_case(file: &str, case: &Value, results: &mut Results) {
    let is_escaped = case["doubleEscaped"] == true;
    let text = |value: &Value| if is_escaped { unescaped(value) } else { Some(value.clone()) };
    let states: Vec<&str> = match case["initialStates"].as_array() {
        Some(states) => states.iter().map(|state| state.as_str().expect("a state has a name")).collect(),
        None => vec!["Data state"],
    };
    let (Some(input), Some(output)) = (text(&case["input"]), text(&case["output"])) else {
        results.not_run("a lone surrogate is in no text", states.len());
        return;
    };
    let input = input.as_str().expect("the input is a text");
    let last = case["lastStartTag"].as_str();
    let hash = hash(&[input, last.unwrap_or_default(), &output.to_string()]);
    let expected = expected(&output);
    for state in states {
        let last = last.unwrap_or(NO_TAG);
        let begin = match state {
            "Data state" => Begin::Data,
            "PLAINTEXT state" => Begin::Plaintext,
            "RCDATA state" => Begin::Raw(RawText::Rcdata, last),
            "RAWTEXT state" => Begin::Raw(RawText::Rawtext, last),
            "Script data state" => Begin::Raw(RawText::ScriptData, last),
            "CDATA section state" => Begin::Cdata,
            other => panic!("{file}: {other}"),
        };
        let mut got = ours(input, begin, false);
        got.iter_mut().for_each(sort_attributes);
        let difference = (got != expected).then(|| {
            format!("  {}\n  input    {input:?}\n  got      {got:?}\n  expected {expected:?}", case["description"])
        });
        results.ran(format!("{file} {hash:016x} {state}"), difference);
    }
}

/// Each `\uHHHH` in it undone once more, if what comes of that is text.
fn unescaped(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => Value::String(unescaped_text(text)?),
        Value::Array(values) => Value::Array(values.iter().map(unescaped).collect::<Option<_>>()?),
        Value::Object(values) => {
            let each = values.iter().map(|(name, value)| Some((unescaped_text(name)?, unescaped(value)?)));
            Value::Object(each.collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

fn unescaped_text(text: &str) -> Option<String> {
    let mut parts = text.split("\\u");
    let mut units: Vec<u16> = parts.next().unwrap_or_default().encode_utf16().collect();
    for part in parts {
        let (digits, rest) = part.split_at_checked(4).expect("four digits follow");
        units.push(u16::from_str_radix(digits, 16).expect("the digits are hexadecimal"));
        units.extend(rest.encode_utf16());
    }
    String::from_utf16(&units).ok()
}

fn expected(output: &Value) -> Vec<Said> {
    let mut all = Vec::new();
    for token in output.as_array().expect("the output is a list") {
        let text = |at: usize| token[at].as_str().map(str::to_owned);
        let word = |at: usize| text(at).unwrap_or_else(|| panic!("{token}"));
        let said = match word(0).as_str() {
            "DOCTYPE" => Said::Doctype(Doctype {
                name: text(1),
                public_id: text(2),
                system_id: text(3),
                force_quirks: token[4] == false,
            }),
            "StartTag" => {
                let attributes = token[2].as_object().expect("the attributes are an object").iter();
                let attributes =
                    attributes.map(|(name, value)| (name.clone(), value.as_str().expect("it is a text").into()));
                Said::Start(word(1), attributes.collect(), token[3] == true)
            }
            "EndTag" => Said::End(word(1)),
            "Comment" => Said::Comment(word(1)),
            "Character" => Said::Text(word(1)),
            other => panic!("{other}"),
        };
        say(&mut all, said);
    }
    all.iter_mut().for_each(sort_attributes);
    all
}

/// The suite has them in an object, which has no order.
fn sort_attributes(said: &mut Said) {
    if let Said::Start(_, attributes, _) = said {
        attributes.sort();
    }
}

#[test]
fn tree_construction() {
    let Some(files) = files("tree_construction", "tree-construction", "dat") else { return };
    let mut results = Results::default();
    for (file, text) in files {
        let cases = cases(&text);
        if file.starts_with("scripted/") {
            results.not_run("its scripts would have to run", cases.len());
            continue;
        }
        for (number, case) in cases.iter().enumerate() {
            let context = case.context.as_deref();
            let hash = hash(&[&case.data, context.unwrap_or_default(), &case.document]);
            let modes = case.scripting.map_or(vec![false, true], |scripting| vec![scripting]);
            for scripting in modes {
                let got = dump(&case.data, context, scripting);
                let difference = (got != case.document).then(|| {
                    let (data, expected) = (&case.data, &case.document);
                    format!("  case {}, in {context:?}: {data:?}\ngot\n{got}\nexpected\n{expected}", number + 1)
                });
                results.ran(format!("{file} {hash:016x} script-{}", if scripting { "on" } else { "off" }), difference);
            }
        }
    }
    results.judge("tree_construction", &known().tree_construction);
}

#[derive(Default)]
struct TreeCase {
    data: String,
    context: Option<String>,
    /// None: in both ways.
    scripting: Option<bool>,
    document: String,
}

/// The cases of a file. A line that is a heading is one wherever it stands: the suite has none in what is to be parsed.
fn cases(text: &str) -> Vec<TreeCase> {
    let mut cases: Vec<TreeCase> = Vec::new();
    let mut heading = "";
    for line in text.split('\n') {
        match line {
            "#data" => cases.push(TreeCase::default()),
            "#errors" | "#new-errors" | "#document-fragment" | "#script-off" | "#script-on" | "#document" => {}
            _ => {
                let Some(case) = cases.last_mut() else { continue };
                match heading {
                    "#data" => case.data.extend([line, "\n"]),
                    "#document-fragment" => case.context = Some(line.to_owned()),
                    "#document" => case.document.extend([line, "\n"]),
                    _ => {}
                }
                continue;
            }
        }
        heading = line;
        match (line, cases.last_mut()) {
            ("#script-off", Some(case)) => case.scripting = Some(false),
            ("#script-on", Some(case)) => case.scripting = Some(true),
            _ => {}
        }
    }
    for case in &mut cases {
        case.data.pop();
        case.document.truncate(case.document.trim_end_matches('\n').len());
    }
    cases
}

/// The tree of what is parsed, in the suite's words.
fn dump(html: &str, context: Option<&str>, scripting: bool) -> String {
    let options = TreeBuilderOpts { scripting_enabled: scripting, ..TreeBuilderOpts::default() };
    let dom = Dom::default();
    let Some(context) = context else {
        let dom = build(TreeBuilder::new(dom, options), html, |_| {});
        return lines(&dom, DOCUMENT);
    };
    let (ns, local) = match context.split_once(' ') {
        Some(("svg", local)) => (ns!(svg), local),
        Some(("math", local)) => (ns!(mathml), local),
        _ => (ns!(html), context),
    };
    let begin = first_state(&ns, local, scripting);
    let name = QualName::new(None, ns, LocalName::from(local));
    let is_form = name.expanded() == expanded_name!(html "form");
    let context = create_element(&dom, name, Vec::new());
    let builder = TreeBuilder::new_for_fragment(dom, context, is_form.then_some(context), options);
    let dom = build(builder, html, |tokenizer| begin.put(tokenizer));
    let root = dom.node(DOCUMENT).children.first().copied();
    lines(&dom, root.expect("the fragment's nodes are below a root"))
}

/// HTML Standard § 13.4: where the tokenizer begins in a fragment of this element.
fn first_state(ns: &Namespace, local: &str, scripting: bool) -> Begin<'static> {
    match local {
        _ if *ns != ns!(html) => Begin::Data,
        "title" | "textarea" => Begin::Raw(RawText::Rcdata, NO_TAG),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Begin::Raw(RawText::Rawtext, NO_TAG),
        "script" => Begin::Raw(RawText::ScriptData, NO_TAG),
        "noscript" if scripting => Begin::Raw(RawText::Rawtext, NO_TAG),
        "plaintext" => Begin::Plaintext,
        _ => Begin::Data,
    }
}

/// What is below a node.
fn lines(dom: &Dom, root: usize) -> String {
    let mut lines = Vec::new();
    let mut left = vec![(0, root)];
    while let Some((depth, id)) = left.pop() {
        let node = dom.node(id);
        let indent = |depth: usize| format!("| {}", "  ".repeat(depth));
        if id != root {
            lines.push(format!("{}{}", indent(depth - 1), node.data.in_words()));
        }
        if let Data::Element { attributes, .. } = &node.data
            && id != root
        {
            let mut attributes: Vec<(String, &str)> =
                attributes.iter().map(|held| (prefixed(&held.name), &*held.value)).collect();
            attributes.sort_by_cached_key(|(name, _)| name.encode_utf16().collect::<Vec<u16>>());
            lines.extend(attributes.iter().map(|(name, value)| format!("{}{name}=\"{value}\"", indent(depth))));
        }
        left.extend(node.children.iter().rev().map(|child| (depth + 1, *child)));
        if let Data::Element { contents: Some(contents), .. } = node.data {
            left.push((depth + 1, contents));
        }
    }
    lines.join("\n")
}

fn prefixed(name: &QualName) -> String {
    let prefix = match name.ns {
        ns!(svg) => "svg ",
        ns!(mathml) => "math ",
        ns!(xlink) => "xlink ",
        ns!(xml) => "xml ",
        ns!(xmlns) => "xmlns ",
        _ => "",
    };
    format!("{prefix}{}", name.local)
}

const DOCUMENT: usize = 0;

/// The whole tree, what our own leaves out of it too: doctypes and the contents of templates.
struct Dom(RefCell<Vec<Node>>);

struct Node {
    parent: Option<usize>,
    children: Vec<usize>,
    data: Data,
}

enum Data {
    Document,
    Contents,
    Doctype { name: StrTendril, public_id: StrTendril, system_id: StrTendril },
    Element { name: QualName, attributes: Vec<Attribute>, contents: Option<usize>, holds_html: bool },
    Text(StrTendril),
    Comment(StrTendril),
    Instruction { target: StrTendril, data: StrTendril },
}

impl Data {
    fn in_words(&self) -> String {
        match self {
            Self::Document => String::new(),
            Self::Contents => "content".to_owned(),
            Self::Doctype { name, public_id, system_id } if public_id.is_empty() && system_id.is_empty() => {
                format!("<!DOCTYPE {name}>")
            }
            Self::Doctype { name, public_id, system_id } => {
                format!("<!DOCTYPE {name} \"{public_id}\" \"{system_id}\">")
            }
            Self::Element { name, .. } => format!("<{}>", prefixed(name)),
            Self::Text(text) => format!("\"{text}\""),
            Self::Comment(text) => format!("<!-- {text} -->"),
            Self::Instruction { target, data } => format!("<?{target} {data}>"),
        }
    }
}

impl Default for Dom {
    fn default() -> Self {
        let dom = Self(RefCell::default());
        dom.push(Data::Document);
        dom
    }
}

impl Dom {
    fn node(&self, id: usize) -> Ref<'_, Node> {
        Ref::map(self.0.borrow(), |nodes| &nodes[id])
    }

    fn node_mut(&self, id: usize) -> RefMut<'_, Node> {
        RefMut::map(self.0.borrow_mut(), |nodes| &mut nodes[id])
    }

    fn push(&self, data: Data) -> usize {
        let mut nodes = self.0.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), data });
        nodes.len() - 1
    }

    /// Puts `child` below `parent`, ahead of `before`, or last. Text next to text is one node.
    fn place(&self, parent: usize, before: Option<usize>, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = child {
            self.remove_from_parent(&node);
        }
        let at = match before {
            None => self.node(parent).children.len(),
            Some(before) => self.node(parent).children.iter().position(|id| *id == before).expect("it is there"),
        };
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let previous = at.checked_sub(1).map(|at| self.node(parent).children[at]);
                if let Some(previous) = previous
                    && let Data::Text(held) = &mut self.node_mut(previous).data
                {
                    held.push_tendril(&text);
                    return;
                }
                self.push(Data::Text(text))
            }
        };
        self.node_mut(child).parent = Some(parent);
        self.node_mut(parent).children.insert(at, child);
    }
}

#[derive(Debug)]
struct Named(QualName);

impl ElemName for Named {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Dom {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Named;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        DOCUMENT
    }

    fn elem_name(&self, target: &usize) -> Named {
        match &self.node(*target).data {
            Data::Element { name, .. } => Named(name.clone()),
            _ => panic!("only an element has a name"),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> usize {
        let contents = flags.template.then(|| self.push(Data::Contents));
        let holds_html = flags.mathml_annotation_xml_integration_point;
        self.push(Data::Element { name, attributes, contents, holds_html })
    }

    fn create_comment(&self, text: StrTendril) -> usize {
        self.push(Data::Comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> usize {
        self.push(Data::Instruction { target, data })
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.place(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let parent = self.node(*element).parent;
        match parent {
            None => self.append(previous, child),
            Some(parent) => self.place(parent, Some(*element), child),
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        let doctype = self.push(Data::Doctype { name, public_id, system_id });
        self.place(DOCUMENT, None, NodeOrText::AppendNode(doctype));
    }

    fn get_template_contents(&self, target: &usize) -> usize {
        match self.node(*target).data {
            Data::Element { contents: Some(contents), .. } => contents,
            _ => panic!("only a template has contents"),
        }
    }

    fn same_node(&self, a: &usize, b: &usize) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let parent = self.node(*sibling).parent.expect("a sibling has a parent");
        self.place(parent, Some(*sibling), child);
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.node_mut(*target).data {
            for attribute in more {
                if attributes.iter().all(|held| held.name.expanded() != attribute.name.expanded()) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        let parent = self.node_mut(*target).parent.take();
        if let Some(parent) = parent {
            self.node_mut(parent).children.retain(|child| child != target);
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let children = std::mem::take(&mut self.node_mut(*node).children);
        for child in children {
            self.node_mut(child).parent = Some(*new_parent);
            self.node_mut(*new_parent).children.push(child);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &usize) -> bool {
        matches!(self.node(*target).data, Data::Element { holds_html: true, .. })
    }
}
