//! Does the register fit together? `chengxing check` reads everything and says what does not.

use crate::{Repository, StorageResult};

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The engine found its own file damaged.
    #[error("engine: {0}")]
    Engine(String),
    /// A number is missing among the publications.
    #[error("publication {after} is not followed by {expected}")]
    Gap {
        /// The last number before the gap.
        after: i64,
        /// The number that is missing.
        expected: i64,
    },
    /// The bytes of a publication are not the canonical form of a fact, or name another number.
    #[error("publication {seq}: {reason}")]
    Publication {
        /// Its number.
        seq: i64,
        /// What is wrong.
        reason: &'static str,
    },
    /// A row whose publication is missing or of another kind.
    #[error("{table} {seq} has no publication")]
    NoPublication {
        /// The table.
        table: String,
        /// The number.
        seq: i64,
    },
}

/// Rows that no publication carries.
pub(crate) const ORPHANS: &str = "SELECT 'verifications', v.seq FROM verifications v
        LEFT JOIN publications p ON p.seq = v.seq AND p.kind = 'verified' WHERE p.seq IS NULL
    UNION ALL SELECT 'states', s.seq FROM states s LEFT JOIN publications p ON p.seq = s.seq AND p.kind = 'state' WHERE p.seq IS NULL
    UNION ALL SELECT 'notices', n.seq FROM notices n LEFT JOIN publications p ON p.seq = n.seq AND p.kind = 'notice' WHERE p.seq IS NULL
    UNION ALL SELECT 'instruments', i.registered FROM instruments i
        LEFT JOIN publications p ON p.seq = i.registered AND p.kind = 'registered' WHERE p.seq IS NULL";

/// Reads every publication: numbers without gaps, canonical bytes, and in them their own number and time.
/// Gives how many there are.
pub(crate) async fn read_publications(
    repository: &dyn Repository,
    each: &mut (dyn for<'f> FnMut(Finding) + Send),
) -> StorageResult<u64> {
    let mut last = 0;
    let mut count = 0;
    loop {
        let rows = repository.publications(last, 5_000).await?;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in rows {
            if row.seq != last + 1 {
                each(Finding::Gap {
                    after: last,
                    expected: last + 1,
                });
            }
            if let Some(reason) = fault(row.seq, row.at, &row.kind, row.corrects, &row.body) {
                each(Finding::Publication {
                    seq: row.seq,
                    reason,
                });
            }
            last = row.seq;
            count += 1;
        }
    }
}

fn fault(
    seq: i64,
    at: i64,
    kind: &str,
    corrects: Option<i64>,
    body: &[u8],
) -> Option<&'static str> {
    let Ok(fact) = serde_json::from_slice::<serde_json::Value>(body) else {
        return Some("the bytes are not JSON");
    };
    if serde_json::to_vec(&fact).ok().as_deref() != Some(body) {
        return Some("the bytes are not canonical");
    }
    if fact["seq"].as_i64() != Some(seq) {
        return Some("the bytes name another number");
    }
    if fact["time"].as_i64() != Some(at) {
        return Some("the bytes name another time");
    }
    if fact["fact"].as_str() != Some(kind) {
        return Some("the bytes name another kind of fact");
    }
    if fact["corrects"].as_i64() != corrects {
        return Some("the bytes name another correction");
    }
    None
}
