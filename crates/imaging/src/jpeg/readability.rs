//! How much of a picture could be decoded.

use super::parse::ParsedJpeg;

/// How much of a picture could be decoded, in MCUs (8 to 32 pixels a side).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readability {
    /// MCUs in the picture.
    pub mcus_total: u32,
    /// MCUs that were decoded without damage in every scan that was needed. 0 if the file ends before its last scan
    /// begins: then the whole picture is there, but coarser than it was.
    pub mcus_intact: u32,
    /// The first row of pixels, as stored and at full size, that may show damage.
    pub first_damaged_row: Option<u32>,
    /// Bytes of scan data behind the last MCU. Some encoders write a few; many mean that codes were misread somewhere.
    pub trailing_bytes: u64,
    /// Whether there is an end-of-image marker.
    pub has_eoi: bool,
}

impl Readability {
    /// Whether every MCU was decoded without damage.
    pub fn is_intact(&self) -> bool {
        self.mcus_intact == self.mcus_total
    }
}

/// Which MCUs are lost, recorded while scans are decoded.
pub struct DamageMap {
    mcu_columns: usize,
    mcu_height: usize,
    lost: Vec<bool>,
    trailing_bytes: u64,
}

impl DamageMap {
    /// For the picture's first `mcu_rows` rows of MCUs: nothing is lost, unless the headers alone show that something is
    /// missing everywhere.
    pub fn new(parsed: &ParsedJpeg, mcu_rows: usize) -> Self {
        let mcu_columns = parsed.frame.mcu_columns();
        DamageMap {
            mcu_columns,
            mcu_height: 8 * parsed.frame.v_max,
            lost: vec![parsed.is_incomplete(); mcu_columns * mcu_rows],
            trailing_bytes: 0,
        }
    }

    /// Records that an MCU is damaged.
    pub fn lose(&mut self, mcu_column: usize, mcu_row: usize) {
        if let Some(lost) = self.lost.get_mut(mcu_row * self.mcu_columns + mcu_column) {
            *lost = true;
        }
    }

    /// Records that every MCU is damaged.
    pub fn lose_all(&mut self) {
        self.lost.fill(true);
    }

    /// Records data behind the last MCU of a scan.
    pub fn add_trailing(&mut self, bytes: usize) {
        self.trailing_bytes += bytes as u64;
    }

    /// The summary.
    pub fn readability(&self, parsed: &ParsedJpeg) -> Readability {
        let first_lost = self.lost.iter().position(|&lost| lost);
        Readability {
            mcus_total: self.lost.len() as u32,
            mcus_intact: self.lost.iter().filter(|&&lost| !lost).count() as u32,
            first_damaged_row: first_lost.map(|mcu| (mcu / self.mcu_columns * self.mcu_height) as u32),
            trailing_bytes: self.trailing_bytes,
            has_eoi: parsed.has_eoi,
        }
    }
}
