//! Styles, what is kept of them, and what goes and why.

use super::properties::{PROPERTIES, REFUSED};
use super::reason::{BOUNDS, COVERS, HEIGHT, HIDES, READ_BY_HOST, READS_HOST, SHOWS, SHRINKS, TURNS};
use super::*;

/// A style, what is kept of it, and what goes and why.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

fn check(rows: &[Row], flow: Flow) {
    for (style, kept, dropped) in rows {
        let cleaned = clean(style, flow);
        let found: Vec<_> = cleaned.dropped.iter().map(|one| (one.property.as_str(), one.reason)).collect();
        assert_eq!((cleaned.kept.as_str(), found.as_slice()), (*kept, *dropped), "{style}");
        let again = clean(&cleaned.kept, flow);
        assert_eq!(
            again,
            Style { normal: cleaned.kept.len(), kept: cleaned.kept, dropped: Vec::new() },
            "{style}, twice"
        );
    }
}

#[test]
fn what_stays() {
    check(
        &[
            ("", "", &[]),
            (" ; ;; ", "", &[]),
            ("color: red", "color:red", &[]),
            ("COLOR:Red;", "color:red", &[]),
            ("color:#FFF;background-color:#00FF0080", "color:#fff;background-color:#00ff0080", &[]),
            ("background: #eee", "background-color:#eee", &[]),
            ("background-color: transparent", "background-color:transparent", &[]),
            ("color: rgb(255, 0, 16)", "color:rgb(255 0 16)", &[]),
            ("color: rgba(0,0,0,.5)", "color:rgba(0 0 0/0.5)", &[]),
            ("color: hsl(120deg 50% 25% / 75%)", "color:hsl(120deg 50% 25%/75%)", &[]),
            ("color: rgb(1e9 -1e9 1e9%)", "color:rgb(10000 -10000 1000%)", &[]),
            ("color: oklch(0.628 0.2577 29.23)", "color:oklch(0.628 0.258 29.23)", &[]),
            ("margin: 0 auto; padding: 1.50em 8px", "margin:0 auto;padding:1.5em 8px", &[]),
            ("border: 1px solid #ccc", "border:1px solid #ccc", &[]),
            ("border-radius: 9999px", "border-radius:9999px", &[]),
            ("border-color: red green blue", "border-color:red green blue", &[]),
            ("width: 100%; max-width: 640px", "width:100%;max-width:640px", &[]),
            ("width: 33.8cm; margin: 30MM 1in 0.5pc", "width:33.8cm;margin:30mm 1in 0.5pc", &[]),
            ("border-radius: 264cm", "border-radius:264cm", &[]),
            ("font-size: 14px", "font-size:14px", &[]),
            ("font-size: 12pt", "font-size:12pt", &[]),
            ("font-size: large", "font-size:large", &[]),
            ("font-size: 1.2em", "font-size:clamp(9px,1.2em,48px)", &[]),
            ("font-size: 80%", "font-size:clamp(9px,80%,48px)", &[]),
            ("font: clamp(9px,2em,48px)", "", &[("font", VALUE)]),
            (
                "font: italic small-caps 600 condensed 12px/1.5 'Courier New', monospace",
                "font-style:italic;font-variant:small-caps;font-weight:600;font-size:12px;line-height:1.5;\
                 font-family:Courier New,monospace",
                &[],
            ),
            (
                "font-weight: bold; font: 1.2em/clamp(1em, 20px, 3em) serif",
                "font-style:normal;font-variant:normal;font-weight:normal;font-size:clamp(9px,1.2em,48px);\
                 line-height:clamp(1em,20px,3em);font-family:serif",
                &[],
            ),
            (
                "font: inherit",
                "font-style:inherit;font-variant:inherit;font-weight:inherit;font-size:inherit;line-height:inherit;\
                 font-family:inherit",
                &[],
            ),
            (
                "font: 0/0 Icons",
                "font-style:normal;font-variant:normal;font-weight:normal;line-height:1",
                &[("font-size", BOUNDS), ("font-family", FAMILY)],
            ),
            ("font: caption", "", &[("font", VALUE)]),
            (
                "font: 12px url(//evil.test/a)",
                "font-style:normal;font-variant:normal;font-weight:normal;font-size:12px;line-height:normal",
                &[("font-family", LOADS)],
            ),
            (
                "font: url(//evil.test/a) serif",
                "font-style:normal;font-variant:normal;font-weight:normal;line-height:normal;font-family:serif",
                &[("font-size", LOADS)],
            ),
            ("font-weight: 600; font-style: ITALIC", "font-weight:600;font-style:italic", &[]),
            ("line-height: 1.5", "line-height:1.5", &[]),
            ("font-family: 'courier new', Arial, sans-serif", "font-family:Courier New,Arial,sans-serif", &[]),
            ("text-decoration: underline wavy red", "text-decoration:underline wavy red", &[]),
            ("list-style: square inside", "list-style:square inside", &[]),
            ("display: flex; flex: 1 1 auto; gap: 8px 4px", "display:flex;flex:1 1 auto;gap:8px 4px", &[]),
            ("flex: 0 1 0; min-height: 0", "flex:0 1 0", &[("min-height", SHRINKS)]),
            ("height: 0; flex-basis: 0%", "flex-basis:0%", &[("height", HEIGHT), ("min-height", SHRINKS)]),
            ("word-wrap: break-word", "overflow-wrap:break-word", &[]),
            ("fill: none; stroke: #000; stroke-width: 1.5", "fill:none;stroke:#000;stroke-width:1.5", &[]),
            ("color: red; margin: 0; color: blue", "margin:0;color:blue", &[]),
            ("color: red; color: bogus", "color:red", &[("color", VALUE)]),
        ],
        Flow::Block,
    );
}

#[test]
fn what_loads_goes() {
    check(
        &[
            ("background: url(//evil.test/a)", "", &[("background", LOADS)]),
            ("background: url( '//evil.test/a' )", "", &[("background", LOADS)]),
            ("background: red url(//evil.test/a)", "background-color:red", &[("background", LOADS)]),
            ("background-image: url(//evil.test/a)", "", &[("background-image", LOADS)]),
            ("color: \\75rl(//evil.test/a)", "", &[("color", LOADS)]),
            ("color: u\\72 l(\"//evil.test/a\")", "", &[("color", LOADS)]),
            ("background: url(//evil.test/a\"", "", &[("background", LOADS)]),
            ("width: url(//evil.test/a", "", &[("width", LOADS)]),
            ("background: image-set('//evil.test/a' 1x)", "", &[("background", LOADS)]),
            ("background: -webkit-image-set(url(//evil.test/a) 1x)", "", &[("background", LOADS)]),
            ("background: cross-fade(url(//evil.test/a), red)", "", &[("background", LOADS)]),
            ("background: element(#host)", "", &[("background", LOADS)]),
            ("background: linear-gradient(url('//evil.test/a'),red)", "", &[("background", LOADS)]),
            ("background: url(//evil.test/a), linear-gradient(red,blue)", "", &[("background", LOADS)]),
            ("background: url(//evil.test/a) 9px, linear-gradient(red,blue) 9px, green", "", &[("background", LOADS)]),
            (
                "--x: 1; margin: 1px; padding: var(margin)",
                "margin:1px",
                &[("--x", READ_BY_HOST), ("padding", READS_HOST)],
            ),
            ("background: paint(worklet)", "", &[("background", LOADS)]),
            ("background: src('//evil.test/a')", "", &[("background", LOADS)]),
            ("color: rgb(url(//evil.test/a) 1 2)", "", &[("color", LOADS)]),
            ("color: rgb(1 2 3 / var(--a))", "", &[("color", READS_HOST)]),
            ("color: var(--x, url(//evil.test/a))", "", &[("color", LOADS)]),
            ("color: v\\61r(--x)", "", &[("color", READS_HOST)]),
            ("--x: u\\72l(//evil.test/a); color: VAR(--x)", "", &[("--x", READ_BY_HOST), ("color", LOADS)]),
            ("width: env(safe-area-inset-top)", "", &[("width", READS_HOST)]),
            ("width: attr(data-x px)", "", &[("width", READS_HOST)]),
            ("width: expression(alert(1))", "", &[("width", VALUE)]),
            ("list-style-image: url(//evil.test/a)", "", &[("list-style-image", LOADS)]),
            ("list-style: url(//evil.test/a)", "", &[("list-style", LOADS)]),
            ("border-image: url(//evil.test/a) 1", "", &[("border-image", LOADS)]),
            ("cursor: url(//evil.test/a), auto", "", &[("cursor", LOADS)]),
            ("filter: url(//evil.test/a)", "", &[("filter", LOADS)]),
            ("-webkit-mask-image: url(//evil.test/a)", "", &[("-webkit-mask-image", LOADS)]),
            ("mask: url(//evil.test/a)", "", &[("mask", LOADS)]),
            ("content: url(//evil.test/a)", "", &[("content", SHOWS)]),
            ("--theme: url(//evil.test/a)", "", &[("--theme", READ_BY_HOST)]),
            ("font-family: url(//evil.test/a)", "", &[("font-family", LOADS)]),
            ("font-family: Font Awesome", "", &[("font-family", FAMILY)]),
            ("font-family: Icons, serif", "font-family:serif", &[("font-family", FAMILY)]),
            ("behavior: url(#default#time2)", "", &[("behavior", NOT_LISTED)]),
            ("-moz-binding: url(//evil.test/a)", "", &[("-moz-binding", NOT_LISTED)]),
            ("fill: url(#a)", "", &[("fill", LOADS)]),
            ("@import '//evil.test/a'; color: red", "color:red", &[("", AT_RULE)]),
            ("@media all { color: url(//evil.test/a) }", "", &[("", AT_RULE)]),
            ("color: red; /* ; */ @x", "color:red", &[("", AT_RULE)]),
        ],
        Flow::Block,
    );
}

/// Of any property: what loads, what reads the page, what is computed, text, and what is out of all bounds.
#[test]
fn no_property_has_such_a_value() {
    for (name, _) in PROPERTIES {
        for value in [
            "url(//evil.test/a)",
            "u\\72l('//evil.test/a')",
            "image-set('//evil.test/a' 1x)",
            "paint(worklet)",
            "var(--a)",
            "env(a)",
            "attr(a)",
            "calc(0px - 9px)",
            "expression(alert(1))",
            "'Host: '",
            "99999px",
            "-1000px",
            "9deg",
            "9vw",
            "Canvas",
        ] {
            let style = format!("{name}:{value}");
            assert_eq!(clean(&style, Flow::Block).kept, "", "{style}");
        }
    }
}

#[test]
fn what_no_table_lists_goes() {
    let refused = REFUSED.iter().map(|(stem, _)| *stem).filter(|stem| *stem != "background");
    for name in refused.chain([
        "-moz-binding",
        "-webkit-filter",
        "-webkit-line-clamp",
        "-webkit-mask-image",
        "-webkit-text-fill-color",
        "all",
        "anchor-name",
        "animation-name",
        "appearance",
        "aspect-ratio",
        "backdrop-filter",
        "background-attachment",
        "background-clip",
        "behavior",
        "border-image-source",
        "color-scheme",
        "columns",
        "contain",
        "counter-reset",
        "d",
        "field-sizing",
        "font-palette",
        "grid-area",
        "grid-auto-rows",
        "grid-column-start",
        "grid-template-areas",
        "grid-template-rows",
        "inset-inline",
        "margin-inline-start",
        "mask-image",
        "max-inline-size",
        "offset-path",
        "overflow-clip-margin",
        "perspective",
        "pointer-events",
        "resize",
        "scroll-margin",
        "shape-outside",
        "src",
        "text-overflow",
        "user-select",
        "view-transition-name",
        "will-change",
    ]) {
        for value in ["0", "9px", "none", "auto", "initial", "unset", "red", "relative", "url(#a)"] {
            let style = format!("{name}:{value}");
            assert_eq!(clean(&style, Flow::Block).kept, "", "{style}");
        }
    }
}

#[test]
fn what_covers_or_hides_goes() {
    check(
        &[
            ("position: fixed; inset: 0", "", &[("position", COVERS), ("inset", COVERS)]),
            (
                "position: relative; top: -9px; z-index: 9",
                "",
                &[("position", COVERS), ("top", COVERS), ("z-index", COVERS)],
            ),
            ("margin: -1px", "", &[("margin", BOUNDS)]),
            ("margin-top: -0.0001px", "margin-top:0px", &[]),
            ("margin: 129px", "", &[("margin", BOUNDS)]),
            ("margin: 9em", "", &[("margin", BOUNDS)]),
            ("margin: calc(-1 * 9px)", "", &[("margin", VALUE)]),
            ("padding: 100vw", "", &[("padding", VALUE)]),
            ("width: 101%", "", &[("width", BOUNDS)]),
            ("width: 1e9px", "", &[("width", BOUNDS)]),
            ("width: 0e999999999px", "width:0px", &[]),
            ("width: 1e99999999999999999999px", "", &[("width", BOUNDS)]),
            ("width: min(1px, 2px)", "", &[("width", VALUE)]),
            ("width: 9deg", "", &[("width", BOUNDS)]),
            ("width: 33.9cm", "", &[("width", BOUNDS)]),
            ("margin: -1mm", "", &[("margin", BOUNDS)]),
            ("margin: 1.4in", "", &[("margin", BOUNDS)]),
            ("padding: 9pc", "", &[("padding", BOUNDS)]),
            ("border-radius: 10000px", "", &[("border-radius", BOUNDS)]),
            ("stroke-width: 129px", "", &[("stroke-width", BOUNDS)]),
            ("font-weight: 1001", "", &[("font-weight", BOUNDS)]),
            ("flex-grow: 101", "", &[("flex-grow", BOUNDS)]),
            ("height: 0", "min-height:0", &[("height", HEIGHT)]),
            ("height: 12px", "min-height:12px", &[("height", HEIGHT)]),
            ("max-height: 0", "", &[("max-height", COVERS)]),
            ("line-height: 0", "line-height:1", &[]),
            ("line-height: 0.999", "line-height:1", &[]),
            ("line-height: 1em", "line-height:clamp(1em,1em,3em)", &[]),
            ("line-height: clamp(0em, 0em, 0em)", "", &[("line-height", VALUE)]),
            ("transform: scale(9)", "", &[("transform", COVERS)]),
            ("-webkit-transform: scale(9)", "", &[("-webkit-transform", COVERS)]),
            ("box-shadow: 0 0 0 9999px red", "", &[("box-shadow", COVERS)]),
            ("float: left", "", &[("float", COVERS)]),
            ("display: none", "", &[("display", VALUE)]),
            ("display: contents", "", &[("display", VALUE)]),
            ("visibility: hidden", "", &[("visibility", HIDES)]),
            ("opacity: 0", "", &[("opacity", HIDES)]),
            ("clip-path: inset(50%)", "", &[("clip-path", HIDES)]),
            ("text-indent: -9999px", "", &[("text-indent", HIDES)]),
            ("overflow-x: hidden", "", &[("overflow-x", VALUE)]),
            ("overflow: hidden; max-width: 0", "max-width:0", &[("overflow", VALUE)]),
            ("font-size: 0", "", &[("font-size", BOUNDS)]),
            ("font-size: 1px", "", &[("font-size", BOUNDS)]),
            ("font-size: 0.01em", "font-size:clamp(9px,0.01em,48px)", &[]),
            ("font-size: 5em", "", &[("font-size", BOUNDS)]),
            ("font-size: 49px", "", &[("font-size", BOUNDS)]),
            ("font-size: clamp(1px, 1em, 999px)", "", &[("font-size", VALUE)]),
            ("font-size: clamp(9px, 9em, 48px)", "", &[("font-size", BOUNDS)]),
            ("font-size: clamp(9px, clamp(9px,1em,48px), 48px)", "", &[("font-size", VALUE)]),
            ("color: transparent", "", &[("color", HIDES)]),
            ("color: #fff7", "", &[("color", HIDES)]),
            ("color: rgb(0 0 0 / 0%)", "", &[("color", HIDES)]),
            ("color: rgb(0 0 0 / -1)", "", &[("color", BOUNDS)]),
            ("color: Canvas", "", &[("color", VALUE)]),
            ("letter-spacing: -1em", "", &[("letter-spacing", BOUNDS)]),
            ("unicode-bidi: bidi-override; direction: rtl", "", &[("unicode-bidi", TURNS), ("direction", TURNS)]),
            ("quotes: 'Host: ' ''", "", &[("quotes", SHOWS)]),
            ("list-style-type: 'Host: '", "", &[("list-style-type", VALUE)]),
            ("margin: inherit", "", &[("margin", VALUE)]),
            ("all: unset", "", &[("all", NOT_LISTED)]),
            ("color: red !important", "color:red", &[("color", IMPORTANT)]),
            ("color: red ! /**/ IMPORTANT", "color:red", &[("color", IMPORTANT)]),
            ("color: red !ie", "", &[("color", VALUE)]),
            ("font: 12px serif !ie", "", &[("font", VALUE)]),
            ("font: bogus serif", "", &[("font", VALUE)]),
            (
                "font: 12px serif !important; font-size: 40px; line-height: 3",
                "font-style:normal;font-variant:normal;font-weight:normal;font-size:12px;line-height:normal;font-family:serif",
                &[
                    ("font-style", IMPORTANT),
                    ("font-variant", IMPORTANT),
                    ("font-weight", IMPORTANT),
                    ("font-size", IMPORTANT),
                    ("line-height", IMPORTANT),
                    ("font-family", IMPORTANT),
                ],
            ),
            (
                "--a: red; color: var(--a) !important; color: blue",
                "color:red",
                &[("--a", READ_BY_HOST), ("color", IMPORTANT)],
            ),
            ("text-align: 9px", "", &[("text-align", VALUE)]),
            ("font-size: 0em", "", &[("font-size", BOUNDS)]),
            ("line-height: 50%", "line-height:1", &[]),
            ("background: linear-gradient(red,blue) 0 1281px", "", &[("background", BOUNDS)]),
            ("background: linear-gradient(red,blue) -1px 0", "", &[("background", BOUNDS)]),
            ("background: linear-gradient(red,blue) fixed", "", &[("background", VALUE)]),
            ("background: linear-gradient(red,paint)", "", &[("background", VALUE)]),
            ("grid-column: span 25", "", &[("grid-column", BOUNDS)]),
            ("grid-column: 1 / 3", "", &[("grid-column", VALUE)]),
            ("grid-template-columns: 1281px", "", &[("grid-template-columns", BOUNDS)]),
            ("grid-template-columns: repeat(25,1px)", "", &[("grid-template-columns", BOUNDS)]),
            ("grid-template-columns: 101fr", "", &[("grid-template-columns", BOUNDS)]),
            ("grid-template-columns: subgrid", "", &[("grid-template-columns", VALUE)]),
            ("grid-template-columns: calc(1px)", "", &[("grid-template-columns", VALUE)]),
            (
                "grid-template-columns: minmax(minmax(minmax(minmax(1px,1fr),1fr),1fr),1fr)",
                "",
                &[("grid-template-columns", VALUE)],
            ),
        ],
        Flow::Block,
    );
}

#[test]
fn what_is_no_declaration_goes() {
    check(
        &[
            ("color", "", &[("color", MALFORMED)]),
            ("color:", "", &[("color", VALUE)]),
            (":red", "", &[("", MALFORMED)]),
            ("} color: red; margin: 0", "margin:0", &[("", MALFORMED)]),
            ("color: red }", "", &[("color", VALUE)]),
            ("color: 'red\n; margin: 0", "margin:0", &[("color", VALUE)]),
            ("color: (red; margin: 0", "", &[("color", VALUE)]),
            ("color: [red; margin: 0]; margin: 0", "margin:0", &[("color", VALUE)]),
            ("color:/**/red/*", "color:red", &[]),
            ("col/**/or: red", "", &[("col", MALFORMED)]),
            ("c\\6flor: r\\65 d", "color:red", &[]),
            ("\u{0}color: red", "", &[("\u{fffd}color", NOT_LISTED)]),
            ("<!-- color: red -->", "", &[("", MALFORMED)]),
            ("color: rgb(1 2)", "", &[("color", VALUE)]),
            ("color: rgb(1 2 3 4 5)", "", &[("color", VALUE)]),
            ("color: rgb(1px 2 3)", "", &[("color", VALUE)]),
            ("color: rgb(1 2 3 / 9deg)", "", &[("color", BOUNDS)]),
            ("color: rgb(from red r g b)", "", &[("color", VALUE)]),
            ("color: rgb(1 2 3", "color:rgb(1 2 3)", &[]),
            ("color: #ggg", "", &[("color", VALUE)]),
            ("color: #12345", "", &[("color", VALUE)]),
            ("margin: 1px 1px 1px 1px 1px", "", &[("margin", VALUE)]),
            ("&:hover { color: red }", "", &[("", MALFORMED)]),
        ],
        Flow::Block,
    );
}

#[test]
fn an_inline_box_stays_within_its_line() {
    check(
        &[
            ("padding: 2px 12px", "padding:2px 12px", &[]),
            ("padding: 9px", "", &[("padding", TALL)]),
            ("padding: 0 0 1em", "", &[("padding", TALL)]),
            ("padding-top: 1%", "", &[("padding-top", TALL)]),
            ("padding-left: 99px", "padding-left:99px", &[]),
            ("padding: 9px; display: inline-block", "padding:9px;display:inline-block", &[]),
            ("margin: 99px", "margin:99px", &[]),
        ],
        Flow::Inline,
    );
    check(
        &[
            ("display: inline; padding: 9px", "display:inline", &[("padding", TALL)]),
            ("display: initial; padding: 9px", "display:initial", &[("padding", TALL)]),
        ],
        Flow::Block,
    );
}

#[test]
fn the_list_of_what_went_is_bounded() {
    let style: String = (0..1000).map(|n| format!("x{n}:1;")).collect();
    let cleaned = clean(&style, Flow::Block);
    assert_eq!(cleaned.dropped.len(), MOST_DROPPED + 1);
    assert_eq!(cleaned.dropped.last().map(|last| last.reason), Some(MORE));
    let long = "x".repeat(10_000);
    assert!(clean(&long, Flow::Block).dropped.iter().all(|one| one.property.chars().count() <= LONGEST_NAME + 1));
}

#[test]
fn hostile_shapes_are_read_to_the_end() {
    for shape in ["(", "[{(", "color:", "color:rgb(", "/*", "'", "\"\n", "\\", "font-family:a,", "a b ", "url(", "!"] {
        let style = shape.repeat(200_000);
        let cleaned = clean(&style, Flow::Block);
        assert_eq!(clean(&cleaned.kept, Flow::Block).kept, cleaned.kept, "{shape}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties;

#[test]
fn custom_properties_do_not_multiply() {
    let level = |at: usize| format!("--a{at}:{};", format!("var(--a{})", at + 1).repeat(200));
    let bomb = format!("{}--a7:;color:var(--a0)", (0..7).map(level).collect::<String>());
    assert_eq!(clean(&bomb, Flow::Block).kept, "");
    assert_eq!(clean("--a:red;--b:var(--a);color:var(--b)", Flow::Block).kept, "color:red");
    let chain: String = (0..20).map(|at| format!("--a{at}:var(--a{});", at + 1)).collect();
    assert_eq!(clean(&format!("{chain}--a20:red;color:var(--a0)"), Flow::Block).kept, "");
    assert_eq!(clean(&format!("{chain}--a20:red;color:var(--a19)"), Flow::Block).kept, "color:red");
    let many: String = (0..=custom::MOST).map(|at| format!("--b{at:03}:red;")).collect();
    assert_eq!(clean(&format!("{many}color:var(--b{:03})", custom::MOST), Flow::Block).kept, "");
    let long = format!("--c:{};font-family:var(--c),var(--c)", vec!["Arial"; 600].join(","));
    assert_eq!(clean(&long, Flow::Block).kept, "");
}

/// Each declaration that asks for a value copies it.
#[test]
fn a_long_value_is_not_held() {
    let held = |length| custom_properties(&format!("--a:{};", "a".repeat(length)), custom::MOST).len();
    assert_eq!((held(4_096), held(4_097)), (1, 0));
}

#[test]
fn lists_are_bounded() {
    let layers = |count| format!("background:{}", vec!["linear-gradient(red,blue)"; count].join(","));
    assert!(!clean(&layers(32), Flow::Block).kept.is_empty());
    assert_eq!(clean(&layers(33), Flow::Block).kept, "");
    let stops = |count| format!("background:linear-gradient({})", vec!["red"; count].join(","));
    assert!(!clean(&stops(128), Flow::Block).kept.is_empty());
    assert_eq!(clean(&stops(129), Flow::Block).kept, "");
    let tracks = |count| format!("grid-template-columns:{}", vec!["1px"; count].join(" "));
    assert!(!clean(&tracks(32), Flow::Block).kept.is_empty());
    assert_eq!(clean(&tracks(33), Flow::Block).kept, "");
    let families = "serif,sans-serif,monospace,cursive,fantasy,system-ui,ui-serif,ui-sans-serif,math,Arial,Calibri,Cambria,\
                    Candara,Consolas,Courier,Garamond,Geneva";
    assert!(!clean(&format!("font-family:{families}"), Flow::Block).kept.contains("Geneva"));
}
