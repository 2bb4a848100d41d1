//! Builds the archive of a delivery, once, as an object: photos by the campaign's pattern, the manifest, the hashes. One
//! photo and one part of the archive are in memory at a time.

use super::manifest::{Item, Listed, Lists, MANIFEST, SUMS};
use super::names::{NamePattern, PhotoName};
use super::photo_file::{NotAPhoto, without_metadata};
use super::zip_format::ZipWriter;
use crate::objects::{ObjectError, ObjectKey, ObjectWriter, Objects, sha256};
use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};

/// What the archives of a campaign have in common.
#[derive(Clone, Copy, Debug)]
pub struct Archive<'a> {
    /// The institution's code.
    pub institution_code: &'a str,
    /// The levels of study in the campaign's order.
    pub levels: &'a [String],
    /// What photos are called.
    pub photo_names: &'a NamePattern,
}

/// An archive that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// Its SHA-256.
    pub sha256: String,
    /// Its length, in bytes.
    pub length: u64,
    /// The photos that are not in it: their places among the items, and why.
    pub left_out: Vec<(usize, LeftOut)>,
}

/// Why a photo cannot be in an archive; the others are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    /// Another photo has the name.
    #[error("another photo has its name; the pattern has to tell them apart")]
    SameName,
    /// A student number or code that no file name may have, or an unknown level.
    #[error("its student number or level cannot be part of a file name")]
    NoName,
    /// It is not in the store.
    #[error("the stored photo is missing")]
    Missing,
    /// It does not have the hash that names it.
    #[error("the stored photo is damaged")]
    Damaged,
    /// It is no picture.
    #[error(transparent)]
    NotAPhoto(#[from] NotAPhoto),
}

/// Why there is no archive. Nothing of it is left in the store then.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The lists cannot be written.
    #[error(transparent)]
    List(#[from] csv::Error),
    /// The store failed.
    #[error(transparent)]
    Object(#[from] ObjectError),
}

/// Builds the archive of these photos as the object `key`, without those that cannot be in one; `written` counts those that
/// are in it.
///
/// # Errors
/// [`BuildError`]. The order of the photos decides the archive's bytes: the same photos give the same hash.
pub async fn build(
    objects: &Objects,
    key: &ObjectKey,
    archive: Archive<'_>,
    items: &[Item],
    written: &AtomicI64,
) -> Result<Delivered, BuildError> {
    let names = archive.names(items);
    let mut writer = objects.write(key).await?;
    match write(objects, &mut writer, items.iter().zip(names), written).await {
        Ok(left_out) => {
            let (sha256, length) = writer.finish().await?;
            Ok(Delivered { sha256, length, left_out })
        }
        Err(error) => {
            // The first error is the one to tell.
            let _ = writer.abort().await;
            Err(error)
        }
    }
}

impl Archive<'_> {
    fn names(&self, items: &[Item]) -> Vec<Result<String, LeftOut>> {
        let mut taken = HashSet::new();
        let name = |item: &Item| {
            let level = self.levels.iter().position(|level| *level == item.level);
            let name = level.and_then(|place| {
                self.photo_names.name(PhotoName {
                    institution_code: self.institution_code,
                    student_number: &item.student_number,
                    level: place + 1,
                })
            });
            let name = name.ok_or(LeftOut::NoName)?;
            // Windows and macOS do not tell capital letters from small ones.
            if taken.insert(name.to_ascii_lowercase()) { Ok(name) } else { Err(LeftOut::SameName) }
        };
        items.iter().map(name).collect()
    }
}

/// Writes the archive; gives what is not in it.
async fn write(
    objects: &Objects,
    writer: &mut ObjectWriter,
    items: impl Iterator<Item = (&Item, Result<String, LeftOut>)>,
    written: &AtomicI64,
) -> Result<Vec<(usize, LeftOut)>, BuildError> {
    let mut zip = ZipWriter::default();
    let mut lists = Lists::new()?;
    let mut left_out = Vec::new();
    for (place, (item, name)) in items.enumerate() {
        match named_photo(objects, item, name).await? {
            Ok((name, photo)) => {
                let (length, sha256) = (photo.len() as u64, sha256(&photo));
                lists.add(item, &Listed { name: name.clone(), length, sha256 })?;
                writer.put(zip.entry(&name, &photo)).await?;
                writer.put(photo).await?;
                written.fetch_add(1, Ordering::Relaxed);
            }
            Err(why) => left_out.push((place, why)),
        }
    }
    let (manifest, sums) = lists.finish()?;
    for (name, list) in [(MANIFEST, manifest), (SUMS, sums)] {
        writer.put(zip.entry(name, &list)).await?;
        writer.put(list).await?;
    }
    writer.put(zip.finish()).await?;
    Ok(left_out)
}

/// What an archive has of an item, if it can have it. The error is the store's.
async fn named_photo(
    objects: &Objects,
    item: &Item,
    name: Result<String, LeftOut>,
) -> Result<Result<(String, Vec<u8>), LeftOut>, ObjectError> {
    let name = match name {
        Ok(name) => name,
        Err(why) => return Ok(Err(why)),
    };
    let stored = match objects.get(&item.object).await {
        Ok(stored) => stored,
        Err(ObjectError::Missing(_)) => return Ok(Err(LeftOut::Missing)),
        Err(error) => return Err(error),
    };
    if sha256(&stored) != item.sha256 {
        return Ok(Err(LeftOut::Damaged));
    }
    Ok(without_metadata(&stored).map(|photo| (name, photo)).map_err(LeftOut::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::photo_file::testing::picture_with_place;
    use crate::delivery::verify;
    use bytes::Bytes;
    use futures_util::TryStreamExt;
    use std::process::Command;

    struct Campaign {
        _folder: tempfile::TempDir,
        objects: Objects,
        levels: Vec<String>,
        names: NamePattern,
    }

    impl Campaign {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let objects = Objects::open(folder.path().to_str().unwrap()).unwrap();
            let names = NamePattern::parse("{institution_code}/{student_number}.jpg").unwrap();
            Self { _folder: folder, objects, levels: vec!["专科".into(), "本科".into()], names }
        }

        async fn item(&self, number: usize) -> Item {
            let photo = picture_with_place(number as u8);
            let sha256 = sha256(&photo);
            let object = ObjectKey::photo("demo", &sha256, &number.to_string());
            self.objects.put(&object, Bytes::from(photo)).await.unwrap();
            Item {
                level: "本科".into(),
                name: "王梦梦".into(),
                student_number: format!("0501{number:05}"),
                object,
                sha256,
            }
        }

        async fn build(&self, items: &[Item]) -> Result<Delivered, BuildError> {
            let archive =
                Archive { institution_code: "90001", levels: &self.levels, photo_names: &self.names };
            build(&self.objects, &ObjectKey::delivery("demo", "1"), archive, items, &AtomicI64::new(0)).await
        }

        async fn bytes(&self) -> Vec<u8> {
            let stream = self.objects.stream(&ObjectKey::delivery("demo", "1"), None).await.unwrap();
            stream.try_collect::<Vec<Bytes>>().await.unwrap().concat()
        }
    }

    #[tokio::test]
    async fn an_archive_is_what_other_programs_and_verify_expect() {
        let campaign = Campaign::new();
        let items = [campaign.item(1).await, campaign.item(2).await, campaign.item(3).await];
        let delivered = campaign.build(&items).await.unwrap();
        let bytes = campaign.bytes().await;
        assert_eq!((delivered.length, delivered.left_out.len()), (bytes.len() as u64, 0));
        assert_eq!(delivered.sha256, sha256(&bytes));
        let file = tempfile::NamedTempFile::with_suffix(".zip").unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        assert_eq!(verify(file.path()).unwrap(), 3);
        assert!(!bytes.windows(3).any(|window| window == b"GPS"));
        // Judges that are not ours, where they are installed.
        let python = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))";
        for (program, arguments) in [("unzip", &["-tq"][..]), ("python3", &["-c", python])] {
            match Command::new(program).args(arguments).arg(file.path()).output() {
                Ok(output) => assert!(output.status.success(), "{program}: {output:?}"),
                Err(error) => println!("not run: {program}: {error}"),
            }
        }
        assert_eq!(campaign.build(&items).await.unwrap(), delivered, "built again it is the same");
    }

    #[tokio::test]
    async fn what_cannot_be_delivered_is_left_out_and_the_others_are_there() {
        let campaign = Campaign::new();
        let good = campaign.item(1).await;
        let broken = ObjectKey::photo("demo", &sha256(b"no photo"), "2");
        campaign.objects.put(&broken, Bytes::from_static(b"no photo")).await.unwrap();
        let with = |change: &dyn Fn(&mut Item)| {
            let mut item = good.clone();
            item.student_number = "2".into();
            change(&mut item);
            item
        };
        let lost = ObjectKey::photo("demo", &good.sha256, "3");
        let cases = [
            (LeftOut::SameName, with(&|item| item.student_number = good.student_number.clone())),
            (LeftOut::NoName, with(&|item| item.student_number = "../2".into())),
            (LeftOut::NoName, with(&|item| item.level = "研究生".into())),
            (
                LeftOut::NotAPhoto(NotAPhoto),
                with(&|item| (item.object, item.sha256) = (broken.clone(), sha256(b"no photo"))),
            ),
            (LeftOut::Damaged, with(&|item| item.sha256 = sha256(b"another"))),
            (LeftOut::Missing, with(&|item| item.object = lost.clone())),
        ];
        let alone = campaign.build(std::slice::from_ref(&good)).await.unwrap();
        for (why, item) in cases {
            let built = campaign.build(&[good.clone(), item]).await.unwrap();
            assert_eq!(built.left_out, [(1, why)]);
            assert_eq!(built.sha256, alone.sha256, "{why}: the others are there as if it were not");
        }
    }

    /// Run alone, because the memory is that of the whole process:
    /// `cargo test -p precheck-campaign ten_thousand -- --ignored --nocapture`
    #[cfg(target_os = "linux")]
    #[tokio::test]
    #[ignore = "writes 4 GB"]
    async fn ten_thousand_photos_are_delivered_in_64_megabytes() {
        let campaign = Campaign::new();
        let noise = |x: u32, y: u32| {
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 24
        };
        let pixels = image::RgbImage::from_fn(480, 640, |x, y| image::Rgb([noise(x, y) as u8; 3]));
        let mut photo = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut photo, 90).encode_image(&pixels).unwrap();
        let mut items = Vec::new();
        for number in 0..10_000 {
            let comment = [&[0xFF, 0xFE, 0, 10][..], format!("{number:08}").as_bytes()].concat();
            let photo = [&photo[..2], &comment, &photo[2..]].concat();
            let sha256 = sha256(&photo);
            let object = ObjectKey::photo("demo", &sha256, &number.to_string());
            campaign.objects.put(&object, Bytes::from(photo)).await.unwrap();
            let (level, name) = ("本科".into(), "王梦梦".into());
            items.push(Item { level, name, student_number: format!("0501{number:08}"), object, sha256 });
        }
        let started = std::time::Instant::now();
        let delivered = campaign.build(&items).await.unwrap();
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        println!(
            "{} MB in {:?}, at most {kilobytes} kB of memory",
            delivered.length >> 20,
            started.elapsed()
        );
        assert!(kilobytes < 64 << 10, "{kilobytes} kB");
    }
}
