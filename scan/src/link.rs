//! Files joined at their imports, and what the search over all of them found.

use std::collections::{HashMap, HashSet};

use crate::config::Written;
use crate::finding::{Finding, Header, Judged, Judges, Place, Step};
use crate::graph::Graph;
use crate::lower::{Lowered, Sink, Source};
use crate::rules;
use crate::search::Search;
use crate::walk::Input;

/// Endings that an import leaves out.
const ENDINGS: &[&str] = &[
    "",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".vue",
    ".svelte",
    ".mts",
    "/index.ts",
    "/index.tsx",
    "/index.js",
    "/index.jsx",
];
/// Files from one to another that a server's parts may be apart.
const EVIDENCE_DEPTH: usize = 3;
/// Steps of a path that are shown.
const MAX_STEPS: usize = 24;

/// Joins the files and searches.
pub(crate) fn findings(inputs: &[Input], lowered: Vec<Option<Lowered>>, judges: Judges<'_>) -> Vec<Finding> {
    let by_path = by_path(inputs);
    let mut graph = Graph::default();
    let mut bases = Vec::new();
    let mut files: Vec<File> = Vec::new();
    for (at, lowered) in lowered.into_iter().enumerate() {
        let Some(lowered) = lowered else {
            files.push(File::default());
            bases.push(graph.places.len() as u32);
            continue;
        };
        let base = graph.absorb(lowered.graph);
        bases.push(base);
        let imports: Vec<(Option<usize>, u32)> = lowered
            .imports
            .iter()
            .map(|import| (resolve(&inputs[at].path, &import.module, &by_path), import.node + base))
            .collect();
        files.push(File {
            exports: lowered.exports + base,
            imports,
            sources: lowered.sources.into_iter().map(|source| Source { node: source.node + base, ..source }).collect(),
            sinks: lowered.sinks.into_iter().map(|sink| Sink { node: sink.node + base, ..sink }).collect(),
            hits: lowered.hits,
            evidence: lowered.evidence,
            headers: lowered.headers,
            descriptions: lowered.descriptions,
        });
    }
    for at in 0..files.len() {
        for (target, node) in files[at].imports.clone() {
            let Some(exports) = target.and_then(|target| files.get(target)).map(|file| file.exports) else { continue };
            graph.imports.push((exports, node));
        }
    }
    let mut search = Search::new(&graph);
    let sources: HashMap<u32, (usize, Source)> = files
        .iter()
        .enumerate()
        .flat_map(|(at, file)| file.sources.iter().map(move |source| (source.node, (at, *source))))
        .collect();
    let sinks: Vec<u32> = files.iter().flat_map(|file| file.sinks.iter().map(|sink| sink.node)).collect();
    search.between(&sources.keys().copied().collect::<Vec<_>>(), &sinks);
    // What is known comes first, so that a path begins where the data comes in and not where a name gives it away.
    for is_guess in [false, true] {
        let of = sources.values().filter(|(_, source)| source.is_guess == is_guess);
        let mut starts: Vec<u32> = of.map(|(_, source)| source.node).collect();
        starts.sort_unstable();
        search.run(&starts);
    }
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let lines: Vec<Lines<'_>> = inputs.iter().map(Lines::new).collect();
    for (at, file) in files.iter().enumerate() {
        for sink in &file.sinks {
            for (bit, code) in sink.rules {
                let Some((bits, fact)) = search.of(sink.node, *bit) else { continue };
                let Some(rule) = rules::rule(code) else { continue };
                if bits & bit == 0 || !seen.insert((*code, at, sink.span)) {
                    continue;
                }
                let nodes = search.trace(fact, *bit);
                let path = steps(&nodes, &bases, &graph, &sources, &lines, at, sink);
                found.push(Finding { rule: rule.into(), place: lines[at].place(sink.span), path });
                break;
            }
        }
    }
    let mut importers: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        for target in file.imports.iter().filter_map(|(target, _)| *target) {
            importers.entry(target).or_default().push(at);
        }
    }
    for (at, file) in files.iter().enumerate() {
        let evidence = evidence(&files, &importers, at);
        for hit in &file.hits {
            if hit.unless & evidence != 0 || hit.only & evidence != hit.only {
                continue;
            }
            let Some(rule) = rules::rule(hit.code) else { continue };
            if seen.insert((hit.code, at, hit.span)) {
                // Data that was seen to choose an address is the better finding about the same call.
                let is_known = matches!(hit.code, rules::BEACON | rules::BACKGROUND_UNLISTED)
                    && [rules::BEACON_DESTINATION, rules::BACKGROUND_DESTINATION]
                        .iter()
                        .any(|code| seen.contains(&(*code, at, hit.span)));
                if !is_known {
                    found.push(Finding { rule: rule.into(), place: lines[at].place(hit.span), path: Vec::new() });
                }
            }
        }
    }
    for (at, file) in files.iter().enumerate() {
        for (text, span) in &file.descriptions {
            if (judges.hides_text)(text)
                && let Some(rule) = rules::rule(rules::HIDDEN_TEXT)
                && seen.insert((rules::HIDDEN_TEXT, at, *span))
            {
                found.push(Finding { rule: rule.into(), place: lines[at].place(*span), path: Vec::new() });
            }
        }
        for written in &file.headers {
            let header = Header { name: &written.name, value: &written.value };
            found.extend((judges.header)(header).into_iter().filter_map(|Judged { verdict, part }| {
                let span = written.span(part)?;
                Some(Finding { rule: verdict, place: lines[at].place(span), path: Vec::new() })
            }));
        }
    }
    found.sort_by(|a, b| (a.rule.severity, &a.place, &a.rule.code).cmp(&(b.rule.severity, &b.place, &b.rule.code)));
    found
}

/// What is left of a file.
#[derive(Debug, Default)]
struct File {
    exports: u32,
    imports: Vec<(Option<usize>, u32)>,
    sources: Vec<Source>,
    sinks: Vec<Sink>,
    hits: Vec<crate::lower::Hit>,
    evidence: u16,
    headers: Vec<Written>,
    descriptions: Vec<(String, (u32, u32))>,
}

/// What a file checks, what it imports, and what imports it: a server's parts stand in front of one another.
fn evidence(files: &[File], importers: &HashMap<usize, Vec<usize>>, at: usize) -> u16 {
    let mut found = 0;
    let imported = |at: usize| {
        files.get(at).into_iter().flat_map(|file| &file.imports).filter_map(|(target, _)| *target).collect()
    };
    let importing = |at: usize| importers.get(&at).cloned().unwrap_or_default();
    let next: [&dyn Fn(usize) -> Vec<usize>; 2] = [&imported, &importing];
    for next in next {
        let mut seen = HashSet::from([at]);
        let mut open = vec![(at, 0)];
        while let Some((at, depth)) = open.pop() {
            found |= files.get(at).map_or(0, |file| file.evidence);
            if depth < EVIDENCE_DEPTH {
                open.extend(
                    next(at).into_iter().filter(|target| seen.insert(*target)).map(|target| (target, depth + 1)),
                );
            }
        }
    }
    found
}

/// The path of a fact as places, one for each line that it comes through.
fn steps(
    nodes: &[u32],
    bases: &[u32],
    graph: &Graph,
    sources: &HashMap<u32, (usize, Source)>,
    lines: &[Lines<'_>],
    sink_file: usize,
    sink: &Sink,
) -> Vec<Step> {
    let mut path: Vec<Step> = Vec::new();
    if let Some((file, source)) = nodes.first().and_then(|node| sources.get(node)) {
        path.push(Step { place: lines[*file].place(source.span), what: source.what.to_owned() });
    }
    for node in nodes.iter().skip(1) {
        let file = file_of(*node, bases);
        let start = graph.places.get(*node as usize).copied().unwrap_or(0);
        if start == 0 {
            continue;
        }
        let place = lines[file].place((start, start));
        if path.last().is_none_or(|last| (&last.place.file, last.place.line) != (&place.file, place.line)) {
            path.push(Step { place, what: "through".to_owned() });
        }
    }
    let end = lines[sink_file].place(sink.span);
    while path.len() > 1 && path.last().is_some_and(|last| (&last.place.file, last.place.line) == (&end.file, end.line))
    {
        path.pop();
    }
    if path.len() > MAX_STEPS {
        let rest = path.split_off(path.len() - MAX_STEPS / 2);
        path.truncate(MAX_STEPS / 2);
        path.extend(rest);
    }
    path.push(Step { place: end, what: sink.what.to_owned() });
    path
}

fn file_of(node: u32, bases: &[u32]) -> usize {
    bases.partition_point(|base| *base <= node).saturating_sub(1)
}

/// Where each line of a file begins.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    input: &'a Input,
    starts: Vec<u32>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(input: &'a Input) -> Self {
        let mut starts = vec![0];
        starts.extend(input.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { input, starts }
    }

    pub(crate) fn place(&self, (start, end): (u32, u32)) -> Place {
        let line = self.starts.partition_point(|at| *at <= start).max(1);
        let from = self.starts.get(line - 1).copied().unwrap_or(0) as usize;
        let rest = self.input.text.get(from..).unwrap_or_default();
        let text = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let column = |at: u32| {
            let bytes = (at as usize).saturating_sub(from).min(text.len());
            text.get(..bytes).map_or(bytes, |before| before.chars().count()) + 1
        };
        let (first, last) = (column(start), column(end));
        Place {
            file: self.input.path.clone(),
            line,
            column: first,
            end_column: last.max(first + 1),
            text: text.chars().take(400).collect(),
            bytes: (start as usize, end as usize),
        }
    }
}

/// A path with `/`, without `.` and `..`.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let path = path.replace('\\', "/");
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Files by their paths.
pub(crate) fn by_path(inputs: &[Input]) -> HashMap<String, usize> {
    inputs.iter().enumerate().map(|(at, input)| (plain(&input.path), at)).collect()
}

/// The file that an import names, among those that are read.
pub(crate) fn resolve(from: &str, module: &str, files: &HashMap<String, usize>) -> Option<usize> {
    let module = module.split(['?']).next().unwrap_or(module);
    let mut folders: Vec<String> = Vec::new();
    let folder = from.replace('\\', "/");
    let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let rest = if module.starts_with('.') {
        folders.push(folder);
        module.to_owned()
    } else {
        // `@/x` and `~/x`: the project's root or its src, wherever that is above.
        let rest = module.trim_start_matches(['@', '~', '#', '/']).to_owned();
        let mut above = Some(folder.as_str());
        while let Some(at) = above {
            folders.push(at.to_owned());
            folders.push(format!("{at}/src"));
            folders.push(format!("{at}/app"));
            above = at.rsplit_once('/').map(|(above, _)| above);
        }
        folders.extend([String::new(), "src".to_owned(), "app".to_owned()]);
        rest
    };
    let bare = rest
        .strip_suffix(".js")
        .or_else(|| rest.strip_suffix(".jsx"))
        .or_else(|| rest.strip_suffix(".mjs"))
        .map(str::to_owned);
    for folder in folders {
        for rest in std::iter::once(&rest).chain(&bare) {
            for ending in ENDINGS {
                if let Some(at) = files.get(&plain(&format!("{folder}/{rest}{ending}"))) {
                    return Some(*at);
                }
            }
        }
    }
    None
}
