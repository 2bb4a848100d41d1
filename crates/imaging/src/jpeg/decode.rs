//! Decodes the whole picture at 1/1, 1/2, 1/4 or 1/8 of its size, and a region of interest at full resolution.

use super::bit_reader::BitReader;
use super::canvas::{Canvas, Output};
use super::coefficients::{RectRange, last_needed_index};
use super::error::DecodeError;
use super::frame::{ColourModel, Frame};
use super::huffman::InvalidCode;
use super::idct::{BlockSize, dc_sample, dequantise_and_idct};
use super::multi_scan::{QuantisedPlane, decode_planes};
use super::parse::ParsedJpeg;
use super::quant_table::QuantTable;
use super::readability::{DamageMap, Readability};
use super::roi::RoiCanvas;
use super::scan::{Scan, ScanComponent};
use super::scan_cursor::{ScanDecoder, decode_scan};
use super::sequential::BlockDecoder;
use super::trailer;
use crate::raster::Roi;
use precheck_foundation::geometry::Rect;

/// The size of the output as a fraction of the picture's.
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
    /// What width and height are divided by.
    pub fn divisor(self) -> u32 {
        8 / self.side() as u32
    }

    /// Samples along each side that a block of 8 x 8 becomes.
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
    /// Red, green, blue of each pixel, row by row from the top left, as stored (not turned upright), in the file's own
    /// colour space. What could not be decoded is grey.
    pub rgb: Vec<u8>,
    /// The file has one component: its pixels have no colour.
    pub is_grey: bool,
    /// How much of it could be decoded.
    pub readability: Readability,
    /// The region of interest that was asked for, in pixels as stored.
    pub roi: Option<Roi>,
}

/// Decodes the picture at a scale, and with it a region of interest at full resolution: `roi`, in pixels as stored, is cut
/// to the picture (to at least one pixel of it).
///
/// A picture that does not seem to be complete is decoded again without a known trailer, if it has one: without an
/// end-of-image marker in front, a trailer reads like more of the picture.
///
/// Memory: the output, one to three bytes for each pixel of the region of interest, and for a picture in several scans
/// two bytes for each coefficient that both need. The caller has checked the number of pixels against its own limit.
///
/// # Errors
/// The headers have no picture that this decoder supports. Damaged scan data is no error, but shows in `readability`. (Of a
/// progressive picture at a reduced scale, scans that the scale does not need are not decoded.)
pub fn decode(bytes: &[u8], scale: Scale, roi: Option<Rect>) -> Result<DecodedJpeg, DecodeError> {
    let decoded = decode_all(bytes, scale, roi);
    if decoded.as_ref().is_ok_and(|decoded| decoded.readability.is_complete()) {
        return decoded;
    }
    let without_trailer = trailer::start(bytes).and_then(|end| decode_all(&bytes[..end], scale, roi).ok());
    match without_trailer {
        Some(mut shorter) => {
            shorter.readability.has_end = true;
            if shorter.readability.is_complete() { Ok(shorter) } else { decoded }
        }
        None => decoded,
    }
}

fn decode_all(bytes: &[u8], scale: Scale, roi: Option<Rect>) -> Result<DecodedJpeg, DecodeError> {
    let parsed = ParsedJpeg::parse(bytes)?;
    let frame = &parsed.frame;
    let region = RectRange::whole(frame);
    let block_sizes = block_sizes(frame, scale.side());
    let mut canvas = Canvas::new(frame, &region, scale.side(), &block_sizes, Output::Rgb);
    let mut roi = roi.map(|rect| RoiCanvas::new(frame, rect));
    let mut damage = DamageMap::new(&parsed, region.rows.end);
    match single_scan(&parsed) {
        Some(scan) => match DirectDecoder::new(scan, frame, &block_sizes, &mut canvas, roi.as_mut()) {
            Some(mut decoder) => decode_scan(scan, frame, region.rows.end, &mut damage, &mut decoder),
            None => damage.lose_all(),
        },
        None => {
            draw(&decode_planes(&parsed, &region, &block_sizes, &mut damage), frame, &mut canvas);
            if let Some(roi) = &mut roi {
                let mut ignored = DamageMap::new(&parsed, 0);
                let planes = decode_planes(&parsed, &roi.region, &roi.block_sizes, &mut ignored);
                draw(&planes[..roi.components], frame, &mut roi.canvas);
            }
        }
    }
    let (width, height, rgb) = canvas.finish();
    Ok(DecodedJpeg {
        width: width as u32,
        height: height as u32,
        rgb,
        is_grey: frame.colour == ColourModel::Grey,
        readability: damage.readability(&parsed),
        roi: roi.map(RoiCanvas::finish),
    })
}

/// The output size of each component's blocks where those at the highest sampling become `side` x `side`: as many times
/// larger, up to 8, as the component has fewer blocks. At reduced scales this makes most components equally large. At 1/8
/// it is 1 x 1 for each, so that DC coefficients are enough.
pub fn block_sizes(frame: &Frame, side: usize) -> Vec<BlockSize> {
    if side == 1 {
        return vec![(1, 1); frame.components.len()];
    }
    let along = |factor: usize, max: usize| {
        [8, 4, 2].into_iter().find(|&size| size * factor <= side * max).unwrap_or(1)
    };
    frame
        .components
        .iter()
        .map(|component| (along(component.h, frame.h_max), along(component.v, frame.v_max)))
        .collect()
}

/// The scan of a sequential picture that has all components in one, as nearly all have.
fn single_scan<'a, 'b>(parsed: &'b ParsedJpeg<'a>) -> Option<&'b Scan<'a>> {
    let scan = parsed.scans.first()?;
    let has_all = scan.components.len() == parsed.frame.components.len();
    (!parsed.frame.is_progressive && has_all).then_some(scan)
}

/// Transforms stored coefficients, which are those of the canvas's region, into the canvas.
fn draw(planes: &[QuantisedPlane], frame: &Frame, canvas: &mut Canvas) {
    let mcu_rows = planes[0].coefficients.size().1 / frame.components[0].v;
    for mcu_row in 0..mcu_rows {
        for (index, QuantisedPlane { coefficients, quant_table }) in planes.iter().enumerate() {
            let Some(quant_table) = quant_table else { continue };
            let (size, v) = (coefficients.block_size, frame.components[index].v);
            if size == (1, 1) {
                for row in 0..v {
                    let samples = canvas.samples_at(index, 0, row).0;
                    for (sample, &dc) in samples.iter_mut().zip(coefficients.dc_row(mcu_row * v + row)) {
                        *sample = dc_sample(dc, quant_table[0]);
                    }
                }
                continue;
            }
            for (row, column) in
                (0..v).flat_map(|row| (0..coefficients.size().0).map(move |column| (row, column)))
            {
                let (block, is_flat) = coefficients.natural_order(column, mcu_row * v + row);
                let (out, stride) = canvas.samples_at(index, column * size.0, row * size.1);
                dequantise_and_idct(&block, quant_table, size, is_flat, out, stride);
            }
        }
        canvas.finish_mcu_row();
    }
}

/// The last zigzag index of a block.
const LAST_INDEX: u32 = 63;

/// Transforms the blocks of a single scan into the canvas as they are decoded.
struct DirectDecoder<'a> {
    canvas: &'a mut Canvas,
    roi: Option<&'a mut RoiCanvas>,
    components: Vec<DirectComponent>,
    /// The current MCU row.
    mcu_row: usize,
}

struct DirectComponent {
    index: usize,
    decoder: BlockDecoder,
    quant_table: QuantTable,
    block_size: BlockSize,
    last_index: u32,
    /// The blocks that the region of interest needs.
    roi_blocks: RectRange,
    /// Rows of blocks in an MCU row, and the first of the current MCU row.
    v: usize,
    top: usize,
}

impl<'a> DirectDecoder<'a> {
    /// `None` if a Huffman table that the scan needs is missing or invalid.
    fn new(
        scan: &Scan,
        frame: &Frame,
        block_sizes: &[BlockSize],
        canvas: &'a mut Canvas,
        roi: Option<&'a mut RoiCanvas>,
    ) -> Option<Self> {
        let component = |component: &ScanComponent| {
            let index = component.index;
            let block_size = block_sizes[index];
            Some(DirectComponent {
                index,
                decoder: BlockDecoder::new(component)?,
                // Without a table the component is grey, as `draw` leaves it.
                quant_table: component.quant_table.unwrap_or([0; 64]),
                block_size,
                last_index: last_needed_index(block_size) as u32,
                roi_blocks: roi.as_ref().map_or(RectRange::EMPTY, |roi| roi.blocks(frame, index)),
                v: frame.components[index].v,
                top: 0,
            })
        };
        let components = scan.components.iter().map(component).collect::<Option<_>>()?;
        Some(DirectDecoder { components, canvas, roi, mcu_row: 0 })
    }
}

impl ScanDecoder for DirectDecoder<'_> {
    fn restart(&mut self) {
        self.components.iter_mut().for_each(|component| component.decoder.restart());
    }

    #[inline(always)]
    fn block(
        &mut self,
        bits: &mut BitReader,
        component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode> {
        let component = &mut self.components[component];
        let mut block = [0; 64];
        let is_flat = match &mut self.roi {
            Some(roi)
                if component.roi_blocks.rows.contains(&row)
                    && component.roi_blocks.columns.contains(&column) =>
            {
                let is_flat = component.decoder.decode(bits, LAST_INDEX, &mut block)?;
                let (x, y) = (column - component.roi_blocks.columns.start, row - component.top);
                roi.draw(component.index, x, y, &block, &component.quant_table, is_flat);
                is_flat
            }
            _ => component.decoder.decode(bits, component.last_index, &mut block)?,
        };
        let size = component.block_size;
        let (out, stride) =
            self.canvas.samples_at(component.index, column * size.0, (row - component.top) * size.1);
        dequantise_and_idct(&block, &component.quant_table, size, is_flat, out, stride);
        Ok(())
    }

    fn finish_mcu_row(&mut self) {
        self.components.iter_mut().for_each(|component| component.top += component.v);
        self.canvas.finish_mcu_row();
        if let Some(roi) = &mut self.roi
            && roi.region.rows.contains(&self.mcu_row)
        {
            roi.canvas.finish_mcu_row();
        }
        self.mcu_row += 1;
    }
}
