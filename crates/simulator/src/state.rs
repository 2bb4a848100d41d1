//! What the simulator remembers, its keys and its clock.

use crate::accounts::{Accounts, Certificate, Keys};
use crate::faults::Fault;
use crate::pay::Books;
use reqwest::Client;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;

/// The simulator; clones share what it remembers.
#[derive(Clone)]
pub struct Simulator(Arc<Shared>);

struct Shared {
    keys: Arc<Keys>,
    clock: Box<dyn Fn() -> i64 + Send + Sync>,
    client: Client,
    /// Tells the sender of callbacks that some may be due.
    callbacks: Notify,
    state: Mutex<State>,
}

/// The keys of all simulators in this process that are given none: making them takes a while.
static KEYS: LazyLock<Arc<Keys>> =
    LazyLock::new(|| Arc::new(Keys::generate().expect("random numbers of the system")));

/// How long the receiver of a callback may take (WeChat Pay: 5 seconds).
const CALLBACK_LIMIT: Duration = Duration::from_secs(5);

/// Everything that it remembers.
#[derive(Default)]
pub(crate) struct State {
    /// How far it is ahead of its clock, in milliseconds.
    advance_ms: i64,
    /// What happened.
    pub(crate) ledger: Ledger,
    /// What will go wrong.
    pub(crate) faults: Vec<Fault>,
    /// The access token and its last moment, in milliseconds since the epoch.
    pub(crate) token: Option<(String, i64)>,
    /// How many tokens there were.
    pub(crate) tokens: u64,
    /// The codes that were used, with their kind in front, and the nonces of signed requests.
    used: HashSet<String>,
    /// Orders, refunds and their callbacks.
    pub(crate) books: Books,
    /// The platform's certificates since the first rotation: the one that signs, and the one before it.
    rotated: Option<[Arc<Certificate>; 2]>,
    /// How many variables the approved templates have; every template is approved while there are none.
    pub(crate) templates: HashMap<String, usize>,
}

/// What happened, but for money.
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

impl Default for Simulator {
    /// On the system's clock, with keys that all simulators of this process share.
    fn default() -> Self {
        Self::with_clock(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
        })
    }
}

impl Simulator {
    /// On a clock that tells milliseconds since the epoch, with keys that all simulators of this process share.
    pub fn with_clock(clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            keys: KEYS.clone(),
            clock: Box::new(clock),
            client: Client::builder().no_proxy().timeout(CALLBACK_LIMIT).build().unwrap_or_default(),
            callbacks: Notify::new(),
            state: Mutex::default(),
        }))
    }

    /// The same with the keys in a folder; those that are missing are made and written there.
    ///
    /// # Errors
    /// Those of the folder, and a file that is no key.
    pub fn with_keys(self, folder: &Path) -> io::Result<Self> {
        let keys = Arc::new(Keys::in_folder(folder)?);
        let shared = Arc::into_inner(self.0).ok_or_else(|| io::Error::other("the simulator is in use"))?;
        Ok(Self(Arc::new(Shared { keys, ..shared })))
    }

    /// What a merchant knows of his accounts.
    pub fn accounts(&self) -> &Accounts {
        &self.0.keys.accounts
    }

    /// The keys behind the accounts.
    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The platform's certificate that signs.
    pub(crate) fn certificate(&self) -> Arc<Certificate> {
        match &self.state().rotated {
            Some([signs, _]) => signs.clone(),
            None => self.0.keys.certificate.clone(),
        }
    }

    /// The platform's certificates that are given out.
    pub(crate) fn certificates(&self) -> Vec<Arc<Certificate>> {
        match &self.state().rotated {
            Some(rotated) => rotated.to_vec(),
            None => vec![self.0.keys.certificate.clone()],
        }
    }

    /// Lets a new certificate sign; the one before it is still given out.
    pub(crate) fn rotate(&self, certificate: Certificate) {
        let before = self.certificate();
        self.state().rotated = Some([Arc::new(certificate), before]);
    }

    /// What it remembers, also after a panic elsewhere.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time that signatures bear and are judged by, in milliseconds since the epoch.
    pub(crate) fn clock_ms(&self) -> i64 {
        (self.0.clock)()
    }

    /// The time by which orders, tokens and refunds end, in milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        let advance_ms = self.state().advance_ms;
        self.clock_ms().saturating_add(advance_ms)
    }

    /// Moves the time on by which things end.
    pub(crate) fn advance(&self, seconds: u32) {
        let mut state = self.state();
        state.advance_ms = state.advance_ms.saturating_add(i64::from(seconds) * 1000);
        self.0.callbacks.notify_one();
    }

    /// Sends callbacks.
    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    /// Wakes and awaits the sender of callbacks.
    pub(crate) fn callbacks(&self) -> &Notify {
        &self.0.callbacks
    }
}

impl State {
    /// Whether this code or nonce is used for the first time.
    pub(crate) fn use_once(&mut self, kind: &str, code: &str) -> bool {
        self.used.insert(format!("{kind} {code}"))
    }
}
