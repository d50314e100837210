#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| chengxing_fuzz::files::workbook(
    &chengxing_fuzz::own_file(),
    data
));
