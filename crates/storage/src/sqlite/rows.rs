//! From SQL values to the domain. A value that does not fit is damage, and is said to be.

use chengxing_metrology::{
    Conclusion, CreditCode, Date, InstrumentCode, KindId, RegionCode,
    clock::{date_from_days, days_from_date},
    record::MeasuredError,
    verification::{Service, VerificationType},
};
use rusqlite::{
    Row,
    types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef},
};

/// A domain value as SQLite keeps it.
pub(super) struct Sql<T>(pub T);

macro_rules! integer {
    ($type:ty, $to:expr, $from:expr) => {
        impl ToSql for Sql<$type> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(i64::from(($to)(&self.0)).into())
            }
        }
        impl FromSql for Sql<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let value = value.as_i64()?;
                ($from)(value)
                    .map(Sql)
                    .ok_or(FromSqlError::OutOfRange(value))
            }
        }
    };
}

integer!(Date, |d: &Date| days_from_date(*d), |v: i64| Some(
    date_from_days(v)
));
integer!(
    InstrumentCode,
    |c: &InstrumentCode| c.bits() as i64,
    |v: i64| u64::try_from(v).ok().map(InstrumentCode::from_bits)
);
integer!(RegionCode, |r: &RegionCode| r.number(), |v: i64| {
    u32::try_from(v).ok().and_then(RegionCode::from_number)
});

macro_rules! word {
    ($type:ty) => {
        impl FromSql for Sql<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                <$type>::from_word(value.as_str()?)
                    .map(Sql)
                    .ok_or(FromSqlError::InvalidType)
            }
        }
    };
}

word!(VerificationType);
word!(Conclusion);
word!(Service);

impl FromSql for Sql<KindId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_str()?
            .parse()
            .map(Sql)
            .map_err(|_| FromSqlError::InvalidType)
    }
}

impl FromSql for Sql<CreditCode> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_str()?
            .parse()
            .map(Sql)
            .map_err(|_| FromSqlError::InvalidType)
    }
}

impl FromSql for Sql<MeasuredError> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(Sql)
            .map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

/// A column as a domain value.
pub(super) fn get<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    Sql<T>: FromSql,
{
    Ok(row.get::<_, Sql<T>>(column)?.0)
}

/// A column that may be NULL.
pub(super) fn maybe<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    Sql<T>: FromSql,
{
    Ok(row.get::<_, Option<Sql<T>>>(column)?.map(|v| v.0))
}
