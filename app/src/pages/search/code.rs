//! A query that looks like an instrument code.

use chengxing_metrology::{InstrumentCode, code::CodeError};
use leptos::prelude::*;

use crate::View;

/// What `q` is as an instrument code; `None` when it does not look like one.
///
/// A wrong check symbol always shows: eleven symbols of the alphabet are no accident. A wrong length or
/// symbol shows only where letters and digits are mixed as in a code; ten digits are a serial number.
pub fn reading(q: &str) -> Option<Result<InstrumentCode, CodeError>> {
    let read = q.parse::<InstrumentCode>();
    if matches!(read, Ok(_) | Err(CodeError::Check { .. })) {
        // Eleven digits are a telephone or serial number, unless they are set as a code is.
        let digits = q
            .chars()
            .filter(|c| !c.is_whitespace())
            .all(|c| c.is_ascii_digit());
        return (read.is_ok() || !digits).then_some(read);
    }
    let symbols: Vec<char> = q
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let mixed = symbols.iter().any(char::is_ascii_alphabetic)
        && symbols.iter().filter(|c| c.is_ascii_digit()).count() >= 2;
    // Set in groups of five as the label is: then it is meant as a code even if a group is cut short.
    let grouped = q
        .split('-')
        .next()
        .is_some_and(|first| first.trim().chars().count() == 5);
    (mixed
        && grouped
        && (9..=13).contains(&symbols.len())
        && symbols.iter().all(char::is_ascii_alphanumeric))
    .then_some(read)
}

/// What is wrong with the code, or that it is right and leads nowhere. A sound code with results needs no
/// word.
pub(super) fn diagnosis(
    view: &View<'_>,
    code: Option<&Result<InstrumentCode, CodeError>>,
    nothing_found: bool,
) -> impl IntoView + use<> {
    let l = view.l10n();
    let (title, text) = match code? {
        Ok(_) if !nothing_found => return None,
        Ok(code) => {
            let href = view.href(&format!("/i/{code}"));
            (
                "search-code-unknown-title",
                l.html(
                    "search-code-unknown",
                    [("code", code.to_string().into()), ("href", href.into())],
                ),
            )
        }
        Err(CodeError::Check {
            expected, found, ..
        }) => (
            "search-code-slip-title",
            l.html(
                "search-code-check",
                [
                    ("expected", expected.to_string().into()),
                    ("found", found.to_string().into()),
                ],
            ),
        ),
        Err(_) if !nothing_found => return None,
        Err(CodeError::Length { found }) => (
            "search-code-slip-title",
            l.html("search-code-length", [("found", (*found as i64).into())]),
        ),
        Err(CodeError::Symbol { place, found }) => (
            "search-code-slip-title",
            l.html(
                "search-code-symbol",
                [
                    ("place", (*place as i64).into()),
                    ("found", found.to_string().into()),
                ],
            ),
        ),
    };
    Some(view! { <div class="panel"><h2>{l.text(title)}</h2><p inner_html=text></p></div> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn serial_numbers_names_and_telephones_are_not_taken_for_codes() {
        for q in [
            "2023081577",
            "13800138000",
            "ACS-30",
            "张记鲜肉",
            "W20230077",
            "",
            "DN50 水表",
            "1527-2023-000118",
        ] {
            assert_eq!(reading(q), None, "{q}");
        }
    }

    #[test]
    fn a_code_with_a_slip_is_told_what_is_wrong() {
        let code = InstrumentCode::from_bits(0x3_1415_9265_3589).to_string();
        assert!(matches!(reading(&code), Some(Ok(_))));
        let short = &code[..code.len() - 1];
        assert!(
            matches!(reading(short), Some(Err(CodeError::Length { found: 10 }))),
            "{short}"
        );
        let wrong = format!("{short}{}", if code.ends_with('0') { '2' } else { '0' });
        assert!(
            matches!(reading(&wrong), Some(Err(CodeError::Check { .. }))),
            "{wrong}"
        );
    }

    proptest! {
        #[test]
        fn every_code_is_recognised_however_it_is_written(bits: u64) {
            let code = InstrumentCode::from_bits(bits);
            prop_assert_eq!(reading(&code.to_string().to_lowercase()), Some(Ok(code)));
            prop_assert_eq!(reading(&code.compact()), Some(Ok(code)));
        }

        #[test]
        fn no_query_breaks_the_reading(q in "\\PC{0,80}") {
            let _ = reading(&q);
        }
    }
}
