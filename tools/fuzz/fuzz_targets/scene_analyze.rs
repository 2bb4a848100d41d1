//! See `src/scene_analyze.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| portrait_precheck_fuzz::scene_analyze(bytes));
