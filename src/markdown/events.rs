//! What Markdown says, on its way to markup.

use std::collections::{HashMap, VecDeque};

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::autolink::{Address, addresses};
use super::formulas::{Formula, Formulas, Part, escaped};
use super::{Dialect, RawHtml};
use crate::html::tokenizer::starts_with_placeholder;

/// The ids of headings: how often each was asked for.
#[derive(Debug, Default)]
pub(super) struct Ids {
    asked: HashMap<String, u32>,
    /// What stood there before it was asked for, where that may be taken back.
    undo: Option<Vec<(String, Option<u32>)>>,
}

impl Ids {
    fn set(&mut self, id: String, asked: u32) {
        let before = self.asked.insert(id.clone(), asked);
        if let Some(undo) = &mut self.undo {
            undo.push((id, before));
        }
    }

    fn unique(&mut self, id: String) -> String {
        let mut unique = id.clone();
        while self.asked.contains_key(&unique) {
            let asked = self.asked.get(&id).copied().unwrap_or_default().saturating_add(1);
            self.set(id.clone(), asked);
            unique = format!("{id}-{asked}");
        }
        self.set(unique.clone(), 0);
        unique
    }

    /// What is given from here on is given for now.
    pub(super) fn begin(&mut self) {
        self.undo = Some(Vec::new());
    }

    /// Takes back what was given since.
    pub(super) fn roll_back(&mut self) {
        for (id, before) in self.undo.take().into_iter().flatten().rev() {
            match before {
                Some(asked) => self.asked.insert(id, asked),
                None => self.asked.remove(&id),
            };
        }
    }
}

/// The events of a parser, with what it leaves out.
pub(super) struct Events<'a, I> {
    parsed: I,
    formulas: &'a Formulas<'a>,
    math: bool,
    raw: RawHtml,
    /// What is ready.
    ready: VecDeque<Event<'a>>,
    cells: Cells,
    /// The ids that are given.
    ids: &'a mut Ids,
    /// Links, written in Markdown or in HTML, that are open.
    links: usize,
    images: usize,
    in_code: bool,
    /// A block of HTML: what is in it.
    block: Option<String>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Events<'a, I> {
    pub(super) fn new(parsed: I, formulas: &'a Formulas<'a>, dialect: Dialect, ids: &'a mut Ids) -> Self {
        Self {
            parsed,
            formulas,
            math: dialect.math,
            raw: dialect.html,
            ready: VecDeque::new(),
            cells: Cells::default(),
            ids,
            links: 0,
            images: 0,
            in_code: false,
            block: None,
        }
    }

    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                let text = self.inline(|end| matches!(end, TagEnd::Heading(_)));
                let id = id.or_else(|| self.id_of(&text).map(CowStr::from));
                self.ready.push_front(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::Start(Tag::Paragraph) if self.math && !self.formulas.found.is_empty() => self.paragraph(),
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let word = word_of(kind);
                let html = format!("<blockquote aria-label=\"{word}\">\n<p><strong>{word}</strong></p>\n");
                self.ready.push_back(Event::Html(html.into()));
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => self.ready.push_back(Event::Html("</blockquote>\n".into())),
            Event::Start(Tag::HtmlBlock) if self.raw != RawHtml::Render => self.block = Some(String::new()),
            Event::Html(html) if self.block.is_some() => self.block.get_or_insert_default().push_str(&html),
            Event::End(TagEnd::HtmlBlock) if self.block.is_some() => self.html_block(),
            Event::InlineHtml(html) => self.inline_html(html),
            Event::Text(text) if !self.in_code => self.text(&text),
            Event::Text(text) => self.ready.push_back(Event::Text(self.formulas.restored(&text).into_owned().into())),
            Event::Code(code) => self.ready.push_back(Event::Code(self.formulas.restored(&code).into_owned().into())),
            event => {
                self.count(&event);
                let event = self.cells.aligned(event);
                self.ready.push_back(event);
            }
        }
    }

    fn count(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Link { .. }) => self.links += 1,
            Event::End(TagEnd::Link) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    /// Takes what comes up to an end, and answers its text.
    fn inline(&mut self, is_end: fn(&TagEnd) -> bool) -> String {
        let mut text = String::new();
        while let Some(event) = self.parsed.next() {
            match &event {
                Event::Text(part) | Event::Code(part) => text.push_str(&self.formulas.restored(part)),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
            let ends = matches!(&event, Event::End(end) if is_end(end));
            self.take(event);
            if ends {
                break;
            }
        }
        text
    }

    /// A paragraph of formulas that have lines of their own is these lines.
    fn paragraph(&mut self) {
        let mut held = Vec::new();
        for event in self.parsed.by_ref() {
            let ends = matches!(event, Event::End(TagEnd::Paragraph));
            held.push(event);
            if ends {
                break;
            }
        }
        let formulas = self.formulas;
        let lines = held.iter().map(|event| match event {
            Event::Text(text) => display_only(formulas.parts(text)),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => Some(Vec::new()),
            _ => None,
        });
        match lines.collect::<Option<Vec<_>>>().map(|lines| lines.concat()).filter(|lines| !lines.is_empty()) {
            Some(lines) => {
                for formula in lines {
                    let html = format!("<pre>{}</pre>\n", element(formula));
                    self.ready.push_back(Event::Html(html.into()));
                }
            }
            None => {
                self.ready.push_back(Event::Start(Tag::Paragraph));
                held.into_iter().for_each(|event| self.take(event));
            }
        }
    }

    fn text(&mut self, text: &str) {
        let formulas = self.formulas;
        for part in formulas.parts(text) {
            match part {
                Part::Text(text) => self.with_links(text),
                Part::Formula(formula) if self.math && self.images == 0 => {
                    self.ready.push_back(Event::InlineHtml(element(formula).into()));
                }
                Part::Formula(formula) => self.ready.push_back(Event::Text(formula.written.clone().into())),
            }
        }
    }

    fn with_links(&mut self, text: &str) {
        if self.links > 0 || self.images > 0 {
            self.ready.push_back(Event::Text(text.to_owned().into()));
            return;
        }
        let mut written = 0;
        let mut push_to = |ready: &mut VecDeque<Event<'a>>, end: usize| {
            let before = text.get(written..end).unwrap_or_default();
            if !before.is_empty() {
                ready.push_back(Event::Text(before.to_owned().into()));
            }
            written = end;
        };
        for Address { place, scheme } in addresses(text) {
            push_to(&mut self.ready, place.start);
            let dest_url = format!("{scheme}{}", text.get(place.clone()).unwrap_or_default()).into();
            let (link_type, title, id) = (LinkType::Autolink, "".into(), "".into());
            self.ready.push_back(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            push_to(&mut self.ready, place.end);
            self.ready.push_back(Event::End(TagEnd::Link));
        }
        push_to(&mut self.ready, text.len());
    }

    fn inline_html(&mut self, html: CowStr<'a>) {
        let html = CowStr::from(self.formulas.restored(&html).into_owned());
        if self.raw == RawHtml::Text || self.raw == RawHtml::Remove && starts_with_placeholder(&html) {
            self.ready.push_back(Event::Text(html));
        } else if self.raw == RawHtml::Render {
            let is_tag = |prefix: &str| {
                html.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
                    && html
                        .as_bytes()
                        .get(prefix.len())
                        .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
            };
            if is_tag("<a") {
                self.links += 1;
            } else if is_tag("</a") {
                self.links = self.links.saturating_sub(1);
            }
            self.ready.push_back(Event::InlineHtml(html));
        }
    }

    fn html_block(&mut self) {
        let html = self.formulas.restored(&self.block.take().unwrap_or_default()).trim_end().to_owned();
        if self.raw == RawHtml::Text || starts_with_placeholder(&html) {
            let text = Event::Text(html.into());
            self.ready.extend([Event::Start(Tag::Paragraph), text, Event::End(TagEnd::Paragraph)]);
        }
    }

    /// What GitHub makes of a heading's text: letters, digits, `_`, and hyphens for spaces; the same again is numbered.
    fn id_of(&mut self, text: &str) -> Option<String> {
        let letter = |c: char| match c {
            ' ' | '-' => Some('-'),
            '_' => Some('_'),
            c => c.is_alphanumeric().then_some(c),
        };
        let id: String = text.trim().to_lowercase().chars().filter_map(letter).collect();
        if id.is_empty() {
            return None;
        }
        let unique = self.ids.unique(id);
        Some(unique)
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Events<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let event = self.parsed.next()?;
            self.take(event);
        }
    }
}

/// The word that GitHub shows.
fn word_of(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

/// As remark-math writes a formula, which renderers of formulas look for.
fn element(formula: &Formula) -> String {
    let class = if formula.is_display { "math-display" } else { "math-inline" };
    format!("<code class=\"language-math {class}\">{}</code>", escaped(formula.tex().trim()))
}

/// The formulas, if there is nothing beside them.
fn display_only<'f>(parts: Vec<Part<'_, 'f>>) -> Option<Vec<&'f Formula>> {
    let mut formulas = Vec::new();
    for part in parts {
        match part {
            Part::Formula(formula) if formula.is_display => formulas.push(formula),
            Part::Text(text) if text.trim().is_empty() => {}
            Part::Text(_) | Part::Formula(_) => return None,
        }
    }
    Some(formulas)
}

/// The renderer aligns table cells by inline style, which the policy takes away; `align` says the same.
#[derive(Default)]
struct Cells {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Cells {
    fn aligned<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        match &event {
            Event::Start(Tag::Table(alignments)) => self.alignments.clone_from(alignments),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.in_head = matches!(event, Event::Start(Tag::TableHead));
                self.column = 0;
            }
            Event::Start(Tag::TableCell) => {
                let align = match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " align=\"left\"",
                    Some(Alignment::Center) => " align=\"center\"",
                    Some(Alignment::Right) => " align=\"right\"",
                    _ => "",
                };
                self.column += 1;
                return Event::InlineHtml(format!("<{}{align}>", self.tag()).into());
            }
            Event::End(TagEnd::TableCell) => return Event::InlineHtml(format!("</{}>", self.tag()).into()),
            _ => {}
        }
        event
    }

    fn tag(&self) -> &'static str {
        if self.in_head { "th" } else { "td" }
    }
}
