//! See `src/profile_load.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| portrait_precheck_fuzz::profile_load(bytes));
