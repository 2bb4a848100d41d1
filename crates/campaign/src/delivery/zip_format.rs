//! ZIP archives whose entries are stored as they are (PKWARE APPNOTE.TXT 6.3.10). Photos do not become shorter by
//! compression, and stored entries of known length need nothing behind them: every program reads them, also from a stream.
//! Nothing but the list of entries is kept in memory.

/// Version of the format that a reader needs: 2.0 for folders, 4.5 for entries beyond 4 GiB.
const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;

/// Flag: names are UTF-8.
const UTF8: u16 = 1 << 11;

/// The first day of the format, 1980-01-01 0:00: nothing tells when the archive was made, and made again it is the same.
const DATE: u16 = 1 << 5 | 1;

/// Stands for a number that the Zip64 records give.
const SEE_ZIP64: u32 = u32::MAX;

/// Writes the parts of an archive around the entries' bytes, which the caller writes himself.
#[derive(Default)]
pub struct ZipWriter {
    /// Bytes so far.
    offset: u64,
    /// The records of the entries so far.
    directory: Vec<u8>,
    count: u64,
}

impl ZipWriter {
    /// What stands in front of an entry's bytes; they follow at once. Its length is below 4 GiB.
    pub fn entry(&mut self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let (crc, length) = (crc32fast::hash(bytes), bytes.len() as u32);
        let is_far = self.offset >= u64::from(SEE_ZIP64);
        let common = |version: u16| {
            let mut common = Vec::new();
            [version, UTF8, 0, 0, DATE].iter().for_each(|number| common.extend(number.to_le_bytes()));
            [crc, length, length].iter().for_each(|number| common.extend(number.to_le_bytes()));
            common.extend((name.len() as u16).to_le_bytes());
            common
        };
        let local = [b"PK\x03\x04", &common(VERSION)[..], &[0, 0], name.as_bytes()].concat();
        // Zip64 extended information: the offset only.
        let extra = [&[1, 0, 8, 0][..], &self.offset.to_le_bytes()].concat();
        let extra = if is_far { extra } else { Vec::new() };
        let version = if is_far { VERSION_ZIP64 } else { VERSION };
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(version.to_le_bytes());
        self.directory.extend(common(version));
        self.directory.extend((extra.len() as u16).to_le_bytes());
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        let offset = if is_far { SEE_ZIP64 } else { self.offset as u32 };
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.directory.extend(extra);
        self.count += 1;
        self.offset += (local.len() + bytes.len()) as u64;
        local
    }

    /// What stands behind the last entry.
    pub fn finish(self) -> Vec<u8> {
        let (start, length) = (self.offset, self.directory.len() as u64);
        let mut out = self.directory;
        let is_large = self.count >= u64::from(u16::MAX) || start + length >= u64::from(SEE_ZIP64);
        if is_large {
            out.extend(b"PK\x06\x06");
            // What follows of this record, in bytes.
            out.extend(44_u64.to_le_bytes());
            [VERSION_ZIP64; 2].iter().for_each(|version| out.extend(version.to_le_bytes()));
            // The first disk.
            out.extend([0; 8]);
            [self.count, self.count, length, start]
                .iter()
                .for_each(|number| out.extend(number.to_le_bytes()));
            out.extend(b"PK\x06\x07\0\0\0\0");
            out.extend((start + length).to_le_bytes());
            out.extend(1_u32.to_le_bytes());
        }
        let count = u16::try_from(self.count).unwrap_or(u16::MAX).to_le_bytes();
        let short = |number: u64| u32::try_from(number).unwrap_or(SEE_ZIP64).to_le_bytes();
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend([count, count].concat());
        out.extend([short(length), short(start)].concat());
        out.extend([0, 0]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read, Seek, SeekFrom, Write};

    fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut writer = ZipWriter::default();
        let mut bytes = Vec::new();
        for (name, content) in entries {
            bytes.extend(writer.entry(name, content));
            bytes.extend(content);
        }
        bytes.extend(writer.finish());
        bytes
    }

    /// Names and contents as the crate `zip` reads them; it compares the check sums.
    fn read(archive: impl Read + Seek) -> Vec<(String, Vec<u8>)> {
        let mut archive = zip::ZipArchive::new(archive).unwrap();
        let count = archive.len();
        let entry = |index| {
            let mut entry = archive.by_index(index).unwrap();
            let (name, mut content) = (entry.name().unwrap().into_owned(), Vec::new());
            entry.read_to_end(&mut content).unwrap();
            (name, content)
        };
        (0..count).map(entry).collect()
    }

    #[test]
    fn another_program_reads_what_was_written() {
        let entries = [("a.jpg", &b"abc"[..]), ("b/c.jpg", b""), ("manifest.csv", b"\xEF\xBB\xBFx")];
        let entries = entries.map(|(name, content)| (name.to_owned(), content.to_vec()));
        assert_eq!(read(Cursor::new(archive(&entries))), entries);
        assert!(read(Cursor::new(archive(&[]))).is_empty());
        assert_eq!(archive(&entries), archive(&entries));
    }

    #[test]
    fn more_entries_than_sixteen_bits_count_are_all_read() {
        for count in [65_534_u32, 65_535, 70_000] {
            let entries: Vec<_> = (0..count).map(|number| (number.to_string(), vec![])).collect();
            assert_eq!(read(Cursor::new(archive(&entries))).len(), count as usize);
        }
    }

    #[test]
    fn entries_beyond_four_gigabytes_are_read() {
        let zeros = vec![0; 64 << 20];
        let mut file = tempfile::tempfile().unwrap();
        let mut writer = ZipWriter::default();
        for number in 0..65 {
            file.write_all(&writer.entry(&format!("{number}"), &zeros)).unwrap();
            // Zeros that take no room on the disk.
            file.seek(SeekFrom::Current(zeros.len() as i64)).unwrap();
        }
        file.write_all(&writer.entry("last", b"text")).unwrap();
        file.write_all(b"text").unwrap();
        file.write_all(&writer.finish()).unwrap();
        let mut archive = zip::ZipArchive::new(file).unwrap();
        let mut text = String::new();
        archive.by_name("last").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((archive.len(), text.as_str()), (66, "text"));
    }
}
