//! No file panics or takes more than time in proportion to its length.

#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cordon_scan::{Input, scan_files};

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Numbers that are the same in every run: xorshift.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
}

/// A part of a text that ends between characters.
fn cut(text: &str, from: usize, to: usize) -> &str {
    let at = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    &text[at(from.min(text.len()))..at(to.min(text.len()))]
}

#[test]
fn broken_files_are_read_or_refused() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/scan");
    let paths = files(&data);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut inputs = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(path).expect("a text");
        let other = fs::read_to_string(&paths[numbers.below(paths.len())]).expect("a text");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        for round in 0..6 {
            let (from, to) = (numbers.below(text.len()), numbers.below(text.len()));
            let (from, to) = (from.min(to), from.max(to));
            let broken = match round {
                0 => cut(&text, 0, to).to_owned(),
                1 => format!("{}{}", cut(&text, 0, from), cut(&text, to, text.len())),
                2 => format!("{}{}", cut(&text, 0, to), cut(&other, 0, other.len())),
                3 => format!("{}{}{}", cut(&text, 0, from), cut(&other, from, to), cut(&text, from, text.len())),
                4 => format!("{}{{{{<\u{e0041}\u{2028}`${{", cut(&text, 0, to)),
                _ => cut(&text, from, text.len()).to_owned(),
            };
            inputs.push(Input::new(format!("{}/{name}", inputs.len()), broken));
        }
    }
    let count = inputs.len();
    assert!(count > 1_000, "{count}");
    let scan = scan_files(inputs);
    println!("{count} files, {} refused, {} findings", scan.unread.len(), scan.findings.len());
    assert_eq!(scan.files, count);
}

#[test]
fn what_nests_deeply_is_refused_or_left_out() {
    const N: usize = 30_000;
    /// Lines, each of which the rest of the file might be read for.
    const FLAT: usize = 4_000;
    let texts = [
        "(".repeat(N),
        "[".repeat(N),
        format!("x = {}1", "!".repeat(N)),
        format!("x = {}1", "a => ".repeat(N)),
        format!("x = {}1{}", "{a:".repeat(N), "}".repeat(N)),
        format!("x = 1{}", " + y".repeat(N)),
        format!("x = {}1", "a ? b : ".repeat(N)),
        format!("if (a) {{}} {}", "else if (a) {}".repeat(N)),
        format!("x = y{}", ".z".repeat(N)),
        format!("x = y{}", ".z()".repeat(N)),
        format!("x = {}y", "await ".repeat(N)),
        format!("x = {}y", "typeof ".repeat(N)),
        format!("x = {}y", "new ".repeat(N)),
        format!("x = {}", "a = ".repeat(N)),
        "<a>".repeat(N),
        format!("x = `{}", "${`".repeat(N)),
        format!("x = {}1", "<T,>(a: ".repeat(N)),
        format!("x = {}", "{...".repeat(N)),
        format!("function f({}", "{ a: ".repeat(N)),
        "{#if a}".repeat(N),
        "{{ a }}".repeat(N),
        "<a>{".repeat(N),
        "<svg><script>".repeat(FLAT),
        format!("if {}:\n  y", "not ".repeat(N)),
        format!("h = \"0.0.0.0\"\n{}run(host=h)", "h = h or h\n".repeat(FLAT)),
        format!("h = {{}}\n{}", "h = h[\"host\"]\nrun(**h, host=h[\"host\"])\n".repeat(FLAT)),
        format!("class A:\n  host = \"a\"\na = A()\n{}", "run(host=a.host or a.host)\n".repeat(FLAT)),
        format!("o = [{}]\n{}", "\"a\", ".repeat(FLAT), "CORS(a, origins=o, supports_credentials=True)\n".repeat(FLAT)),
        format!("{{\"dependencies\": {{{}}}}}", "\"mcp-remote\": \"0.1.15\", ".repeat(FLAT)),
        "`${".repeat(N),
        "if x != \"same-origin\":\n    y\n".repeat(FLAT),
        "r.headers[\"access-control-allow-origin\"] = o\n".repeat(FLAT),
        "/a\n  Access-Control-Allow-Origin: *\n  Access-Control-Allow-Credentials: true\n".repeat(FLAT),
        "add_header Access-Control-Allow-Origin *;".repeat(FLAT),
        "header Access-Control-Allow-Origin *\n".repeat(FLAT),
        "r.setHeader(\"Content-Security-Policy\", p);".repeat(FLAT),
        "x.upgrade(y); if (E.some((p) => req.url.startsWith(p))) z; ".repeat(FLAT),
        "p.use(rehypeRaw); ".repeat(FLAT),
        format!("const A = {{ ...A, {} }};\nDOMPurify.sanitize(h, A);", "...A, ".repeat(200)),
        format!("DOMPurify.sanitize(h, {{ {} }});", "a: 1, ".repeat(FLAT)),
        format!("import {{ b }} from './a';\n{}", "t.registerTool(b, { description: b });\n".repeat(FLAT)),
        "app.get('/delete', () => { m.delete(1); m.delete(2); });\n".repeat(FLAT),
        "cors({ origin: [/a.b/, /c/] });\n".repeat(FLAT),
        "Route(\"/delete\", b)\ndef b(): d.delete(e)\nif not c:\n  x\n".repeat(FLAT),
        "WebSocketRoute(\"/a\", b)\n@c.get(\"/delete\")\ndef b(): d.delete(e)\n".repeat(FLAT),
    ];
    for (at, text) in texts.into_iter().enumerate() {
        for name in [
            "a.js",
            "a.tsx",
            "a.vue",
            "a.svelte",
            "a.astro",
            "a.html",
            "a.py",
            "package.json",
            "vercel.json",
            "netlify.toml",
            "a.nginx",
            "Caddyfile",
            "_headers",
        ] {
            let start = Instant::now();
            let scan = scan_files(vec![Input::new(name, text.clone())]);
            assert_eq!(scan.files, 1);
            assert!(start.elapsed() < Duration::from_secs(60), "{at} {name}: {:?}", start.elapsed());
        }
    }
}

/// Chains and sums as a program writes them: nothing is refused, and nothing ends the program.
#[test]
fn long_chains_are_read() {
    const N: usize = 100_000;
    let statement = "panel.innerHTML = (await client.callTool({ name: 'page' })).content[0].text;\n";
    for (name, long) in [
        ("a sum", format!("x = y{};", " + y".repeat(N))),
        ("a chain of properties", format!("x = y{};", ".z".repeat(N))),
        ("a chain of calls", format!("x = y{};", ".z()".repeat(N))),
        ("a chain that may end", format!("x = y{};", "?.z".repeat(900))),
        ("a condition", format!("x = y{};", " || y".repeat(N))),
        ("a list", format!("x = [{}];", "y, ".repeat(N))),
        ("an object", format!("x = {{{}}};", "y: 1, ".repeat(N))),
        ("statements", "x = y;\n".repeat(N)),
        ("a text", format!("x = `{}`;", "${y}".repeat(N))),
        ("arguments", format!("f({});", "y, ".repeat(N))),
    ] {
        let start = Instant::now();
        let scan = scan_files(vec![Input::new("a.js", format!("{statement}{long}\n{statement}"))]);
        println!("{name}: {:?}, {} findings, {:?}", start.elapsed(), scan.findings.len(), scan.unread);
        assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
        assert_eq!(scan.findings.len(), 2, "{name}: {:?}", scan.unread);
    }
}

/// Files that are read again with what others hold: deep ones too, in a circle, and many.
#[test]
fn files_that_ask_each_other_are_read() {
    const N: usize = 400;
    let start = Instant::now();
    let mut inputs = vec![
        Input::new(
            "a.js",
            format!(
                "import {{ B }} from './b';\nexport const A = {{ host: B }};\napp.listen(1, B);\nx = {}y;",
                "!".repeat(500)
            ),
        ),
        Input::new("b.js", "import { A } from './a';\nexport const B = A.host;\napp.listen(1, A.host);\n"),
        Input::new("a.py", "from .b import B\nA = B\nrun(host=B)\n"),
        Input::new("b.py", "from .a import A\nB = A\nrun(host=A)\n"),
    ];
    for at in 0..N {
        let text = format!("from .m{} import HOST\nfrom .a import A\nrun(host=HOST)\nrun(host=A)\n", (at + 1) % N);
        inputs.push(Input::new(format!("m{at}.py"), text));
    }
    let count = inputs.len();
    let scan = scan_files(inputs);
    assert_eq!((scan.files, scan.unread.len()), (count, 0));
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// Twice as much takes about twice as long: six times is the bound, for machines that do other things too.
#[test]
fn time_grows_with_length() {
    let unit = "
        export async function show(client, panel) {
            let html = '';
            const result = await client.callTool({ name: 'page' });
            for (const block of result.content) { if (block.type === 'text') html += block.text; }
            panel.innerHTML = html;
            if (panel.dataset.next) { html = panel.dataset.next; } else { html = JSON.stringify(result); }
            return [html, ...result.content.map((block) => block.text)];
        }";
    let of = |count: usize| {
        let text: String = (0..count).map(|at| unit.replace("show", &format!("show{at}"))).collect();
        let start = Instant::now();
        let scan = scan_files(vec![Input::new("long.js", text)]);
        assert_eq!(scan.findings.len(), count);
        start.elapsed()
    };
    of(100);
    let (short, long) = (of(1_000), of(3_000));
    println!("1,000 functions {short:?}, 3,000 {long:?}");
    assert!(long < short * 6 + Duration::from_millis(200), "{short:?} {long:?}");
}
