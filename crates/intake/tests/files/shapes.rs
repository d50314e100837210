use chengxing_metrology::Conclusion;
use proptest::prelude::*;

use super::*;

#[test]
fn every_separator_is_found() {
    for separator in [",", ";", "\t", "|"] {
        let text = format!("{HEADING}\n计价秤,A1,2026-04-01,2027-03-31,合格,甲所\n")
            .replace(',', separator);
        let read = read_text(text);
        assert_eq!(
            read[0].instrument.serial_number.as_deref(),
            Some("A1"),
            "{separator:?}"
        );
    }
}

#[test]
fn the_separator_is_not_misled_by_commas_inside_cells() {
    let read = read_text(
        "器具种类;出厂编号;检定日期;检定结论;检定机构\n计价秤;1,2,3;2026-04-01;合格;甲,乙,丙\n",
    );
    assert_eq!(read[0].institution.name, "甲,乙,丙");
}

#[test]
fn quotes_and_line_breaks_inside_cells_are_kept_or_tidied() {
    let text = format!(
        "{HEADING}\r\n计价秤,\"A\"\"1\",2026-04-01,,合格,\"甲,\r\n所\"\r\n计价秤,A2,2026-04-01,,合格,乙\r\n"
    );
    let rows = rows(Kind::Verifications, text).unwrap();
    assert_eq!(rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 4]);
    let read = verifications(rows);
    assert_eq!(read[0].instrument.serial_number.as_deref(), Some("A\"1"));
    assert_eq!(read[0].institution.name, "甲, 所");
}

#[test]
fn blank_lines_and_lines_of_separators_are_passed_over() {
    let text =
        format!("\n{HEADING}\n\n,,,,,\n  ,\u{3000},,,,\n计价秤,A1,2026-04-01,,合格,甲所\n\n\n");
    let rows = rows(Kind::Verifications, text).unwrap();
    assert_eq!((rows.len(), rows[0].line), (1, 6));
}

#[test]
fn short_rows_lack_what_they_lack_and_long_rows_are_refused() {
    let text =
        "器具种类,出厂编号,检定日期,检定结论,检定机构,示值误差\n计价秤,A1,2026-04-01,合格,甲所\n";
    assert_eq!(read_text(text)[0].error, None);
    let missing = only_error(
        Kind::Verifications,
        &format!("{HEADING}\n计价秤,A1,2026-04-01,,合格\n"),
    );
    assert_eq!((missing.line, missing.column.as_str()), (2, "检定机构"));
    let error = only_error(
        Kind::Verifications,
        &format!("{HEADING}\n计价秤,A1,2026-04-01,,合格,甲所,乙所\n"),
    );
    assert!(error.column == "第7列" && error.reason.contains("分隔符"));
    read_text(format!("{HEADING}\n计价秤,A1,2026-04-01,,合格,甲所,,,\n"));
}

#[test]
fn quotes_left_open_do_not_swallow_rows_unseen() {
    let text = format!(
        "{HEADING},备注\n计价秤,A1,2026-04-01,,合格,甲所,\"好\n计价秤,A2,2026-04-01,,合格,甲所,\n"
    );
    let error = only_error(Kind::Verifications, &text);
    assert!(
        error.line == 2 && error.reason.contains("引号"),
        "{error:?}"
    );
}

#[test]
fn nul_bytes_are_an_error_of_their_row() {
    let error = only_error(
        Kind::Verifications,
        &format!("{HEADING}\n计价秤,A\01,2026-04-01,,合格,甲所\n"),
    );
    assert!(error.reason.contains("NUL"));
}

#[test]
fn a_field_of_ten_megabytes_is_an_error_of_its_row() {
    let huge = "9".repeat(10 << 20);
    let text = format!(
        "{HEADING}\n计价秤,{huge},2026-04-01,,合格,甲所\n计价秤,A2,2026-04-01,,合格,甲所\n"
    );
    let rows = rows(Kind::Verifications, text).unwrap();
    assert_eq!(rows.len(), 2);
    let error = &rows[0].outcome.as_ref().unwrap_err()[0];
    assert!(error.reason.contains("太长") && error.value.len() <= 200);
    assert!(rows[1].outcome.is_ok());
}

#[test]
fn missing_headings_are_listed_with_those_that_are_there() {
    let error = rows(Kind::Verifications, "器具种类,编号,颜色\n计价秤,1,红\n")
        .unwrap_err()
        .to_string();
    for part in ["第1行", "检定结论", "检定日期", "检定机构", "颜色"] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_wanted_heading_that_stands_twice_is_refused_and_others_may() {
    let twice = "器具种类,出厂编号,检定日期,检定日期,检定结论,检定机构\n计价秤,1,2026-04-01,2026-04-02,合格,甲\n";
    assert!(
        matches!(rows(Kind::Verifications, twice), Err(IntakeError::DoubleHeading { heading, .. }) if heading == "检定日期")
    );
    read_text(format!(
        "{HEADING},备注,备注,,\n计价秤,A1,2026-04-01,,合格,甲所,x,y,,\n"
    ));
}

#[test]
fn a_title_above_the_heading_is_passed_over() {
    let text = format!(
        "2026年第四季度强制检定结果,,,,,\n制表：甲所,,,,,\n{HEADING}\n计价秤,A1,2026-04-01,,合格,甲所\n"
    );
    assert_eq!(rows(Kind::Verifications, &text).unwrap()[0].line, 4);
    let mapping = Mapping::parse("base = \"standard\"\nheader_row = 3").unwrap();
    assert_eq!(
        rows_with(Kind::Verifications, &text, &mapping).unwrap()[0].line,
        4
    );
    let wrong = Mapping::parse("base = \"standard\"\nheader_row = 30").unwrap();
    assert!(matches!(
        rows_with(Kind::Verifications, &text, &wrong),
        Err(IntakeError::NoHeaderRow(30))
    ));
}

#[test]
fn totals_at_the_end_are_no_rows() {
    let text = format!("{HEADING}\n计价秤,A1,2026-04-01,,合格,甲所\n合计：,1台,,,,\n总计,,,,1,\n");
    assert_eq!(rows(Kind::Verifications, text).unwrap().len(), 1);
    // A business may be called so.
    let named = rows(Kind::Businesses, "名称,类别\n合计商行,小店\n合计,\n").unwrap();
    assert_eq!(named.len(), 1);
}

#[test]
fn headings_are_found_in_any_order_case_width_and_spacing() {
    let text = "検,检定机构 ,检 定 结 论,ＳＥＲＩＡＬ Number,检定日期,器具种类\nx,甲所,不合格,１２３,2026-04-01,计价秤\n";
    let read = read_text(text);
    assert_eq!(read[0].instrument.serial_number.as_deref(), Some("123"));
    assert_eq!(read[0].conclusion, Conclusion::Fail);
}

#[test]
fn files_that_are_no_tables_are_called_by_their_name() {
    for (bytes, word) in [
        (&b""[..], "空"),
        (b"  \r\n \n", "空"),
        (b"%PDF-1.7", "不是表格"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "XLS"),
        (b"<html><table>", "网页"),
        (b"[{\"a\":1}]", "JSON lines"),
    ] {
        let error = rows(Kind::Verifications, bytes).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0usize..6) {
        let _ = rows(Kind::ALL[kind], bytes);
    }

    #[test]
    fn no_bytes_below_a_heading_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = rows(Kind::Verifications, [HEADING.as_bytes(), b"\n", &bytes].concat());
    }

    #[test]
    fn no_cells_break_the_rows(cells in proptest::collection::vec("\\PC{0,12}|[0-9./-]{0,10}|合格|2026-04-01|计价秤", 6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(HEADING.split(',')).unwrap();
        writer.write_record(&cells).unwrap();
        let rows = rows(Kind::Verifications, writer.into_inner().unwrap()).unwrap();
        for error in errors(rows) {
            prop_assert!(error.line == 2 && !error.column.is_empty() && !error.reason.is_empty());
        }
    }

    #[test]
    fn what_is_written_as_csv_is_read_back(
        serial in "[A-Za-z0-9]{1,12}", institution in "[一-龥]{1,10}[,;\"]{0,2}[一-龥]{1,3}", separator in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        writer.write_record(HEADING.split(',')).unwrap();
        writer.write_record(["计价秤", &serial, "2026-04-01", "2027-03-31", "合格", &institution]).unwrap();
        let read = read_text(writer.into_inner().unwrap());
        prop_assume!(!["na", "nil", "null", "none"].contains(&serial.to_lowercase().as_str()));
        prop_assert_eq!(read[0].instrument.serial_number.as_deref(), Some(serial.as_str()));
        prop_assert_eq!(&read[0].institution.name, &institution);
    }
}
