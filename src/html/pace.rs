//! How often what is open is read again.

/// What is open is read at each step while it is short. Where nothing of a long one can be settled it has to grow by a part
/// of itself first, so that all that is read stays within a multiple of what came.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace {
    read: usize,
}

impl Pace {
    const SHORT: usize = 4 << 10;
    const PART: usize = 8;

    /// Whether `open` bytes that end at the place `end` are to be read.
    pub(crate) fn is_due(&mut self, open: usize, end: usize) -> bool {
        let due = open <= Self::SHORT || end.saturating_sub(self.read).saturating_mul(Self::PART) >= open;
        if due {
            self.read = end;
        }
        due
    }
}
