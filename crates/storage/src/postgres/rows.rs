//! From SQL values to the domain. A value that does not fit is damage, and is said to be.

use chengxing_metrology::{
    Conclusion, CreditCode, Date, History, InstrumentCode, KindId, RegionCode, Service,
    StateChange, Verification, VerificationType, clock::date_from_days,
};
use sqlx::{Row, postgres::PgRow};

use crate::{StorageError, StorageResult};

/// A column as the type that the driver knows.
pub(super) fn raw<'r, T>(row: &'r PgRow, column: usize) -> StorageResult<T>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    Ok(row.try_get(column)?)
}

fn damaged(what: &str, value: impl std::fmt::Display) -> StorageError {
    StorageError::Damaged(format!("{value:?} is no {what}", value = value.to_string()))
}

pub(super) fn date(days: i32) -> Date {
    date_from_days(i64::from(days))
}

pub(super) fn code(bits: i64) -> StorageResult<InstrumentCode> {
    u64::try_from(bits)
        .map(InstrumentCode::from_bits)
        .map_err(|_| damaged("instrument code", bits))
}

pub(super) fn region(number: Option<i32>) -> StorageResult<Option<RegionCode>> {
    let Some(number) = number else {
        return Ok(None);
    };
    u32::try_from(number)
        .ok()
        .and_then(RegionCode::from_number)
        .map(Some)
        .ok_or_else(|| damaged("division", number))
}

pub(super) fn kind(text: &str) -> StorageResult<KindId> {
    text.parse().map_err(|_| damaged("kind", text))
}

pub(super) fn uscc(text: Option<&str>) -> StorageResult<Option<CreditCode>> {
    text.map(|t| t.parse().map_err(|_| damaged("credit code", t)))
        .transpose()
}

pub(super) fn verification_type(word: &str) -> StorageResult<VerificationType> {
    VerificationType::from_word(word).ok_or_else(|| damaged("type of verification", word))
}

pub(super) fn conclusion(word: &str) -> StorageResult<Conclusion> {
    Conclusion::from_word(word).ok_or_else(|| damaged("conclusion", word))
}

pub(super) fn state(word: &str) -> StorageResult<Service> {
    Service::from_word(word).ok_or_else(|| damaged("state of service", word))
}

/// What a query gathered into one JSON array; NULL where there was nothing.
pub(super) fn gathered<T: serde::de::DeserializeOwned>(
    json: Option<&str>,
) -> StorageResult<Vec<T>> {
    json.map_or_else(
        || Ok(Vec::new()),
        |text| serde_json::from_str(text).map_err(|e| StorageError::Damaged(e.to_string())),
    )
}

/// The history in two gathered columns.
pub(super) fn history(row: &PgRow, verifications: usize, states: usize) -> StorageResult<History> {
    let mut history = History::default();
    for (on, kind, told, until) in
        gathered::<(i32, String, String, Option<i32>)>(raw(row, verifications)?)?
    {
        history.verifications.push(Verification {
            on: date(on),
            kind: verification_type(&kind)?,
            conclusion: conclusion(&told)?,
            valid_until: until.map(date),
        });
    }
    for (on, word) in gathered::<(i32, String)>(raw(row, states)?)? {
        history.states.push(StateChange {
            on: date(on),
            state: state(&word)?,
        });
    }
    Ok(history)
}
