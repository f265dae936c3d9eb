//! Text and URLs outside any markup.

use mcp_cordon::finding::Finding;
use mcp_cordon::sanitizer::{CheckUse, InvisibleText, UrlCheck, check_url, clean_text};

use super::choice::{self, Choice};
use super::judge;

/// The target: the first line of the input is the URL, the second its base, and all of it is the text.
pub fn run(data: &[u8]) {
    let Some((choice, rest)) = choice::split(data) else { return };
    let text = String::from_utf8_lossy(rest);
    cleaned(&text);
    let mut lines = text.split('\n');
    let (written, base) = (lines.next().unwrap_or_default(), lines.next());
    for wanted in [CheckUse::Link, CheckUse::Resource, CheckUse::Connect, CheckUse::Open] {
        checked(written, wanted, None, &choice);
        checked(written, wanted, base.or(Some(choice::PAGE)), &choice);
    }
}

/// Characters that no context justifies.
pub fn is_hidden_always(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F..=0x9F
        | 0x202A..=0x202E | 0x2065..=0x206F | 0x3164 | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE00FF | 0xE01F0..=0xE0FFF)
}

/// Without the tag characters that Unicode recommends: behind a black flag, those of England, Scotland and Wales.
pub fn without_flags(text: &str) -> String {
    let tags =
        |letters: &str| letters.bytes().filter_map(|b| char::from_u32(0xE0000 + u32::from(b))).collect::<String>();
    ["gbeng", "gbsct", "gbwls"]
        .iter()
        .fold(text.to_owned(), |text, name| text.replace(&format!("\u{1F3F4}{}\u{E007F}", tags(name)), "\u{1F3F4}"))
}

/// Whether the URL crate reads back what it wrote. It makes `file://h/b:` of `file://h\\\\b:`, and `file:///b:` of that: a
/// host ahead of a drive letter is lost late. Browsers have parsers of their own, and nothing loads or links a `file:`.
pub fn settles(href: &str) -> bool {
    !href.starts_with("file:") || url::Url::parse(href).is_ok_and(|url| url.as_str() == href)
}

fn cleaned(text: &str) {
    let keep = clean_text(text, InvisibleText::Keep);
    assert_eq!(keep.text, text, "kept text was changed");
    assert!(keep.findings.len() <= 1_000, "{} findings", keep.findings.len());
    for mode in [InvisibleText::Reveal, InvisibleText::Remove] {
        let clean = clean_text(text, mode);
        assert_eq!(clean.findings, keep.findings, "{mode:?} finds something else");
        shown(&clean.text);
        assert!(clean.text.len() <= 2 * text.len() + 8_192, "{} bytes became {}", text.len(), clean.text.len());
        assert_eq!(clean.findings.is_empty(), clean.text == text, "{mode:?}: findings and changes do not agree");
        let again = clean_text(&clean.text, mode);
        assert_eq!(again.text, clean.text, "{mode:?} again is another text");
        assert!(again.findings.is_empty(), "{mode:?} left {:?}", again.findings);
        if mode == InvisibleText::Remove {
            let mut written = text.chars();
            assert!(clean.text.chars().all(|c| written.any(|w| w == c)), "something was added: {:?}", clean.text);
        }
    }
    for Finding { title, evidence, .. } in &keep.findings {
        let value = evidence.as_ref().and_then(|evidence| evidence.value.as_deref()).unwrap_or_default();
        assert!(!value.is_empty() && value.chars().count() <= 250, "{title}: {value:?}");
        shown(value);
    }
}

fn shown(text: &str) {
    let hidden = without_flags(text).chars().find(|c| is_hidden_always(*c));
    assert!(hidden.is_none(), "{hidden:?} is left in {text:?}");
}

fn checked(written: &str, wanted: CheckUse, base: Option<&str>, choice: &Choice) {
    let UrlCheck { allowed, url, display, findings } = check_url(written, wanted, base, &choice.options);
    let at = format!("{wanted:?} {written:?} from {base:?}");
    assert_eq!(allowed, url.is_some(), "{at}: allowed and no URL, or the reverse");
    assert!(display.chars().all(|c| c == '…' || c == ' ' || c.is_ascii_graphic()), "{at}: {display:?} can mislead");
    let Some(url) = url else {
        assert!(!findings.is_empty(), "{at}: refused for no reason");
        return;
    };
    match wanted {
        CheckUse::Link => judge::link(&at, &url, choice),
        CheckUse::Resource => judge::resource(&at, "img", &url, choice),
        CheckUse::Open => {
            judge::link(&at, &url, choice);
            let parsed = url::Url::parse(&url).unwrap_or_else(|error| panic!("{at}: {url} {error}"));
            let is_local = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            assert!(parsed.scheme() == "https" || parsed.scheme() == "http" && is_local, "{at}: {url} is opened");
        }
        // The default: the page's own origin, where there is one.
        CheckUse::Connect => {
            let parsed = url::Url::parse(&url).unwrap_or_else(|error| panic!("{at}: {url} {error}"));
            assert!(choice.own_resources && parsed.host_str() == Some("page.test"), "{at}: {url} is contacted");
        }
        other => panic!("nobody judges {other:?}"),
    }
    let again = check_url(&url, wanted, None, &choice.options);
    assert_eq!(again.url.as_deref(), Some(url.as_str()), "{at}: judged again it is another");
    if base.is_some() && !url.starts_with('#') {
        let parsed = url::Url::parse(&url).map(String::from);
        assert_eq!(parsed.as_deref(), Ok(url.as_str()), "{at}: not as a parser writes it");
    }
}
