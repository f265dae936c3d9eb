use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// Counts everything and keeps the newest entries.
#[derive(Debug)]
pub(crate) struct Recent<T> {
    state: Mutex<State<T>>,
}

#[derive(Debug)]
struct State<T> {
    total: u64,
    newest: VecDeque<T>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Snapshot<T> {
    pub(crate) total: u64,
    /// Oldest first.
    pub(crate) recent: Vec<T>,
}

impl<T: Clone> Recent<T> {
    const KEPT: usize = 200;

    pub(crate) fn push(&self, entry: T) {
        let mut state = self.lock();
        state.total += 1;
        if state.newest.len() == Self::KEPT {
            state.newest.pop_front();
        }
        state.newest.push_back(entry);
    }

    pub(crate) fn clear(&self) {
        *self.lock() = State::default();
    }

    pub(crate) fn snapshot(&self) -> Snapshot<T> {
        let state = self.lock();
        Snapshot { total: state.total, recent: state.newest.iter().cloned().collect() }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self { total: 0, newest: VecDeque::new() }
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { state: Mutex::default() }
    }
}

pub(crate) fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| u64::try_from(elapsed.as_millis()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_more_than_it_keeps() {
        let log = Recent::default();
        for n in 0..Recent::<usize>::KEPT + 5 {
            log.push(n);
        }
        let snapshot = log.snapshot();
        assert_eq!(snapshot.total, 205);
        assert_eq!((snapshot.recent.first(), snapshot.recent.len()), (Some(&5), 200));
        for (since, recent) in [(0, 200), (4, 200), (204, 1), (205, 0), (999, 0)] {
            assert_eq!(log.since(since).recent.len(), recent, "{since}");
        }
        log.clear();
        assert_eq!(log.snapshot().total, 0);
    }
}
