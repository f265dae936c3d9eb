//! `cordon scan`, on the pairs of tests/data/scan and on this repository.

mod headers;
mod server;

use std::fs;

use serde_json::Value;

use super::{cordon, fails, temporary};

const VULNERABLE: &str = "../scan/plain-inner-html/vulnerable.js";
const FIXED: &str = "../scan/plain-inner-html/fixed.js";

#[test]
fn the_exit_code_is_what_was_found() {
    assert_eq!(cordon(&["scan", VULNERABLE]).code, 1);
    assert_eq!(cordon(&["scan", FIXED]).code, 0);
    assert_eq!(cordon(&["scan", "--fail-on", "critical", VULNERABLE]).code, 0);
    assert_eq!(cordon(&["scan", "--fail-on", "none", VULNERABLE]).code, 0);
    fails(&["scan"], 2, &["PATH"]);
    fails(&["scan", "nowhere"], 3, &["nowhere", "cannot be read"]);
    fails(&["scan", "policy.json"], 2, &["policy.json", "kind that is not read"]);
}

#[test]
fn the_table_shows_the_path() {
    let run = cordon(&["scan", VULNERABLE]);
    assert_eq!(run.stderr, "");
    for part in [
        "Score 80, grade B. 1 finding in 1 file, 4 lines.",
        "HIGH  scan-markup-from-output  -20",
        "vulnerable.js:2:26  the result of a tool",
        "vulnerable.js:3:5  innerHTML",
        "panel.innerHTML = result.content[0].text;",
    ] {
        assert!(run.stdout.contains(part), "no {part:?} in {}", run.stdout);
    }
}

#[test]
fn json_is_a_baseline() {
    let run = cordon(&["scan", "--format", "json", "--fail-on", "none", VULNERABLE]);
    let report = run.json();
    assert_eq!((report["score"].as_i64(), report["grade"].as_str()), (Some(80), Some("B")));
    assert_eq!(report["findings"][0]["code"], "scan-markup-from-output");
    assert_eq!(report["findings"][0]["path"][0]["place"]["line"], 2);
    let before = temporary("scan-before.json", &run.stdout);
    let before = before.to_str().expect("a path");
    let again = cordon(&["scan", "--baseline", before, VULNERABLE]);
    assert_eq!(again.code, 0, "{again:#?}");
    assert!(again.stderr.contains("0 new, 1 known"), "{}", again.stderr);
    assert!(again.stdout.contains("0 findings"), "{}", again.stdout);
    let other = cordon(&["scan", "--baseline", before, "../scan/plain-eval"]);
    assert_eq!(other.code, 1);
    fails(&["scan", "--baseline", VULNERABLE, FIXED], 2, &["cordon scan --format json"]);
}

#[test]
fn sarif_has_a_flow_of_code() {
    let run = cordon(&["scan", "--format", "sarif", "--fail-on", "none", "../scan/plain-cross-file"]);
    let log = run.json();
    let errors = crate::audit::sarif_schema::errors_of(&log);
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "scan-markup-from-output");
    let steps = &result["codeFlows"][0]["threadFlows"][0]["locations"];
    let uri = |step: &Value| {
        step["location"]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default().to_owned()
    };
    let steps = steps.as_array().expect("steps");
    assert!(
        uri(&steps[0]).ends_with("load.js") && uri(&steps[steps.len() - 1]).ends_with("vulnerable.js"),
        "{steps:?}"
    );
}

#[test]
fn every_rule_as_sarif_validates() {
    let run = cordon(&["scan", "--format", "sarif", "--fail-on", "none", "../scan"]);
    let log = run.json();
    let errors = crate::audit::sarif_schema::errors_of(&log);
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(log["runs"][0]["tool"]["driver"]["rules"].as_array().is_some_and(|rules| rules.len() > 30));
}

#[test]
fn annotations_name_the_line() {
    let run = cordon(&["scan", "--format", "github", "--fail-on", "none", VULNERABLE]);
    assert!(
        run.stdout.starts_with("::error file=../scan/plain-inner-html/vulnerable.js,line=3,col=5,"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.lines().count(), 1);
}

#[test]
fn a_comment_with_a_reason_counts_and_one_without_is_a_finding() {
    let text =
        fs::read_to_string(format!("{}/tests/data/cli/{VULNERABLE}", env!("CARGO_MANIFEST_DIR"))).expect("the file");
    let with =
        |comment: &str| text.replace("    panel.", &format!("    // cordon-ignore-next-line {comment}\n    panel."));
    let reasoned = temporary("scan-reasoned.js", &with("scan-markup-from-output: the server is ours"));
    let run = cordon(&["scan", reasoned.to_str().expect("a path")]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("0 findings") && run.stdout.contains("1 ignored"), "{}", run.stdout);
    let bare = temporary("scan-bare.js", &with("scan-markup-from-output"));
    let run = cordon(&["scan", bare.to_str().expect("a path")]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("scan-ignored-without-reason"), "{}", run.stdout);
    let other = temporary("scan-other.js", &with("scan-script-from-output: of another rule"));
    assert_eq!(cordon(&["scan", other.to_str().expect("a path")]).code, 1);
}

#[test]
fn a_rule_is_explained() {
    let run = cordon(&["scan", "--explain", "scan-worker-evaluates-message"]);
    assert_eq!(run.code, 0);
    for part in ["Critical", "-18", "Guide: Background Fetch", "eval(event.data.code)", "When it is wrong"] {
        assert!(run.stdout.contains(part), "no {part:?} in {}", run.stdout);
    }
    fails(&["scan", "--explain", "scan-nothing"], 2, &["scan-nothing", "no rule"]);
}

#[test]
fn a_file_that_does_not_parse_is_said_to_be_unread() {
    let broken = temporary("scan-broken.js", "const = ;");
    let run = cordon(&["scan", broken.to_str().expect("a path")]);
    assert!(run.stderr.contains("does not parse") && run.stderr.contains("not judged"), "{}", run.stderr);
}

/// The diff is what `--write` does, and what is written scans clean.
#[test]
fn what_can_be_rewritten_is_a_diff_before_it_is_written() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("scan-fix");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join("show.js");
    let text = "import DOMPurify from \"dompurify\";\n\nexport const clean = (html) =>\n    DOMPurify.sanitize(html, {\n        ALLOW_UNKNOWN_PROTOCOLS: true,\n        FORBID_TAGS: [\"style\"],\n    });\n";
    fs::write(&path, text).expect("the file can be written");
    let name = path.to_str().expect("a path");
    let dry = cordon(&["scan", "--fix", name]);
    assert_eq!(dry.code, 1, "{dry:#?}");
    let diff = format!(
        "--- a/{name}\n+++ b/{name}\n@@ -2,6 +2,5 @@\n \n export const clean = (html) =>\n     DOMPurify.sanitize(html, {{\n-        ALLOW_UNKNOWN_PROTOCOLS: true,\n         FORBID_TAGS: [\"style\"],\n     }});\n"
    );
    assert_eq!(dry.stdout, diff);
    assert!(dry.stderr.contains("1 of 1 findings can be rewritten"), "{}", dry.stderr);
    assert_eq!(fs::read_to_string(&path).expect("the file"), text);
    let written = cordon(&["scan", "--fix", "--write", name]);
    assert_eq!(written.code, 0, "{written:#?}");
    assert!(written.stdout.contains("0 findings"), "{}", written.stdout);
    assert_eq!(
        fs::read_to_string(&path).expect("the file"),
        text.replace("        ALLOW_UNKNOWN_PROTOCOLS: true,\n", "")
    );
    fails(&["scan", "--write", name], 2, &["--fix"]);
}

/// What this repository ships, shows and lets people copy.
#[test]
fn our_own_sources_have_no_finding_without_a_reason() {
    let root = |folder: &str| format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let run = cordon(&[
        "scan",
        "--fail-on",
        "info",
        &root("examples"),
        &root("www"),
        &root("pkg-template"),
        &root("src"),
        &root("benches"),
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("Score 100, grade A. 0 findings"), "{}", run.stdout);
}

/// Where this repository does on purpose what the rules find, and why.
const ON_PURPOSE: &[(&str, &str)] = &[
    ("tests/data/scan/", "the vulnerable halves of the pairs"),
    ("tests/e2e/apps/", "beacons that the guard has to refuse"),
    ("tests/e2e/audit.mjs", "a worker that the audit has to find"),
    ("tests/e2e/bypass/", "attacks on the guard"),
    ("tests/e2e/channels/", "ways out, each of which is tried"),
    ("tests/e2e/endpoint/", "requests of other sites, and sockets"),
    ("tests/e2e/hardened.mjs", "attacks on the guard"),
    ("tests/e2e/inert/", "raw output in a frame, beside the sanitized one"),
    ("tests/e2e/lab/", "the lab's server, which is attacked"),
    ("tests/e2e/service-worker/", "beacons and Background Fetches of pages that are tested"),
    ("tests/package/", "servers without the policy, which the package is put in front of"),
];

/// All of it: whatever is found stands where the list says, and each entry of the list is needed.
#[test]
fn this_repository_scans_clean_or_with_reasons() {
    let root = env!("CARGO_MANIFEST_DIR");
    let run = cordon(&["scan", "--format", "json", "--fail-on", "none", root]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let report = run.json();
    let findings = report["findings"].as_array().expect("findings");
    let file = |finding: &Value| {
        let file = finding["file"].as_str().expect("a file").replace('\\', "/");
        file.trim_start_matches(root).trim_start_matches('/').to_owned()
    };
    let files: std::collections::BTreeSet<String> = findings.iter().map(file).collect();
    let is_meant = |file: &&String| ON_PURPOSE.iter().any(|(start, _)| file.starts_with(start));
    let others: Vec<&String> = files.iter().filter(|file| !is_meant(file)).collect();
    assert!(others.is_empty(), "findings without a reason in {others:?}");
    let stale = ON_PURPOSE.iter().filter(|(start, _)| !files.iter().any(|file| file.starts_with(start)));
    assert_eq!(stale.count(), 0, "an entry of the list is not needed any more");
    println!("{} findings in {} files, each on purpose", findings.len(), files.len());
}

/// A block of docs/scan.md: the first of a language that holds this.
fn block(language: &str, holds: &str) -> String {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scan.md")).expect("the page");
    let fence = format!("```{language}\n");
    let blocks = page.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.map(str::to_owned).find(|block| block.contains(holds)).expect("the block")
}

/// Runs a line of the page, in a folder with a file.
fn in_folder(name: &str, text: &str, line: &str) -> (i32, String) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join("chat.js"), text).expect("the file can be written");
    let mut words = line.split_whitespace().skip(1).take_while(|word| *word != ">");
    let args: Vec<&str> = words.by_ref().collect();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cordon"));
    let output = command.args(args).current_dir(folder).output().expect("the program runs");
    (output.status.code().expect("a code"), String::from_utf8(output.stdout).expect("a text"))
}

#[test]
fn the_page_says_what_is_printed() {
    let rule = cordon_scan::rules::rule("scan-markup-from-output").expect("the rule");
    let line = block("sh", "cordon scan").replace(" src", " chat.js");
    let (code, said) = in_folder("scan-page", rule.raised, &line);
    assert_eq!((code, said.trim_end()), (1, block("text", "Score ").as_str()));
}

#[test]
fn the_page_s_lines_for_ci_run() {
    let rule = cordon_scan::rules::rule("scan-markup-from-output").expect("the rule");
    let yaml = block("yaml", "cordon scan");
    let lines: Vec<&str> =
        yaml.lines().filter_map(|line| line.split_once("- run: cordon")).map(|(_, rest)| rest).collect();
    assert_eq!((lines.len(), yaml.lines().count()), (2, 5));
    let (code, said) = in_folder("scan-ci", rule.raised, &format!("cordon{}", lines[0]));
    assert_eq!(code, 0);
    assert!(said.contains("codeFlows"), "{said}");
    let (code, said) = in_folder("scan-ci", rule.raised, &format!("cordon{}", lines[1]));
    assert_eq!(code, 1);
    assert!(said.starts_with("::error "), "{said}");
}

#[test]
fn the_page_s_comment_counts() {
    let rule = cordon_scan::rules::rule("scan-markup-from-output").expect("the rule");
    let source = rule.raised.lines().next().expect("a line");
    let text = format!("{source}\n{}", block("js", "cordon-ignore-next-line"));
    let (code, said) = in_folder("scan-comment", &text, "cordon scan chat.js");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 ignored by comments"), "{said}");
}
