//! A progress bar for those who wait: only when it takes long, and only on a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

/// From when on somebody wants to know how long it will take.
const LONG: Duration = Duration::from_secs(2);

/// How far the work has come.
pub struct Progress {
    began: Instant,
    done: u64,
    total: u64,
    bar: ProgressBar,
}

impl Progress {
    /// Work of `total` steps begins.
    pub fn new(total: usize) -> Self {
        Self { began: Instant::now(), done: 0, total: total as u64, bar: ProgressBar::hidden() }
    }

    /// One step is done.
    pub fn step(&mut self) {
        self.done += 1;
        if self.bar.is_hidden() && stderr().is_terminal() && self.began.elapsed() > LONG {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}");
            self.bar = ProgressBar::new(self.total);
            self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
        self.bar.set_position(self.done);
    }

    /// Writes something while the bar is out of the way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// All steps are done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
