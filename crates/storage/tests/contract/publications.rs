//! Publications: numbered without gaps, canonical, chained for each instrument.

use std::collections::HashMap;

use crate::{
    engine::{Engine, TODAY},
    lists::mixture,
    records::*,
};

on_both_engines!(
    publications_have_no_gaps_and_canonical_bytes,
    publications_of_an_instrument_form_a_chain,
    pages_of_publications_meet
);

async fn publications_have_no_gaps_and_canonical_bytes(engine: &Engine) {
    engine.take(mixture(40)).await;
    let mut session = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    engine
        .put(&mut session, vec![instrument(scale("LOST"))])
        .await
        .unwrap();
    session.rollback().await.unwrap();
    engine.take(vec![instrument(scale("KEPT"))]).await;
    let all = engine.publications().await;
    assert_eq!(
        all.len() as i64,
        engine.repository.pulse().await.unwrap().publications
    );
    for (row, seq) in all.iter().zip(1..) {
        assert_eq!(row.seq, seq);
        let fact: serde_json::Value = serde_json::from_slice(&row.body).unwrap();
        assert_eq!(
            serde_json::to_vec(&fact).unwrap(),
            row.body,
            "keys in order, no white space"
        );
        assert_eq!(
            (
                fact["seq"].as_i64(),
                fact["time"].as_i64(),
                fact["fact"].as_str()
            ),
            (Some(seq), Some(row.at), Some(row.kind.as_str()))
        );
    }
}

async fn publications_of_an_instrument_form_a_chain(engine: &Engine) {
    engine.take(mixture(40)).await;
    engine
        .take(vec![
            verified(scale("S-001"), day(2026, 7, 1), PASS),
            state(
                scale("S-001"),
                day(2026, 7, 2),
                chengxing_metrology::Service::Suspended,
            ),
        ])
        .await;
    let mut moved = scale("S-001");
    moved.place = text("3号摊");
    engine.take(vec![instrument(moved)]).await;
    let mut newest: HashMap<String, i64> = HashMap::new();
    for row in engine.publications().await {
        let fact: serde_json::Value = serde_json::from_slice(&row.body).unwrap();
        let Some(code) = fact["instrument"].as_str() else {
            continue;
        };
        assert_eq!(
            fact["previous"].as_i64(),
            newest.get(code).copied(),
            "{fact}"
        );
        newest.insert(code.to_owned(), row.seq);
    }
    assert_eq!(newest.len(), engine.everything().await.len());
}

async fn pages_of_publications_meet(engine: &Engine) {
    engine.take(mixture(30)).await;
    let all = engine.publications().await;
    let mut paged = Vec::new();
    while let page = engine
        .repository
        .publications(paged.len() as i64, 7)
        .await
        .unwrap()
        && !page.is_empty()
    {
        paged.extend(page);
    }
    assert_eq!(paged, all);
}
