//! Black-box tests of the running binary.
//!
//! *Is:* a harness that runs `chengxing` in a folder of its own, talks to it over plain sockets and
//! reads its answers with parsers that others wrote. *Is not:* a second implementation of anything it
//! tests. *The one rule:* a test knows the contract, never the inside.

#![expect(
    clippy::return_self_not_must_use,
    reason = "an assertion that gives its subject back has done its work"
)]

pub mod files;
pub mod html;
pub mod http;
pub mod portal;
pub mod postgres;
pub mod program;
pub mod random;
pub mod routes;
pub mod schema;
pub mod shared;

pub use http::{Answer, Request};
pub use portal::{Engine, Portal, Server};
pub use program::Output;
pub use shared::demo_region;

/// True in `cargo xtask test --long`. A test that runs only there says so when it does not.
pub fn is_long(test: &str) -> bool {
    let long = std::env::var_os("CHENGXING_TEST_LONG").is_some_and(|v| v == "1");
    if !long {
        println!("{test}: runs with CHENGXING_TEST_LONG=1 only");
    }
    long
}

/// `short` by default, `long` in `cargo xtask test --long`.
pub fn rounds(short: usize, long: usize) -> usize {
    if std::env::var_os("CHENGXING_TEST_LONG").is_some_and(|v| v == "1") {
        long
    } else {
        short
    }
}

/// Seconds since the epoch, for tests that compare with the real day.
#[expect(
    clippy::disallowed_methods,
    reason = "a black-box test shares the day with the binary it runs"
)]
pub fn now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| d.as_secs() as i64)
}

/// Today in Asia/Shanghai.
pub fn today() -> chengxing_metrology::Date {
    chengxing_metrology::clock::shanghai_date(now())
}
