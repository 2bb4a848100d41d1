//! Photos and archives: bytes in a local folder or an S3 bucket, under keys that say what they are. A photo's key has the
//! SHA-256 of its bytes, so that a damaged one is noticed.

use crate::hex;
use aws_lc_rs::digest::{Context, SHA256, digest};
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMode, PutOptions, WriteMultipart};
use std::error::Error;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use bytes::Bytes;

/// Bytes of one part of an archive that is being written: the smallest that S3 takes, and what is held in memory.
const PART: usize = 5 << 20;

/// Parts that are on their way at once.
const PARTS_AT_ONCE: usize = 2;

/// Where photos and archives are.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// In front of every key: the path of an S3 address.
    root: Path,
    /// Where they are, if not in a bucket.
    folder: Option<PathBuf>,
}

/// The key of an object: the campaign, what the object is, and which.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey(String);

/// An object in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: ObjectKey,
    /// Its length, in bytes.
    pub length: u64,
    /// When it was written, in milliseconds since the epoch.
    pub written_ms: i64,
}

/// Why an object cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// There is no such object.
    #[error("there is no object {0}")]
    Missing(String),
    /// The disk or the quota is full.
    #[error("there is no room for objects")]
    Full,
    /// The store does not answer, or refuses.
    #[error("the object store failed: {0}")]
    Store(object_store::Error),
    /// The location is neither a folder nor an S3 address.
    #[error("objects cannot be kept in `{location}`: {problem}")]
    Location {
        /// As it was given.
        location: String,
        /// What is wrong.
        problem: String,
    },
}

impl ObjectKey {
    /// The key of a photo, by the SHA-256 of its bytes and the id of its row: no two rows share an object, so that one that
    /// is deleted is never another row's.
    pub fn photo(campaign: &str, sha256: &str, row: &str) -> Self {
        Self(format!("{campaign}/photos/{sha256}.{row}"))
    }

    /// The key of a delivery's archive.
    pub fn delivery(campaign: &str, id: &str) -> Self {
        Self(format!("{campaign}/deliveries/{id}.zip"))
    }

    /// The id of the row that the object belongs to.
    pub fn row(&self) -> Option<&str> {
        let name = self.0.rsplit('/').next()?;
        name.strip_suffix(".zip").or_else(|| name.split_once('.').map(|(_, row)| row))
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of `bytes`, in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(digest(&SHA256, bytes).as_ref())
}

impl Objects {
    /// `s3://BUCKET` or `s3://BUCKET/PREFIX`, with keys and endpoint from the environment (`AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`), or a folder, which is made if there is
    /// none. What is written to a folder is on the disk before [`Objects::put`] answers.
    ///
    /// # Errors
    /// [`ObjectError::Location`].
    pub fn open(location: &str) -> Result<Self, ObjectError> {
        let wrong = |problem: &dyn fmt::Display| ObjectError::Location {
            location: location.to_owned(),
            problem: problem.to_string(),
        };
        if let Some(address) = location.strip_prefix("s3://") {
            let (_, prefix) = address.split_once('/').unwrap_or((address, ""));
            let bucket =
                AmazonS3Builder::from_env().with_url(location).build().map_err(|error| wrong(&error))?;
            let root = Path::parse(prefix).map_err(|error| wrong(&error))?;
            return Ok(Self { store: Arc::new(bucket), root, folder: None });
        }
        if location.contains("://") {
            return Err(wrong(&"allowed are a folder and s3://BUCKET/PREFIX"));
        }
        std::fs::create_dir_all(location).map_err(|error| wrong(&error))?;
        let store = LocalFileSystem::new_with_prefix(location).map_err(|error| wrong(&error))?;
        // Without this a power cut loses what was acknowledged.
        let store = Arc::new(store.with_fsync(true));
        Ok(Self { store, root: Path::default(), folder: Some(location.into()) })
    }

    /// Stores a photo.
    ///
    /// # Errors
    /// [`ObjectError::Full`] or [`ObjectError::Store`].
    pub async fn put(&self, key: &ObjectKey, photo: Bytes) -> Result<(), ObjectError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.store.put_opts(&self.path(key), photo.into(), options).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
            Err(error) => Err(sorted(key, error)),
        }
    }

    /// Passes if the store answers.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn reachable(&self) -> Result<(), ObjectError> {
        self.list().next().await.transpose().map(|_| ())
    }

    /// The bytes of an object.
    ///
    /// # Errors
    /// [`ObjectError::Missing`] or [`ObjectError::Store`].
    pub async fn get(&self, key: &ObjectKey) -> Result<Bytes, ObjectError> {
        let found = self.store.get(&self.path(key)).await.map_err(|error| sorted(key, error))?;
        found.bytes().await.map_err(|error| sorted(key, error))
    }

    /// The bytes of an object within a range, in pieces; the whole object without one.
    ///
    /// # Errors
    /// [`ObjectError::Missing`] or [`ObjectError::Store`].
    pub async fn stream(
        &self,
        key: &ObjectKey,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, ObjectError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.store.get_opts(&self.path(key), options).await;
        let found = found.map_err(|error| sorted(key, error))?;
        let key = key.clone();
        Ok(found.into_stream().map_err(move |error| sorted(&key, error)).boxed())
    }

    /// The SHA-256 and the length of an object, which is never in memory as a whole.
    ///
    /// # Errors
    /// [`ObjectError`].
    pub async fn hash(&self, key: &ObjectKey) -> Result<(String, u64), ObjectError> {
        let mut pieces = self.stream(key, None).await?;
        let (mut sha256, mut length) = (Context::new(&SHA256), 0);
        while let Some(piece) = pieces.try_next().await? {
            sha256.update(&piece);
            length += piece.len() as u64;
        }
        Ok((hex::encode(sha256.finish().as_ref()), length))
    }

    /// The length of an object, in bytes.
    ///
    /// # Errors
    /// [`ObjectError::Missing`] or [`ObjectError::Store`].
    pub async fn length(&self, key: &ObjectKey) -> Result<u64, ObjectError> {
        self.store.head(&self.path(key)).await.map(|found| found.size).map_err(|error| sorted(key, error))
    }

    /// Removes an object; one that is gone already is no error.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        match self.store.delete(&self.path(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(sorted(key, error)),
        }
    }

    /// All objects, in no order.
    pub fn list(&self) -> BoxStream<'static, Result<Listed, ObjectError>> {
        let root = self.root.clone();
        let listed = self.store.list(Some(&root)).map(move |found| {
            let found = found.map_err(ObjectError::Store)?;
            let inside =
                found.location.prefix_match(&root).map(|parts| parts.map(|part| part.as_ref().to_owned()));
            let key: Vec<String> = inside.map(Iterator::collect).unwrap_or_default();
            Ok(Listed {
                key: ObjectKey(key.join("/")),
                length: found.size,
                written_ms: found.last_modified.timestamp_millis(),
            })
        });
        listed.boxed()
    }

    /// Deletes what a killed process has left of objects that it was writing, if nobody has written to it since `before_ms`;
    /// gives the number of files. In a bucket, pieces are no objects either: a lifecycle rule of the bucket aborts them.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn sweep_pieces(&self, before_ms: i64) -> Result<usize, ObjectError> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        let before = UNIX_EPOCH + Duration::from_millis(before_ms.try_into().unwrap_or_default());
        let swept = tokio::task::spawn_blocking(move || sweep_pieces(&folder, before)).await;
        let failed = |source: Box<dyn Error + Send + Sync>| {
            ObjectError::Store(object_store::Error::Generic { store: "folder", source })
        };
        swept.map_err(|error| failed(error.into()))?.map_err(|error| failed(error.into()))
    }

    /// Begins an object of unknown length. It is there, whole, once it is finished.
    ///
    /// # Errors
    /// [`ObjectError::Full`] or [`ObjectError::Store`].
    pub async fn write(&self, key: &ObjectKey) -> Result<ObjectWriter, ObjectError> {
        let upload = self.store.put_multipart(&self.path(key)).await.map_err(|error| sorted(key, error))?;
        let upload = WriteMultipart::new_with_chunk_size(upload, PART);
        Ok(ObjectWriter { key: key.clone(), upload, digest: Context::new(&SHA256), length: 0 })
    }

    fn path(&self, key: &ObjectKey) -> Path {
        self.root.parts().chain(key.0.split('/').map(Into::into)).collect()
    }
}

/// Writes an object in pieces.
pub struct ObjectWriter {
    key: ObjectKey,
    upload: WriteMultipart,
    digest: Context,
    length: u64,
}

impl ObjectWriter {
    /// Appends bytes; waits while too many are on their way.
    ///
    /// # Errors
    /// [`ObjectError::Full`] or [`ObjectError::Store`]; the object cannot be finished then.
    pub async fn put(&mut self, bytes: Vec<u8>) -> Result<(), ObjectError> {
        self.upload.wait_for_capacity(PARTS_AT_ONCE).await.map_err(|error| sorted(&self.key, error))?;
        self.digest.update(&bytes);
        self.length += bytes.len() as u64;
        self.upload.write(&bytes);
        Ok(())
    }

    /// Makes the object appear, and answers its SHA-256 and its length in bytes.
    ///
    /// # Errors
    /// [`ObjectError::Full`] or [`ObjectError::Store`].
    pub async fn finish(self) -> Result<(String, u64), ObjectError> {
        self.upload.finish().await.map_err(|error| sorted(&self.key, error))?;
        Ok((hex::encode(self.digest.finish().as_ref()), self.length))
    }

    /// Throws the pieces away.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn abort(self) -> Result<(), ObjectError> {
        self.upload.abort().await.map_err(|error| sorted(&self.key, error))
    }
}

fn sweep_pieces(folder: &FilePath, before: SystemTime) -> io::Result<usize> {
    let mut swept = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            swept += sweep_pieces(&path, before)?;
        } else if is_piece(&entry.file_name().to_string_lossy()) {
            match entry.metadata().and_then(|file| file.modified()) {
                Ok(modified) if modified < before => {
                    std::fs::remove_file(&path)?;
                    swept += 1;
                }
                // Its writer is at work, or has just finished.
                _ => {}
            }
        }
    }
    Ok(swept)
}

/// `object_store` writes `NAME#NUMBER`, and renames it when it is whole.
fn is_piece(name: &str) -> bool {
    name.rsplit_once('#')
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn sorted(key: &ObjectKey, error: object_store::Error) -> ObjectError {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return ObjectError::Missing(key.to_string());
    }
    let mut cause: Option<&dyn Error> = Some(&error);
    while let Some(source) = cause {
        let kind = source.downcast_ref::<io::Error>().map(io::Error::kind);
        if kind.is_some_and(|kind| matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
        {
            return ObjectError::Full;
        }
        cause = source.source();
    }
    ObjectError::Store(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Objects) {
        let folder = tempfile::tempdir().unwrap();
        let objects = Objects::open(folder.path().join("objects").to_str().unwrap()).unwrap();
        (folder, objects)
    }

    async fn keys(objects: &Objects) -> Vec<String> {
        let mut keys: Vec<String> =
            objects.list().map_ok(|listed| listed.key.to_string()).try_collect().await.unwrap();
        keys.sort();
        keys
    }

    #[tokio::test]
    async fn a_photo_is_kept_under_its_key() {
        let (_folder, objects) = folder();
        let key = ObjectKey::photo("demo", &sha256(b"photo"), "1");
        objects.put(&key, Bytes::from_static(b"photo")).await.unwrap();
        objects.put(&key, Bytes::from_static(b"photo")).await.unwrap();
        objects.reachable().await.unwrap();
        assert_eq!(objects.get(&key).await.unwrap(), "photo");
        assert_eq!(objects.length(&key).await.unwrap(), 5);
        assert_eq!(keys(&objects).await, [format!("demo/photos/{}.1", sha256(b"photo"))]);
        assert_eq!(key.row(), Some("1"));
        objects.delete(&key).await.unwrap();
        objects.delete(&key).await.unwrap();
        assert!(matches!(objects.get(&key).await, Err(ObjectError::Missing(_))));
        assert!(keys(&objects).await.is_empty());
    }

    #[tokio::test]
    async fn a_written_object_appears_whole_and_is_read_by_range() {
        let (_folder, objects) = folder();
        let key = ObjectKey::delivery("demo", "1");
        let mut writer = objects.write(&key).await.unwrap();
        let piece: Vec<u8> = (0..3 << 20).map(|place: u32| (place % 251) as u8).collect();
        for _ in 0..5 {
            writer.put(piece.clone()).await.unwrap();
        }
        assert!(keys(&objects).await.is_empty(), "not before it is finished");
        let whole = piece.repeat(5);
        assert_eq!(writer.finish().await.unwrap(), (sha256(&whole), whole.len() as u64));
        let range = 4_000_000..9_000_001;
        let pieces: Vec<Bytes> =
            objects.stream(&key, Some(range.clone())).await.unwrap().try_collect().await.unwrap();
        assert!(pieces.concat() == whole[range.start as usize..range.end as usize]);
        assert_eq!(key.row(), Some("1"));
    }

    #[tokio::test]
    async fn an_aborted_object_leaves_nothing() {
        let (folder, objects) = folder();
        let mut writer = objects.write(&ObjectKey::delivery("demo", "1")).await.unwrap();
        writer.put(vec![1; PART + 1]).await.unwrap();
        writer.abort().await.unwrap();
        let deliveries = folder.path().join("objects/demo/deliveries");
        assert_eq!(std::fs::read_dir(deliveries).map(Iterator::count).unwrap_or(0), 0);
    }

    #[tokio::test]
    async fn what_a_killed_process_was_writing_is_swept() {
        let (folder, objects) = folder();
        let (photo, archive) = (ObjectKey::photo("demo", "x", "1"), ObjectKey::delivery("demo", "1"));
        objects.put(&photo, Bytes::from_static(b"photo")).await.unwrap();
        let mut writer = objects.write(&archive).await.unwrap();
        writer.put(vec![1; PART + 1]).await.unwrap();
        // As after a kill: nobody finishes or aborts.
        std::mem::forget(writer);
        let piece = folder.path().join("objects/demo/deliveries/1.zip#1");
        assert!(piece.exists());
        let written = piece.metadata().unwrap().modified().unwrap();
        let written = written.duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
        assert_eq!(objects.sweep_pieces(written - 1000).await.unwrap(), 0, "somebody may still be writing");
        assert_eq!(objects.sweep_pieces(written + 1000).await.unwrap(), 1);
        assert!(!piece.exists());
        assert_eq!(keys(&objects).await, [photo.to_string()]);
    }

    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        let key = ObjectKey::photo("demo", "x", "1");
        let failure = |kind: io::ErrorKind| object_store::Error::Generic {
            store: "test",
            source: Box::new(io::Error::from(kind)),
        };
        assert!(matches!(sorted(&key, failure(io::ErrorKind::StorageFull)), ObjectError::Full));
        assert!(matches!(sorted(&key, failure(io::ErrorKind::TimedOut)), ObjectError::Store(_)));
    }

    #[test]
    fn a_location_that_is_none_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for location in ["ftp://host/x", file.path().to_str().unwrap()] {
            assert!(matches!(Objects::open(location), Err(ObjectError::Location { .. })), "{location}");
        }
    }
}
