//! The register kept: one repository trait, implemented natively on SQLite ([`sqlite`], through
//! `rusqlite`) and on PostgreSQL ([`postgres`], through `sqlx`), with one contract suite for both.
//!
//! *Is:* reading models for pages, and the one door ([`Session`]) through which facts enter. Whatever
//! enters is written together with its canonical bytes to the append-only table `publications`, in one
//! transaction.
//!
//! *Is not:* rules. Which verdict follows from a history is said by `metrology`; here it is only kept.
//!
//! *The one rule:* nothing public is updated in place. A correction is a new publication that names the
//! one it corrects.

use std::path::PathBuf;

use async_trait::async_trait;
use chengxing_metrology::{Date, InstrumentCode, Rules, record::Record, terms::Term};

mod error;
pub mod integrity;
pub mod model;
pub mod postgres;
pub mod publication;
pub mod query;
mod register;
pub mod sqlite;

pub use error::{StorageError, StorageResult};
pub use integrity::{Finding, Inspector, Remedy};
pub use model::{
    BusinessRow, Dossier, Figures, InstitutionRow, Listing, NoticeResult, NoticeRow, PlaceHit,
    PublicationRow, Pulse, StateRow, Summary, VerificationRow,
};
pub use query::{Filter, Found, NoticeFilter, Search};
pub use register::{Entropy, Outcome, RowError, SessionOptions};

/// Where the register is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:PATH`
    Sqlite(PathBuf),
    /// `postgres://…`
    Postgres(String),
}

impl std::str::FromStr for DatabaseUrl {
    type Err = StorageError;

    fn from_str(url: &str) -> Result<Self, StorageError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(StorageError::Url);
            }
            Ok(Self::Sqlite(path.into()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url.to_owned()))
        } else {
            Err(StorageError::Url)
        }
    }
}

/// Opens the register, making or migrating it where needed.
pub async fn open(url: &DatabaseUrl) -> StorageResult<std::sync::Arc<dyn Repository>> {
    Ok(match url {
        DatabaseUrl::Sqlite(path) => std::sync::Arc::new(sqlite::Sqlite::open(path)?),
        DatabaseUrl::Postgres(url) => std::sync::Arc::new(postgres::Postgres::open(url).await?),
    })
}

/// The register. Look-ups give `None` for what is not there; errors are of the engine.
#[async_trait]
pub trait Repository: Send + Sync {
    /// How far the register has come; cheap, asked several times a second.
    async fn pulse(&self) -> StorageResult<Pulse>;

    /// Everything about one instrument: the query that is the product.
    async fn dossier(&self, code: InstrumentCode) -> StorageResult<Option<Dossier>>;

    /// Those of `codes` that are registered, in the order of `codes`.
    async fn present(&self, codes: &[InstrumentCode]) -> StorageResult<Vec<Summary>>;

    /// A page of instruments in order of registration.
    async fn instruments(&self, filter: &Filter) -> StorageResult<Listing<Summary>>;

    /// Instruments that a text finds, at most [`Search::MOST`] counted.
    async fn search(&self, search: &Search) -> StorageResult<Found>;

    /// Names of holders and markets that hold all `terms`.
    async fn places(&self, terms: &[Term], limit: usize) -> StorageResult<Vec<PlaceHit>>;

    /// A page of notices, newest first.
    async fn notices(&self, filter: &NoticeFilter) -> StorageResult<Listing<NoticeRow>>;

    /// The notice with this number.
    async fn notice(&self, number: &str) -> StorageResult<Option<NoticeRow>>;

    /// A page of the results of a notice, failed ones first.
    async fn notice_results(
        &self,
        notice: i64,
        after: Option<(bool, i64)>,
        limit: usize,
    ) -> StorageResult<Vec<NoticeResult>>;

    /// Businesses in order of entry, from `after` on.
    async fn businesses(&self, after: i64, limit: usize) -> StorageResult<Vec<BusinessRow>>;

    /// Institutions in order of entry, from `after` on.
    async fn institutions(&self, after: i64, limit: usize) -> StorageResult<Vec<InstitutionRow>>;

    /// The figures of the home page on a day.
    async fn figures(&self, today: Date, due_soon_days: u16) -> StorageResult<Figures>;

    /// Publications in order, from `after` on.
    async fn publications(&self, after: i64, limit: usize) -> StorageResult<Vec<PublicationRow>>;

    /// Takes into the lists what was dated ahead and has become present. Gives how many instruments changed.
    async fn roll(&self, today: Date) -> StorageResult<u64>;

    /// Reads everything as it was at one moment, reports what does not fit together and gives the number of
    /// publications. Memory is bounded; a closure that takes findings is an inspector.
    async fn check(&self, inspector: &mut dyn Inspector) -> StorageResult<u64>;

    /// Opens the one door: a transaction that takes records. Only one is open at a time; a second waits,
    /// then fails with [`StorageError::Busy`].
    async fn begin(&self, options: SessionOptions) -> StorageResult<Box<dyn Session>>;

    /// The plan of a named page query, for the test that every page's query uses an index.
    async fn plans(&self) -> StorageResult<Vec<(String, String)>>;

    /// Waits for readers and closes; further calls fail.
    async fn close(&self);
}

/// An open transaction that takes records. Dropped without [`Session::commit`], it leaves no trace.
#[async_trait]
pub trait Session: Send {
    /// Takes records with the line each came from. Rows that contradict the register are reported and
    /// not taken; the caller decides whether to commit.
    async fn put(
        &mut self,
        rules: &Rules,
        divisions: &chengxing_metrology::Divisions,
        records: Vec<(u64, Record)>,
    ) -> StorageResult<Vec<RowError>>;

    /// What has been taken so far.
    fn outcome(&self) -> Outcome;

    /// Makes everything durable and public, at once.
    async fn commit(self: Box<Self>) -> StorageResult<Outcome>;

    /// Leaves no trace.
    async fn rollback(self: Box<Self>) -> StorageResult<Outcome>;
}
