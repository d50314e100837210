//! `chengxing export`: nothing in it is a formula, and importing it again changes nothing.

use std::path::Path;

use chengxing_tests::{
    Engine, Portal,
    files::{self, VERIFICATIONS},
};

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).expect("the table is there");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    reader
        .records()
        .map(|r| r.expect("CSV").iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn no_cell_of_an_export_is_a_formula() {
    let portal = Portal::new();
    let mut table = files::verifications("FRM", 12);
    let formulas = [
        "=HYPERLINK(\"http://evil.example\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "=1\n+2",
        "＝1+1",
        " =1",
    ];
    for (row, formula) in (1..).zip(formulas) {
        table = table
            .with(row, "使用单位", formula)
            .with(row, "使用地点", formula)
            .with(row, "型号", formula);
    }
    portal
        .import(
            "verifications",
            &portal.file("formulas.csv", table.csv(b',')),
            &[],
        )
        .ok();
    let folder = portal.path("export");
    portal.run(&["export", folder.to_str().unwrap()]).ok();
    let mut cells = 0;
    for name in ["instruments.csv", "verifications.csv", "notices.csv"] {
        for cell in rows(&folder.join(name)).concat() {
            cells += 1;
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{name}: {cell:?}"
            );
        }
    }
    assert!(cells > 12 * VERIFICATIONS.len());
}

#[test]
fn an_export_imported_again_changes_nothing() {
    let portal = Portal::new();
    portal.demo(400);
    // Odd texts make the round trip too.
    let mut table = files::verifications("ODD", 8);
    for (row, text) in (1..).zip([
        "=1+1",
        "-2",
        "+3",
        "@4",
        "\"引号\"",
        "a,b;c",
        "一\n二",
        "'=5",
    ]) {
        table = table
            .with(row, "使用单位", text)
            .with(row, "使用地点", text);
    }
    portal
        .import(
            "verifications",
            &portal.file("odd.csv", table.csv(b',')),
            &[],
        )
        .ok();
    let folder = portal.path("export");
    portal.run(&["export", folder.to_str().unwrap()]).ok();
    let server = portal.serve();
    let before = (server.publications(), server.all("limit=100"));
    for (kind, name) in [
        ("notices", "notices.csv"),
        ("instruments", "instruments.csv"),
        ("verifications", "verifications.csv"),
    ] {
        let file = folder.join(name);
        let count = rows(&file).len() as u64 - 1;
        let outcome = portal.import(kind, &file, &[]);
        assert_eq!(
            outcome.code,
            Some(0),
            "{name}:\n{}\n{}",
            outcome.stdout,
            outcome.stderr
        );
        assert_eq!(outcome.counts(), [0, 0, count, 0], "{name}");
    }
    assert_eq!((server.publications(), server.all("limit=100")), before);
}

#[test]
fn an_export_fills_an_empty_register_with_the_same() {
    let portal = Portal::new();
    portal.demo(300);
    let folder = portal.path("export");
    portal.run(&["export", folder.to_str().unwrap()]).ok();
    let copy = Portal::new();
    for (kind, name) in [
        ("notices", "notices.csv"),
        ("instruments", "instruments.csv"),
        ("verifications", "verifications.csv"),
    ] {
        copy.import(kind, &folder.join(name), &[]).ok();
    }
    let (old, new) = (portal.serve(), copy.serve());
    let listed = |items: Vec<serde_json::Value>| -> Vec<(String, Option<String>)> {
        let mut all: Vec<_> = items
            .iter()
            .map(|i| {
                (
                    i["code"].as_str().unwrap().to_owned(),
                    i["serial_number"].as_str().map(str::to_owned),
                )
            })
            .collect();
        all.sort();
        all
    };
    assert_eq!(
        listed(new.all("limit=100")),
        listed(old.all("limit=100")),
        "codes are kept: labels still lead to their pages"
    );
}

#[test]
fn a_backup_restored_elsewhere_holds_the_same() {
    let portal = Portal::new();
    portal.demo(300);
    let server = portal.serve();
    let copy = portal.path("copy.sqlite");
    portal.run(&["backup", copy.to_str().unwrap()]).ok();
    portal.run(&["backup", copy.to_str().unwrap()]).refused();
    let elsewhere = Portal::new();
    elsewhere.run(&["restore", copy.to_str().unwrap()]).ok();
    elsewhere
        .run(&["restore", copy.to_str().unwrap()])
        .refused();
    elsewhere.run(&["check"]).ok();
    let restored = elsewhere.serve();
    assert_eq!(restored.json("/api/v1/about"), server.json("/api/v1/about"));
    assert_eq!(restored.all("limit=100"), server.all("limit=100"));
}

#[test]
fn a_damaged_register_is_found_out() {
    let portal = Portal::new();
    portal
        .import(
            "verifications",
            &portal.file("a.csv", files::verifications("DMG", 40).csv(b',')),
            &[],
        )
        .ok();
    portal.run(&["check"]).ok();
    let copy = portal.path("copy.sqlite");
    portal.run(&["backup", copy.to_str().unwrap()]).ok();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0x5A);
    let elsewhere = Portal::new();
    std::fs::create_dir_all(elsewhere.data()).unwrap();
    std::fs::write(elsewhere.data().join("register.sqlite"), bytes).unwrap();
    elsewhere.run(&["check"]).refused();
}

#[test]
fn a_row_changed_past_the_program_is_named_and_a_register_as_written_is_clean() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        portal.demo(300);
        let clean = portal.run(&["check"]).ok();
        assert!(clean.stdout.contains(" 0 findings."), "{}", clean.stdout);
        portal.tamper(
            "UPDATE verifications SET conclusion = 'pass', valid_until = 40000
             WHERE seq = (SELECT max(seq) FROM verifications WHERE conclusion = 'fail')",
        );
        let told = portal.run(&["check"]).refused().stdout;
        for words in [
            "conclusion is \"pass\", publication ",
            " says \"fail\"",
            "valid_until is \"2079-07-08\"",
            "以公布记录为准",
            "the publications are right",
        ] {
            assert!(told.contains(words), "{engine:?}: no {words:?} in:\n{told}");
        }
        // Two fields of one row, and what the lists make of it.
        portal.tamper("DELETE FROM states");
        let told = portal.run(&["check", "--show", "3"]).refused().stdout;
        let shown = told
            .lines()
            .filter(|l| l.contains("publication ") && !l.contains("publications"));
        assert!(shown.count() <= 3, "{told}");
    }
}
