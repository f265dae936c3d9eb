//! README.md lists every code of a removal.

use mcp_cordon::sanitizer::Code;

#[test]
fn the_readme_lists_every_code() {
    let readme = include_str!("../../../README.md");
    let rows: Vec<_> = readme.lines().filter(|line| line.starts_with("| `")).collect();
    for code in Code::ALL {
        let name = format!("`{}`", code.as_str());
        assert!(rows.iter().any(|row| row.split(" | ").next().is_some_and(|codes| codes.contains(&name))), "{name}");
    }
}
