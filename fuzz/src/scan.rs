//! Source code of any kind: a scan reads or refuses it, and every finding stands where it says.

use cordon_scan::{Input, scan_files};

/// What stands between two files of one input.
const NEXT: &str = "\n====\n";

/// The target: files, each behind a line with its name.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let inputs: Vec<Input> = text
        .split(NEXT)
        .take(4)
        .map(|file| file.split_once('\n').unwrap_or((file, "")))
        .map(|(name, text)| Input::new(name, text))
        .collect();
    let scan = scan_files(inputs.clone());
    assert_eq!(scan.files, inputs.len());
    assert!((0..=100).contains(&scan.score()), "the score is {}", scan.score());
    for finding in &scan.findings {
        for place in std::iter::once(&finding.place).chain(finding.path.iter().map(|step| &step.place)) {
            let (start, end) = place.bytes;
            let stands = |input: &Input| input.path == place.file && input.text.get(start..end).is_some();
            assert!(inputs.iter().any(stands), "{}: {start}..{end} is no place in {}", finding.rule.code, place.file);
        }
    }
}
