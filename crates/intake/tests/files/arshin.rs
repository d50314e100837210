//! The layout of Russia's FGIS Arshin register, with invented numbers.

use chengxing_metrology::{
    Conclusion::{self, Fail, Pass},
    VerificationType,
};
use encoding_rs::WINDOWS_1251;

use super::*;

const TABLE: &str = "Организация-поверитель;Регистрационный номер типа СИ;Наименование типа СИ;Тип СИ;Модификация СИ;Заводской номер;Дата поверки;Действительна до;Номер свидетельства / извещения\r
\"ФБУ \"\"ВЫМЫШЛЕННЫЙ ЦСМ\"\"\";99001-01;Аспираторы;ТТ;ТТ-4Э;10001;15.05.2023;14.05.2024;С-ЯЯ/15-05-2023/900000001\r
\"ФБУ \"\"ВЫМЫШЛЕННЫЙ ЦСМ\"\"\";99001-01;Аспираторы;ТТ;мод. ТТ-4Э;10002;26.04.2023;;С-ЯЯ/26-04-2023/900000002\r
\"ФБУ \"\"ВЫМЫШЛЕННЫЙ ЦСМ\"\"\";99001-01;Аспираторы;ТТ;ТТ, мод. ТТ-4Э;10003;27.04.2023;;И-ЯЯ/27-04-2023/900000003\r
\"ООО \"\"ПРОБА\"\"\";99001-02;Price-computing scale;ТТ;\"ТТ; модификация ТТ-4Э\";\"\"\"10004\"\"\";20.04.2023;19.04.2024;C-ЯЯ/20-04-2023/900000004\r
ООО ПРОБА;99001-02;Аспираторы;ТТ;\"ТТ-3Э исп.1 (\"\"12\"\")\";б/н;20.04.2023;19.04.2024;С-ЯЯ/20-04-2023/900000005\r
";

fn read_bytes(bytes: &[u8]) -> Vec<Verification> {
    verifications(
        rows_with(
            Kind::Verifications,
            bytes,
            &Mapping::shipped("arshin").unwrap(),
        )
        .unwrap(),
    )
}

fn read_as_is() -> Vec<Verification> {
    read_bytes(&WINDOWS_1251.encode(TABLE).0)
}

#[test]
fn fit_and_unfit_are_read_from_the_number_of_the_document() {
    let read = read_as_is();
    let conclusions: Vec<Conclusion> = read.iter().map(|v| v.conclusion).collect();
    // The fourth has a Latin C.
    assert_eq!(conclusions, [Pass, Pass, Fail, Pass, Pass]);
    assert!(read.iter().all(|v| v.kind == VerificationType::Subsequent));
}

#[test]
fn a_fit_document_without_an_end_keeps_none() {
    let read = read_as_is();
    assert_eq!(read[0].valid_until, Some(Date::constant(2024, 5, 14)));
    assert_eq!(read[1].valid_until, None);
    assert_eq!(read[2].valid_until, None);
}

#[test]
fn spellings_of_a_modification_are_one_model() {
    let read = read_as_is();
    for verification in &read[..4] {
        assert_eq!(verification.instrument.model.as_deref(), Some("ТТ-4Э"));
    }
    assert_eq!(
        read[4].instrument.model.as_deref(),
        Some("ТТ-3Э исп.1 (\"12\")")
    );
}

#[test]
fn the_kind_is_other_unless_the_rules_know_the_type() {
    let read = read_as_is();
    assert_eq!(read[0].instrument.kind.as_str(), "other");
    assert_eq!(read[0].instrument.type_name.as_deref(), Some("Аспираторы"));
    assert_eq!(read[3].instrument.kind.as_str(), "price_computing_scale");
}

#[test]
fn names_and_numbers_are_unquoted_and_blanks_are_none() {
    let read = read_as_is();
    assert_eq!(read[0].institution.name, "ФБУ \"ВЫМЫШЛЕННЫЙ ЦСМ\"");
    assert_eq!(read[3].instrument.serial_number.as_deref(), Some("10004"));
    assert_eq!(read[4].instrument.serial_number, None);
}

#[test]
fn the_same_layout_in_other_clothes_reads_the_same() {
    let expected = read_as_is();
    assert_eq!(read_bytes(TABLE.as_bytes()), expected, "UTF-8");
    assert_eq!(
        read_bytes(format!("\u{FEFF}{TABLE}").as_bytes()),
        expected,
        "UTF-8 with a mark"
    );
    let wide: Vec<u8> = format!("\u{FEFF}{TABLE}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_bytes(&wide), expected, "UTF-16");
    // Columns reversed, every cell quoted, separated by tabs.
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(TABLE.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    for row in reader.records() {
        writer.write_record(row.unwrap().iter().rev()).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert_eq!(
        read_bytes(&WINDOWS_1251.encode(&text).0),
        expected,
        "reordered"
    );
}

#[test]
fn a_document_that_says_neither_is_not_guessed() {
    let text = TABLE.replace("С-ЯЯ/15-05-2023", "АБ 0012345");
    let rows = rows_with(
        Kind::Verifications,
        text,
        &Mapping::shipped("arshin").unwrap(),
    )
    .unwrap();
    let errors = errors(rows);
    assert_eq!((errors.len(), errors[0].line), (1, 2));
    assert_eq!(errors[0].column, "Номер свидетельства / извещения");
}
