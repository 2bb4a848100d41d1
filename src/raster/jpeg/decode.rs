//! The whole picture at 1/1, 1/2, 1/4 or 1/8 of its size.

use super::bits::Bits;
use super::canvas::Canvas;
use super::coded::{Coded, Scan};
use super::coefficients::{Region, last_needed};
use super::damage::{Damage, Readable};
use super::frame::{Colour, Frame};
use super::gather::{Gathered, gather};
use super::huffman::BadCode;
use super::refusal::Refusal;
use super::sequential::BlockReader;
use super::transform::{Points, flat_level, inverse};
use super::walk::{Visitor, walk};

/// How much of the picture's size is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 1/1.
    Full,
    /// 1/2.
    Half,
    /// 1/4.
    Quarter,
    /// 1/8.
    Eighth,
}

impl Scale {
    /// By how much width and height are divided.
    pub fn divisor(self) -> u32 {
        8 / self.side() as u32
    }

    /// Samples a side that a block of 8 x 8 becomes.
    fn side(self) -> usize {
        match self {
            Scale::Full => 8,
            Scale::Half => 4,
            Scale::Quarter => 2,
            Scale::Eighth => 1,
        }
    }
}

/// A decoded picture.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// Width in pixels: the picture's, divided by the scale and rounded up.
    pub width: u32,
    /// Height in pixels: the picture's, divided by the scale and rounded up.
    pub height: u32,
    /// Red, green, blue of each pixel, row by row from the top left, as stored (not turned upright), in the
    /// file's own colour space. What could not be read is grey.
    pub rgb: Vec<u8>,
    /// The file has one component: its pixels have no colour.
    pub grey: bool,
    /// How much of it could be read.
    pub readable: Readable,
}

/// Decodes the picture at a scale. Damage behind the headers is no error: the answer says how far it could be
/// read. (Of a progressive picture at a reduced scale, scans that the scale does not need are not looked
/// into.)
///
/// Memory: the picture at that scale, and of one in several scans besides it two bytes for each coefficient
/// that the scale needs. The caller has checked that it wants so many pixels.
pub fn decode(bytes: &[u8], scale: Scale) -> Result<Decoded, Refusal> {
    let coded = Coded::parse(bytes)?;
    let region = Region::whole(&coded.frame);
    let points = points(&coded.frame, scale.side());
    let mut canvas = Canvas::new(&coded.frame, &region, scale.side(), &points);
    let mut damage = Damage::new(&coded, region.rows.end);
    match single_scan(&coded) {
        Some(scan) => match Painter::new(scan, &coded.frame, &points, &mut canvas) {
            Some(mut painter) => walk(scan, &coded.frame, region.rows.end, &mut damage, &mut painter),
            None => damage.lose_all(),
        },
        None => draw(&gather(&coded, &region, &points, &mut damage), &coded.frame, &mut canvas),
    }
    let (width, height, rgb) = canvas.finish();
    let grey = coded.frame.colour == Colour::Grey;
    Ok(Decoded { width: width as u32, height: height as u32, rgb, grey, readable: damage.readable(&coded) })
}

/// Samples that a component's blocks become where those at the highest sampling become `side` x `side`: as
/// many more, up to 8, as the component has fewer blocks. At reduced scales that makes most components
/// equally large. At 1/8 it is one for each, so that the DC coefficients are enough.
pub fn points(frame: &Frame, side: usize) -> Vec<Points> {
    if side == 1 {
        return vec![(1, 1); frame.components.len()];
    }
    let along = |factor: usize, most: usize| {
        [8, 4, 2].into_iter().find(|&points| points * factor <= side * most).unwrap_or(1)
    };
    frame
        .components
        .iter()
        .map(|component| (along(component.h, frame.h_max), along(component.v, frame.v_max)))
        .collect()
}

/// The scan of a sequential picture that has all components in one, as nearly all have.
fn single_scan<'a, 'b>(coded: &'b Coded<'a>) -> Option<&'b Scan<'a>> {
    let scan = coded.scans.first()?;
    (!coded.frame.progressive && scan.parts.len() == coded.frame.components.len()).then_some(scan)
}

/// Draws gathered coefficients, which are those of the canvas's region.
pub fn draw(gathered: &[Gathered], frame: &Frame, canvas: &mut Canvas) {
    let bands = gathered[0].coefficients.size().1 / frame.components[0].v;
    for band in 0..bands {
        for (index, Gathered { coefficients, quantisation }) in gathered.iter().enumerate() {
            let Some(quantisation) = quantisation else { continue };
            let (points, v) = (coefficients.points, frame.components[index].v);
            if points == (1, 1) {
                for row in 0..v {
                    let samples = canvas.place(index, 0, row).0;
                    for (sample, &first) in samples.iter_mut().zip(coefficients.row(band * v + row)) {
                        *sample = flat_level(first, quantisation[0]);
                    }
                }
                continue;
            }
            for (row, column) in
                (0..v).flat_map(|row| (0..coefficients.size().0).map(move |column| (row, column)))
            {
                let (block, flat) = coefficients.spread(column, band * v + row);
                let (out, stride) = canvas.place(index, column * points.0, row * points.1);
                inverse(&block, quantisation, points, flat, out, stride);
            }
        }
        canvas.finish_band();
    }
}

/// Paints the blocks of a scan as they are read.
struct Painter<'a> {
    canvas: &'a mut Canvas,
    parts: Vec<PainterPart>,
}

struct PainterPart {
    component: usize,
    reader: BlockReader,
    quantisation: [u16; 64],
    points: Points,
    last: u32,
    /// Blocks in a band, vertically, and the band's first row of blocks.
    v: usize,
    top: usize,
}

impl<'a> Painter<'a> {
    /// `None` if a code that the scan needs is missing or unsound.
    fn new(scan: &Scan, frame: &Frame, points: &[Points], canvas: &'a mut Canvas) -> Option<Self> {
        let part = |part: &super::coded::Part| {
            let points = points[part.component];
            Some(PainterPart {
                component: part.component,
                reader: BlockReader::new(part)?,
                // Grey where there is none, as `draw` leaves it.
                quantisation: part.quantisation.unwrap_or([0; 64]),
                points,
                last: last_needed(points) as u32,
                v: frame.components[part.component].v,
                top: 0,
            })
        };
        Some(Painter { canvas, parts: scan.parts.iter().map(part).collect::<Option<_>>()? })
    }
}

impl Visitor for Painter<'_> {
    fn restart(&mut self) {
        self.parts.iter_mut().for_each(|part| part.reader.restart());
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, part: usize, column: usize, row: usize) -> Result<(), BadCode> {
        let part = &mut self.parts[part];
        let mut block = [0; 64];
        let flat = part.reader.read(bits, part.last, &mut block)?;
        let (out, stride) =
            self.canvas.place(part.component, column * part.points.0, (row - part.top) * part.points.1);
        inverse(&block, &part.quantisation, part.points, flat, out, stride);
        Ok(())
    }

    fn row_done(&mut self) {
        self.parts.iter_mut().for_each(|part| part.top += part.v);
        self.canvas.finish_band();
    }
}
