//! Iterates over a scan: MCU by MCU, over restart markers, and past damage.

use super::bit_reader::BitReader;
use super::frame::Frame;
use super::huffman::InvalidCode;
use super::readability::DamageMap;
use super::scan::Scan;

/// What decodes the blocks of a scan.
pub trait ScanDecoder {
    /// Entropy coding begins afresh: predictions and runs are zero.
    fn restart(&mut self);

    /// Decodes the next block: of the scan's component number `component`, at this column and row of its blocks.
    fn block(
        &mut self,
        bits: &mut BitReader,
        component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode>;

    /// A row of the scan's MCUs is complete.
    fn finish_mcu_row(&mut self) {}
}

/// Decodes the scan as far as it covers the first `mcu_rows` rows of the picture's MCUs, and records in `damage` the MCUs
/// that are lost: cut off, impossible to decode, or between such a place and the next restart marker.
pub fn decode_scan<D: ScanDecoder>(
    scan: &Scan,
    frame: &Frame,
    mcu_rows: usize,
    damage: &mut DamageMap,
    decoder: &mut D,
) {
    let layout = McuLayout::new(scan, frame, mcu_rows);
    let mut cursor = ScanCursor::new(scan);
    for row in 0..layout.rows {
        decode_mcu_row(&layout, &mut cursor, row, damage, decoder);
        decoder.finish_mcu_row();
    }
    if layout.is_whole {
        damage.add_surplus(cursor.surplus_bytes());
    }
}

/// One call for each row: WebAssembly engines switch to optimised code at calls only.
#[inline(never)]
fn decode_mcu_row<D: ScanDecoder>(
    layout: &McuLayout,
    cursor: &mut ScanCursor,
    row: usize,
    damage: &mut DamageMap,
    decoder: &mut D,
) {
    for column in 0..layout.columns {
        match cursor.next() {
            Step::Lost => {
                damage.lose(column / layout.per_mcu.0, row / layout.per_mcu.1);
                continue;
            }
            Step::Restart => decoder.restart(),
            Step::Mcu => {}
        }
        let decoded = decode_mcu(layout, &mut cursor.bits, column, row, decoder);
        if decoded.is_err() || cursor.bits.is_overrun() {
            damage.lose(column / layout.per_mcu.0, row / layout.per_mcu.1);
            cursor.lose_interval();
        }
    }
}

#[inline(always)]
fn decode_mcu<D: ScanDecoder>(
    layout: &McuLayout,
    bits: &mut BitReader,
    column: usize,
    row: usize,
    decoder: &mut D,
) -> Result<(), InvalidCode> {
    for (component, &(h, v)) in layout.blocks.iter().enumerate() {
        for y in 0..v {
            for x in 0..h {
                // A local copy stays in registers while a block is decoded.
                let mut local = *bits;
                let decoded = decoder.block(&mut local, component, column * h + x, row * v + y);
                *bits = local;
                decoded?;
            }
        }
    }
    Ok(())
}

/// The MCUs of a scan. In a scan of one component they are its blocks, without padding (T.81, A.2).
struct McuLayout {
    columns: usize,
    rows: usize,
    /// Whether `rows` are all rows of the scan.
    is_whole: bool,
    /// Blocks in an MCU, of each component of the scan: horizontally, vertically.
    blocks: Vec<(usize, usize)>,
    /// MCUs of this scan in an MCU of the picture: horizontally, vertically.
    per_mcu: (usize, usize),
}

impl McuLayout {
    fn new(scan: &Scan, frame: &Frame, mcu_rows: usize) -> Self {
        let factors = |index: usize| (frame.components[index].h, frame.components[index].v);
        let (all_rows, columns, blocks, per_mcu) = if scan.is_interleaved() {
            let blocks = scan.components.iter().map(|component| factors(component.index)).collect();
            (frame.mcu_rows(), frame.mcu_columns(), blocks, (1, 1))
        } else {
            let (h, v) = factors(scan.components[0].index);
            let blocks_along =
                |pixels: usize, factor: usize, max: usize| (pixels * factor).div_ceil(max).div_ceil(8);
            let rows = blocks_along(frame.height, v, frame.v_max);
            (rows, blocks_along(frame.width, h, frame.h_max), vec![(1, 1)], (h, v))
        };
        let rows = all_rows.min(mcu_rows * per_mcu.1);
        McuLayout { columns, rows, is_whole: rows == all_rows, blocks, per_mcu }
    }
}

/// What the next MCU is.
enum Step {
    /// It follows the one before.
    Mcu,
    /// It is the first, or the first behind a restart marker.
    Restart,
    /// There is no data for it.
    Lost,
}

/// The position in the scan data, and the next MCU that can be decoded.
struct ScanCursor<'a> {
    bits: BitReader<'a>,
    /// MCUs between restart markers; `usize::MAX` for no markers.
    interval: usize,
    /// Number of the next MCU.
    mcu: usize,
    /// The first MCU that can be decoded; `usize::MAX` if none can.
    resumes_at: usize,
    /// The marker in front of `resumes_at` was passed.
    is_past_marker: bool,
}

impl<'a> ScanCursor<'a> {
    fn new(scan: &Scan<'a>) -> Self {
        let interval = if scan.restart_interval == 0 { usize::MAX } else { scan.restart_interval };
        ScanCursor { bits: BitReader::new(scan.data), interval, mcu: 0, resumes_at: 0, is_past_marker: true }
    }

    #[inline(always)]
    fn next(&mut self) -> Step {
        let mcu = self.mcu;
        self.mcu += 1;
        if mcu < self.resumes_at {
            return Step::Lost;
        }
        // The first condition holds for the very first MCU, and for the first behind a restart or a loss.
        if mcu == self.resumes_at || mcu.is_multiple_of(self.interval) {
            self.begin_interval(mcu)
        } else {
            Step::Mcu
        }
    }

    #[cold]
    fn begin_interval(&mut self, mcu: usize) -> Step {
        if !self.is_past_marker {
            self.find_marker(mcu);
        }
        self.is_past_marker = mcu < self.resumes_at;
        if mcu < self.resumes_at { Step::Lost } else { Step::Restart }
    }

    /// Finds the restart marker in front of `mcu`, or of a later MCU if markers are missing.
    fn find_marker(&mut self, mcu: usize) {
        let expected = (mcu / self.interval - 1) as u8 & 7;
        self.resumes_at = loop {
            let Some(number) = self.bits.skip_to_restart() else { break usize::MAX };
            // Markers are numbered modulo 8: up to four ahead is a later one, anything else an earlier one.
            let ahead = usize::from(number.wrapping_sub(expected) & 7);
            if ahead <= 4 {
                break mcu + ahead * self.interval;
            }
        };
    }

    /// The MCU just decoded is damaged, and with it all up to the next restart marker.
    #[cold]
    fn lose_interval(&mut self) {
        self.resumes_at = match self.interval {
            usize::MAX => usize::MAX,
            interval => self.mcu.next_multiple_of(interval),
        };
    }

    /// Bytes of coded data behind the last MCU; 0 if that was lost.
    fn surplus_bytes(&self) -> usize {
        if self.resumes_at == usize::MAX { 0 } else { self.bits.surplus_bytes() }
    }
}
