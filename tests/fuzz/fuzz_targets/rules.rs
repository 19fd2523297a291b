#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| riskline_fuzz::rules::run(data));
