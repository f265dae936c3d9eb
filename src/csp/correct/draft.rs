//! A policy as it is written, directive by directive, to be written anew.

use std::fmt;

use crate::csp::directives::{Kind, KnownDirective};

/// What is written, in order; a name can come back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    directives: Vec<(String, Vec<String>)>,
}

impl Draft {
    /// Reads one policy of a header.
    pub(crate) fn of(text: &str) -> Self {
        let read = |token: &str| {
            let mut words = token.split_ascii_whitespace().map(str::to_owned);
            Some((words.next()?.to_ascii_lowercase(), words.collect()))
        };
        Self { directives: text.split(';').filter_map(read).collect() }
    }

    /// The directives, in order.
    pub(super) fn directives(&self) -> &[(String, Vec<String>)] {
        &self.directives
    }

    pub(super) fn replace(&mut self, directives: Vec<(String, Vec<String>)>) {
        self.directives = directives;
    }

    /// The words of the first directive of that name, which is the one that counts.
    pub(super) fn words(&mut self, name: &str) -> Option<&mut Vec<String>> {
        self.directives.iter_mut().find(|(held, _)| held == name).map(|(_, words)| words)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.directives.iter().any(|(held, _)| held == name)
    }

    /// The value of a directive.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        self.directives.iter().find(|(held, _)| held == name).map(|(_, words)| words.join(" "))
    }

    /// Writes each word of a directive anew.
    pub(crate) fn rewrite(&mut self, name: &str, change: impl Fn(&str) -> String) {
        for word in self.words(name).into_iter().flatten() {
            *word = change(word);
        }
    }

    /// Takes over what other policies of the page say of requests that this one leaves free, so that a `default-src` that is
    /// added here holds nothing that they let through.
    pub(crate) fn adopt(&mut self, others: &[Self]) {
        for (name, words) in others.iter().flat_map(|other| &other.directives) {
            let is_fetch = KnownDirective::named(name).is_some_and(|known| known.kind == Kind::Fetch);
            if is_fetch && !self.has(name) && !self.has("default-src") {
                self.directives.push((name.clone(), words.clone()));
            }
        }
    }

    /// Adds a directive, unless there is one.
    pub(crate) fn add(&mut self, name: &str, words: &[&str]) {
        if !self.has(name) {
            self.directives.push((name.to_owned(), words.iter().map(|word| (*word).to_owned()).collect()));
        }
    }

    /// The same, and gives one that is empty its words.
    pub(crate) fn fill(&mut self, name: &str, words: &[&str]) {
        self.add(name, words);
        if let Some(held) = self.words(name).filter(|held| held.is_empty()) {
            held.extend(words.iter().map(|word| (*word).to_owned()));
        }
    }

    /// Changes the words that decide about `name`, in a directive of its own where `default-src` or `child-src` decides: what
    /// those say of everything else stays. Where nothing decides, it is the page's own origin that is changed.
    pub(super) fn edit(&mut self, name: &'static str, change: &dyn Fn(&mut Vec<String>)) {
        let decides = self.deciding(name);
        let before = decides.and_then(|decides| self.words(decides).cloned()).unwrap_or_else(|| vec![SELF.to_owned()]);
        let mut after = before.clone();
        change(&mut after);
        if after == before && decides.is_some() {
            return;
        }
        match decides.filter(|decides| !matches!(*decides, "default-src" | "child-src")) {
            Some(decides) => {
                if let Some(words) = self.words(decides) {
                    *words = after;
                }
            }
            None => self.directives.push((name.to_owned(), after)),
        }
    }

    /// The name of the directive that decides about `name`.
    pub(super) fn deciding(&self, name: &'static str) -> Option<&'static str> {
        let known = KnownDirective::named(name)?;
        [known.name].into_iter().chain(known.fallbacks.iter().copied()).find(|name| self.has(name))
    }
}

/// The page's own origin.
pub(super) const SELF: &str = "'self'";

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, words)) in self.directives.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            f.write_str(name)?;
            for word in words {
                write!(f, " {word}")?;
            }
        }
        Ok(())
    }
}
