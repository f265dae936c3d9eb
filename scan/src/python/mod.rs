//! Servers in Python: what stands in front of an endpoint of the MCP SDK, FastMCP, Starlette and FastAPI.

mod calls;
mod cors;
mod imports;
mod routes;
mod servers;
mod tokens;
mod values;

use std::borrow::Cow;

use crate::lower::{Import, Lowered, evidence};
use crate::models::{Imported, hides_text};
use crate::rules::Code;

use calls::{Call, Module};
use values::Names;

/// Lowers a file of Python, with modules that its names lead into: it has findings, and no flow.
pub(crate) fn lower(text: &str, modules: &[Imported<'_>]) -> Result<Lowered, String> {
    let mut whole = String::from(text);
    let mut tokens = tokens::tokens(text)?;
    let own = (tokens.tokens.len(), tokens.lines.len());
    let mut starts = vec![0];
    for module in modules.iter().skip(1) {
        starts.push(tokens.lines.len());
        whole.push('\n');
        // One that cannot be read has no names.
        if let Ok(more) = tokens::tokens(module.text) {
            tokens.append(more, whole.len());
        }
        whole.push_str(module.text);
    }
    let lower = text.to_ascii_lowercase();
    let mut module = Module { text: &whole, own: text, lower, tokens, ends: own, names: Names::default() };
    module.names = Names::of(&module, modules, &starts);
    let mut out = Lowered::new();
    out.evidence = servers::evidence_of(text);
    imports(&module, &mut out);
    for open in 0..own.0 {
        if module.sign(open) == b'(' {
            called(&module, open, &mut out);
        }
    }
    let functions = module.functions();
    for function in &functions {
        routes::function(&module, function, &mut out);
    }
    routes::by_name(&module, &functions, &mut out);
    servers::compared(&module, &mut out);
    cors::assigned(&module, &mut out);
    servers::whole(&module, &functions, &mut out);
    if module.names.has_missed() {
        // Which of its imports explains a name is found when they are read.
        out.wanted.insert(Default::default());
    }
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
    for name in module.own_lines().iter().flat_map(|line| module.imports(line)) {
        for file in name.files.into_iter().chain(name.own_files) {
            if !out.imports.iter().any(|known| known.module == file) {
                let node = out.graph.node(0);
                out.imports.push(Import { module: file, node });
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
