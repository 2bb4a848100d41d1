//! Whatever the bytes are, the decoder answers, at every scale. A region of interest has the pixels that the whole
//! picture has there, and does not change the picture. Sound files are decoded as zune-jpeg decodes them.

use super::second_decoder::compare;
use precheck_foundation::geometry::Rect;
use precheck_imaging::jpeg::{FrameHeader, Scale, Segments, decode, marker};
use precheck_imaging::raster::Roi;

/// Larger frames are left to the limits of the caller: here they would only cost executions.
const MAX_PIXELS: u64 = 1 << 16;

const SCALES: [Scale; 4] = [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth];

/// The bytes are a file. Its last three choose the scale and the region of interest, so any JPEG is an input as it is.
pub fn jpeg_decode(bytes: &[u8]) {
    let Some(&[x, y, choice]) = bytes.last_chunk() else { return };
    if pixels(bytes).is_some_and(|pixels| pixels > MAX_PIXELS) {
        return;
    }
    let scale = SCALES[usize::from(choice) % SCALES.len()];
    let rect = Rect { x: x.into(), y: y.into(), width: 40, height: 24 };
    let (alone, both) = match (decode(bytes, scale, None), decode(bytes, scale, Some(rect))) {
        (Ok(alone), Ok(both)) => (alone, both),
        (alone, both) => return assert_eq!(alone.err(), both.err()),
    };
    assert_eq!(alone.rgb.len() as u64, 3 * u64::from(alone.width) * u64::from(alone.height));
    assert!(alone.readability.mcus_intact <= alone.readability.mcus_total);
    let is_same = alone.rgb == both.rgb && alone.readability == both.readability;
    assert!(is_same, "a region of interest changes the picture");
    let Roi { rect, luma } = both.roi.expect("a region of interest was asked for");
    assert_eq!(luma.values().len() as u64, u64::from(rect.width) * u64::from(rect.height));
    if scale == Scale::Full {
        compare(bytes, &alone);
    }
    if alone.is_grey && scale == Scale::Full {
        let rows = alone.rgb.chunks_exact(3 * alone.width as usize).skip(rect.y as usize);
        let pixels = rows
            .take(rect.height as usize)
            .flat_map(|row| row[3 * rect.x as usize..][..3 * rect.width as usize].iter().step_by(3));
        assert!(luma.values().iter().eq(pixels), "the region of interest has other pixels than the picture");
    }
}

/// Pixels by the first frame header.
fn pixels(bytes: &[u8]) -> Option<u64> {
    let segment = Segments::new(bytes).find(|segment| marker::is_frame(segment.marker))?;
    let frame = FrameHeader::parse(&segment)?;
    Some(u64::from(frame.width) * u64::from(frame.height))
}
