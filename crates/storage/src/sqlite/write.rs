//! The writer: bulk look-ups and inserts by prepared statements in one transaction.

use std::collections::HashMap;

use async_trait::async_trait;
use chengxing_metrology::{
    CertificateNumber, CreditCode, Date, InstrumentCode, KindId, RegionCode, record,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::rows::{Sql, get, maybe};
use crate::{
    StorageResult,
    register::{
        Backend, Batch, BusinessHeld, InstitutionHeld, InstrumentHeld, Last, NoticeHeld,
        SiteFields, StateHeld, TypeFields, VerificationHeld,
    },
};

pub(super) struct Writer {
    connection: Connection,
    open: bool,
}

impl Writer {
    pub fn begin(connection: Connection) -> StorageResult<Self> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Self {
            connection,
            open: true,
        })
    }

    /// One row or none for each key.
    fn each<K: rusqlite::ToSql, T>(
        &self,
        sql: &str,
        keys: impl Iterator<Item = K>,
        row: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> StorageResult<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = Vec::new();
        for key in keys {
            found.extend(statement.query_row([key], &row).optional()?);
        }
        Ok(found)
    }

    /// Any number of rows for each key.
    fn all<K: rusqlite::ToSql, T>(
        &self,
        sql: &str,
        keys: impl Iterator<Item = K>,
        row: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> StorageResult<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = Vec::new();
        for key in keys {
            for item in statement.query_map([key], &row)? {
                found.push(item?);
            }
        }
        Ok(found)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.open {
            // Closing the connection rolls back as well; a failure here loses nothing.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

fn business(row: &Row<'_>) -> rusqlite::Result<BusinessHeld> {
    Ok(BusinessHeld {
        id: row.get(0)?,
        name_key: row.get(1)?,
        business: record::Business {
            uscc: maybe::<CreditCode>(row, 2)?,
            name: row.get(3)?,
            category: row.get(4)?,
            owner: row.get(5)?,
            market: row.get(6)?,
            region: maybe(row, 7)?,
        },
    })
}

fn instrument(row: &Row<'_>) -> rusqlite::Result<InstrumentHeld> {
    let kind: KindId = get(row, 8)?;
    Ok(InstrumentHeld {
        id: row.get(0)?,
        code: get(row, 1)?,
        identity: row.get(2)?,
        type_id: row.get(3)?,
        stored_kind: kind.to_string(),
        fields: TypeFields {
            kind,
            type_name: row.get(9)?,
            type_approval: row.get(10)?,
            model: row.get(11)?,
            maker: row.get(12)?,
            accuracy_class: row.get(13)?,
            capacity: row.get(14)?,
        },
        site_id: row.get(4)?,
        site: SiteFields {
            business_id: row.get(15)?,
            place: row.get(16)?,
            region: maybe(row, 5)?,
        },
        region: maybe(row, 5)?,
        serial_number: row.get(6)?,
        maker_uid: row.get(7)?,
        salt: row.get(17)?,
        demo: row.get(18)?,
        registered: row.get(19)?,
        newest: row.get(20)?,
        basis: row.get(21)?,
        basis_until: row.get(22)?,
        verifications: Vec::new(),
        states: Vec::new(),
        is_new: false,
        dirty: false,
    })
}

const INSTRUMENT: &str =
    "SELECT i.id, i.code, i.identity, i.type_id, i.site_id, i.region, i.serial_number, i.maker_uid,
    t.kind, t.type_name, t.type_approval, t.model, t.maker, t.accuracy_class, t.capacity,
    s.business_id, s.place, i.salt, i.demo, i.registered, i.newest, i.basis, i.basis_until
    FROM instruments i JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id";

#[async_trait]
impl Backend for Writer {
    async fn last(&mut self) -> StorageResult<Last> {
        Ok(self.connection.query_row(
            "SELECT coalesce((SELECT max(seq) FROM publications), 0), coalesce((SELECT max(id) FROM institutions), 0),
                coalesce((SELECT max(id) FROM businesses), 0), coalesce((SELECT max(id) FROM types), 0),
                coalesce((SELECT max(id) FROM sites), 0), coalesce((SELECT max(id) FROM instruments), 0),
                coalesce((SELECT max(id) FROM notices), 0)",
            [],
            |row| {
                Ok(Last {
                    seq: row.get(0)?,
                    institution: row.get(1)?,
                    business: row.get(2)?,
                    kind: row.get(3)?,
                    site: row.get(4)?,
                    instrument: row.get(5)?,
                    notice: row.get(6)?,
                })
            },
        )?)
    }

    async fn institutions(&mut self, keys: &[i64]) -> StorageResult<Vec<InstitutionHeld>> {
        self.each(
            "SELECT id, key, name, scope, region FROM institutions WHERE key = ?1",
            keys.iter(),
            |row| {
                Ok(InstitutionHeld {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    name: row.get(2)?,
                    scope: row.get(3)?,
                    region: maybe(row, 4)?,
                })
            },
        )
    }

    async fn types(&mut self, keys: &[i64]) -> StorageResult<Vec<(i64, i64)>> {
        self.each(
            "SELECT key, id FROM types WHERE key = ?1",
            keys.iter(),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    async fn sites(&mut self, keys: &[i64]) -> StorageResult<Vec<(i64, i64)>> {
        self.each(
            "SELECT key, id FROM sites WHERE key = ?1",
            keys.iter(),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    async fn sites_of(&mut self, businesses: &[i64]) -> StorageResult<Vec<(i64, SiteFields)>> {
        self.all(
            "SELECT id, business_id, place, region FROM sites WHERE business_id = ?1 ORDER BY id",
            businesses.iter(),
            |row| {
                Ok((
                    row.get(0)?,
                    SiteFields {
                        business_id: row.get(1)?,
                        place: row.get(2)?,
                        region: maybe(row, 3)?,
                    },
                ))
            },
        )
    }

    async fn notices(&mut self, keys: &[i64]) -> StorageResult<Vec<NoticeHeld>> {
        self.each(
            "SELECT id, key, number, title, on_day, institution_id, region, results, failed, demo, seq FROM notices WHERE key = ?1",
            keys.iter(),
            |row| {
                Ok(NoticeHeld {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    number: row.get(2)?,
                    title: row.get(3)?,
                    on: get::<Date>(row, 4)?,
                    institution_id: row.get(5)?,
                    region: maybe::<RegionCode>(row, 6)?,
                    results: row.get(7)?,
                    failed: row.get(8)?,
                    demo: row.get(9)?,
                    seq: row.get(10)?,
                })
            },
        )
    }

    async fn businesses(&mut self, ids: &[i64]) -> StorageResult<Vec<BusinessHeld>> {
        self.each("SELECT id, name_key, uscc, name, category, owner, market, region FROM businesses WHERE id = ?1", ids.iter(), business)
    }

    async fn businesses_by_uscc(
        &mut self,
        codes: &[CreditCode],
    ) -> StorageResult<Vec<BusinessHeld>> {
        self.each(
            "SELECT id, name_key, uscc, name, category, owner, market, region FROM businesses WHERE uscc = ?1",
            codes.iter().map(CreditCode::as_str),
            business,
        )
    }

    async fn businesses_by_name(&mut self, keys: &[i64]) -> StorageResult<Vec<BusinessHeld>> {
        self.all(
            "SELECT id, name_key, uscc, name, category, owner, market, region FROM businesses WHERE name_key = ?1 ORDER BY id LIMIT 100",
            keys.iter(),
            business,
        )
    }

    async fn instruments_by_code(
        &mut self,
        codes: &[InstrumentCode],
    ) -> StorageResult<Vec<InstrumentHeld>> {
        self.each(
            &format!("{INSTRUMENT} WHERE i.code = ?1"),
            codes.iter().map(|c| Sql(*c)),
            instrument,
        )
    }

    async fn instruments_by_identity(
        &mut self,
        identities: &[i64],
    ) -> StorageResult<Vec<InstrumentHeld>> {
        self.each(
            &format!("{INSTRUMENT} WHERE i.identity = ?1"),
            identities.iter(),
            instrument,
        )
    }

    async fn codes_taken(
        &mut self,
        codes: &[InstrumentCode],
    ) -> StorageResult<Vec<InstrumentCode>> {
        self.each(
            "SELECT code FROM instruments WHERE code = ?1",
            codes.iter().map(|c| Sql(*c)),
            |row| get(row, 0),
        )
    }

    async fn histories(&mut self, held: &mut HashMap<i64, InstrumentHeld>) -> StorageResult<()> {
        let ids: Vec<i64> = held.keys().copied().collect();
        let verifications = self.all(
            "SELECT instrument_id, seq, on_day, type, conclusion, valid_until, by_rule, certificate, institution_id, regulation,
                standard, error, notice_id
             FROM verifications WHERE instrument_id = ?1 AND corrected_by IS NULL ORDER BY on_day, seq",
            ids.iter(),
            |row| {
                let certificate: Option<String> = row.get(7)?;
                Ok((
                    row.get::<_, i64>(0)?,
                    VerificationHeld {
                        seq: row.get(1)?,
                        on: get(row, 2)?,
                        kind: get(row, 3)?,
                        conclusion: get(row, 4)?,
                        valid_until: maybe(row, 5)?,
                        by_rule: row.get(6)?,
                        certificate: certificate.as_deref().and_then(CertificateNumber::new),
                        institution_id: row.get(8)?,
                        regulation: row.get(9)?,
                        standard: row.get(10)?,
                        error: maybe(row, 11)?,
                        notice_id: row.get(12)?,
                    },
                ))
            },
        )?;
        for (id, verification) in verifications {
            if let Some(held) = held.get_mut(&id) {
                held.verifications.push(verification);
            }
        }
        let states = self.all("SELECT instrument_id, seq, on_day, state FROM states WHERE instrument_id = ?1 ORDER BY on_day, seq", ids.iter(), |row| {
            Ok((row.get::<_, i64>(0)?, StateHeld { seq: row.get(1)?, on: get(row, 2)?, state: get(row, 3)? }))
        })?;
        for (id, state) in states {
            if let Some(held) = held.get_mut(&id) {
                held.states.push(state);
            }
        }
        Ok(())
    }

    async fn write(&mut self, batch: &Batch) -> StorageResult<()> {
        let c = &self.connection;
        let mut s = c.prepare_cached(
            "INSERT INTO publications (seq, at, kind, corrects, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for p in &batch.publications {
            s.execute(params![p.seq, p.at, p.kind, p.corrects, p.body])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO institutions (id, key, name, scope, region) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for i in &batch.institutions {
            s.execute(params![i.id, i.key, i.name, i.scope, i.region.map(Sql)])?;
        }
        let mut s =
            c.prepare_cached("UPDATE institutions SET scope = ?2, region = ?3 WHERE id = ?1")?;
        for i in &batch.institution_changes {
            s.execute(params![i.id, i.scope, i.region.map(Sql)])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO businesses (id, name_key, uscc, name, category, owner, market, region) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET name_key = ?2, uscc = ?3, name = ?4, category = ?5, owner = ?6, market = ?7, region = ?8",
        )?;
        for held in batch.businesses.iter().chain(&batch.business_changes) {
            let b = &held.business;
            let uscc = b.uscc.as_ref().map(CreditCode::as_str);
            s.execute(params![
                held.id,
                held.name_key,
                uscc,
                b.name,
                b.category,
                b.owner,
                b.market,
                b.region.map(Sql)
            ])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO types (id, key, kind, type_name, type_approval, model, maker, accuracy_class, capacity)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let mut terms =
            c.prepare_cached("INSERT INTO type_terms (rowid, terms) VALUES (?1, ?2)")?;
        for t in &batch.types {
            let f = &t.fields;
            s.execute(params![
                t.id,
                t.key,
                f.kind.as_str(),
                f.type_name,
                f.type_approval,
                f.model,
                f.maker,
                f.accuracy_class,
                f.capacity
            ])?;
            terms.execute(params![t.id, t.terms])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO sites (id, key, business_id, place, region) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut terms =
            c.prepare_cached("INSERT INTO site_terms (rowid, terms) VALUES (?1, ?2)")?;
        for site in &batch.sites {
            let f = &site.fields;
            s.execute(params![
                site.id,
                site.key,
                f.business_id,
                f.place,
                f.region.map(Sql)
            ])?;
            terms.execute(params![site.id, site.terms])?;
        }
        let mut s =
            c.prepare_cached("INSERT OR REPLACE INTO site_terms (rowid, terms) VALUES (?1, ?2)")?;
        for (site, terms) in &batch.site_terms {
            s.execute(params![site, terms])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO instruments (id, code, identity, type_id, site_id, kind, region, serial_number, serial_key, maker_uid, salt,
                demo, registered, newest, states, basis, basis_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (id) DO UPDATE SET identity = ?3, type_id = ?4, site_id = ?5, kind = ?6, region = ?7, serial_number = ?8,
                serial_key = ?9, maker_uid = ?10, registered = ?13, newest = ?14, states = ?15, basis = ?16, basis_until = ?17",
        )?;
        for i in batch.instruments.iter().chain(&batch.instrument_changes) {
            let serial_key = i
                .serial_number
                .as_deref()
                .map(chengxing_metrology::serial::key);
            s.execute(params![
                i.id,
                Sql(i.code),
                i.identity,
                i.type_id,
                i.site_id,
                i.fields.kind.as_str(),
                i.region.map(Sql),
                i.serial_number,
                serial_key,
                i.maker_uid,
                i.salt,
                i.demo,
                i.registered,
                i.newest,
                i.states.len() as i64,
                i.basis,
                i.basis_until,
            ])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO notices (id, key, number, title, on_day, institution_id, region, results, failed, demo, seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET title = ?4, on_day = ?5, institution_id = ?6, region = ?7, seq = ?9",
        )?;
        for n in batch.notices.iter().chain(&batch.notice_changes) {
            s.execute(params![
                n.id,
                n.key,
                n.number,
                n.title,
                Sql(n.on),
                n.institution_id,
                n.region.map(Sql),
                n.demo,
                n.seq
            ])?;
        }
        let mut s = c.prepare_cached(
            "UPDATE notices SET results = results + ?2, failed = failed + ?3 WHERE id = ?1",
        )?;
        for (id, results, failed) in &batch.notice_counts {
            s.execute(params![id, results, failed])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO verifications (seq, instrument_id, on_day, type, conclusion, valid_until, by_rule, certificate, institution_id,
                regulation, standard, error, notice_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        for v in &batch.verifications {
            let r = &v.row;
            let error = r
                .error
                .as_ref()
                .map(serde_json::to_string)
                .transpose()
                .map_err(|e| crate::StorageError::Damaged(e.to_string()))?;
            s.execute(params![
                r.seq,
                v.instrument_id,
                Sql(r.on),
                r.kind.as_str(),
                r.conclusion.as_str(),
                r.valid_until.map(Sql),
                r.by_rule,
                r.certificate.as_ref().map(CertificateNumber::as_str),
                r.institution_id,
                r.regulation,
                r.standard,
                error,
                r.notice_id,
            ])?;
        }
        let mut s =
            c.prepare_cached("UPDATE verifications SET corrected_by = ?2 WHERE seq = ?1")?;
        for (old, new) in &batch.corrected {
            s.execute(params![old, new])?;
        }
        let mut s = c.prepare_cached("INSERT INTO states (seq, instrument_id, on_day, state, ground) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for state in &batch.states {
            s.execute(params![
                state.row.seq,
                state.instrument_id,
                Sql(state.row.on),
                state.row.state.as_str(),
                state.ground
            ])?;
        }
        let mut s = c.prepare_cached(
            "INSERT OR IGNORE INTO pending (on_day, instrument_id) VALUES (?1, ?2)",
        )?;
        for (day, id) in &batch.pending {
            s.execute(params![day, id])?;
        }
        let mut s = c.prepare_cached(
            "INSERT INTO tally (kind, basis, until, n) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, basis, until) DO UPDATE SET n = n + ?4",
        )?;
        for ((kind, basis, until), n) in batch.tally.iter().filter(|(_, n)| **n != 0) {
            s.execute(params![kind, basis, until, n])?;
        }
        Ok(())
    }

    async fn commit(&mut self, demo: bool) -> StorageResult<()> {
        self.connection.execute(
            "UPDATE meta SET value = value + 1 WHERE key = 'version'",
            [],
        )?;
        if demo {
            self.connection
                .execute("UPDATE meta SET value = 1 WHERE key = 'demo'", [])?;
        }
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        Ok(())
    }

    async fn rollback(&mut self) -> StorageResult<()> {
        self.connection.execute_batch("ROLLBACK")?;
        self.open = false;
        Ok(())
    }
}
