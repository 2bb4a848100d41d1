//! Whatever the bytes are, the decoder answers: at every scale, and for a window, which shows what the whole
//! picture shows there.

use portrait_precheck::photo::{Segments, marker};
use portrait_precheck::raster::jpeg::{Scale, decode, window};

/// Larger frames are left to the limits of the caller: here they would only cost executions.
const MAX_PIXELS: u64 = 1 << 16;

const SCALES: [Scale; 4] = [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth];

/// The bytes are a file. Its last three choose a scale, or a window and its place; so any JPEG is an input as it is.
pub fn jpeg_decode(bytes: &[u8]) {
    let Some(&[x, y, choice]) = bytes.last_chunk() else { return };
    if pixels(bytes).is_some_and(|pixels| pixels > MAX_PIXELS) {
        return;
    }
    match SCALES.get(usize::from(choice) % (SCALES.len() + 1)) {
        Some(&scale) => whole(bytes, scale),
        None => part(bytes, x.into(), y.into()),
    }
}

fn whole(bytes: &[u8], scale: Scale) {
    let Ok(decoded) = decode(bytes, scale) else { return };
    assert_eq!(decoded.rgb.len() as u64, 3 * u64::from(decoded.width) * u64::from(decoded.height));
    assert!(decoded.readable.units_intact <= decoded.readable.units_total);
}

fn part(bytes: &[u8], x: u32, y: u32) {
    let (whole, part) = (decode(bytes, Scale::Full), window(bytes, x, y, 40, 24));
    let (whole, part) = match (whole, part) {
        (Ok(whole), Ok(part)) => (whole, part),
        (whole, part) => return assert_eq!(whole.err(), part.err()),
    };
    assert!(part.readable.units_intact <= part.readable.units_total);
    let lines = whole.rgb.chunks_exact(3 * whole.width as usize).skip(part.y as usize);
    let expected = lines
        .take(part.height as usize)
        .flat_map(|line| &line[3 * part.x as usize..][..3 * part.width as usize]);
    assert!(part.rgb.iter().eq(expected), "the window shows something else");
}

/// What the first frame header promises.
fn pixels(bytes: &[u8]) -> Option<u64> {
    let frame = Segments::new(bytes).find(|segment| marker::is_frame(segment.marker))?;
    let &[_, h1, h0, w1, w0] = frame.payload.first_chunk()?;
    Some(u64::from(u16::from_be_bytes([h1, h0])) * u64::from(u16::from_be_bytes([w1, w0])))
}
