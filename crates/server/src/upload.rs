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

/// Most bytes that are allocated at once for a body with a content length: most photos fit, and are copied
/// once.
const FIRST_ALLOCATION: u64 = 4 << 20;

/// A body that is too long is read up to here before it is refused: a browser shows the refusal only if it
/// could send its file to the end.
const READ_BUT_NOT_KEPT: u64 = 2 * MAX_BYTES;

/// A photo, with its part of the upload budget until it is dropped.
pub(crate) struct Upload {
    /// The photo.
    pub(crate) bytes: Vec<u8>,
    _budget: Option<OwnedSemaphorePermit>,
}

/// Receives the whole body.
///
/// # Errors
/// [`Code::PhotoTooLarge`], [`Code::UploadTooSlow`], [`Code::UploadBroken`], or [`Code::Busy`] if all
/// uploads together take too much memory.
pub(crate) async fn receive(mut body: Body, state: &ApiState) -> Result<Upload, Problem> {
    let content_length = body.size_hint().lower();
    if content_length > READ_BUT_NOT_KEPT {
        return Err(Problem::new(Code::PhotoTooLarge));
    }
    let first = usize::try_from(content_length.min(FIRST_ALLOCATION)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(first);
    let mut budget: Option<OwnedSemaphorePermit> = None;
    let mut received: u64 = 0;
    let mut deadline = Deadline::new(&state.config);
    loop {
        let frame =
            timeout_at(deadline.at, body.frame()).await.map_err(|_| Problem::new(Code::UploadTooSlow))?;
        let Some(frame) = frame else { break };
        let Ok(data) = frame.map_err(|_| Problem::new(Code::UploadBroken))?.into_data() else { continue };
        received = received.saturating_add(data.len() as u64);
        deadline.extend(data.len(), &state.config);
        if received > READ_BUT_NOT_KEPT {
            break;
        }
        if received > MAX_BYTES {
            (bytes, budget) = (Vec::new(), None);
            continue;
        }
        let more = reserve(state, data.len())?;
        match &mut budget {
            Some(budget) => budget.merge(more),
            None => budget = Some(more),
        }
        bytes.extend_from_slice(&data);
    }
    if received > MAX_BYTES {
        return Err(Problem::new(Code::PhotoTooLarge));
    }
    Ok(Upload { bytes, _budget: budget })
}

/// When the next bytes must have arrived: a leaky bucket. Every byte received moves the deadline by what it
/// takes at the slowest rate, but never to more than `upload_seconds` from now, so that no client holds memory
/// by sending most of a photo and then nothing.
struct Deadline {
    at: Instant,
}

impl Deadline {
    fn new(config: &ChecksConfig) -> Self {
        Self { at: Instant::now() + Duration::from_secs(config.upload_seconds) }
    }

    fn extend(&mut self, received: usize, config: &ChecksConfig) {
        let milliseconds = (received as u64).saturating_mul(1000) / config.upload_bytes_per_second;
        let extended = self.at + Duration::from_millis(milliseconds);
        self.at = extended.min(Self::new(config).at);
    }
}

/// Takes this many bytes of the upload budget.
fn reserve(state: &ApiState, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
    let busy = || Problem::new(Code::Busy);
    let bytes = u32::try_from(bytes).map_err(|_| busy())?;
    state.upload_budget.clone().try_acquire_many_owned(bytes).map_err(|_| busy())
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

    #[tokio::test]
    async fn uploads_share_the_memory_and_give_it_back() {
        let state = state();
        let most = Body::from(vec![0; state.config.upload_bytes() - 10]);
        let first = receive(most, &state).await;
        assert_eq!(code(Body::from(vec![0; 11]), &state).await, Some(Code::Busy));
        drop(first);
        assert_eq!(code(Body::from(vec![0; 11]), &state).await, None);
    }
}
