use html5ever_rcdom::tendril::TendrilSink;
use html5ever_rcdom::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::*;

/// Of the first element with this name in any spelling, the name and those of its attributes, as the parser writes them.
fn parsed(html: &str, name: &str) -> Option<Vec<String>> {
    let context = QualName::new(None, ns!(html), LocalName::from("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), true).one(html);
    let mut left: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = left.pop() {
        if let NodeData::Element { name: found, attrs, .. } = &node.data
            && found.local.eq_str_ignore_ascii_case(name)
        {
            let attributes = attrs.borrow().iter().map(|one| one.name.local.to_string()).collect::<Vec<_>>();
            return Some([vec![found.local.to_string()], attributes].concat());
        }
        left.extend(node.children.borrow().iter().cloned());
    }
    None
}

#[test]
fn rows_are_found_by_the_names_that_the_parser_writes() {
    for (namespace, root, elements, names) in [
        (Namespace::Svg, "svg", svg::ELEMENTS, svg::ATTRIBUTES),
        (Namespace::MathMl, "math", mathml::ELEMENTS, mathml::ATTRIBUTES),
    ] {
        for (name, fate) in elements {
            assert_eq!(find(elements, name), Some((*name, *fate)));
            let html = format!("<{root}><{}></{root}>", name.to_ascii_lowercase());
            assert_eq!(parsed(&html, name), Some(vec![(*name).to_owned()]));
        }
        for (name, _) in names {
            assert!(find(attributes(namespace), name).is_some_and(|(found, _)| found == *name), "{name}");
            let html = format!("<{root}><g {}=1></g></{root}>", name.to_ascii_lowercase());
            assert_eq!(parsed(&html, "g"), Some(vec!["g".to_owned(), (*name).to_owned()]));
        }
    }
}

#[test]
fn attributes_of_svg() {
    for (element, name, value, kept) in [
        ("path", "d", "M0 0L1-1.5e3z", Some("M0 0L1-1.5e3z")),
        ("path", "d", "path(url(//evil.test))", None),
        ("rect", "x", "var(--x)", None),
        ("rect", "fill", "RED", Some("red")),
        ("rect", "fill", "rgb(1,2,3)", Some("rgb(1 2 3)")),
        ("rect", "fill", "None", Some("none")),
        ("rect", "fill", "Inherit", Some("inherit")),
        ("rect", "fill", "url(#a)", Some("url(#p-a)")),
        ("rect", "fill", "url('#a') #fff", Some("url(#p-a) #fff")),
        ("rect", "fill", "url( \"#p-a\" ) none", Some("url(#p-a) none")),
        ("rect", "fill", "url(#a) red", Some("url(#p-a) red")),
        ("rect", "fill", "url(//evil.test/#a)", None),
        ("rect", "fill", "u\\72l(//evil.test)", None),
        ("rect", "fill", "url(#a)url(//evil.test)", None),
        ("rect", "fill", "image-set(url(//evil.test) 1x)", None),
        ("rect", "fill", "var(--a)", None),
        ("rect", "fill", "red;background:url(x)", None),
        ("rect", "clip-path", "url(#a)", Some("url(#p-a)")),
        ("rect", "clip-path", " none ", Some("none")),
        ("rect", "clip-path", "path('M0 0')", None),
        ("rect", "clip-path", "path('#a')", None),
        ("rect", "clip-path", "url(x.svg#a)", None),
        ("rect", "clip-path", "url(#a%29)", None),
        ("g", "transform", "rotate(45) translate(1,-2)", Some("rotate(45) translate(1,-2)")),
        ("g", "transform", "rotate(45", None),
        ("g", "transform", "url(//evil.test)", None),
        ("g", "transform", "rotate(var(--a))", None),
        ("g", "transform", "rotate(url(//evil.test)", None),
        ("g", "transform", "perspective(1)", None),
        ("svg", "transform", "rotate(45)", None),
        ("svg", "filter", "url(#f)", None),
        ("svg", "overflow", "visible", None),
        ("marker", "overflow", "visible", Some("visible")),
        ("g", "filter", "url(#f)", Some("url(#p-f)")),
        ("g", "filter", "url(#f) url(//evil.test#f)", None),
        ("use", "href", " #a ", Some("#p-a")),
        ("use", "href", "x#a", None),
        ("a", "href", "#a", None),
        ("feGaussianBlur", "stdDeviation", "2,3", Some("2,3")),
        ("feGaussianBlur", "stdDeviation", "65", None),
        ("feGaussianBlur", "stdDeviation", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", None),
        ("feBlend", "in", "SourceGraphic", Some("SourceGraphic")),
        ("feBlend", "in", "url(//evil.test)", None),
        ("svg", "width", "80mm", Some("80mm")),
        ("rect", "width", "9000", Some("9000")),
        ("svg", "width", "100%", Some("100%")),
        ("svg", "width", "101%", None),
        ("svg", "height", "4096", Some("4096")),
        ("svg", "height", "4097", None),
        ("svg", "height", "42in", Some("42in")),
        ("svg", "height", "43in", None),
        ("svg", "height", "108cm", Some("108cm")),
        ("svg", "height", "109cm", None),
        ("svg", "height", "1083mm", Some("1083mm")),
        ("svg", "height", "1084mm", None),
        ("svg", "height", "3071pt", Some("3071pt")),
        ("svg", "height", "3073pt", None),
        ("svg", "height", "-1", None),
        ("svg", "height", "inf", None),
        ("svg", "height", "10vh", None),
        ("line", "stroke-dasharray", "4 2", Some("4 2")),
        ("line", "stroke-dasharray", "0 5", Some("0 5")),
        ("line", "stroke-dasharray", "0.1in", Some("0.1in")),
        ("line", "stroke-dasharray", "0.001", None),
        ("line", "stroke-dasharray", "5 -1", None),
        ("line", "stroke-dasharray", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", None),
        ("text", "font-family", "Arial, Icons", Some("Arial")),
        ("text", "text-anchor", "middle", Some("middle")),
        ("text", "href", "#a", None),
        ("text", "onclick", "x()", None),
        ("text", "style", "fill:red", None),
    ] {
        let read = attribute((Namespace::Svg, element), name, value, "p-", false);
        assert_eq!(read.as_ref().ok().map(|(_, value)| &**value), kept, "{name}={value}");
    }
    for (length, kept) in [(39, true), (40, false)] {
        let value = format!("{:0<length$}", "1.");
        let read = attribute((Namespace::Svg, "feGaussianBlur"), "stdDeviation", &value, "p-", false);
        assert_eq!(read.is_ok(), kept, "{value}");
    }
    assert!(attribute((Namespace::Svg, "rect"), "fill", "url(#a)", "p-", true).is_err());
    assert!(attribute((Namespace::Svg, "use"), "href", "#a", "p-", true).is_err());
}

#[test]
fn attributes_of_mathml() {
    for (name, value, kept) in [
        ("display", "block", true),
        ("display", "none", false),
        ("lspace", "2em", true),
        ("lspace", "-1em", false),
        ("lspace", "2.1em", false),
        ("lspace", "50%", false),
        ("lspace", "1%", false),
        ("mathcolor", "#123456", true),
        ("mathbackground", "url(x)", false),
        ("mathvariant", "bold", false),
        ("mathsize", "0", false),
        ("height", "1em", false),
        ("depth", "1em", false),
        ("width", "1em", false),
        ("href", "javascript:x", false),
        ("fill", "red", false),
    ] {
        assert_eq!(attribute((Namespace::MathMl, "mi"), name, value, "p-", false).is_ok(), kept, "{name}={value}");
    }
    for name in ["depth", "height", "width"] {
        for (value, kept) in [("8em", true), ("8.1em", false), ("-1em", false), ("50%", false)] {
            let read = attribute((Namespace::MathMl, "mspace"), name, value, "p-", false);
            assert_eq!(read.is_ok(), kept, "{name}={value}");
        }
    }
}

/// Of any attribute but a text: what loads or runs, reads the page, or ends the value.
#[test]
fn no_attribute_has_such_a_value() {
    for (namespace, element, rows) in
        [(Namespace::Svg, "use", svg::ATTRIBUTES), (Namespace::MathMl, "mspace", mathml::ATTRIBUTES)]
    {
        for (name, _) in rows.iter().filter(|(_, rule)| *rule != Value::Text) {
            for value in [
                "url(//evil.test/a)",
                "url(a.svg#a)",
                "u\\72l('//evil.test/a')",
                "//evil.test/a",
                "https://evil.test/#a",
                "javascript:alert(1)",
                "data:image/svg+xml,a",
                "var(--a)",
                "image(a)",
                "1;background:red",
                "1\"onload=\"alert(1)",
            ] {
                let read = attribute((namespace, element), name, value, "p-", false);
                assert!(read.is_err(), "{name}={value}");
            }
        }
    }
    for name in [
        "attributeName",
        "autofocus",
        "background",
        "begin",
        "by",
        "clip",
        "cursor",
        "display",
        "enable-background",
        "from",
        "kernelMatrix",
        "onbegin",
        "onclick",
        "onload",
        "order",
        "ping",
        "pointer-events",
        "requiredExtensions",
        "src",
        "style",
        "systemLanguage",
        "tabindex",
        "target",
        "to",
        "visibility",
        "xml:base",
    ] {
        assert!(attribute((Namespace::Svg, "g"), name, "1", "p-", false).is_err(), "{name}");
    }
    for name in ["actiontype", "altimg", "background", "definitionURL", "href", "onclick", "src", "voffset"] {
        assert!(attribute((Namespace::MathMl, "mi"), name, "1", "p-", false).is_err(), "{name}");
    }
}

#[test]
fn styles_within_a_drawing() {
    for (value, kept) in [
        ("transform:rotate(45deg) translate(1px,-2%)", "transform:rotate(45deg) translate(1px,-2%)"),
        ("transform:rotate(url(//evil.test)", ""),
        ("transform:perspective(1px)", ""),
        ("transform:url(//evil.test)", ""),
        ("stroke-linecap:Inherit;mask-type:revert", "stroke-linecap:inherit;mask-type:revert"),
        ("stroke-linecap:none", ""),
        ("fill:red!ie", ""),
        ("fill:red!important;stroke:blue", "stroke:blue;fill:red"),
    ] {
        assert_eq!(clean(value, Drawn::Within, "p-", false).kept, kept, "{value}");
    }
}

#[test]
fn elements_that_go() {
    let stays = |namespace, name| matches!(fate(namespace, name), Fate::Keep(..));
    for name in [
        "a",
        "animate",
        "animateColor",
        "animateMotion",
        "animateTransform",
        "audio",
        "canvas",
        "cursor",
        "desc",
        "discard",
        "feConvolveMatrix",
        "feDiffuseLighting",
        "feDisplacementMap",
        "feDistantLight",
        "feImage",
        "fePointLight",
        "feSpecularLighting",
        "feSpotLight",
        "feTurbulence",
        "font-face-uri",
        "handler",
        "hatch",
        "iframe",
        "listener",
        "metadata",
        "mpath",
        "script",
        "set",
        "style",
        "template",
        "title",
        "video",
        "view",
    ] {
        assert!(!stays(Namespace::Svg, name), "{name}");
    }
    for name in ["a", "annotation", "annotation-xml", "maligngroup", "malignmark", "mglyph", "script", "style"] {
        assert!(!stays(Namespace::MathMl, name), "{name}");
    }
    // What chooses, hides or moves is a row of what is in it.
    for name in ["maction", "menclose", "mfenced", "mpadded", "mphantom", "semantics"] {
        assert_eq!(fate(Namespace::MathMl, name), Fate::Keep("mrow", Elements), "{name}");
    }
}

#[test]
fn what_an_element_has_in_it() {
    let drawn = ["circle", "g", "image", "svg", "text", "use"];
    let parts = ["tspan", "textPath", "stop", "feFlood", "feMergeNode", "feFuncA"];
    for (holds, taken) in [
        (Elements, &drawn[..]),
        (Unseen, &drawn),
        (Repeated, &["circle", "g"]),
        (Stops, &["stop"]),
        (Primitives, &["feFlood"]),
        (Parts, &["feMergeNode", "feFuncA"]),
        (Leaf, &[]),
        (Text, &["tspan", "textPath"]),
    ] {
        for name in drawn.into_iter().chain(parts) {
            let Fate::Keep(name, of) = fate(Namespace::Svg, name) else { panic!("{name} stays") };
            assert_eq!(holds.takes(name, of), taken.contains(&name), "{name} in {holds:?}");
        }
    }
}
