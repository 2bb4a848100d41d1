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
    /// Bytes of coded data behind the last MCU, fill bytes apart. Some encoders write a few; many mean that codes were
    /// misread somewhere.
    pub surplus_bytes: u64,
    /// Whether there is an end-of-image marker, or a known trailer where it should be.
    pub has_end: bool,
}

/// Bytes of coded data that some encoders write behind the last MCU.
const MAX_SURPLUS_BYTES: u64 = 8;

impl Readability {
    /// Whether every MCU was decoded without damage.
    pub fn is_intact(&self) -> bool {
        self.mcus_intact == self.mcus_total
    }

    /// The share of MCUs that were decoded without damage, 0 to 1. Without an end, or with coded data behind the last
    /// MCU, something was cut off or misread: then at least one MCU counts as damaged.
    pub fn share(&self) -> f64 {
        let total = f64::from(self.mcus_total);
        let is_suspect = !self.has_end || self.surplus_bytes > MAX_SURPLUS_BYTES;
        let suspect = if is_suspect { 1.0 } else { 0.0 };
        f64::from(self.mcus_intact).min(total - suspect) / total
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.share() == 1.0
    }
}

/// Which MCUs are lost, recorded while scans are decoded.
pub struct DamageMap {
    mcu_columns: usize,
    mcu_height: usize,
    lost: Vec<bool>,
    surplus_bytes: u64,
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
            surplus_bytes: 0,
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

    /// Records coded data behind the last MCU of a scan.
    pub fn add_surplus(&mut self, bytes: usize) {
        self.surplus_bytes += bytes as u64;
    }

    /// The summary.
    pub fn readability(&self, parsed: &ParsedJpeg) -> Readability {
        let first_lost = self.lost.iter().position(|&lost| lost);
        Readability {
            mcus_total: self.lost.len() as u32,
            mcus_intact: self.lost.iter().filter(|&&lost| !lost).count() as u32,
            first_damaged_row: first_lost.map(|mcu| (mcu / self.mcu_columns * self.mcu_height) as u32),
            surplus_bytes: self.surplus_bytes,
            has_end: parsed.has_eoi,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_end_or_surplus_data_is_damage() {
        let whole = Readability {
            mcus_total: 100,
            mcus_intact: 100,
            first_damaged_row: None,
            surplus_bytes: 0,
            has_end: true,
        };
        let cases = [
            (whole, 1.0),
            (Readability { mcus_intact: 40, ..whole }, 0.4),
            (Readability { has_end: false, ..whole }, 0.99),
            (Readability { surplus_bytes: 8, ..whole }, 1.0),
            (Readability { surplus_bytes: 9, ..whole }, 0.99),
            (Readability { surplus_bytes: 1000, mcus_intact: 3, ..whole }, 0.03),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(readability, share)| readability.share() != *share).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
