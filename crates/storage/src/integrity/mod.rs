//! Does the register fit together? `chengxing check` reads everything and says what does not.
//!
//! The publications are the truth: they are read in order, and every row of the register is held against
//! the publication from which it came ([`compare`]). What names something else (the publication before,
//! the one corrected, a count) is added up on both sides, and the sums must agree ([`ledger`]), so that
//! memory is bounded however large the register is.

use async_trait::async_trait;

use crate::{StorageResult, model::PublicationRow};

mod asks;
mod compare;
mod finding;
mod instruments;
mod ledger;
mod walk;

pub use finding::{Finding, Remedy};
pub(crate) use walk::inspect;

/// Who is told what a check finds and how far it has come.
pub trait Inspector: Send {
    /// Something does not fit.
    fn found(&mut self, finding: Finding);

    /// Of `total` publications and instruments `done` are read. `total` grows when something is read again
    /// to name what does not fit.
    fn advanced(&mut self, done: u64, total: u64) {
        let _ = (done, total);
    }
}

impl<F: FnMut(Finding) + Send> Inspector for F {
    fn found(&mut self, finding: Finding) {
        self(finding);
    }
}

/// What is read of a table: an engine puts it together in its own way.
pub(crate) struct Ask {
    pub columns: &'static str,
    /// `FROM` and all that follows, with `$1` and `$2` for the ends of the range: above the one, up to the
    /// other.
    pub rest: &'static str,
}

/// One row, cell by cell, as the engine has it: a row that does not fit must not end the check. Bytes are
/// `\x` and hexadecimal digits.
pub(crate) type Cells = Vec<serde_json::Value>;

/// A register seen as it was at one moment.
#[async_trait]
pub(crate) trait Source: Send {
    /// The rows of a range.
    async fn rows(&mut self, ask: &Ask, above: i64, up_to: i64) -> StorageResult<Vec<Cells>>;

    /// Publications in order.
    async fn publications(
        &mut self,
        after: i64,
        limit: usize,
    ) -> StorageResult<Vec<PublicationRow>>;

    /// The bytes of those of `seqs` that are there, with their numbers.
    async fn bodies(&mut self, seqs: &[i64]) -> StorageResult<Vec<(i64, Vec<u8>)>>;

    /// For those of `codes` that are registered, by which publication they are described.
    async fn described(&mut self, codes: &[i64]) -> StorageResult<Vec<(i64, i64)>>;
}
