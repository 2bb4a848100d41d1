//! Verifies an archive where it is stored: the same comparison with its lists as from outside, over a reader that takes the
//! object piece by piece, and the hash of the whole against the one that was noted when it was built.

use super::{archive, verify::verify_file};
use crate::context::App;
use crate::db::{Actor, Locked};
use crate::objects::{Bytes, ObjectError, ObjectKey, Objects};
use crate::problem::Problem;
use crate::states::DeliveryState;
use crate::task::{self, Task, TaskKind};
use futures_util::TryStreamExt;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::pin;
use tokio::sync::{mpsc, oneshot};

const NOTE: &str = "UPDATE delivery SET verified = $2, differences = $3 WHERE id = $1";
const ASKED: &str = "UPDATE delivery SET verified = NULL, differences = NULL WHERE id = $1";

/// Differences that are kept: whoever sees the first has to look at the archive anyway.
const KEPT: usize = 20;

/// Bytes that are read at once: an entry with its head, mostly.
const PIECE: u64 = 1 << 20;

/// Has the archive of a delivery compared with its lists by a worker.
///
/// # Errors
/// [`crate::problem::Code::NotFound`] where there is no archive, or those of the database.
pub async fn begin_verification(app: &App, actor: Actor, id: &str) -> Result<(), Problem> {
    archive(app, id).await?;
    let mut change = app.db.change(actor).await?;
    let delivery: Locked<DeliveryState> = change.lock(id).await?;
    sqlx::query(ASKED).bind(&delivery.id).execute(&mut *change.tx).await?;
    task::schedule(&mut change, TaskKind::VerifyDelivery, &delivery.id, 0).await?;
    change.commit().await
}

/// Verifies the archive of a task, and notes what differs.
///
/// # Errors
/// Those of the database, or of the objects other than a missing one.
pub async fn verify_task(app: &App, task: &Task) -> Result<(), Problem> {
    let differences = match archive(app, &task.subject).await {
        Ok(ready) => Some(differences(&app.objects, &ready.key, ready.length, &ready.sha256).await?),
        // It was purged meanwhile.
        Err(_) => None,
    };
    let mut change = app.db.change(Actor::Machine).await?;
    task.done(&mut change).await?;
    if let Some(mut differences) = differences {
        differences.truncate(KEPT);
        let text = serde_json::to_string(&differences).map_err(Problem::internal)?;
        sqlx::query(NOTE).bind(&task.subject).bind(change.now).bind(text).execute(&mut *change.tx).await?;
        let result = if differences.is_empty() { "whole" } else { "different" };
        change.note("delivery", &task.subject, "verify", result).await?;
    }
    change.commit().await
}

/// What differs between a stored archive and what was built; nothing, if it is whole.
async fn differences(
    objects: &Objects,
    key: &ObjectKey,
    length: u64,
    sha256: &str,
) -> Result<Vec<String>, ObjectError> {
    match objects.hash(key).await {
        Ok(found) if found == (sha256.to_owned(), length) => {}
        Ok((found, bytes)) => {
            return Ok(vec![format!(
                "the archive has {bytes} bytes with SHA-256 {found}, not {length} with {sha256}"
            )]);
        }
        Err(ObjectError::Missing(_)) => return Ok(vec!["the archive is missing".to_owned()]),
        Err(error) => return Err(error),
    }
    let (ask, mut asked) = mpsc::channel(1);
    // Ends with this future: a reader whose pieces nobody answers fails.
    let mut verified = pin!(tokio::task::spawn_blocking(move || {
        verify_file(StoredFile { ask, length, position: 0, piece: (0, Bytes::new()) })
    }));
    loop {
        tokio::select! {
            Some(Piece { range, answer }) = asked.recv() => {
                let bytes = match objects.stream(key, Some(range)).await {
                    Ok(pieces) => pieces.try_collect::<Vec<Bytes>>().await,
                    Err(error) => Err(error),
                };
                // Whoever asked has given up.
                let _ = answer.send(bytes.map(|pieces| pieces.concat().into()));
            }
            result = &mut verified => {
                return Ok(match result {
                    Ok(Ok(_)) => Vec::new(),
                    Ok(Err(differences)) => differences,
                    Err(error) => vec![format!("the archive cannot be read: {error}")],
                });
            }
        }
    }
}

/// Bytes that a reader asks for.
struct Piece {
    range: Range<u64>,
    answer: oneshot::Sender<Result<Bytes, ObjectError>>,
}

/// An object as a file, for a thread that may wait.
struct StoredFile {
    ask: mpsc::Sender<Piece>,
    length: u64,
    position: u64,
    /// Bytes that were read, and where they begin.
    piece: (u64, Bytes),
}

impl StoredFile {
    /// The bytes from the position on, as far as they are read.
    fn at_hand(&self) -> &[u8] {
        let (begins, bytes) = &self.piece;
        let inside = self.position.checked_sub(*begins).and_then(|inside| usize::try_from(inside).ok());
        inside.and_then(|inside| bytes.get(inside..)).unwrap_or_default()
    }
}

impl Read for StoredFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        if self.at_hand().is_empty() {
            let range = self.position..self.length.min(self.position.saturating_add(PIECE));
            let (answer, answered) = oneshot::channel();
            let over = || io::Error::other("nobody waits for the comparison any more");
            self.ask.blocking_send(Piece { range, answer }).map_err(|_| over())?;
            let bytes = answered.blocking_recv().map_err(|_| over())?.map_err(io::Error::other)?;
            self.piece = (self.position, bytes);
        }
        let bytes = self.at_hand();
        let n = bytes.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.position += n as u64;
        Ok(n)
    }
}

impl Seek for StoredFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
