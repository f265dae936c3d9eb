//! `data-` names that something in the host page acts on.
//!
//! *Threat:* `data-*` is inert to a browser and a program to a framework: `data-on-click="@get(…)"` runs, `data-src` loads
//! as soon as it scrolls into view, `data-sveltekit-preload-data` fetches under the pointer. *Rule:* `dataAttributes` keeps
//! a `data-*` attribute only if its name is none of these, nor one of these with more behind a hyphen. *Accepted:* a host
//! page's own scripts can act on any other name; a list cannot know them.

const EXECUTED: &[(&str, &[&str])] = &[
    ("Alpine", &["alpine", "x-"]),
    ("AngularJS", &["ng-"]),
    ("Astro", &["astro"]),
    ("Bootstrap", &["bs-", "dismiss", "parent", "ride", "slide", "slide-to", "spy", "target", "toggle"]),
    (
        "Datastar",
        &[
            "animate",
            "attr",
            "bind",
            "class",
            "computed",
            "custom-validity",
            "effect",
            "ignore",
            "indicator",
            "init",
            "intersects",
            "json-signals",
            "match-media",
            "model",
            "on",
            "persist",
            "preserve-attr",
            "query-string",
            "ref",
            "replace-url",
            "rocket",
            "scroll-into-view",
            "show",
            "signals",
            "star",
            "store",
            "style",
            "teleport",
            "text",
            "view-transition",
        ],
    ),
    ("htmx", &["hx-"]),
    ("jQuery Mobile", &["role"]),
    ("Knockout", &["bind"]),
    (
        "lazy loaders",
        &[
            "background",
            "background-image",
            "bg",
            "bg-hidpi",
            "bgset",
            "iesrc",
            "lazy",
            "lazyload",
            "original",
            "original-set",
            "poster",
            "sizes",
            "src",
            "srcset",
        ],
    ),
    ("Rails' UJS", &["confirm", "disable", "method", "params", "remote", "type", "url", "with"]),
    ("Stimulus", &["action", "controller", "target"]),
    ("SvelteKit", &["sveltekit"]),
    ("Turbo", &["turbo"]),
    ("Unpoly", &["up-"]),
    ("Vue", &["v-"]),
];

/// Whether something acts on an attribute of this name.
pub(crate) fn runs(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("data-") else { return false };
    let begins = |word: &str| {
        rest.strip_prefix(word).is_some_and(|more| word.ends_with('-') || more.is_empty() || more.starts_with('-'))
    };
    // Stimulus puts its controller's name first, lazySizes and Lozad their own.
    let ends = ["-target", "-param", "-outlet", "-value", "-class", "-src", "-srcset"];
    EXECUTED.iter().flat_map(|(_, words)| *words).any(|word| begins(word)) || ends.iter().any(|end| rest.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [
            ("data-on-click", true),
            ("data-on", true),
            ("data-bind", true),
            ("data-bind-value", true),
            ("data-signals-count", true),
            ("data-star-on-load", true),
            ("data-sveltekit-preload-data", true),
            ("data-astro-prefetch", true),
            ("data-src", true),
            ("data-srcset", true),
            ("data-bg", true),
            ("data-lazy-src", true),
            ("data-flickity-lazyload-src", true),
            ("data-hx-get", true),
            ("data-turbo", true),
            ("data-turbo-frame", true),
            ("data-slideshow-target", true),
            ("data-x", false),
            ("data-x-on-click", true),
            ("data-one", false),
            ("data-texture", false),
            ("data-source-line", false),
            ("data-id", false),
            ("data-row", false),
            ("src", false),
        ] {
            assert_eq!(runs(name), expected, "{name}");
        }
    }
}
