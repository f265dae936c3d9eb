//! Markdown, by way of HTML: CommonMark and GFM are turned into markup, raw HTML included, and the markup meets the same
//! policy as any other. Nothing is judged on the Markdown itself, where an image has five spellings.

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd, html};

use super::options::SanitizeOptions;
use super::tool_output::{SanitizeReport, inspect_tool_output, sanitize_tool_output};
use crate::error::Error;

/// Makes Markdown into safe HTML.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn sanitize_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    sanitize_tool_output(&to_html(markdown, options)?, options)
}

/// As [`sanitize_markdown`], with the report. Lines are those of the HTML.
///
/// # Errors
/// As [`sanitize_markdown`].
pub fn inspect_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    inspect_tool_output(&to_html(markdown, options)?, options)
}

fn to_html(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    options.check_length(markdown)?;
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut rendered = String::with_capacity(markdown.len() + markdown.len() / 2);
    let mut cells = Cells::default();
    html::push_html(&mut rendered, Parser::new_ext(markdown, extensions).map(|event| cells.aligned(event)));
    Ok(rendered)
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
