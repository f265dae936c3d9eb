//! What fuzzing found, and the shapes that it starts from, held to the fuzz targets' properties without a fuzzer.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use crate::fuzz::{self, TARGETS};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

/// Runs a target on each input and names those that it panics on.
fn replay(target: &str, inputs: Vec<(String, Vec<u8>)>) {
    let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).expect("the target exists");
    let broken: Vec<_> =
        inputs.iter().filter(|(_, data)| panic::catch_unwind(|| run(data)).is_err()).map(|(name, _)| name).collect();
    assert!(broken.is_empty(), "{target} breaks on {broken:?}");
}

#[test]
fn what_was_found_stays_fixed() {
    let mut replayed = 0;
    for (target, _) in TARGETS {
        let inputs: Vec<_> = fs::read_dir(folder("regressions").join(target))
            .expect("each target has its folder")
            .map(|entry| {
                let path = entry.expect("the folder can be read").path();
                (path.display().to_string(), fs::read(&path).expect("the file can be read"))
            })
            .collect();
        assert!(!inputs.is_empty(), "{target} has nothing to replay");
        replayed += inputs.len();
        replay(target, inputs);
    }
    assert!(replayed >= 20, "{replayed} were found");
}

/// `cargo xtask fuzz` starts from these.
#[test]
fn seeds_hold() {
    for (target, _) in TARGETS {
        let seeds =
            fs::read_to_string(folder("seeds").join(format!("{target}.txt"))).expect("each target has its seeds");
        let seeds: Vec<_> = seeds.trim_end_matches('\n').split("\n%%\n").collect();
        assert!(seeds.len() >= 10, "the seeds of {target} were found");
        let kinds: &[&str] = match *target {
            "result" => &["0"],
            "stream" => &["00", "13", "42", "20"],
            _ => &[""],
        };
        let headers = ["000", "160", "211", "042", "093", "134", "3:5"];
        let headers = headers.iter().flat_map(|header| kinds.iter().map(move |kind| format!("{header}{kind}")));
        let inputs = headers.flat_map(|header| {
            seeds.iter().map(move |seed| (format!("{header} {seed}"), format!("{header}{seed}").into_bytes()))
        });
        replay(target, inputs.collect());
    }
}

/// The judge is worth what it refuses.
#[test]
fn the_judge_refuses() {
    use fuzz::{choice, dom, judge};
    for (header, html) in [
        ("000", "<script>a</script>"),
        ("000", "<p onclick=\"a\">b</p>"),
        ("000", "<p style=\"color: red\">a</p>"),
        ("000", "<a href=\"javascript:a\">b</a>"),
        ("000", "<a href=\"https:a\">b</a>"),
        ("000", "<a href=\"/\\evil.test\">a</a>"),
        ("000", "<a href=\"https://a@b.test/\">c</a>"),
        ("000", "<a href=\"#a\">b</a>"),
        ("090", "<a href=\"https://evil.test/\">a</a>"),
        ("000", "<img src=\"https://cdn.test/a\">"),
        ("030", "<img src=\"https://evil.test/a\">"),
        ("030", "<img src=\"/a\">"),
        ("030", "<img src=\"https://cdn.test/a\" srcset=\"b\">"),
        ("060", "<video src=\"data:image/png;base64,AA\"></video>"),
        ("000", "<p id=\"a\">b</p>"),
        ("000", "<p class=\"a\">b</p>"),
        ("000", "<p aria-labelledby=\"user-content-a b\">c</p>"),
        ("000", "<p title=\"a\u{202e}b\">c</p>"),
        ("000", "a\u{e0041}b"),
        ("000", "<!-- a -->"),
        ("000", "<svg></svg>"),
        ("100", "<svg><use href=\"#user-content-a\"></use></svg>"),
        ("100", "<svg><script>a</script></svg>"),
        ("100", "<svg><rect fill=\"url(//evil.test)\"></rect></svg>"),
        ("100", "<svg><rect fill=\"url(#a)\"></rect></svg>"),
        ("100", "<math><mi href=\"a\">b</mi></math>"),
        ("100", "<p style=\"position: fixed\">a</p>"),
        ("100", "<p style=\"color: url(a)\">b</p>"),
        ("200", "<b>a</b>"),
    ] {
        let (choice, _) = choice::split(header.as_bytes()).expect("the header is whole");
        let nodes = dom::fragment(html, "div");
        let refused = panic::catch_unwind(panic::AssertUnwindSafe(|| judge::judge(&nodes, &choice)));
        assert!(refused.is_err(), "{header} {html} passes");
    }
    let (choice, _) = choice::split(b"160").expect("the header is whole");
    judge::judge(
        &dom::fragment(
            "<p class=\"note\" style=\"color: red\">a<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\" fill=\"url(#user-content-g)\"></path></svg>\
             <a href=\"#user-content-b\">c</a><img src=\"https://cdn.test/d\"><math><mi>e</mi></math></p>",
            "div",
        ),
        &choice,
    );
}
