//! How records enter, the same on both engines: match, compare, number, write.
//!
//! A batch is matched against the register with a handful of bulk look-ups, worked through in memory in
//! the order of its lines, and written with bulk inserts. The engine says how to look up and how to
//! write ([`Backend`]); everything that decides anything is here.

use std::collections::HashMap;

use async_trait::async_trait;
use chengxing_metrology::{CreditCode, Date, Divisions, InstrumentCode, Rules, record::Record};

use crate::{Session, StorageError, StorageResult, model::PublicationRow};

mod batch;
mod describe;
mod held;
mod take;

pub(crate) use batch::{Batch, NewState, NewVerification};
pub(crate) use held::{
    Basis, BusinessHeld, InstitutionHeld, InstrumentHeld, NoticeHeld, SiteFields, SiteHeld,
    StateHeld, TypeFields, TypeHeld, VerificationHeld,
};

/// Random bytes, given from outside: codes and salts.
pub type Entropy = Box<dyn FnMut(&mut [u8]) + Send>;

/// How a session takes records.
pub struct SessionOptions {
    /// The time of publication, seconds since the epoch.
    pub at: i64,
    /// Today in Asia/Shanghai.
    pub today: Date,
    /// Whether everything that enters is demo data.
    pub demo: bool,
    /// Where codes and salts come from.
    pub entropy: Entropy,
}

/// What a session has taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records that were not there.
    pub new: u64,
    /// Records that changed or corrected what was there.
    pub changed: u64,
    /// Records that were there already.
    pub same: u64,
    /// Records that contradict the register.
    pub wrong: u64,
    /// Instruments registered.
    pub instruments: u64,
    /// Publications made.
    pub publications: u64,
}

/// A record that contradicts the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The line it came from.
    pub line: u64,
    /// The heading of the column, in Chinese.
    pub column: &'static str,
    /// The value.
    pub value: String,
    /// What is wrong and how to mend it, in Chinese.
    pub reason: String,
}

/// The last numbers given out, read when the session begins.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Last {
    pub seq: i64,
    pub institution: i64,
    pub business: i64,
    pub kind: i64,
    pub site: i64,
    pub instrument: i64,
    pub notice: i64,
}

/// What an engine does for a session. Every look-up takes keys without doubles.
#[async_trait]
pub(crate) trait Backend: Send {
    async fn last(&mut self) -> StorageResult<Last>;
    async fn institutions(&mut self, keys: &[i64]) -> StorageResult<Vec<InstitutionHeld>>;
    async fn types(&mut self, keys: &[i64]) -> StorageResult<Vec<(i64, i64)>>;
    async fn sites(&mut self, keys: &[i64]) -> StorageResult<Vec<(i64, i64)>>;
    /// The sites of the businesses, in order.
    async fn sites_of(&mut self, businesses: &[i64]) -> StorageResult<Vec<(i64, SiteFields)>>;
    async fn notices(&mut self, keys: &[i64]) -> StorageResult<Vec<NoticeHeld>>;
    async fn businesses(&mut self, ids: &[i64]) -> StorageResult<Vec<BusinessHeld>>;
    async fn businesses_by_uscc(
        &mut self,
        codes: &[CreditCode],
    ) -> StorageResult<Vec<BusinessHeld>>;
    async fn businesses_by_name(&mut self, keys: &[i64]) -> StorageResult<Vec<BusinessHeld>>;
    async fn instruments_by_code(
        &mut self,
        codes: &[InstrumentCode],
    ) -> StorageResult<Vec<InstrumentHeld>>;
    async fn instruments_by_identity(
        &mut self,
        identities: &[i64],
    ) -> StorageResult<Vec<InstrumentHeld>>;
    /// Those of `codes` that are in use.
    async fn codes_taken(&mut self, codes: &[InstrumentCode])
    -> StorageResult<Vec<InstrumentCode>>;
    /// Fills the histories of the instruments, by id; corrected verifications are left out.
    async fn histories(&mut self, held: &mut HashMap<i64, InstrumentHeld>) -> StorageResult<()>;
    async fn write(&mut self, batch: &Batch) -> StorageResult<()>;
    /// Raises the data version and ends the transaction durably.
    async fn commit(&mut self, demo: bool) -> StorageResult<()>;
    async fn rollback(&mut self) -> StorageResult<()>;
}

/// A session over an engine.
pub(crate) struct Register<B> {
    backend: B,
    options: SessionOptions,
    outcome: Outcome,
    /// True once the engine failed: what was written since the beginning may be half a batch.
    broken: bool,
    last: Last,
    known: Known,
    /// Codes drawn for this batch and not in use.
    free_codes: Vec<InstrumentCode>,
    /// Differences of results and of failed results, by notice, until the batch is written.
    notice_counts: HashMap<i64, (i64, i64)>,
}

/// Small things that many records share, remembered for the length of a session.
#[derive(Default)]
struct Known {
    institutions: HashMap<i64, InstitutionHeld>,
    types: HashMap<i64, i64>,
    notices: HashMap<i64, NoticeHeld>,
}

impl Known {
    /// So that a file with a million makes does not fill the memory.
    const MOST: usize = 50_000;

    fn trim(&mut self) {
        if self.institutions.len() > Self::MOST {
            self.institutions.clear();
        }
        if self.types.len() > Self::MOST {
            self.types.clear();
        }
        if self.notices.len() > Self::MOST {
            self.notices.clear();
        }
    }
}

impl<B: Backend> Register<B> {
    /// A session over a backend whose transaction has begun.
    pub(crate) async fn new(mut backend: B, options: SessionOptions) -> StorageResult<Self> {
        let last = backend.last().await?;
        Ok(Self {
            backend,
            options,
            outcome: Outcome::default(),
            broken: false,
            last,
            known: Known::default(),
            free_codes: Vec::new(),
            notice_counts: HashMap::new(),
        })
    }

    fn code(&mut self) -> InstrumentCode {
        let mut bytes = [0; 8];
        (self.options.entropy)(&mut bytes);
        InstrumentCode::from_bits(u64::from_le_bytes(bytes))
    }

    fn salt(&mut self) -> [u8; 16] {
        let mut salt = [0; 16];
        (self.options.entropy)(&mut salt);
        salt
    }

    /// Numbers a fact and adds it to the batch.
    fn publish<'a>(
        &mut self,
        batch: &mut Batch,
        fact: impl FnOnce(i64, i64) -> crate::publication::Fact<'a>,
    ) -> i64 {
        self.last.seq += 1;
        self.outcome.publications += 1;
        let fact = fact(self.last.seq, self.options.at);
        batch.publications.push(PublicationRow {
            seq: self.last.seq,
            at: self.options.at,
            kind: fact.kind().to_owned(),
            corrects: fact.corrects(),
            body: fact.bytes(),
        });
        self.last.seq
    }
}

#[async_trait]
impl<B: Backend> Session for Register<B> {
    async fn put(
        &mut self,
        rules: &Rules,
        divisions: &Divisions,
        records: Vec<(u64, Record)>,
    ) -> StorageResult<Vec<RowError>> {
        self.known.trim();
        let taken = self.take(rules, divisions, records).await;
        self.broken |= taken.is_err();
        let errors = taken?;
        self.outcome.wrong += errors.len() as u64;
        Ok(errors)
    }

    fn outcome(&self) -> Outcome {
        self.outcome
    }

    async fn commit(mut self: Box<Self>) -> StorageResult<Outcome> {
        if self.broken {
            self.backend.rollback().await?;
            return Err(StorageError::Broken);
        }
        if self.outcome.new + self.outcome.changed == 0 {
            self.backend.rollback().await?;
        } else {
            self.backend.commit(self.options.demo).await?;
        }
        Ok(self.outcome)
    }

    async fn rollback(mut self: Box<Self>) -> StorageResult<Outcome> {
        self.backend.rollback().await?;
        Ok(self.outcome)
    }
}
