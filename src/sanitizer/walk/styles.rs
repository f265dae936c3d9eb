//! Styles that were judged lately: a table has the same one in each cell, and a style sheet gives one to many elements.

use std::rc::Rc;

use crate::sanitizer::allowlist::css::{Flow, Laid, Style};
use crate::sanitizer::report::digest;

/// Places for styles, a power of two. A style has one by its digest, and takes it from the one that is there.
const PLACES: usize = 256;
/// A longer one is judged each time, in bytes.
const LONGEST: usize = 1 << 10;

/// What a value came to.
struct Judged {
    value: String,
    how: (Laid, Flow),
    style: Rc<Style>,
}

#[derive(Default)]
pub(super) struct Styles(Vec<Option<Judged>>);

impl Styles {
    pub(super) fn clean(&mut self, value: &str, how: (Laid, Flow)) -> Rc<Style> {
        let judge = || Rc::new(how.0.clean(value, how.1));
        if value.len() > LONGEST {
            return judge();
        }
        if self.0.is_empty() {
            self.0.resize_with(PLACES, || None);
        }
        let at = digest(0, value) as usize % PLACES;
        let Some(place) = self.0.get_mut(at) else { return judge() };
        match place {
            Some(held) if held.value == value && held.how == how => held.style.clone(),
            _ => {
                let style = judge();
                *place = Some(Judged { value: value.to_owned(), how, style: style.clone() });
                style
            }
        }
    }
}
