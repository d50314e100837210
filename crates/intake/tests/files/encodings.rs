use std::fmt::Write;

use encoding_rs::{GB18030, WINDOWS_1251};

use super::*;

const TABLE: &str = "器具种类,出厂编号,检定日期,检定结论,检定机构\n电子计价秤,A1,2026-04-01,合格,呼和浩特市计量院\n";

fn is_read(bytes: &[u8]) {
    let read = read_text(bytes);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].institution.name, "呼和浩特市计量院");
    assert_eq!(read[0].instrument.kind.as_str(), "price_computing_scale");
}

#[test]
fn utf_8_is_read_with_and_without_its_mark() {
    is_read(TABLE.as_bytes());
    is_read(&[b"\xEF\xBB\xBF", TABLE.as_bytes()].concat());
}

#[test]
fn gb18030_is_recognised_even_when_chinese_comes_late() {
    is_read(&GB18030.encode(TABLE).0);
    let mut text = "kind,serial,verification date,conclusion,institution\n".to_owned();
    for i in 0..20_000 {
        writeln!(
            text,
            "price_computing_scale,{i},2026-04-01,pass,Hohhot Institute"
        )
        .unwrap();
    }
    text.push_str("price_computing_scale,X,2026-04-01,合格,呼和浩特市计量院\n");
    let read = read_text(GB18030.encode(&text).0);
    assert_eq!(read.last().unwrap().institution.name, "呼和浩特市计量院");
}

#[test]
fn utf_16_with_a_mark_is_read() {
    let little: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    is_read(&[b"\xFF\xFE", &little[..]].concat());
    is_read(&[b"\xFE\xFF", &big[..]].concat());
}

#[test]
fn the_mapping_names_any_other_encoding() {
    let text = "kind,serial,verification date,conclusion,institution\nother,1,01.04.2026,годен,Томский ЦСМ\n";
    let mapping = Mapping::parse("base = \"standard\"\nencoding = \"windows-1251\"").unwrap();
    let read = verifications(
        rows_with(Kind::Verifications, WINDOWS_1251.encode(text).0, &mapping).unwrap(),
    );
    assert_eq!(read[0].institution.name, "Томский ЦСМ");
}

#[test]
fn a_lone_invalid_byte_is_an_error_of_its_row_and_of_no_other() {
    let mut bytes = TABLE.as_bytes().to_vec();
    for serial in ["A2", "A3"] {
        bytes.extend_from_slice(
            format!("电子计价秤,{serial},2026-04-01,合格,呼和浩特市").as_bytes(),
        );
        bytes.extend_from_slice(if serial == "A2" { b"\xFF\n" } else { b"\n" });
    }
    let rows = rows(Kind::Verifications, bytes).unwrap();
    assert_eq!(
        rows.iter().map(|r| r.outcome.is_ok()).collect::<Vec<_>>(),
        [true, false, true]
    );
    let error = &rows[1].outcome.as_ref().unwrap_err()[0];
    assert_eq!((error.line, error.column.as_str()), (3, "检定机构"));
    assert!(error.reason.contains("无法解码"));
}

#[test]
fn a_wrong_encoding_is_told_by_the_headings_it_makes() {
    let bytes = WINDOWS_1251
        .encode("Дата поверки;Заводской номер\n15.05.2023;1\n")
        .0
        .into_owned();
    let error = rows(Kind::Verifications, bytes).unwrap_err().to_string();
    assert!(
        error.contains("缺少") && error.contains("encoding"),
        "{error}"
    );
}
