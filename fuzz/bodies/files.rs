//! Files that are imported: every row is a record or is refused with a reason.

use std::{io::Write, path::Path, sync::LazyLock};

use chengxing_intake::{DateOrder, DateStyle, Kind, Mapping, Source, parse_date, read};
use chengxing_metrology::{Date, Divisions, Rules};

const TODAY: Date = Date::constant(2026, 11, 23);
/// Rows of one file that are looked at.
const ROWS: usize = 2_000;

static RULES: LazyLock<(Rules, Divisions)> = LazyLock::new(|| {
    let rules = Rules::parse(
        include_str!("../../rules/kinds.toml"),
        include_str!("../../rules/verdict.toml"),
    );
    let divisions = Divisions::parse(include_str!("../../rules/divisions.csv"));
    (
        rules.expect("the rules that ship are read"),
        divisions.expect("the divisions that ship are read"),
    )
});

static MAPPINGS: LazyLock<[Mapping; 3]> = LazyLock::new(|| {
    ["standard", "arshin", "ecqs"].map(|name| Mapping::shipped(name).expect("it ships"))
});

/// A date, in every style.
pub fn dates(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for order in [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy)] {
        for from_1904 in [false, true] {
            let style = DateStyle { order, from_1904 };
            match parse_date(&text, style) {
                Ok(date) => {
                    assert!((1950..=2150).contains(&date.year()));
                    assert_eq!(parse_date(&date.to_string(), style), Ok(date));
                }
                Err(reason) => assert!(!reason.is_empty()),
            }
        }
    }
}

/// A mapping file. One that is read reads a table without breaking.
pub fn mapping_file(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Mapping::parse(&text) {
        Ok(_) => {}
        Err(error) => {
            assert!(!error.reason.is_empty());
            assert!((1..=text.lines().count() + 1).contains(&error.line));
        }
    }
}

/// A file of any form. Its first byte says of what kind its records are and how it is mapped.
pub fn table(path: &Path, data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let kind = Kind::ALL[usize::from(first % 6)];
    import(path, bytes, kind, &MAPPINGS[usize::from(first / 6 % 3)]);
}

fn import(path: &Path, bytes: &[u8], kind: Kind, mapping: &Mapping) {
    std::fs::File::create(path)
        .and_then(|mut file| file.write_all(bytes))
        .expect("the temporary folder takes files");
    let (rules, divisions) = &*RULES;
    let source = match Source::open(path, mapping) {
        Ok(source) => source,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let rows = match read(kind, source, mapping, rules, divisions, TODAY) {
        Ok(rows) => rows,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let mut last = 0;
    for row in rows.take(ROWS) {
        match row {
            Ok(row) => {
                assert!(row.line >= last, "line {} after {last}", row.line);
                last = row.line;
                if let Err(errors) = row.outcome {
                    assert!(!errors.is_empty());
                    assert!(errors.iter().all(|e| !e.reason.is_empty()));
                }
            }
            // The end of the file, as a person is told.
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// The parts of a small workbook.
const PARTS: [(&str, &str); 5] = [
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
    (
        "xl/sharedStrings.xml",
        "<sst><si><t>名称</t></si><si><t>统一社会信用代码</t></si><si><t>老王</t></si></sst>",
    ),
    (
        "xl/worksheets/sheet1.xml",
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"/></row></sheetData></worksheet>"#,
    ),
];

/// A workbook one of whose parts, chosen by the first byte, is these bytes. A fuzzer would not find its way
/// through the sums of the zip format by itself.
pub fn workbook(path: &Path, data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let chosen = usize::from(*first) % PARTS.len();
    let parts = PARTS
        .iter()
        .enumerate()
        .map(|(i, (name, text))| (*name, if i == chosen { bytes } else { text.as_bytes() }));
    let kind = Kind::Businesses;
    import(path, &archive(parts), kind, &MAPPINGS[0]);
}

/// The parts in a zip archive, stored as they are.
fn archive<'p>(parts: impl Iterator<Item = (&'static str, &'p [u8])>) -> Vec<u8> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, bytes) in parts {
        let at = u32::try_from(out.len()).expect("parts are short");
        let size = u32::try_from(bytes.len()).expect("parts are short");
        let mut fields = Vec::new();
        for field in [20_u16, 0x800, 0, 0, 0x21] {
            fields.extend(field.to_le_bytes());
        }
        for field in [crc(bytes), size, size] {
            fields.extend(field.to_le_bytes());
        }
        fields.extend(
            u16::try_from(name.len())
                .expect("names are short")
                .to_le_bytes(),
        );
        fields.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend(name.as_bytes());
        out.extend(bytes);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
        count += 1;
    }
    let at = u32::try_from(out.len()).expect("parts are short");
    let size = u32::try_from(directory.len()).expect("parts are few");
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// CRC-32 as zip has it.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

/// Every name of a part is there, so that what is fuzzed is what is read: the workbook as it stands is taken.
pub fn the_workbook_as_it_stands(path: &Path) -> bool {
    let kind = Kind::Businesses;
    let mapping = &MAPPINGS[0];
    let whole = PARTS.iter().map(|(name, text)| (*name, text.as_bytes()));
    std::fs::write(path, archive(whole)).expect("the temporary folder takes files");
    let (rules, divisions) = &*RULES;
    let source = Source::open(path, mapping).expect("it is a workbook");
    let rows = read(kind, source, mapping, rules, divisions, TODAY).expect("it has a heading");
    rows.filter_map(Result::ok)
        .filter(|row| row.outcome.is_ok())
        .count()
        == 1
}
