//! Records of Russia's Arshin register, imported with the mapping that ships: every one is told rightly.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::Duration,
};

use chengxing_metrology::Date;
use chengxing_tests::{
    Engine, Portal, Server,
    files::{self, ARSHIN_RECORDS, ArshinRecord},
    html::Page,
    program, today,
};
use serde_json::Value;

/// A record of the Arshin layout.
struct Told {
    approval: String,
    modification: String,
    serial: String,
    on: Date,
    until: Option<Date>,
    document: String,
}

impl Told {
    /// What tells instruments apart, as the file writes it.
    fn plate(&self) -> [&str; 3] {
        [&self.approval, &self.modification, &self.serial]
    }
}

/// What the register must say of an instrument on a day, by the records of it: the newest counts.
fn verdict(records: &[&Told], on: Date) -> &'static str {
    match records
        .iter()
        .filter(|r| r.on <= on)
        .max_by_key(|r| r.on)
        .map(|r| r.until)
    {
        None => "never_verified",
        Some(None) => "failed",
        Some(Some(until)) if until < on => "expired",
        Some(Some(until)) if (until - on).get_days() <= 30 => "due_soon",
        Some(Some(_)) => "valid",
    }
}

/// The word that a page says for a verdict.
fn word(verdict: &str) -> &'static str {
    match verdict {
        "valid" => "检定有效",
        "due_soon" => "即将到期",
        "expired" => "已过期",
        "failed" => "不合格",
        "never_verified" => "未检定",
        other => panic!("{other} does not occur here"),
    }
}

/// Every record is told rightly by API and page, as of 2023-09-01 and today.
fn assert_told(server: &Server, records: &[Told]) {
    // Which instrument a document belongs to: models may be written in several ways, documents are not.
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    let all = server.all("limit=100");
    for item in &all {
        let code = item["code"].as_str().unwrap();
        for verification in server.json(&format!("/api/v1/instruments/{code}"))["verifications"]
            .as_array()
            .unwrap()
        {
            let document = verification["certificate_number"].as_str().unwrap();
            assert!(
                codes.insert(document.to_owned(), code.to_owned()).is_none(),
                "{document} stands in two places"
            );
        }
    }
    assert_eq!(codes.len(), records.len(), "every document once");
    let plates: BTreeSet<[&str; 3]> = records.iter().map(Told::plate).collect();
    assert_eq!(all.len(), plates.len(), "an instrument each, none doubled");
    for record in records {
        let code = &codes[&record.document];
        let history: Vec<&Told> = records
            .iter()
            .filter(|r| codes[&r.document] == *code)
            .collect();
        assert!(
            history.iter().all(|r| r.plate() == record.plate()),
            "{}",
            record.document
        );
        for (query, on) in [
            ("?on=2023-09-01", Date::constant(2023, 9, 1)),
            ("", today()),
        ] {
            let answer = server.json(&format!("/api/v1/instruments/{code}{query}"));
            let expected = verdict(&history, on);
            assert_eq!(
                (&answer["verdict"], &answer["on"]),
                (&Value::from(expected), &on.to_string().into()),
                "{}: {answer}",
                record.document
            );
            assert_eq!(
                (&answer["type_approval"], &answer["serial_number"]),
                (
                    &Value::from(&*record.approval),
                    &Value::from(&*record.serial)
                )
            );
            assert!(
                record
                    .modification
                    .contains(answer["model"].as_str().unwrap()),
                "{}: {answer}",
                record.modification
            );
            let page = Page::read(server.get(&format!("/i/{code}{query}")).expect(200).text());
            page.assert_sound(code);
            assert!(
                page.line().contains(word(expected)),
                "{} on {on} should be {expected}: {}",
                record.document,
                page.line()
            );
            assert!(
                page.line().contains(&record.serial) && page.line().contains(&record.document),
                "{}: {}",
                record.document,
                page.line()
            );
        }
    }
}

fn made_up() -> Vec<Told> {
    let told = |r: &ArshinRecord| Told {
        approval: r.approval.to_owned(),
        modification: r.modification.to_owned(),
        serial: r.serial.to_owned(),
        on: r.on,
        until: r.until,
        document: r.document.to_owned(),
    };
    ARSHIN_RECORDS.iter().map(told).collect()
}

fn arshin_file(portal: &Portal) -> PathBuf {
    portal.file(
        "arshin.csv",
        files::arshin(&ARSHIN_RECORDS).csv_in("windows-1251", b';'),
    )
}

#[test]
fn a_cyrillic_register_is_told_rightly_on_both_engines() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        let file = arshin_file(&portal);
        let outcome = portal
            .import("verifications", &file, &["--mapping", "arshin"])
            .ok();
        assert_eq!(
            outcome.counts(),
            [10, 0, 0, 0],
            "{engine:?}: {}",
            outcome.stdout
        );
        let server = portal.serve();
        assert_told(&server, &made_up());
        portal.run(&["check"]).ok();
    }
}

#[test]
fn the_same_file_twice_changes_nothing() {
    for engine in Engine::ALL {
        let portal = Portal::on(engine);
        let file = arshin_file(&portal);
        portal
            .import("verifications", &file, &["--mapping", "arshin"])
            .ok();
        let server = portal.serve();
        let state = |server: &Server| {
            let about = server.json("/api/v1/about");
            (
                about["publications"].clone(),
                about["data_at"].clone(),
                server.get("/").header("etag").map(str::to_owned),
                server.all("limit=100"),
            )
        };
        let before = state(&server);
        for _ in 0..2 {
            let outcome = portal
                .import("verifications", &file, &["--mapping", "arshin"])
                .ok();
            assert_eq!(outcome.counts(), [0, 0, 10, 0], "{engine:?}");
        }
        std::thread::sleep(Duration::from_millis(600));
        assert_eq!(state(&server), before, "{engine:?}");
    }
}

#[test]
fn the_real_file_is_told_rightly_and_twice_changes_nothing() {
    // Real records are never copied into the repository: they lie beside it where they are at all.
    let file = program::workspace().join("../shared/data/real/arshin-verifications.csv");
    if !file.exists() {
        println!("{} is not on this machine", file.display());
        return;
    }
    let portal = Portal::new();
    let outcome = portal
        .import(
            "verifications",
            &file,
            &[
                "--mapping",
                "arshin",
                "--errors",
                portal.path("e.csv").to_str().unwrap(),
            ],
        )
        .ok();
    assert_eq!(outcome.counts(), [45, 0, 0, 0], "{}", outcome.stdout);
    let bytes = std::fs::read(&file).unwrap();
    let (text, _, _) = encoding_rs::WINDOWS_1251.decode(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let day = |cell: &str| -> Date {
        let parts: Vec<i16> = cell.split('.').map(|p| p.parse().unwrap()).collect();
        Date::new(parts[2], parts[1] as i8, parts[0] as i8).unwrap()
    };
    let told = |r: csv::StringRecord| Told {
        approval: r[1].trim().to_owned(),
        modification: r[4].trim().to_owned(),
        serial: r[5].trim().to_owned(),
        on: day(r[6].trim()),
        until: Some(r[7].trim()).filter(|u| !u.is_empty()).map(day),
        document: r[8].trim().to_owned(),
    };
    let records: Vec<Told> = reader.records().map(|r| told(r.unwrap())).collect();
    assert_eq!(records.len(), 45);
    let server = portal.serve();
    assert_told(&server, &records);
    let before = server.publications();
    assert_eq!(
        portal
            .import("verifications", &file, &["--mapping", "arshin"])
            .ok()
            .counts(),
        [0, 0, 45, 0]
    );
    assert_eq!(server.publications(), before);
}
