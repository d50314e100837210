//! The body of the fuzz target for requests, on queries and headers that resemble the real thing. See
//! `fuzz/README.md`.

#[path = "../../fuzz/bodies/http.rs"]
mod http;
#[path = "../../fuzz/bodies/soup.rs"]
mod soup;

use chengxing_tests::{demo_region, rounds};
use proptest::prelude::*;

const QUERIES: &[&str] = &[
    "q=",
    "on=",
    "2026-11-23",
    "limit=",
    "100",
    "0",
    "-1",
    "after=",
    "&",
    "=",
    "+",
    "%",
    "%00",
    "%FF",
    "%E5%85%AC",
    "公平",
    "kind=",
    "price_computing_scale",
    "verdict=",
    "valid",
    "region=",
    "150102",
    "serial_number=",
    "size=large",
    "'",
    "\"",
    "<b>",
    ";",
    "*",
    "year=",
    "before=",
    "page=",
    "9999999999999999999",
    "NEAR(",
];
const HEADERS: &[&str] = &[
    "text/html",
    "application/json",
    "*/*",
    ";q=",
    "0",
    "1",
    "0.5",
    ",",
    " ",
    "br",
    "gzip",
    "identity",
    "W/",
    "\"",
    "*",
    "\"0.1.0-00000000.1.20780\"",
    "zh-CN",
    "en",
    "=",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: rounds(400, 20_000) as u32,
        // A failure is shown whole: a request is small.
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_query_and_header_gets_an_answer_of_ours(
        first in any::<u8>(),
        query in soup::soup(QUERIES, 12),
        headers in proptest::collection::vec(soup::soup(HEADERS, 10), 0..4),
    ) {
        let query: Vec<u8> = query.into_iter().filter(|b| *b != b'\n').collect();
        let mut data = [&[first], query.as_slice()].concat();
        for header in headers {
            data.push(b'\n');
            data.extend(header.into_iter().filter(|b| *b != b'\n'));
        }
        http::request(demo_region().address(), &data);
    }
}
