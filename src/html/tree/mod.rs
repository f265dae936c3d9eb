//! The full path: tree construction (HTML Standard § 13.2.6) by html5ever's tree builder, fed by our own
//! [tokenizer](super::tokenizer), into an arena, held to the limits while it runs.
//!
//! *Threat:* the cost of a node grows with the depth it is at, and of an attribute with the number of those before it in the
//! tag: 40,000 nested `<div>`, or a tag with a million attributes, stop a page for half a minute. *Rule:* the limits are
//! looked at after each token, and the tokenizer stops at one attribute too many.

mod arena;
mod nodes;

use html5ever::interface::{ElementFlags, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{self, Tag, TagKind, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::doctype::Doctype;
use super::names::ElementName;
use super::references::{self, Characters, decode_value};
use super::tokenizer::{Name, RawText, Span, Token, Tokenizer, normalize};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
pub use arena::Tree;
use arena::{Arena, Exceeded};
pub use nodes::{Data, Element, NONE, Node, NodeId};

type Builder<S> = TreeBuilder<<S as TreeSink>::Handle, S>;

/// Parses `html` as the children of a `<div>`, scripting enabled.
///
/// # Errors
/// [`ErrorKind::LimitDepth`], [`ErrorKind::LimitNodes`] or [`ErrorKind::LimitAttributes`].
pub fn parse(html: &str, limits: Limits) -> Result<Tree, Error> {
    parse_made_of(html.len(), html, limits, false)
}

/// As [`parse`], of markup that was itself made of `input` bytes: what a parser copies is bounded by those, however often
/// it copies; `placeholders`, where names in angle brackets that are no element are text.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_made_of(input: usize, html: &str, limits: Limits, placeholders: bool) -> Result<Tree, Error> {
    let arena = Arena::new(limits, input);
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let context = arena.create_element(context, Vec::new(), ElementFlags::default());
    let builder = TreeBuilder::new_for_fragment(arena, context, None, options());
    feed(builder, html, limits, placeholders, |_| false)
}

/// Parses `html` as a document, up to where its body begins: what comes behind belongs to no head.
///
/// # Errors
/// As [`parse`].
pub fn parse_head(html: &str, limits: Limits) -> Result<Tree, Error> {
    let builder = TreeBuilder::new(Arena::new(limits, html.len()), options());
    // § 13.2.3.2: a byte order mark belongs to bytes, and a document is read from bytes.
    feed(builder, html.strip_prefix('\u{feff}').unwrap_or(html), limits, false, Arena::has_body)
}

fn options() -> TreeBuilderOpts {
    TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() }
}

fn feed(
    builder: Builder<Arena>,
    html: &str,
    limits: Limits,
    placeholders: bool,
    is_enough: fn(&Arena) -> bool,
) -> Result<Tree, Error> {
    let html = normalize(html);
    let mut feed = Feed::new(builder, Tokenizer::new(&html, limits.attributes).keeps_placeholders(placeholders), &html);
    while feed.step() {
        check(feed.builder.sink.exceeded(), limits)?;
        if is_enough(&feed.builder.sink) {
            break;
        }
    }
    check(feed.tokenizer.has_too_many_attributes().then_some(Exceeded::Attributes), limits)?;
    Ok(feed.finish())
}

/// Builds what `builder` is for, without a limit, in whatever tree it fills; `begin` puts the tokenizer in its first state.
pub fn build<S: TreeSink>(builder: Builder<S>, html: &str, begin: impl FnOnce(&mut Tokenizer<'_>)) -> S::Output {
    let html = normalize(html);
    let mut feed = Feed::new(builder, Tokenizer::new(&html, usize::MAX), &html);
    begin(&mut feed.tokenizer);
    while feed.step() {}
    feed.finish()
}

fn check(exceeded: Option<Exceeded>, limits: Limits) -> Result<(), Error> {
    let (kind, name, value, why) = match exceeded {
        None => return Ok(()),
        Some(Exceeded::Depth) => return Err(too_deep(limits)),
        Some(Exceeded::Nodes) => (ErrorKind::LimitNodes, "nodes", limits.nodes, "the input makes more"),
        Some(Exceeded::Amplified) => (ErrorKind::LimitNodes, "nodes", limits.nodes, "the input makes more out of less"),
        Some(Exceeded::Attributes) => {
            (ErrorKind::LimitAttributes, "attributes", limits.attributes, "a tag of the input has more")
        }
    };
    Err(Error::new(kind, format!("options.limits.{name} is {value} and {why}")))
}

fn too_deep(limits: Limits) -> Error {
    let message = format!("options.limits.depth is {} and the input nests deeper", limits.depth);
    Error::new(ErrorKind::LimitDepth, message)
}

/// Hands each token to the tree builder, in the types that it takes.
struct Feed<'i, S: TreeSink> {
    html: &'i str,
    /// The input once more: what the tree holds of it shares this.
    shared: StrTendril,
    tokenizer: Tokenizer<'i>,
    builder: Builder<S>,
    names: Names,
}

impl<'i, S: TreeSink> Feed<'i, S> {
    fn new(builder: Builder<S>, tokenizer: Tokenizer<'i>, html: &'i str) -> Self {
        Self { html, shared: StrTendril::from_slice(html), tokenizer, builder, names: Names::default() }
    }

    fn finish(mut self) -> S::Output {
        let line = self.tokenizer.line();
        self.send(tokenizer::Token::EOFToken, line);
        self.builder.end();
        self.builder.sink.finish()
    }

    /// Whether there was a token.
    fn step(&mut self) -> bool {
        let line = self.tokenizer.line();
        let Some(token) = self.tokenizer.token() else { return false };
        match token {
            // A text is of the line in which it begins, a tag of the one in which it ends.
            Token::Text { span, .. } => self.send(tokenizer::Token::CharacterTokens(self.share(span)), line),
            Token::Characters(characters) => self.characters(characters, line),
            token => match self.placeholder(token) {
                Some(span) => self.send(tokenizer::Token::CharacterTokens(self.share(span)), line),
                None => {
                    let line = self.tokenizer.line();
                    self.markup(token, line);
                }
            },
        }
        true
    }

    fn placeholder(&mut self, token: Token) -> Option<Span> {
        let is_known = |name: Name| ElementName::of(&name) != ElementName::OTHER;
        match token {
            Token::StartTag { name, self_closing } if !is_known(name) => self.tokenizer.placeholder(name, self_closing),
            Token::EndTag { name } if !is_known(name) => self.tokenizer.end_placeholder(name),
            _ => None,
        }
    }

    fn markup(&mut self, token: Token, line: u32) {
        match token {
            Token::Nul => self.send(tokenizer::Token::NullCharacterToken, line),
            Token::StartTag { name, self_closing } => self.start_tag(name, self_closing, line),
            Token::EndTag { name } => {
                let name = self.names.local(self.html, name);
                self.send(tokenizer::Token::TagToken(tag(TagKind::EndTag, name, false, Vec::new())), line);
            }
            Token::Comment(span) => {
                let text = StrTendril::from_slice(&self.tokenizer.comment_text(span));
                self.send(tokenizer::Token::CommentToken(text), line);
            }
            Token::Doctype { span, is_whole } => {
                let doctype = Doctype::read(span.of(self.html), is_whole);
                let doctype = tokenizer::Doctype {
                    name: doctype.name.map(StrTendril::from),
                    public_id: doctype.public_id.map(StrTendril::from),
                    system_id: doctype.system_id.map(StrTendril::from),
                    force_quirks: doctype.force_quirks,
                };
                self.send(tokenizer::Token::DoctypeToken(doctype), line);
            }
            Token::CdataStart if self.builder.adjusted_current_node_present_but_not_in_html_namespace() => {
                self.tokenizer.cdata();
            }
            Token::CdataStart => {
                let comment = self.tokenizer.bogus();
                self.markup(comment, line);
            }
            Token::Text { .. } | Token::Characters(_) => {}
        }
    }

    fn send(&self, token: tokenizer::Token, line: u32) {
        let _ = self.builder.process_token(token, line.into());
    }

    fn share(&self, span: Span) -> StrTendril {
        // Tendrils count in 32 bits; an input of more is over any limit, and what cannot be counted is copied.
        match (u32::try_from(span.start), u32::try_from(span.end - span.start)) {
            (Ok(start), Ok(length)) => self.shared.subtendril(start, length),
            _ => StrTendril::from_slice(span.of(self.html)),
        }
    }

    fn characters(&self, characters: Characters, line: u32) {
        let text = references::in_order(characters).collect::<String>();
        self.send(tokenizer::Token::CharacterTokens(StrTendril::from(text)), line);
    }

    fn start_tag(&mut self, name: Name, self_closing: bool, line: u32) {
        let local = self.names.local(self.html, name);
        let mut attributes: Vec<Attribute> = Vec::with_capacity(self.tokenizer.attributes().len());
        let mut has_duplicates = false;
        for raw in self.tokenizer.attributes() {
            let local = self.names.local(self.html, raw.name);
            // § 13.2.5.33: the first of a name counts.
            if attributes.iter().any(|held| held.name.local == local) {
                has_duplicates = true;
                continue;
            }
            let value = match decode_value(raw.value.of(self.html)) {
                std::borrow::Cow::Borrowed(_) => self.share(raw.value),
                std::borrow::Cow::Owned(value) => StrTendril::from(value),
            };
            attributes.push(Attribute { name: QualName::new(None, ns!(), local), value });
        }
        let mut tag = tag(TagKind::StartTag, local.clone(), self_closing, attributes);
        tag.had_duplicate_attributes = has_duplicates;
        match self.builder.process_token(tokenizer::Token::TagToken(tag), line.into()) {
            TokenSinkResult::RawData(kind) => self.tokenizer.raw_text(raw_text(kind), &local),
            TokenSinkResult::Plaintext => self.tokenizer.plaintext(),
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {}
        }
    }
}

fn tag(kind: TagKind, name: LocalName, self_closing: bool, attrs: Vec<Attribute>) -> Tag {
    Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false }
}

fn raw_text(kind: RawKind) -> RawText {
    match kind {
        RawKind::Rcdata => RawText::Rcdata,
        RawKind::Rawtext => RawText::Rawtext,
        RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => RawText::ScriptData,
    }
}

/// The names met last, by their keys: the interner is slower.
struct Names(Vec<((u64, u64), LocalName)>);

/// A power of two.
const REMEMBERED: usize = 256;

impl Default for Names {
    fn default() -> Self {
        Self(vec![((0, 0), local_name!("")); REMEMBERED])
    }
}

impl Names {
    fn local(&mut self, html: &str, name: Name) -> LocalName {
        let slot = &mut self.0[name.hash() % REMEMBERED];
        if !name.is_short() {
            return LocalName::from(&*name.of(html));
        }
        if slot.0 != name.key {
            *slot = (name.key, LocalName::from(&*name.of(html)));
        }
        slot.1.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_kept() {
        let small = Limits { depth: 3, nodes: 50, attributes: 4, ..Limits::default() };
        let many = (0..5_000).map(|n| format!(" a{n}")).collect::<String>();
        for (html, kind) in [
            ("<b>".repeat(3), None),
            ("<b>".repeat(4), Some(ErrorKind::LimitDepth)),
            ("<p>a".repeat(20), None),
            ("<p>a".repeat(30), Some(ErrorKind::LimitNodes)),
            ("<b a b c d>".to_owned(), None),
            ("<b a b c d e>".to_owned(), Some(ErrorKind::LimitAttributes)),
            (format!("<b{many}>"), Some(ErrorKind::LimitAttributes)),
            (format!("<b{many}"), Some(ErrorKind::LimitAttributes)),
            (format!("</b{many}>"), None),
            (format!("x<b title=\"{}\">y", "a ".repeat(20_000)), None),
            (format!("<textarea><x a=\"</textarea><b{}", many.repeat(4)), Some(ErrorKind::LimitAttributes)),
            (format!("<!--{}-->", "<b> a=b c=d ".repeat(2_000)), None),
            (format!("<script>{}</script>", "a<b c d e f g h ".repeat(2_000)), None),
        ] {
            let error = parse(&html, small).err().map(|error| error.kind());
            assert_eq!(error, kind, "{}", crate::error::shorten(&html, 40));
        }
    }

    #[test]
    fn a_line_is_the_one_where_a_text_begins_and_where_a_tag_ends() {
        let tree = parse("a\n<b\nc>d\re</b>\r\n<i>", Limits::default()).expect("it is within the limits");
        let bold = tree.node(tree.first()).next;
        let after = tree.node(bold).next;
        let lines = [tree.first(), bold, tree.node(bold).first_child, after, tree.node(after).next];
        assert_eq!(lines.map(|id| tree.node(id).line), [1, 3, 3, 4, 5]);
    }
}
