//! `cordon sanitize`.

use super::{cordon, cordon_with, fails, fixture};

#[test]
fn sanitize_a_file_and_what_is_piped_in() {
    let run = cordon(&["sanitize", "output.html"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert!(run.stdout.starts_with("<h1>Hi</h1>"), "{run:#?}");
    for gone in ["onclick", "script", "steal", "<img"] {
        assert!(!run.stdout.contains(gone), "{gone}: {run:#?}");
    }
    for piped in [&["sanitize"][..], &["sanitize", "-"]] {
        assert_eq!(cordon_with(piped, fixture("output.html").as_bytes()).stdout, run.stdout);
    }
    let text = cordon(&["sanitize", "output.html", "--profile", "text"]);
    assert!(text.code == 0 && text.stdout.starts_with("Hi") && !text.stdout.contains('<'), "{text:#?}");
    let drawing = b"<svg><circle r=\"1\"/></svg>";
    let rich = cordon_with(&["sanitize", "--profile", "rich"], drawing);
    assert!(rich.stdout.contains("<circle"), "{rich:#?}");
    assert!(!cordon_with(&["sanitize"], drawing).stdout.contains("<circle"));
}

#[test]
fn sanitize_by_a_policy() {
    let run = cordon(&["sanitize", "--policy", "policy.json", "output.html"]);
    assert!(run.stdout.contains("src=\"https://images.example.com/a.png\""), "{run:#?}");
    assert!(!run.stdout.contains("https://evil.example"), "{run:#?}");
}

#[test]
fn sanitize_reports_what_went() {
    let run = cordon(&["sanitize", "--report", "output.html"]);
    assert_eq!(run.code, 0);
    let json = run.json();
    let removed = json["removed"].as_array().expect("a list");
    let codes: Vec<_> = removed.iter().filter_map(|removal| removal["code"].as_str()).collect();
    for code in ["attribute-event-handler", "element-script", "resource-blocked"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    assert_eq!(json["changed"], true);
    assert!(json["html"].as_str().is_some_and(|html| html.starts_with("<h1>Hi</h1>")));
}

#[test]
fn sanitize_markdown() {
    let run = cordon(&["sanitize", "--markdown", "output.md"]);
    assert!(
        run.stdout.starts_with("<h1 id=\"user-content-hi\">Hi</h1>") && run.stdout.contains("<b>markup</b>"),
        "{run:#?}"
    );
    assert!(!run.stdout.contains("steal()"), "{run:#?}");
    let report = cordon(&["sanitize", "--markdown", "--report", "output.md"]).json();
    assert!(report["removed"].as_array().is_some_and(|removed| removed.len() == 2), "{report:#}");
}

#[test]
fn sanitize_refuses_what_it_cannot_judge() {
    let binary = cordon_with(&["sanitize"], b"ab\xff");
    assert_eq!((binary.code, binary.stdout.as_str()), (2, ""), "{binary:#?}");
    assert!(binary.stderr.contains("standard input: is not UTF-8: byte 2"), "{binary:#?}");
    let deep = cordon_with(&["sanitize"], "<div>".repeat(1_000).as_bytes());
    assert_eq!((deep.code, deep.stdout.as_str()), (2, ""), "{deep:#?}");
    assert!(deep.stderr.contains("limits.depth"), "{deep:#?}");
    for (args, code, says) in [
        (&["sanitize", "absent.html"][..], 3, "absent.html: cannot be read"),
        (&["sanitize", "--policy", "absent.json", "output.html"], 3, "absent.json: cannot be read"),
        (&["sanitize", "--policy", "output.html", "output.html"], 2, "output.html: is not a policy"),
        (&["sanitize", "--profile", "all", "output.html"], 2, "all"),
    ] {
        fails(args, code, &[says]);
    }
}
