//! `chengxing import`: the right verdicts, all or nothing, the same file twice changes nothing.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use chengxing_tests::{
    Engine, Portal, Server,
    files::{self, Table},
    html::Page,
    http::percent,
};
use serde_json::Value;

#[test]
fn a_dry_run_tells_the_difference_and_changes_nothing() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        let old = portal.file("old.csv", files::verifications("DRY", 20).csv(b','));
        let said = portal.import("verifications", &old, &["--dry-run"]).ok();
        assert_eq!(said.counts(), [20, 0, 0, 0], "{engine:?}");
        let server = portal.serve();
        assert_eq!(server.publications(), 0, "{engine:?}");
        portal.import("verifications", &old, &[]).ok();
        server.wait_until("the import is seen", |s| s.publications() > 0);
        let before = server.publications();
        let mut table = files::verifications("DRY", 22).with(1, "有效期至", "2026-12-31");
        table.0.swap(1, 2);
        let new = portal.file("new.csv", table.csv(b','));
        let said = portal.import("verifications", &new, &["--dry-run"]).ok();
        assert_eq!(said.counts(), [2, 1, 19, 0], "{engine:?}: {}", said.stdout);
        std::thread::sleep(Duration::from_millis(600));
        assert_eq!(server.publications(), before, "{engine:?}");
        let done = portal.import("verifications", &new, &[]).ok();
        assert_eq!(
            done.counts(),
            said.counts(),
            "{engine:?}: a dry run says what the import does"
        );
    }
}

#[test]
fn one_wrong_row_keeps_the_whole_file_out_and_is_listed() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        let wrong = files::verifications("BAD", 30)
            .with(7, "检定日期", "2026年13月45日")
            .with(12, "检定结论", "大概合格")
            .with(20, "检定机构", "");
        let file = portal.file("wrong.csv", wrong.csv(b','));
        let errors = portal.path("errors.csv");
        let outcome = portal
            .import(
                "verifications",
                &file,
                &["--errors", errors.to_str().unwrap()],
            )
            .refused();
        assert_eq!(outcome.counts()[3], 3, "{engine:?}: {}", outcome.stdout);
        let bytes = std::fs::read(&errors).expect("the list of errors is written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        assert_eq!(
            reader.headers().unwrap().len(),
            4,
            "row, column, value, reason: {text}"
        );
        let rows: Vec<Vec<String>> = reader
            .records()
            .map(|r| r.unwrap().iter().map(str::to_owned).collect())
            .collect();
        // The heading is line 1.
        for (row, (line, column, value)) in rows.iter().zip([
            ("8", "检定日期", "2026年13月45日"),
            ("13", "检定结论", "大概合格"),
            ("21", "检定机构", ""),
        ]) {
            assert_eq!(
                (row[0].as_str(), row[1].as_str(), row[2].as_str()),
                (line, column, value),
                "{text}"
            );
            assert!(
                row[3]
                    .chars()
                    .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "the reason is in Chinese: {text}"
            );
        }
        assert_eq!(rows.len(), 3, "{text}");
        let server = portal.serve();
        assert_eq!(server.publications(), 0, "{engine:?}: nothing was imported");
        let mended = portal.file("mended.csv", files::verifications("BAD", 30).csv(b','));
        assert_eq!(
            portal.import("verifications", &mended, &[]).ok().counts(),
            [30, 0, 0, 0]
        );
    }
}

/// The content of a register, without what differs by chance: codes.
fn content(server: &Server) -> Vec<Value> {
    let mut all: Vec<Value> = server
        .all("limit=100")
        .into_iter()
        .map(|item| {
            let mut answer = server.json(&format!(
                "/api/v1/instruments/{}",
                item["code"].as_str().unwrap()
            ));
            let object = answer.as_object_mut().unwrap();
            for by_chance in ["code", "url", "data_at"] {
                object.remove(by_chance);
            }
            for verification in object["verifications"].as_array_mut().unwrap() {
                verification.as_object_mut().unwrap().remove("publication");
            }
            answer
        })
        .collect();
    all.sort_by_key(|a| a["serial_number"].as_str().unwrap_or_default().to_owned());
    all
}

fn imported(name: &str, bytes: &[u8]) -> Vec<Value> {
    let portal = Portal::new();
    let file = portal.file(name, bytes);
    let outcome = portal.import("verifications", &file, &[]);
    assert_eq!(
        outcome.code,
        Some(0),
        "{name}:\n{}\n{}",
        outcome.stdout,
        outcome.stderr
    );
    content(&portal.serve())
}

#[test]
fn every_form_of_a_file_gives_the_same_register() {
    let table = files::verifications("FORM", 40);
    let expected = imported("utf8.csv", table.csv(b',').as_bytes());
    assert_eq!(expected.len(), 40);
    assert_eq!(expected[6]["verdict"], "failed");
    let utf8 = |text: &str| text.as_bytes().to_vec();
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(table.csv(b',').encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let order = [11, 3, 7, 0, 9, 8, 1, 2, 10, 5, 4, 6];
    let wide = |text: &str| {
        text.chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    char::from_u32(c as u32 + 0xFEE0).unwrap()
                } else {
                    c
                }
            })
            .collect::<String>()
    };
    let mut full_width = table.clone();
    let mut strayed = table.clone();
    for row in full_width.0.iter_mut().skip(1) {
        for column in [3, 7, 8, 10] {
            row[column] = wide(&row[column]);
        }
    }
    for row in strayed.0.iter_mut().skip(1) {
        for cell in row.iter_mut().filter(|c| !c.is_empty()) {
            *cell = format!(" {cell}\u{3000}");
        }
    }
    let mut doubled = table.clone();
    doubled
        .0
        .extend(table.0[1..].iter().rev().cloned().collect::<Vec<_>>());
    let mut gaps = table.clone();
    gaps.0
        .insert(5, vec![String::new(); files::VERIFICATIONS.len()]);
    gaps.0.push(vec![String::new(); files::VERIFICATIONS.len()]);
    let lines = table.csv(b',').replace("\r\n", "\n");
    let forms: [(&str, Vec<u8>); 13] = [
        ("bom.csv", utf8(&format!("\u{FEFF}{}", table.csv(b',')))),
        ("gb18030.csv", table.csv_in("gb18030", b',')),
        ("utf16.csv", utf16),
        ("semicolons.csv", utf8(&table.csv(b';'))),
        ("tabs.tsv", utf8(&table.csv(b'\t'))),
        ("unix.csv", utf8(lines.trim_end())),
        ("lines.jsonl", utf8(&table.jsonl())),
        ("book.xlsx", table.xlsx()),
        (
            "shuffled.csv",
            utf8(&table.clone().shuffled(&order).csv(b',')),
        ),
        ("full-width.csv", utf8(&full_width.csv(b','))),
        ("spaces.csv", utf8(&strayed.csv(b','))),
        ("doubled.csv", utf8(&doubled.csv(b','))),
        ("gaps.csv", utf8(&gaps.csv(b','))),
    ];
    for (name, bytes) in forms {
        assert_eq!(imported(name, &bytes), expected, "{name}");
    }
}

#[test]
fn every_way_to_write_a_day_is_read() {
    let table = files::verifications("DAY", 6);
    let expected = imported("plain.csv", table.csv(b',').as_bytes());
    let days = [
        "2026/3/2",
        "2026年3月2日",
        "20260302",
        "02.03.2026",
        "2026.03.02",
        "46083",
    ];
    let mut table = table;
    for (row, day) in (1..).zip(days) {
        table = table.with(row, "检定日期", day);
    }
    assert_eq!(imported("days.csv", table.csv(b',').as_bytes()), expected);
}

#[test]
fn instruments_businesses_and_institutions_are_matched_and_never_doubled() {
    let portal = Portal::new();
    let mut table = files::verifications("ONE", 4);
    for row in table.0.iter_mut().skip(1) {
        "ONE-1".clone_into(&mut row[3]);
    }
    // The same scale, written in other ways, verified in four years.
    for (row, (serial, on, until, institution)) in (1..).zip([
        ("ONE-1", "2023-03-02", "2024-03-01", "试验市计量测试所"),
        ("one1", "2024-03-02", "2025-03-01", "试验市 计量测试所"),
        ("ＯＮＥ－１", "2025-03-02", "2026-03-01", "试验市计量测试所"),
        (" ONE 1", "2026-03-02", "2027-03-01", "试验市计量测试所"),
    ]) {
        table = table
            .with(row, "出厂编号", serial)
            .with(row, "检定日期", on)
            .with(row, "有效期至", until)
            .with(row, "检定机构", institution)
            .with(row, "检定结论", "合格");
    }
    portal
        .import(
            "verifications",
            &portal.file("one.csv", table.csv(b',')),
            &[],
        )
        .ok();
    let server = portal.serve();
    let all = server.all("limit=100");
    assert_eq!(all.len(), 1, "{all:?}");
    let answer = server.json(&format!(
        "/api/v1/instruments/{}",
        all[0]["code"].as_str().unwrap()
    ));
    assert_eq!(
        answer["verifications"].as_array().unwrap().len(),
        4,
        "{answer}"
    );
}

#[test]
fn a_running_server_shows_an_import_without_a_restart() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        let server = portal.serve();
        assert_eq!(server.publications(), 0);
        server.get("/").expect(200);
        let file = portal.file("late.csv", files::verifications("LATE", 25).csv(b','));
        portal.import("verifications", &file, &[]).ok();
        server.wait_until("the import is seen", |s| s.publications() > 0);
        assert_eq!(
            server.all("limit=100").len(),
            25,
            "{engine:?}: all of it at once"
        );
        let code = server.json("/api/v1/instruments?serial_number=LATE000003")["items"][0]["code"]
            .as_str()
            .unwrap()
            .to_owned();
        server.get(&format!("/i/{code}")).expect(200);
        let page = Page::read(
            server
                .get(&format!("/search?q={}", percent("LATE000003")))
                .expect(200)
                .text(),
        );
        assert!(
            page.text.contains("LATE000003"),
            "{engine:?}: {}",
            page.line()
        );
    }
}

#[test]
fn what_cannot_be_a_file_of_records_is_refused_with_a_reason() {
    let portal = Portal::new();
    let png = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    let files: [(&str, Vec<u8>); 9] = [
        ("empty.csv", Vec::new()),
        ("blank.csv", b"\n\n\n".to_vec()),
        ("prose.csv", "这不是表格，只是一段话。".as_bytes().to_vec()),
        ("other.csv", b"a,b,c\n1,2,3\n".to_vec()),
        ("picture.csv", png.to_vec()),
        ("nul.csv", vec![0; 10_000]),
        (
            "torn.xlsx",
            files::verifications("TORN", 50).xlsx()[..2_000].to_vec(),
        ),
        ("not.xlsx", b"PK\x03\x04 not a workbook".to_vec()),
        ("broken.jsonl", b"{\"a\": 1\n[]\n".to_vec()),
    ];
    for (name, bytes) in files {
        let outcome = portal.import("verifications", &portal.file(name, bytes), &[]);
        assert!(
            outcome.code.is_some_and(|c| c > 0),
            "{name} was taken: {}",
            outcome.stdout
        );
        outcome.refused();
    }
    portal
        .import("verifications", &portal.path("missing.csv"), &[])
        .refused();
    let good = portal.file("good.csv", files::verifications("GOOD", 3).csv(b','));
    portal.import("prices", &good, &[]).refused();
    let unknown = portal
        .import("verifications", &good, &["--mapping", "no-such-mapping"])
        .refused();
    assert!(
        unknown.stderr.contains("arshin"),
        "it says which mappings ship: {}",
        unknown.stderr
    );
    let server = portal.serve();
    assert_eq!(server.publications(), 0);
}

#[test]
fn bytes_that_are_broken_utf8_are_refused_or_named_and_never_stored_broken() {
    let portal = Portal::new();
    let mut bytes = files::verifications("UTF", 5).csv(b',').into_bytes();
    let at = bytes.windows(4).position(|w| w == b"ACS-").unwrap();
    bytes[at] = 0xFF;
    let outcome = portal.import("verifications", &portal.file("broken.csv", bytes), &[]);
    if outcome.code == Some(0) {
        let server = portal.serve();
        for item in server.all("limit=100") {
            server
                .get(&format!("/i/{}", item["code"].as_str().unwrap()))
                .expect(200)
                .text();
        }
    } else {
        outcome.refused();
    }
}

#[test]
fn every_kind_of_file_is_taken() {
    let portal = Portal::new();
    let tables: [(&str, Table); 5] = [
        (
            "institutions",
            Table::new(&["名称", "授权范围"]).row(&["试验市计量测试所", "衡器"]),
        ),
        (
            "businesses",
            Table::new(&["名称", "统一社会信用代码"]).row(&["试验商店", "91350100M000100Y43"]),
        ),
        (
            "instruments",
            Table::new(&["器具种类", "型号", "制造单位", "出厂编号", "使用单位"]).row(&[
                "电子计价秤",
                "ACS-30",
                "试验衡器厂",
                "KIND-1",
                "试验商店",
            ]),
        ),
        (
            "notices",
            Table::new(&["文号", "标题", "日期", "检定机构"]).row(&[
                "试检公〔2026〕1号",
                "试验公示",
                "2026-03-05",
                "试验市计量测试所",
            ]),
        ),
        (
            "states",
            Table::new(&[
                "器具种类",
                "型号",
                "制造单位",
                "出厂编号",
                "日期",
                "使用状态",
            ])
            .row(&[
                "电子计价秤",
                "ACS-30",
                "试验衡器厂",
                "KIND-1",
                "2026-04-01",
                "停用",
            ]),
        ),
    ];
    for (kind, table) in &tables {
        let file = portal.file(&format!("{kind}.csv"), table.csv(b','));
        assert_eq!(
            portal.import(kind, &file, &[]).ok().counts()[0],
            1,
            "{kind}"
        );
        assert_eq!(
            portal.import(kind, &file, &[]).ok().counts(),
            [0, 0, 1, 0],
            "{kind} again"
        );
    }
    let server = portal.serve();
    let item = server.json("/api/v1/instruments?serial_number=KIND-1")["items"][0].clone();
    assert_eq!(item["verdict"], "suspended", "{item}");
    assert_eq!(
        server.json("/api/v1/notices")["items"][0]["number"],
        "试检公〔2026〕1号"
    );
    portal.run(&["check"]).ok();
}
