//! What is kept of any style is kept again, and has nothing in it that no table lists.

use proptest::prelude::*;

use super::*;

fn part() -> impl Strategy<Value = String> {
    let names: Vec<_> = PROPERTIES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let pieces: Vec<_> = [
        "red",
        "auto",
        "none",
        "inherit",
        "transparent",
        "#abc",
        "#12345678",
        "0",
        "1px",
        "1.2345em",
        "-3rem",
        "50%",
        "1e3",
        ".5ch",
        "9pt",
        "8vw",
        "rgb(",
        "hsl(1deg,2%,3%,.4)",
        "rgb(1 2 3/50%)",
        "url(a",
        "url('a')",
        "var(--a)",
        "clamp(9px,2em,48px)",
        "clamp(",
        "calc(1px)",
        "Arial",
        "'Times New Roman'",
        "bold",
        "solid",
        "inline",
        "block",
        "underline",
        ",",
        "/",
        "!important",
        "\\72 ed",
        "/**/",
        "'",
        "\"",
        "(",
        ")",
        "[",
        "{",
        "}",
        "\n",
        "@media",
        "\u{0}",
        "é",
    ]
    .map(str::to_owned)
    .to_vec();
    prop_oneof![
        4 => (prop::sample::select(names), prop::collection::vec(prop::sample::select(pieces), 0..5))
            .prop_map(|(name, pieces)| format!("{name}:{};", pieces.join(" "))),
        1 => (prop::num::f32::ANY, prop::sample::select(vec!["px", "em", "%", "", "deg"]))
            .prop_map(|(number, unit)| format!("border-radius:{number}{unit};color:hsl({number}{unit} 1 1);")),
        1 => (0.0f32..10_000.0).prop_map(|number| format!("border-radius:{number}px {number}%;")),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn what_is_kept_is_kept_again(parts in prop::collection::vec(part(), 0..8), inline in any::<bool>()) {
        let flow = if inline { Flow::Inline } else { Flow::Block };
        let once = clean(&parts.concat(), flow);
        let plain = |c: char| c.is_ascii_alphanumeric() || " #%(),-./:;".contains(c);
        prop_assert!(once.kept.chars().all(plain), "{}", once.kept);
        let twice = clean(&once.kept, flow);
        prop_assert_eq!(&twice.kept, &once.kept);
        prop_assert_eq!(twice.dropped, Vec::new());
    }
}
