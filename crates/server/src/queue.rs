//! The queue before the processor: as many checks at once as there are workers, a bounded number that wait, and
//! "busy" for the next one, so that memory and waiting time stay bounded under any load.

use crate::code::Code;
use crate::problem::Problem;
use std::num::NonZero;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Slots for checks, first come, first served.
#[derive(Clone)]
pub(crate) struct Queue {
    /// One for each check that waits or runs.
    slots: Arc<Semaphore>,
    /// One for each check that runs.
    workers: Arc<Semaphore>,
    size: Size,
}

#[derive(Clone, Copy)]
struct Size {
    slots: usize,
    workers: usize,
}

impl Queue {
    /// A queue with this many workers, and slots for those who wait.
    pub(crate) fn new(workers: NonZero<usize>, length: usize) -> Self {
        let workers = workers.get().min(Semaphore::MAX_PERMITS);
        let slots = workers.saturating_add(length).min(Semaphore::MAX_PERMITS);
        Self {
            slots: Arc::new(Semaphore::new(slots)),
            workers: Arc::new(Semaphore::new(workers)),
            size: Size { slots, workers },
        }
    }

    /// Runs `job` on a thread where it may take long. Whoever drops this future before the job has begun
    /// leaves the queue; a job that runs keeps its worker until it ends.
    ///
    /// # Errors
    /// [`Code::Busy`] if no slot is free, [`Code::InternalError`] if the job panics.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let slot = self.slots.clone().try_acquire_owned().map_err(|_| Problem::new(Code::Busy))?;
        let worker =
            self.workers.clone().acquire_owned().await.map_err(|_| Problem::new(Code::InternalError))?;
        let running = spawn_blocking(move || {
            let _held_until_the_end = (slot, worker);
            job()
        });
        running.await.map_err(|error| {
            tracing::error!(panicked = error.is_panic(), "a check failed");
            Problem::new(Code::InternalError)
        })
    }

    /// How many checks run.
    pub(crate) fn running(&self) -> usize {
        self.size.workers.saturating_sub(self.workers.available_permits())
    }

    /// How many checks wait for a worker.
    pub(crate) fn waiting(&self) -> usize {
        let taken = self.size.slots.saturating_sub(self.slots.available_permits());
        taken.saturating_sub(self.running())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    const ONE: NonZero<usize> = NonZero::<usize>::MIN;

    #[tokio::test]
    async fn when_all_slots_are_taken_the_next_is_refused() {
        let queue = Queue::new(ONE, 1);
        let (release, released) = mpsc::channel::<()>();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let first = tokio::spawn({
            let queue = queue.clone();
            async move {
                let wait = move || {
                    let _ = started.send(());
                    released.recv()
                };
                queue.run(wait).await
            }
        });
        has_started.await.unwrap();
        let mut second = Box::pin(queue.run(|| 2));
        assert!(is_pending(&mut second).await);
        assert_eq!((queue.running(), queue.waiting()), (1, 1));
        assert_eq!(queue.run(|| 3).await, Err(Problem::new(Code::Busy)));
        release.send(()).unwrap();
        assert!(first.await.unwrap().is_ok());
        assert_eq!(second.await, Ok(2));
        assert_eq!((queue.running(), queue.waiting()), (0, 0));
    }

    #[tokio::test]
    async fn whoever_leaves_the_queue_frees_a_slot() {
        let queue = Queue::new(ONE, 0);
        drop(queue.run(|| 1));
        assert_eq!(queue.run(|| 2).await, Ok(2));
    }

    #[tokio::test]
    async fn a_job_that_panics_is_an_internal_error_and_frees_its_worker() {
        let queue = Queue::new(ONE, 0);
        assert_eq!(queue.run(|| panic!("spoilt")).await, Err::<(), _>(Problem::new(Code::InternalError)));
        assert_eq!(queue.run(|| 2).await, Ok(2));
    }

    async fn is_pending<T>(future: &mut (impl Future<Output = T> + Unpin)) -> bool {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending())
        })
        .await
    }
}
