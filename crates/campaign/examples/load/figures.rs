//! How long each step took.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The times of the requests that were answered, by step.
#[derive(Default)]
pub struct Figures(Mutex<BTreeMap<&'static str, Vec<Duration>>>);

impl Figures {
    /// Notes a request.
    pub fn add(&self, step: &'static str, time: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(step).or_default().push(time);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(f, "{:<14} {:>7} {:>9} {:>9} {:>9}", "step", "count", "p50 ms", "p99 ms", "max ms")?;
        for (step, times) in steps.iter_mut() {
            times.sort();
            let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
            writeln!(f, "{step:<14} {:>7} {:>9.1} {:>9.1} {:>9.1}", times.len(), at(50), at(99), at(100))?;
        }
        Ok(())
    }
}
