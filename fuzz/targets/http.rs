//! Needs a running server: `CHENGXING_FUZZ_SERVER=127.0.0.1:3000`. What is fuzzed runs there, so coverage does
//! not guide it; seeds do.
#![no_main]

use std::{net::SocketAddr, sync::LazyLock};

static SERVER: LazyLock<SocketAddr> = LazyLock::new(|| {
    let address = std::env::var("CHENGXING_FUZZ_SERVER").expect("CHENGXING_FUZZ_SERVER is set");
    address
        .parse()
        .expect("CHENGXING_FUZZ_SERVER is ADDRESS:PORT")
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| chengxing_fuzz::http::request(*SERVER, data));
