#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| chengxing_fuzz::identifiers::texts(data));
