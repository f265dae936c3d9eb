//! Tags and names as they are written, to be compared and copied by the word.

/// Markup around a name, padded: a copy of a length that the compiler knows is a few instructions, any other is a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Padded {
    pub(crate) bytes: [u8; 24],
    length: u8,
}

impl Padded {
    const NONE: Self = Self { bytes: [0; 24], length: 0 };

    const fn of(before: &str, name: &str, after: &str) -> Self {
        let mut padded = Self::NONE;
        let parts = [before.as_bytes(), name.as_bytes(), after.as_bytes()];
        let mut part = 0;
        while part < parts.len() {
            let mut at = 0;
            while at < parts[part].len() {
                padded.bytes[padded.length as usize] = parts[part][at];
                padded.length += 1;
                at += 1;
            }
            part += 1;
        }
        padded
    }

    pub(crate) const fn around<const N: usize>(before: &str, names: &[&str], after: &str) -> [Self; N] {
        let mut all = [Self::NONE; N];
        let mut at = 0;
        while at < N {
            all[at] = Self::of(before, names[at], after);
            at += 1;
        }
        all
    }

    #[inline(always)]
    pub(crate) fn length(&self) -> usize {
        usize::from(self.length)
    }

    /// As it is, without its last byte.
    #[inline(always)]
    pub(crate) fn shorter(&self) -> Self {
        Self { bytes: self.bytes, length: self.length.saturating_sub(1) }
    }

    /// Whether `text` has it at a place.
    #[inline(always)]
    pub(crate) fn stands_at(&self, text: &[u8], at: usize) -> bool {
        let Some(first) = text.get(at..).and_then(|rest| rest.first_chunk()) else { return false };
        let Some(own) = self.bytes.first_chunk() else { return false };
        let length = self.length();
        // The bytes behind those that count are shifted out.
        let differs = (u64::from_le_bytes(*first) ^ u64::from_le_bytes(*own)) << (64 - 8 * length.clamp(1, 8));
        differs == 0 && (length <= 8 || text.get(at + 8..at + length) == self.bytes.get(8..length))
    }
}
