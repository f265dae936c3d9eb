//! How many slots there may be: a slot is two open files.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const MOST: u64 = 4096;
/// Kept for connections, and for everything that is no slot.
const RESERVE: u64 = 512;

/// Raises the limit of open files as far as it goes, and is how many slots it lets through.
pub(crate) fn slots() -> usize {
    let wanted = 2 * MOST + RESERVE;
    let limit = getrlimit(Resource::Nofile);
    let reach = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if limit.current.is_some_and(|current| current < reach) {
        // Where it stays as it was, there are fewer slots.
        setrlimit(Resource::Nofile, Rlimit { current: Some(reach), maximum: limit.maximum }).ok();
    }
    let files = getrlimit(Resource::Nofile).current.unwrap_or(wanted).min(wanted);
    usize::try_from(files.saturating_sub(RESERVE).max(files / 2) / 2).unwrap_or_default()
}
