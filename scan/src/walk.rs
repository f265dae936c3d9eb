//! Which files there are, and reading them in parallel.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ignore::WalkBuilder;

use crate::finding::{Finding, Judges, Scan};
use crate::ignored::ignored;
use crate::link::{self, Lines};
use crate::lower::Lowered;
use crate::models::{Given, Imported};
use crate::{parse, rules};

/// A stack for a parser that goes as deep as a file nests. It is address space, and taken where it is used.
const STACK: usize = 256 << 20;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// As findings name it.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl Input {
    /// A file by its name and its text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// A path that cannot be read.
#[derive(Debug)]
pub struct ScanError {
    path: PathBuf,
    why: String,
    is_kind: bool,
}

impl ScanError {
    /// Whether the path is there, and of a kind that is not read.
    pub fn is_kind(&self) -> bool {
        self.is_kind
    }
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.why)
    }
}

impl std::error::Error for ScanError {}

/// Reads the files below paths that have a name that is read. `.gitignore` counts; `node_modules` and minified files are left
/// out, unless a path names them.
pub fn read_files(paths: &[PathBuf]) -> Result<Vec<Input>, ScanError> {
    let mut inputs = Vec::new();
    for root in paths {
        let failed = |why: &dyn fmt::Display| ScanError {
            path: root.clone(),
            why: format!("cannot be read: {why}"),
            is_kind: false,
        };
        let metadata = fs::metadata(root).map_err(|error| failed(&error))?;
        if metadata.is_file() {
            if parse::flavor(root).is_none() {
                return Err(ScanError {
                    path: root.clone(),
                    why: "is of a kind that is not read".to_owned(),
                    is_kind: true,
                });
            }
            inputs.push(read(root).map_err(|error| failed(&error))?);
            continue;
        }
        let is_named = root.components().any(|part| part.as_os_str() == "node_modules");
        let mut walk = WalkBuilder::new(root);
        walk.standard_filters(!is_named).hidden(true).require_git(false).sort_by_file_path(Path::cmp);
        walk.filter_entry(move |entry| is_named || entry.file_name() != "node_modules");
        for entry in walk.build() {
            let entry = entry.map_err(|error| failed(&error))?;
            let path = entry.path();
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let is_long = entry.metadata().is_ok_and(|metadata| metadata.len() > parse::MAX_BYTES);
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_made = name.contains(".min.") || name.ends_with(".d.ts") || name.ends_with(".d.mts");
            if is_file && !is_long && !is_made && parse::flavor(path).is_some() {
                inputs.push(read(path).map_err(|error| failed(&error))?);
            }
        }
    }
    Ok(inputs)
}

fn read(path: &Path) -> std::io::Result<Input> {
    let bytes = fs::read(path)?;
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let name = path.display().to_string();
    Ok(Input { path: name.strip_prefix("./").unwrap_or(&name).to_owned(), text })
}

/// Scans files as one project. Headers that they write are judged by nobody: [`scan_with`] takes somebody who does.
pub fn scan_files(inputs: Vec<Input>) -> Scan {
    scan_with(inputs, Judges::default())
}

/// Scans files as one project, with those who judge what it cuts out.
pub fn scan_with(inputs: Vec<Input>, judges: Judges<'_>) -> Scan {
    let (mut lowered, unread) = lower_all(&inputs);
    lower_again(&inputs, &mut lowered);
    let found = link::findings(&inputs, lowered, judges);
    let lines = inputs.iter().map(|input| input.text.lines().count()).sum();
    let (findings, ignored) = without_ignored(&inputs, found);
    Scan { findings, files: inputs.len(), lines, unread, ignored }
}

type Lowereds = (Vec<Option<Lowered>>, Vec<(String, String)>);

fn lower_all(inputs: &[Input]) -> Lowereds {
    let jobs: Vec<Job<'_>> = (0..inputs.len()).map(|at| (at, Given::default())).collect();
    let mut all: Vec<Option<Lowered>> = inputs.iter().map(|_| None).collect();
    let mut unread = Vec::new();
    for (at, lowered) in lower_each(inputs, &jobs) {
        match lowered {
            Ok(lowered) => all[at] = Some(lowered),
            Err(why) => unread.push((inputs[at].path.clone(), why)),
        }
    }
    unread.sort();
    (all, unread)
}

/// A file, and what others give it.
type Job<'s> = (usize, Given<'s>);

/// Lowers files beside each other.
fn lower_each(inputs: &[Input], jobs: &[Job<'_>]) -> Vec<(usize, Result<Lowered, String>)> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let workers = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let work = || {
        while let Some((at, given)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let input = &inputs[*at];
            let lowered = parse::lower(Path::new(&input.path), &input.text, given.clone());
            match done.lock() {
                Ok(mut done) => done.push((*at, lowered)),
                Err(poisoned) => poisoned.into_inner().push((*at, lowered)),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            // Where no thread can be had, this one does the work.
            if thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_err() {
                work();
            }
        }
    });
    done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Files that ask for what others hold are read once more, with that: options of a sanitizer, a server's host.
fn lower_again(inputs: &[Input], lowered: &mut [Option<Lowered>]) {
    let files = link::by_path(inputs);
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (at, file) in lowered.iter().enumerate() {
        let Some(file) = file.as_ref().filter(|file| !file.wanted.is_empty()) else { continue };
        let given = match inputs[at].path.ends_with(".py") {
            true => modules(inputs, lowered, &files, at),
            false => constants(&inputs[at].path, file, lowered, &files),
        };
        if !given.constants.is_empty() || given.modules.len() > 1 {
            jobs.push((at, given));
        }
    }
    for (at, better) in lower_each(inputs, &jobs) {
        if let Ok(better) = better {
            lowered[at] = Some(better);
        }
    }
}

type Paths = HashMap<String, usize>;

/// What names stand for that a file imports.
fn constants<'s>(path: &str, file: &Lowered, lowered: &'s [Option<Lowered>], files: &Paths) -> Given<'s> {
    let mut given = Given::default();
    for (module, name) in &file.wanted {
        let target = link::resolve(path, module, files).and_then(|target| lowered[target].as_ref());
        let shared = target.and_then(|target| target.shared.iter().find(|(known, _)| known == name));
        if let Some((_, shared)) = shared {
            given.constants.insert((module.clone(), name.clone()), shared.constant());
        }
    }
    given
}

/// Modules that a file's names are followed into, and the bytes of all of them.
const MAX_MODULES: usize = 16;
const MAX_BYTES: usize = 64 << 10;

/// A file of Python, and those of its package that it imports, or they do.
fn modules<'s>(inputs: &'s [Input], lowered: &[Option<Lowered>], files: &Paths, file: usize) -> Given<'s> {
    let mut found = vec![file];
    let mut given = Given::default();
    let (mut next, mut left) = (0, MAX_BYTES);
    while let Some(at) = found.get(next).copied() {
        let mut imports = HashMap::new();
        for import in lowered[at].iter().flat_map(|file| &file.imports) {
            let Some(target) = link::resolve(&inputs[at].path, &import.module, files) else { continue };
            let place = found.iter().position(|known| *known == target).or_else(|| {
                let length = inputs[target].text.len();
                let is_one_more = found.len() < MAX_MODULES && length <= left;
                left -= if is_one_more { length } else { 0 };
                is_one_more.then(|| found.push(target)).map(|()| found.len() - 1)
            });
            imports.extend(place.map(|place| (import.module.clone(), place)));
        }
        given.modules.push(Imported { text: &inputs[at].text, imports });
        next += 1;
    }
    given
}

/// Findings that no comment tells to ignore; and those of comments that give no reason.
fn without_ignored(inputs: &[Input], found: Vec<Finding>) -> (Vec<Finding>, usize) {
    let mut kept = found;
    let mut count = 0;
    for input in inputs {
        let comments = ignored(&input.text);
        if comments.is_empty() {
            continue;
        }
        let lines = Lines::new(input);
        for comment in comments {
            if !comment.has_reason {
                if let Some(rule) = rules::rule(rules::NO_REASON) {
                    kept.push(Finding { rule: rule.into(), place: lines.place(comment.span), path: Vec::new() });
                }
                continue;
            }
            let before = kept.len();
            kept.retain(|finding| {
                finding.place.file != input.path
                    || finding.place.line != comment.line
                    || !comment.codes.iter().any(|code| *code == finding.rule.code)
            });
            count += before - kept.len();
        }
    }
    (kept, count)
}
