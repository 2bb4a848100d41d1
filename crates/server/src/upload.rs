//! Receives a photo: bounded in length, in time and in the memory of all uploads together.

use crate::error::{Code, Problem};
use crate::state::AppState;
use axum::body::{Body, HttpBody};
use http_body_util::BodyExt;
use precheck_imaging::container::limits::MAX_BYTES;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

/// Room that is reserved at once for a body that tells its length: most photos fit and are copied once.
const FIRST_ROOM: u64 = 4 << 20;

/// A body that is too long is read up to here before it is refused: a browser shows the refusal only if it
/// could send its file to the end.
const READ_BUT_NOT_KEPT: u64 = 2 * MAX_BYTES;

/// A photo with the share of memory that it takes until it is dropped.
pub(crate) struct Upload {
    /// The photo.
    pub(crate) bytes: Vec<u8>,
    _room: Option<OwnedSemaphorePermit>,
}

/// Receives the whole body.
///
/// # Errors
/// [`Code::PhotoTooLarge`], [`Code::UploadTooSlow`], [`Code::UploadBroken`], or [`Code::Busy`] if all
/// uploads together take too much memory.
pub(crate) async fn receive(mut body: Body, state: &AppState) -> Result<Upload, Problem> {
    let started = Instant::now();
    let told = body.size_hint().lower();
    if told > READ_BUT_NOT_KEPT {
        return Err(Problem::new(Code::PhotoTooLarge));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(told.min(FIRST_ROOM)).unwrap_or_default());
    let mut room: Option<OwnedSemaphorePermit> = None;
    let mut received: u64 = 0;
    loop {
        let deadline = started + state.config.upload_time(received);
        let frame =
            timeout_at(deadline, body.frame()).await.map_err(|_| Problem::new(Code::UploadTooSlow))?;
        let Some(frame) = frame else { break };
        let Ok(data) = frame.map_err(|_| Problem::new(Code::UploadBroken))?.into_data() else { continue };
        received = received.saturating_add(data.len() as u64);
        if received > READ_BUT_NOT_KEPT {
            break;
        }
        if received > MAX_BYTES {
            (bytes, room) = (Vec::new(), None);
            continue;
        }
        let more = take_room(state, data.len())?;
        match &mut room {
            Some(room) => room.merge(more),
            None => room = Some(more),
        }
        bytes.extend_from_slice(&data);
    }
    if received > MAX_BYTES {
        return Err(Problem::new(Code::PhotoTooLarge));
    }
    Ok(Upload { bytes, _room: room })
}

fn take_room(state: &AppState, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
    let busy = || Problem::new(Code::Busy);
    let bytes = u32::try_from(bytes).map_err(|_| busy())?;
    state.room.clone().try_acquire_many_owned(bytes).map_err(|_| busy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use axum::body::Bytes;
    use http_body_util::StreamBody;
    use hyper::body::Frame;
    use portrait_precheck::models::NoModels;
    use std::time::Duration;
    use tokio_stream::{StreamExt, iter};

    type Piece = Result<Frame<Bytes>, std::io::Error>;

    fn state() -> AppState {
        AppState::new(Config { upload_memory: 1, ..Config::default() }, NoModels)
    }

    fn piece(length: usize) -> Piece {
        Ok(Frame::data(Bytes::from(vec![7; length])))
    }

    fn body(pieces: Vec<Piece>) -> Body {
        Body::new(StreamBody::new(iter(pieces)))
    }

    async fn code(body: Body, state: &AppState) -> Option<Code> {
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
