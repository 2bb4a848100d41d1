//! Whatever the bytes are, the decoder answers: at every scale, and for a window. The first two bytes choose the window.
#![no_main]

use libfuzzer_sys::fuzz_target;
use portrait_precheck::photo::{Segments, marker};
use portrait_precheck::raster::jpeg::{Scale, decode, window};

/// Larger frames are left to the limits of the caller: here they would only cost executions.
const MAX_PIXELS: u64 = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let Some((&[x, y], bytes)) = bytes.split_first_chunk() else { return };
    if pixels(bytes).is_some_and(|pixels| pixels > MAX_PIXELS) {
        return;
    }
    for scale in [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth] {
        if let Ok(decoded) = decode(bytes, scale) {
            assert_eq!(decoded.rgb.len() as u64, 3 * u64::from(decoded.width) * u64::from(decoded.height));
            assert!(decoded.readable.units_intact <= decoded.readable.units_total);
        }
    }
    if let Ok(part) = window(bytes, u32::from(x) * 4, u32::from(y) * 4, 64, 48) {
        assert_eq!(part.rgb.len() as u64, 3 * u64::from(part.width) * u64::from(part.height));
    }
});

/// What the first frame header promises.
fn pixels(bytes: &[u8]) -> Option<u64> {
    let frame = Segments::new(bytes).find(|segment| marker::is_frame(segment.marker))?;
    let &[_, h1, h0, w1, w0] = frame.payload.first_chunk()?;
    Some(u64::from(u16::from_be_bytes([h1, h0])) * u64::from(u16::from_be_bytes([w1, w0])))
}
