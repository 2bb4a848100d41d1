//! Work on every core, results in the order of the input, and never more than a few of them in memory.

use std::sync::mpsc::sync_channel;
use std::thread::{self, available_parallelism};

/// Does `work` on every item and hands each result to `take`, in the order of the items, until `take` fails.
///
/// Each core has a lane of its own, the items are dealt out to the lanes in turn, and their results are
/// collected in turn: so the order comes by itself, and a lane that is ahead waits.
pub fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let lanes = available_parallelism().map_or(1, usize::from).min(items.len());
    let work = &work;
    thread::scope(|scope| {
        let results: Vec<_> = (0..lanes)
            .map(|lane| {
                let (sender, receiver) = sync_channel(1);
                scope.spawn(move || {
                    let mut own = items.iter().skip(lane).step_by(lanes);
                    while own.next().is_some_and(|item| sender.send(work(item)).is_ok()) {}
                });
                receiver
            })
            .collect();
        for (item, lane) in items.iter().zip(results.iter().cycle()) {
            let Ok(result) = lane.recv() else { break };
            take(item, result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn results_come_in_the_order_of_the_items_however_long_each_takes() {
        let items: Vec<u64> = (0..100).collect();
        let mut taken = Vec::new();
        let slow_for_some = |n: &u64| (0..(n % 7) * 10_000).fold(*n, |x, y| x ^ (y & 1) ^ (y & 1));
        let done: Result<(), Infallible> = in_order(&items, slow_for_some, |item, result| {
            assert_eq!(*item, result);
            taken.push(result);
            Ok(())
        });
        assert_eq!((done, taken), (Ok(()), items));
    }

    #[test]
    fn nobody_works_on_when_the_results_are_not_wanted_any_more() {
        let items: Vec<u64> = (0..1_000_000).collect();
        let mut taken = 0;
        let stopped = in_order(
            &items,
            |n| *n,
            |_, _| {
                taken += 1;
                if taken < 5 { Ok(()) } else { Err("enough") }
            },
        );
        assert_eq!((stopped, taken), (Err("enough"), 5));
    }
}
