//! Running other programs.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Says what the next, possibly long, step does.
pub(crate) fn step(what: &str) {
    println!("\n==> {what}");
}

/// Runs to the end, with the output shown; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    run_but(command, &[])
}

/// Runs to the end, which may be with one of the `codes` too.
pub(crate) fn run_but(command: &mut Command, codes: &[i32]) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_run(command))?;
    if status.code().is_some_and(|code| codes.contains(&code)) { Ok(()) } else { check(command, status) }
}

/// Runs to the end and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().with_context(|| cannot_run(command))?;
    check(command, output.status)?;
    String::from_utf8(output.stdout).with_context(|| format!("`{}` wrote something else than UTF-8", describe(command)))
}

/// Whether it runs and succeeds, with nothing shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Runs to the end, shows each line that it writes, in order, behind a `label`, and hands it to `on_line`.
pub(crate) fn stream(command: &mut Command, label: &str, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let (lines, writer) = io::pipe().context("cannot make a pipe")?;
    let errors = writer.try_clone().context("cannot make a pipe")?;
    let spawned = command.stdin(Stdio::null()).stdout(writer).stderr(errors).spawn();
    // The command keeps its ends of the pipe open until it gets others.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = spawned.with_context(|| cannot_run(command))?;
    watch(command, child, lines, |line| {
        println!("{label}{line}");
        on_line(line);
    })
}

/// Runs to the end and hands each line of standard error to `on_line`, which alone shows any.
pub(crate) fn watch_errors(command: &mut Command, on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().with_context(|| cannot_run(command))?;
    let stderr = child.stderr.take().context("the child's standard error is not piped")?;
    watch(command, child, stderr, on_line)
}

fn watch(command: &Command, mut child: Child, lines: impl Read, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut reader = BufReader::new(lines);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).with_context(|| format!("cannot read from `{}`", describe(command)))? > 0
    {
        on_line(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
        line.clear();
    }
    child.wait().with_context(|| format!("cannot wait for `{}`", describe(command)))
}

fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed: {status}", describe(command));
    }
    Ok(())
}

fn cannot_run(command: &Command) -> String {
    format!("cannot run `{}`", describe(command))
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
