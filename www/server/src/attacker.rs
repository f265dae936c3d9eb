//! The attacker: origins of his own, each with counters of its own, so that what reached one run is no other's.
//!
//! A slot is a port of 127.0.0.1. The page opens some for each run, and the oldest are closed where there are too many; the slot `mcp` is always there,
//! for what the MCP server's tools answer.

pub(crate) mod api;
mod slot;

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::uri::Authority;
use tokio::task::JoinSet;

use slot::Sockets;
pub(crate) use slot::{Report, Slot, text, welcome_everyone};

/// A slot and what serves it, for as long as it is kept.
type Open = (Arc<Slot>, JoinSet<()>);

#[derive(Debug)]
pub(crate) struct Attacker {
    most: usize,
    mcp: Open,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    opened: u64,
    /// Oldest first.
    slots: VecDeque<Open>,
    /// Ports of slots that were closed: a browser may come back to one late.
    spent: VecDeque<u16>,
}

impl Attacker {
    pub(crate) const MCP: &str = "mcp";
    const SPENT: usize = 1024;
    const TRIES: usize = 64;

    /// `most` slots at a time, and the one of the MCP server's tools on `mcp_port`.
    pub(crate) fn start(mcp_port: u16, most: usize) -> io::Result<Self> {
        let mcp = Slot::start(Self::MCP.to_owned(), Sockets::bind(mcp_port)?);
        Ok(Self { most, mcp, state: Mutex::default() })
    }

    pub(crate) fn mcp(&self) -> &Slot {
        &self.mcp.0
    }

    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// New slots. The oldest are closed where there would be too many.
    pub(crate) fn open(&self, count: usize) -> io::Result<Vec<Arc<Slot>>> {
        let mut state = self.lock();
        let excess = (state.slots.len() + count).saturating_sub(self.most);
        for _ in 0..excess {
            let Some((slot, _)) = state.slots.pop_front() else { break };
            state.spend(slot.address.port());
        }
        (0..count).map(|_| state.open_one()).collect()
    }

    pub(crate) fn close(&self, ids: &[String]) {
        let mut state = self.lock();
        let slots = std::mem::take(&mut state.slots);
        let (closed, kept): (VecDeque<Open>, _) = slots.into_iter().partition(|(slot, _)| ids.contains(&slot.id));
        state.slots = kept;
        for (slot, _) in closed {
            state.spend(slot.address.port());
        }
    }

    /// Those with these names, or all that saw something.
    pub(crate) fn slots(&self, ids: Option<&[&str]>) -> Vec<Arc<Slot>> {
        let asked = |slot: &Slot| ids.map_or_else(|| !slot.saw_nothing(), |ids| ids.contains(&slot.id.as_str()));
        self.all().into_iter().filter(|slot| asked(slot)).collect()
    }

    pub(crate) fn slot(&self, id: &str) -> Option<Arc<Slot>> {
        self.all().into_iter().find(|slot| slot.id == id)
    }

    pub(crate) fn at(&self, authority: &Authority) -> Option<Arc<Slot>> {
        self.all().into_iter().find(|slot| slot.address.to_string() == authority.as_str())
    }

    pub(crate) fn reset(&self) {
        for slot in self.all() {
            slot.reset();
        }
    }

    fn all(&self) -> Vec<Arc<Slot>> {
        let state = self.lock();
        std::iter::once(&self.mcp).chain(&state.slots).map(|(slot, _)| Arc::clone(slot)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn open_one(&mut self) -> io::Result<Arc<Slot>> {
        let sockets = self.unspent()?;
        self.opened += 1;
        let open = Slot::start(format!("s{}", self.opened), sockets);
        let slot = Arc::clone(&open.0);
        self.slots.push_back(open);
        Ok(slot)
    }

    /// A port for which both kinds of socket are free, and which was not a slot's lately.
    fn unspent(&self) -> io::Result<Sockets> {
        for _ in 0..Attacker::TRIES {
            match Sockets::bind(0) {
                Ok(sockets) if self.spent.contains(&sockets.port()) => {}
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                other => return other,
            }
        }
        Err(io::ErrorKind::AddrInUse.into())
    }

    fn spend(&mut self, port: u16) {
        if self.spent.len() == Attacker::SPENT {
            self.spent.pop_front();
        }
        self.spent.push_back(port);
    }
}

#[cfg(test)]
mod tests;
