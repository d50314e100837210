//! PostgreSQL 15 and newer: the engine for many servers on one register.
//!
//! One statement a look-up wherever a page needs a consistent answer, a handful of statements a batch for
//! whoever writes: a round trip costs more here than the work that it asks for. Texts that are ordered or
//! compared have the collation "C", so that both engines answer in the same order in every locale.
//!
//! Connections are under TLS as `sslmode` of the URL says: rustls with ring, and the roots of the machine, so
//! that none grow old in the binary.
//!
//! Behind pgbouncer in transaction mode the URL says `?statement-cache-capacity=0`: no statement outlives
//! its transaction, and every read is one. Migrations want a direct connection.

use std::time::Duration;

use sqlx::{
    ConnectOptions, PgConnection, PgPool, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{StorageError, StorageResult};

mod inspect;
mod migrate;
mod read;
mod repository;
mod rows;
mod write;

/// The register in a PostgreSQL database: in the first schema of the search path.
pub struct Postgres {
    pool: PgPool,
    /// How long a second writer waits for the first.
    wait: Duration,
    /// Whether connections change hands between statements.
    pooled: bool,
}

/// How long a second writer waits for the first.
const BUSY: Duration = Duration::from_secs(20);
/// How long a read waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Connections of one server process, where the URL does not say `pool-size=`.
const CONNECTIONS: u32 = 10;

/// Takes the lock that writers hold until their transaction ends: one for each schema.
const LOCK: &str =
    "SELECT pg_advisory_xact_lock(hashtextextended('chengxing ' || current_schema(), 0))";

impl Postgres {
    /// Connects and brings the schema up to date.
    ///
    /// Besides what libpq knows the URL may say `statement-cache-capacity=0` (for pgbouncer) and
    /// `pool-size=N`.
    pub async fn open(url: &str) -> StorageResult<Self> {
        let Parameters {
            url,
            pool_size,
            pooled,
        } = parameters(url)?;
        let options: PgConnectOptions = url.parse().map_err(|_| StorageError::Url)?;
        let pool = PgPoolOptions::new()
            .max_connections(pool_size)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.disable_statement_logging())
            .await?;
        migrate::run(&pool, BUSY).await?;
        Ok(Self {
            pool,
            wait: BUSY,
            pooled,
        })
    }

    /// Sets how long a second writer waits for the first.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// A connection for a read of one statement.
    async fn reader(&self) -> StorageResult<Reader> {
        Ok(if self.pooled {
            Reader::Transaction(self.pool.begin().await?)
        } else {
            Reader::Connection(self.pool.acquire().await?)
        })
    }

    /// A connection for a read of several statements that must see one and the same state.
    async fn snapshot(&self) -> StorageResult<Reader> {
        Ok(Reader::Transaction(
            self.pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await?,
        ))
    }

    /// A transaction that holds the writers' lock. It is READ COMMITTED: what it reads after the lock is
    /// what the writer before it left.
    async fn writing(&self) -> StorageResult<Transaction<'static, sqlx::Postgres>> {
        let mut transaction = self.pool.begin().await?;
        lock(&mut transaction, self.wait).await?;
        Ok(transaction)
    }
}

async fn lock(connection: &mut PgConnection, wait: Duration) -> StorageResult<()> {
    sqlx::query("SELECT set_config('lock_timeout', $1, true)")
        .bind(format!("{}ms", wait.as_millis().max(1)))
        .execute(&mut *connection)
        .await?;
    sqlx::query(LOCK).execute(&mut *connection).await?;
    // Acknowledged means durable, whatever the server's default.
    sqlx::query(
        "SELECT set_config('lock_timeout', '0', true),
            CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END",
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// A connection that reads. A transaction that is dropped is rolled back, which is as good as any end.
enum Reader {
    Connection(PoolConnection<sqlx::Postgres>),
    Transaction(Transaction<'static, sqlx::Postgres>),
}

impl std::ops::Deref for Reader {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        match self {
            Self::Connection(c) => c,
            Self::Transaction(t) => t,
        }
    }
}

impl std::ops::DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::Connection(c) => c,
            Self::Transaction(t) => t,
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Parameters {
    /// The URL without what only this program knows.
    url: String,
    pool_size: u32,
    pooled: bool,
}

fn parameters(url: &str) -> StorageResult<Parameters> {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut pool_size, mut pooled) = (CONNECTIONS, false);
    let mut rest = Vec::new();
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        match pair.split_once('=') {
            Some(("pool-size", n)) => {
                pool_size = n
                    .parse()
                    .ok()
                    .filter(|n| *n >= 2)
                    .ok_or_else(|| StorageError::Url)?;
            }
            Some(("statement-cache-capacity", n)) => {
                pooled = n == "0";
                rest.push(pair);
            }
            _ => rest.push(pair),
        }
    }
    let url = if rest.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", rest.join("&"))
    };
    Ok(Parameters {
        url,
        pool_size,
        pooled,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_says_how_connections_are_used() {
        let read = |url: &str| parameters(url).unwrap();
        assert_eq!(
            read("postgres://a@b/c"),
            Parameters {
                url: "postgres://a@b/c".into(),
                pool_size: CONNECTIONS,
                pooled: false
            }
        );
        assert_eq!(
            read("postgres://a@b/c?pool-size=4&statement-cache-capacity=0"),
            Parameters {
                url: "postgres://a@b/c?statement-cache-capacity=0".into(),
                pool_size: 4,
                pooled: true
            }
        );
        assert!(parameters("postgres://a@b/c?pool-size=none").is_err());
    }
}
