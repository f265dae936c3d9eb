//! Hosts that serve script for anybody: a page that lists one runs what an attacker chooses.
//!
//! Most were looked at in November 2026, by what their documentation offers. The last of the list are those of csp-evaluator's
//! that are in use: none of them was tried. A host that is not here may do the same.

use crate::source::{HostPattern, Source, Url, is_below};

/// A host that serves script for anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gadget {
    pub host: &'static str,
    /// Where on the host; empty: anywhere.
    path: &'static str,
    pub why: Why,
    /// Whether what it serves runs only where `eval` does.
    needs_eval: bool,
}

/// What it serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Any package of a registry, or any file of a public repository: whoever publishes has a script there.
    Packages,
    /// Old frameworks that run expressions out of markup.
    Frameworks,
    /// What callers name as `callback` is called: the answer is a script of their words.
    Callback,
    /// What any account of the service uploads or configures.
    Accounts,
    /// Tags that any account of the service wrote, as strings.
    Tags,
}

impl Why {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Packages => "it serves any package that anybody publishes",
            Self::Frameworks => "it serves old frameworks, which run expressions that stand in markup",
            Self::Callback => "it answers with a script that calls whatever the address names",
            Self::Accounts => "it serves what any account uploads",
            Self::Tags => "it serves tags that any account wrote, which run by eval",
        }
    }
}

const GADGETS: &[Gadget] = &[
    packages("cdn.jsdelivr.net", "/npm/"),
    packages("cdn.jsdelivr.net", "/gh/"),
    packages("cdn.jsdelivr.net", "/combine/"),
    packages("fastly.jsdelivr.net", "/npm/"),
    packages("esm.run", ""),
    packages("esm.sh", ""),
    packages("cdn.esm.sh", ""),
    packages("unpkg.com", ""),
    packages("cdn.skypack.dev", ""),
    packages("jspm.dev", ""),
    packages("ga.jspm.io", ""),
    packages("esm.unpkg.com", ""),
    packages("wzrd.in", ""),
    packages("bundle.run", ""),
    packages("cdn.statically.io", "/gh/"),
    packages("raw.githack.com", ""),
    packages("rawcdn.githack.com", ""),
    packages("rawgit.com", ""),
    packages("cdn.rawgit.com", ""),
    packages("gitcdn.link", ""),
    packages("deno.land", "/x/"),
    packages("jsr.io", ""),
    frameworks("ajax.googleapis.com", "/ajax/libs/angularjs/"),
    frameworks("ajax.aspnetcdn.com", "/ajax/angularjs/"),
    frameworks("cdnjs.cloudflare.com", "/ajax/libs/angular.js/"),
    frameworks("code.angularjs.org", ""),
    frameworks("cdn.bootcdn.net", "/ajax/libs/angular.js/"),
    frameworks("cdn.staticfile.org", "/angular.js/"),
    frameworks("lib.baomitu.com", "/angular.js/"),
    frameworks("yastatic.net", "/angularjs/"),
    callback("accounts.google.com", "/o/oauth2/revoke"),
    callback("www.google.com", "/complete/search"),
    callback("clients1.google.com", "/complete/search"),
    callback("suggestqueries.google.com", "/complete/search"),
    callback("maps.googleapis.com", "/maps/api/js"),
    callback("maps.google.com", "/maps/api/js"),
    callback("translate.googleapis.com", ""),
    callback("www.googleapis.com", "/customsearch/v1"),
    callback("www.youtube.com", "/oembed"),
    callback("graph.facebook.com", ""),
    callback("api.github.com", ""),
    callback("api.twitter.com", ""),
    callback("cdn.syndication.twimg.com", ""),
    callback("en.wikipedia.org", "/w/api.php"),
    callback("api.bing.com", "/qsonhs.aspx"),
    callback("api.flickr.com", "/services/rest"),
    callback("api.vk.com", "/method/"),
    callback("api.vimeo.com", ""),
    callback("vimeo.com", "/api/oembed.json"),
    callback("api.stackexchange.com", ""),
    callback("itunes.apple.com", "/search"),
    callback("nominatim.openstreetmap.org", "/search"),
    callback("ipinfo.io", ""),
    callback("api.ipify.org", ""),
    callback("noembed.com", "/embed"),
    callback("public-api.wordpress.com", "/rest/"),
    accounts("www.googletagmanager.com", "/gtm.js"),
    accounts("www.googletagmanager.com", "/gtag/js"),
    accounts("storage.googleapis.com", ""),
    accounts("firebasestorage.googleapis.com", ""),
    accounts("s3.amazonaws.com", ""),
    accounts("cdn.shopify.com", "/s/files/"),
    accounts("script.google.com", "/macros/"),
    accounts("res.cloudinary.com", ""),
    accounts("cdn.optimizely.com", "/js/"),
    accounts("cdn.segment.com", "/analytics.js/"),
    accounts("hooks.zapier.com", ""),
    // Of csp-evaluator's list.
    packages("cdn.jsdelivr.net", "/angularjs/"),
    frameworks("cdn.bootcss.com", "/angular.js/"),
    frameworks("oss.maxcdn.com", "/angularjs/"),
    frameworks("yandex.st", "/angularjs/"),
    callback("an.yandex.ru", ""),
    callback("api.facebook.com", ""),
    callback("api.instagram.com", ""),
    callback("api.map.baidu.com", ""),
    callback("api.mixpanel.com", "/track/"),
    callback("books.google.com", "/books"),
    callback("connect.mail.ru", "/share_count"),
    callback("cdn.syndication.twitter.com", ""),
    callback("cse.google.com", "/api/"),
    callback("dev.virtualearth.net", "/REST/"),
    callback("fast.wistia.com", "/embed/"),
    callback("googleads.g.doubleclick.net", "/pagead/"),
    callback("gum.criteo.com", "/sync"),
    callback("ib.adnxs.com", "/jpt"),
    callback("links.services.disqus.com", "/api/"),
    callback("mc.yandex.ru", "/watch/"),
    callback("pagead2.googlesyndication.com", "/relatedsearch"),
    callback("partner.googleadservices.com", "/gampad/"),
    callback("pubsub.pubnub.com", ""),
    callback("publish.twitter.com", "/oembed"),
    callback("securepubads.g.doubleclick.net", "/gampad/"),
    callback("suggest.taobao.com", "/sug"),
    callback("syndication.twitter.com", ""),
    callback("translate.google.com", "/translate_a/"),
    callback("translate.yandex.net", "/api/"),
    callback("widgets.pinterest.com", "/v3/"),
    callback("www.blogger.com", "/feeds/"),
    accounts("dl.dropboxusercontent.com", ""),
    accounts("s3-eu-west-1.amazonaws.com", ""),
    accounts("static.tumblr.com", ""),
    tags("ssl.google-analytics.com", "/gtm/js"),
    tags("www.google-analytics.com", "/gtm/js"),
    tags("www.googleadservices.com", "/pagead/"),
];

const fn packages(host: &'static str, path: &'static str) -> Gadget {
    served(host, path, Why::Packages)
}

const fn frameworks(host: &'static str, path: &'static str) -> Gadget {
    served(host, path, Why::Frameworks)
}

const fn callback(host: &'static str, path: &'static str) -> Gadget {
    served(host, path, Why::Callback)
}

const fn accounts(host: &'static str, path: &'static str) -> Gadget {
    served(host, path, Why::Accounts)
}

const fn tags(host: &'static str, path: &'static str) -> Gadget {
    Gadget { needs_eval: true, ..served(host, path, Why::Tags) }
}

const fn served(host: &'static str, path: &'static str, why: Why) -> Gadget {
    Gadget { host, path, why, needs_eval: false }
}

impl Gadget {
    /// An address of it.
    pub(super) fn url(&self) -> Option<Url> {
        let below = if self.path.is_empty() { "/" } else { self.path };
        Url::parse(&format!("https://{}{below}", self.host), None)
    }
}

/// The first of them that a source lets through, with or without `eval`. A path that names one package, or one file, lets in that one alone.
pub(super) fn behind(source: &Source, eval: bool) -> Option<&'static Gadget> {
    let Source::Host { host, path, .. } = source else { return None };
    GADGETS.iter().find(|gadget| {
        let is_host = match host {
            HostPattern::Any => false,
            HostPattern::Exact(host) => host == gadget.host,
            HostPattern::Subdomains(parent) => is_below(gadget.host, parent),
        };
        let is_path = path.is_empty()
            || path.ends_with('/') && (gadget.path.starts_with(path.as_str()) || gadget.path.is_empty() && path == "/")
            || path == gadget.path;
        is_host && is_path && (eval || !gadget.needs_eval)
    })
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_path_counts() {
        for (source, expected) in [
            ("https://cdn.jsdelivr.net", true),
            ("cdn.jsdelivr.net", true),
            ("https://*.jsdelivr.net", true),
            ("https://cdn.jsdelivr.net/npm/", true),
            ("https://cdn.jsdelivr.net/npm/vue@3.5.0/", false),
            ("https://cdn.jsdelivr.net/npm/vue@3.5.0/dist/vue.js", false),
            ("https://ajax.googleapis.com/ajax/libs/", true),
            ("https://ajax.googleapis.com/ajax/libs/jquery/", false),
            ("https://unpkg.com/", true),
            ("https://unpkg.com/react@19.0.0/", false),
            ("https://www.google.com/recaptcha/", false),
            ("https://app.example.com", false),
        ] {
            let source = Source::parse(source).expect("it is a source");
            assert_eq!(behind(&source, false).is_some(), expected, "{source}");
        }
        let analytics = Source::parse("https://www.google-analytics.com").expect("it is a source");
        assert!(behind(&analytics, true).is_some() && behind(&analytics, false).is_none());
    }
}
