//! docs/cli.md says what the program says.

use std::fs;
use std::path::Path;

use super::cordon;

/// Each `<!-- cordon … --help -->` is followed by a block of what that prints.
fn filled(page: &str) -> (String, Vec<String>) {
    let mut parts = page.split("<!-- cordon ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut commands = Vec::new();
    for part in parts {
        let (command, rest) = part.split_once(" -->\n").expect("the comment ends");
        let (_, rest) = rest.split_once("```text\n").expect("a block begins");
        let (_, rest) = rest.split_once("\n```\n").expect("the block ends");
        let run = cordon(&command.split(' ').collect::<Vec<_>>());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "cordon {command}");
        // Lines end where their words do.
        let said: Vec<&str> = run.stdout.trim_end().lines().map(str::trim_end).collect();
        text.push_str(&format!("<!-- cordon {command} -->\n```text\n{}\n```\n{rest}", said.join("\n")));
        commands.push(command.to_owned());
    }
    (text, commands)
}

#[test]
fn the_help_is_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (filled, commands) = filled(&page);
    if std::env::var_os("CORDON_WRITE").is_some() {
        fs::write(&path, &filled).expect("the page can be written");
    }
    let page = fs::read_to_string(&path).expect("the page is there");
    assert_eq!(page, filled, "CORDON_WRITE=1 writes it");
    let help = cordon(&["--help"]).stdout;
    let listed = help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).expect("the commands");
    for command in listed.lines().filter_map(|line| line.split_whitespace().next()) {
        let is_documented = commands.iter().any(|documented| documented.starts_with(command));
        assert!(is_documented, "{command} is in {commands:?}");
    }
}
