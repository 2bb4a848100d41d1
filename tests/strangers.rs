//! Strangers' bytes: whatever comes in, a report comes out, in bounded time and memory, and it never says
//! that a broken photo is fine.

mod common;

use common::{decision, fails, jpeg, outcome, portrait, report_of};
use proptest::prelude::*;

#[test]
fn a_good_photo_is_accepted_so_that_the_tests_below_can_fail() {
    let report = report_of(&portrait());
    assert_eq!(decision(&report), "accepted", "{report:#}");
}

#[test]
fn a_photo_cut_off_anywhere_is_rejected_as_incomplete() {
    let whole = portrait();
    let cuts = (0..whole.len() - 2).step_by(1024);
    let wrong: Vec<_> = cuts.filter(|cut| !fails(&report_of(&whole[..*cut]), "file-readable")).collect();
    assert!(wrong.is_empty(), "cut at {wrong:?}");
}

#[test]
fn a_progressive_photo_cut_off_anywhere_is_rejected_as_incomplete() {
    let whole = common::progressive_portrait();
    let cuts = (0..whole.len() - 2).step_by(1024);
    let wrong: Vec<_> = cuts.filter(|cut| !fails(&report_of(&whole[..*cut]), "file-readable")).collect();
    assert!(wrong.is_empty(), "cut at {wrong:?}");
}

#[test]
fn what_is_no_jpeg_is_called_by_its_name() {
    let cases: [(&str, &[u8]); 7] = [
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("webp", b"RIFF\x24\0\0\0WEBPVP8 "),
        ("gif", b"GIF89a\x01\0\x01\0"),
        ("pdf", b"%PDF-1.7\n"),
        ("text", b"<!doctype html><title>x</title>"),
        ("unknown", b"\0\0\0\0\0\0\0\0"),
    ];
    for (name, bytes) in cases {
        let report = report_of(bytes);
        assert_eq!(report["photo"]["format"], name);
        assert_eq!(decision(&report), "rejected", "{name}");
        assert!(
            fails(&report, "file-format") && outcome(&report, "file-readable") == "not-assessed",
            "{name}: {report:#}"
        );
    }
}

#[test]
fn an_empty_file_is_no_picture_of_any_kind() {
    let report = report_of(b"");
    assert_eq!(report["photo"]["format"], "empty");
    assert!(fails(&report, "file-format") && fails(&report, "file-readable"), "{report:#}");
}

#[test]
fn a_header_that_promises_too_much_is_refused_before_anything_is_allocated() {
    let mut bomb = portrait();
    let frame = common::frame_header(&bomb);
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    let report = report_of(&bomb);
    assert_eq!(report["photo"]["width"], serde_json::Value::Null);
    assert!(fails(&report, "file-readable"), "{report:#}");
}

#[test]
fn frames_that_no_phone_shows_are_refused_by_name() {
    let cases = [("12 bit", 4, 12), ("no rows", 6, 0), ("lossless", 1, 0xc3), ("arithmetic", 1, 0xc9)];
    for (name, offset, value) in cases {
        let mut bytes = portrait();
        let frame = common::frame_header(&bytes);
        bytes[frame + offset] = value;
        if name == "no rows" {
            bytes[frame + 5] = 0;
        }
        assert!(fails(&report_of(&bytes), "file-readable"), "{name}");
    }
}

#[test]
fn a_picture_of_one_pixel_is_too_small_but_no_accident() {
    let report = report_of(&jpeg(1, 1, |_, _| [200, 200, 200]));
    assert!(fails(&report, "pixel-size") && fails(&report, "file-size"), "{report:#}");
    assert_eq!(outcome(&report, "file-readable"), "pass");
}

#[test]
fn a_file_or_picture_over_the_engine_limit_is_not_opened_and_not_called_broken() {
    let mut long = portrait();
    long.resize(100 << 20, 0);
    let mut large = portrait();
    let frame = common::frame_header(&large);
    large[frame + 5..frame + 9].copy_from_slice(&[0x3f, 0xc0, 0x2f, 0xd0]);
    for (name, bytes, because) in [("bytes", long, "file too large"), ("pixels", large, "picture too large")]
    {
        let report = report_of(&bytes);
        assert_eq!(report["photo"]["bytes"], bytes.len());
        assert_eq!(decision(&report), "undecided", "{name}: {report:#}");
        let findings = report["findings"].as_array().unwrap();
        let readable = findings.iter().find(|finding| finding["rule"] == "file-readable").unwrap();
        assert_eq!(readable["because"], because, "{name}");
        assert!(readable["advice"]["en"].as_str().unwrap().contains("megapixels"), "{name}");
    }
}

/// As long a list of segments as a file has room for, of every kind that is read into a list or searched.
#[test]
fn millions_of_segments_cost_no_more_than_the_bytes_of_a_photo() {
    let photo = portrait();
    let room = (32 << 20) - photo.len();
    let icc = b"\xff\xe2\0\x10ICC_PROFILE\0\x01\x01";
    let xmp = [b"\xff\xe1\0\x1f".as_slice(), b"http://ns.adobe.com/xap/1.0/\0"].concat();
    let kinds: [(&str, &[u8]); 5] = [
        ("ICC", icc),
        ("EXIF", b"\xff\xe1\0\x10Exif\0\0II*\0\x08\0\0\0"),
        ("XMP", &xmp),
        ("empty", b"\xff\xe1\0\x02"),
        ("tables", b"\xff\xdb\0\x02"),
    ];
    for (name, segment) in kinds {
        let many = segment.repeat(room / segment.len());
        let bytes = [&photo[..2], &many, &photo[2..]].concat();
        let start = std::time::Instant::now();
        let report = report_of(&bytes);
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {} segments, {seconds:.2} s", many.len() / segment.len());
        assert_eq!(outcome(&report, "file-readable"), "pass", "{name}");
        assert!(seconds < 20.0, "{name}: {seconds} s");
    }
}

#[test]
fn junk_behind_the_picture_and_other_pictures_behind_it_change_nothing_seen() {
    let plain = portrait();
    let mut followed = plain.clone();
    followed.extend_from_slice(&plain);
    let (one, two) = (report_of(&plain), report_of(&followed));
    assert_eq!(one["decision"], two["decision"]);
    assert_eq!(one["measurements"]["file-readable"], two["measurements"]["file-readable"]);
}

#[test]
fn a_file_with_nothing_but_a_thumbnail_has_no_picture() {
    let thumbnail = [b"Exif\0\0".as_slice(), &common::small_portrait()].concat();
    let length = (thumbnail.len() + 2) as u16;
    let file = [&[0xff, 0xd8, 0xff, 0xe1], &length.to_be_bytes()[..], &thumbnail, &[0xff, 0xd9]].concat();
    let report = report_of(&file);
    assert_eq!(report["photo"]["format"], "jpeg");
    assert!(fails(&report, "file-readable"), "{report:#}");
}

#[test]
fn grey_and_four_ink_pictures_are_readable_but_only_grey_has_known_colours() {
    use jpeg_encoder::ColorType::{Cmyk, Luma};
    for (name, colours, colour_known) in [("grey", Luma, true), ("four inks", Cmyk, false)] {
        let report = report_of(&common::encoded(colours, false));
        assert_eq!(outcome(&report, "file-readable"), "pass", "{name}: {report:#}");
        assert_eq!(report["measurements"]["colour-picture"].is_object(), colour_known, "{name}: {report:#}");
    }
}

#[test]
fn every_orientation_gives_the_same_upright_size() {
    for orientation in 1..=8_u8 {
        let report = report_of(&common::with_orientation(&common::stored_for(orientation), orientation));
        let size = (report["photo"]["width"].as_u64(), report["photo"]["height"].as_u64());
        assert_eq!(size, (Some(480), Some(640)), "orientation {orientation}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bits_never_break_the_checker(flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u32), 1..12)) {
        let mut bytes = common::small_portrait();
        for (index, bit) in flips {
            let place = index.index(bytes.len());
            bytes[place] ^= 1 << bit;
        }
        report_of(&bytes);
    }

    #[test]
    fn arbitrary_bytes_behind_a_jpeg_beginning_never_break_the_checker(tail in prop::collection::vec(any::<u8>(), 0..2000)) {
        report_of(&[&b"\xff\xd8\xff"[..], &tail].concat());
    }
}
