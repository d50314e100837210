//! Files made to exhaust the reader: refused with a reason, in little memory.

use std::{io::Write, path::Path, process::Stdio, thread, time::Duration};

use chengxing_tests::{Portal, files, portal::peak_memory, program::Output};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// How much more memory than an ordinary import a hostile one may take, KiB.
const GROWTH: u64 = 64 * 1024;

/// Runs an import and watches its memory. Gives what it said and the most it had, KiB.
fn watched(portal: &Portal, file: &Path) -> (Output, u64) {
    let child = portal
        .command(&["import", "verifications"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let pid = child.id();
    let watch = thread::spawn(move || {
        let mut most = 0;
        // A process that has ended has no memory any more.
        while let Some(peak) = peak_memory(pid) {
            most = most.max(peak);
            thread::sleep(Duration::from_millis(2));
        }
        most
    });
    let output = child.wait_with_output().expect("it ends");
    (Output::of(&output), watch.join().expect("the watch"))
}

fn usual(portal: &Portal) -> u64 {
    let file = portal.file("usual.xlsx", files::verifications("USUAL", 200).xlsx());
    let (said, memory) = watched(portal, &file);
    said.ok();
    assert!(memory > 0);
    memory
}

#[track_caller]
fn assert_refused(portal: &Portal, name: &str, file: &Path, usual: u64) {
    let (said, memory) = watched(portal, file);
    println!(
        "{name}: {} KiB, usual {usual} KiB: {}",
        memory,
        said.stderr.lines().last().unwrap_or_default()
    );
    said.refused();
    assert!(
        memory < usual + GROWTH,
        "{name}: {memory} KiB, {usual} KiB is usual"
    );
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const SHEET_HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const SHEET_TAIL: &str = "</sheetData></worksheet>";

/// Rows that make the sheet one of verifications.
fn honest_rows() -> String {
    let table = files::verifications("BOMB", 3);
    let mut rows = String::new();
    for (r, row) in (1..).zip(&table.0) {
        rows.extend(["<row r=\"", &r.to_string(), "\">"]);
        for (c, cell) in ('A'..).zip(row) {
            let cell = format!("<c r=\"{c}{r}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>");
            rows.push_str(&cell);
        }
        rows.push_str("</row>");
    }
    rows
}

/// A workbook whose sheet somebody else writes.
fn workbook(
    path: &Path,
    sheet: impl FnOnce(&mut ZipWriter<std::fs::File>),
    more: impl FnOnce(&mut ZipWriter<std::fs::File>, SimpleFileOptions),
) {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip =
        ZipWriter::new(std::fs::File::create(path).expect("the temporary folder takes files"));
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
    ] {
        zip.start_file(name, options).expect("a zip");
        zip.write_all(text.as_bytes()).expect("a zip");
    }
    zip.start_file("xl/worksheets/sheet1.xml", options)
        .expect("a zip");
    sheet(&mut zip);
    more(&mut zip, options);
    zip.finish().expect("a zip");
}

#[test]
fn the_handmade_workbook_is_read_when_it_is_honest() {
    let portal = Portal::new();
    let path = portal.path("honest.xlsx");
    workbook(
        &path,
        |zip| write!(zip, "{SHEET_HEAD}{}{SHEET_TAIL}", honest_rows()).unwrap(),
        |_, _| {},
    );
    assert_eq!(
        portal.import("verifications", &path, &[]).ok().counts(),
        [3, 0, 0, 0]
    );
}

#[test]
fn a_workbook_that_unpacks_to_half_a_gibibyte_is_refused() {
    let portal = Portal::new();
    let usual = usual(&portal);
    let path = portal.path("bomb.xlsx");
    workbook(
        &path,
        |zip| {
            write!(zip, "{SHEET_HEAD}{}", honest_rows()).unwrap();
            let block = vec![b' '; 1 << 20];
            for _ in 0..512 {
                zip.write_all(&block).unwrap();
            }
            write!(zip, "{SHEET_TAIL}").unwrap();
        },
        |_, _| {},
    );
    assert!(
        path.metadata().unwrap().len() < 2 << 20,
        "the bomb is small on disk"
    );
    assert_refused(&portal, "512 MiB of blanks", &path, usual);
}

#[test]
fn a_cell_in_the_last_corner_of_a_sheet_is_refused() {
    let portal = Portal::new();
    let usual = usual(&portal);
    for (name, cell) in [
        (
            "corner.xlsx",
            "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>",
        ),
        (
            "beyond.xlsx",
            "<row r=\"4294967295\"><c r=\"ZZZZZZ4294967295\"><v>1</v></c></row>",
        ),
        (
            "overflow.xlsx",
            "<row r=\"99999999999999999999\"><c r=\"A99999999999999999999\"><v>1</v></c></row>",
        ),
    ] {
        let path = portal.path(name);
        workbook(
            &path,
            |zip| write!(zip, "{SHEET_HEAD}{}{cell}{SHEET_TAIL}", honest_rows()).unwrap(),
            |_, _| {},
        );
        assert_refused(&portal, name, &path, usual);
    }
}

#[test]
fn a_workbook_of_ten_thousand_entries_is_refused() {
    let portal = Portal::new();
    let usual = usual(&portal);
    let path = portal.path("entries.xlsx");
    workbook(
        &path,
        |zip| write!(zip, "{SHEET_HEAD}{}{SHEET_TAIL}", honest_rows()).unwrap(),
        |zip, options| {
            for i in 0..10_000 {
                zip.start_file(format!("xl/media/{i}.xml"), options)
                    .expect("a zip");
            }
        },
    );
    assert_refused(&portal, "10,000 entries", &path, usual);
}

#[test]
fn a_workbook_that_declares_entities_is_refused() {
    let portal = Portal::new();
    let usual = usual(&portal);
    let mut laughs = String::from("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for i in 1..12 {
        let ten = format!("&a{};", i - 1).repeat(10);
        laughs.extend(["<!ENTITY a", &i.to_string(), " \"", &ten, "\">"]);
    }
    laughs.push_str("]>");
    let head = SHEET_HEAD.replace("?><worksheet", &format!("?>{laughs}<worksheet"));
    let path = portal.path("laughs.xlsx");
    let row = "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>&a11;</t></is></c></row>";
    workbook(
        &path,
        |zip| write!(zip, "{head}{}{row}{SHEET_TAIL}", honest_rows()).unwrap(),
        |_, _| {},
    );
    assert_refused(&portal, "entities", &path, usual);
    let path = portal.path("outside.xlsx");
    let head = SHEET_HEAD.replace(
        "?><worksheet",
        "?><!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><worksheet",
    );
    let row = "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>&f;</t></is></c></row>";
    workbook(
        &path,
        |zip| write!(zip, "{head}{}{row}{SHEET_TAIL}", honest_rows()).unwrap(),
        |_, _| {},
    );
    assert_refused(&portal, "an outside entity", &path, usual);
}

#[test]
fn text_without_end_is_refused() {
    let portal = Portal::new();
    let usual = usual(&portal);
    let heading = files::VERIFICATIONS.join(",");
    let cases: [(&str, &str, &[u8]); 4] = [
        ("quote.csv", "\r\n\"", b"x"),
        ("line.csv", "\r\n", b"x"),
        ("columns.csv", "\r\n", b","),
        ("line.jsonl", "{\"a\":\"", b"x"),
    ];
    for (name, start, repeated) in cases {
        let mut bytes = if start.starts_with('\r') {
            heading.clone().into_bytes()
        } else {
            Vec::new()
        };
        bytes.extend(start.as_bytes());
        bytes.extend(repeated.repeat(120 << 20));
        let file = portal.file(name, bytes);
        assert_refused(&portal, name, &file, usual);
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn deep_json_is_refused() {
    let portal = Portal::new();
    let usual = usual(&portal);
    let file = portal.file(
        "deep.jsonl",
        format!("{}1{}\n", "{\"a\":".repeat(100_000), "}".repeat(100_000)),
    );
    assert_refused(&portal, "deep", &file, usual);
}
