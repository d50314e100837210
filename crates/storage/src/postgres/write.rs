//! The writer: one statement for each look-up or table of a batch, in one transaction that holds the
//! writers' lock.

use std::collections::HashMap;

use async_trait::async_trait;
use chengxing_metrology::{CertificateNumber, CreditCode, InstrumentCode, RegionCode, record};
use sqlx::{PgConnection, Transaction, postgres::PgRow};

use super::{
    read::lexeme,
    rows::{code, conclusion, date, kind, raw, region, state, uscc, verification_type},
};
use crate::{
    StorageError, StorageResult,
    register::{
        Backend, Batch, BusinessHeld, InstitutionHeld, InstrumentHeld, Last, NoticeHeld,
        SiteFields, StateHeld, TypeFields, VerificationHeld,
    },
};

pub(super) struct Writer {
    /// `None` once it has ended. Dropped without an end it is rolled back.
    transaction: Option<Transaction<'static, sqlx::Postgres>>,
}

impl Writer {
    pub fn new(transaction: Transaction<'static, sqlx::Postgres>) -> Self {
        Self {
            transaction: Some(transaction),
        }
    }

    fn connection(&mut self) -> StorageResult<&mut PgConnection> {
        self.transaction
            .as_deref_mut()
            .ok_or_else(|| StorageError::Postgres(sqlx::Error::WorkerCrashed))
    }

    /// The rows that a look-up by an array of keys finds.
    async fn find<'k, K, T>(
        &mut self,
        sql: &'static str,
        keys: K,
        row: impl Fn(&PgRow) -> StorageResult<T>,
    ) -> StorageResult<Vec<T>>
    where
        K: sqlx::Encode<'k, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + 'k,
    {
        let found = sqlx::query(sql)
            .bind(keys)
            .fetch_all(self.connection()?)
            .await?;
        found.iter().map(row).collect()
    }
}

fn business(row: &PgRow) -> StorageResult<BusinessHeld> {
    Ok(BusinessHeld {
        id: raw(row, 0)?,
        name_key: raw(row, 1)?,
        business: record::Business {
            uscc: uscc(raw(row, 2)?)?,
            name: raw(row, 3)?,
            category: raw(row, 4)?,
            owner: raw(row, 5)?,
            market: raw(row, 6)?,
            region: region(raw(row, 7)?)?,
        },
    })
}

fn instrument(row: &PgRow) -> StorageResult<InstrumentHeld> {
    let kind = kind(raw(row, 8)?)?;
    let salt: &[u8] = raw(row, 17)?;
    Ok(InstrumentHeld {
        id: raw(row, 0)?,
        code: code(raw(row, 1)?)?,
        identity: raw(row, 2)?,
        type_id: raw(row, 3)?,
        stored_kind: kind.to_string(),
        fields: TypeFields {
            kind,
            type_name: raw(row, 9)?,
            type_approval: raw(row, 10)?,
            model: raw(row, 11)?,
            maker: raw(row, 12)?,
            accuracy_class: raw(row, 13)?,
            capacity: raw(row, 14)?,
        },
        site_id: raw(row, 4)?,
        site: SiteFields {
            business_id: raw(row, 15)?,
            place: raw(row, 16)?,
            region: region(raw(row, 5)?)?,
        },
        region: region(raw(row, 5)?)?,
        serial_number: raw(row, 6)?,
        maker_uid: raw(row, 7)?,
        salt: salt
            .try_into()
            .map_err(|_| StorageError::Damaged(format!("a salt has {} bytes", salt.len())))?,
        demo: raw(row, 18)?,
        registered: raw(row, 19)?,
        newest: raw(row, 20)?,
        basis: raw(row, 21)?,
        basis_until: raw(row, 22)?,
        verifications: Vec::new(),
        states: Vec::new(),
        is_new: false,
        dirty: false,
    })
}

fn verification(row: &PgRow) -> StorageResult<(i64, VerificationHeld)> {
    let error: Option<&str> = raw(row, 11)?;
    Ok((
        raw(row, 0)?,
        VerificationHeld {
            seq: raw(row, 1)?,
            on: date(raw(row, 2)?),
            kind: verification_type(raw(row, 3)?)?,
            conclusion: conclusion(raw(row, 4)?)?,
            valid_until: raw::<Option<i32>>(row, 5)?.map(date),
            by_rule: raw(row, 6)?,
            certificate: raw::<Option<&str>>(row, 7)?.and_then(CertificateNumber::new),
            institution_id: raw(row, 8)?,
            regulation: raw(row, 9)?,
            standard: raw(row, 10)?,
            error: error
                .map(serde_json::from_str)
                .transpose()
                .map_err(|e| StorageError::Damaged(e.to_string()))?,
            notice_id: raw(row, 12)?,
        },
    ))
}

macro_rules! businesses {
    ($rest:literal) => {
        concat!("SELECT b.id, b.name_key, b.uscc, b.name, b.category, b.owner, b.market, b.region FROM ", $rest)
    };
}

macro_rules! instruments {
    ($key:literal) => {
        concat!(
            "SELECT i.id, i.code, i.identity, i.type_id, i.site_id, i.region, i.serial_number, i.maker_uid,
            t.kind, t.type_name, t.type_approval, t.model, t.maker, t.accuracy_class, t.capacity,
            s.business_id, s.place, i.salt, i.demo, i.registered, i.newest, i.basis, i.basis_until
            FROM instruments i JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id WHERE ",
            $key,
            " = ANY($1)"
        )
    };
}

#[async_trait]
impl Backend for Writer {
    async fn last(&mut self) -> StorageResult<Last> {
        let row = sqlx::query(
            "SELECT coalesce((SELECT max(seq) FROM publications), 0), coalesce((SELECT max(id) FROM institutions), 0),
                coalesce((SELECT max(id) FROM businesses), 0), coalesce((SELECT max(id) FROM types), 0),
                coalesce((SELECT max(id) FROM sites), 0), coalesce((SELECT max(id) FROM instruments), 0),
                coalesce((SELECT max(id) FROM notices), 0)",
        )
        .fetch_one(self.connection()?)
        .await?;
        Ok(Last {
            seq: raw(&row, 0)?,
            institution: raw(&row, 1)?,
            business: raw(&row, 2)?,
            kind: raw(&row, 3)?,
            site: raw(&row, 4)?,
            instrument: raw(&row, 5)?,
            notice: raw(&row, 6)?,
        })
    }

    async fn institutions(&mut self, keys: &[i64]) -> StorageResult<Vec<InstitutionHeld>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.find(
            "SELECT id, key, name, scope, region FROM institutions WHERE key = ANY($1)",
            keys,
            |row| {
                Ok(InstitutionHeld {
                    id: raw(row, 0)?,
                    key: raw(row, 1)?,
                    name: raw(row, 2)?,
                    scope: raw(row, 3)?,
                    region: region(raw(row, 4)?)?,
                })
            },
        )
        .await
    }

    async fn types(&mut self, keys: &[i64]) -> StorageResult<Vec<(i64, i64)>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.find(
            "SELECT key, id FROM types WHERE key = ANY($1)",
            keys,
            |row| Ok((raw(row, 0)?, raw(row, 1)?)),
        )
        .await
    }

    async fn sites(&mut self, keys: &[i64]) -> StorageResult<Vec<(i64, i64)>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.find(
            "SELECT key, id FROM sites WHERE key = ANY($1)",
            keys,
            |row| Ok((raw(row, 0)?, raw(row, 1)?)),
        )
        .await
    }

    async fn sites_of(&mut self, businesses: &[i64]) -> StorageResult<Vec<(i64, SiteFields)>> {
        if businesses.is_empty() {
            return Ok(Vec::new());
        }
        self.find("SELECT id, business_id, place, region FROM sites WHERE business_id = ANY($1) ORDER BY id", businesses, |row| {
            Ok((raw(row, 0)?, SiteFields { business_id: raw(row, 1)?, place: raw(row, 2)?, region: region(raw(row, 3)?)? }))
        })
        .await
    }

    async fn notices(&mut self, keys: &[i64]) -> StorageResult<Vec<NoticeHeld>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.find(
            "SELECT id, key, number, title, on_day, institution_id, region, results, failed, demo, seq FROM notices WHERE key = ANY($1)",
            keys,
            |row| {
                Ok(NoticeHeld {
                    id: raw(row, 0)?,
                    key: raw(row, 1)?,
                    number: raw(row, 2)?,
                    title: raw(row, 3)?,
                    on: date(raw(row, 4)?),
                    institution_id: raw(row, 5)?,
                    region: region(raw(row, 6)?)?,
                    results: raw(row, 7)?,
                    failed: raw(row, 8)?,
                    demo: raw(row, 9)?,
                    seq: raw(row, 10)?,
                })
            },
        )
        .await
    }

    async fn businesses(&mut self, ids: &[i64]) -> StorageResult<Vec<BusinessHeld>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.find(
            businesses!("businesses b WHERE b.id = ANY($1)"),
            ids,
            business,
        )
        .await
    }

    async fn businesses_by_uscc(
        &mut self,
        codes: &[CreditCode],
    ) -> StorageResult<Vec<BusinessHeld>> {
        if codes.is_empty() {
            return Ok(Vec::new());
        }
        let codes: Vec<&str> = codes.iter().map(CreditCode::as_str).collect();
        self.find(
            businesses!("businesses b WHERE b.uscc = ANY($1)"),
            codes,
            business,
        )
        .await
    }

    async fn businesses_by_name(&mut self, keys: &[i64]) -> StorageResult<Vec<BusinessHeld>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let sql = businesses!(
            "unnest($1::BIGINT[]) AS asked (key)
            CROSS JOIN LATERAL (SELECT * FROM businesses WHERE name_key = asked.key ORDER BY id LIMIT 100) b"
        );
        self.find(sql, keys, business).await
    }

    async fn instruments_by_code(
        &mut self,
        codes: &[InstrumentCode],
    ) -> StorageResult<Vec<InstrumentHeld>> {
        if codes.is_empty() {
            return Ok(Vec::new());
        }
        let codes: Vec<i64> = codes.iter().map(|c| c.bits() as i64).collect();
        self.find(instruments!("i.code"), codes, instrument).await
    }

    async fn instruments_by_identity(
        &mut self,
        identities: &[i64],
    ) -> StorageResult<Vec<InstrumentHeld>> {
        if identities.is_empty() {
            return Ok(Vec::new());
        }
        self.find(instruments!("i.identity"), identities, instrument)
            .await
    }

    async fn codes_taken(
        &mut self,
        codes: &[InstrumentCode],
    ) -> StorageResult<Vec<InstrumentCode>> {
        if codes.is_empty() {
            return Ok(Vec::new());
        }
        let codes: Vec<i64> = codes.iter().map(|c| c.bits() as i64).collect();
        self.find(
            "SELECT code FROM instruments WHERE code = ANY($1)",
            codes,
            |row| code(raw(row, 0)?),
        )
        .await
    }

    async fn histories(&mut self, held: &mut HashMap<i64, InstrumentHeld>) -> StorageResult<()> {
        let ids: Vec<i64> = held.keys().copied().collect();
        let verifications = self
            .find(
                "SELECT instrument_id, seq, on_day, type, conclusion, valid_until, by_rule, certificate, institution_id, regulation,
                    standard, error, notice_id
                 FROM verifications WHERE instrument_id = ANY($1) AND corrected_by IS NULL ORDER BY on_day, seq",
                ids.as_slice(),
                verification,
            )
            .await?;
        for (id, verification) in verifications {
            if let Some(held) = held.get_mut(&id) {
                held.verifications.push(verification);
            }
        }
        let states = self
            .find("SELECT instrument_id, seq, on_day, state FROM states WHERE instrument_id = ANY($1) ORDER BY on_day, seq", ids, |row| {
                Ok((raw::<i64>(row, 0)?, StateHeld { seq: raw(row, 1)?, on: date(raw(row, 2)?), state: state(raw(row, 3)?)? }))
            })
            .await?;
        for (id, state) in states {
            if let Some(held) = held.get_mut(&id) {
                held.states.push(state);
            }
        }
        Ok(())
    }

    async fn write(&mut self, batch: &Batch) -> StorageResult<()> {
        let c = self.connection()?;
        write(c, batch).await
    }

    async fn commit(&mut self, demo: bool) -> StorageResult<()> {
        let c = self.connection()?;
        sqlx::query("UPDATE meta SET value = value + 1 WHERE key = 'version'")
            .execute(&mut *c)
            .await?;
        if demo {
            sqlx::query("UPDATE meta SET value = 1 WHERE key = 'demo'")
                .execute(&mut *c)
                .await?;
        }
        if let Some(transaction) = self.transaction.take() {
            transaction.commit().await?;
        }
        Ok(())
    }

    async fn rollback(&mut self) -> StorageResult<()> {
        if let Some(transaction) = self.transaction.take() {
            transaction.rollback().await?;
        }
        Ok(())
    }
}

/// An `INSERT … SELECT … FROM UNNEST` or the like, its columns taken from `rows`; nothing for no rows.
macro_rules! write_rows {
    ($c:expr, $sql:literal, $rows:expr, $($column:expr),+ $(,)?) => {{
        let rows = $rows;
        if !rows.is_empty() {
            sqlx::query($sql)$(.bind(column(&rows, $column)))+.execute(&mut *$c).await?;
        }
    }};
}

fn column<'r, R, T>(rows: &[&'r R], cell: impl Fn(&'r R) -> T) -> Vec<T> {
    rows.iter().map(|row| cell(row)).collect()
}

fn number(region: Option<RegionCode>) -> Option<i32> {
    region.map(|r| r.number() as i32)
}

fn day(date: chengxing_metrology::Date) -> i32 {
    chengxing_metrology::clock::days_from_date(date)
}

/// The last of several changes of one row: a statement may change a row only once.
fn newest<T>(changes: &[T], id: impl Fn(&T) -> i64) -> Vec<&T> {
    let mut last: HashMap<i64, &T> = HashMap::new();
    for change in changes {
        last.insert(id(change), change);
    }
    let mut changes: Vec<(i64, &T)> = last.into_iter().collect();
    changes.sort_unstable_by_key(|(id, _)| *id);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Terms that fit into a `tsvector`.
fn stored_terms(terms: &str) -> String {
    terms.split(' ').map(lexeme).collect::<Vec<_>>().join(" ")
}

async fn write(c: &mut PgConnection, batch: &Batch) -> StorageResult<()> {
    write_rows!(
        c,
        "INSERT INTO publications (seq, at, kind, corrects, body)
         SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::BYTEA[])",
        batch.publications.iter().collect::<Vec<_>>(),
        |p| p.seq,
        |p| p.at,
        |p| p.kind.as_str(),
        |p| p.corrects,
        |p| p.body.as_slice(),
    );
    parties(c, batch).await?;
    makes_and_sites(c, batch).await?;
    instruments(c, batch).await?;
    facts(c, batch).await?;
    write_rows!(
        c,
        "INSERT INTO pending (on_day, instrument_id) SELECT * FROM UNNEST($1::INTEGER[], $2::BIGINT[]) ON CONFLICT DO NOTHING",
        batch.pending.iter().collect::<Vec<_>>(),
        |p| p.0,
        |p| p.1,
    );
    tally(c, &batch.tally).await
}

/// Institutions and businesses.
async fn parties(c: &mut PgConnection, batch: &Batch) -> StorageResult<()> {
    write_rows!(
        c,
        "INSERT INTO institutions (id, key, name, scope, region) SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::INTEGER[])",
        batch.institutions.iter().collect::<Vec<_>>(),
        |i| i.id,
        |i| i.key,
        |i| i.name.as_str(),
        |i| i.scope.as_deref(),
        |i| number(i.region),
    );
    write_rows!(
        c,
        "UPDATE institutions i SET scope = u.scope, region = u.region
         FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::INTEGER[]) AS u (id, scope, region) WHERE i.id = u.id",
        newest(&batch.institution_changes, |i| i.id),
        |i| i.id,
        |i| i.scope.as_deref(),
        |i| number(i.region),
    );
    write_rows!(
        c,
        "INSERT INTO businesses (id, name_key, uscc, name, category, owner, market, region)
         SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[], $8::INTEGER[])
         ON CONFLICT (id) DO UPDATE SET name_key = EXCLUDED.name_key, uscc = EXCLUDED.uscc, name = EXCLUDED.name,
            category = EXCLUDED.category, owner = EXCLUDED.owner, market = EXCLUDED.market, region = EXCLUDED.region",
        batch.businesses.iter().chain(&batch.business_changes).collect::<Vec<_>>(),
        |b| b.id,
        |b| b.name_key,
        |b| b.business.uscc.as_ref().map(CreditCode::as_str),
        |b| b.business.name.as_str(),
        |b| b.business.category.as_deref(),
        |b| b.business.owner.as_deref(),
        |b| b.business.market.as_deref(),
        |b| number(b.business.region),
    );
    Ok(())
}

async fn makes_and_sites(c: &mut PgConnection, batch: &Batch) -> StorageResult<()> {
    write_rows!(
        c,
        "INSERT INTO types (id, key, kind, type_name, type_approval, model, maker, accuracy_class, capacity, terms)
         SELECT id, key, kind, type_name, type_approval, model, maker, accuracy_class, capacity, array_to_tsvector(string_to_array(terms, ' '))
         FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[], $8::TEXT[], $9::TEXT[], $10::TEXT[])
            AS u (id, key, kind, type_name, type_approval, model, maker, accuracy_class, capacity, terms)",
        batch.types.iter().collect::<Vec<_>>(),
        |t| t.id,
        |t| t.key,
        |t| t.fields.kind.as_str(),
        |t| t.fields.type_name.as_deref(),
        |t| t.fields.type_approval.as_deref(),
        |t| t.fields.model.as_deref(),
        |t| t.fields.maker.as_deref(),
        |t| t.fields.accuracy_class.as_deref(),
        |t| t.fields.capacity.as_deref(),
        |t| stored_terms(&t.terms),
    );
    write_rows!(
        c,
        "INSERT INTO sites (id, key, business_id, place, region, terms)
         SELECT id, key, business_id, place, region, array_to_tsvector(string_to_array(terms, ' '))
         FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::INTEGER[], $6::TEXT[]) AS u (id, key, business_id, place, region, terms)",
        batch.sites.iter().collect::<Vec<_>>(),
        |s| s.id,
        |s| s.key,
        |s| s.fields.business_id,
        |s| s.fields.place.as_deref(),
        |s| number(s.fields.region),
        |s| stored_terms(&s.terms),
    );
    write_rows!(
        c,
        "UPDATE sites s SET terms = array_to_tsvector(string_to_array(u.terms, ' '))
         FROM UNNEST($1::BIGINT[], $2::TEXT[]) AS u (id, terms) WHERE s.id = u.id",
        newest(&batch.site_terms, |s| s.0),
        |s| s.0,
        |s| stored_terms(&s.1),
    );
    Ok(())
}

async fn instruments(c: &mut PgConnection, batch: &Batch) -> StorageResult<()> {
    write_rows!(
        c,
        "INSERT INTO instruments (id, code, identity, type_id, site_id, kind, region, serial_number, serial_key, maker_uid, salt,
            demo, registered, newest, states, basis, basis_until)
         SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::TEXT[], $7::INTEGER[], $8::TEXT[],
            $9::TEXT[], $10::TEXT[], $11::BYTEA[], $12::BOOLEAN[], $13::BIGINT[], $14::BIGINT[], $15::BIGINT[], $16::SMALLINT[], $17::INTEGER[])
         ON CONFLICT (id) DO UPDATE SET identity = EXCLUDED.identity, type_id = EXCLUDED.type_id, site_id = EXCLUDED.site_id,
            kind = EXCLUDED.kind, region = EXCLUDED.region, serial_number = EXCLUDED.serial_number, serial_key = EXCLUDED.serial_key,
            maker_uid = EXCLUDED.maker_uid, registered = EXCLUDED.registered, newest = EXCLUDED.newest, states = EXCLUDED.states,
            basis = EXCLUDED.basis, basis_until = EXCLUDED.basis_until",
        batch.instruments.iter().chain(&batch.instrument_changes).collect::<Vec<_>>(),
        |i| i.id,
        |i| i.code.bits() as i64,
        |i| i.identity,
        |i| i.type_id,
        |i| i.site_id,
        |i| i.fields.kind.as_str(),
        |i| number(i.region),
        |i| i.serial_number.as_deref(),
        |i| i.serial_number.as_deref().map(chengxing_metrology::serial::key),
        |i| i.maker_uid.as_deref(),
        |i| i.salt.as_slice(),
        |i| i.demo,
        |i| i.registered,
        |i| i.newest,
        |i| i.states.len() as i64,
        |i| i.basis,
        |i| i.basis_until,
    );
    Ok(())
}

/// Notices, verifications and states.
async fn facts(c: &mut PgConnection, batch: &Batch) -> StorageResult<()> {
    let fresh = batch
        .notices
        .iter()
        .chain(newest(&batch.notice_changes, |n| n.id));
    write_rows!(
        c,
        "INSERT INTO notices (id, key, number, title, on_day, institution_id, region, results, failed, demo, seq)
         SELECT id, key, number, title, on_day, institution_id, region, 0, 0, demo, seq
         FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::INTEGER[], $6::BIGINT[], $7::INTEGER[], $8::BOOLEAN[], $9::BIGINT[])
            AS u (id, key, number, title, on_day, institution_id, region, demo, seq)
         ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, on_day = EXCLUDED.on_day, institution_id = EXCLUDED.institution_id,
            region = EXCLUDED.region, seq = EXCLUDED.seq",
        fresh.collect::<Vec<_>>(),
        |n| n.id,
        |n| n.key,
        |n| n.number.as_str(),
        |n| n.title.as_str(),
        |n| day(n.on),
        |n| n.institution_id,
        |n| number(n.region),
        |n| n.demo,
        |n| n.seq,
    );
    write_rows!(
        c,
        "UPDATE notices n SET results = n.results + u.results, failed = n.failed + u.failed
         FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (id, results, failed) WHERE n.id = u.id",
        batch.notice_counts.iter().collect::<Vec<_>>(),
        |n| n.0,
        |n| n.1,
        |n| n.2,
    );
    let mut errors = Vec::with_capacity(batch.verifications.len());
    for v in &batch.verifications {
        errors.push(
            v.row
                .error
                .as_ref()
                .map(serde_json::to_string)
                .transpose()
                .map_err(|e| StorageError::Damaged(e.to_string()))?,
        );
    }
    let verifications: Vec<_> = batch.verifications.iter().zip(&errors).collect();
    write_rows!(
        c,
        "INSERT INTO verifications (seq, instrument_id, on_day, type, conclusion, valid_until, by_rule, certificate, institution_id,
            regulation, standard, error, notice_id)
         SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::INTEGER[], $4::TEXT[], $5::TEXT[], $6::INTEGER[], $7::BOOLEAN[], $8::TEXT[],
            $9::BIGINT[], $10::TEXT[], $11::TEXT[], $12::TEXT[], $13::BIGINT[])",
        verifications.iter().collect::<Vec<_>>(),
        |v| v.0.row.seq,
        |v| v.0.instrument_id,
        |v| day(v.0.row.on),
        |v| v.0.row.kind.as_str(),
        |v| v.0.row.conclusion.as_str(),
        |v| v.0.row.valid_until.map(day),
        |v| v.0.row.by_rule,
        |v| v.0.row.certificate.as_ref().map(CertificateNumber::as_str),
        |v| v.0.row.institution_id,
        |v| v.0.row.regulation.as_deref(),
        |v| v.0.row.standard.as_deref(),
        |v| v.1.as_deref(),
        |v| v.0.row.notice_id,
    );
    write_rows!(
        c,
        "UPDATE verifications v SET corrected_by = u.new FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (old, new) WHERE v.seq = u.old",
        batch.corrected.iter().collect::<Vec<_>>(),
        |x| x.0,
        |x| x.1,
    );
    write_rows!(
        c,
        "INSERT INTO states (seq, instrument_id, on_day, state, ground)
         SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::INTEGER[], $4::TEXT[], $5::TEXT[])",
        batch.states.iter().collect::<Vec<_>>(),
        |s| s.row.seq,
        |s| s.instrument_id,
        |s| day(s.row.on),
        |s| s.row.state.as_str(),
        |s| s.ground.as_deref(),
    );
    Ok(())
}

/// Adds differences to the cells of the tally.
pub(super) async fn tally(
    c: &mut PgConnection,
    cells: &HashMap<(String, i16, i32), i64>,
) -> StorageResult<()> {
    let cells: Vec<_> = cells.iter().filter(|(_, n)| **n != 0).collect();
    write_rows!(
        c,
        "INSERT INTO tally (kind, basis, until, n) SELECT * FROM UNNEST($1::TEXT[], $2::SMALLINT[], $3::INTEGER[], $4::BIGINT[])
         ON CONFLICT (kind, basis, until) DO UPDATE SET n = tally.n + EXCLUDED.n",
        cells.iter().collect::<Vec<_>>(),
        |x| x.0.0.as_str(),
        |x| x.0.1,
        |x| x.0.2,
        |x| *x.1,
    );
    Ok(())
}
