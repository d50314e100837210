//! Memory stays bounded whatever the file. One test in a process of its own: the peak is the process's.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use chengxing_intake::{IntakeError, Kind, Mapping, Source, read};
use chengxing_metrology::{Date, Divisions, Rules};
use flate2::{Compress, Compression, FlushCompress};

const ALLOWED: u64 = 64 << 20;
const MIB: usize = 1 << 20;
const KINDS: &str = "[[kind]]\nid = \"other\"\nzh = \"其他\"\nen = \"Other\"\nicon = \"k-other\"\nmeasure_word = \"件\"\n";
const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="a"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const HEADING: [&str; 5] = ["器具种类", "出厂编号", "检定日期", "检定结论", "检定机构"];

/// The most memory that this process ever held, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        * 1024
}

/// Text that stands in a part `times` times over, packed without being held.
struct Repeated<'a> {
    before: &'a str,
    block: &'a str,
    times: usize,
    after: &'a str,
}

impl<'a> Repeated<'a> {
    fn once(text: &'a str) -> Self {
        Self {
            before: text,
            block: "",
            times: 0,
            after: "",
        }
    }

    fn size(&self) -> u64 {
        (self.before.len() + self.block.len() * self.times + self.after.len()) as u64
    }

    /// Deflate: a block that is flushed whole can be repeated as it is.
    fn packed(&self) -> [Vec<u8>; 3] {
        let flushed = |text: &str, flush| {
            let mut packed = Vec::with_capacity(text.len() + 1024);
            Compress::new(Compression::best(), false)
                .compress_vec(text.as_bytes(), &mut packed, flush)
                .unwrap();
            packed
        };
        [
            flushed(self.before, FlushCompress::Full),
            flushed(self.block, FlushCompress::Full),
            flushed(self.after, FlushCompress::Finish),
        ]
    }
}

/// A zip with parts as given; `claimed` replaces the sizes that the directory states.
fn zip(path: &Path, parts: &[(&str, Repeated<'_>)], claimed: Option<u64>) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    let mut directory = Vec::new();
    let mut at = 0u32;
    for (name, content) in parts {
        let [first, block, last] = content.packed();
        let packed = first.len() + block.len() * content.times + last.len();
        let size = claimed
            .filter(|_| content.times > 0)
            .unwrap_or(content.size()) as u32;
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend_from_slice(&(packed as u32).to_le_bytes());
        common.extend_from_slice(&size.to_le_bytes());
        common.extend_from_slice(&(name.len() as u16).to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        let header = [b"PK\x03\x04", &common[..], name.as_bytes()].concat();
        out.write_all(&header).unwrap();
        out.write_all(&first).unwrap();
        for _ in 0..content.times {
            out.write_all(&block).unwrap();
        }
        out.write_all(&last).unwrap();
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
        at += (header.len() + packed) as u32;
    }
    out.write_all(&directory).unwrap();
    let count = (parts.len() as u16).to_le_bytes();
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &(directory.len() as u32).to_le_bytes(),
        &at.to_le_bytes(),
        &[0, 0],
    ];
    out.write_all(&end.concat()).unwrap();
    out.flush().unwrap();
}

struct Desk {
    directory: tempfile::TempDir,
    rules: Rules,
    mapping: Mapping,
}

impl Desk {
    fn path(&self) -> PathBuf {
        self.directory.path().join("file")
    }

    /// Reads the file to its end: how many rows were right and wrong.
    fn read(&self) -> Result<(u64, u64), IntakeError> {
        let source = Source::open(&self.path(), &self.mapping)?;
        let divisions = Divisions::default();
        let rows = read(
            Kind::Verifications,
            source,
            &self.mapping,
            &self.rules,
            &divisions,
            Date::constant(2026, 11, 23),
        )?;
        let mut counts = (0, 0);
        for row in rows {
            match row?.outcome {
                Ok(_) => counts.0 += 1,
                Err(_) => counts.1 += 1,
            }
        }
        Ok(counts)
    }

    /// A workbook of one sheet and its shared strings.
    fn workbook(
        &self,
        sheet: Repeated<'_>,
        strings: Repeated<'_>,
    ) -> Result<(u64, u64), IntakeError> {
        let parts = [
            ("xl/workbook.xml", Repeated::once(WORKBOOK)),
            ("xl/_rels/workbook.xml.rels", Repeated::once(RELATIONS)),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", strings),
        ];
        zip(&self.path(), &parts, None);
        self.read()
    }
}

fn heading_row() -> String {
    let cells = HEADING
        .map(|name| format!("<c t=\"inlineStr\"><is><t>{name}</t></is></c>"))
        .concat();
    format!("<worksheet><sheetData><row>{cells}</row>")
}

/// Letters that deflate cannot shrink a hundredfold: the scan before unpacking lets them pass.
fn noise(length: usize) -> String {
    let mut state = 1u64;
    (0..length)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 59) as u8 % 26)
        })
        .collect()
}

fn is_refused(outcome: Result<(u64, u64), IntakeError>, what: &str) {
    match outcome {
        Err(
            error @ (IntakeError::Bomb(_)
            | IntakeError::Workbook(_)
            | IntakeError::TooManyColumns { .. }),
        ) => {
            println!("{what}: {error}");
        }
        other => panic!("{what}: {other:?}"),
    }
}

#[test]
fn bombs_and_a_million_rows_need_at_most_64_mib() {
    let desk = Desk {
        directory: tempfile::tempdir().unwrap(),
        rules: Rules::parse(
            KINDS,
            "due_soon_days = 30\nsource = \"本平台\"\nconfidence = \"?\"",
        )
        .unwrap(),
        mapping: Mapping::default_for(Kind::Verifications),
    };
    let zeros = "0".repeat(MIB);
    let noise = noise(64 * 1024);
    let heading = heading_row();
    let end = "</sheetData></worksheet>";
    let none = || Repeated::once("<sst/>");
    let before = peak();

    // Half a megabyte that unpacks to 512 MiB.
    let sheet = Repeated {
        before: &heading,
        block: &zeros,
        times: 511,
        after: end,
    };
    is_refused(desk.workbook(sheet, none()), "ratio");
    assert!(std::fs::metadata(desk.path()).unwrap().len() < 1 << 20);
    // The same, with a directory that says little.
    let parts = [
        ("xl/workbook.xml", Repeated::once(WORKBOOK)),
        ("xl/_rels/workbook.xml.rels", Repeated::once(RELATIONS)),
        (
            "xl/worksheets/sheet1.xml",
            Repeated {
                before: &heading,
                block: &zeros,
                times: 511,
                after: end,
            },
        ),
    ];
    zip(&desk.path(), &parts, Some(100_000));
    is_refused(desk.read(), "a directory that lies");
    // More than ten thousand entries.
    let names: Vec<String> = (0..10_001).map(|i| format!("xl/media/{i}.png")).collect();
    let entries: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), Repeated::once("")))
        .collect();
    zip(&desk.path(), &entries, None);
    is_refused(desk.read(), "entries");
    // Entities that grow, and entities at all.
    let laughs = "<!DOCTYPE s [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet/>";
    is_refused(
        desk.workbook(Repeated::once(laughs), none()),
        "document type",
    );
    let entity = format!("{heading}<row><c t=\"str\"><v>&lol;</v></c></row>{end}");
    is_refused(desk.workbook(Repeated::once(&entity), none()), "entity");
    // A hundred megabytes in one token, in one cell, in one row, in shared strings, in nesting.
    let cell = format!("{heading}<row><c t=\"str\"><v>");
    is_refused(
        desk.workbook(
            Repeated {
                before: &cell,
                block: &noise,
                times: 1_200,
                after: end,
            },
            none(),
        ),
        "one token",
    );
    let comment = format!("{heading}<!--");
    is_refused(
        desk.workbook(
            Repeated {
                before: &comment,
                block: &noise,
                times: 1_200,
                after: end,
            },
            none(),
        ),
        "comment",
    );
    let runs = format!("<v>{}</v>", &noise[..60_000]);
    let outcome = desk.workbook(
        Repeated {
            before: &cell,
            block: &runs,
            times: 1_200,
            after: "</v></c></row></sheetData>",
        },
        none(),
    );
    assert_eq!(outcome.unwrap(), (0, 1), "one cell of many runs");
    let cells = format!("<c t=\"str\"><v>{}</v></c>", &noise[..60_000]);
    let row = format!("{heading}<row>");
    let outcome = desk.workbook(
        Repeated {
            before: &row,
            block: &cells,
            times: 1_200,
            after: "</row></sheetData>",
        },
        none(),
    );
    assert_eq!(outcome.unwrap(), (0, 1), "one row");
    let blanks = "<c><v>1</v></c>".repeat(1_000);
    is_refused(
        desk.workbook(
            Repeated {
                before: &row,
                block: &blanks,
                times: 400,
                after: end,
            },
            none(),
        ),
        "columns",
    );
    let item = format!("<si><t>{}</t></si>", &noise[..30_000]);
    let strings = Repeated {
        before: "<sst>",
        block: &item,
        times: 3_000,
        after: "</sst>",
    };
    is_refused(
        desk.workbook(Repeated::once(&heading), strings),
        "shared strings",
    );
    let items = "<si/>".repeat(20_000);
    let padding = format!("<sst>{}", "<!-- -->".repeat(10));
    let strings = Repeated {
        before: &padding,
        block: &items,
        times: 300,
        after: "</sst>",
    };
    is_refused(
        desk.workbook(Repeated::once(&heading), strings),
        "many shared strings",
    );
    let nested = "<row>".repeat(10_000);
    is_refused(
        desk.workbook(
            Repeated {
                before: &heading,
                block: &nested,
                times: 100,
                after: end,
            },
            none(),
        ),
        "nesting",
    );

    // A field of a hundred megabytes in a text, and quotes that never close.
    let mut out = BufWriter::new(File::create(desk.path()).unwrap());
    write!(out, "{}\nx,\"", HEADING.join(",")).unwrap();
    for _ in 0..1_200 {
        out.write_all(noise.as_bytes()).unwrap();
    }
    out.flush().unwrap();
    assert_eq!(desk.read().unwrap(), (0, 1));

    // A million rows.
    let mut out = BufWriter::new(File::create(desk.path()).unwrap());
    writeln!(out, "{}", HEADING.join(",")).unwrap();
    for i in 0..1_000_000 {
        writeln!(out, "秤,{i:08},2026-04-01,合格,模拟第{}计量检定所", i % 50).unwrap();
    }
    out.flush().unwrap();
    assert_eq!(desk.read().unwrap(), (1_000_000, 0));

    let grown = peak() - before;
    println!("grown by {} MiB", grown >> 20);
    assert!(grown <= ALLOWED, "grown by {} MiB", grown >> 20);
}
