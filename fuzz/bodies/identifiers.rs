//! Identifiers and texts: whatever is read is read again from what it prints.

use chengxing_metrology::{
    CertificateNumber, CreditCode, InstrumentCode, RegionCode, fold, mask, serial, terms,
};

/// A public code.
pub fn public_code(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(code) = text.parse::<InstrumentCode>() {
        assert_eq!(code.to_string().parse(), Ok(code));
        assert_eq!(code.compact().parse(), Ok(code));
        assert_eq!(InstrumentCode::from_bits(code.bits()), code);
    }
    for near in InstrumentCode::near(&text) {
        assert_eq!(near.to_string().parse(), Ok(near));
    }
}

/// A division code.
pub fn region_code(data: &[u8]) {
    let Ok(code) = String::from_utf8_lossy(data).parse::<RegionCode>() else {
        return;
    };
    assert_eq!(code.to_string().parse(), Ok(code));
    assert_eq!(RegionCode::from_number(code.number()), Some(code));
    // Up to the province, each holding the one below it.
    let mut below = code;
    for _ in 0..3 {
        assert!(below.span().contains(&below.number()));
        let Some(above) = below.parent() else {
            return;
        };
        assert!(above.span().contains(&below.number()));
        below = above;
    }
    panic!("{code} has more levels than there are");
}

/// A unified social credit code.
pub fn credit_code(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(code) = text.parse::<CreditCode>() {
        assert_eq!(code.as_str().len(), 18);
        assert_eq!(code.as_str().parse(), Ok(code));
    }
    if let Ok(code) = CreditCode::with_check(&text) {
        assert_eq!(code.as_str().parse(), Ok(code));
    }
}

/// Texts of every kind: tidying, serial numbers, certificates, masked names.
pub fn texts(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let tidy = fold::tidy(&text);
    assert_eq!(fold::tidy(&tidy), tidy);
    assert_eq!(fold::key(&tidy), fold::key(&text));
    assert!(!serial::key(&text).contains(char::is_whitespace));
    assert!(matches!(
        serial::compare(&text, &text),
        serial::Match::Same | serial::Match::Empty
    ));
    if let Some(number) = CertificateNumber::new(&tidy) {
        assert!(!number.as_str().is_empty());
        assert_eq!(
            CertificateNumber::new(number.as_str()).as_ref(),
            Some(&number)
        );
    }
    // Of a name no more than the surname is left.
    let masked = mask::person(&tidy);
    let left = masked.trim_end_matches(['某', '*']);
    assert!(left.chars().count() <= 2 && tidy.starts_with(left));
}

/// A query: its terms need no escaping, and find the text that they were made of.
pub fn search_terms(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let held = terms::of_text(&text);
    let held: Vec<&str> = held.split(' ').collect();
    let asked = terms::of_query(&text, 8);
    assert!(asked.len() <= 8);
    for term in asked {
        assert!(!term.text.is_empty() && term.text.chars().all(char::is_alphanumeric));
        let finds = |word: &&str| {
            if term.prefix {
                word.starts_with(&term.text)
            } else {
                **word == term.text
            }
        };
        assert!(held.iter().any(finds), "{term:?} does not find {text:?}");
    }
}
