//! A parallel map whose results arrive in the order of the items, with only a few of them in memory at a time.

use std::sync::mpsc::sync_channel;
use std::thread::{self, available_parallelism};

/// Calls `work` for every item on all cores and `consume` for each result, on the calling thread and in the order
/// of the items. Stops at the first error of `consume`.
///
/// Items are dealt to the threads in turn and results collected in turn, which keeps the order. A thread that is
/// ahead waits on its channel, which holds one result, so that memory stays bounded.
pub fn ordered_parallel_map<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut consume: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = available_parallelism().map_or(1, usize::from).min(items.len());
    let work = &work;
    thread::scope(|scope| {
        let receivers: Vec<_> = (0..threads)
            .map(|first| {
                let (sender, receiver) = sync_channel(1);
                scope.spawn(move || {
                    let mut own = items.iter().skip(first).step_by(threads);
                    while own.next().is_some_and(|item| sender.send(work(item)).is_ok()) {}
                });
                receiver
            })
            .collect();
        for (item, receiver) in items.iter().zip(receivers.iter().cycle()) {
            // A closed channel means that the thread panicked; the scope passes the panic on.
            let Ok(result) = receiver.recv() else { break };
            consume(item, result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn results_arrive_in_the_order_of_the_items_however_long_each_takes() {
        let items: Vec<u64> = (0..100).collect();
        let mut consumed = Vec::new();
        let slow_for_some = |n: &u64| (0..(n % 7) * 10_000).fold(*n, |x, y| x ^ (y & 1) ^ (y & 1));
        let done: Result<(), Infallible> = ordered_parallel_map(&items, slow_for_some, |item, result| {
            assert_eq!(*item, result);
            consumed.push(result);
            Ok(())
        });
        assert_eq!((done, consumed), (Ok(()), items));
    }

    #[test]
    fn an_error_of_the_consumer_stops_the_work() {
        let items: Vec<u64> = (0..1_000_000).collect();
        let mut consumed = 0;
        let stopped = ordered_parallel_map(
            &items,
            |n| *n,
            |_, _| {
                consumed += 1;
                if consumed < 5 { Ok(()) } else { Err("enough") }
            },
        );
        assert_eq!((stopped, consumed), (Err("enough"), 5));
    }
}
