//! `check` finds what does not fit together, and nothing where all does.

use chengxing_metrology::{CreditCode, Service, record::Business};
use chengxing_storage::{Finding, Inspector};

use crate::{
    engine::{Engine, TODAY},
    lists::mixture,
    records::*,
};

on_both_engines!(
    a_register_as_written_is_sound,
    a_changed_publication_is_found,
    a_missing_publication_is_found,
    a_row_without_publication_is_found,
    every_column_that_was_published_is_held_against_its_publication,
    a_row_that_is_gone_is_found,
    an_older_description_is_found,
    keys_counts_and_bases_are_held_against_the_rows,
    what_a_publication_names_is_followed,
    a_word_that_nobody_knows_is_a_finding_and_no_failure,
    what_is_dated_ahead_is_no_finding,
    a_holder_that_an_import_renames_is_a_note,
    the_inspector_hears_how_far_it_is,
);

async fn findings(engine: &Engine) -> Vec<Finding> {
    let mut found = Vec::new();
    engine
        .repository
        .check(&mut |finding| found.push(finding))
        .await
        .unwrap();
    found
}

async fn a_register_as_written_is_sound(engine: &Engine) {
    engine.take(mixture(60)).await;
    let mut found = Vec::new();
    let read = engine
        .repository
        .check(&mut |finding| found.push(finding))
        .await
        .unwrap();
    assert_eq!(
        (found, read),
        (Vec::new(), engine.publications().await.len() as u64)
    );
}

async fn a_changed_publication_is_found(engine: &Engine) {
    engine.take(mixture(10)).await;
    let body = engine.publications().await[2].body.clone();
    // A space, another number, half of it gone.
    let spaced = [body.as_slice(), b" "].concat();
    let moved = String::from_utf8(body.clone())
        .unwrap()
        .replace("\"seq\":3", "\"seq\":4")
        .into_bytes();
    for changed in [spaced, moved, body[..body.len() / 2].to_vec()] {
        engine.change_body(3, &changed).await;
        let found = findings(engine).await;
        // What cannot be read is missing elsewhere too; the cause comes first.
        assert!(
            matches!(found.first(), Some(Finding::Publication { seq: 3, .. })),
            "{found:?}"
        );
    }
    engine.change_body(3, &body).await;
    assert_eq!(findings(engine).await, Vec::new());
}

async fn a_missing_publication_is_found(engine: &Engine) {
    engine.take(mixture(10)).await;
    let last = engine.publications().await.len();
    engine
        .tamper("DELETE FROM publications WHERE seq = 4")
        .await;
    let found = findings(engine).await;
    assert!(
        found.contains(&Finding::Gap {
            after: 3,
            expected: 4
        }),
        "{found:?}"
    );
    // At the end there is no gap, but the row that it published is left alone.
    engine
        .tamper(&format!("DELETE FROM publications WHERE seq = {last}"))
        .await;
    let found = findings(engine).await;
    assert!(
        found
            .iter()
            .any(|f| matches!(f, Finding::NoPublication { seq, .. } if *seq == last as i64)),
        "{found:?}"
    );
}

async fn a_row_without_publication_is_found(engine: &Engine) {
    engine.take(mixture(10)).await;
    engine
        .tamper(
            "UPDATE verifications SET seq = 1000 WHERE seq = (SELECT min(seq) FROM verifications)",
        )
        .await;
    let found = findings(engine).await;
    assert!(
        found.contains(&Finding::NoPublication {
            table: "verifications",
            seq: 1000
        }),
        "{found:?}"
    );
    assert!(
        matches!(
            found.as_slice(),
            [
                Finding::NoRow {
                    table: "verifications",
                    ..
                },
                Finding::NoPublication { .. }
            ]
        ),
        "{found:?}"
    );
}

/// A register with something of everything: described anew, corrected, changed in state, in a notice.
async fn of_everything(engine: &Engine) {
    let mut told = checked(scale("S1"), day(2026, 4, 1), PASS);
    told.notice = text("演检公〔2026〕118号");
    told.certificate = certificate("C-1");
    told.regulation = text("JJG 539");
    told.standard = text("砝码组");
    told.error = Some(chengxing_metrology::record::MeasuredError {
        at: text("10 kg"),
        error: "+3 g".into(),
        limit: text("±5 g"),
    });
    let mut again = told.clone();
    again.conclusion = FAIL;
    let mut moved = scale("S1");
    moved.place = text("13号摊");
    engine
        .take(vec![
            published(notice("演检公〔2026〕118号", "检定公示", day(2026, 4, 2))),
            verification(told),
            verified(scale("S2"), day(2026, 5, 1), PASS),
            verified(scale("S3"), day(2026, 5, 1), PASS),
            state(scale("S3"), day(2026, 6, 1), Service::Suspended),
        ])
        .await;
    engine
        .take(vec![
            instrument(moved),
            verification(again),
            published(notice(
                "演检公〔2026〕118号",
                "检定公示（更正）",
                day(2026, 4, 2),
            )),
        ])
        .await;
    assert_eq!(findings(engine).await, Vec::new());
}

/// Changes a cell of the first row that `which` allows, and gives what is found.
async fn after(engine: &Engine, table: &str, change: &str, which: &str) -> Vec<Finding> {
    let key = if matches!(table, "verifications" | "states") {
        "seq"
    } else {
        "id"
    };
    engine
        .tamper(&format!(
            "UPDATE {table} SET {change} WHERE {key} = (SELECT min({key}) FROM {table} WHERE {which})"
        ))
        .await;
    findings(engine).await
}

async fn every_column_that_was_published_is_held_against_its_publication(engine: &Engine) {
    of_everything(engine).await;
    // Each change is followed by the next: what is found grows by the field that was changed.
    let changes = [
        ("verifications", "on_day = on_day + 1", "on"),
        ("verifications", "type = 'initial'", "type"),
        ("verifications", "conclusion = 'fail'", "conclusion"),
        ("verifications", "valid_until = 30000", "valid_until"),
        ("verifications", "certificate = 'C-2'", "certificate"),
        ("verifications", "regulation = NULL", "regulation"),
        ("verifications", "standard = '别的'", "standard"),
        ("verifications", "error = '{\"error\":\"+1 g\"}'", "error"),
        ("verifications", "notice_id = NULL", "notice"),
        ("verifications", "instrument_id = 2", "instrument"),
        ("states", "on_day = on_day - 1", "on"),
        ("states", "state = 'in_use'", "state"),
        ("states", "ground = '没有'", "ground"),
        ("instruments", "serial_number = 'S9'", "serial_number"),
        ("instruments", "maker_uid = 'U1'", "maker_uid"),
        ("instruments", "region = 150103", "region"),
        ("instruments", "kind = 'taximeter'", "kind"),
        ("types", "model = 'XXX'", "model"),
        ("types", "maker = 'XXX'", "maker"),
        ("types", "capacity = NULL", "capacity"),
        ("types", "accuracy_class = 'Ⅰ'", "accuracy_class"),
        ("types", "type_approval = NULL", "type_approval"),
        ("types", "type_name = '秤'", "type_name"),
        ("notices", "title = '没有公示'", "title"),
        ("notices", "on_day = on_day + 1", "on"),
        ("notices", "region = NULL", "region"),
        ("institutions", "name = '别的检定所'", "institution"),
    ];
    for (table, change, wanted) in changes {
        let found = after(engine, table, change, "1 = 1").await;
        assert!(
            found
                .iter()
                .any(|f| matches!(f, Finding::Differs { field, .. } if *field == wanted)),
            "{table}: {change}: {found:#?}"
        );
    }
    let found = after(engine, "verifications", "by_rule = by_rule", "1 = 1").await;
    assert!(found.iter().any(|f| !f.is_note()));
    // The sentence says where, what, and what it should be.
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|t| t.starts_with("verifications, ")
            && t.contains("conclusion is \"fail\", publication ")
            && t.ends_with(" says \"pass\"")),
        "{told:#?}"
    );
}

async fn a_row_that_is_gone_is_found(engine: &Engine) {
    of_everything(engine).await;
    engine.tamper("DELETE FROM states").await;
    assert!(findings(engine).await.iter().any(|f| matches!(
        f,
        Finding::NoRow {
            table: "states",
            ..
        }
    )));
    engine
        .tamper("DELETE FROM verifications WHERE seq = (SELECT max(seq) FROM verifications)")
        .await;
    assert!(findings(engine).await.iter().any(|f| matches!(
        f,
        Finding::NoRow {
            table: "verifications",
            ..
        }
    )));
    engine
        .tamper("DELETE FROM instruments WHERE serial_number = 'S2'")
        .await;
    let found = findings(engine).await;
    assert!(
        found
            .iter()
            .any(|f| matches!(f, Finding::Chain { reason, .. } if reason.contains("has no row"))),
        "{found:#?}"
    );
}

async fn an_older_description_is_found(engine: &Engine) {
    of_everything(engine).await;
    // As it was before: the row, the site and the number of the publication, all in agreement.
    engine
        .tamper(
            "UPDATE instruments SET registered = (SELECT min(seq) FROM publications WHERE kind = 'registered'),
                site_id = (SELECT id FROM sites WHERE place = '12号摊') WHERE serial_number = 'S1'",
        )
        .await;
    let found = findings(engine).await;
    assert!(
        matches!(found.as_slice(), [Finding::Stale { .. }]),
        "{found:#?}"
    );
}

async fn keys_counts_and_bases_are_held_against_the_rows(engine: &Engine) {
    let changes = [
        ("instruments", "serial_key = 'X'", "serial_key"),
        ("instruments", "basis = 1, basis_until = 30000", "basis"),
        ("instruments", "states = 5", "states"),
        ("instruments", "site_id = 999", "site_id"),
        ("sites", "business_id = 999", "site's business_id"),
        ("notices", "results = 7", "results"),
        ("notices", "failed = 0", "failed"),
        ("notices", "key = 7", "key"),
    ];
    of_everything(engine).await;
    for (table, change, wanted) in changes {
        let found = after(engine, table, change, "1 = 1").await;
        assert!(
            found
                .iter()
                .any(|f| matches!(f, Finding::Derived { field, .. } | Finding::Miscounted { field, .. } if *field == wanted)),
            "{table}: {change}: {found:#?}"
        );
    }
    engine.tamper("UPDATE tally SET n = n + 1").await;
    assert!(findings(engine).await.iter().any(|f| matches!(
        f,
        Finding::Miscounted {
            table: "tally",
            by: 1,
            ..
        }
    )));
}

async fn what_a_publication_names_is_followed(engine: &Engine) {
    of_everything(engine).await;
    for change in [
        "UPDATE verifications SET corrected_by = NULL",
        "UPDATE instruments SET newest = newest - 1 WHERE serial_number = 'S3'",
        "UPDATE notices SET seq = (SELECT min(seq) FROM publications WHERE kind = 'notice')",
    ] {
        let before = findings(engine).await.len();
        engine.tamper(change).await;
        let found = findings(engine).await;
        assert!(
            found.len() > before && found.iter().any(|f| matches!(f, Finding::Chain { .. })),
            "{change}: {found:#?}"
        );
    }
}

async fn a_word_that_nobody_knows_is_a_finding_and_no_failure(engine: &Engine) {
    of_everything(engine).await;
    engine
        .tamper(
            "UPDATE verifications SET conclusion = '好', type = ''; UPDATE states SET state = 'x';
            UPDATE instruments SET region = -1, basis_until = 2000000000, code = -code",
        )
        .await;
    assert!(!findings(engine).await.is_empty());
}

async fn what_is_dated_ahead_is_no_finding(engine: &Engine) {
    let ahead = [day(2026, 11, 24), day(2026, 11, 30), day(2026, 12, 5)];
    engine
        .take(vec![
            verified(scale("A1"), day(2026, 4, 1), PASS),
            verified(scale("A1"), ahead[0], FAIL),
            state(scale("A1"), ahead[1], Service::Scrapped),
            verified(scale("A2"), ahead[2], PASS),
        ])
        .await;
    assert_eq!(findings(engine).await, Vec::new());
    let mut today = TODAY;
    while today < day(2026, 12, 8) {
        engine.repository.roll(today).await.unwrap();
        assert_eq!(findings(engine).await, Vec::new(), "{today}");
        today = today.tomorrow().unwrap();
    }
    // Written on a later day while what was dated ahead still waits.
    let late = day(2026, 12, 20);
    engine
        .take_on(late, vec![verified(scale("A3"), day(2026, 12, 25), FAIL)])
        .await;
    engine
        .take_on(
            day(2026, 12, 26),
            vec![verified(scale("A3"), day(2026, 12, 28), PASS)],
        )
        .await;
    assert_eq!(findings(engine).await, Vec::new());
}

async fn a_holder_that_an_import_renames_is_a_note(engine: &Engine) {
    let uscc = CreditCode::with_check("92150102MA0N1ABC1").unwrap();
    let held = |serial: &str, name: &str| {
        let mut told = scale(serial);
        told.holder = Some(Business {
            uscc: Some(uscc),
            ..business(name)
        });
        instrument(told)
    };
    engine
        .take(vec![held("N1", "老王鲜肉铺"), held("N2", "老王鲜肉铺")])
        .await;
    engine.take(vec![held("N2", "老王牛羊肉铺")]).await;
    assert!(findings(engine).await.iter().all(Finding::is_note));
    // Past the program it looks the same, and is told.
    engine.tamper("UPDATE businesses SET name = '老李'").await;
    let found = findings(engine).await;
    assert!(
        found
            .iter()
            .any(|f| matches!(f, Finding::Unsealed { .. }) && f.is_note()),
        "{found:#?}"
    );
}

async fn the_inspector_hears_how_far_it_is(engine: &Engine) {
    struct Counting(Vec<(u64, u64)>);
    impl Inspector for Counting {
        fn found(&mut self, finding: Finding) {
            panic!("{finding}");
        }
        fn advanced(&mut self, done: u64, total: u64) {
            self.0.push((done, total));
        }
    }
    engine.take(mixture(60)).await;
    let mut counting = Counting(Vec::new());
    engine.repository.check(&mut counting).await.unwrap();
    let (done, total) = counting.0.last().copied().unwrap();
    assert_eq!(done, total);
    assert!(counting.0.is_sorted());
}
