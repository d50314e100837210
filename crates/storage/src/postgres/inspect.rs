//! What a check reads, over one transaction.

use async_trait::async_trait;
use sqlx::AssertSqlSafe;

use super::{Reader, read, rows::raw};
use crate::{
    StorageError, StorageResult,
    integrity::{Ask, Cells, Source},
    model::PublicationRow,
};

/// The register as it was when the check began. Imports go on meanwhile.
pub(super) struct Moment(pub Reader);

#[async_trait]
impl Source for Moment {
    async fn rows(&mut self, ask: &Ask, above: i64, up_to: i64) -> StorageResult<Vec<Cells>> {
        // Both parts are constants of this program.
        let sql = format!(
            "SELECT json_build_array({})::text {}",
            ask.columns, ask.rest
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(above)
            .bind(up_to)
            .fetch_all(&mut *self.0)
            .await?;
        rows.iter()
            .map(|row| {
                let text: &str = raw(row, 0)?;
                serde_json::from_str(text).map_err(|e| StorageError::Damaged(e.to_string()))
            })
            .collect()
    }

    async fn publications(
        &mut self,
        after: i64,
        limit: usize,
    ) -> StorageResult<Vec<PublicationRow>> {
        read::publications(&mut self.0, after, limit).await
    }

    async fn bodies(&mut self, seqs: &[i64]) -> StorageResult<Vec<(i64, Vec<u8>)>> {
        let rows = sqlx::query("SELECT seq, body FROM publications WHERE seq = ANY($1)")
            .bind(seqs)
            .fetch_all(&mut *self.0)
            .await?;
        rows.iter()
            .map(|row| Ok((raw(row, 0)?, raw(row, 1)?)))
            .collect()
    }

    async fn described(&mut self, codes: &[i64]) -> StorageResult<Vec<(i64, i64)>> {
        let rows = sqlx::query("SELECT code, registered FROM instruments WHERE code = ANY($1)")
            .bind(codes)
            .fetch_all(&mut *self.0)
            .await?;
        rows.iter()
            .map(|row| Ok((raw(row, 0)?, raw(row, 1)?)))
            .collect()
    }
}
