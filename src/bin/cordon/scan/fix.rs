//! `--fix`: what can be rewritten mechanically, as a diff or in the files.

use std::fs;

use cordon_scan::fix::{Edit, edits, rewritten};
use cordon_scan::{Input, Scan};

use crate::failure::Failure;

/// Lines around a change.
const AROUND: usize = 3;

/// The rewrites of all files: their diff, and how many findings they end.
pub(super) fn diff(inputs: &[Input], scan: &Scan) -> (String, usize) {
    let mut text = String::new();
    let mut count = 0;
    for (input, edits) in fixable(inputs, scan) {
        count += edits.len();
        text.push_str(&hunks(input, &edits));
    }
    (text, count)
}

/// Writes the files; how many findings that ends, and how many files it was.
pub(super) fn write(inputs: &[Input], scan: &Scan) -> Result<(usize, usize), Failure> {
    let (mut count, mut files) = (0, 0);
    for (input, edits) in fixable(inputs, scan) {
        let wrong = |why: String| Failure::unreadable(&input.path, why);
        let now = fs::read(&input.path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        // What is not UTF-8 was read with replacements, and would be written with them.
        if now != input.text.as_bytes() {
            return Err(wrong("has changed since it was read, or is not UTF-8: not rewritten".to_owned()));
        }
        fs::write(&input.path, rewritten(&input.text, &edits))
            .map_err(|error| wrong(format!("cannot be written: {error}")))?;
        count += edits.len();
        files += 1;
    }
    Ok((count, files))
}

fn fixable<'a>(inputs: &'a [Input], scan: &'a Scan) -> impl Iterator<Item = (&'a Input, Vec<Edit>)> {
    inputs.iter().filter_map(|input| {
        let edits = edits(&input.text, scan.findings.iter().filter(|finding| finding.place.file == input.path));
        (!edits.is_empty()).then_some((input, edits))
    })
}

/// A unified diff, which `patch -p1` and `git apply` take.
fn hunks(input: &Input, edits: &[Edit]) -> String {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(input.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .filter(|start| *start < input.text.len())
        .collect();
    let line_of = |byte: usize| starts.partition_point(|start| *start <= byte).saturating_sub(1);
    let start_of = |line: usize| starts.get(line).copied().unwrap_or(input.text.len());
    // The first and the last line that each group of edits is about.
    let mut groups: Vec<(usize, usize, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let (first, last) = (line_of(edit.span.0), line_of(edit.span.1.saturating_sub(1).max(edit.span.0)));
        match groups.last_mut() {
            Some((_, end, of)) if first <= *end + 2 * AROUND => {
                *end = last.max(*end);
                of.push(edit);
            }
            _ => groups.push((first, last, vec![edit])),
        }
    }
    let mut text = format!("--- a/{0}\n+++ b/{0}\n", input.path);
    let mut ahead = 0_isize;
    for (first, last, of) in groups {
        let (from, to) = (start_of(first), start_of(last + 1));
        let old = input.text.get(from..to).unwrap_or_default();
        let moved: Vec<Edit> = of
            .iter()
            .map(|edit| Edit { span: (edit.span.0 - from, edit.span.1 - from), text: edit.text.clone() })
            .collect();
        let new = rewritten(old, &moved);
        let lead = first.saturating_sub(AROUND);
        let before = input.text.get(start_of(lead)..from).unwrap_or_default();
        let after = input.text.get(to..start_of(last + 1 + AROUND)).unwrap_or_default();
        let (context, old_lines, new_lines) =
            (before.lines().count() + after.lines().count(), old.lines().count(), new.lines().count());
        let at = (lead as isize + 1 + ahead).max(1);
        text.push_str(&format!("@@ -{},{} +{at},{} @@\n", lead + 1, context + old_lines, context + new_lines));
        for (sign, part) in [(' ', before), ('-', old), ('+', new.as_str()), (' ', after)] {
            for line in part.split_inclusive('\n') {
                text.push(sign);
                text.push_str(line.trim_end_matches('\n'));
                text.push_str(if line.ends_with('\n') { "\n" } else { "\n\\ No newline at end of file\n" });
            }
        }
        ahead += new_lines as isize - old_lines as isize;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::hunks;
    use cordon_scan::Input;
    use cordon_scan::fix::Edit;

    #[test]
    fn changes_near_each_other_are_one_hunk() {
        let lines: Vec<String> = (0..40).map(|at| format!("line {at}")).collect();
        let text = lines.join("\n");
        let edit = |line: &str, new: &str| {
            let at = text.find(line).unwrap_or_default();
            Edit { span: (at, at + line.len()), text: new.to_owned() }
        };
        let diff = hunks(
            &Input::new("a.js", text.as_str()),
            &[edit("line 10\n", ""), edit("line 12", "x"), edit("line 39", "y")],
        );
        let heads: Vec<&str> = diff.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(heads, ["@@ -8,9 +8,8 @@", "@@ -37,4 +36,4 @@"]);
        assert!(diff.ends_with("-line 39\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n"), "{diff}");
    }
}
