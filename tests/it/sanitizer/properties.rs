//! Properties that hold for any input. The inputs are soups of the pieces that attacks are made of.

use mcp_cordon::sanitizer::{Profile, SanitizeOptions, inspect_tool_output, sanitize_markdown};
use proptest::prelude::*;

use crate::fuzz::{Run, markdown, sanitize};

/// The options of a fuzz target that are this crate's defaults, and those with the profile `rich`.
const DEFAULTS: &str = "000";
const RICH: &str = "100";
/// The profile `rich`, and the classes of a formula.
const FORMULAS: &str = "160";

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<th>",
    "<tbody>",
    "<caption>",
    "<colgroup>",
    "<col>",
    "<ul>",
    "</ul>",
    "<li>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<pre>",
    "</pre>",
    "\n",
    "<button>",
    "</button>",
    "<form>",
    "</form>",
    "<select>",
    "</select>",
    "<option>",
    "<optgroup>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "</title>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<noscript>",
    "</noscript>",
    "<iframe>",
    "</iframe>",
    "<xmp>",
    "</xmp>",
    "<plaintext>",
    "<template>",
    "</template>",
    "<template for=a>",
    "<?marker name=a>",
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<mi>",
    "<mtext>",
    "<mglyph>",
    "<malignmark>",
    "<annotation-xml encoding=text/html>",
    "<foreignObject>",
    "<desc>",
    "<svg><title>",
    "<text fill='url(#a)'>",
    "<tspan>",
    "<path d=M0>",
    "<g>",
    "</g>",
    "<defs>",
    "<marker id=a>",
    "<linearGradient>",
    "<use href=#a>",
    "<use xlink:href=#b>",
    "<g id=b>",
    "<symbol id=b>",
    "<pattern id=a>",
    "<mask id=b>",
    "<rect fill=url(#a) mask=url(#b) style='fill:url(#a);transform:scale(2)'>",
    "<filter id=a>",
    "<feBlend in=b>",
    "<svg class=b>",
    "<svg><style>.b rect,#a>*{fill:url(#a);--x:y}",
    "<style>rect:not(.b)::before{fill:red",
    "<svg><g display=none>",
    "<text><textPath href=#a>",
    "<mrow>",
    "<mo>",
    "</mi>",
    "</mtext>",
    "<annotation-xml>",
    "<font color=x>",
    "<nobr>",
    "<marquee>",
    "</marquee>",
    "<object>",
    "</object>",
    "<applet>",
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.test/p>",
    "<image>",
    "<input type=checkbox>",
    "<br>",
    "</br>",
    "<hr>",
    "<body onload=x>",
    "<html>",
    "<head>",
    "<frameset>",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<![CDATA[",
    "]]>",
    "<!doctype html>",
    "&lt;",
    "&amp",
    "&#0;",
    "&#13;",
    "\0",
    "\r",
    "\"",
    "'",
    "`",
    "=",
    ">",
    "<",
    "</",
    "/>",
    " id=a",
    " href=javascript:x",
    " style=x",
    "text",
    " ",
    "\u{202e}",
    "\u{e0041}",
    "\u{200b}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{1b}[31m",
    "\u{1b}]8;;x\u{7}",
    "\u{e000}",
    "\u{f0000}",
    "☺",
    "🏴",
    "⟦U+202E⟧",
    "é",
    "<ruby>",
    "<rt>",
    "<rp>",
    "<rtc>",
    "<details>",
    "<summary>",
    "<dialog open>",
    "<selectedcontent>",
    "<center>",
    "<address>",
    "<x-y>",
    "</x-y>",
    "<main>",
    "<span class=katex-html>",
    "<span class=base>",
    "<span class='katex-html base note' style='clip-path:none;display:block!important'>",
    "<span style='top:-9em;margin-left:-2em;position:fixed;height:0'>",
    "</span>",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

/// The digits that choose the options of a fuzz target: see `fuzz/src/choice.rs`.
fn any_options() -> impl Strategy<Value = String> {
    ("[0-5]", "[0-9:;]", "[0-9:;<=>?@A-G]").prop_map(|(first, second, third)| [first, second, third].concat())
}

fn clean(html: &str, options: &SanitizeOptions<'_>) -> String {
    inspect_tool_output(html, options).expect("a short input is within the limits").html
}

/// Holds what becomes of an input to the fuzz targets' judge, under options that `digits` choose.
fn judged(target: Run, digits: &str, input: &str) {
    target(format!("{digits}{input}").as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn twice_is_once(html in soup()) {
        for profile in [Profile::Markup, Profile::Rich] {
            let options = SanitizeOptions { profile, ..SanitizeOptions::default() };
            let once = clean(&html, &options);
            let again = inspect_tool_output(&once, &options).expect("output is within the limits");
            prop_assert_eq!(&again.html, &once);
            prop_assert!(again.removed.is_empty(), "{:?} in {}", again.removed, once);
        }
    }

    #[test]
    fn drawings_are_static(html in soup()) {
        judged(sanitize::run, RICH, &html);
    }

    #[test]
    fn formulas_are_clipped(html in soup()) {
        judged(sanitize::run, FORMULAS, &html);
    }

    #[test]
    fn nothing_dangerous_is_left(html in soup()) {
        judged(sanitize::run, DEFAULTS, &html);
    }

    #[test]
    fn the_text_profile_has_no_tags(html in soup()) {
        let options = SanitizeOptions { profile: Profile::Text, ..SanitizeOptions::default() };
        prop_assert!(!clean(&html, &options).contains(['<', '>']));
    }

    #[test]
    fn any_string_is_answered(digits in any_options(), html in any::<String>()) {
        judged(sanitize::run, &digits, &html);
    }

    #[test]
    fn any_markdown_is_answered(digits in any_options(), markdown in soup()) {
        judged(markdown::run, &digits, &markdown);
        let once = sanitize_markdown(&markdown, &SanitizeOptions::default()).expect("a short input is within the limits");
        prop_assert_eq!(clean(&once, &SanitizeOptions::default()), once);
    }
}
