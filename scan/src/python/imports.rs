//! What a module imports, and where its file says that it is.

use super::calls::Module;
use super::tokens::Line;

/// A name that an import gives.
pub(super) struct Name<'a> {
    /// As it is called here; empty for a module that is called by its whole path.
    pub(super) local: &'a str,
    /// As it is called there; empty for the module itself.
    pub(super) there: &'a str,
    /// Files that the module may be.
    pub(super) files: Vec<String>,
    /// Files that the name itself may be, if it is a module.
    pub(super) own_files: Vec<String>,
}

impl<'a> Module<'a> {
    /// `from .settings import HOST as host`, `import app.settings as settings`.
    pub(super) fn imports(&self, line: &Line) -> Vec<Name<'a>> {
        match self.word(line.first) {
            "from" => self.from(line),
            "import" => {
                let items = self.items(line.first + 1, line.last);
                let one = |(first, last): (usize, usize)| {
                    let (path, local) = self.aliased(first, last);
                    let local = if local == path { path.rsplit('.').next().unwrap_or_default() } else { local };
                    Name { local, there: "", files: files(path, ""), own_files: Vec::new() }
                };
                items.into_iter().map(one).collect()
            }
            _ => Vec::new(),
        }
    }

    fn from(&self, line: &Line) -> Vec<Name<'a>> {
        let Some(import) = (line.first..line.last).find(|at| self.word(*at) == "import") else { return Vec::new() };
        let (path, _) = self.written(line.first + 1, import);
        let (mut first, mut last) = (import + 1, line.last);
        if self.sign(first) == b'(' {
            (first, last) = (first + 1, last.saturating_sub(1));
        }
        let one = |(first, last): (usize, usize)| {
            let (there, local) = self.aliased(first, last);
            Name { local, there, files: files(path, ""), own_files: files(path, there) }
        };
        self.items(first, last).into_iter().map(one).collect()
    }

    /// `a.b as c`: what is named, and its name here.
    fn aliased(&self, first: usize, last: usize) -> (&'a str, &'a str) {
        let cut = (first..last).find(|at| self.word(*at) == "as");
        let (path, _) = self.written(first, cut.unwrap_or(last));
        (path, cut.map_or(path, |cut| self.word(cut + 1)))
    }
}

/// Where a module is looked for: from its own folder, or from the project's.
fn files(path: &str, name: &str) -> Vec<String> {
    let dots = path.len() - path.trim_start_matches('.').len();
    let mut path = path.trim_start_matches('.').replace('.', "/");
    if !name.is_empty() {
        path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    }
    if path.is_empty() {
        path = "__init__".to_owned();
    }
    let start = match dots {
        0 => "@/".to_owned(),
        1 => "./".to_owned(),
        dots => format!("./{}", "../".repeat(dots - 1)),
    };
    vec![format!("{start}{path}.py"), format!("{start}{path}/__init__.py")]
}
