//! How much of a picture could be read.

use super::parse::Coded;

/// How far a picture could be read. The unit is the file's own: the smallest piece that holds every component
/// (8 to 32 pixels a side).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readability {
    /// Units in the picture (of a window: in the rows down to its last).
    pub mcus_total: u32,
    /// Units that were read as they were written, in every scan that was needed. 0 if the file ends before
    /// its last scan begins: then the whole picture is there, but coarser than it was.
    pub mcus_intact: u32,
    /// The highest row of pixels, as stored and at full size, that may show damage.
    pub first_damage: Option<u32>,
    /// Bytes of scan data that no unit asked for. Some writers leave a few; many mean that codes were misread
    /// somewhere.
    pub stray_bytes: u64,
    /// Whether the file goes on to its end-of-image marker.
    pub end_marker: bool,
}

impl Readability {
    /// Whether every unit was read as it was written.
    pub fn is_intact(&self) -> bool {
        self.mcus_intact == self.mcus_total
    }
}

/// Notes what is lost while scans are read.
pub struct Damage {
    columns: usize,
    unit_height: usize,
    lost: Vec<bool>,
    stray_bytes: u64,
}

impl Damage {
    /// Nothing read yet, nor lost but what the headers tell, in the picture's first `rows` rows of units.
    pub fn new(coded: &Coded, rows: usize) -> Self {
        let columns = coded.frame.columns();
        Damage {
            columns,
            unit_height: 8 * coded.frame.v_max,
            lost: vec![coded.lacks_a_part(); columns * rows],
            stray_bytes: 0,
        }
    }

    /// Notes that the unit is not as it was written.
    pub fn lose(&mut self, column: usize, row: usize) {
        if let Some(lost) = self.lost.get_mut(row * self.columns + column) {
            *lost = true;
        }
    }

    /// Notes that no unit is as it was written.
    pub fn lose_all(&mut self) {
        self.lost.fill(true);
    }

    /// Notes data that was not asked for.
    pub fn stray(&mut self, bytes: usize) {
        self.stray_bytes += bytes as u64;
    }

    /// The answer.
    pub fn readability(&self, coded: &Coded) -> Readability {
        let first_lost = self.lost.iter().position(|&lost| lost);
        Readability {
            mcus_total: self.lost.len() as u32,
            mcus_intact: self.lost.iter().filter(|&&lost| !lost).count() as u32,
            first_damage: first_lost.map(|unit| (unit / self.columns * self.unit_height) as u32),
            stray_bytes: self.stray_bytes,
            end_marker: coded.end_marker,
        }
    }
}
