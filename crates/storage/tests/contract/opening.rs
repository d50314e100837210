//! Opening: migrations, and servers that start together.

use chengxing_storage::StorageError;

use crate::{
    engine::{Engine, TODAY},
    lists::mixture,
    records::*,
};

on_both_engines!(
    a_database_of_a_newer_release_is_refused,
    servers_may_start_together
);

async fn a_database_of_a_newer_release_is_refused(engine: &Engine) {
    let refused = engine.open_from_the_future().await.err().unwrap();
    assert!(
        matches!(refused, StorageError::Newer { found: 99, .. }),
        "{refused:?}"
    );
}

async fn servers_may_start_together(engine: &Engine) {
    engine.rush(6).await;
}

#[tokio::test]
async fn a_register_behind_a_pooler_answers_the_same() {
    let (direct, pooled) = (Engine::postgres().await, Engine::pooled().await);
    for engine in [&direct, &pooled] {
        engine.take(mixture(40)).await;
        engine
            .take(vec![verified(scale("A001"), day(2026, 12, 1), PASS)])
            .await;
        engine.repository.roll(day(2026, 12, 1)).await.unwrap();
    }
    assert_eq!(direct.everything().await, pooled.everything().await);
    assert_eq!(direct.publications().await, pooled.publications().await);
    let (a, b) = (
        direct.repository.figures(TODAY, 30).await.unwrap(),
        pooled.repository.figures(TODAY, 30).await.unwrap(),
    );
    assert_eq!(a, b);
}
