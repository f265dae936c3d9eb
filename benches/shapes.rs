//! Hostile shapes natively: time a byte against ordinary markup, and the most memory held against the input. Arguments
//! that are not options name the shapes to run, by a part of their names, and the sizes in megabytes.

#[path = "support/documents.rs"]
mod documents;
#[path = "support/shapes.rs"]
mod shapes;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use documents::Document;
use mcp_cordon::sanitizer::{SanitizeOptions, sanitize_tool_output};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MEGABYTE: usize = 1_000_000;
const RUNS: usize = 3;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let (sizes, names): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| argument.parse::<usize>().is_ok());
    let mut sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1, 10];
    }
    let mut fragments = documents::documents()?;
    fragments.retain(|document| document.fragment);
    let names_of: Vec<&str> = fragments.iter().map(|document| document.name.as_str()).collect();
    println!("Ordinary markup is {}, over and over.\n", names_of.join(", "));
    println!("{:<48} {:>3} {:>9} {:>7} {:>7}  outcome", "shape", "MB", "ns/byte", "ratio", "memory");
    for size in sizes {
        let (ordinary_time, memory, outcome) = measure(&repeated(&fragments, size * MEGABYTE));
        print("ordinary markup", size, ordinary_time, 1.0, memory, &outcome);
        let is_named = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(part.as_str()));
        for shape in shapes::shapes()?.iter().filter(|shape| is_named(&shape.name)) {
            let (time, memory, outcome) = measure(&shape.expand(size * MEGABYTE));
            print(&shape.name, size, time, time / ordinary_time, memory, &outcome);
        }
    }
    Ok(())
}

/// Misnested at its start, so that all of it is read by the full path.
fn repeated(documents: &[Document], bytes: usize) -> String {
    let mut all = "<b><p>x</b></p>".to_owned();
    let mut next = documents.iter().cycle();
    while let (true, Some(document)) = (all.len() < bytes, next.next()) {
        all.push_str(&document.html);
    }
    all
}

fn print(name: &str, size: usize, time: f64, ratio: f64, memory: f64, outcome: &str) {
    println!("{name:<48} {size:>3} {time:>9.1} {ratio:>7.2} {memory:>7.1}  {outcome}");
}

/// The best time a byte of a few runs, the most memory held over the input's length, and what came of it.
fn measure(html: &str) -> (f64, f64, String) {
    let options = SanitizeOptions::default();
    let mut best = Duration::MAX;
    let held = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut outcome = String::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let result = sanitize_tool_output(black_box(html), &options);
        best = best.min(start.elapsed());
        outcome = match &result {
            Ok(_) => "done".to_owned(),
            Err(error) => error.code().to_owned(),
        };
        black_box(&result);
    }
    let bytes = html.len() as f64;
    let memory = MEMORY.peak_usage().saturating_sub(held) as f64 / bytes;
    (best.as_nanos() as f64 / bytes, memory, outcome)
}
