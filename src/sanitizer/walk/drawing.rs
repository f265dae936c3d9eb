//! What a drawing is told by besides its shapes: its style sheets, the names of its parts, the text of its boxes.

use std::collections::BTreeSet;

use super::{Fate, Inside, Walker, without_returns};
use crate::html::events::{BOLD, Namespace, REGULAR, StartTag};
use crate::html::names::{AttributeName, ElementName};
use crate::sanitizer::allowlist::css::{Dropped, Style};
use crate::sanitizer::allowlist::foreign::{self, Drawn, Sheet};
use crate::sanitizer::allowlist::ids;
use crate::sanitizer::allowlist::number::number;
use crate::sanitizer::options::Profile;
use crate::sanitizer::output::{Attribute, Name, Tag};
use crate::sanitizer::report::{Code, What};

const ARIA_LABEL: AttributeName = AttributeName::named("aria-label");
const CLASS: AttributeName = AttributeName::named("class");
const STYLE: AttributeName = AttributeName::named("style");

const STYLE_TAG: Tag = drawn("style");
const RECT: Tag = drawn("rect");
const TEXT: Tag = drawn("text");
const TSPAN: Tag = drawn("tspan");
const BOX: Tag = drawn("foreignObject");

/// Where a box is.
const PLACES: &[&str] = &["height", "transform", "width", "x", "y"];
/// Of one box, which says where it is once.
const MOST_GROUNDS: usize = 4;
const LONGEST_PLACE: usize = 256;

/// What is filled, unless something says otherwise.
const SHAPES: &[&str] = &["circle", "ellipse", "path", "polygon", "polyline", "rect"];

const fn drawn(local: &'static str) -> Tag {
    Tag { namespace: Namespace::Svg, name: ElementName::OTHER, local }
}

impl<'i> Walker<'_, 'i> {
    /// Reads the style sheets of the drawing that begins.
    pub(super) fn read_sheet(&mut self, start: &StartTag<'_, 'i>) {
        self.sheet = None;
        let Some(source) = start.ahead.sheet.as_deref() else { return };
        if self.options.profile == Profile::Sandbox || !self.options.config.attribute("svg", "style") {
            return;
        }
        let mut sheet = Sheet::read(source, &self.options.id_prefix);
        if self.refers_to_refused("style", &sheet.text) {
            sheet = Sheet { lost: true, ..Sheet::default() };
        }
        for Dropped { property, reason } in &sheet.dropped {
            self.note(Code::ElementStyle, What::Style, property, None, || (*reason).to_owned());
        }
        self.sheet = Some(Box::new(sheet));
    }

    /// Writes it ahead of what it is for.
    pub(super) fn write_sheet(&mut self) {
        let Some(text) = self.sheet.as_ref().map(|sheet| sheet.text.clone()).filter(|text| !text.is_empty()) else {
            return;
        };
        self.open(STYLE_TAG, &[]);
        self.output.text(&text, false);
        self.close(STYLE_TAG);
    }

    /// A style sheet in a frame of its own. To the parser of SVG its text is text, to that of HTML it is raw: what would be
    /// read as two things is escaped in CSS.
    pub(super) fn write_framed_sheet(&mut self, start: &StartTag<'_, 'i>) {
        let Some(source) = start.sheet.as_deref() else { return };
        let mut text = String::with_capacity(source.len());
        let mut rest = source.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '<' => text.push_str("\\3c "),
                '&' if rest.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#') => {
                    text.push_str("\\26 ");
                }
                character => text.push(character),
            }
        }
        self.open(STYLE_TAG, &[]);
        self.output.text(&without_returns(text.into()), false);
        self.close(STYLE_TAG);
        self.foreign = true;
    }

    /// The classes that the drawing's style sheet names, under the prefix, beside those that the options list.
    pub(super) fn drawing_classes(&mut self, tag: &'static str, value: &str) -> Option<Attribute<'i>> {
        let prefix = &self.options.id_prefix;
        let (mut own, mut others) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for class in value.split_ascii_whitespace() {
            let prefixed = ids::prefixed(class, prefix);
            if self.sheet.as_ref().is_some_and(|sheet| sheet.classes.contains(&prefixed)) {
                if seen.insert(prefixed.clone()) {
                    own.push(prefixed);
                }
                if prefixed_differs(class, prefix) && self.options.keeps_class(tag, class) {
                    others.push(class);
                }
            } else if !foreign::is_scope(class, prefix) {
                others.push(class);
            }
        }
        if own.is_empty() {
            return self.classes(tag, &others.join(" "));
        }
        let listed = self.classes(tag, &others.join(" ")).map(|(_, value)| value.into_owned());
        own.extend(listed);
        Some((Name::Known(CLASS), own.join(" ").into()))
    }

    pub(super) fn drawing_style(&mut self, tag: &'static str, value: &str) -> Option<Attribute<'i>> {
        let drawn = if self.inside.namespace == Namespace::Html { Drawn::Root } else { Drawn::Within };
        let Style { kept, dropped, .. } = foreign::clean(value, drawn, &self.options.id_prefix, self.inside.repeated);
        for Dropped { property, reason } in dropped {
            let name = if property.is_empty() { "style" } else { &property };
            self.note(Code::AttributeStyle, What::Style, name, Some(value), || reason.to_owned());
        }
        if self.refers_to_refused("style", &kept) {
            self.drop_attribute("style", value);
            return None;
        }
        let stays = !kept.is_empty() && self.options.config.attribute(tag, "style");
        stays.then(|| (Name::Known(STYLE), kept.into()))
    }

    /// What the walk adds to an element of a drawing: the class of its style sheet, the name that its title is, and where
    /// a style sheet went that colored shapes, none for those without a color of their own.
    pub(super) fn complete_drawn(
        &mut self,
        tag: &'static str,
        start: &StartTag<'_, 'i>,
        kept: &mut Vec<Attribute<'i>>,
    ) {
        let has = |kept: &[Attribute<'i>], wanted: &str| kept.iter().any(|(name, _)| &**name == wanted);
        if let Some(title) = &start.ahead.title
            && self.options.config.attribute(tag, "aria-label")
            && !has(kept, "aria-label")
            && !has(kept, "aria-labelledby")
        {
            let title = self.visible("aria-label", title.clone().into());
            kept.push((Name::Known(ARIA_LABEL), title));
        }
        let is_root = self.inside.namespace == Namespace::Html;
        if let Some(sheet) = self.sheet.as_ref().filter(|sheet| is_root && !sheet.text.is_empty()) {
            match kept.iter_mut().find(|(name, _)| &**name == "class") {
                Some((_, classes)) => classes.to_mut().push_str(&format!(" {}", sheet.scope)),
                None => kept.push((Name::Known(CLASS), sheet.scope.clone().into())),
            }
        }
        let is_filled =
            has(kept, "fill") || kept.iter().any(|(name, value)| &**name == "style" && value.contains("fill:"));
        if !is_filled
            && !self.inside.filled
            && SHAPES.contains(&tag)
            && self.sheet.as_ref().is_some_and(|sheet| sheet.lost)
        {
            kept.push((Name::Other("fill".into()), "none".into()));
        }
        self.fills = is_filled;
    }

    /// A box of HTML, which only a frame of its own keeps: nothing runs there, whatever a parser makes of it.
    pub(super) fn frame_box(&mut self, kept: &[Attribute<'i>]) -> Fate {
        self.open(BOX, kept);
        self.nesting.bound();
        self.foreign = true;
        self.references.open(BOX, kept, false);
        self.inside = Inside::default();
        Fate::Into { closes: Some(BOX) }
    }

    /// What the style sheet lays behind the text of a box, so that it can be read over a line.
    fn write_grounds(&mut self, classes: &[String], kept: &[Attribute<'i>]) {
        let Some(sheet) = &self.sheet else { return };
        let placed = || kept.iter().filter(|(name, _)| PLACES.contains(&&**name));
        if placed().map(|(_, value)| value.len()).sum::<usize>() > LONGEST_PLACE {
            return;
        }
        let is_in = |wanted: &str| classes.iter().any(|class| ids::prefixed(class, &self.options.id_prefix) == wanted);
        let grounds = sheet.grounds.iter().filter(|(class, _)| is_in(class)).take(MOST_GROUNDS);
        let styles: Vec<String> = grounds.map(|(_, color)| format!("fill:{color};opacity:1;stroke:none")).collect();
        for style in styles {
            let styled = std::iter::once((Name::Known(STYLE), style.into()));
            self.open(RECT, &placed().cloned().chain(styled).collect::<Vec<_>>());
            self.close(RECT);
        }
    }

    /// The text of a box, in the middle of it, as a browser lays out a label.
    pub(super) fn write_box(&mut self, start: &StartTag<'_, 'i>, kept: &mut Vec<Attribute<'i>>) {
        let lines = &start.ahead.lines;
        let number = |name: &str| {
            let (_, value) = kept.iter().find(|(known, _)| &**known == name)?;
            thousandths(value)
        };
        let (x, y) = (number("x").unwrap_or(0), number("y").unwrap_or(0));
        let size = number("width").zip(number("height")).filter(|(width, height)| *width > 0 && *height > 0);
        self.write_grounds(&start.ahead.classes, kept);
        kept.retain(|(name, _)| !matches!(&**name, "x" | "y" | "width" | "height"));
        let mut attribute = |name: &'static str, value: String| {
            if !kept.iter().any(|(known, _)| &**known == name) {
                kept.push((Name::Other(name.into()), value.into()));
            }
        };
        attribute("fill", "currentcolor".to_owned());
        // Lines around it are no lines around its letters.
        attribute("stroke", "none".to_owned());
        let lines = match size {
            Some((width, height)) => wrapped(lines, width, height),
            None => lines.clone(),
        };
        let (left, middle) = match size {
            Some((width, height)) => {
                attribute("text-anchor", "middle".to_owned());
                // Browsers round what is above a line down.
                (x + width / 2, y + height / 2 - 500)
            }
            None => (x, y),
        };
        attribute("dominant-baseline", if size.is_some() { "central" } else { "text-before-edge" }.to_owned());
        attribute("x", decimal(left));
        attribute("y", decimal(middle));
        self.open(TEXT, kept);
        let mut is_bold = false;
        if let [line] = &*lines {
            self.add_line(line, &mut is_bold);
        } else {
            let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
            let pitch = size.map_or(LINE, |(_, height)| (height / count).min(LINE));
            for (at, line) in lines.iter().enumerate() {
                let down = match (at, size) {
                    (0, Some(_)) => -pitch * (count - 1) / 2,
                    (0, None) => 0,
                    _ => pitch,
                };
                let attributes = [("x", decimal(left)), ("dy", decimal(down))]
                    .map(|(name, value)| (Name::Other(name.into()), value.into()));
                self.open(TSPAN, &attributes);
                // Words stay apart for whoever reads the text alone.
                let space = if at + 1 < lines.len() { " " } else { "" };
                self.add_line(&format!("{line}{space}"), &mut is_bold);
                self.close(TSPAN);
            }
        }
        self.close(TEXT);
    }
}

impl Walker<'_, '_> {
    fn add_line(&mut self, line: &str, is_bold: &mut bool) {
        for piece in line.split_inclusive([BOLD, REGULAR]) {
            let text = piece.trim_end_matches([BOLD, REGULAR]).to_owned();
            if *is_bold {
                self.open(TSPAN, &[(Name::Other("font-weight".into()), "bold".into())]);
            }
            self.add_text(text.into(), false);
            if *is_bold {
                self.close(TSPAN);
            }
            *is_bold = piece.ends_with(BOLD) || *is_bold && !piece.ends_with(REGULAR);
        }
    }
}

/// A length in thousandths of a pixel, as far as a drawing goes.
fn thousandths(value: &str) -> Option<i64> {
    const MOST: f64 = 1e6;
    let number = number(value.trim().trim_end_matches("px"))?;
    (number.abs() <= MOST).then_some((number * 1000.0) as i64)
}

fn decimal(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    let text = format!("{sign}{}.{:03}", size / 1000, size % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a line takes, and the widest letters of a text, at the size that browsers begin with; in thousandths.
const LINE: i64 = 24_000;
const LETTER: i64 = 9_500;

/// Letters of a label that is broken here.
const MOST_LETTERS: usize = 2_000;

fn prefixed_differs(class: &str, prefix: &str) -> bool {
    !class.starts_with(prefix)
}

/// The lines as a box of this size breaks them, which was made to fit them: as many as it has room for, if they could be too
/// wide for it.
fn wrapped(lines: &[String], width: i64, height: i64) -> Vec<String> {
    let letters: Vec<usize> = lines.iter().map(|line| letters_in(line)).collect();
    if letters.iter().sum::<usize>() > MOST_LETTERS {
        return lines.to_vec();
    }
    let room = usize::try_from((height + LINE / 2) / LINE).unwrap_or(1);
    let needed = |letters: &usize| *letters * LETTER as usize / usize::try_from(width).unwrap_or(1).max(1) + 1;
    let wanted = letters.iter().map(needed).sum::<usize>().min(room);
    if wanted <= lines.len() {
        return lines.to_vec();
    }
    // The longest that still makes as many, since a browser breaks no sooner than it must.
    let (mut fits, mut too_long) = (0, letters.iter().max().copied().unwrap_or(0) + 1);
    while fits + 1 < too_long {
        let most = usize::midpoint(fits, too_long);
        if broken(lines, most).len() >= wanted {
            fits = most;
        } else {
            too_long = most;
        }
    }
    if fits == 0 { lines.to_vec() } else { broken(lines, fits) }
}

fn letters_in(text: &str) -> usize {
    text.chars().filter(|letter| !matches!(*letter, BOLD | REGULAR)).count()
}

/// The lines, none longer than so many letters unless a word is.
fn broken(lines: &[String], most: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in lines {
        let mut length = usize::MAX;
        for word in line.split(' ') {
            let letters = letters_in(word);
            match all.last_mut().filter(|_| length.saturating_add(letters + 1) <= most) {
                Some(last) => {
                    last.push(' ');
                    last.push_str(word);
                    length += letters + 1;
                }
                None => {
                    all.push(word.to_owned());
                    length = letters;
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_are_not_broken() {
        let label = |words: usize| vec!["word".to_owned(); words].join(" ");
        assert!(wrapped(&[label(300)], 200_000, 9_000_000).len() > 50);
        assert_eq!(wrapped(&[label(500)], 200_000, 9_000_000), [label(500)]);
    }
}
