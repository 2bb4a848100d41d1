//! Whatever the bytes are, the decoder answers: at every scale, and with a window, which shows what the whole
//! picture shows there and changes nothing of it.

use precheck_foundation::geometry::Rect;
use precheck_imaging::jpeg::{Scale, Segments, decode, marker};
use precheck_imaging::raster::Roi;

/// Larger frames are left to the limits of the caller: here they would only cost executions.
const MAX_PIXELS: u64 = 1 << 16;

const SCALES: [Scale; 4] = [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth];

/// The bytes are a file. Its last three choose a scale and the place of a window; so any JPEG is an input as it is.
pub fn jpeg_decode(bytes: &[u8]) {
    let Some(&[x, y, choice]) = bytes.last_chunk() else { return };
    if pixels(bytes).is_some_and(|pixels| pixels > MAX_PIXELS) {
        return;
    }
    let scale = SCALES[usize::from(choice) % SCALES.len()];
    let place = Rect { x: x.into(), y: y.into(), width: 40, height: 24 };
    let (alone, both) = match (decode(bytes, scale, None), decode(bytes, scale, Some(place))) {
        (Ok(alone), Ok(both)) => (alone, both),
        (alone, both) => return assert_eq!(alone.err(), both.err()),
    };
    assert_eq!(alone.rgb.len() as u64, 3 * u64::from(alone.width) * u64::from(alone.height));
    assert!(alone.readability.mcus_intact <= alone.readability.mcus_total);
    assert!(alone.rgb == both.rgb && alone.readability == both.readability, "a window changes the picture");
    let Roi { rect, luma } = both.roi.expect("a region was asked for");
    assert_eq!(luma.values().len() as u64, u64::from(rect.width) * u64::from(rect.height));
    if alone.is_grey && scale == Scale::Full {
        let lines = alone.rgb.chunks_exact(3 * alone.width as usize).skip(rect.y as usize);
        let pixels = lines
            .take(rect.height as usize)
            .flat_map(|line| line[3 * rect.x as usize..][..3 * rect.width as usize].iter().step_by(3));
        assert!(luma.values().iter().eq(pixels), "the window shows something else");
    }
}

/// What the first frame header promises.
fn pixels(bytes: &[u8]) -> Option<u64> {
    let frame = Segments::new(bytes).find(|segment| marker::is_frame(segment.marker))?;
    let &[_, h1, h0, w1, w0] = frame.payload.first_chunk()?;
    Some(u64::from(u16::from_be_bytes([h1, h0])) * u64::from(u16::from_be_bytes([w1, w0])))
}
