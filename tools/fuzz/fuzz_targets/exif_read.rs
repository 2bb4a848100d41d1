//! See `src/exif_read.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| portrait_precheck_fuzz::exif_read(bytes));
