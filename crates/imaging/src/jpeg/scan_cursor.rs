//! The way through a scan: unit by unit, over restart markers, and past what is damaged.

use super::bit_reader::Bits;
use super::frame::Frame;
use super::huffman::BadCode;
use super::parse::Scan;
use super::readability::Damage;

/// What happens on the way.
pub trait Visitor {
    /// Coding begins afresh: predictions and runs are zero.
    fn restart(&mut self);

    /// Reads the next block: the scan's `part`-th component at this column and row of the component's blocks.
    fn block(&mut self, bits: &mut Bits, part: usize, column: usize, row: usize) -> Result<(), BadCode>;

    /// A row of units is behind us.
    fn row_done(&mut self) {}
}

/// Leads `visitor` through the scan as far as the first `rows` rows of the picture's units reach, and notes
/// the units that are lost: cut off, impossible to decode, or between such a place and the next restart
/// marker.
pub fn walk<V: Visitor>(scan: &Scan, frame: &Frame, rows: usize, damage: &mut Damage, visitor: &mut V) {
    let grid = Grid::new(scan, frame, rows);
    let mut course = Course::new(scan);
    for row in 0..grid.rows {
        walk_row(&grid, &mut course, row, damage, visitor);
        visitor.row_done();
    }
    if grid.is_whole {
        damage.stray(course.bytes_left());
    }
}

/// Browsers go over to a function's quick form when it is called, not in its midst: each row is a call.
#[inline(never)]
fn walk_row<V: Visitor>(grid: &Grid, course: &mut Course, row: usize, damage: &mut Damage, visitor: &mut V) {
    for column in 0..grid.columns {
        match course.next() {
            Next::Lost => {
                damage.lose(column / grid.per_unit.0, row / grid.per_unit.1);
                continue;
            }
            Next::Restart => visitor.restart(),
            Next::Unit => {}
        }
        let read = visit_unit(grid, &mut course.bits, column, row, visitor);
        if read.is_err() || course.bits.overrun() {
            damage.lose(column / grid.per_unit.0, row / grid.per_unit.1);
            course.lose_interval();
        }
    }
}

#[inline(always)]
fn visit_unit<V: Visitor>(
    grid: &Grid,
    bits: &mut Bits,
    column: usize,
    row: usize,
    visitor: &mut V,
) -> Result<(), BadCode> {
    for (part, &(h, v)) in grid.blocks.iter().enumerate() {
        for y in 0..v {
            for x in 0..h {
                // A copy of its own stays in registers while a block is read.
                let mut own = *bits;
                let read = visitor.block(&mut own, part, column * h + x, row * v + y);
                *bits = own;
                read?;
            }
        }
    }
    Ok(())
}

/// The scan's units. Those of a scan of one component are its blocks without the padding (T.81, A.2).
struct Grid {
    columns: usize,
    rows: usize,
    /// Whether `rows` are all there are.
    is_whole: bool,
    /// Blocks a unit, of each part: horizontally, vertically.
    blocks: Vec<(usize, usize)>,
    /// Units of this scan in a unit of the picture: horizontally, vertically.
    per_unit: (usize, usize),
}

impl Grid {
    fn new(scan: &Scan, frame: &Frame, rows: usize) -> Self {
        let factors = |component: usize| (frame.components[component].h, frame.components[component].v);
        let (all_rows, columns, blocks, per_unit) = if scan.is_interleaved() {
            let blocks = scan.parts.iter().map(|part| factors(part.component)).collect();
            (frame.rows(), frame.columns(), blocks, (1, 1))
        } else {
            let (h, v) = factors(scan.parts[0].component);
            let length =
                |pixels: usize, factor: usize, most: usize| (pixels * factor).div_ceil(most).div_ceil(8);
            let all_rows = length(frame.height, v, frame.v_max);
            (all_rows, length(frame.width, h, frame.h_max), vec![(1, 1)], (h, v))
        };
        let rows = all_rows.min(rows * per_unit.1);
        Grid { columns, rows, is_whole: rows == all_rows, blocks, per_unit }
    }
}

/// What the next unit is.
enum Next {
    /// It follows the one before.
    Unit,
    /// It is the first, or the first behind a restart marker.
    Restart,
    /// There is nothing to read for it.
    Lost,
}

/// Where in the scan data we are, and from which unit on it can be read.
struct Course<'a> {
    bits: Bits<'a>,
    /// Units between restarts; `usize::MAX` for none.
    interval: usize,
    /// The next unit.
    unit: usize,
    /// The first unit that can be read; `usize::MAX` if none can.
    resumes_at: usize,
    /// The marker in front of `resumes_at` is behind us.
    is_past_marker: bool,
}

impl<'a> Course<'a> {
    fn new(scan: &Scan<'a>) -> Self {
        let interval = if scan.restart_interval == 0 { usize::MAX } else { scan.restart_interval };
        Course { bits: Bits::new(scan.entropy), interval, unit: 0, resumes_at: 0, is_past_marker: true }
    }

    #[inline(always)]
    fn next(&mut self) -> Next {
        let unit = self.unit;
        self.unit += 1;
        // Also true for the very first unit, and for the first behind a restart or a loss.
        if unit < self.resumes_at {
            return Next::Lost;
        }
        if unit == self.resumes_at || unit.is_multiple_of(self.interval) {
            self.begin_interval(unit)
        } else {
            Next::Unit
        }
    }

    #[cold]
    fn begin_interval(&mut self, unit: usize) -> Next {
        if !self.is_past_marker {
            self.find_marker(unit);
        }
        self.is_past_marker = unit < self.resumes_at;
        if unit < self.resumes_at { Next::Lost } else { Next::Restart }
    }

    /// Finds the restart marker in front of `unit`, or of a later unit if markers are missing.
    fn find_marker(&mut self, unit: usize) {
        let expected = (unit / self.interval - 1) as u8 & 7;
        self.resumes_at = loop {
            let Some(number) = self.bits.next_restart() else { break usize::MAX };
            // Numbers count modulo 8: up to four ahead is one to come, otherwise it is one that came already.
            let ahead = usize::from(number.wrapping_sub(expected) & 7);
            if ahead <= 4 {
                break unit + ahead * self.interval;
            }
        };
    }

    /// The unit just read is damaged, and with it all up to the next restart.
    #[cold]
    fn lose_interval(&mut self) {
        self.resumes_at = match self.interval {
            usize::MAX => usize::MAX,
            interval => self.unit.next_multiple_of(interval),
        };
    }

    fn bytes_left(&self) -> usize {
        if self.resumes_at == usize::MAX { 0 } else { self.bits.bytes_left() }
    }
}
