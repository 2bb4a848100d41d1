//! See `src/jpeg_decode.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| portrait_precheck_fuzz::jpeg_decode(bytes));
