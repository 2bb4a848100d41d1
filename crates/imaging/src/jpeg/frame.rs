//! The frame of a picture that can be decoded: its size in MCUs, its components and their colour model.

use super::error::{DecodeError, MAX_PIXELS};
use super::frame_header::{CodingProcess, ComponentSpec, FrameHeader};

/// A frame header within what this decoder supports.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Width in pixels, as stored.
    pub width: usize,
    /// Height in pixels, as stored.
    pub height: usize,
    pub is_progressive: bool,
    pub colour: ColourModel,
    pub components: Vec<Component>,
    /// The largest horizontal sampling factor.
    pub h_max: usize,
    /// The largest vertical sampling factor.
    pub v_max: usize,
}

/// One component.
#[derive(Clone, Copy, Debug)]
pub struct Component {
    /// Identifier by which scans refer to it.
    pub id: u8,
    /// Slot of its quantisation table.
    pub quant_table: usize,
    /// Horizontal sampling factor: blocks in an MCU of an interleaved scan.
    pub h: usize,
    /// Vertical sampling factor: blocks in an MCU of an interleaved scan.
    pub v: usize,
}

/// What the components mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourModel {
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}

/// What application segments say of the components.
#[derive(Clone, Copy, Default)]
pub struct AppMarkers {
    /// There is a JFIF segment.
    pub jfif: bool,
    /// The colour transform of an Adobe segment.
    pub adobe_transform: Option<u8>,
}

/// The only sample precision that is decoded, in bits.
const PRECISION: u8 = 8;

/// Samples of a block along each side.
const BLOCK: usize = 8;

impl Frame {
    /// Checks a frame header against what is decoded.
    pub fn new(header: &FrameHeader, app_markers: AppMarkers) -> Result<Self, DecodeError> {
        match header.process {
            CodingProcess::Sequential | CodingProcess::Progressive => {}
            CodingProcess::Lossless => return Err(DecodeError::Lossless),
            CodingProcess::Hierarchical => return Err(DecodeError::Hierarchical),
            CodingProcess::Arithmetic => return Err(DecodeError::Arithmetic),
        }
        let &FrameHeader { precision, width, height, .. } = header;
        if precision != PRECISION {
            return Err(DecodeError::Precision(precision));
        }
        if width == 0 || height == 0 {
            return Err(DecodeError::Empty(width.into(), height.into()));
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MAX_PIXELS {
            return Err(DecodeError::TooManyPixels(pixels));
        }
        if !matches!(header.components.len(), 1 | 3 | 4) {
            return Err(DecodeError::Components(header.components.len()));
        }
        let mut components = header.components.iter().map(Component::new).collect::<Result<Vec<_>, _>>()?;
        if let [only] = &mut components[..] {
            // A single component is never interleaved, so its sampling factors mean nothing (T.81, A.2.2).
            (only.h, only.v) = (1, 1);
        }
        let largest = |factor: fn(&Component) -> usize| components.iter().map(factor).max().unwrap_or(1);
        Ok(Frame {
            width: width.into(),
            height: height.into(),
            is_progressive: header.process == CodingProcess::Progressive,
            colour: colour_model(&components, app_markers),
            h_max: largest(|component| component.h),
            v_max: largest(|component| component.v),
            components,
        })
    }

    /// Blocks of a component, padding included.
    pub fn blocks(&self, component: usize) -> u64 {
        let Component { h, v, .. } = self.components[component];
        (self.mcu_columns() * h * self.mcu_rows() * v) as u64
    }

    /// Columns of MCUs of an interleaved scan.
    pub fn mcu_columns(&self) -> usize {
        self.width.div_ceil(BLOCK * self.h_max)
    }

    /// Rows of MCUs of an interleaved scan.
    pub fn mcu_rows(&self) -> usize {
        self.height.div_ceil(BLOCK * self.v_max)
    }
}

impl Component {
    fn new(&ComponentSpec { id, h, v, quant_table }: &ComponentSpec) -> Result<Self, DecodeError> {
        if !(1..=4).contains(&h) || !(1..=4).contains(&v) {
            return Err(DecodeError::Sampling(h, v));
        }
        Ok(Component { id, quant_table: quant_table.into(), h: h.into(), v: v.into() })
    }
}

/// As libjpeg and the browsers decide: JFIF means YCbCr; then the Adobe segment counts, then the components' identifiers.
fn colour_model(components: &[Component], app_markers: AppMarkers) -> ColourModel {
    let ids: Vec<u8> = components.iter().map(|component| component.id).collect();
    match (ids.len(), app_markers.adobe_transform) {
        (1, _) => ColourModel::Grey,
        (3, _) if app_markers.jfif => ColourModel::YCbCr,
        (3, Some(0)) => ColourModel::Rgb,
        (3, None) if ids == *b"RGB" => ColourModel::Rgb,
        (3, _) => ColourModel::YCbCr,
        (_, Some(2)) => ColourModel::Ycck,
        _ => ColourModel::Cmyk,
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::parse::ParsedJpeg;
    use super::super::segments::marker;
    use super::*;

    /// A file with a frame of this kind and these components, and without scans.
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
    fn what_is_not_decoded_is_refused_with_its_reason() {
        let good = file(0xC0, 8, [17, 9], &THREE, &[]);
        assert!(ParsedJpeg::parse(&good).is_ok());
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
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(name, bytes, error)| (name, ParsedJpeg::parse(&bytes).err(), Some(error)))
            .filter(|(_, is, error)| is != error)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn colour_is_what_libjpeg_says() {
        let adobe = |transform| [b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat();
        let jfif = b"\xFF\xE0\0\x07JFIF\0".to_vec();
        let rgb = [[b'R', 0x11, 0], [b'G', 0x11, 0], [b'B', 0x11, 0]];
        let four = [[1, 0x11, 0], [2, 0x11, 0], [3, 0x11, 0], [4, 0x11, 0]];
        let cases = [
            ("one component", vec![], &THREE[..1], ColourModel::Grey),
            ("plain", vec![], &THREE[..], ColourModel::YCbCr),
            ("named RGB", vec![], &rgb[..], ColourModel::Rgb),
            ("named RGB, JFIF", jfif.clone(), &rgb[..], ColourModel::YCbCr),
            ("Adobe without transform", adobe(0), &THREE[..], ColourModel::Rgb),
            ("Adobe without transform, JFIF", [jfif, adobe(0)].concat(), &THREE[..], ColourModel::YCbCr),
            ("Adobe with transform", adobe(1), &rgb[..], ColourModel::YCbCr),
            ("four", vec![], &four[..], ColourModel::Cmyk),
            ("four, Adobe", adobe(0), &four[..], ColourModel::Cmyk),
            ("four, Adobe with transform", adobe(2), &four[..], ColourModel::Ycck),
        ];
        for (name, before, components, colour) in cases {
            assert_eq!(
                ParsedJpeg::parse(&file(0xC0, 8, [8, 8], components, &before)).unwrap().frame.colour,
                colour,
                "{name}"
            );
        }
    }
}
