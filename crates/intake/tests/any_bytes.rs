//! The bodies of the fuzz targets, on bytes that resemble the real thing. See `fuzz/README.md`.

#[path = "../../../fuzz/bodies/files.rs"]
mod files;
#[path = "../../../fuzz/bodies/soup.rs"]
mod soup;

use proptest::prelude::*;

const DATES: &[&str] = &[
    "2026", "-", "/", ".", "年", "月", "日", "11", "23", "20261123", "46349", " ", "00:00:00", "T",
    "Z", "+08:00", "29", "02", "0", "99999", "1900", "60",
];
const TABLES: &[&str] = &[
    "器具种类,出厂编号,检定日期,检定结论,检定机构\n",
    "名称;统一社会信用代码\r\n",
    "计价秤",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    "2026-04-01",
    "合格",
    "不合格",
    "新城区计量检定所",
    "A001",
    "\u{FEFF}",
    "{\"名称\":",
    "}\n",
    "\"老王\"",
    "null",
    "[",
    "{",
    "合计",
    "PK\u{3}\u{4}",
    "\0",
    "=1+1",
    "150102",
    "7K3M9-QX2RD-4",
];
const MAPPINGS: &[&str] = &[
    "base = \"standard\"\n",
    "[fields]\n",
    "[fields.type]\n",
    "columns = [\"结果\"]\n",
    "values = { \"好\" = \"pass\" }\n",
    "conclusion.value = \"pass\"\n",
    "delimiter = \";\"\n",
    "header_row = 3\n",
    "encoding = \"gb18030\"\n",
    "\"",
    "\n",
    "=",
    "[kinds.notices.on]\n",
    "strip_quotes = true\n",
    "keep_after = [\"мод.\"]\n",
    "prefixes = { \"С-\" = \"pass\" }\n",
    "date_order = \"dmy\"\n",
    "date_system = 1904\n",
    "totals = [\"合计\"]\n",
];
const SHEETS: &[&str] = &[
    "<worksheet><sheetData>",
    "<row r=\"1\">",
    "<row>",
    "</row>",
    "<c r=\"A1\" t=\"s\">",
    "<c r=\"XFD1\">",
    "<c t=\"inlineStr\">",
    "<is><t>",
    "</t></is>",
    "<v>0</v>",
    "<v>1e999</v>",
    "</c>",
    "</sheetData></worksheet>",
    "<f>A1</f>",
    "&amp;",
    "&x;",
    "<!DOCTYPE a>",
    "<![CDATA[",
    "]]>",
    "<sst><si><t>",
    "</t></si></sst>",
    "<rPh>",
    "<?xml version=\"1.0\"?>",
    "<!--",
    "-->",
    "<Relationship Id=\"rId1\" Target=\"../../x\"/>",
    "<sheet name=\"a\" r:id=\"rId1\"/>",
    "r=\"",
    "_x0041_",
];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_date_is_read_or_refused_with_a_reason(data in soup::soup(DATES, 8)) {
        files::dates(&data);
    }

    #[test]
    fn a_mapping_is_read_or_refused_with_its_line(data in soup::soup(MAPPINGS, 8)) {
        files::mapping_file(&data);
    }

    #[test]
    fn a_table_is_read_or_refused_with_a_reason(first in any::<u8>(), data in soup::soup(TABLES, 40)) {
        files::table(&folder().path().join("input"), &[&[first], data.as_slice()].concat());
    }

    #[test]
    fn a_workbook_is_read_or_refused_with_a_reason(first in any::<u8>(), data in soup::soup(SHEETS, 40)) {
        files::workbook(&folder().path().join("input"), &[&[first], data.as_slice()].concat());
    }
}

#[test]
fn the_workbook_that_is_varied_is_one() {
    assert!(files::the_workbook_as_it_stands(
        &folder().path().join("input")
    ));
}
