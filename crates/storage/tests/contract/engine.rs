//! One register on one engine, with what tests need around it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chengxing_metrology::{Date, Divisions, InstrumentCode, Rules, record::Record};
use chengxing_storage::{
    Dossier, Filter, Outcome, PublicationRow, Repository, RowError, Session, SessionOptions,
    StorageResult, Summary, postgres::Postgres, sqlite::Sqlite,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sqlx::AssertSqlSafe;

/// The day on which tests happen unless they say otherwise.
pub const TODAY: Date = Date::constant(2026, 11, 23);

/// A register.
pub struct Engine {
    pub repository: Arc<dyn Repository>,
    pub rules: Rules,
    pub divisions: Divisions,
    place: Place,
    seed: AtomicU64,
}

enum Place {
    Sqlite(tempfile::TempDir),
    Postgres(String),
}

impl Place {
    fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// A schema of its own.
    async fn postgres(more: &str) -> Self {
        let url = std::env::var("CHENGXING_TEST_POSTGRES")
            .expect("run `cargo xtask test`, which starts a scratch PostgreSQL");
        let schema = format!(
            "contract_{}_{}",
            std::process::id(),
            SCHEMAS.fetch_add(1, Ordering::Relaxed)
        );
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"
        )))
        .execute(&pool)
        .await
        .unwrap();
        pool.close().await;
        let sign = if url.contains('?') { '&' } else { '?' };
        Self::Postgres(format!(
            "{url}{sign}options%5Bsearch_path%5D={schema}{more}"
        ))
    }
}

static SCHEMAS: AtomicU64 = AtomicU64::new(0);

impl Engine {
    pub async fn sqlite() -> Self {
        Self::at(Place::sqlite()).await
    }

    pub async fn postgres() -> Self {
        Self::at(Place::postgres("").await).await
    }

    /// As behind pgbouncer: no statement outlives its transaction.
    pub async fn pooled() -> Self {
        Self::at(Place::postgres("&statement-cache-capacity=0&pool-size=2").await).await
    }

    /// Opens an empty place `n` times at once.
    pub async fn rush(&self, n: usize) {
        let place = match self.place {
            Place::Sqlite(_) => Place::sqlite(),
            Place::Postgres(_) => Place::postgres("").await,
        };
        let place = Arc::new(place);
        let open = |_| {
            let place = place.clone();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime
                    .block_on(async { open(&place, Duration::from_secs(20)).await.close().await });
            })
        };
        let servers: Vec<_> = (0..n).map(open).collect();
        for server in servers {
            tokio::task::spawn_blocking(|| server.join().unwrap())
                .await
                .unwrap();
        }
        assert_eq!(
            open_again(&place).await.unwrap().pulse().await.unwrap(),
            chengxing_storage::Pulse::default()
        );
    }

    /// Notes a migration that this release does not know, and opens.
    pub async fn open_from_the_future(&self) -> StorageResult<Arc<dyn Repository>> {
        self.tamper(match self.place {
            Place::Sqlite(_) => "PRAGMA user_version = 99",
            Place::Postgres(_) => "INSERT INTO migrations (number) VALUES (99)",
        })
        .await;
        open_again(&self.place).await
    }

    async fn at(place: Place) -> Self {
        let wait = Duration::from_secs(20);
        Self {
            repository: open(&place, wait).await,
            rules: Rules::parse(
                include_str!("../../../../rules/kinds.toml"),
                include_str!("../../../../rules/verdict.toml"),
            )
            .unwrap(),
            divisions: Divisions::parse(include_str!("../../../../rules/divisions.csv")).unwrap(),
            place,
            seed: AtomicU64::new(0),
        }
    }

    /// A second handle on the same register, as another process has it.
    pub async fn another(&self, wait: Duration) -> Arc<dyn Repository> {
        open(&self.place, wait).await
    }

    /// What the next session is opened with: the same on both engines, session by session.
    pub fn options(&self, today: Date) -> SessionOptions {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        SessionOptions {
            at: 1_700_000_000 + seed as i64,
            today,
            demo: false,
            entropy: Box::new(move |bytes| random.fill_bytes(bytes)),
        }
    }

    pub async fn put(
        &self,
        session: &mut Box<dyn Session>,
        records: Vec<Record>,
    ) -> StorageResult<Vec<RowError>> {
        let lines = (2..).zip(records).collect();
        session.put(&self.rules, &self.divisions, lines).await
    }

    /// Takes records on a day and commits.
    pub async fn take_on(&self, today: Date, records: Vec<Record>) -> (Outcome, Vec<RowError>) {
        let mut session = self.repository.begin(self.options(today)).await.unwrap();
        let errors = self.put(&mut session, records).await.unwrap();
        (session.commit().await.unwrap(), errors)
    }

    /// Takes records today; none may be wrong.
    pub async fn take(&self, records: Vec<Record>) -> Outcome {
        let (outcome, errors) = self.take_on(TODAY, records).await;
        assert_eq!(errors, Vec::new());
        outcome
    }

    /// Every instrument, in order of registration.
    pub async fn everything(&self) -> Vec<Summary> {
        self.list(Filter::all(TODAY, 100)).await
    }

    /// All pages of a list.
    pub async fn list(&self, mut filter: Filter) -> Vec<Summary> {
        let mut items = Vec::new();
        loop {
            let page = self.repository.instruments(&filter).await.unwrap();
            assert!(page.items.len() <= filter.limit);
            items.extend(page.items);
            match page.next {
                Some(next) => {
                    assert!(next > filter.after, "a cursor that does not move");
                    filter.after = next;
                }
                None => return items,
            }
        }
    }

    /// The place of the last instrument, seen from one that comes before it.
    pub async fn last_place(&self, after: i64) -> i64 {
        let all = self
            .list(Filter {
                after,
                ..Filter::all(TODAY, 100)
            })
            .await;
        all.last().map_or(after, |s| s.id)
    }

    pub async fn dossier(&self, code: InstrumentCode) -> Dossier {
        self.repository
            .dossier(code)
            .await
            .unwrap()
            .expect("the instrument is registered")
    }

    /// The dossier of the only instrument.
    pub async fn only(&self) -> Dossier {
        let all = self.everything().await;
        assert_eq!(all.len(), 1, "one instrument is expected: {all:#?}");
        self.dossier(all[0].code).await
    }

    pub async fn publications(&self) -> Vec<PublicationRow> {
        self.repository.publications(0, 1_000_000).await.unwrap()
    }

    /// Changes the bytes of a publication past the register.
    pub async fn change_body(&self, seq: i64, body: &[u8]) {
        let hex = crate::records::hex(body);
        let bytes = match &self.place {
            Place::Sqlite(_) => format!("X'{hex}'"),
            Place::Postgres(_) => format!("decode('{hex}', 'hex')"),
        };
        self.tamper(&format!(
            "UPDATE publications SET body = {bytes} WHERE seq = {seq}"
        ))
        .await;
    }

    /// Runs statements past the register: what a fault of the disk or a clumsy hand would do.
    pub async fn tamper(&self, sql: &str) {
        match &self.place {
            Place::Sqlite(folder) => rusqlite::Connection::open(folder.path().join("register.db"))
                .unwrap()
                .execute_batch(sql)
                .unwrap(),
            Place::Postgres(url) => {
                let pool = sqlx::PgPool::connect(url.trim_end_matches("&pool-size=2"))
                    .await
                    .unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql))
                    .execute(&pool)
                    .await
                    .unwrap();
                pool.close().await;
            }
        }
    }
}

async fn open_again(place: &Place) -> StorageResult<Arc<dyn Repository>> {
    let url = match place {
        Place::Sqlite(folder) => format!("sqlite:{}", folder.path().join("register.db").display()),
        Place::Postgres(url) => url.clone(),
    };
    chengxing_storage::open(&url.parse()?).await
}

async fn open(place: &Place, wait: Duration) -> Arc<dyn Repository> {
    match place {
        Place::Sqlite(folder) => Arc::new(
            Sqlite::open(&folder.path().join("register.db"))
                .unwrap()
                .waiting(wait),
        ),
        Place::Postgres(url) => Arc::new(Postgres::open(url).await.unwrap().waiting(wait)),
    }
}
