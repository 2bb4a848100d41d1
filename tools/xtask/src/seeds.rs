//! The first inputs of the fuzz targets: small valid files of every kind, and the damaged files of the labelled
//! portraits where there are any.

use std::env;
use std::fs;
use std::path::Path;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use precheck_imaging::jpeg::{Segments, marker};

use crate::command::{Result, root};
use crate::picture;
use crate::test_steps::PORTRAITS;

/// Inputs of one target.
pub type Seeds = Vec<Vec<u8>>;

/// Numbers of the valid graphs (`tools/fuzz/src/graphs.rs`), with room for more: the target reads one byte as one.
const GRAPHS: std::ops::RangeInclusive<u8> = 1..=16;

/// Width and height of the drawn pictures: several MCUs at every sampling, the last ones incomplete.
const SIZE: (u16, u16) = (42, 56);

/// Quality of the drawn pictures: low, so that a file is short.
const QUALITY: u8 = 50;

/// Identifier of an EXIF segment.
const EXIF: &[u8] = b"Exif\0\0";

/// Identifier of an XMP segment.
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// Identifier of a chunk of an ICC profile, without its number and the number of chunks.
const ICC: &[u8] = b"ICC_PROFILE\0";

/// How the drawn pictures are stored.
#[derive(Clone, Copy, PartialEq)]
enum Coding {
    /// All components in one scan.
    OneScan,
    /// Each component in a scan of its own.
    ScanEach,
    /// Coarse to fine.
    Progressive,
}

/// Photos of every coding, sampling and number of components, and the damaged ones.
///
/// # Errors
/// A file cannot be read, or the encoder refuses.
pub fn photos() -> Result<Seeds> {
    use ColorType::{Cmyk, CmykAsYcck, Luma, Rgb};
    use SamplingFactor::{F_1_1, F_1_2, F_2_1, F_2_2, F_4_1};
    let picture = picture::draw((SIZE.0.into(), SIZE.1.into()))?;
    let mut seeds = containers()?;
    for (colours, sampling, coding, restart) in [
        (Luma, F_1_1, Coding::OneScan, 0),
        (Luma, F_1_1, Coding::Progressive, 0),
        (Rgb, F_1_1, Coding::OneScan, 0),
        (Rgb, F_2_2, Coding::OneScan, 0),
        (Rgb, F_2_2, Coding::ScanEach, 0),
        (Rgb, F_2_1, Coding::OneScan, 3),
        (Rgb, F_1_2, Coding::ScanEach, 1),
        (Rgb, F_4_1, Coding::OneScan, 0),
        (Rgb, F_2_2, Coding::Progressive, 0),
        (Rgb, F_1_1, Coding::Progressive, 2),
        (Cmyk, F_1_1, Coding::OneScan, 0),
        (CmykAsYcck, F_2_2, Coding::Progressive, 0),
    ] {
        let samples: Vec<u8> = match colours {
            Luma => picture.pixels().map(|pixel| pixel.0[1]).collect(),
            Rgb => picture.as_raw().clone(),
            _ => picture.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], 255]).collect(),
        };
        let mut jpeg = Vec::new();
        let mut encoder = Encoder::new(&mut jpeg, QUALITY);
        encoder.set_sampling_factor(sampling);
        encoder.set_progressive(coding == Coding::Progressive);
        // Optimised Huffman tables make the encoder write each component in a scan of its own.
        encoder.set_optimized_huffman_tables(coding == Coding::ScanEach);
        encoder.set_restart_interval(restart);
        encoder.encode(&samples, SIZE.0, SIZE.1, colours)?;
        seeds.push(jpeg);
    }
    Ok(seeds)
}

/// The EXIF of the damaged photos, and one in each byte order.
///
/// # Errors
/// A file cannot be read.
pub fn exif() -> Result<Seeds> {
    let found = payloads(marker::APP1, EXIF)?;
    Ok(found.into_iter().chain([written_exif(true), written_exif(false)]).collect())
}

/// A directory with camera, orientation and software, and a second directory with the lens.
fn written_exif(big: bool) -> Vec<u8> {
    let short = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let long = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(kind), &long(count), &value].concat()
    };
    const TEXT: &[u8] = b"a camera's name\0";
    let (count, second) = (TEXT.len() as u32, 8 + 2 + 5 * 12 + 4);
    let texts = second + 2 + 12 + 4;
    [
        if big { &b"MM\0*"[..] } else { b"II*\0" },
        &long(8),
        &short(5),
        &entry(0x010f, 2, 4, *b"Own\0"),
        &entry(0x0110, 2, count, long(texts)),
        &entry(0x0112, 3, 1, if big { [0, 6, 0, 0] } else { [6, 0, 0, 0] }),
        &entry(0x0131, 2, count, long(texts)),
        &entry(0x8769, 4, 1, long(second)),
        &long(0),
        &short(1),
        &entry(0xa434, 2, count, long(texts)),
        &long(0),
        TEXT,
    ]
    .concat()
}

/// The XMP of the damaged photos, and both labels of generated content as attribute and as element.
///
/// # Errors
/// A file cannot be read.
pub fn xmp() -> Result<Seeds> {
    const SOURCE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    const JSON: &str = "{&quot;Label&quot;:&quot;1&quot;}";
    let written = [
        format!("<x:xmpmeta><rdf:Description e:DigitalSourceType=\"{SOURCE}\"/></x:xmpmeta>"),
        format!("<e:DigitalSourceType>{SOURCE}</e:DigitalSourceType>"),
        format!("<e:DigitalSourceType rdf:resource='{SOURCE}'/>"),
        format!("<rdf:Description TC260:AIGC='{JSON}'/>"),
        format!("<TC260:AIGC>{JSON}</TC260:AIGC>"),
    ];
    let found = payloads(marker::APP1, XMP)?;
    Ok(found.into_iter().chain(written.map(String::into_bytes)).collect())
}

/// The ICC profiles of the damaged photos, and colour spaces in use with every kind of curve.
///
/// # Errors
/// A file cannot be read.
pub fn icc() -> Result<Seeds> {
    const SRGB: [f64; 9] = [0.4360, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141];
    const P3: [f64; 9] = [0.5151, 0.2412, -0.0011, 0.2920, 0.6922, 0.0419, 0.1571, 0.0666, 0.7841];
    const ADOBE: [f64; 9] = [0.6097, 0.3111, 0.0195, 0.2053, 0.6257, 0.0609, 0.1492, 0.0632, 0.7446];
    let formula = |function: u8, parameters: &[f64]| {
        [b"para\0\0\0\0\0", &[function, 0, 0][..], &fixed(parameters)].concat()
    };
    let curve = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045, 0.0, 0.0];
    let drawn = [
        written_icc(&SRGB, &formula(0, &[2.2])),
        written_icc(&P3, &formula(3, &curve[..5])),
        written_icc(&SRGB, &formula(4, &curve)),
        written_icc(&ADOBE, b"curv\0\0\0\0\0\0\0\x01\x02\x33"),
        written_icc(&SRGB, b"curv\0\0\0\0\0\0\0\x03\0\0\x36\xd0\xff\xff"),
    ];
    // After the identifier come the number of the chunk and the number of chunks.
    let found = payloads(marker::APP2, ICC)?.into_iter().filter_map(|chunk| Some(chunk.get(2..)?.to_vec()));
    Ok(found.chain(drawn).collect())
}

/// A profile with three primaries and one tone curve.
fn written_icc(primaries: &[f64; 9], curve: &[u8]) -> Vec<u8> {
    const TAGS: [&[u8; 4]; 6] = [b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"];
    let (header, colour) = (128 + 4 + 12 * TAGS.len(), 20);
    let length = header + 3 * colour + curve.len();
    let mut icc = vec![0; 128];
    icc[..4].copy_from_slice(&(length as u32).to_be_bytes());
    icc[16..24].copy_from_slice(b"RGB XYZ ");
    icc[36..40].copy_from_slice(b"acsp");
    icc.extend((TAGS.len() as u32).to_be_bytes());
    for (index, tag) in TAGS.into_iter().enumerate() {
        let length = if index < 3 { colour } else { curve.len() };
        icc.extend(tag);
        icc.extend(((header + index.min(3) * colour) as u32).to_be_bytes());
        icc.extend((length as u32).to_be_bytes());
    }
    for primary in primaries.chunks(3) {
        icc.extend([&b"XYZ \0\0\0\0"[..], &fixed(primary)].concat());
    }
    [&icc, curve].concat()
}

/// ICC's s15Fixed16Number.
fn fixed(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| ((number * 65_536.0).round() as i32).to_be_bytes()).collect()
}

/// The valid graphs, undamaged.
///
/// # Errors
/// None.
pub fn graphs() -> Result<Seeds> {
    Ok(GRAPHS.map(|number| vec![number]).collect())
}

/// Every way to change every output of the models, each alone (`tools/fuzz/src/model_outputs.rs`).
///
/// # Errors
/// None.
pub fn model_outputs() -> Result<Seeds> {
    /// Number of outputs of all models together, and of ways to change one.
    const OUTPUTS: usize = 9;
    const CHANGES: u8 = 8;
    let seed = |output: usize, change: u8| {
        // No model is missing, and the outputs before this one stay plausible.
        [&[0; 1 + OUTPUTS][..=output], &[change, 5, 0, 7, 60, 0, 9, 200, 1, 0, 4]].concat()
    };
    let all = (0..OUTPUTS).flat_map(|output| (0..CHANGES).map(move |change| seed(output, change)));
    Ok(all.collect())
}

/// The built-in profiles, one profile for each clause.
///
/// # Errors
/// A profile cannot be read.
pub fn profiles() -> Result<Seeds> {
    const CLAUSE: &str = "[[clause]]";
    let mut seeds = Vec::new();
    for entry in fs::read_dir(root().join("profiles"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(path)?;
            let mut parts = text.split(CLAUSE);
            let head = parts.next().unwrap_or_default();
            seeds.extend(parts.map(|clause| [head, CLAUSE, clause].concat().into_bytes()));
        }
    }
    Ok(seeds)
}

/// The damaged files of the labelled portraits; none where there are no portraits.
fn containers() -> Result<Seeds> {
    let Some(portraits) = env::var_os(PORTRAITS) else { return Ok(Vec::new()) };
    let mut paths: Vec<_> = fs::read_dir(Path::new(&portraits).join("container"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    paths.into_iter().map(|path| Ok(fs::read(path)?)).collect()
}

/// The payloads of segments with this marker in the damaged photos, after this identifier.
fn payloads(kind: u8, identifier: &[u8]) -> Result<Seeds> {
    let of_photo = |photo: &Vec<u8>| -> Seeds {
        Segments::new(photo)
            .filter(|segment| segment.marker == kind)
            .filter_map(|segment| Some(segment.payload.strip_prefix(identifier)?.to_vec()))
            .collect()
    };
    Ok(containers()?.iter().flat_map(of_photo).collect())
}
