use super::*;

/// The sheet, with the scope as `S`.
fn read(source: &str) -> String {
    let sheet = Sheet::read(source, "p-");
    let again = Sheet::read(&sheet.text, "p-");
    assert_eq!((&again.text, &again.scope), (&sheet.text, &sheet.scope), "{source}");
    assert!(again.dropped.is_empty(), "{source}: {:?}", again.dropped);
    assert!(!sheet.text.contains(['<', '&', '\\', '@', '"', '\'']), "{}", sheet.text);
    sheet.text.replace(&format!(":is(.{0},.{0} *)", sheet.scope), "S")
}

#[test]
fn rules_that_stay() {
    for (source, expected) in [
        ("rect{fill:#eef}", "rectS{fill:#eef}"),
        ("#m rect , .a>.b.c{fill : red;stroke:#96C}", "#p-mS rect,.p-aS>.p-b.p-c{fill:red;stroke:#96c}"),
        ("*{stroke-linejoin: round; stroke-linecap: butt}", "*S{stroke-linejoin:round;stroke-linecap:butt}"),
        (":root text{fill:red}", "svgS text{fill:red}"),
        ("g:first-child rect:nth-child(2n+1){fill:red}", "g:first-childS rect:nth-child(2n+1){fill:red}"),
        ("#m [id$=\"-end\"]{fill:red}", "#p-mS *[id$=-end]{fill:red}"),
        ("[id^=m][id*='x']{fill:red}", "*[id^=p-m][id*=x]S{fill:red}"),
        ("rect:not(.a, #b){fill:red}", "rect:not(.p-a,#p-b)S{fill:red}"),
        ("rect:nth-child(0000000000000001){fill:red}", "rect:nth-child(0000000000000001)S{fill:red}"),
        ("rect:is(.p-s0123456789abcdef,.p-s0123456789abcdef *){fill:red}", "rectS{fill:red}"),
        (".p-a{fill:url(#g)}", ".p-aS{fill:url(#p-g)}"),
        ("<!-- rect{fill:red} -->", "rectS{fill:red}"),
        ("rect{fill:red!important}", "rectS{fill:red}"),
        ("rect{fill:red}}g{fill:blue}", "rectS{fill:red}"),
    ] {
        assert_eq!(read(source), expected, "{source}");
    }
}

#[test]
fn rules_that_go() {
    for source in [
        "@import url(//evil.test);",
        "@import '//evil.test'",
        "@font-face{font-family:a;src:url(//evil.test)}",
        "@keyframes a{from{fill:red}}",
        "@media all{rect{fill:red}}",
        "@scope (body){:scope{fill:red}}",
        "@namespace url(http://www.w3.org/1999/xhtml);",
        "@layer a{rect{fill:red}}",
        "@charset \"utf-7\";",
        "input[value^=a]{fill:url(//evil.test)}",
        "[id]{fill:red}",
        "[id=a]{fill:red}",
        "[id='a b']{fill:red}",
        "[id$='-a\"]']{fill:red}",
        "[id$='</style>']{fill:red}",
        "[id$=a i]{fill:red}",
        "[href$=a]{fill:red}",
        "[*|id$=a]{fill:red}",
        "g:has(rect){fill:red}",
        "a:visited{fill:red}",
        "a:link{fill:red}",
        ":is(body,.a *){fill:red}",
        "rect:is(body,.a *){fill:red}",
        "rect:is(.p-s0123456789abcdef,body *){fill:red}",
        "rect:is(.p-s0123456789abcdef,.p-sfedcba9876543210 *){fill:red}",
        "rect:is(.p-s0123456789abcde,.p-s0123456789abcde *){fill:red}",
        "rect:is(.p-s0123456789abcdeg,.p-s0123456789abcdeg *){fill:red}",
        ":where(body) rect{fill:red}",
        ":host{fill:red}",
        "rect::before{fill:red}",
        "rect:before{fill:red}",
        "svg+div{fill:red}",
        "svg~*{fill:red}",
        "svg||td{fill:red}",
        ">rect{fill:red}",
        "rect>{fill:red}",
        "[id$=a]rect{fill:red}",
        "rect*{fill:red}",
        "html|body{fill:red}",
        "*|*{fill:red}",
        "&{fill:red}",
        "rect{fill:red;{",
        "rect:nth-child(1 of body){fill:red}",
        "rect:nth-child(00000000000000001){fill:red}",
        "g:not(:not(rect)){fill:red}",
        ".\\3c img{fill:red}",
        "\\3c{fill:red}",
        "\\31 a{fill:red}",
        "--a{fill:red}",
        "#a\\{}{fill:red}",
        "rect{fill:url(//evil.test)}",
        "rect{f\\69ll:u\\72l(//evil.test)}",
        "rect{fill:/**/url(/**///evil.test)}",
        "rect{background:url(//evil.test)}",
        "rect{--a:url(//evil.test)}",
        "rect{fill:var(--a)}",
        "rect{position:fixed}",
        "svg{transform:scale(9)}",
        "svg{overflow:visible}",
        "svg{overflow:auto}",
        "svg{overflow-x:scroll}",
        "svg{margin:-9px}",
        "svg{width:9999px}",
        "rect{animation:a 1s}",
        "rect{content:'a'}",
        "rect{cursor:url(//evil.test),auto}",
        "rect{mask:url(//evil.test#a)}",
        "rect{filter:url('//evil.test#a')}",
        "svg{filter:url(#a)}",
        "</style><img src=x onerror=alert(1)>",
        "rect{fill:red</style><img>}",
    ] {
        let left = read(source);
        assert!(left.is_empty() || source.contains("fill:red;{") && !left.contains("evil"), "{source}: {left}");
    }
}

#[test]
fn a_sheet_is_bounded() {
    let many = "rect{fill:red}".repeat(MOST_SELECTORS + 1);
    assert!(Sheet::read(&many, "p-").text.is_empty());
    assert!(Sheet::read(&many, "p-").lost);
    assert!(!Sheet::read(&"rect{fill:red}".repeat(MOST_SELECTORS), "p-").text.is_empty());
    let of_one = format!("{}rect{{fill:red}}", "rect,".repeat(MOST_SELECTORS));
    assert!(Sheet::read(&of_one, "p-").text.is_empty());
    let deep = format!("{}rect{{fill:red}}", "g ".repeat(MOST_COMPOUNDS));
    assert!(Sheet::read(&deep, "p-").text.is_empty());
    let long = format!("rect{{fill:red}}{}", " ".repeat(LONGEST));
    assert!(Sheet::read(&long, "p-").text.is_empty());
    assert!(Sheet::read(&long, "p-").lost);
    assert!(!Sheet::read(&long[..LONGEST], "p-").text.is_empty());
    let all = |rule: fn(usize) -> String| Sheet::read(&(0..1_000).map(rule).collect::<String>(), "p-");
    assert_eq!(all(|at| format!("@a{at};")).dropped.len(), css::MOST_DROPPED);
    assert_eq!(all(|at| format!(".a{at}{{fill:red;background:red}}")).grounds.len(), MOST_GROUNDS);
    let _ = Sheet::read(&format!("rect{}", ":not(".repeat(100_000)), "p-");
    let _ = Sheet::read(&"{".repeat(100_000), "p-");
}

#[test]
fn shapes_are_lost_where_their_colors_are() {
    assert!(Sheet::read("[a]{fill:none}", "p-").lost);
    assert!(Sheet::read("rect{fill:url(//evil.test)}", "p-").lost);
    assert!(!Sheet::read("[a]{fill:none} rect{fill:red}", "p-").lost);
    assert!(!Sheet::read("@font-face{src:url(a)}", "p-").lost);
}

#[test]
fn what_goes_is_told_once() {
    let long = "g".repeat(65);
    for (source, expected) in [
        ("@a;@a;@b{}", &[("@a", AT_RULE), ("@b", AT_RULE)][..]),
        ("a+b,a+b,a~b{fill:red}", &[("a+b", SELECTOR), ("a~b", SELECTOR)]),
        (&format!("{long}+b,{long}+b{{fill:red}}"), &[(&*format!("{}…", &long[..64]), SELECTOR)]),
        (
            "rect{fill:url(x)}rect{fill:url(x)}rect{fill:1}rect{stroke:1}",
            &[("fill", css::LOADS), ("fill", css::VALUE), ("stroke", css::VALUE)],
        ),
    ] {
        let dropped = Sheet::read(source, "p-").dropped;
        let dropped: Vec<_> = dropped.iter().map(|one| (&*one.property, one.reason)).collect();
        assert_eq!(dropped, expected, "{source}");
    }
}
