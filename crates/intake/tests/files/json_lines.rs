use super::*;

fn mapping() -> Mapping {
    Mapping::parse(
        "base = \"standard\"\n[fields]\nserial_number.columns = [\"plate.serial\"]\nplace.columns = [\"address.city\"]\nmodel.columns = [\"models.0\"]",
    )
    .unwrap()
}

const ROW: &str = r#"{"kind":"计价秤","plate":{"serial":5854},"date":"2026-04-01","result":"pass","institution":"甲所","address":{"city":"包头"},"models":["ACS"],"n":null}"#;

#[test]
fn nested_values_are_reached_by_their_path() {
    let read = verifications(
        rows_with(Kind::Verifications, format!("{ROW}\n\n{ROW}"), &mapping()).unwrap(),
    );
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].instrument.serial_number.as_deref(), Some("5854"));
    assert_eq!(read[1].instrument.place.as_deref(), Some("包头"));
    assert_eq!(read[1].instrument.model.as_deref(), Some("ACS"));
}

#[test]
fn keys_that_come_later_and_in_another_order_are_found() {
    let text = r#"{"institution":"甲所","result":"fail","kind":"计价秤","plate":{"serial":"A"},"date":"2026-04-01"}
{"place":"x","证书编号":"Z-1","date":"2026-04-01","kind":"计价秤","plate":{"serial":"B"},"institution":"甲所","result":"fail"}"#;
    let read = verifications(rows_with(Kind::Verifications, text, &mapping()).unwrap());
    assert_eq!(read[0].certificate, None);
    assert_eq!(read[1].certificate.as_ref().unwrap().as_str(), "Z-1");
}

#[test]
fn a_line_that_is_no_object_is_an_error_of_its_own() {
    let text = format!("{ROW}\n{{\"kind\":\n[1]\n{ROW}\n");
    let rows = rows_with(Kind::Verifications, text, &mapping()).unwrap();
    assert_eq!(
        rows.iter()
            .map(|r| (r.line, r.outcome.is_ok()))
            .collect::<Vec<_>>(),
        [(1, true), (2, false), (3, false), (4, true)]
    );
}

#[test]
fn what_is_missing_is_told_by_its_path() {
    let rows = rows_with(
        Kind::Verifications,
        r#"{"kind":"计价秤","date":"2026-04-01","plate":{"serial":"A"}}"#,
        &mapping(),
    )
    .unwrap();
    let errors = errors(rows);
    assert_eq!(
        errors.iter().map(|e| e.column.as_str()).collect::<Vec<_>>(),
        ["检定结论", "检定机构"]
    );
}

#[test]
fn deep_nesting_and_endless_lines_are_refused() {
    let deep = format!("{{\"a\":{}1{}}}\n", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(
        errors(rows_with(Kind::Verifications, deep, &mapping()).unwrap()).len(),
        1
    );
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(2 << 20));
    assert!(matches!(
        rows_with(Kind::Verifications, long, &mapping()),
        Err(IntakeError::LongLine { line: 1, .. })
    ));
}
