//! What the simulator remembers, and its clock.

use crate::faults::Fault;
use serde::Serialize;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// The simulator; clones share what it remembers.
#[derive(Clone, Default)]
pub struct Simulator(Arc<Mutex<State>>);

/// Everything that it remembers.
#[derive(Default)]
pub(crate) struct State {
    /// How far its clock is ahead, in milliseconds.
    advance_ms: i64,
    /// What happened.
    pub(crate) ledger: Ledger,
    /// What will go wrong.
    pub(crate) faults: Vec<Fault>,
    /// The access token and its last moment, in milliseconds since the epoch.
    pub(crate) token: Option<(String, i64)>,
    /// How many tokens there were.
    pub(crate) tokens: u64,
    /// The codes that were used, with their kind in front.
    used: HashSet<String>,
}

/// What happened.
#[derive(Clone, Default, Serialize)]
pub(crate) struct Ledger {
    /// Logins that succeeded.
    pub(crate) logins: u64,
    /// Phone numbers that were told.
    pub(crate) phones: u64,
    /// Text messages that were taken, in their order.
    pub(crate) messages: Vec<Message>,
}

/// A text message that was taken.
#[derive(Clone, Serialize)]
pub(crate) struct Message {
    /// The sender's id of it.
    pub(crate) id: String,
    /// Where it went.
    pub(crate) phone: String,
    /// Which text.
    pub(crate) template: String,
    /// What was filled in.
    pub(crate) variables: Vec<String>,
    /// When, in milliseconds since the epoch.
    pub(crate) at_ms: i64,
}

impl Simulator {
    /// What it remembers, also after a panic elsewhere.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Its time, in milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        (now.as_millis() as i64).saturating_add(self.advance_ms)
    }

    /// Moves the clock on.
    pub(crate) fn advance(&mut self, seconds: u32) {
        self.advance_ms = self.advance_ms.saturating_add(i64::from(seconds) * 1000);
    }

    /// Whether this code is used for the first time.
    pub(crate) fn use_once(&mut self, kind: &str, code: &str) -> bool {
        self.used.insert(format!("{kind} {code}"))
    }
}
