//! Reads, each over one connection.

use chengxing_metrology::{
    History, InstrumentCode, StateChange, Verdict, Verification, clock::days_from_date, terms::Term,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::rows::{Sql, get, maybe};
use crate::{
    StorageResult,
    model::{Dossier, Holder, NoticeRow, PublicationRow, StateRow, Summary, VerificationRow},
    query::Candidate,
    register::Basis,
};

pub(super) const DOSSIER: &str = "SELECT i.id, t.kind, t.type_name, t.type_approval, t.model, t.maker, t.accuracy_class, t.capacity,
    i.serial_number, i.maker_uid, b.uscc, b.name, b.category, b.owner, b.market, s.place, i.region, i.demo, i.registered, i.states, b.region
    FROM instruments i JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id LEFT JOIN businesses b ON b.id = s.business_id
    WHERE i.code = ?1";

pub(super) const VERIFICATIONS: &str = "SELECT v.seq, v.on_day, v.type, v.conclusion, v.valid_until, v.by_rule, v.certificate, n.name, v.regulation,
    v.standard, v.error, o.number, v.corrected_by
    FROM verifications v JOIN institutions n ON n.id = v.institution_id LEFT JOIN notices o ON o.id = v.notice_id
    WHERE v.instrument_id = ?1 ORDER BY v.on_day DESC, v.seq DESC";

pub(super) const STATES: &str = "SELECT seq, on_day, state, ground FROM states WHERE instrument_id = ?1 ORDER BY on_day DESC, seq DESC";

const SUMMARY: &str = "SELECT i.id, i.code, t.kind, t.type_name, t.model, i.serial_number, s.place, b.name, b.market, i.region, i.demo
    FROM instruments i JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id LEFT JOIN businesses b ON b.id = s.business_id
    WHERE i.id = ?1";

pub(super) const NOTICE: &str =
    "SELECT o.id, o.number, o.title, o.on_day, n.name, o.region, o.results, o.failed, o.demo, o.seq
    FROM notices o JOIN institutions n ON n.id = o.institution_id";

pub(super) fn dossier(c: &Connection, code: InstrumentCode) -> StorageResult<Option<Dossier>> {
    let found = c
        .prepare_cached(DOSSIER)?
        .query_row([Sql(code)], |row| {
            let holder = match row.get::<_, Option<String>>(11)? {
                Some(name) => Some(Holder {
                    uscc: row.get(10)?,
                    name,
                    category: row.get(12)?,
                    owner: row
                        .get::<_, Option<String>>(13)?
                        .map(|o| chengxing_metrology::mask::person(&o)),
                    market: row.get(14)?,
                    region: maybe(row, 20)?,
                }),
                None => None,
            };
            let dossier = Dossier {
                code,
                kind: get(row, 1)?,
                type_name: row.get(2)?,
                type_approval: row.get(3)?,
                model: row.get(4)?,
                maker: row.get(5)?,
                accuracy_class: row.get(6)?,
                capacity: row.get(7)?,
                serial_number: row.get(8)?,
                maker_uid: row.get(9)?,
                holder,
                place: row.get(15)?,
                region: maybe(row, 16)?,
                demo: row.get(17)?,
                registered: row.get(18)?,
                verifications: Vec::new(),
                states: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(19)?, dossier))
        })
        .optional()?;
    let Some((id, states, mut dossier)) = found else {
        return Ok(None);
    };
    let mut statement = c.prepare_cached(VERIFICATIONS)?;
    for row in statement.query_map([id], verification)? {
        dossier.verifications.push(row?);
    }
    if states > 0 {
        let mut statement = c.prepare_cached(STATES)?;
        for row in statement.query_map([id], |row| {
            Ok(StateRow {
                seq: row.get(0)?,
                on: get(row, 1)?,
                state: get(row, 2)?,
                ground: row.get(3)?,
            })
        })? {
            dossier.states.push(row?);
        }
    }
    Ok(Some(dossier))
}

fn verification(row: &Row<'_>) -> rusqlite::Result<VerificationRow> {
    Ok(VerificationRow {
        seq: row.get(0)?,
        on: get(row, 1)?,
        kind: get(row, 2)?,
        conclusion: get(row, 3)?,
        valid_until: maybe(row, 4)?,
        by_rule: row.get(5)?,
        certificate: row.get(6)?,
        institution: row.get(7)?,
        regulation: row.get(8)?,
        standard: row.get(9)?,
        error: maybe(row, 10)?,
        notice: row.get(11)?,
        corrected_by: row.get(12)?,
    })
}

pub(super) fn history(c: &Connection, id: i64) -> StorageResult<History> {
    let mut history = History::default();
    let mut statement = c.prepare_cached(
        "SELECT on_day, type, conclusion, valid_until FROM verifications WHERE instrument_id = ?1 AND corrected_by IS NULL
         ORDER BY on_day, seq",
    )?;
    for row in statement.query_map([id], |row| {
        Ok(Verification {
            on: get(row, 0)?,
            kind: get(row, 1)?,
            conclusion: get(row, 2)?,
            valid_until: maybe(row, 3)?,
        })
    })? {
        history.verifications.push(row?);
    }
    let mut statement = c.prepare_cached(
        "SELECT on_day, state FROM states WHERE instrument_id = ?1 ORDER BY on_day, seq",
    )?;
    for row in statement.query_map([id], |row| {
        Ok(StateChange {
            on: get(row, 0)?,
            state: get(row, 1)?,
        })
    })? {
        history.states.push(row?);
    }
    Ok(history)
}

pub(super) fn summaries(c: &Connection, ids: &[i64]) -> StorageResult<Vec<Summary>> {
    let mut statement = c.prepare_cached(SUMMARY)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let summary = statement
            .query_row([id], |row| {
                Ok(Summary {
                    id: row.get(0)?,
                    code: get(row, 1)?,
                    kind: get(row, 2)?,
                    type_name: row.get(3)?,
                    model: row.get(4)?,
                    serial_number: row.get(5)?,
                    place: row.get(6)?,
                    holder: row.get(7)?,
                    market: row.get(8)?,
                    region: maybe(row, 9)?,
                    demo: row.get(10)?,
                    history: History::default(),
                })
            })
            .optional()?;
        if let Some(mut summary) = summary {
            summary.history = history(c, *id)?;
            found.push(summary);
        }
    }
    Ok(found)
}

pub(super) fn candidate(
    row: &Row<'_>,
    today: i32,
    due_soon_days: u16,
) -> rusqlite::Result<Candidate> {
    let verdict: Verdict = Basis::verdict(row.get(3)?, row.get(4)?, today, due_soon_days);
    Ok(Candidate {
        id: row.get(0)?,
        kind: row.get(1)?,
        region: maybe(row, 2)?,
        verdict,
    })
}

/// Terms as an FTS5 expression. Terms hold letters and digits only, so the quotes cannot be left.
pub(super) fn expression(terms: &[Term]) -> String {
    terms
        .iter()
        .map(|t| format!("\"{}\"{}", t.text, if t.prefix { "*" } else { "" }))
        .collect::<Vec<_>>()
        .join(" AND ")
}

pub(super) fn notice(row: &Row<'_>) -> rusqlite::Result<NoticeRow> {
    Ok(NoticeRow {
        id: row.get(0)?,
        number: row.get(1)?,
        title: row.get(2)?,
        on: get(row, 3)?,
        institution: row.get(4)?,
        region: maybe(row, 5)?,
        results: row.get(6)?,
        failed: row.get(7)?,
        demo: row.get(8)?,
        seq: row.get(9)?,
    })
}

pub(super) const BY_SERIAL: &str = "SELECT id, kind, region, basis, basis_until FROM instruments WHERE serial_key = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
pub(super) const BY_REGION: &str = "SELECT id, kind, region, basis, basis_until FROM instruments WHERE region = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
pub(super) const BY_BASIS: &str = "SELECT id, kind, region, basis, basis_until FROM instruments WHERE basis = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
pub(super) const BY_KIND: &str = "SELECT id, kind, region, basis, basis_until FROM instruments WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
pub(super) const BY_ID: &str = "SELECT id, kind, region, basis, basis_until FROM instruments WHERE ?1 IS NULL AND id > ?2 ORDER BY id LIMIT ?3";
pub(super) const BY_SERIAL_START: &str = "SELECT id, kind, region, basis, basis_until FROM instruments WHERE serial_key >= ?1 AND serial_key < ?2 ORDER BY serial_key, id LIMIT ?3";
pub(super) const BY_SITE_TERMS: &str = "SELECT i.id, i.kind, i.region, i.basis, i.basis_until
    FROM site_terms CROSS JOIN instruments i ON i.site_id = site_terms.rowid WHERE site_terms MATCH ?1 LIMIT ?2";
pub(super) const BY_TYPE_TERMS: &str = "SELECT i.id, i.kind, i.region, i.basis, i.basis_until
    FROM type_terms CROSS JOIN instruments i ON i.type_id = type_terms.rowid WHERE type_terms MATCH ?1 LIMIT ?2";
pub(super) const PLACES: &str = "SELECT coalesce(b.name, s.place), b.market, s.region
    FROM site_terms CROSS JOIN sites s ON s.id = site_terms.rowid LEFT JOIN businesses b ON b.id = s.business_id
    WHERE site_terms MATCH ?1 LIMIT 200";
pub(super) const RESULTS: &str = "SELECT seq, on_day, conclusion, valid_until, certificate, instrument_id FROM verifications
    WHERE notice_id = ?1 AND conclusion = ?2 AND seq > ?3 AND corrected_by IS NULL ORDER BY seq LIMIT ?4";
pub(super) const BUSINESSES: &str = "SELECT id, uscc, name, category, market, region FROM businesses WHERE id > ?1 ORDER BY id LIMIT ?2";
pub(super) const INSTITUTIONS: &str =
    "SELECT id, name, scope, region FROM institutions WHERE id > ?1 ORDER BY id LIMIT ?2";
pub(super) const PUBLICATIONS: &str =
    "SELECT seq, at, kind, corrects, body FROM publications WHERE seq > ?1 ORDER BY seq LIMIT ?2";

pub(super) fn publications(
    c: &Connection,
    after: i64,
    limit: usize,
) -> StorageResult<Vec<PublicationRow>> {
    let mut statement = c.prepare_cached(PUBLICATIONS)?;
    let rows = statement.query_map(params![after, limit as i64], |row| {
        Ok(PublicationRow {
            seq: row.get(0)?,
            at: row.get(1)?,
            kind: row.get(2)?,
            corrects: row.get(3)?,
            body: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn today(today: chengxing_metrology::Date) -> i32 {
    days_from_date(today)
}

pub(super) fn candidates<P: rusqlite::Params>(
    c: &Connection,
    sql: &str,
    params: P,
    today: i32,
    due_soon_days: u16,
) -> StorageResult<Vec<Candidate>> {
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| candidate(row, today, due_soon_days))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn meta(c: &Connection, key: &str) -> StorageResult<i64> {
    Ok(c.prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row(params![key], |row| row.get(0))?)
}
