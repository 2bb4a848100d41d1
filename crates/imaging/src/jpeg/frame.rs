//! The frame header: what is coded, and what is refused.

use super::error::{DecodeError, MAX_PIXELS};
use super::segments::{Segment, marker};

/// The frame header.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Width in pixels, as stored.
    pub width: usize,
    /// Height in pixels, as stored.
    pub height: usize,
    pub progressive: bool,
    pub colour: Colour,
    pub components: Vec<Component>,
    /// The largest horizontal sampling factor.
    pub h_max: usize,
    /// The largest vertical sampling factor.
    pub v_max: usize,
}

/// One colour component.
#[derive(Clone, Copy, Debug)]
pub struct Component {
    /// The name by which scans call it.
    pub id: u8,
    /// The slot of its quantisation table.
    pub quantisation: usize,
    /// Blocks a unit of an interleaved scan, horizontally.
    pub h: usize,
    /// Blocks a unit of an interleaved scan, vertically.
    pub v: usize,
}

/// What the components mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}

/// What application segments say about the components.
#[derive(Clone, Copy, Default)]
pub struct Hints {
    pub jfif: bool,
    pub adobe_transform: Option<u8>,
}

impl Frame {
    pub fn parse(segment: &Segment, hints: Hints) -> Result<Self, DecodeError> {
        match segment.marker {
            marker::SOF0..=marker::SOF2 => {}
            0xC3 => return Err(DecodeError::Lossless),
            0xC5..=0xC7 => return Err(DecodeError::Hierarchical),
            _ => return Err(DecodeError::Arithmetic),
        }
        let (&[precision, h1, h0, w1, w0, count], rest) =
            segment.payload.split_first_chunk().ok_or(DecodeError::NoFrame)?;
        if precision != 8 {
            return Err(DecodeError::Precision(precision));
        }
        let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        if width == 0 || height == 0 {
            return Err(DecodeError::Empty(width.into(), height.into()));
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MAX_PIXELS {
            return Err(DecodeError::TooManyPixels(pixels));
        }
        let count = usize::from(count);
        if !matches!(count, 1 | 3 | 4) {
            return Err(DecodeError::Components(count));
        }
        let entries = rest.as_chunks::<3>().0.get(..count).ok_or(DecodeError::NoFrame)?;
        let components = entries.iter().map(Component::parse).collect::<Result<Vec<_>, _>>()?;
        let colour = colour(&components, hints);
        let largest = |factor: fn(&Component) -> usize| components.iter().map(factor).max().unwrap_or(1);
        Ok(Frame {
            width: width.into(),
            height: height.into(),
            progressive: segment.marker == marker::SOF2,
            colour,
            h_max: largest(|c| c.h),
            v_max: largest(|c| c.v),
            components,
        }
        .with_single_component_unsampled())
    }

    /// A lone component is never interleaved, so its factors mean nothing (T.81, A.2.2).
    fn with_single_component_unsampled(mut self) -> Self {
        if let [only] = &mut self.components[..] {
            (only.h, only.v, self.h_max, self.v_max) = (1, 1, 1, 1);
        }
        self
    }

    /// Blocks of a component.
    pub fn blocks(&self, component: usize) -> u64 {
        let Component { h, v, .. } = self.components[component];
        (self.columns() * h * self.rows() * v) as u64
    }

    /// Units of an interleaved scan, horizontally.
    pub fn columns(&self) -> usize {
        self.width.div_ceil(8 * self.h_max)
    }

    /// Units of an interleaved scan, vertically.
    pub fn rows(&self) -> usize {
        self.height.div_ceil(8 * self.v_max)
    }
}

impl Component {
    fn parse(&[id, sampling, quantisation]: &[u8; 3]) -> Result<Self, DecodeError> {
        let (h, v) = (sampling >> 4, sampling & 15);
        if !(1..=4).contains(&h) || !(1..=4).contains(&v) {
            return Err(DecodeError::Sampling(h, v));
        }
        Ok(Component { id, quantisation: quantisation.into(), h: h.into(), v: v.into() })
    }
}

/// libjpeg's reading, which browsers share: JFIF means YCbCr, then Adobe's word counts, then the component's
/// names.
fn colour(components: &[Component], hints: Hints) -> Colour {
    let ids: Vec<u8> = components.iter().map(|component| component.id).collect();
    match (ids.len(), hints.adobe_transform) {
        (1, _) => Colour::Grey,
        (3, _) if hints.jfif => Colour::YCbCr,
        (3, Some(0)) => Colour::Rgb,
        (3, None) if ids == *b"RGB" => Colour::Rgb,
        (3, _) => Colour::YCbCr,
        (_, Some(2)) => Colour::Ycck,
        _ => Colour::Cmyk,
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::parse::Coded;
    use super::*;

    /// A file of a frame of the given kind and components, without scans.
    pub fn file(
        sof: u8,
        precision: u8,
        [width, height]: [u16; 2],
        components: &[[u8; 3]],
        before: &[u8],
    ) -> Vec<u8> {
        let mut bytes =
            [&[0xFF, marker::SOI], before, &[0xFF, sof, 0, 8 + 3 * components.len() as u8, precision]]
                .concat();
        bytes.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
        bytes.push(components.len() as u8);
        bytes.extend(components.as_flattened());
        bytes
    }

    pub const THREE: [[u8; 3]; 3] = [[1, 0x22, 0], [2, 0x11, 1], [3, 0x11, 1]];

    #[test]
    fn what_is_not_decoded_is_refused_by_name() {
        let good = file(0xC0, 8, [17, 9], &THREE, &[]);
        assert!(Coded::parse(&good).is_ok());
        let cases = [
            ("no jpeg", b"\x89PNG".to_vec(), DecodeError::NotJpeg),
            ("no frame", good[..2].to_vec(), DecodeError::NoFrame),
            ("cut in the frame", good[..good.len() - 1].to_vec(), DecodeError::NoFrame),
            ("lossless", file(0xC3, 8, [17, 9], &THREE, &[]), DecodeError::Lossless),
            ("hierarchical", file(0xC5, 8, [17, 9], &THREE, &[]), DecodeError::Hierarchical),
            ("arithmetic", file(0xC9, 8, [17, 9], &THREE, &[]), DecodeError::Arithmetic),
            ("12 bits", file(0xC1, 12, [17, 9], &THREE, &[]), DecodeError::Precision(12)),
            ("no height", file(0xC0, 8, [17, 0], &THREE, &[]), DecodeError::Empty(17, 0)),
            ("huge", file(0xC0, 8, [60_000, 60_000], &THREE, &[]), DecodeError::TooManyPixels(3_600_000_000)),
            ("two components", file(0xC0, 8, [17, 9], &THREE[..2], &[]), DecodeError::Components(2)),
            ("sampling 5 x 1", file(0xC0, 8, [17, 9], &[[1, 0x51, 0]], &[]), DecodeError::Sampling(5, 1)),
        ];
        for (name, bytes, refusal) in cases {
            assert_eq!(Coded::parse(&bytes).err(), Some(refusal), "{name}");
        }
    }

    #[test]
    fn colour_is_what_libjpeg_says() {
        let adobe = |transform| [b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat();
        let jfif = b"\xFF\xE0\0\x07JFIF\0".to_vec();
        let rgb = [[b'R', 0x11, 0], [b'G', 0x11, 0], [b'B', 0x11, 0]];
        let four = [[1, 0x11, 0], [2, 0x11, 0], [3, 0x11, 0], [4, 0x11, 0]];
        let cases = [
            ("one component", vec![], &THREE[..1], Colour::Grey),
            ("plain", vec![], &THREE[..], Colour::YCbCr),
            ("named RGB", vec![], &rgb[..], Colour::Rgb),
            ("named RGB, JFIF", jfif.clone(), &rgb[..], Colour::YCbCr),
            ("Adobe without transform", adobe(0), &THREE[..], Colour::Rgb),
            ("Adobe without transform, JFIF", [jfif, adobe(0)].concat(), &THREE[..], Colour::YCbCr),
            ("Adobe with transform", adobe(1), &rgb[..], Colour::YCbCr),
            ("four", vec![], &four[..], Colour::Cmyk),
            ("four, Adobe", adobe(0), &four[..], Colour::Cmyk),
            ("four, Adobe with transform", adobe(2), &four[..], Colour::Ycck),
        ];
        for (name, before, components, colour) in cases {
            assert_eq!(
                Coded::parse(&file(0xC0, 8, [8, 8], components, &before)).unwrap().frame.colour,
                colour,
                "{name}"
            );
        }
    }
}
