//! Public suffixes: names below which anybody may have one, by <https://publicsuffix.org/list/>.
//!
//! *Threat:* `*.co.uk` in an allowlist, or a CORS rule for the subdomains of `vercel.app`, lets in whoever registers a name
//! or opens an account. *Rule:* top-level domains, what registries of countries sell below them, and the hosts of
//! [`SHARED`] are such names. *Accepted:* the list has 10,000 rules, which no page can afford. A suffix that is not held
//! counts as the domain of one owner; what is held is a suffix for sure. The test below names and counts what is left out,
//! and the feature `cli` holds the whole list.

mod table;

use super::matching::is_below;
use table::{EXCEPTIONS, SECOND_LEVEL};

/// Hosts that give names below them to whoever opens an account.
const SHARED: &[&str] = &[
    "amazonaws.com",
    "appspot.com",
    "azureedge.net",
    "azurewebsites.net",
    "azurestaticapps.net",
    "b-cdn.net",
    "bubbleapps.io",
    "cloudapp.net",
    "cloudfront.net",
    "cloudfunctions.net",
    "cloudwaysapps.com",
    "core.windows.net",
    "deno.dev",
    "digitaloceanspaces.com",
    "edgecompute.app",
    "firebaseapp.com",
    "firebaseio.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "glitch.me",
    "googleapis.com",
    "googleusercontent.com",
    "hasura.app",
    "herokuapp.com",
    "kinsta.app",
    "loca.lt",
    "neocities.org",
    "netlify.app",
    "ngrok-free.app",
    "ngrok.app",
    "ngrok.io",
    "on.aws",
    "ondigitalocean.app",
    "onrender.com",
    "oraclecloud.com",
    "pages.dev",
    "pipedream.net",
    "r2.dev",
    "railway.app",
    "replit.app",
    "replit.dev",
    "requestcatcher.com",
    "run.app",
    "supabase.co",
    "surge.sh",
    "trycloudflare.com",
    "val.run",
    "vercel.app",
    "web.app",
    "webhook.site",
    "workers.dev",
];

/// Whether anybody may register a name directly below this one: a top-level domain, or one such as `co.uk`.
pub(crate) fn is_public(name: &str) -> bool {
    !name.contains('.') || is_second_level(name) || whole::is_public(name)
}

/// Whether anybody who opens an account gets a name directly below this one.
pub(crate) fn is_shared(name: &str) -> bool {
    SHARED.contains(&name) || whole::is_shared(name)
}

/// Whether a name is such a host, or below one.
pub(crate) fn is_of_shared(name: &str) -> bool {
    is_of_well_known(name) || whole::is_of_shared(name)
}

fn is_of_well_known(name: &str) -> bool {
    SHARED.iter().any(|shared| name == *shared || is_below(name, shared))
}

fn is_second_level(name: &str) -> bool {
    let Some((label, top)) = name.split_once('.').filter(|(_, top)| top.len() == 2) else { return false };
    let has = |wanted: &str| {
        let group = SECOND_LEVEL.split(' ').find_map(|group| group.strip_prefix(wanted)?.strip_prefix(':'));
        group.is_some_and(|tops| tops.as_bytes().chunks_exact(2).any(|held| held == top.as_bytes()))
    };
    has(label) || has("*") && !EXCEPTIONS.contains(&name)
}

/// The whole list.
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod whole {
    use psl::Type;

    fn suffix(name: &str) -> Option<(&str, Type)> {
        let suffix = psl::suffix(name.as_bytes())?;
        Some((name.get(name.len() - suffix.as_bytes().len()..)?, suffix.typ()?))
    }

    pub(super) fn is_public(name: &str) -> bool {
        suffix(name) == Some((name, Type::Icann))
    }

    pub(super) fn is_shared(name: &str) -> bool {
        suffix(name) == Some((name, Type::Private))
    }

    pub(super) fn is_of_shared(name: &str) -> bool {
        suffix(name).is_some_and(|(_, kind)| kind == Type::Private)
    }
}

#[cfg(not(all(feature = "cli", not(target_arch = "wasm32"))))]
mod whole {
    pub(super) fn is_public(_: &str) -> bool {
        false
    }

    pub(super) fn is_shared(_: &str) -> bool {
        false
    }

    pub(super) fn is_of_shared(_: &str) -> bool {
        false
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::process::Command;

    use psl::Type;

    use super::*;

    /// The rules of the list, as the crate `psl` brings them.
    fn rules() -> Vec<String> {
        let metadata = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).expect("cargo prints JSON");
        let packages = metadata["packages"].as_array().expect("packages");
        let psl = packages.iter().find(|package| package["name"] == "psl").expect("Cargo.toml names psl");
        let manifest = Path::new(psl["manifest_path"].as_str().expect("a path"));
        let rules = std::fs::read_to_string(manifest.with_file_name("data/rules.txt")).expect("it brings its rules");
        let rules: Vec<String> = rules.lines().map(str::to_owned).collect();
        assert!(rules.len() > 9_000, "{}", rules.len());
        rules
    }

    /// What the packed table and [`SHARED`] leave out, by kind.
    #[test]
    fn what_is_held_is_on_the_list_and_the_rest_is_counted() {
        let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
        let mut held = 0;
        for rule in rules() {
            if let Some(name) = rule.strip_prefix('!') {
                assert!(!is_second_level(name), "{name} is somebody's");
                continue;
            }
            let name = rule.replace('*', "x");
            let suffix = psl::suffix(name.as_bytes()).expect("a rule makes a suffix");
            let kind = suffix.typ().expect("it is on the list");
            let labels = name.split('.').count();
            if labels == 1 || is_second_level(&name) || SHARED.contains(&name.trim_start_matches("x.")) {
                held += 1;
                continue;
            }
            let is_of_a_country = name.rsplit('.').next().is_some_and(|top| top.len() == 2);
            let why = match (kind, labels) {
                _ if !name.is_ascii() => "not in ASCII",
                (Type::Icann, 2) if is_of_a_country => "a registry's, of a label that few countries have",
                (Type::Icann, 2) => "a registry's, below a generic domain",
                (Type::Icann, _) => "a registry's, of three labels or more",
                (Type::Private, _) if is_of_well_known(&name) => "a company's, below a shared host that is held",
                (Type::Private, _) => "a company's",
            };
            *left_out.entry(why).or_default() += 1;
        }
        let counted = [
            ("a company's", 2623),
            ("a company's, below a shared host that is held", 777),
            ("a registry's, below a generic domain", 107),
            ("a registry's, of a label that few countries have", 1948),
            ("a registry's, of three labels or more", 1980),
            ("not in ASCII", 299),
        ];
        assert_eq!((held, left_out), (2655, BTreeMap::from(counted)));
    }

    #[test]
    #[cfg(feature = "cli")]
    fn the_whole_list_is_asked_where_it_is_there() {
        for (name, public, shared, of_shared) in [
            ("abashiri.hokkaido.jp", true, false, false),
            ("a.abashiri.hokkaido.jp", false, false, false),
            ("dyndns.org", false, true, true),
            ("a.dyndns.org", false, false, true),
            ("example.com", false, false, false),
        ] {
            assert_eq!((is_public(name), is_shared(name), is_of_shared(name)), (public, shared, of_shared), "{name}");
        }
    }

    #[test]
    fn what_is_held_is_of_a_registry() {
        let mut pairs = 0;
        for group in SECOND_LEVEL.split(' ') {
            let (label, tops) = group.split_once(':').expect("a label and its countries");
            assert!(tops.is_ascii() && tops.len().is_multiple_of(2), "{group}");
            for top in tops.as_bytes().chunks_exact(2).map(|top| std::str::from_utf8(top).expect("ASCII")) {
                let name = format!("{}.{top}", if label == "*" { "x" } else { label });
                let suffix = psl::suffix(name.as_bytes()).expect("a suffix");
                assert_eq!((suffix.as_bytes(), suffix.typ()), (name.as_bytes(), Some(Type::Icann)), "{name}");
                assert!(is_second_level(&name), "{name}");
                pairs += 1;
            }
        }
        assert!(pairs > 1_000, "{pairs}");
    }

    /// Known to give names away, and not on the list: whoever runs them has not asked to be.
    const UNLISTED: &[&str] = &[
        "b-cdn.net",
        "cloudwaysapps.com",
        "firebaseio.com",
        "glitch.me",
        "googleusercontent.com",
        "kinsta.app",
        "loca.lt",
        "neocities.org",
        "oraclecloud.com",
        "pipedream.net",
        "requestcatcher.com",
        "webhook.site",
    ];

    #[test]
    fn shared_hosts_are_on_the_list_or_named() {
        let rules = rules();
        let unlisted = SHARED.iter().copied().filter(|shared| {
            let is_listed = |rule: &String| {
                let rule = rule.trim_start_matches("*.");
                rule == *shared || is_below(rule, shared)
            };
            !rules.iter().any(is_listed)
        });
        assert_eq!(unlisted.collect::<Vec<_>>(), UNLISTED);
    }

    #[test]
    fn names() {
        for (name, public, shared, of_shared) in [
            ("com", true, false, false),
            ("test", true, false, false),
            ("co.uk", true, false, false),
            ("com.ck", true, false, false),
            ("www.ck", false, false, false),
            ("example.com", false, false, false),
            ("foo.co.uk", false, false, false),
            ("foo.io", false, false, false),
            ("x.de", false, false, false),
            ("vercel.app", false, true, true),
            ("mine.vercel.app", false, false, true),
            ("a.mine.vercel.app", false, false, true),
            ("notvercel.app", false, false, false),
        ] {
            assert_eq!((is_public(name), is_shared(name), is_of_shared(name)), (public, shared, of_shared), "{name}");
        }
    }
}
