//! `chengxing export`: nothing in it is a formula, and importing it again changes nothing.

use std::path::Path;

use chengxing_metrology::clock::{date_from_days, days_from_date};
use chengxing_tests::{
    Engine, Portal, Server,
    files::{self, VERIFICATIONS},
};

/// The tables of an export in the order in which they are imported.
const TABLES: [(&str, &str); 6] = [
    ("institutions", "institutions.csv"),
    ("businesses", "businesses.csv"),
    ("notices", "notices.csv"),
    ("instruments", "instruments.csv"),
    ("verifications", "verifications.csv"),
    ("states", "states.csv"),
];

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
    for (_, name) in TABLES {
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
    for (kind, name) in TABLES {
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

/// An answer about an instrument without what is another in another register: numbers of publications, the
/// mark of demo data, masked owners, what was corrected.
fn lasting(mut answer: serde_json::Value) -> serde_json::Value {
    let object = answer.as_object_mut().expect("an object");
    for name in ["demo", "data_at", "url"] {
        object.remove(name);
    }
    if let Some(holder) = object.get_mut("holder").and_then(|h| h.as_object_mut()) {
        holder.remove("owner");
    }
    for list in ["verifications", "states"] {
        let entries = object[list].as_array_mut().expect("a list");
        entries.retain(|e| e.get("corrected_by").is_none_or(serde_json::Value::is_null));
        for entry in &mut *entries {
            entry
                .as_object_mut()
                .expect("an object")
                .remove("publication");
        }
        // Within a day the order of entry decides, which an export need not keep.
        entries.sort_by_key(ToString::to_string);
    }
    answer
}

fn by_code(server: &Server, query: &str) -> Vec<(String, String, String)> {
    let text = |i: &serde_json::Value, name: &str| i[name].as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = server
        .all(query)
        .iter()
        .map(|i| (text(i, "code"), text(i, "verdict"), text(i, "valid_until")))
        .collect();
    all.sort();
    all
}

#[test]
fn an_export_gives_an_empty_register_the_same_verdicts_on_every_day() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        portal.demo(500);
        // Known by its certificate alone, with a holder; and one thing corrected.
        let mut table =
            files::verifications("RND", 6)
                .with(1, "出厂编号", "")
                .with(2, "出厂编号", "");
        portal
            .import("verifications", &portal.file("a.csv", table.csv(b',')), &[])
            .ok();
        table = table.with(3, "检定结论", "不合格");
        portal
            .import("verifications", &portal.file("b.csv", table.csv(b',')), &[])
            .ok();
        let folder = portal.path("export");
        let told = portal.run(&["export", folder.to_str().unwrap()]).ok();
        assert!(told.stdout.contains("器具504，"), "{}", told.stdout);
        let copy = Portal::new();
        for (kind, name) in TABLES {
            copy.import(kind, &folder.join(name), &[]).ok();
        }
        copy.run(&["check"]).ok();
        let (old, new) = (portal.serve(), copy.serve());
        let today = chengxing_tests::today();
        for days in [0, 20, 45, 400, -30, -200, -400, -1_000, -2_500] {
            let on = date_from_days(i64::from(days_from_date(today)) + days);
            let query = format!("limit=100&on={on}");
            assert_eq!(
                by_code(&new, &query),
                by_code(&old, &query),
                "{engine:?} {on}"
            );
        }
        let mut states = 0;
        for (code, ..) in by_code(&old, "limit=100") {
            let path = format!("/api/v1/instruments/{code}");
            let (was, is) = (lasting(old.json(&path)), lasting(new.json(&path)));
            states += was["states"].as_array().unwrap().len();
            assert_eq!(is, was, "{engine:?}");
        }
        assert!(states > 5, "{states} changes of state are too few to tell");
        for state in ["suspended", "awaiting_verification", "scrapped"] {
            assert!(
                rows(&folder.join("states.csv"))
                    .concat()
                    .iter()
                    .any(|c| c == state),
                "the demo region has none that is {state}"
            );
        }
    }
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
