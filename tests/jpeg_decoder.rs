//! The JPEG decoder compared with an independent one (the crate `image`, which uses zune-jpeg), on files of an independent
//! encoder in every form that it writes, and on damaged files.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use precheck_foundation::geometry::Rect;
use precheck_imaging::jpeg::{DecodedJpeg, Readability, Scale, decode};
use precheck_imaging::raster::Luma;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// Largest difference of two decoders in a channel, of 255: their inverse transforms and rounding differ.
const TOLERANCE: u8 = 3;

const SCALES: [Scale; 4] = [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth];

const SAMPLINGS: [SamplingFactor; 8] = [
    SamplingFactor::F_1_1,
    SamplingFactor::F_2_1,
    SamplingFactor::F_1_2,
    SamplingFactor::F_2_2,
    SamplingFactor::F_4_1,
    SamplingFactor::F_4_2,
    SamplingFactor::F_1_4,
    SamplingFactor::F_2_4,
];

/// How a test picture is encoded.
#[derive(Clone, Copy, Debug)]
struct Form {
    width: u16,
    height: u16,
    colour: ColorType,
    sampling: SamplingFactor,
    progressive: bool,
    /// One scan for each component. (The encoder cannot combine this with restart markers.)
    separate_scans: bool,
    restart_interval: u16,
}

const PLAIN: Form = Form {
    width: 203,
    height: 155,
    colour: ColorType::Rgb,
    sampling: SamplingFactor::F_2_2,
    progressive: false,
    separate_scans: false,
    restart_interval: 0,
};

/// A synthetic picture: gradients, edges, some noise.
fn encoded(form: Form) -> Vec<u8> {
    let channels = match form.colour {
        ColorType::Luma => 1,
        ColorType::Rgb => 3,
        _ => 4,
    };
    let sample = |x: u32, y: u32, channel: u32| {
        let slope = (x * (2 + channel) + y * (3 - channel.min(2))) / 3 % 180;
        let edge = if (x / 37 + y / 29 + channel).is_multiple_of(3) { 15 } else { 0 };
        let grain = (x * 7919 + y * 104_729 + channel * 31).wrapping_mul(2_654_435_761) >> 28;
        (20 + slope + edge + grain) as u8
    };
    let pixels = (0..u32::from(form.height)).flat_map(|y| (0..u32::from(form.width)).map(move |x| (x, y)));
    let samples: Vec<u8> = pixels.flat_map(|(x, y)| (0..channels).map(move |c| sample(x, y, c))).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_sampling_factor(form.sampling);
    encoder.set_progressive(form.progressive);
    encoder.set_optimized_huffman_tables(form.separate_scans);
    if form.restart_interval > 0 {
        encoder.set_restart_interval(form.restart_interval);
    }
    encoder.encode(&samples, form.width, form.height, form.colour).unwrap();
    bytes
}

fn reference(bytes: &[u8]) -> Option<Vec<u8>> {
    Some(image::load_from_memory_with_format(bytes, image::ImageFormat::Jpeg).ok()?.into_rgb8().into_raw())
}

fn largest_difference(a: &[u8], b: &[u8]) -> u8 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// The pixels in the rows above `row`.
fn above(decoded: &DecodedJpeg, row: u32) -> &[u8] {
    &decoded.rgb[..(3 * decoded.width * row) as usize]
}

#[test]
fn every_form_of_file_is_decoded_as_by_the_reference() {
    let mut wrong = Vec::new();
    for sampling in SAMPLINGS {
        let progressive = Form { sampling, progressive: true, ..PLAIN };
        let bytes = encoded(progressive);
        let picture = decode(&bytes, Scale::Full, None).unwrap();
        let difference = largest_difference(&picture.rgb, &reference(&bytes).unwrap());
        if difference > TOLERANCE {
            wrong.push(format!("{sampling:?}: {difference} apart"));
        }
        // The same coefficients in another order. The reference cannot serve here: it garbles most sequential files
        // whose chroma has a quarter of the columns or rows, and those with one scan for each component, which libjpeg
        // decodes as we do.
        let others = [
            Form { restart_interval: 3, ..progressive },
            Form { progressive: false, ..progressive },
            Form { progressive: false, restart_interval: 3, ..progressive },
            Form { progressive: false, separate_scans: true, ..progressive },
        ];
        for form in others {
            let other = decode(&encoded(form), Scale::Full, None).unwrap();
            if other.rgb != picture.rgb || !other.readability.is_intact() {
                wrong.push(format!("{form:?}: {:?}", other.readability));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_colour_space_agrees_with_the_reference() {
    for colour in [ColorType::Luma, ColorType::Rgb, ColorType::Cmyk, ColorType::CmykAsYcck] {
        for progressive in [false, true] {
            let bytes = encoded(Form { colour, progressive, sampling: SamplingFactor::F_1_1, ..PLAIN });
            let decoded = decode(&bytes, Scale::Full, None).unwrap();
            let difference = largest_difference(&decoded.rgb, &reference(&bytes).unwrap());
            assert!(difference <= TOLERANCE, "{colour:?}: {difference}");
            assert_eq!(decoded.is_grey, colour == ColorType::Luma);
        }
    }
}

#[test]
fn reduced_pictures_are_the_picture_reduced() {
    for (sampling, progressive) in SAMPLINGS.into_iter().flat_map(|s| [(s, false), (s, true)]) {
        let bytes = encoded(Form { sampling, progressive, ..PLAIN });
        let full = decode(&bytes, Scale::Full, None).unwrap();
        for scale in SCALES {
            let reduced = decode(&bytes, scale, None).unwrap();
            let divisor = scale.divisor();
            assert_eq!(reduced.width, full.width.div_ceil(divisor));
            assert_eq!(reduced.height, full.height.div_ceil(divisor));
            let pixel = |picture: &DecodedJpeg, x: u32, y: u32| {
                let start = 3 * (y * picture.width + x) as usize;
                [0, 1, 2].map(|channel| u32::from(picture.rgb[start + channel]))
            };
            let mean = |x: u32, y: u32| {
                let inside = |i: u32| pixel(&full, x * divisor + i % divisor, y * divisor + i / divisor);
                let add = |sum: [u32; 3], i| std::array::from_fn(|channel| sum[channel] + inside(i)[channel]);
                (0..divisor * divisor).fold([0; 3], add).map(|sum| sum / (divisor * divisor))
            };
            // At 1/8 chroma has only one sample for each of its blocks, however large they are.
            let apart = |a: [u32; 3], b: [u32; 3]| match scale {
                Scale::Eighth => 3 * brightness(a).abs_diff(brightness(b)),
                _ => a.iter().zip(b).map(|(a, b)| a.abs_diff(b)).sum(),
            };
            let places =
                (0..full.height / divisor).flat_map(|y| (0..full.width / divisor).map(move |x| (x, y)));
            let differences: Vec<u32> =
                places.map(|(x, y)| apart(mean(x, y), pixel(&reduced, x, y))).collect();
            let average = f64::from(differences.iter().sum::<u32>()) / (3 * differences.len()) as f64;
            // Edges and interpolated chroma make 1 to 2.4.
            assert!(average < 2.5, "{sampling:?}, progressive {progressive}, {scale:?}: {average}");
        }
    }
}

/// Luma of JFIF, of 255.
fn brightness([red, green, blue]: [u32; 3]) -> u32 {
    (77 * red + 150 * green + 29 * blue) >> 8
}

#[test]
fn every_truncation_is_detected_and_leaves_the_rows_above_it() {
    let forms = [
        PLAIN,
        Form { restart_interval: 4, ..PLAIN },
        Form { progressive: true, ..PLAIN },
        Form { separate_scans: true, ..PLAIN },
        Form { colour: ColorType::Luma, ..PLAIN },
    ];
    for form in forms {
        let bytes = encoded(Form { width: 640, height: 480, ..form });
        let whole = decode(&bytes, Scale::Full, None).unwrap();
        let mut before = 0;
        for length in (1024..bytes.len()).step_by(1024) {
            let Ok(cut) = decode(&bytes[..length], Scale::Full, None) else { continue };
            let Readability { mcus_intact, first_damaged_row, has_end, .. } = cut.readability;
            assert!(!cut.readability.is_intact() && !has_end, "{form:?}, {length}: {:?}", cut.readability);
            assert!(mcus_intact >= before || form.progressive, "{form:?}, {length}");
            // Interpolated chroma extends two rows up.
            let safe = first_damaged_row.unwrap().saturating_sub(2);
            assert!(above(&cut, safe) == above(&whole, safe), "{form:?}, {length}");
            before = mcus_intact;
        }
        assert!(!decode(&bytes[..bytes.len() - 2], Scale::Full, None).unwrap().readability.has_end);
    }
}

#[test]
fn a_lost_restart_interval_costs_only_itself() {
    let bytes = encoded(Form { width: 320, height: 160, restart_interval: 20, ..PLAIN });
    let whole = decode(&bytes, Scale::Full, None).unwrap();
    let markers: Vec<usize> = (0..bytes.len() - 1)
        .filter(|&at| bytes[at] == 0xff && (0xd0..=0xd7).contains(&bytes[at + 1]))
        .collect();
    let without = |from: usize, to: usize| [&bytes[..from], &bytes[to..]].concat();
    let cases = [
        ("its data", without(markers[2] + 2, markers[3]), 1),
        ("its marker", without(markers[2], markers[2] + 2), 1),
        ("data and marker", without(markers[2], markers[3]), 1),
        ("three of them", without(markers[2], markers[5]), 3),
    ];
    for (name, damaged, lost_rows) in cases {
        let decoded = decode(&damaged, Scale::Full, None).unwrap();
        assert_eq!(
            decoded.readability.mcus_total - decoded.readability.mcus_intact,
            20 * lost_rows,
            "{name}"
        );
        let below = whole.rgb.len() - (3 * 320 * 16 * 3) as usize;
        assert!(decoded.rgb[below..] == whole.rgb[below..], "{name}: the rows far below are as they were");
    }
}

#[test]
fn a_progressive_file_cut_in_its_last_scan_is_whole_but_coarse_below() {
    let bytes = encoded(Form { progressive: true, ..PLAIN });
    let whole = decode(&bytes, Scale::Full, None).unwrap();
    let last_scan = bytes.windows(2).rposition(|pair| pair == [0xff, 0xda]).unwrap();
    let cut = decode(&bytes[..(last_scan + bytes.len()) / 2], Scale::Full, None).unwrap();
    assert!(cut.readability.first_damaged_row.is_some_and(|row| row > 0), "{:?}", cut.readability);
    assert!(largest_difference(&whole.rgb, &cut.rgb) < 60, "the earlier scans show the picture");
}

#[test]
fn without_one_of_its_quantisation_tables_no_picture_is_whole() {
    for progressive in [false, true] {
        let mut bytes = encoded(Form { progressive, ..PLAIN });
        let frame = bytes.windows(2).position(|pair| matches!(pair, [0xff, 0xc0..=0xc2])).unwrap();
        // The frame's second component asks for a table that the file does not define.
        bytes[frame + 15] = 3;
        let whole = decode(&bytes, Scale::Full, None).unwrap();
        assert_eq!(whole.readability.mcus_intact, 0, "{progressive}");
        assert!(whole.rgb.iter().any(|&value| value != 128), "{progressive}: what is there is shown");
    }
}

#[test]
fn of_two_scans_of_a_sequential_picture_the_first_counts() {
    let once = encoded(PLAIN);
    let scan = once.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let mut second = once[scan..].to_vec();
    let middle = second.len() / 2;
    second[middle] ^= 1;
    let twice = [&once[..once.len() - 2], &second].concat();
    let place = Rect { x: 0, y: 0, width: 203, height: 155 };
    let [twice, once] = [&twice, &once].map(|bytes| decode(bytes, Scale::Full, Some(place)).unwrap());
    assert!(twice.rgb == once.rgb && twice.readability == once.readability);
    let [twice, once] = [twice, once].map(|decoded| decoded.roi.unwrap().luma);
    assert!(twice == once);
}

#[test]
fn what_encoders_write_in_front_of_the_end_is_no_damage_and_coded_data_is() {
    let fill = [0xff; 40];
    let zeros = [0; 40];
    let coded = [0x12, 0x34].repeat(20);
    let restarts = [0xff, 0xd2, 0xff, 0xd3];
    let stuffed = [0xff, 0x00].repeat(20);
    let cases: [(&str, Vec<u8>, bool); 10] = [
        ("nothing", vec![], true),
        ("fill bytes", fill.to_vec(), true),
        ("zeros", zeros.to_vec(), true),
        ("stuffed fill bytes", stuffed, true),
        ("zeros and fill bytes", [zeros, fill].concat(), true),
        ("restart markers", restarts.to_vec(), true),
        ("restart marker and data", [&restarts[..], &coded].concat(), true),
        ("data and restart marker", [&coded[..], &restarts].concat(), true),
        ("eight bytes of data", coded[..8].to_vec(), true),
        ("forty bytes of data", coded, false),
    ];
    let mut wrong = Vec::new();
    for form in [PLAIN, Form { restart_interval: 13, ..PLAIN }, Form { progressive: true, ..PLAIN }] {
        let bytes = encoded(form);
        let (picture, end) = bytes.split_at(bytes.len() - 2);
        for (name, surplus, is_complete) in &cases {
            for scale in [Scale::Full, Scale::Eighth] {
                let file = [picture, surplus, end].concat();
                let readability = decode(&file, scale, None).unwrap().readability;
                // Of a progressive picture at a reduced scale the last scan is not read.
                let is_read = !form.progressive || scale == Scale::Full;
                if is_read && readability.is_complete() != *is_complete {
                    wrong.push(format!("{name}, {form:?}: {readability:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_known_trailer_is_as_good_an_end_as_the_marker() {
    // What a trailer contains looks like markers, scans and ends.
    let noise: Vec<u8> = (0..40_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 21) as u8).collect();
    let second = encoded(Form { width: 64, height: 48, ..PLAIN });
    let trailers: [(&str, Vec<u8>); 4] = [
        ("Samsung", [b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data", &noise[..]].concat()),
        ("motion photo", [b"\0\0\0\x18ftypmp42", &noise[..], b"\xff\xda\0\x08\x01\x09\0\0\x3f\0"].concat()),
        ("second picture", second),
        ("an end of its own", [b"\0\0\0\x18ftypmp42", &noise[..], b"\xff\xd9"].concat()),
    ];
    let mut wrong = Vec::new();
    for form in [PLAIN, Form { restart_interval: 13, ..PLAIN }, Form { progressive: true, ..PLAIN }] {
        let bytes = encoded(form);
        let whole = decode(&bytes, Scale::Full, None).unwrap();
        let picture = &bytes[..bytes.len() - 2];
        for (name, trailer) in &trailers {
            let followed = decode(&[picture, trailer].concat(), Scale::Full, None).unwrap();
            if !followed.readability.is_complete() || followed.rgb != whole.rgb {
                wrong.push(format!("{name}, {form:?}: {:?}", followed.readability));
            }
            let cut = decode(&[&picture[..picture.len() / 2], trailer].concat(), Scale::Full, None).unwrap();
            if cut.readability.is_complete() {
                wrong.push(format!("{name}, {form:?}: half a picture is complete"));
            }
        }
        let unknown = decode(&[picture, &noise].concat(), Scale::Full, None).unwrap();
        if unknown.readability.is_complete()
            || decode(picture, Scale::Full, None).unwrap().readability.is_complete()
        {
            wrong.push(format!("{form:?}: no end at all"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
#[ignore = "needs PRECHECK_PORTRAITS: the labelled portraits"]
fn the_portraits_agree_with_the_reference() {
    let folder = std::env::var_os("PRECHECK_PORTRAITS").expect("PRECHECK_PORTRAITS is set");
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for path in files(Path::new(&folder)) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.strip_prefix(&folder).unwrap().display();
        match (decode(&bytes, Scale::Full, None), reference(&bytes)) {
            (Err(_), None) => {}
            (Err(refusal), Some(_)) => {
                wrong.push(format!("{name}: refused ({refusal}), the reference reads it"))
            }
            (Ok(own), None) => {
                println!("{name}: the reference refuses it, here {:?}", own.readability);
                // libjpeg as well refuses a last coefficient of 195; the scan data is sound.
                if own.readability.is_intact() && !name.to_string().contains("fuzz_id_003053") {
                    wrong.push(format!("{name}: read without damage, the reference refuses it"));
                }
            }
            (Ok(own), Some(reference)) => {
                // From the first damage on, the two fill in what is missing in their own ways.
                let rows = own.readability.first_damaged_row.map_or(own.height, |row| row.saturating_sub(2));
                let own = above(&own, rows);
                compared += 1;
                let difference = largest_difference(own, &reference[..own.len()]);
                if difference > TOLERANCE {
                    wrong.push(format!("{name}: {difference} apart"));
                }
            }
        }
    }
    println!("{compared} files compared");
    assert!(wrong.is_empty() && compared > 0, "{compared} compared, {wrong:#?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

fn any_form() -> impl Strategy<Value = Form> {
    let colours = prop_oneof![
        Just(ColorType::Luma),
        Just(ColorType::Rgb),
        Just(ColorType::Cmyk),
        Just(ColorType::CmykAsYcck)
    ];
    let sampling = prop::sample::select(&SAMPLINGS[..]);
    (1..120u16, 1..120u16, colours, sampling, any::<bool>(), any::<bool>(), 0..6u16).prop_map(
        |(width, height, colour, sampling, progressive, separate_scans, restart_interval)| Form {
            width,
            height,
            colour,
            sampling,
            progressive,
            separate_scans,
            restart_interval: if separate_scans { 0 } else { restart_interval },
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_region_of_interest_has_the_luma_of_the_whole_picture(form in any_form(), x in 0..130u32, y in 0..130u32, width in 0..130u32, height in 0..130u32) {
        let bytes = encoded(form);
        let whole = decode(&bytes, Scale::Full, None).unwrap();
        for scale in SCALES {
            let reduced = decode(&bytes, scale, Some(Rect { x, y, width, height })).unwrap();
            prop_assert!(reduced.rgb == decode(&bytes, scale, None).unwrap().rgb);
            let part = reduced.roi.unwrap();
            let Rect { x, y, width, height } = part.rect;
            let rows = whole.rgb.chunks_exact(3 * whole.width as usize).skip(y as usize).take(height as usize);
            let crop: Vec<u8> = rows.flat_map(|row| &row[3 * x as usize..][..3 * width as usize]).copied().collect();
            let expected = Luma::of(width, crop.as_chunks().0);
            let pixels = part.luma.values().iter().zip(expected.values()).zip(crop.as_chunks::<3>().0);
            // A clipped channel no longer gives the luma that the file stores.
            let off: Vec<_> = pixels.filter(|((is, from_colours), pixel)| {
                is.abs_diff(**from_colours) > 1 && !pixel.iter().any(|channel| [0, 255].contains(channel))
            }).collect();
            prop_assert!(off.is_empty(), "{form:?} {off:?}");
            prop_assert_eq!(part.luma.values().len(), (width * height) as usize);
        }
    }

    #[test]
    fn damaged_files_never_panic(form in any_form(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = encoded(form);
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        for scale in SCALES {
            if let Ok(decoded) = decode(&bytes, scale, Some(Rect { x: 30, y: 20, width: 40, height: 50 })) {
                prop_assert_eq!(decoded.rgb.len(), (3 * decoded.width * decoded.height) as usize);
                prop_assert!(decoded.readability.mcus_intact <= decoded.readability.mcus_total);
                let part = decoded.roi.unwrap();
                prop_assert_eq!(part.luma.values().len(), (part.rect.width * part.rect.height) as usize);
            }
        }
    }
}
