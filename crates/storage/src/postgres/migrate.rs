//! Migrations, each in one transaction with the note that it was done: a kill at any moment leaves it
//! done or not begun. Servers that start together wait for each other.

use std::time::Duration;

use sqlx::{PgConnection, PgPool, Row};

use crate::{StorageError, StorageResult};

/// In order; a migration that has shipped is never changed.
const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/postgres/0001_register.sql")];

pub(super) async fn run(pool: &PgPool, wait: Duration) -> StorageResult<()> {
    let known = MIGRATIONS.len() as i64;
    // A server whose role may not change the schema must be able to start on one that is up to date.
    if version(&mut *pool.acquire().await?).await? == known {
        return Ok(());
    }
    for (i, sql) in MIGRATIONS.iter().enumerate() {
        let number = i as i64 + 1;
        let mut transaction = pool.begin().await?;
        super::lock(&mut transaction, wait).await?;
        let done = version(&mut transaction).await?;
        if done > known {
            return Err(StorageError::Newer { found: done, known });
        }
        if done < number {
            sqlx::raw_sql("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, done TIMESTAMPTZ NOT NULL DEFAULT now())")
                .execute(&mut *transaction)
                .await?;
            sqlx::raw_sql(*sql).execute(&mut *transaction).await?;
            sqlx::query("INSERT INTO migrations (number) VALUES ($1)")
                .bind(number)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
    }
    Ok(())
}

async fn version(connection: &mut PgConnection) -> StorageResult<i64> {
    let exists: bool = sqlx::query("SELECT to_regclass('migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    if !exists {
        return Ok(0);
    }
    Ok(
        sqlx::query("SELECT coalesce(max(number), 0) FROM migrations")
            .fetch_one(&mut *connection)
            .await?
            .try_get(0)?,
    )
}
