//! The contract of the register: every claim is tried on SQLite and on PostgreSQL.
//!
//! `cargo xtask test` starts a scratch PostgreSQL and names it in `CHENGXING_TEST_POSTGRES`; each test
//! works in a schema of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

/// Makes of every claim one test for each engine.
macro_rules! on_both_engines {
    ($($claim:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $claim() {
                super::$claim(&crate::engine::Engine::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $claim() {
                super::$claim(&crate::engine::Engine::postgres().await).await;
            })+
        }
    };
}

mod ahead;
mod description;
mod engine;
mod integrity;
mod lists;
mod notices;
mod opening;
mod parties;
mod plans;
mod publications;
mod records;
mod registration;
mod search;
mod sequences;
mod sessions;
