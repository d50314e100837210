//! Notices: named by verifications or published on their own, with counts that stay true.

use chengxing_metrology::Conclusion;
use chengxing_storage::{NoticeFilter, NoticeRow};

use crate::{engine::Engine, records::*};

on_both_engines!(
    a_verification_makes_the_notice_that_it_names,
    a_notice_published_later_corrects_the_one_made,
    counts_follow_corrections,
    notices_come_newest_first_and_once,
    results_come_failed_first_and_once,
);

const NUMBER: &str = "演检公〔2026〕118号";

fn listed(
    serial: &str,
    number: &str,
    conclusion: Conclusion,
) -> chengxing_metrology::record::Record {
    let mut told = checked(scale(serial), day(2026, 4, 1), conclusion);
    told.notice = text(number);
    told.certificate = certificate(&format!("C-{serial}"));
    verification(told)
}

async fn found(engine: &Engine, number: &str) -> NoticeRow {
    engine
        .repository
        .notice(number)
        .await
        .unwrap()
        .expect("the notice is there")
}

async fn a_verification_makes_the_notice_that_it_names(engine: &Engine) {
    let outcome = engine
        .take(vec![
            listed("A001", NUMBER, PASS),
            listed("A002", NUMBER, FAIL),
        ])
        .await;
    assert_eq!((outcome.new, outcome.publications), (2, 5));
    let notice = found(engine, "演检公 [2026] 118号").await;
    assert_eq!(
        (
            notice.number.as_str(),
            notice.title.as_str(),
            notice.results,
            notice.failed
        ),
        (NUMBER, NUMBER, 2, 1)
    );
    assert_eq!(
        (notice.on, notice.institution.as_str(), notice.region),
        (day(2026, 4, 1), "新城区计量检定所", Some(region("150102")))
    );
    assert_eq!(engine.repository.notice("118").await.unwrap(), None);
    assert_eq!(
        engine
            .repository
            .figures(day(2026, 11, 23), 30)
            .await
            .unwrap()
            .notices,
        1
    );
}

async fn a_notice_published_later_corrects_the_one_made(engine: &Engine) {
    engine.take(vec![listed("A001", NUMBER, PASS)]).await;
    let made = found(engine, NUMBER).await;
    let mut silent = notice(NUMBER, "四月检定结果公示", day(2026, 4, 8));
    silent.region = None;
    let outcome = engine.take(vec![published(silent.clone())]).await;
    assert_eq!((outcome.changed, outcome.publications), (1, 1));
    let told = found(engine, NUMBER).await;
    assert_eq!(
        (told.id, told.title.as_str(), told.on, told.results),
        (made.id, "四月检定结果公示", day(2026, 4, 8), 1)
    );
    let publication = engine.publications().await.pop().unwrap();
    assert_eq!(
        (publication.seq, publication.corrects),
        (told.seq, Some(made.seq))
    );
    // What it leaves out stays, in the register as in what is published.
    let fact: serde_json::Value = serde_json::from_slice(&publication.body).unwrap();
    assert_eq!(
        (told.region, fact["region"].as_str()),
        (made.region, Some("150102"))
    );
    assert_eq!(
        engine
            .take(vec![published(silent), listed("A001", NUMBER, PASS)])
            .await
            .same,
        2
    );
    // Twice in one batch the last counts.
    engine
        .take(vec![
            published(notice(NUMBER, "甲", day(2026, 4, 8))),
            published(notice(NUMBER, "乙", day(2026, 4, 8))),
        ])
        .await;
    assert_eq!(found(engine, NUMBER).await.title, "乙");
    engine
        .take(vec![
            published(notice("N2", "甲", day(2026, 4, 8))),
            published(notice("N2", "乙", day(2026, 4, 9))),
        ])
        .await;
    assert_eq!(found(engine, "N2").await.title, "乙");
}

async fn counts_follow_corrections(engine: &Engine) {
    let counts = async |number| {
        let notice = found(engine, number).await;
        let results = engine
            .repository
            .notice_results(notice.id, None, 100)
            .await
            .unwrap();
        assert_eq!(results.len() as i64, notice.results);
        assert_eq!(
            results.iter().filter(|r| r.conclusion == FAIL).count() as i64,
            notice.failed
        );
        (notice.results, notice.failed)
    };
    engine
        .take(vec![
            listed("A001", NUMBER, PASS),
            listed("A002", NUMBER, PASS),
        ])
        .await;
    assert_eq!(counts(NUMBER).await, (2, 0));
    engine.take(vec![listed("A001", NUMBER, FAIL)]).await;
    assert_eq!(counts(NUMBER).await, (2, 1));
    engine.take(vec![listed("A001", "另一号", FAIL)]).await;
    assert_eq!(
        (counts(NUMBER).await, counts("另一号").await),
        ((1, 0), (1, 1))
    );
    // Turned twice in one batch.
    engine
        .take(vec![
            listed("A002", NUMBER, FAIL),
            listed("A002", NUMBER, PASS),
        ])
        .await;
    assert_eq!(counts(NUMBER).await, (1, 0));
}

async fn notices_come_newest_first_and_once(engine: &Engine) {
    let numbers = (0..45).map(|i| {
        let mut told = notice(
            &format!("{i}号"),
            "公示",
            day(2024 + (i % 3) as i16, 1 + (i % 4) as i8, 9),
        );
        told.region = Some(region(["150102", "150103", "150203"][i % 3]));
        published(told)
    });
    engine.take(numbers.collect()).await;
    let list = async |region, year| {
        let mut filter = NoticeFilter {
            region,
            year,
            before: None,
            limit: 4,
        };
        let mut all: Vec<NoticeRow> = Vec::new();
        loop {
            let page = engine.repository.notices(&filter).await.unwrap();
            all.extend(page.items);
            if page.next.is_none() {
                return all;
            }
            let last = all.last().unwrap();
            assert_eq!(page.next, Some(last.id));
            filter.before = Some((last.on, last.id));
        }
    };
    let all = list(None, None).await;
    assert_eq!(all.len(), 45);
    assert!(
        all.windows(2)
            .all(|w| (w[0].on, w[0].id) > (w[1].on, w[1].id))
    );
    let county = list(Some(region("150102")), None).await;
    assert_eq!(
        county,
        all.iter()
            .filter(|n| n.region == Some(region("150102")))
            .cloned()
            .collect::<Vec<_>>()
    );
    let city = list(Some(region("150100")), Some(2025)).await;
    assert!(!city.is_empty());
    assert_eq!(
        city,
        all.iter()
            .filter(|n| n.on.year() == 2025 && n.region != Some(region("150203")))
            .cloned()
            .collect::<Vec<_>>()
    );
    assert_eq!(list(None, Some(1999)).await, []);
}

async fn results_come_failed_first_and_once(engine: &Engine) {
    let listed = (0..23).map(|i| {
        listed(
            &format!("A{i:03}"),
            NUMBER,
            if i % 5 == 3 { FAIL } else { PASS },
        )
    });
    engine.take(listed.collect()).await;
    let notice = found(engine, NUMBER).await;
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = engine
            .repository
            .notice_results(notice.id, after, 3)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.conclusion == PASS, last.seq));
        all.extend(page);
    }
    assert_eq!(all.len(), 23);
    let keys: Vec<_> = all.iter().map(|r| (r.conclusion == PASS, r.seq)).collect();
    assert!(
        keys.is_sorted() && keys.windows(2).all(|w| w[0] != w[1]),
        "{keys:?}"
    );
    for result in all {
        let dossier = engine.dossier(result.instrument.code).await;
        let v = &dossier.verifications[0];
        assert_eq!(
            (v.seq, v.on, v.conclusion, v.valid_until, &v.certificate),
            (
                result.seq,
                result.on,
                result.conclusion,
                result.valid_until,
                &result.certificate
            )
        );
    }
}
