//! Properties that hold for any input. The inputs are soups of the pieces that attacks are made of.

use mcp_cordon::sanitizer::{Profile, SanitizeOptions, inspect_tool_output, sanitize_markdown};
use proptest::prelude::*;

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
];

const DANGEROUS_ELEMENTS: &[&str] = &[
    "base",
    "button",
    "embed",
    "form",
    "frame",
    "iframe",
    "link",
    "math",
    "meta",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// What stands between `<` and `>`: output has neither anywhere else.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

fn clean(html: &str, options: &SanitizeOptions<'_>) -> String {
    inspect_tool_output(html, options).expect("a short input is within the limits").html
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
        let options = SanitizeOptions { profile: Profile::Rich, ..SanitizeOptions::default() };
        for tag in tags(&clean(&html, &options)) {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            let is_drawing = ["math", "svg"].contains(&name);
            prop_assert!(is_drawing || !DANGEROUS_ELEMENTS.contains(&name), "{}", tag);
            prop_assert!(!["use", "foreignObject", "annotation-xml", "mglyph", "malignmark"].contains(&name), "{}", tag);
            prop_assert!(!tag.contains("href=") || name == "a", "{}", tag);
            prop_assert!(!tag.contains("url(") || tag.contains("url(#user-content-"), "{}", tag);
        }
    }

    #[test]
    fn nothing_dangerous_is_left(html in soup()) {
        let once = clean(&html, &SanitizeOptions::default());
        for tag in tags(&once) {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            prop_assert!(!DANGEROUS_ELEMENTS.contains(&name), "{} in {}", name, once);
            prop_assert!(!tag.starts_with(['!', '?']), "{} in {}", tag, once);
            for (at, value) in tag.split('"').enumerate() {
                let sign = if at % 2 == 0 { value.contains(" on") || value.contains(" style=") } else { value.starts_with("javascript:") };
                prop_assert!(!sign, "{} in {}", tag, once);
            }
            prop_assert!(!tag.starts_with("img") || !tag.contains("src="), "{} in {}", tag, once);
        }
    }

    #[test]
    fn the_text_profile_has_no_tags(html in soup()) {
        let options = SanitizeOptions { profile: Profile::Text, ..SanitizeOptions::default() };
        prop_assert!(!clean(&html, &options).contains(['<', '>']));
    }

    #[test]
    fn any_string_is_answered(html in any::<String>()) {
        clean(&html, &SanitizeOptions::default());
    }

    #[test]
    fn any_markdown_is_answered(markdown in soup()) {
        let once = sanitize_markdown(&markdown, &SanitizeOptions::default()).expect("a short input is within the limits");
        prop_assert_eq!(clean(&once, &SanitizeOptions::default()), once);
    }
}
