//! A report for a terminal: the worst first, each with the part of the header that it is about.

use super::text::{excerpt, safe, wrap};
use super::{Mark, Shown, headline};
use crate::audit::OpenWay;
use crate::finding::{Finding, Severity};

/// How to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns. What is to be copied (a corrected header, an address) is not broken.
    pub width: usize,
    /// Whether to color, by the escape sequences that every terminal knows.
    pub color: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 80, color: false }
    }
}

const INDENT: &str = "    ";
const SEVERITIES: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

/// The score, the grade, and every finding that is new.
pub fn table(shown: &Shown<'_>, style: Style) -> String {
    let style = Style { width: style.width.max(40), ..style };
    let report = shown.report;
    let mut lines: Vec<String> = shown.subject.name().map(|name| style.bold(&safe(name))).into_iter().collect();
    let grade = style.bold(&format!("Score {}, grade {:?}", report.score, report.grade));
    lines.push(format!("{grade}. {}.", counts(shown)));
    match shown.known() {
        0 => {}
        1 => lines.push("1 finding is known and not shown.".to_owned()),
        known => lines.push(format!("{known} findings are known and not shown.")),
    }
    if let Some(open) = &report.open {
        ways_out(open, report.closed.as_ref().map_or(0, Vec::len), style, &mut lines);
    }
    for (finding, mark) in shown.new_findings() {
        lines.push(String::new());
        describe(finding, mark, style, &mut lines);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// `Of 17 ways out, 4 are open:`, and a line each: its name, the widest source that opens it, what goes there.
fn ways_out(open: &[OpenWay], closed: usize, style: Style, lines: &mut Vec<String>) {
    let are = if open.len() == 1 { "is" } else { "are" };
    lines.push(String::new());
    lines.push(style.bold(&format!("Of {} ways out, {} {are} open:", open.len() + closed, open.len())));
    let widest = WIDEST.min(style.width - 2 * INDENT.len() - 18);
    let by = |way: &OpenWay| {
        let source = safe(way.widest.as_deref().unwrap_or("-"));
        if source.chars().count() <= widest {
            return source;
        }
        format!("{}...", source.chars().take(widest - 3).collect::<String>())
    };
    let name = open.iter().map(|way| way.channel.len()).max().unwrap_or(0);
    let source = open.iter().map(|way| by(way).chars().count()).max().unwrap_or(0);
    for way in open {
        let head = format!("{INDENT}{:name$}  {:source$}  ", way.channel, by(way));
        let indent = head.chars().count();
        if style.width < indent + NARROWEST {
            lines.push(head.trim_end().to_owned());
            lines.extend(
                wrap(way.what.as_str(), style.width - 2 * INDENT.len())
                    .iter()
                    .map(|line| format!("{INDENT}{INDENT}{line}")),
            );
            continue;
        }
        for (at, line) in wrap(&way.what, style.width - indent).iter().enumerate() {
            lines.push(if at == 0 { format!("{head}{line}") } else { format!("{}{line}", " ".repeat(indent)) });
        }
    }
}

/// Columns for a source.
const WIDEST: usize = 24;

/// Columns that a text needs beside another.
const NARROWEST: usize = 24;

/// `3 findings: 1 high, 2 low`
fn counts(shown: &Shown<'_>) -> String {
    let total = shown.new_findings().count();
    let of = |severity| shown.new_findings().filter(|(finding, _)| finding.severity == severity).count();
    let parts: Vec<String> = SEVERITIES
        .into_iter()
        .map(|severity| (of(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| format!("{count} {}", word(severity)))
        .collect();
    let is_new = if shown.marks.iter().any(|mark| mark.known.is_some()) { "new " } else { "" };
    match total {
        0 => format!("No {is_new}findings"),
        1 => format!("1 {is_new}finding: {}", parts.join(", ")),
        _ => format!("{total} {is_new}findings: {}", parts.join(", ")),
    }
}

fn describe(finding: &Finding, mark: Mark, style: Style, lines: &mut Vec<String>) {
    let room = style.width - INDENT.len();
    let severity = style.severity(finding.severity);
    let is_new = if mark.known == Some(false) { "  new" } else { "" };
    let score = if finding.score == 0 { String::new() } else { format!("  {}", finding.score) };
    lines.push(format!("{severity}  {}{score}{is_new}", safe(&finding.code)));
    let mut add = |text: &str| lines.push(format!("{INDENT}{text}"));
    wrap(&safe(&headline(finding)), room).iter().for_each(|line| add(&style.bold(line)));
    wrap(&safe(&finding.why), room).iter().for_each(|line| add(line));
    if let Some(engines) = &finding.engines {
        let engines: Vec<String> = engines.iter().map(|engine| format!("{engine:?}")).collect();
        add(&format!("Applies to {}.", engines.join(", ")));
    }
    if let Some(evidence) = &finding.evidence {
        let place = [&evidence.header, &evidence.path, &evidence.url].into_iter().flatten().map(|part| safe(part));
        let place: Vec<String> = place.collect();
        let line = mark.region.map(|region| format!(" (line {}, column {})", region.line, region.start));
        if !place.is_empty() {
            add(&format!("{}{}:", place.join(" "), line.unwrap_or_default()));
        }
        if let Some(value) = &evidence.value {
            let (value, carets) = excerpt(value, evidence.span, room - INDENT.len());
            add(&format!("{INDENT}{value}"));
            carets.iter().for_each(|carets| add(&format!("{INDENT}{}", style.paint(carets, finding.severity))));
        }
    }
    if let Some(fix) = &finding.fix {
        add("Corrected:");
        fix.lines().for_each(|line| add(&format!("{INDENT}{}", safe(line))));
    }
    add(&safe(&finding.reference));
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
        Severity::Info => "info",
    }
}

impl Style {
    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn severity(self, severity: Severity) -> String {
        self.paint(&word(severity).to_uppercase(), severity)
    }

    fn paint(self, text: &str, severity: Severity) -> String {
        let color = match severity {
            Severity::Critical | Severity::High => "31",
            Severity::Medium => "33",
            Severity::Low | Severity::Info => "36",
        };
        self.with(color, text)
    }

    fn with(self, sequence: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{sequence}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
