//! What a name may stand for, within its file: `mcp.run(host=host)` says as much as `mcp.run(host="0.0.0.0")`.
//!
//! A name is looked up from the block that it is in outwards, as Python does. Every value that it is given there counts, and so
//! does every side of a condition and the default of a variable of the environment.

use std::cell::Cell;
use std::collections::HashMap;

use super::calls::{Call, Module};
use crate::models::Imported;

/// Tokens, from the first to behind the last.
pub(super) type Range = (usize, usize);

/// Names behind names that are followed, and values of one that are looked at.
const MAX_DEPTH: usize = 8;
const MAX_VALUES: usize = 16;
/// Tokens that a file's names are followed through, for each token that it has.
const EACH: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// By the block and the name.
    values: HashMap<(usize, &'a str), Vec<Range>>,
    /// The block that each line is in, the top being 0. A block's number is that of its first line, from 1.
    blocks: Vec<usize>,
    classes: HashMap<&'a str, usize>,
    /// What functions return.
    returns: HashMap<&'a str, Vec<Range>>,
    /// Names that other modules give: the block of that module, and the name there.
    aliases: HashMap<(usize, &'a str), (usize, &'a str)>,
    /// Names that are modules, by the block that they are in.
    modules: HashMap<(usize, &'a str), usize>,
    /// A name was asked for that another module may hold.
    missed: Cell<bool>,
    /// Tokens that may still be followed.
    left: Cell<usize>,
}

impl<'a> Names<'a> {
    /// Reads a file's assignments, defaults of parameters, and options of its command line.
    pub(super) fn of(module: &Module<'a>, modules: &[Imported<'_>], starts: &[usize]) -> Self {
        let mut names = Self { left: Cell::new(4_096 + EACH * module.tokens.tokens.len()), ..Self::default() };
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut decorators = Vec::new();
        let mut functions: Vec<(usize, &'a str)> = Vec::new();
        // The top of another module is a block behind all lines.
        let top = |place: usize| if place == 0 { 0 } else { module.tokens.lines.len() + 1 + place };
        let mut place = 0;
        for (at, line) in module.tokens.lines.iter().enumerate() {
            while starts.get(place + 1).is_some_and(|start| *start <= at) {
                place += 1;
                open.clear();
            }
            while open.pop_if(|(indent, _)| *indent >= line.indent).is_some() {}
            let around = open.last().map_or(top(place), |(_, block)| *block);
            names.blocks.push(around);
            let block = at + 1;
            let name = line.first + 1 + usize::from(module.word(line.first) == "async");
            match module.word(name - 1) {
                "def" => {
                    open.push((line.indent, block));
                    functions.push((block, module.word(name)));
                    names.parameters(module, block, name);
                    for decorator in decorators.drain(..) {
                        names.option(block, &decorator);
                    }
                }
                "class" => {
                    open.push((line.indent, block));
                    names.classes.insert(module.word(name), block);
                }
                "from" | "import" if !modules.is_empty() => {
                    let known = |file: &String| modules.get(place).and_then(|module| module.imports.get(file)).copied();
                    for name in module.imports(line) {
                        if let Some(target) = name.own_files.iter().find_map(known) {
                            names.modules.insert((around, name.local), top(target));
                        } else if let Some(target) = name.files.iter().find_map(known) {
                            match name.there {
                                "" => {
                                    names.modules.insert((around, name.local), top(target));
                                }
                                there => {
                                    names.aliases.insert((around, name.local), (top(target), there));
                                }
                            }
                        }
                    }
                }
                "return" => {
                    let name = functions.iter().rfind(|(block, _)| *block == around).map(|(_, name)| *name);
                    if let Some(name) = name {
                        names.returns.entry(name).or_default().push((line.first + 1, line.last));
                    }
                }
                _ => names.assigned(module, around, (line.first, line.last)),
            }
            if module.sign(line.first) == b'@' {
                decorators.push(module.decorator(line));
            } else {
                decorators.clear();
            }
        }
        let wanted = |name: &str| name == "add_argument";
        for call in (0..module.ends.0).filter_map(|open| module.call(open, wanted)) {
            names.option(0, &call);
        }
        names
    }

    fn give(&mut self, block: usize, name: &'a str, value: Range) {
        if value.0 < value.1 {
            self.values.entry((block, name)).or_default().push(value);
        }
    }

    /// `host = …`, `host: str = …`, `settings.host = …`.
    fn assigned(&mut self, module: &Module<'a>, block: usize, (first, last): Range) {
        let Some(end) = module.dotted(first) else { return };
        let is_equals = |at: &usize| module.sign(*at) == b'=' && module.sign(*at + 1) != b'=';
        let equals = match module.sign(end) {
            b'=' => Some(end).filter(is_equals),
            b':' => module.outside(end + 1, last).find(is_equals),
            _ => None,
        };
        let Some(equals) = equals else { return };
        let (written, _) = module.written(first, end);
        match written.strip_prefix("self.") {
            Some(name) => {
                let class = self.blocks.get(block.wrapping_sub(1)).copied().unwrap_or(block);
                self.give(class, name, (equals + 1, last));
            }
            None => self.give(block, written, (equals + 1, last)),
        }
    }

    /// `def main(host: str = "0.0.0.0")`
    fn parameters(&mut self, module: &Module<'a>, block: usize, name: usize) {
        let open = name + 1;
        let Some(close) = module.token(open).filter(|_| module.sign(open) == b'(').map(|token| token.other) else {
            return;
        };
        for (first, last) in module.items(open + 1, close.max(open + 1)) {
            self.assigned(module, block, (first, last));
        }
    }

    /// `add_argument("--host", default="0.0.0.0")`, `@click.option("--host", default="0.0.0.0")`
    fn option(&mut self, block: usize, call: &Call<'a>) {
        if !matches!(call.method(), "option" | "add_argument") {
            return;
        }
        let Some(default) = call.named("default") else { return };
        for arg in call.args.iter().filter(|arg| arg.name.is_none()) {
            let name = arg.written.trim_matches(['"', '\'']);
            if let Some(name) = name.strip_prefix("--") {
                self.give(block, name, default.tokens);
            }
        }
    }

    pub(super) fn has_missed(&self) -> bool {
        self.missed.get()
    }

    /// The block that a token is in.
    fn block_at(&self, module: &Module<'a>, at: usize) -> usize {
        let line = module.tokens.lines.partition_point(|line| line.last <= at);
        let is_head = matches!(module.tokens.lines.get(line), Some(line) if module.word(line.first) == "def");
        if is_head { line + 1 } else { self.blocks.get(line).copied().unwrap_or(0) }
    }

    /// A block, and those around it.
    fn outwards(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(block), |block| block.checked_sub(1).and_then(|line| self.blocks.get(line)).copied())
    }

    /// The values that a name has in the innermost block around a token that gives it any.
    fn lookup(&self, module: &Module<'a>, at: usize, name: &'a str) -> &[Range] {
        for block in self.outwards(self.block_at(module, at)) {
            if let Some(values) = self.values_in(block, name) {
                return values;
            }
        }
        &[]
    }

    /// The values that a name has in a block, or in the module that gives it there.
    fn values_in(&self, block: usize, name: &'a str) -> Option<&[Range]> {
        let (mut block, mut name) = (block, name);
        for _ in 0..MAX_DEPTH {
            if let Some(values) = self.values.get(&(block, name)) {
                return Some(values);
            }
            (block, name) = *self.aliases.get(&(block, name))?;
        }
        None
    }

    /// The top of a module that a name stands for.
    fn module_named(&self, module: &Module<'a>, at: usize, name: &'a str) -> Option<usize> {
        self.outwards(self.block_at(module, at)).find_map(|block| self.modules.get(&(block, name))).copied()
    }

    fn class_around(&self, module: &Module<'a>, at: usize) -> Option<usize> {
        let line = module.tokens.lines.partition_point(|line| line.last <= at);
        let mut block = self.blocks.get(line).copied()?;
        while block != 0 {
            if module.tokens.lines.get(block - 1).is_some_and(|line| module.word(line.first) == "class") {
                return Some(block);
            }
            block = self.blocks.get(block - 1).copied()?;
        }
        None
    }
}

impl<'a> Module<'a> {
    /// What an expression may be: literals and calls that no name hides any more.
    pub(super) fn values(&self, range: Range) -> Vec<Range> {
        self.values_at(range, 0)
    }

    fn values_at(&self, range: Range, depth: usize) -> Vec<Range> {
        let mut found = Vec::new();
        let mut open = vec![(range, depth)];
        while let Some((range, depth)) = open.pop() {
            let cost = 1 + range.1.saturating_sub(range.0);
            let Some(left) = self.names.left.get().checked_sub(cost).filter(|_| found.len() < MAX_VALUES) else {
                break;
            };
            self.names.left.set(left);
            let behind = if depth < MAX_DEPTH { self.behind(range, depth) } else { None };
            match behind {
                Some(behind) => open.extend(behind.into_iter().take(MAX_VALUES).map(|range| (range, depth + 1))),
                None => found.push(range),
            }
        }
        found
    }

    /// Whether an expression may be this word: `True`.
    pub(super) fn may_be(&self, range: Range, word: &str) -> bool {
        self.values(range).into_iter().any(|(first, last)| last == first + 1 && self.word(first) == word)
    }

    /// Whether an expression may be a text of this kind.
    pub(super) fn may_be_text(&self, range: Range, is_it: impl Fn(&str) -> bool) -> bool {
        self.values(range).into_iter().any(|range| self.text_of(range).is_some_and(|text| is_it(&text)))
    }

    /// Whether an expression may be a text of this kind, or a list that has one.
    pub(super) fn may_hold_text(&self, range: Range, is_it: impl Fn(&str) -> bool) -> bool {
        self.values(range)
            .into_iter()
            .any(|range| self.texts_of(range).is_some_and(|texts| texts.iter().any(|text| is_it(text))))
    }

    /// What an object that is handed over by `**` gives its names.
    pub(super) fn entries(&self, range: Range, depth: usize) -> Vec<(&'a str, Range)> {
        let mut found = Vec::new();
        for (first, last) in self.values_at(range, depth) {
            if self.sign(first) == b'{' {
                for (from, to) in self.items(first + 1, last.saturating_sub(1)) {
                    if let Some(name) = self.key(from).filter(|_| self.sign(from + 1) == b':') {
                        found.push((name, (from + 2, to)));
                    }
                }
            } else if let Some(call) = self.call_of((first, last)).filter(|call| call.name == "dict") {
                found.extend(call.args.iter().filter_map(|arg| Some((arg.name?, arg.tokens))));
            }
        }
        found
    }

    /// Tokens that stand in no bracket.
    pub(super) fn outside(&self, first: usize, last: usize) -> impl Iterator<Item = usize> {
        let next = |at: usize| match self.sign(at) {
            b'(' | b'[' | b'{' => self.token(at).map_or(at, |token| token.other.max(at)) + 1,
            _ => at + 1,
        };
        std::iter::successors(Some(first), move |at| Some(next(*at))).take_while(move |at| *at < last)
    }

    /// The token behind `a.b.c`.
    fn dotted(&self, first: usize) -> Option<usize> {
        let mut end = first + 1;
        if self.word(first).is_empty() {
            return None;
        }
        while self.sign(end) == b'.' && !self.word(end + 1).is_empty() {
            end += 2;
        }
        Some(end)
    }

    fn key(&self, at: usize) -> Option<&'a str> {
        self.text_of((at, at + 1)).map(|_| self.written(at, at + 1).0.trim_matches(['"', '\'']))
    }

    /// An expression that is a call, and nothing behind it.
    fn call_of(&self, (_, last): Range) -> Option<Call<'a>> {
        let close = last.checked_sub(1).filter(|close| self.sign(*close) == b')')?;
        let open = self.token(close)?.other;
        if open >= close { None } else { self.call(open, |name| !name.is_empty()) }
    }

    /// What an expression is made of, one step back; none where it stands for itself.
    fn behind(&self, (first, last): Range, depth: usize) -> Option<Vec<Range>> {
        if first >= last {
            return None;
        }
        if self.sign(first) == b'('
            && self.token(first)?.other + 1 == last
            && self.items(first + 1, last - 1).len() == 1
        {
            return Some(vec![(first + 1, last - 1)]);
        }
        if let Some(sides) = self.sides((first, last)) {
            return Some(sides);
        }
        if self.dotted(first) == Some(last) {
            return self.named(first, last);
        }
        match self.sign(last - 1) {
            b')' => self.called((first, last)),
            b']' => self.subscript((first, last), depth + 1),
            _ => None,
        }
    }

    /// `a if b else c`, `a or b`.
    fn sides(&self, (first, last): Range) -> Option<Vec<Range>> {
        let (mut parts, mut from) = (Vec::new(), first);
        let mut is_condition = false;
        for at in self.outside(first, last) {
            match self.word(at) {
                "or" | "else" | "if" => {
                    if !is_condition && from < at {
                        parts.push((from, at));
                    }
                    is_condition = self.word(at) == "if" || is_condition && self.word(at) == "or";
                    from = at + 1;
                }
                "lambda" | "for" => return None,
                _ => {}
            }
        }
        if parts.is_empty() {
            return None;
        }
        if !is_condition && from < last {
            parts.push((from, last));
        }
        Some(parts)
    }

    /// `host`, `settings.host`, `args.host`.
    fn named(&self, first: usize, last: usize) -> Option<Vec<Range>> {
        let (written, _) = self.written(first, last);
        let given = self.names.lookup(self, first, written);
        if !given.is_empty() {
            return Some(given.to_vec());
        }
        let Some(owner) = last.checked_sub(2).filter(|owner| *owner > first) else { return self.missed(first) };
        let name = self.word(last - 1);
        let mut found = Vec::new();
        if self.written(first, owner).0 == "self" {
            let class = self.names.class_around(self, first)?;
            found.extend(self.names.values.get(&(class, name)).into_iter().flatten());
        } else if let Some(top) = self.names.module_named(self, first, self.written(first, owner).0) {
            found.extend(self.names.values_in(top, name).into_iter().flatten());
        } else {
            for value in self.values_of_owner((first, owner)) {
                self.attribute(value, name, 0, &mut found);
            }
        }
        if found.is_empty() { self.missed(first) } else { Some(found) }
    }

    /// A name that this module does not explain.
    fn missed(&self, first: usize) -> Option<Vec<Range>> {
        if !matches!(self.word(first), "True" | "False" | "None") {
            self.names.missed.set(true);
        }
        None
    }

    fn values_of_owner(&self, (first, last): Range) -> Vec<Range> {
        let (written, _) = self.written(first, last);
        let given = self.names.lookup(self, first, written);
        if given.is_empty() { vec![(first, last)] } else { given.iter().take(MAX_VALUES).copied().collect() }
    }

    /// An attribute of what a call gives: an object of a class of this file, the options of a command line.
    fn attribute(&self, value: Range, name: &'a str, depth: usize, found: &mut Vec<Range>) {
        let Some(call) = self.call_of(value) else { return };
        if let Some(arg) = call.named(name) {
            found.push(arg.tokens);
        } else if call.method() == "parse_args" {
            found.extend(self.names.values.get(&(0, name)).into_iter().flatten());
        } else if let Some(class) = self.names.classes.get(call.method()) {
            found.extend(self.names.values.get(&(*class, name)).into_iter().flatten());
        } else if let Some(returned) = self.names.returns.get(call.method()).filter(|_| depth < 2) {
            for value in returned.iter().take(MAX_VALUES) {
                for value in self.values_of_owner(*value) {
                    self.attribute(value, name, depth + 1, found);
                }
            }
        } else {
            self.missed(value.0);
        }
    }

    /// `os.environ.get("HOST", "0.0.0.0")`, `typer.Option("0.0.0.0")`, `origins.split(",")`.
    fn called(&self, range: Range) -> Option<Vec<Range>> {
        let call = self.call_of(range)?;
        let method = call.method();
        let place = match method {
            "get" | "getenv" | "setdefault" => 1,
            "Option" | "Field" | "Query" | "str" | "bool" | "list" | "tuple" | "set" | "Secret" => 0,
            "split" | "strip" | "lower" | "upper" | "removeprefix" | "removesuffix" => {
                let open = self.token(range.1 - 1)?.other;
                return open.checked_sub(2).filter(|end| *end > range.0).map(|end| vec![(range.0, end)]);
            }
            _ => return None,
        };
        let default = call.named("default").or(call.at(place))?;
        Some(vec![default.tokens])
    }

    /// `config["host"]`
    fn subscript(&self, (first, last): Range, depth: usize) -> Option<Vec<Range>> {
        let open = self.token(last - 1)?.other;
        if open <= first || last != open + 3 {
            return None;
        }
        let key = self.key(open + 1)?;
        let entries = self.entries((first, open), depth);
        let found: Vec<Range> = entries.into_iter().filter(|(name, _)| *name == key).map(|(_, value)| value).collect();
        if found.is_empty() { None } else { Some(found) }
    }
}
