//! Long work over many photos: on all cores, with a progress bar once it takes a while and a terminal shows it.

use crate::ordered_parallel_map::ordered_parallel_map;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

/// Work that ends sooner needs no progress bar.
const DELAY: Duration = Duration::from_secs(2);

/// [`ordered_parallel_map`] with a progress bar on standard error. The bar is hidden while `consume` runs, so that
/// it may write to the terminal.
pub fn map_with_progress<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut consume: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let started = Instant::now();
    let mut bar = ProgressBar::hidden();
    let mut done = 0;
    let result = ordered_parallel_map(items, work, |item, result| {
        done += 1;
        if bar.is_hidden() && stderr().is_terminal() && started.elapsed() > DELAY {
            bar = visible_bar(items.len() as u64);
        }
        bar.set_position(done);
        bar.suspend(|| consume(item, result))
    });
    bar.finish_and_clear();
    result
}

fn visible_bar(length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}");
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
