//! The lists in an archive: `manifest.csv` for people and their spreadsheets, `SHA256SUMS` for programs.

use crate::objects::ObjectKey;

/// One photo of a delivery.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// The level of study.
    pub level: String,
    /// The candidate's name.
    pub name: String,
    /// The student number.
    pub student_number: String,
    /// The object in which the photo is stored.
    pub object: ObjectKey,
    /// The SHA-256 of the stored photo.
    pub sha256: String,
}

/// Name of the list of photos.
pub const MANIFEST: &str = "manifest.csv";

/// Name of the list of hashes, in the form of `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";

/// A byte order mark: without it spreadsheets take the text for the local encoding.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The column titles, the file's name first and its SHA-256 last.
const TITLES: [&str; 6] = ["文件名", "学号", "姓名", "学历层次", "字节数", "SHA-256"];

/// A line of the manifest, as it can be compared with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The file's name in the archive.
    pub name: String,
    /// Its length, in bytes.
    pub length: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// Both lists while they grow.
pub struct Lists {
    manifest: csv::Writer<Vec<u8>>,
    sums: String,
}

impl Lists {
    /// Without a line.
    ///
    /// # Errors
    /// None that an allocation in memory has.
    pub fn new() -> Result<Self, csv::Error> {
        let mut manifest =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
        manifest.write_record(TITLES)?;
        Ok(Self { manifest, sums: String::new() })
    }

    /// Adds a photo.
    ///
    /// # Errors
    /// Those of [`Lists::new`].
    pub fn add(&mut self, item: &Item, listed: &Listed) -> Result<(), csv::Error> {
        let length = listed.length.to_string();
        let record = [&listed.name, &item.student_number, &item.name, &item.level, &length, &listed.sha256];
        self.manifest.write_record(record.map(|text| formula_safe(text)))?;
        self.add_sum(&listed.name, &listed.sha256);
        Ok(())
    }

    /// Both files; the manifest's own hash stands in the sums.
    ///
    /// # Errors
    /// Those of [`Lists::new`].
    pub fn finish(mut self) -> Result<(Vec<u8>, Vec<u8>), csv::Error> {
        self.manifest.flush()?;
        let manifest = self.manifest.get_ref().clone();
        self.add_sum(MANIFEST, &crate::objects::sha256(&manifest));
        Ok((manifest, self.sums.into_bytes()))
    }

    fn add_sum(&mut self, name: &str, sha256: &str) {
        self.sums.extend([sha256, "  ", name, "\n"]);
    }
}

/// A cell that no spreadsheet takes for a formula.
fn formula_safe(text: &str) -> String {
    let begins_a_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins_a_formula { format!("'{text}") } else { text.to_owned() }
}

/// The lines of a manifest; `None` if it is none.
pub fn read_manifest(bytes: &[u8]) -> Option<Vec<Listed>> {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(MARK)?);
    if reader.headers().ok()? != TITLES.as_slice() {
        return None;
    }
    let lines = reader.records().map(|record| {
        let record = record.ok()?;
        let [name, .., length, sha256] = record.iter().collect::<Vec<_>>()[..] else { return None };
        Some(Listed { name: name.to_owned(), length: length.parse().ok()?, sha256: sha256.to_owned() })
    });
    lines.collect()
}

/// Names and hashes of a list of hashes; `None` if it is none.
pub fn read_sums(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let lines = std::str::from_utf8(bytes).ok()?.lines();
    lines
        .map(|line| line.split_once("  ").map(|(sha256, name)| (name.to_owned(), sha256.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(name: &str) -> Item {
        Item {
            level: "本科".into(),
            name: name.into(),
            student_number: "-7".into(),
            object: ObjectKey::photo("demo", "x", "1"),
            sha256: "x".into(),
        }
    }

    #[test]
    fn the_lists_come_back() {
        let mut lists = Lists::new().unwrap();
        let photos = ["a.jpg", "b/c.jpg"].map(|name| Listed {
            name: name.into(),
            length: 70_000,
            sha256: crate::objects::sha256(name.as_bytes()),
        });
        photos.iter().for_each(|listed| lists.add(&item("王,\"梦\"梦"), listed).unwrap());
        let (manifest, sums) = lists.finish().unwrap();
        assert_eq!(read_manifest(&manifest).unwrap(), photos);
        let sums = read_sums(&sums).unwrap();
        assert_eq!(sums.len(), 3);
        assert_eq!(sums[2], (MANIFEST.to_owned(), crate::objects::sha256(&manifest)));
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut lists = Lists::new().unwrap();
        let listed = Listed { name: "a.jpg".into(), length: 1, sha256: "x".into() };
        ["=1+1", "+1", "@x"].iter().for_each(|name| lists.add(&item(name), &listed).unwrap());
        let text = String::from_utf8(lists.finish().unwrap().0).unwrap();
        assert!(
            !text.contains(",=") && !text.contains(",+") && !text.contains(",@") && !text.contains(",-"),
            "{text}"
        );
        assert!(text.contains(",'=1+1,"), "{text}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_lists_or_none(bytes: Vec<u8>) {
            let _ = read_manifest(&[MARK, &bytes[..]].concat());
            let _ = read_sums(&bytes);
        }
    }
}
