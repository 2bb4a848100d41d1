//! Proves an archive: what came back, or was copied, is what was delivered.

use super::manifest::{Listed, MANIFEST, SUMS, read_manifest, read_sums};
use super::photo_file::without_metadata;
use crate::objects::sha256;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Longest entry that is read, in bytes: beyond the longest photo (20 MiB) and the manifest of the longest roster.
const MAX_ENTRY: u64 = 32 << 20;

/// Compares every file of an archive with its lists, and answers how many photos there are.
///
/// # Errors
/// Every difference, or why the archive cannot be read.
pub fn verify(archive: &Path) -> Result<u64, Vec<String>> {
    verify_file(io::BufReader::new(File::open(archive).map_err(unreadable)?))
}

fn unreadable(error: impl std::fmt::Display) -> Vec<String> {
    vec![format!("the archive cannot be read: {error}")]
}

/// The same of an archive that is open.
///
/// # Errors
/// Those of [`verify`].
pub(super) fn verify_file(archive: impl Read + io::Seek) -> Result<u64, Vec<String>> {
    let mut zip = zip::ZipArchive::new(archive).map_err(unreadable)?;
    let mut differences = Vec::new();
    let mut found = BTreeMap::new();
    let (mut manifest, mut sums) = (None, None);
    for index in 0..zip.len() {
        let (name, content) = match entry(&mut zip, index) {
            Ok(entry) => entry,
            Err(error) => {
                differences.push(format!("entry {}: cannot be read: {error}", index + 1));
                continue;
            }
        };
        if name == SUMS {
            sums = read_sums(&content);
            continue;
        }
        if name == MANIFEST {
            manifest = read_manifest(&content);
        } else if without_metadata(&content).as_ref() != Ok(&content) {
            differences.push(format!("{name}: is no photo, or tells more than its picture"));
        }
        found.insert(name, (content.len() as u64, sha256(&content)));
    }
    let sums = sums.unwrap_or_else(|| {
        differences.push(format!("{SUMS}: is missing or damaged"));
        Vec::new()
    });
    let manifest = manifest.unwrap_or_else(|| {
        differences.push(format!("{MANIFEST}: is missing or damaged"));
        Vec::new()
    });
    let listed: BTreeMap<&str, &str> =
        sums.iter().map(|(name, sha256)| (name.as_str(), sha256.as_str())).collect();
    for (name, sha256) in &listed {
        match found.get(*name) {
            None => differences.push(format!("{name}: is missing")),
            Some((_, found)) if found != sha256 => differences.push(format!("{name}: was changed")),
            Some(_) => {}
        }
    }
    for name in found.keys().filter(|name| !listed.contains_key(name.as_str())) {
        differences.push(format!("{name}: is not in {SUMS}"));
    }
    for Listed { name, length, sha256 } in &manifest {
        if found.get(name) != Some(&(*length, sha256.clone())) {
            differences.push(format!("{name}: differs from {MANIFEST}"));
        }
    }
    let photos = found.len().saturating_sub(1);
    if differences.is_empty() && manifest.len() != photos {
        differences.push(format!("{MANIFEST}: has {} lines for {photos} photos", manifest.len()));
    }
    if differences.is_empty() { Ok(photos as u64) } else { Err(differences) }
}

fn entry<R: Read + io::Seek>(zip: &mut zip::ZipArchive<R>, index: usize) -> io::Result<(String, Vec<u8>)> {
    let entry = zip.by_index(index)?;
    let name = entry.name()?.into_owned();
    let mut content = Vec::new();
    let length = entry.take(MAX_ENTRY + 1).read_to_end(&mut content)?;
    if length as u64 > MAX_ENTRY {
        return Err(io::Error::other(format!("longer than {} MB", MAX_ENTRY >> 20)));
    }
    Ok((name, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::manifest::{Item, Lists};
    use crate::delivery::photo_file::testing::picture_with_place;
    use crate::delivery::zip_format::ZipWriter;
    use proptest::prelude::*;

    /// The entries of a good archive.
    fn entries() -> Vec<(String, Vec<u8>)> {
        let mut lists = Lists::new().unwrap();
        let mut entries = Vec::new();
        for number in 1..3 {
            let (name, photo) =
                (format!("{number}.jpg"), without_metadata(&picture_with_place(number)).unwrap());
            let item = Item {
                level: "本科".into(),
                name: "王梦梦".into(),
                student_number: number.to_string(),
                object: crate::objects::ObjectKey::photo("demo", &name, "1"),
                sha256: sha256(&photo),
            };
            let listed = Listed { name: name.clone(), length: photo.len() as u64, sha256: sha256(&photo) };
            lists.add(&item, &listed).unwrap();
            entries.push((name, photo));
        }
        let (manifest, sums) = lists.finish().unwrap();
        entries.extend([(MANIFEST.to_owned(), manifest), (SUMS.to_owned(), sums)]);
        entries
    }

    fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut zip = ZipWriter::default();
        let mut bytes = Vec::new();
        for (name, content) in entries {
            bytes.extend(zip.entry(name, content));
            bytes.extend(content);
        }
        bytes.extend(zip.finish());
        bytes
    }

    fn verified(bytes: &[u8]) -> Result<u64, Vec<String>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        verify(file.path())
    }

    #[test]
    fn a_good_archive_is_proven() {
        assert_eq!(verified(&archive(&entries())), Ok(2));
    }

    #[test]
    fn each_difference_is_named() {
        type Change = fn(&mut Vec<(String, Vec<u8>)>);
        let cases: [(&str, Change); 7] = [
            ("1.jpg: is missing", |entries| drop(entries.remove(0))),
            ("1.jpg: was changed", |entries| entries[0].1 = entries[1].1.clone()),
            ("1.jpg: is no photo", |entries| entries[0].1 = picture_with_place(1)),
            ("x.jpg: is not in SHA256SUMS", |entries| {
                entries.insert(0, ("x.jpg".into(), entries[0].1.clone()))
            }),
            ("SHA256SUMS: is missing", |entries| drop(entries.pop())),
            ("manifest.csv: is missing", |entries| drop(entries.remove(2))),
            ("1.jpg: differs from manifest.csv", |entries| {
                let text = String::from_utf8(entries[2].1.clone()).unwrap().replacen("1.jpg", "2.jpg", 1);
                entries[0].1 = entries[1].1.clone();
                entries[2].1 = text.replacen("2.jpg", "1.jpg", 1).into_bytes();
            }),
        ];
        for (expected, change) in cases {
            let mut entries = entries();
            change(&mut entries);
            let differences = verified(&archive(&entries)).unwrap_err();
            assert!(differences.iter().any(|text| text.starts_with(expected)), "{expected}: {differences:?}");
        }
        assert!(verified(b"no archive").is_err() && verify(Path::new("/nowhere")).is_err());
    }

    proptest! {
        #[test]
        fn a_changed_bit_of_a_photo_is_always_noticed(place: prop::sample::Index, bit in 0..8_u8) {
            let entries = entries();
            let mut bytes = archive(&entries);
            // Behind the first entry's head of 30 bytes and its name.
            let (name, photo) = &entries[0];
            bytes[30 + name.len() + place.index(photo.len())] ^= 1 << bit;
            prop_assert!(verified(&bytes).is_err());
        }

        #[test]
        fn any_damage_is_told_and_never_a_panic(place: prop::sample::Index, value: u8) {
            let mut bytes = archive(&entries());
            let place = place.index(bytes.len());
            bytes[place] = value;
            let _ = verified(&bytes);
            let _ = verified(&bytes[..place]);
        }
    }
}
