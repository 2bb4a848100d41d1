//! See `src/photo_open.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| portrait_precheck_fuzz::photo_open(bytes));
