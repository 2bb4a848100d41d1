//! The whole picture at 1/1, 1/2, 1/4 or 1/8 of its size.

use super::bit_reader::Bits;
use super::canvas::{Canvas, Paint};
use super::coefficients::{Region, last_needed};
use super::error::DecodeError;
use super::frame::{Colour, Frame};
use super::huffman::BadCode;
use super::idct::{Points, flat_level, inverse};
use super::multi_scan::{Gathered, gather};
use super::parse::{Coded, Scan};
use super::readability::{Damage, Readability};
use super::roi::RoiCanvas;
use super::scan_cursor::{Visitor, walk};
use super::sequential::BlockReader;
use crate::raster::Roi;
use precheck_foundation::geometry::Rect;

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
pub struct DecodedJpeg {
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
    pub readability: Readability,
    /// The part at full resolution that was asked for.
    pub roi: Option<Roi>,
}

/// Decodes the picture at a scale, and with it the brightness of a part at full resolution: `window`, in pixels
/// as stored, is cut to the picture (to at least one pixel of it). Damage behind the headers is no error: the answer says how far it could be
/// read. (Of a progressive picture at a reduced scale, scans that the scale does not need are not looked
/// into.)
///
/// Memory: the picture at that scale, one to three bytes a pixel of the window, and of a picture in several scans
/// besides it two bytes for each coefficient that both need. The caller has checked that it wants so many pixels.
pub fn decode(bytes: &[u8], scale: Scale, window: Option<Rect>) -> Result<DecodedJpeg, DecodeError> {
    let coded = Coded::parse(bytes)?;
    let frame = &coded.frame;
    let region = Region::whole(frame);
    let points = points(frame, scale.side());
    let mut canvas = Canvas::new(frame, &region, scale.side(), &points, Paint::Colours);
    let mut close = window.map(|place| RoiCanvas::new(frame, place));
    let mut damage = Damage::new(&coded, region.rows.end);
    match single_scan(&coded) {
        Some(scan) => match Painter::new(scan, frame, &points, &mut canvas, close.as_mut()) {
            Some(mut painter) => walk(scan, frame, region.rows.end, &mut damage, &mut painter),
            None => damage.lose_all(),
        },
        None => {
            draw(&gather(&coded, &region, &points, &mut damage), frame, &mut canvas);
            if let Some(close) = &mut close {
                let gathered = gather(&coded, &close.region, &close.points, &mut Damage::new(&coded, 0));
                draw(&gathered[..close.components], frame, &mut close.canvas);
            }
        }
    }
    let (width, height, rgb) = canvas.finish();
    Ok(DecodedJpeg {
        width: width as u32,
        height: height as u32,
        rgb,
        grey: frame.colour == Colour::Grey,
        readability: damage.readability(&coded),
        roi: close.map(RoiCanvas::finish),
    })
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

/// The last zigzag index of a block.
const LAST: u32 = 63;

/// Paints the blocks of a scan as they are read.
struct Painter<'a> {
    canvas: &'a mut Canvas,
    close: Option<&'a mut RoiCanvas>,
    parts: Vec<PainterPart>,
    /// The row of units that is being read.
    row: usize,
}

struct PainterPart {
    component: usize,
    reader: BlockReader,
    quantisation: [u16; 64],
    points: Points,
    last: u32,
    /// The blocks that the window shows.
    close: Region,
    /// Blocks in a band, vertically, and the band's first row of blocks.
    v: usize,
    top: usize,
}

impl<'a> Painter<'a> {
    /// `None` if a code that the scan needs is missing or unsound.
    fn new(
        scan: &Scan,
        frame: &Frame,
        points: &[Points],
        canvas: &'a mut Canvas,
        close: Option<&'a mut RoiCanvas>,
    ) -> Option<Self> {
        let part = |part: &super::parse::Part| {
            let points = points[part.component];
            Some(PainterPart {
                component: part.component,
                reader: BlockReader::new(part)?,
                // Grey where there is none, as `draw` leaves it.
                quantisation: part.quantisation.unwrap_or([0; 64]),
                points,
                last: last_needed(points) as u32,
                close: close.as_ref().map_or(Region::NONE, |close| close.blocks(frame, part.component)),
                v: frame.components[part.component].v,
                top: 0,
            })
        };
        Some(Painter { parts: scan.parts.iter().map(part).collect::<Option<_>>()?, canvas, close, row: 0 })
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
        let flat = match &mut self.close {
            Some(close) if part.close.rows.contains(&row) && part.close.columns.contains(&column) => {
                let flat = part.reader.read(bits, LAST, &mut block)?;
                let (x, y) = (column - part.close.columns.start, row - part.top);
                close.draw(part.component, x, y, &block, &part.quantisation, flat);
                flat
            }
            _ => part.reader.read(bits, part.last, &mut block)?,
        };
        let (out, stride) =
            self.canvas.place(part.component, column * part.points.0, (row - part.top) * part.points.1);
        inverse(&block, &part.quantisation, part.points, flat, out, stride);
        Ok(())
    }

    fn row_done(&mut self) {
        self.parts.iter_mut().for_each(|part| part.top += part.v);
        self.canvas.finish_band();
        if let Some(close) = &mut self.close
            && close.region.rows.contains(&self.row)
        {
            close.canvas.finish_band();
        }
        self.row += 1;
    }
}
