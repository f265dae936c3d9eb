//! CommonMark and GFM as HTML, raw HTML included. Nothing is judged here: what comes out is as hostile as what went in.

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd, html};

/// The markup that Markdown stands for.
pub(crate) fn to_html(markdown: &str) -> String {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut rendered = String::with_capacity(markdown.len() + markdown.len() / 2);
    let mut cells = Cells::default();
    html::push_html(&mut rendered, Parser::new_ext(markdown, extensions).map(|event| cells.aligned(event)));
    rendered
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
