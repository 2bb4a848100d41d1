//! Receives a photo: bounded in length, in time and in the memory of all uploads together.

use crate::code::Code;
use crate::config::ChecksConfig;
use crate::problem::Problem;
use crate::state::ApiState;
use axum::body::{Body, HttpBody};
use http_body_util::BodyExt;
use precheck_imaging::container::limits::MAX_BYTES;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

/// The first allocation for a body. Each further one doubles it, so that a body takes at most twice the memory that
/// its sender has sent, whatever length he announced.
const FIRST_ALLOCATION: usize = 64 << 10;

/// A body that is refused is read up to here: a browser shows the refusal only if it could send its file to the end.
const READ_BUT_NOT_KEPT: u64 = 2 * MAX_BYTES;

/// A photo, with its part of the upload budget until it is dropped.
#[derive(Default)]
pub struct Upload {
    bytes: Vec<u8>,
    /// A permit for each byte of the vector's capacity.
    budget: Option<OwnedSemaphorePermit>,
}

/// Receives the whole body.
///
/// # Errors
/// [`Code::PhotoTooLarge`], [`Code::UploadTooSlow`], [`Code::UploadBroken`], or [`Code::Busy`] if all
/// uploads together take too much memory.
pub(crate) async fn receive(mut body: Body, state: &ApiState) -> Result<Upload, Problem> {
    if body.size_hint().lower() > READ_BUT_NOT_KEPT {
        return Err(Problem::new(Code::PhotoTooLarge));
    }
    let mut upload = Ok(Upload::default());
    let mut received: u64 = 0;
    let mut pace = Pace::new(&state.config);
    loop {
        let frame =
            timeout_at(pace.deadline(), body.frame()).await.map_err(|_| Problem::new(Code::UploadTooSlow))?;
        let Some(frame) = frame else { break };
        let Ok(data) = frame.map_err(|_| Problem::new(Code::UploadBroken))?.into_data() else { continue };
        received = received.saturating_add(data.len() as u64);
        pace.advance(data.len());
        upload = if received > MAX_BYTES {
            Err(Problem::new(Code::PhotoTooLarge))
        } else {
            upload.and_then(|upload| upload.with(&data, state))
        };
        if received > READ_BUT_NOT_KEPT {
            break;
        }
    }
    upload
}

impl Upload {
    /// The photo.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds bytes; where the vector has to grow, takes the memory out of the budget first.
    fn with(mut self, data: &[u8], state: &ApiState) -> Result<Self, Problem> {
        let length = self.bytes.len().saturating_add(data.len());
        if length > self.bytes.capacity() {
            let capacity = length.next_power_of_two().max(FIRST_ALLOCATION);
            // Beside the old allocation, which is there until its bytes have been copied.
            let budget = reserve(state, capacity)?;
            self.bytes.reserve_exact(capacity.saturating_sub(self.bytes.len()));
            self.budget = Some(budget);
        }
        self.bytes.extend_from_slice(data);
        Ok(self)
    }
}

/// Takes this many bytes of the upload budget.
fn reserve(state: &ApiState, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
    let busy = || Problem::new(Code::Busy);
    let bytes = u32::try_from(bytes).map_err(|_| busy())?;
    state.upload_budget.clone().try_acquire_many_owned(bytes).map_err(|_| busy())
}

/// When the next bytes must have arrived. A leaky bucket: every byte moves the deadline by what it takes at the
/// slowest rate, but never to more than `upload_seconds` from now, so that nobody holds memory by sending most of a
/// photo and then nothing, or next to nothing. No upload lasts longer than `upload_total_seconds`.
struct Pace<'a> {
    config: &'a ChecksConfig,
    next: Instant,
    end: Instant,
}

impl<'a> Pace<'a> {
    fn new(config: &'a ChecksConfig) -> Self {
        let after = |seconds| Instant::now() + Duration::from_secs(seconds);
        Self { config, next: after(config.upload_seconds), end: after(config.upload_total_seconds) }
    }

    fn deadline(&self) -> Instant {
        self.next.min(self.end)
    }

    fn advance(&mut self, received: usize) {
        let milliseconds = (received as u64).saturating_mul(1000) / self.config.upload_bytes_per_second;
        let latest = Instant::now() + Duration::from_secs(self.config.upload_seconds);
        self.next = (self.next + Duration::from_millis(milliseconds)).min(latest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use http_body_util::StreamBody;
    use hyper::body::Frame;
    use portrait_precheck::models::NoModels;
    use tokio_stream::{StreamExt, iter};

    type Piece = Result<Frame<Bytes>, std::io::Error>;

    fn state() -> ApiState {
        ApiState::new(ChecksConfig { upload_memory_mib: 1, ..ChecksConfig::default() }, NoModels)
    }

    fn piece(length: usize) -> Piece {
        Ok(Frame::data(Bytes::from(vec![7; length])))
    }

    fn body(pieces: Vec<Piece>) -> Body {
        Body::new(StreamBody::new(iter(pieces)))
    }

    async fn code(body: Body, state: &ApiState) -> Option<Code> {
        receive(body, state).await.err().map(|problem| problem.code)
    }

    #[tokio::test]
    async fn a_body_arrives_as_it_was_sent() {
        let upload = receive(body(vec![piece(3), piece(4)]), &state()).await;
        assert_eq!(upload.ok().map(|u| u.bytes), Some(vec![7; 7]));
    }

    #[tokio::test]
    async fn the_longest_photo_is_taken_and_one_byte_more_is_not() {
        let longest = usize::try_from(MAX_BYTES).unwrap();
        assert_eq!(code(Body::from(vec![0; longest]), &state()).await, None);
        assert_eq!(code(Body::from(vec![0; longest + 1]), &state()).await, Some(Code::PhotoTooLarge));
    }

    #[tokio::test]
    async fn an_endless_body_is_refused() {
        let endless = tokio_stream::iter(std::iter::repeat_with(|| piece(1 << 20)));
        let body = Body::new(StreamBody::new(endless));
        assert_eq!(code(body, &state()).await, Some(Code::PhotoTooLarge));
    }

    #[tokio::test(start_paused = true)]
    async fn a_dripping_body_is_refused() {
        let drip = iter(std::iter::repeat_with(|| piece(1))).throttle(Duration::from_secs(1));
        let body = Body::new(StreamBody::new(Box::pin(drip)));
        assert_eq!(code(body, &state()).await, Some(Code::UploadTooSlow));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_but_steady_upload_is_waited_for() {
        let steady = iter((0..120).map(|_| piece(10_000))).throttle(Duration::from_secs(1));
        let body = Body::new(StreamBody::new(Box::pin(steady)));
        assert_eq!(code(body, &state()).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_stops_after_a_quick_start_is_refused_soon() {
        let quick = iter((0..20).map(|_| piece(1 << 20)));
        let body = Body::new(StreamBody::new(quick.chain(tokio_stream::pending())));
        let started = Instant::now();
        assert_eq!(code(body, &state()).await, Some(Code::UploadTooSlow));
        assert!(started.elapsed() <= Duration::from_secs(1 + ChecksConfig::default().upload_seconds));
    }

    #[tokio::test]
    async fn a_broken_body_is_named_as_such() {
        let broken = body(vec![piece(3), Err(std::io::ErrorKind::UnexpectedEof.into())]);
        assert_eq!(code(broken, &state()).await, Some(Code::UploadBroken));
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_drips_after_a_quick_start_is_refused_soon() {
        let quick = iter((0..20).map(|_| piece(1 << 20)));
        let drip = iter(std::iter::repeat_with(|| piece(1))).throttle(Duration::from_secs(1));
        let body = Body::new(StreamBody::new(Box::pin(quick.chain(drip))));
        let started = Instant::now();
        assert_eq!(code(body, &state()).await, Some(Code::UploadTooSlow));
        assert!(started.elapsed() <= Duration::from_secs(1 + ChecksConfig::default().upload_seconds));
    }

    #[tokio::test(start_paused = true)]
    async fn no_upload_lasts_longer_than_the_total_time() {
        let steady = iter(std::iter::repeat_with(|| piece(10_000))).throttle(Duration::from_secs(1));
        let body = Body::new(StreamBody::new(Box::pin(steady)));
        let started = Instant::now();
        assert_eq!(code(body, &state()).await, Some(Code::UploadTooSlow));
        assert_eq!(started.elapsed().as_secs(), ChecksConfig::default().upload_total_seconds);
    }

    #[tokio::test]
    async fn all_memory_of_an_upload_is_counted() {
        let state = state();
        let all = state.upload_budget.available_permits();
        for length in [1, FIRST_ALLOCATION, FIRST_ALLOCATION + 1, 1_000_000, 20 << 20] {
            let pieces = (0..length).step_by(10_000).map(|start| piece(10_000.min(length - start))).collect();
            let upload = receive(body(pieces), &state).await.ok().unwrap();
            assert_eq!(upload.bytes.len(), length);
            assert_eq!(all - state.upload_budget.available_permits(), upload.bytes.capacity(), "{length}");
            assert!(upload.bytes.capacity() <= (2 * length).max(FIRST_ALLOCATION), "{length}");
        }
    }

    #[tokio::test]
    async fn uploads_share_the_memory_and_give_it_back() {
        let state = state();
        let longest = || Body::from(vec![0; usize::try_from(MAX_BYTES).unwrap()]);
        let first = [receive(longest(), &state).await, receive(longest(), &state).await];
        assert!(first.iter().all(Result::is_ok));
        assert_eq!(code(Body::from(vec![0; 1]), &state).await, Some(Code::Busy));
        drop(first);
        assert_eq!(code(longest(), &state).await, None);
    }
}
