//! `check` finds what does not fit together, and nothing where all does.

use chengxing_storage::Finding;

use crate::{engine::Engine, lists::mixture};

on_both_engines!(
    a_register_as_written_is_sound,
    a_changed_publication_is_found,
    a_missing_publication_is_found,
    a_row_without_publication_is_found,
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
        assert!(
            matches!(found.as_slice(), [Finding::Publication { seq: 3, .. }]),
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
    assert_eq!(
        found,
        [Finding::NoPublication {
            table: "verifications".into(),
            seq: 1000
        }]
    );
}
