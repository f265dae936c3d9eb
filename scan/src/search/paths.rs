//! Paths of fields as numbers.

use rustc_hash::FxHashMap;

use crate::graph::Field;

/// Fields that a fact's path may have.
const MAX_PATH: usize = 3;

/// A path of fields.
pub(super) type Path = u32;

/// The path of no field: all of a value.
pub(super) const WHOLE: Path = 0;

/// How a value becomes another one, its field as a number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Flow,
    Text,
    Load(u32),
    Store(u32),
}

/// The paths that there are.
#[derive(Debug)]
pub(super) struct Paths {
    fields: FxHashMap<Field, u32>,
    /// A path's fields, the outermost first; 0 is none.
    paths: Vec<[u32; MAX_PATH]>,
    known: FxHashMap<[u32; MAX_PATH], Path>,
}

impl Default for Paths {
    fn default() -> Self {
        let whole = [0; MAX_PATH];
        Self { fields: FxHashMap::default(), paths: vec![whole], known: [(whole, WHOLE)].into_iter().collect() }
    }
}

impl Paths {
    pub(super) fn field(&mut self, field: Field) -> u32 {
        let next = self.fields.len() as u32 + 1;
        *self.fields.entry(field).or_insert(next)
    }

    fn fields(&self, path: Path) -> [u32; MAX_PATH] {
        self.paths.get(path as usize).copied().unwrap_or_default()
    }

    fn number(&mut self, fields: [u32; MAX_PATH]) -> Path {
        let next = self.paths.len() as Path;
        let path = *self.known.entry(fields).or_insert(next);
        if path == next {
            self.paths.push(fields);
        }
        path
    }

    /// The outermost field; 0 is none.
    pub(super) fn first(&self, path: Path) -> u32 {
        self.fields(path)[0]
    }

    /// The path of what lies in a property.
    pub(super) fn within(&mut self, field: u32, path: Path) -> Path {
        let [first, second, _] = self.fields(path);
        self.number([field, first, second])
    }

    /// The rest of a path that begins with a field.
    pub(super) fn behind(&mut self, field: u32, path: Path) -> Option<Path> {
        let [first, second, third] = self.fields(path);
        if first == field { Some(self.number([second, third, 0])) } else { None }
    }
}
