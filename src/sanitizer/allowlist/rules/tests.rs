use super::css::MOST_DROPPED;
use super::*;

/// What the rules say of the last of the elements, each in the one before.
fn declared(source: &str, elements: &[(&str, &str, &str)]) -> String {
    let mut rules = Rules::read(source, "p-");
    for (tag, id, classes) in elements {
        rules.enter(tag, (id, classes), false);
    }
    let Declared { normal, important } = rules.declared(false);
    if important.is_empty() { normal } else { format!("{normal}!{important}") }
}

#[test]
fn selectors() {
    let cell = &[("div", "out", "x"), ("table", "T", "dataframe wide"), ("tr", "", ""), ("td", "T_0", "col0 row0")];
    for (selector, named) in [
        ("td", true),
        ("TD", true),
        ("*", true),
        (".col0", true),
        (".COL0", false),
        ("#T_0", true),
        ("td.col0.row0#T_0", true),
        ("td.col1", false),
        ("#other td", false),
        (".dataframe td", true),
        (".dataframe > td", false),
        ("tr>td", true),
        ("div table > tr td", true),
        ("div > tr > td", false),
        ("#out .dataframe.wide > tr > td:first-child", true),
        ("td:nth-child(2n)", false),
        ("td:nth-child(odd)", true),
        ("td:not(.col1)", true),
        ("td:not(.col0)", false),
        ("th, td", true),
        ("td:hover", false),
        ("td:not(:hover)", true),
        ("td:link", false),
        (":link", false),
        ("td:not(:hover:focus)", false),
        ("td:not(:checked)", false),
        ("td::before", false),
        ("td[id]", false),
        ("td:has(b)", false),
        ("tr + td", false),
        ("body td", false),
        (":root td", false),
        ("td:not(:not(td))", false),
    ] {
        let found = declared(&format!("{selector}{{color:red}}"), cell);
        assert_eq!(found == "color:red;", named, "{selector}");
    }
}

#[test]
fn the_stronger_comes_last() {
    let elements = &[("p", "a", "b")];
    assert_eq!(declared("#a{color:red}.b{color:blue}p{color:green}", elements), "color:green;color:blue;color:red;");
    assert_eq!(declared(".b{color:red}.b{color:blue}", elements), "color:red;color:blue;");
    assert_eq!(declared(":root{--x:red}p{color:var(--x)}", elements), "color:red;");
    assert_eq!(declared("p{color:var(--y,blue)}", elements), "color:blue;");
    assert_eq!(declared("@media not print{p{color:red}}", elements), "color:red;");
    assert_eq!(
        declared("@media only screen and (min-width:480px){p{width:50%}}p{color:red}", elements),
        "width:50%;color:red;"
    );
}

#[test]
fn links() {
    for selector in ["a:link", ":any-link", ".x:not(:visited)", "p a:link"] {
        let found = declared(&format!("{selector}{{color:red}}"), &[("p", "", ""), ("a", "", "x")]);
        assert_eq!(found, "color:red;", "{selector}");
    }
}

#[test]
fn the_page_is_around_all() {
    let page = &[("html", "", ""), ("body", "", ""), ("p", "", "")];
    for (selector, named) in [
        ("html > body > p", true),
        (":root p", true),
        ("body p:first-child", true),
        ("html > p", false),
        ("p:root", false),
    ] {
        let found = declared(&format!("{selector}{{color:red}}"), page);
        assert_eq!(found == "color:red;", named, "{selector}");
    }
    assert_eq!(declared(":root{color:red} html{color:blue}", &page[..1]), "color:blue;color:red;");
}

#[test]
fn custom_properties_are_found_wherever_they_are() {
    // Large icons, and small ones for the room between them.
    let icon = |at| format!("--icon{at:03}:url({});", "a".repeat(if at < 100 { 1_000 } else { 1 }));
    let icons = format!(":root{{{}}}", (0..200).map(icon).collect::<String>());
    let ink = ":root{/* ; */--ink-of-all-the-paragraphs:red}p{color:var(--ink-of-all-the-paragraphs)}";
    assert_eq!(declared(&format!("{icons}{ink}"), &[("p", "", "")]), "color:red;");
    // What no block may ask for takes no room, and 31 of these would take all but two bytes of it.
    let images: String = (10..50).map(|at| format!("--image{at}:{};", "a".repeat(2_105))).collect();
    assert_eq!(declared(&format!(":root{{{images}}}{ink}"), &[("p", "", "")]), "color:red;");
    let many: String = (0..1_000).map(|at| format!("--c{at}:{at}px;")).collect();
    let source = format!(":root{{{many}--wide:var(--c999)}} p{{margin:var(--wide)}}");
    assert_eq!(declared(&source, &[("p", "", "")]), "");
    let small = source.replace("999px", "9px");
    assert_eq!(declared(&small, &[("p", "", "")]), "margin:9px;");
    assert_eq!(declared(":root{--a:var(--b);--b:var(--a)} p{color:var(--a)}", &[("p", "", "")]), "");
}

#[test]
fn what_loads_or_covers_goes() {
    for source in [
        "@import url(//evil.test);",
        "@font-face{src:url(//evil.test)}",
        "@media print{p{color:red}}",
        "@media not screen{p{color:red}}",
        "@media (min-width:641px){p{color:red}}",
        "@layer all{p{color:red}}",
        "@supports screen{p{color:red}}",
        "@media (max-width:600px){p{color:red}}",
        "@media (prefers-color-scheme:dark){p{color:red}}",
        "@media all{@media all{p{color:red}}}",
        "p{background:url(//evil.test)}",
        "p{position:fixed;inset:0}",
        "p{--x:url(//evil.test);background:var(--x)}",
        "p{display:none}",
        "p{opacity:0;font-size:0}",
    ] {
        assert_eq!(declared(source, &[("p", "", "")]), "", "{source}");
    }
}

#[test]
fn what_is_important_is_apart() {
    let source = "p{color:red!important;margin:1px} .a{color:blue;margin:2px!important}";
    assert_eq!(declared(source, &[("p", "", "a")]), "margin:1px;color:blue;!color:red;margin:2px;");
}

#[test]
fn the_last_of_its_parent() {
    let mut rules = Rules::read("p:first-child{margin:1px} p:last-child{padding:1px} p:only-child{color:red}", "p-");
    rules.enter("body", ("", ""), true);
    let mut declared = |is_last| {
        rules.enter("p", ("", ""), is_last);
        let declared = rules.declared(false).normal;
        rules.leave();
        declared
    };
    assert_eq!(declared(true), "margin:1px;padding:1px;color:red;");
    assert_eq!(declared(false), "");
    assert_eq!(declared(true), "padding:1px;");
}

#[test]
fn what_is_matched_is_bounded() {
    let source = "div div div div p{color:red}".repeat(4_000);
    let mut rules = Rules::read(&source, "p-");
    for _ in 0..200 {
        rules.enter("div", ("", ""), false);
    }
    for _ in 0..200 {
        rules.enter("p", ("", ""), false);
        let _ = rules.declared(false);
        rules.leave();
    }
    assert!(rules.steps < MOST_STEPS * 2 && rules.written < MOST_WRITTEN * 2);
    let same = Rules::read(&".x{color:red}".repeat(8_000), "p-");
    let mut rules = same;
    for _ in 0..1_000 {
        rules.enter("p", ("", &"x ".repeat(100_000)), false);
        let _ = rules.declared(false);
        rules.leave();
    }
    assert!(rules.steps > MOST_STEPS && rules.steps < MOST_STEPS * 2);
    let wide =
        "p{font-family:serif,sans-serif,monospace,cursive,fantasy,system-ui,ui-serif,ui-sans-serif,math}".repeat(20);
    let mut rules = Rules::read(&wide, "p-");
    let mut written = 0;
    for _ in 0..5_000 {
        rules.enter("p", ("", ""), false);
        written += rules.declared(false).normal.len();
        rules.leave();
    }
    assert!(written > MOST_WRITTEN / 2 && written <= MOST_WRITTEN, "{written}");
    let _ = Rules::read(&"{".repeat(100_000), "p-");
    let _ = Rules::read(&":not(".repeat(100_000), "p-");
}

#[test]
fn sheets_are_bounded() {
    let p = &[("p", "", "")];
    assert_eq!(declared(&format!("{}p{{color:red}}", " ".repeat(LONGEST)), p), "");
    let rules = |count| format!("{}p{{color:red}}", ".x{color:blue}".repeat(count));
    assert_eq!(declared(&rules(MOST_RULES - 1), p), "color:red;");
    assert_eq!(declared(&rules(MOST_RULES), p), "");
    assert_eq!(declared(&format!("@media all{{{}}}", rules(MOST_RULES)), p), "");
    let deep = |count| format!("{}p{{color:red}}", "* ".repeat(count));
    let open: Vec<_> = (0..20).map(|_| ("p", "", "")).collect();
    assert_eq!(declared(&deep(MOST_COMPOUNDS - 1), &open), "color:red;");
    assert_eq!(declared(&deep(MOST_COMPOUNDS), &open), "");
    let many: String = (0..1_000).map(|at| format!("@a{at};")).collect();
    assert_eq!(Rules::read(&many, "p-").dropped.len(), MOST_DROPPED);
    let long = "g".repeat(65);
    let same = format!("{long}+b,{long}+b{{color:red}}");
    assert_eq!(Rules::read(&same, "p-").dropped.len(), 1, "what goes is told of once");
    assert_eq!(declared(".a{color:red}", &[("p", "", &format!("{}a", "x ".repeat(LONGEST_NAMES)))]), "");
}

#[test]
fn custom_properties_are_bounded() {
    let p = &[("p", "", "")];
    let set = |count: usize, length: usize| -> String {
        (0..count).map(|at| format!("--c{at:04}:{};", vec!["Arial"; length].join(","))).collect()
    };
    let used = |count: usize, length: usize| {
        let last = format!("p{{font-family:var(--c{:04})}}", count - 1);
        declared(&format!(":root{{{}}}{last}", set(count, length)), p)
    };
    assert_eq!(used(100, 10), "font-family:Arial;");
    assert_eq!(used(100, 300), "", "all of them");
    assert_eq!(used(MOST_CUSTOM + 1, 1), "", "of one block");
    let ask = |count: usize| {
        let asked: Vec<_> = (0..count).map(|at| format!("var(--c{at:04})")).collect();
        declared(&format!(":root{{{}}}p{{font-family:{}}}", set(20, 30), asked.join(",")), p)
    };
    assert_eq!(ask(10), "font-family:Arial;");
    assert_eq!(ask(20), "", "all that one block asks for");
}
