//! Every query of a page runs along an index.

use crate::{engine::Engine, lists::mixture};

on_both_engines!(every_query_of_a_page_uses_an_index);

async fn every_query_of_a_page_uses_an_index(engine: &Engine) {
    engine.take(mixture(60)).await;
    let plans = engine.repository.plans().await.unwrap();
    assert!(plans.len() >= 14);
    for (name, plan) in plans {
        let mut by_index = false;
        for line in plan.lines() {
            let line = line.trim().trim_start_matches("->").trim();
            // SQLite: SCAN goes through a whole table unless it names an index; a full-text table has no other
            // way, and gives only what matches. PostgreSQL says it outright.
            let full_text = line.contains("VIRTUAL TABLE INDEX");
            let whole = line.starts_with("SCAN") && !line.contains("USING") && !full_text;
            assert!(
                !whole && !line.contains("Seq Scan"),
                "{name}: {line}\n{plan}"
            );
            by_index |=
                line.contains("INDEX") || line.contains("PRIMARY KEY") || line.contains("Index");
        }
        assert!(by_index, "{name}:\n{plan}");
    }
}
