//! Ours against ammonia on real documents: `cargo xtask bench --native`, which gathers them.

#[path = "support/documents.rs"]
mod documents;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mcp_cordon::sanitizer::{SanitizeOptions, inspect_tool_output, sanitize_tool_output};

criterion_group!(benches, compare);
criterion_main!(benches);

fn compare(criterion: &mut Criterion) {
    let documents = match documents::documents() {
        Ok(documents) => documents,
        Err(why) => {
            eprintln!("error: {why}");
            std::process::exit(1);
        }
    };
    let options = SanitizeOptions::default();
    let ammonia = ammonia::Builder::default();
    for (kind, is_fragment) in [("fragments", true), ("pages", false)] {
        let mut group = criterion.benchmark_group(kind);
        group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
        for document in documents.iter().filter(|document| document.fragment == is_fragment) {
            let html = document.html.as_str();
            group.throughput(Throughput::Bytes(html.len() as u64));
            group.bench_with_input(BenchmarkId::new("mcp-cordon", &document.name), html, |bencher, html| {
                bencher.iter(|| black_box(sanitize_tool_output(black_box(html), &options)));
            });
            group.bench_with_input(BenchmarkId::new("mcp-cordon, report", &document.name), html, |bencher, html| {
                bencher.iter(|| black_box(inspect_tool_output(black_box(html), &options)));
            });
            group.bench_with_input(BenchmarkId::new("ammonia", &document.name), html, |bencher, html| {
                bencher.iter(|| black_box(ammonia.clean(black_box(html)).to_string()));
            });
        }
        group.finish();
    }
}
