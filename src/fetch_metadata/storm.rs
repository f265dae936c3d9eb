//! Refusals, counted a client: which to log, and when they are a storm.
//!
//! *Threat:* a page that probes an endpoint by the thousand (XS-Leaks), and an attacker who fills the log or the memory of
//! whoever counts. *Rule:* a table of fixed size; the client that was refused least makes room, so that a million addresses
//! cost what one does and do not hide the one that insists.

use std::hash::{BuildHasher, RandomState};

/// Refusals a minute that make a storm.
pub const STORM: u32 = 10;
/// Refusals a minute that are logged, of one client.
pub const LOGGED: u32 = 5;
const WINDOW_MS: u64 = 60_000;

const SETS: usize = 2_048;
const WAYS: usize = 4;

/// Counts refusals. It takes memory with the first.
#[derive(Debug, Default)]
pub struct RefusalMeter {
    slots: Vec<Slot>,
    hasher: RandomState,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    client: u64,
    /// When its minute began, in milliseconds.
    since: u64,
    count: u32,
}

/// What to do about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Whether it is one of the first of its minute.
    pub log: bool,
    /// Whether it is the one that makes a storm: once a minute.
    pub storm: bool,
}

impl RefusalMeter {
    /// Counts a refusal of `client`, an address or whatever tells clients apart. `now` is in milliseconds of any clock.
    pub fn refused(&mut self, client: &str, now: u64) -> Signal {
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); SETS * WAYS];
        }
        let client = self.hasher.hash_one(client);
        let set = usize::try_from(client % SETS as u64).unwrap_or_default() * WAYS;
        let Some(ways) = self.slots.get_mut(set..set + WAYS) else { return Signal { log: false, storm: false } };
        let is_over = |slot: &Slot| slot.count == 0 || now.saturating_sub(slot.since) >= WINDOW_MS;
        let known = ways.iter().position(|slot| slot.client == client && !is_over(slot));
        let at = known.or_else(|| {
            let room = ways.iter().enumerate().min_by_key(|(_, slot)| if is_over(slot) { 0 } else { slot.count });
            room.map(|(at, _)| at)
        });
        let Some(slot) = at.and_then(|at| ways.get_mut(at)) else { return Signal { log: false, storm: false } };
        if known.is_none() {
            *slot = Slot { client, since: now, count: 0 };
        }
        slot.count = slot.count.saturating_add(1);
        Signal { log: slot.count <= LOGGED, storm: slot.count == STORM }
    }

    /// Bytes that it takes; after the first refusal, now and ever.
    pub fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_logged_five_times_and_is_a_storm_once_a_minute() {
        let mut meter = RefusalMeter::default();
        for minute in 0..3 {
            let signals: Vec<Signal> = (0..30).map(|at| meter.refused("a", minute * 60_000 + at)).collect();
            assert_eq!(signals.iter().filter(|signal| signal.log).count(), 5);
            let storms: Vec<usize> = (0..30).filter(|at| signals[*at].storm).collect();
            assert_eq!(storms, [9]);
        }
        assert!((0..9).all(|at| !meter.refused("b", at * 60_000).storm), "once a minute is no storm");
    }

    #[test]
    fn thousands_of_clients_are_told_apart() {
        let mut meter = RefusalMeter::default();
        let mut storms = 0;
        for _ in 0..STORM {
            for client in 0..4_096 {
                storms += u32::from(meter.refused(&client.to_string(), 0).storm);
            }
        }
        // Half of what there is room for: one in seven shares a set with more clients than it has ways.
        assert!(storms > 3_000, "{storms}");
    }

    #[test]
    fn a_million_clients_take_no_more_memory_and_do_not_hide_one_that_insists() {
        let mut meter = RefusalMeter::default();
        assert_eq!(meter.bytes(), 0);
        meter.refused("the first", 0);
        let bytes = meter.bytes();
        let mut storms = 0;
        for at in 0..1_000_000_u64 {
            let client = format!("10.{}.{}.{}", at >> 16, at >> 8 & 255, at & 255);
            storms += u64::from(meter.refused(&client, at / 100).storm);
            if at % 1_000 == 0 {
                storms += u64::from(meter.refused("the one", at / 100).storm);
            }
        }
        assert_eq!(meter.bytes(), bytes);
        assert!((1 << 17..1 << 18).contains(&bytes), "{bytes}");
        assert_eq!(storms, 1, "of the one alone");
    }
}
