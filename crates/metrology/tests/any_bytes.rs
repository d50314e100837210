//! The bodies of the fuzz targets, on bytes that resemble the real thing. See `fuzz/README.md`.

#[path = "../../../fuzz/bodies/identifiers.rs"]
mod identifiers;
#[path = "../../../fuzz/bodies/soup.rs"]
mod soup;

use proptest::prelude::*;

const CODES: &[&str] = &[
    "7K3M9-QX2RD-4",
    "7k3m9",
    "QX2RD",
    "-",
    " ",
    "O",
    "I",
    "l",
    "U",
    "０",
    "Ｋ",
    "–",
    "0000000000",
];
const REGIONS: &[&str] = &[
    "15",
    "01",
    "02",
    "150102",
    "000000",
    "00",
    "１５",
    " ",
    "999999",
    "150102000000",
];
const CREDITS: &[&str] = &[
    "92150102MA0N1ABC1",
    "91",
    "MA0",
    "I",
    "O",
    "S",
    "V",
    "Z",
    " ",
    "０",
    "x",
    "ABCDEFGHJ",
    "150102",
];
const TEXTS: &[&str] = &[
    "公平秤",
    "ACS-30",
    "ＡＣＳ",
    " ",
    "\u{200B}",
    "\u{3000}",
    "№ 12",
    "王小明",
    "Ö",
    "ß",
    "İ",
    "ﬁ",
    "𠀀",
    "e\u{301}",
    "0",
    "O",
    "l",
    "演检公〔2026〕118号",
    "\u{FEFF}",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_public_code_is_read_or_refused(data in soup::soup(CODES, 12)) {
        identifiers::public_code(&data);
    }

    #[test]
    fn a_division_code_is_read_or_refused(data in soup::soup(REGIONS, 5)) {
        identifiers::region_code(&data);
    }

    #[test]
    fn a_credit_code_is_read_or_refused(data in soup::soup(CREDITS, 6)) {
        identifiers::credit_code(&data);
    }

    #[test]
    fn texts_are_tidied_once_and_for_all(data in soup::soup(TEXTS, 12)) {
        identifiers::texts(&data);
    }

    #[test]
    fn a_query_finds_the_text_that_it_is(data in soup::soup(TEXTS, 12)) {
        identifiers::search_terms(&data);
    }
}
