//! Files as they travel: compressed once, at the best quality, and sent often.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::step::{Result, root, sha256};

/// How a browser may take a file.
#[derive(Clone, Copy, PartialEq)]
pub enum Coding {
    /// Which every browser takes over https, and from this machine.
    Brotli,
    /// Which every browser takes over http as well.
    Gzip,
}

impl Coding {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// What the server looks for beside a file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// The bytes, compressed. The models take a minute, so what was compressed once is kept in
    /// `target/compressed`, by the hash of what it was.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn compress(self, bytes: &[u8]) -> Result<Vec<u8>> {
        let kept = kept(bytes, self.ending());
        if let Ok(compressed) = fs::read(&kept) {
            return Ok(compressed);
        }
        let compressed = match self {
            Self::Brotli => {
                let mut compressed = Vec::new();
                brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &BrotliEncoderParams::default())?;
                compressed
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(bytes)?;
                encoder.finish()?
            }
        };
        fs::create_dir_all(kept.parent().unwrap_or(Path::new(".")))?;
        fs::write(kept, &compressed)?;
        Ok(compressed)
    }
}

fn kept(bytes: &[u8], ending: &str) -> PathBuf {
    root().join("target/compressed").join(format!("{}.{ending}", sha256(bytes)))
}
