//! What is dated ahead counts from its day on.

use chengxing_metrology::{Service, Verdict};
use chengxing_storage::Filter;

use crate::{
    engine::{Engine, TODAY},
    lists::recount,
    records::*,
};

on_both_engines!(
    a_verification_dated_ahead_counts_from_its_day,
    nothing_ahead_leaves_the_version_alone
);

async fn a_verification_dated_ahead_counts_from_its_day(engine: &Engine) {
    engine
        .take(vec![
            verified(scale("A001"), day(2025, 1, 1), PASS),
            verified(scale("A001"), day(2026, 11, 25), PASS),
            verified(scale("A002"), day(2026, 11, 25), FAIL),
            verified(scale("A003"), day(2026, 4, 1), PASS),
            state(scale("A003"), day(2026, 11, 26), Service::Scrapped),
        ])
        .await;
    let verdicts = async |today| {
        let mut told = Vec::new();
        for verdict in Verdict::ALL {
            let filter = Filter {
                verdict: Some(*verdict),
                on: today,
                ..Filter::all(today, 10)
            };
            told.extend(
                engine
                    .list(filter)
                    .await
                    .into_iter()
                    .map(|s| (s.serial_number.unwrap(), *verdict)),
            );
        }
        told.sort();
        told.into_iter()
            .map(|(_, verdict)| verdict)
            .collect::<Vec<_>>()
    };
    let version = async || engine.repository.pulse().await.unwrap().version;
    let publications = engine.publications().await;
    let before = version().await;
    assert_eq!(
        verdicts(TODAY).await,
        [Verdict::Expired, Verdict::NeverVerified, Verdict::Valid]
    );
    assert_eq!(engine.repository.roll(day(2026, 11, 24)).await.unwrap(), 0);
    assert_eq!(version().await, before);
    assert_eq!(engine.repository.roll(day(2026, 11, 25)).await.unwrap(), 2);
    assert!(version().await > before, "pages of the day before must go");
    assert_eq!(
        verdicts(day(2026, 11, 25)).await,
        [Verdict::Valid, Verdict::Failed, Verdict::Valid]
    );
    assert_eq!(
        engine
            .repository
            .figures(day(2026, 11, 25), 30)
            .await
            .unwrap(),
        recount(engine, day(2026, 11, 25)).await
    );
    // A server that slept for a week catches up.
    assert_eq!(engine.repository.roll(day(2026, 12, 3)).await.unwrap(), 1);
    assert_eq!(
        verdicts(day(2026, 12, 3)).await,
        [Verdict::Valid, Verdict::Failed, Verdict::Suspended]
    );
    assert_eq!(
        engine
            .repository
            .figures(day(2026, 12, 3), 30)
            .await
            .unwrap(),
        recount(engine, day(2026, 12, 3)).await
    );
    assert_eq!(engine.publications().await, publications);
}

async fn nothing_ahead_leaves_the_version_alone(engine: &Engine) {
    engine
        .take(vec![verified(scale("A001"), day(2026, 4, 1), PASS)])
        .await;
    let pulse = engine.repository.pulse().await.unwrap();
    assert_eq!(engine.repository.roll(day(2027, 4, 1)).await.unwrap(), 0);
    assert_eq!(engine.repository.pulse().await.unwrap(), pulse);
}
