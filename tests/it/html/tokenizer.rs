//! Our tokenizer against html5ever's, token for token.

use std::cell::RefCell;

use html5ever_rcdom::tendril::StrTendril;
use html5ever_rcdom::tokenizer::states::RawKind;
use html5ever_rcdom::tokenizer::{
    BufferQueue, TagKind, Token as Theirs, TokenSink, TokenSinkResult, Tokenizer as Theirs_, TokenizerOpts,
};
use mcp_cordon::html::Doctype;
use mcp_cordon::html::references::{decode_value, in_order};
use mcp_cordon::html::tokenizer::{RawText, Token, Tokenizer, normalize};

use crate::common::markup::pile;

/// A token in words that both can be put in. Text next to text is one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Text(String),
    Start(String, Vec<(String, String)>, bool),
    End(String),
    Comment(String),
    Doctype(Doctype),
}

pub(crate) fn say(all: &mut Vec<Said>, said: Said) {
    match (all.last_mut(), said) {
        (Some(Said::Text(before)), Said::Text(text)) => before.push_str(&text),
        (_, said) => all.push(said),
    }
}

/// What the tree construction would make of the text of an element.
fn raw_text(name: &str) -> Option<RawText> {
    match name {
        "title" | "textarea" => Some(RawText::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => Some(RawText::Rawtext),
        "script" => Some(RawText::ScriptData),
        _ => None,
    }
}

/// Where the tokenizer begins, and which start tag it read last.
#[derive(Clone, Copy)]
pub(crate) enum Begin<'a> {
    Data,
    Raw(RawText, &'a str),
    Plaintext,
    Cdata,
}

impl Begin<'_> {
    pub(crate) fn put(self, tokenizer: &mut Tokenizer<'_>) {
        match self {
            Self::Raw(kind, name) => tokenizer.raw_text(kind, name),
            Self::Plaintext => tokenizer.plaintext(),
            Self::Data | Self::Cdata => {}
        }
    }
}

pub(crate) fn ours(text: &str, begin: Begin<'_>, follows_names: bool) -> Vec<Said> {
    let text = match begin {
        Begin::Cdata => format!("<![CDATA[{text}"),
        _ => text.to_owned(),
    };
    let text = normalize(&text);
    let mut tokenizer = Tokenizer::new(&text, usize::MAX);
    let is_cdata = matches!(begin, Begin::Cdata);
    begin.put(&mut tokenizer);
    let mut all = Vec::new();
    while let Some(token) = tokenizer.token() {
        let said = match token {
            Token::Text { span, .. } => Said::Text(span.of(&text).to_owned()),
            Token::Characters(characters) => Said::Text(in_order(characters).collect()),
            Token::Nul => Said::Text("\0".to_owned()),
            Token::StartTag { name, self_closing } => {
                let mut attributes: Vec<(String, String)> = Vec::new();
                for raw in tokenizer.attributes() {
                    let name = raw.name.of(&text).into_owned();
                    if attributes.iter().all(|(held, _)| *held != name) {
                        attributes.push((name, decode_value(raw.value.of(&text)).into_owned()));
                    }
                }
                let name = name.of(&text).into_owned();
                match raw_text(&name) {
                    Some(kind) if follows_names => tokenizer.raw_text(kind, &name),
                    None if follows_names && name == "plaintext" => tokenizer.plaintext(),
                    _ => {}
                }
                Said::Start(name, attributes, self_closing)
            }
            Token::EndTag { name } => Said::End(name.of(&text).into_owned()),
            Token::Comment(span) => Said::Comment(tokenizer.comment_text(span).into_owned()),
            Token::Doctype { span, is_whole } => Said::Doctype(Doctype::read(span.of(&text), is_whole)),
            Token::CdataStart if is_cdata => {
                tokenizer.cdata();
                continue;
            }
            Token::CdataStart => match tokenizer.bogus() {
                Token::Comment(span) => Said::Comment(tokenizer.comment_text(span).into_owned()),
                other => panic!("{other:?}"),
            },
        };
        say(&mut all, said);
    }
    all
}

#[derive(Default)]
struct Sink(RefCell<Vec<Said>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Theirs, _: u64) -> TokenSinkResult<()> {
        let mut result = TokenSinkResult::Continue;
        let said = match token {
            Theirs::CharacterTokens(text) => Said::Text(text.to_string()),
            Theirs::NullCharacterToken => Said::Text("\0".to_owned()),
            Theirs::CommentToken(text) => Said::Comment(text.to_string()),
            Theirs::DoctypeToken(doctype) => Said::Doctype(Doctype {
                name: doctype.name.map(|name| name.to_string()),
                public_id: doctype.public_id.map(|id| id.to_string()),
                system_id: doctype.system_id.map(|id| id.to_string()),
                force_quirks: doctype.force_quirks,
            }),
            Theirs::TagToken(tag) if tag.kind == TagKind::EndTag => Said::End(tag.name.to_string()),
            Theirs::TagToken(tag) => {
                result = match raw_text(&tag.name) {
                    Some(RawText::Rcdata) => TokenSinkResult::RawData(RawKind::Rcdata),
                    Some(RawText::Rawtext) => TokenSinkResult::RawData(RawKind::Rawtext),
                    Some(RawText::ScriptData) => TokenSinkResult::RawData(RawKind::ScriptData),
                    None if &*tag.name == "plaintext" => TokenSinkResult::Plaintext,
                    None => TokenSinkResult::Continue,
                };
                let attributes = tag.attrs.iter();
                let attributes = attributes.map(|held| (held.name.local.to_string(), held.value.to_string())).collect();
                Said::Start(tag.name.to_string(), attributes, tag.self_closing)
            }
            Theirs::ParseError(_) | Theirs::EOFToken => return result,
        };
        say(&mut self.0.borrow_mut(), said);
        result
    }
}

fn theirs(text: &str) -> Vec<Said> {
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Theirs_::new(Sink::default(), options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[test]
fn each_token_is_html5evers() {
    for seed in crate::html::seeds(200_000) {
        let text = pile(seed);
        assert_eq!(ours(&text, Begin::Data, true), theirs(&text), "{text:?}");
    }
}

/// What the piles seldom have.
#[test]
fn a_doctype_that_the_input_ends_in_is_html5evers() {
    for before in ["", " ", " a", " a system", " a system 'b'", " a public 'b'", " a public 'b' 'c'"] {
        for behind in ["", " ", "x", " x", "'", " 'x", "\0", ">", "x>", "'>"] {
            let text = format!("<!doctype{before}{behind}");
            assert_eq!(ours(&text, Begin::Data, true), theirs(&text), "{text:?}");
        }
    }
}
