//! Servers in Python: what stands in front of an endpoint of the MCP SDK, FastMCP, Starlette and FastAPI.

mod calls;
mod cors;
mod routes;
mod servers;
mod tokens;
mod values;

use std::borrow::Cow;

use crate::lower::{Import, Lowered, evidence};
use crate::models::hides_text;
use crate::rules::Code;

use calls::{Call, Module};
use values::Names;

/// Lowers a file of Python: it has findings, and no flow.
pub(crate) fn lower(text: &str) -> Result<Lowered, String> {
    let tokens = tokens::tokens(text)?;
    let mut module = Module { text, lower: text.to_ascii_lowercase(), tokens, names: Names::default() };
    module.names = Names::of(&module);
    let mut out = Lowered::new();
    out.evidence = servers::evidence_of(text);
    imports(&module, &mut out);
    for open in 0..module.tokens.tokens.len() {
        if module.sign(open) == b'(' {
            called(&module, open, &mut out);
        }
    }
    let functions = module.functions();
    for function in &functions {
        routes::function(&module, function, &mut out);
    }
    servers::compared(&module, &mut out);
    cors::assigned(&module, &mut out);
    servers::whole(&module, &functions, &mut out);
    Ok(out)
}

fn called(module: &Module<'_>, open: usize, out: &mut Lowered) {
    let wanted =
        |name: &str| servers::CALLS.contains(&name) || cors::CALLS.contains(&name) || routes::CALLS.contains(&name);
    let Some(call) = module.call(open, wanted) else { return };
    servers::called(module, &call, out);
    cors::called(module, &call, out);
    routes::called(module, &call, out);
}

/// `from .security import x`, `import app.security`: a server's parts stand in front of one another.
fn imports(module: &Module<'_>, out: &mut Lowered) {
    for line in &module.tokens.lines {
        if !matches!(module.word(line.first), "from" | "import") {
            continue;
        }
        let is_from = module.word(line.first) == "from";
        let end = (line.first..line.last).find(|at| is_from && module.word(*at) == "import").unwrap_or(line.last);
        let (written, _) = module.written(line.first + 1, end);
        for name in written.split(',') {
            let name = name.split_whitespace().next().unwrap_or_default();
            let dots = name.len() - name.trim_start_matches('.').len();
            let path = name.trim_start_matches('.').replace('.', "/");
            let names = [path.clone(), format!("{path}/__init__")];
            for path in names.iter().filter(|_| !path.is_empty()) {
                let module = match dots {
                    0 => format!("@/{path}.py"),
                    1 => format!("./{path}.py"),
                    dots => format!("./{}{path}.py", "../".repeat(dots - 1)),
                };
                let node = out.graph.node(0);
                out.imports.push(Import { module, node });
            }
        }
    }
}

fn hit(out: &mut Lowered, code: Code, span: (usize, usize)) {
    hit_unless(out, code, span, evidence::NONE, evidence::NONE);
}

fn hit_unless(out: &mut Lowered, code: Code, (start, end): (usize, usize), unless: u16, only: u16) {
    out.hit_unless(code, (start as u32, end as u32), unless, only);
}

/// What a model is told, where it may hide something.
fn describe(out: &mut Lowered, text: Cow<'_, str>, (start, end): (usize, usize)) {
    if hides_text(&text) {
        out.descriptions.push((text.into_owned(), (start as u32, end as u32)));
    }
}

/// A call that names something else first: `Middleware(CORSMiddleware, …)`, `app.add_middleware(CORSMiddleware, …)`.
fn is_about(call: &Call<'_>, name: &str) -> bool {
    call.method() == name || call.at(0).is_some_and(|arg| arg.written.rsplit('.').next() == Some(name))
}
