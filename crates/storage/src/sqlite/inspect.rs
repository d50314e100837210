//! What a check reads, over one transaction.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params, types::ValueRef};
use serde_json::Value;

use super::read;
use crate::{
    Finding, StorageResult,
    integrity::{Ask, Cells, Source},
    model::PublicationRow,
};

/// Page cache of a check, which reads everything once and looks up much of it again.
const CACHE_KIB: i64 = 64 * 1024;

/// The register as it was when the check began. Imports go on meanwhile.
pub(super) struct Moment(Connection);

impl Moment {
    pub fn of(path: &std::path::Path) -> StorageResult<Self> {
        let connection = super::reader(path)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        connection.execute_batch("BEGIN")?;
        Ok(Self(connection))
    }

    /// What SQLite itself finds.
    pub fn damage(&self) -> StorageResult<Vec<Finding>> {
        let mut found = Vec::new();
        let mut statement = self.0.prepare("PRAGMA integrity_check(20)")?;
        for line in statement.query_map([], |row| row.get::<_, String>(0))? {
            found.extend(Some(line?).filter(|l| l != "ok").map(Finding::Engine));
        }
        Ok(found)
    }
}

#[async_trait]
impl Source for Moment {
    async fn rows(&mut self, ask: &Ask, above: i64, up_to: i64) -> StorageResult<Vec<Cells>> {
        let sql = format!("SELECT {} {}", ask.columns, ask.rest);
        let mut statement = self.0.prepare_cached(&sql)?;
        let width = statement.column_count();
        let rows = statement.query_map(params![above, up_to], |row| {
            (0..width).map(|at| row.get_ref(at).map(cell)).collect()
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    async fn publications(
        &mut self,
        after: i64,
        limit: usize,
    ) -> StorageResult<Vec<PublicationRow>> {
        read::publications(&self.0, after, limit)
    }

    async fn bodies(&mut self, seqs: &[i64]) -> StorageResult<Vec<(i64, Vec<u8>)>> {
        let mut statement = self
            .0
            .prepare_cached("SELECT seq, body FROM publications WHERE seq = ?1")?;
        each(&mut statement, seqs)
    }

    async fn described(&mut self, codes: &[i64]) -> StorageResult<Vec<(i64, i64)>> {
        let mut statement = self
            .0
            .prepare_cached("SELECT code, registered FROM instruments WHERE code = ?1")?;
        each(&mut statement, codes)
    }
}

/// The row of each key that has one.
fn each<T: rusqlite::types::FromSql>(
    statement: &mut rusqlite::CachedStatement<'_>,
    keys: &[i64],
) -> StorageResult<Vec<(i64, T)>> {
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        found.extend(
            statement
                .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?,
        );
    }
    Ok(found)
}

fn cell(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => {
            let digits = bytes.iter().flat_map(|b| [b >> 4, b & 15]);
            let digits = digits.filter_map(|d| char::from_digit(u32::from(d), 16));
            "\\x".chars().chain(digits).collect::<String>().into()
        }
    }
}
