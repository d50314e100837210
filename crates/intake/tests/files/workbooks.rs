//! XLSX as an independent writer makes it.

use chengxing_metrology::clock::date_from_days;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::*;

fn heading(sheet: &mut Worksheet, row: u32) {
    for (column, name) in HEADING.split(',').enumerate() {
        sheet.write(row, column as u16, name).unwrap();
    }
}

fn one(sheet: &mut Worksheet, row: u32, serial: &str) {
    for (column, text) in ["计价秤", serial, "2026-04-01", "2027-03-31", "合格", "甲所"]
        .iter()
        .enumerate()
    {
        sheet.write(row, column as u16, *text).unwrap();
    }
}

fn rows_of(workbook: &mut Workbook, mapping: &Mapping) -> Result<Vec<Row>, IntakeError> {
    rows_with(
        Kind::Verifications,
        workbook.save_to_buffer().unwrap(),
        mapping,
    )
}

fn read_of(workbook: &mut Workbook) -> Vec<Verification> {
    verifications(rows_of(workbook, &Mapping::default_for(Kind::Verifications)).unwrap())
}

#[test]
fn dates_numbers_and_texts_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    heading(sheet, 0);
    let date = Format::new().set_num_format("yyyy/m/d");
    sheet.write(1, 0, "电子计价秤 & <新>").unwrap();
    sheet.write(1, 1, 2_023_081_577u32).unwrap();
    sheet
        .write_with_format(1, 2, ExcelDateTime::from_ymd(2026, 4, 1).unwrap(), &date)
        .unwrap();
    sheet
        .write_with_format(
            1,
            3,
            ExcelDateTime::parse_from_str("2027-03-31T12:30:00").unwrap(),
            &date,
        )
        .unwrap();
    sheet
        .write_formula(1, 4, Formula::new("=\"合\"&\"格\"").set_result("合格"))
        .unwrap();
    sheet.write(1, 5, "甲所").unwrap();
    let read = read_of(&mut workbook);
    assert_eq!(
        read[0].instrument.serial_number.as_deref(),
        Some("2023081577")
    );
    assert_eq!(
        read[0].instrument.type_name.as_deref(),
        Some("电子计价秤 & <新>")
    );
    assert_eq!(
        (read[0].on, read[0].valid_until),
        (
            Date::constant(2026, 4, 1),
            Some(Date::constant(2027, 3, 31))
        )
    );
}

#[test]
fn rows_are_counted_as_the_sheet_counts_them() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "2026年检定结果").unwrap();
    heading(sheet, 4);
    one(sheet, 9, "A1");
    sheet.write(10, 0, "合计").unwrap();
    let rows = rows_of(&mut workbook, &Mapping::default_for(Kind::Verifications)).unwrap();
    assert_eq!(rows.iter().map(|r| r.line).collect::<Vec<_>>(), [10]);
}

#[test]
fn the_first_visible_sheet_is_read_unless_the_mapping_names_one() {
    let mut workbook = Workbook::new();
    workbook
        .add_worksheet()
        .set_name("隐藏")
        .unwrap()
        .set_hidden(true);
    for (name, serial) in [("一月", "A1"), ("二月", "A2")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        heading(sheet, 0);
        one(sheet, 1, serial);
    }
    workbook.worksheet_from_index(1).unwrap().set_active(true);
    assert_eq!(
        read_of(&mut workbook)[0]
            .instrument
            .serial_number
            .as_deref(),
        Some("A1")
    );
    let second = Mapping::parse("base = \"standard\"\nsheet = \"二月\"").unwrap();
    assert_eq!(
        verifications(rows_of(&mut workbook, &second).unwrap())[0]
            .instrument
            .serial_number
            .as_deref(),
        Some("A2")
    );
    let none = Mapping::parse("base = \"standard\"\nsheet = \"三月\"").unwrap();
    assert!(
        rows_of(&mut workbook, &none)
            .unwrap_err()
            .to_string()
            .contains("二月")
    );
}

#[test]
fn a_cell_in_the_last_column_and_row_makes_no_grid() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    heading(sheet, 0);
    one(sheet, 1, "A1");
    sheet.write(1_048_575, 16_383, "远").unwrap();
    let rows = rows_of(&mut workbook, &Mapping::default_for(Kind::Verifications)).unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].outcome.is_ok());
    assert_eq!(rows[1].line, 1_048_576);
    assert!(
        rows[1].outcome.as_ref().unwrap_err()[0]
            .column
            .contains("16384")
    );
}

#[test]
fn formula_errors_and_rounded_numbers_are_errors_of_their_rows() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    heading(sheet, 0);
    one(sheet, 1, "A1");
    sheet
        .write_formula(1, 5, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    one(sheet, 2, "A2");
    sheet.write(2, 1, 12_345_678_901_234_567_890.0).unwrap();
    let errors =
        errors(rows_of(&mut workbook, &Mapping::default_for(Kind::Verifications)).unwrap());
    assert_eq!(
        errors
            .iter()
            .map(|e| (e.line, e.column.as_str()))
            .collect::<Vec<_>>(),
        [(2, "检定机构"), (3, "出厂编号")]
    );
    assert!(errors[1].reason.contains("15位"));
}

#[test]
fn inline_strings_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().unwrap();
    heading(sheet, 0);
    one(sheet, 1, "A1");
    assert_eq!(
        read_of(&mut workbook)[0]
            .instrument
            .serial_number
            .as_deref(),
        Some("A1")
    );
}

#[test]
fn a_workbook_cut_short_is_damaged() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    heading(sheet, 0);
    one(sheet, 1, "A1");
    let bytes = workbook.save_to_buffer().unwrap();
    for end in [10, bytes.len() / 2, bytes.len() - 1] {
        let error = rows(Kind::Verifications, &bytes[..end]).unwrap_err();
        assert!(matches!(error, IntakeError::Workbook(_)), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn excel_dates_of_another_writer_are_the_same_days(days in -7_305i64..20_000) {
        let date = date_from_days(days);
        let serial = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8).unwrap().to_excel();
        let read = read_text(format!("{HEADING}\n计价秤,A1,{serial},,合格,甲所\n"));
        prop_assert_eq!(read[0].on, date);
    }

    #[test]
    fn no_change_of_a_byte_breaks_the_reader(at in 0usize..20_000, value in any::<u8>()) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        heading(sheet, 0);
        one(sheet, 1, "A1");
        let mut bytes = workbook.save_to_buffer().unwrap();
        let at = at % bytes.len();
        bytes[at] = value;
        let _ = rows(Kind::Verifications, bytes);
    }
}
