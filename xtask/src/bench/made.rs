//! Documents as tools return them, the same at every run: long enough to measure, with the attributes, classes and
//! styles that real ones carry.

use std::fmt::Write as _;

const WORDS: [&str; 32] = [
    "service", "latency", "request", "deploy", "cache", "region", "error", "budget", "queue", "worker", "token",
    "schema", "index", "shard", "replica", "policy", "the", "of", "and", "to", "in", "for", "with", "after", "under",
    "while", "load", "rate", "limit", "retry", "window", "commit",
];

/// A sequence of numbers that only looks arbitrary.
struct Numbers(u32);

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % limit
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len() as u32) as usize]
    }

    fn words(&mut self, count: u32) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// What a database or a monitoring tool answers: a table of 300 rows.
pub(super) fn table_report() -> String {
    let mut numbers = Numbers(1);
    let mut html = String::from(
        "<div class=\"report\" id=\"report\"><h2>Weekly latency report</h2>\n\
         <p>Services over their <strong>error budget</strong> are marked. Data: <a \
         href=\"https://metrics.example.com/export?range=7d&amp;format=csv\" target=\"_blank\">CSV</a>.</p>\n\
         <table class=\"table table-striped\" style=\"width:100%\"><caption>Requests by service</caption>\n\
         <thead><tr><th scope=\"col\">Service<th scope=\"col\">Region<th scope=\"col\" align=\"right\">Requests\
         <th scope=\"col\" align=\"right\">p99<th scope=\"col\">Change<th scope=\"col\">Note</tr></thead>\n<tbody>\n",
    );
    for row in 0..300 {
        let (service, region) = (numbers.word(), ["eu-west-1", "us-east-2", "ap-south-1"][numbers.below(3) as usize]);
        let (requests, p99, change) = (numbers.below(2_000_000), numbers.below(900), numbers.below(400));
        let color = if change > 200 { "red" } else { "green" };
        let note = numbers.words(5);
        let _ = writeln!(
            html,
            "<tr data-row=\"{row}\"><td><a href=\"https://status.example.com/services/{service}-{row}\">{service}</a></td>\
             <td><code>{region}</code></td><td align=\"right\">{requests}</td><td align=\"right\">{p99} ms</td>\
             <td><span class=\"delta\" style=\"color:{color}\">{change} ‰</span></td><td>{note} &amp; more</td></tr>"
        );
    }
    html + "</tbody></table>\n<p><em>Generated from 3 regions; times in UTC.</em></p></div>\n"
}

/// What a search tool answers: fifty results, each with a picture, a snippet and links.
pub(super) fn search_results() -> String {
    let mut numbers = Numbers(2);
    let mut html = String::from("<h1>Results</h1>\n<ol class=\"results\" start=\"1\">\n");
    for result in 0..50 {
        let (host, title, path) = (numbers.word(), numbers.words(6), numbers.words(3).replace(' ', "/"));
        let (before, marked, after) = (numbers.words(18), numbers.word(), numbers.words(14));
        let _ = writeln!(
            html,
            "<li class=\"result\" id=\"r{result}\">\n  <h3><a href=\"https://{host}.example.org/{path}?ref=search&amp;n={result}\" \
             onmousedown=\"return track(this,{result})\">{title}</a></h3>\n  <cite>{host}.example.org › {path}</cite>\n  \
             <img src=\"https://thumbs.example.net/{result}.jpg\" alt=\"{title}\" width=\"92\" height=\"92\" loading=\"lazy\">\n  \
             <p>{before} <b>{marked}</b> {after} … <a href=\"#r{result}\">similar</a></p>\n</li>"
        );
    }
    html + "</ol>\n"
}

/// What a code tool answers: a highlighted file, every token in an element of its own.
pub(super) fn code() -> String {
    let mut numbers = Numbers(3);
    let mut html = String::from("<h2><code>src/queue.rs</code></h2>\n<pre><code class=\"language-rust hljs\">");
    for function in 0..60 {
        let (name, argument, field) = (numbers.word(), numbers.word(), numbers.word());
        let (comment, limit) = (numbers.words(9), numbers.below(10_000));
        let _ = write!(
            html,
            "<span class=\"hljs-comment\">/// {comment}.</span>\n\
             <span class=\"hljs-keyword\">pub fn</span> <span class=\"hljs-title function_\">{name}_{function}</span>\
             (<span class=\"hljs-keyword\">&amp;mut</span> <span class=\"hljs-keyword\">self</span>, {argument}: \
             <span class=\"hljs-type\">Option</span>&lt;<span class=\"hljs-type\">u32</span>&gt;) \
             <span class=\"hljs-punctuation\">-&gt;</span> <span class=\"hljs-type\">bool</span> {{\n    \
             <span class=\"hljs-keyword\">let</span> {field} = {argument}.<span class=\"hljs-title function_\">unwrap_or\
             </span>(<span class=\"hljs-number\">{limit}</span>);\n    <span class=\"hljs-keyword\">if</span> {field} \
             &lt; <span class=\"hljs-keyword\">self</span>.limit &amp;&amp; !<span class=\"hljs-keyword\">self</span>.\
             {argument}.<span class=\"hljs-title function_\">is_empty</span>() {{\n        \
             <span class=\"hljs-built_in\">println!</span>(<span class=\"hljs-string\">\"{comment}: {{}}\"</span>, {field});\n    \
             }}\n    <span class=\"hljs-literal\">true</span>\n}}\n\n"
        );
    }
    html + "</code></pre>\n<p>60 functions, no warnings.</p>\n"
}
