//! Reads, each over one connection.

use std::collections::HashMap;

use chengxing_metrology::{History, InstrumentCode, terms::Term};
use sqlx::{PgConnection, postgres::PgRow};

use super::rows::{
    self, code, conclusion, date, gathered, kind, raw, region, state, verification_type,
};
use crate::{
    StorageError, StorageResult,
    model::{
        Dossier, Holder, NoticeResult, NoticeRow, PublicationRow, StateRow, Summary,
        VerificationRow,
    },
    query::Candidate,
    register::Basis,
};

pub(super) const PULSE: &str = "SELECT p.seq, p.at, (SELECT value FROM meta WHERE key = 'version'), (SELECT value FROM meta WHERE key = 'demo')
    FROM (VALUES (1)) one LEFT JOIN (SELECT seq, at FROM publications ORDER BY seq DESC LIMIT 1) p ON true";

/// One statement, so that what it shows was true at one moment.
pub(super) const DOSSIER: &str = "SELECT t.kind, t.type_name, t.type_approval, t.model, t.maker, t.accuracy_class, t.capacity,
    i.serial_number, i.maker_uid, b.uscc, b.name, b.category, b.owner, b.market, s.place, i.region, i.demo, i.registered,
    (SELECT json_agg(json_build_array(v.seq, v.on_day, v.type, v.conclusion, v.valid_until, v.by_rule, v.certificate, n.name,
            v.regulation, v.standard, v.error, o.number, v.corrected_by) ORDER BY v.on_day DESC, v.seq DESC)::text
        FROM verifications v JOIN institutions n ON n.id = v.institution_id LEFT JOIN notices o ON o.id = v.notice_id
        WHERE v.instrument_id = i.id),
    CASE WHEN i.states > 0 THEN (SELECT json_agg(json_build_array(c.seq, c.on_day, c.state, c.ground)
            ORDER BY c.on_day DESC, c.seq DESC)::text FROM states c WHERE c.instrument_id = i.id) END, b.region
    FROM instruments i JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id LEFT JOIN businesses b ON b.id = s.business_id
    WHERE i.code = $1";

macro_rules! history {
    () => {
        "(SELECT json_agg(json_build_array(v.on_day, v.type, v.conclusion, v.valid_until) ORDER BY v.on_day, v.seq)::text
            FROM verifications v WHERE v.instrument_id = i.id AND v.corrected_by IS NULL),
        CASE WHEN i.states > 0 THEN (SELECT json_agg(json_build_array(c.on_day, c.state) ORDER BY c.on_day, c.seq)::text
            FROM states c WHERE c.instrument_id = i.id) END"
    };
}

macro_rules! summary {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.code, t.kind, t.type_name, t.model, i.serial_number, s.place, b.name, b.market, i.region, i.demo, ",
            history!(),
            " FROM ",
            $rest,
            " JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id LEFT JOIN businesses b ON b.id = s.business_id
            ORDER BY asked.place"
        )
    };
}

pub(super) const SUMMARIES: &str = summary!(
    "unnest($1::BIGINT[]) WITH ORDINALITY AS asked (id, place) JOIN instruments i ON i.id = asked.id"
);
pub(super) const PRESENT: &str = summary!(
    "unnest($1::BIGINT[]) WITH ORDINALITY AS asked (code, place) JOIN instruments i ON i.code = asked.code"
);
pub(super) const HISTORIES: &str = concat!(
    "SELECT i.id, ",
    history!(),
    " FROM unnest($1::BIGINT[]) AS asked (id) JOIN instruments i ON i.id = asked.id"
);

macro_rules! notice {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.number, o.title, o.on_day, n.name, o.region, o.results, o.failed, o.demo, o.seq
            FROM notices o JOIN institutions n ON n.id = o.institution_id ",
            $rest
        )
    };
}

pub(super) const NOTICES: &str = notice!(
    "WHERE (o.on_day, o.id) < ($1, $2) AND o.on_day >= $3 AND ($4::INTEGER IS NULL OR o.region BETWEEN $4 AND $5)
    ORDER BY o.on_day DESC, o.id DESC LIMIT $6"
);
pub(super) const NOTICE: &str = notice!("WHERE o.key = $1");

macro_rules! candidates {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.kind, i.region, i.basis, i.basis_until FROM ",
            $rest
        )
    };
}

pub(super) const BY_SERIAL: &str =
    candidates!("instruments i WHERE i.serial_key = $1 AND i.id > $2 ORDER BY i.id LIMIT $3");
pub(super) const BY_REGION: &str =
    candidates!("instruments i WHERE i.region = $1 AND i.id > $2 ORDER BY i.id LIMIT $3");
pub(super) const BY_BASIS: &str =
    candidates!("instruments i WHERE i.basis = $1 AND i.id > $2 ORDER BY i.id LIMIT $3");
pub(super) const BY_KIND: &str =
    candidates!("instruments i WHERE i.kind = $1 AND i.id > $2 ORDER BY i.id LIMIT $3");
pub(super) const BY_ID: &str = candidates!("instruments i WHERE i.id > $1 ORDER BY i.id LIMIT $2");
pub(super) const BY_SERIAL_START: &str = candidates!(
    "instruments i WHERE i.serial_key >= $1 AND i.serial_key < $2 ORDER BY i.serial_key, i.id LIMIT $3"
);
pub(super) const BY_SITE_TERMS: &str = candidates!(
    "sites s JOIN instruments i ON i.site_id = s.id WHERE s.terms @@ $1::TSQUERY ORDER BY s.id, i.id LIMIT $2"
);
pub(super) const BY_TYPE_TERMS: &str = candidates!(
    "types t JOIN instruments i ON i.type_id = t.id WHERE t.terms @@ $1::TSQUERY ORDER BY t.id, i.id LIMIT $2"
);
pub(super) const PLACES: &str = "SELECT coalesce(b.name, s.place), b.market, s.region
    FROM sites s LEFT JOIN businesses b ON b.id = s.business_id WHERE s.terms @@ $1::TSQUERY ORDER BY s.id LIMIT 200";
pub(super) const RESULTS: &str = "SELECT seq, on_day, conclusion, valid_until, certificate, instrument_id FROM verifications
    WHERE notice_id = $1 AND conclusion = $2 AND seq > $3 AND corrected_by IS NULL ORDER BY seq LIMIT $4";
pub(super) const BUSINESSES: &str = "SELECT id, uscc, name, category, market, region FROM businesses WHERE id > $1 ORDER BY id LIMIT $2";
pub(super) const INSTITUTIONS: &str =
    "SELECT id, name, scope, region FROM institutions WHERE id > $1 ORDER BY id LIMIT $2";
pub(super) const PUBLICATIONS: &str =
    "SELECT seq, at, kind, corrects, body FROM publications WHERE seq > $1 ORDER BY seq LIMIT $2";

/// A verification as [`DOSSIER`] gathers it.
type Gathered = (
    i64,
    i32,
    String,
    String,
    Option<i32>,
    bool,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
);

pub(super) async fn dossier(
    c: &mut PgConnection,
    asked: InstrumentCode,
) -> StorageResult<Option<Dossier>> {
    let Some(row) = sqlx::query(DOSSIER)
        .bind(asked.bits() as i64)
        .fetch_optional(&mut *c)
        .await?
    else {
        return Ok(None);
    };
    let row = &row;
    let holder = match raw::<Option<String>>(row, 10)? {
        Some(name) => Some(Holder {
            uscc: raw(row, 9)?,
            name,
            category: raw(row, 11)?,
            owner: raw::<Option<String>>(row, 12)?.map(|o| chengxing_metrology::mask::person(&o)),
            market: raw(row, 13)?,
            region: region(raw(row, 20)?)?,
        }),
        None => None,
    };
    let mut dossier = Dossier {
        code: asked,
        kind: kind(raw(row, 0)?)?,
        type_name: raw(row, 1)?,
        type_approval: raw(row, 2)?,
        model: raw(row, 3)?,
        maker: raw(row, 4)?,
        accuracy_class: raw(row, 5)?,
        capacity: raw(row, 6)?,
        serial_number: raw(row, 7)?,
        maker_uid: raw(row, 8)?,
        holder,
        place: raw(row, 14)?,
        region: region(raw(row, 15)?)?,
        demo: raw(row, 16)?,
        registered: raw(row, 17)?,
        verifications: Vec::new(),
        states: Vec::new(),
    };
    for v in gathered::<Gathered>(raw(row, 18)?)? {
        dossier.verifications.push(VerificationRow {
            seq: v.0,
            on: date(v.1),
            kind: verification_type(&v.2)?,
            conclusion: conclusion(&v.3)?,
            valid_until: v.4.map(date),
            by_rule: v.5,
            certificate: v.6,
            institution: v.7,
            regulation: v.8,
            standard: v.9,
            error: v
                .10
                .map(|e| serde_json::from_str(&e))
                .transpose()
                .map_err(|e| StorageError::Damaged(e.to_string()))?,
            notice: v.11,
            corrected_by: v.12,
        });
    }
    for (seq, on, word, ground) in gathered::<(i64, i32, String, Option<String>)>(raw(row, 19)?)? {
        dossier.states.push(StateRow {
            seq,
            on: date(on),
            state: state(&word)?,
            ground,
        });
    }
    Ok(Some(dossier))
}

fn summary(row: &PgRow) -> StorageResult<Summary> {
    Ok(Summary {
        id: raw(row, 0)?,
        code: code(raw(row, 1)?)?,
        kind: kind(raw(row, 2)?)?,
        type_name: raw(row, 3)?,
        model: raw(row, 4)?,
        serial_number: raw(row, 5)?,
        place: raw(row, 6)?,
        holder: raw(row, 7)?,
        market: raw(row, 8)?,
        region: region(raw(row, 9)?)?,
        demo: raw(row, 10)?,
        history: rows::history(row, 11, 12)?,
    })
}

/// The instruments that `sql` ([`SUMMARIES`] or [`PRESENT`]) finds for the keys, in the order of the keys.
pub(super) async fn summaries(
    c: &mut PgConnection,
    sql: &'static str,
    keys: &[i64],
) -> StorageResult<Vec<Summary>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query(sql)
        .bind(keys)
        .fetch_all(&mut *c)
        .await?
        .iter()
        .map(summary)
        .collect()
}

pub(super) async fn histories(
    c: &mut PgConnection,
    ids: &[i64],
) -> StorageResult<HashMap<i64, History>> {
    let rows = sqlx::query(HISTORIES).bind(ids).fetch_all(&mut *c).await?;
    rows.iter()
        .map(|row| Ok((raw(row, 0)?, rows::history(row, 1, 2)?)))
        .collect()
}

pub(super) fn candidate(row: &PgRow, today: i32, due_soon_days: u16) -> StorageResult<Candidate> {
    let verdict = Basis::verdict(raw(row, 3)?, raw(row, 4)?, today, due_soon_days);
    Ok(Candidate {
        id: raw(row, 0)?,
        kind: raw(row, 1)?,
        region: region(raw(row, 2)?)?,
        verdict,
    })
}

pub(super) fn notice(row: &PgRow) -> StorageResult<NoticeRow> {
    Ok(NoticeRow {
        id: raw(row, 0)?,
        number: raw(row, 1)?,
        title: raw(row, 2)?,
        on: date(raw(row, 3)?),
        institution: raw(row, 4)?,
        region: region(raw(row, 5)?)?,
        results: raw(row, 6)?,
        failed: raw(row, 7)?,
        demo: raw(row, 8)?,
        seq: raw(row, 9)?,
    })
}

pub(super) async fn results(
    c: &mut PgConnection,
    notice: i64,
    told: &str,
    after: i64,
    limit: usize,
) -> StorageResult<Vec<NoticeResult>> {
    let found = sqlx::query(RESULTS)
        .bind(notice)
        .bind(told)
        .bind(after)
        .bind(limit as i64)
        .fetch_all(&mut *c)
        .await?;
    let ids = found
        .iter()
        .map(|row| raw(row, 5))
        .collect::<StorageResult<Vec<i64>>>()?;
    // One instrument may stand in a notice twice; the join gives it for each time that it is asked for.
    let instruments = summaries(c, SUMMARIES, &ids).await?;
    if instruments.len() != found.len() {
        return Err(StorageError::Damaged(format!(
            "notice {notice} lists an instrument that is not registered"
        )));
    }
    let results = found.iter().zip(instruments).map(|(row, instrument)| {
        Ok(NoticeResult {
            seq: raw(row, 0)?,
            on: date(raw(row, 1)?),
            conclusion: conclusion(raw(row, 2)?)?,
            valid_until: raw::<Option<i32>>(row, 3)?.map(date),
            certificate: raw(row, 4)?,
            instrument,
        })
    });
    results.collect()
}

pub(super) async fn publications(
    c: &mut PgConnection,
    after: i64,
    limit: usize,
) -> StorageResult<Vec<PublicationRow>> {
    let rows = sqlx::query(PUBLICATIONS)
        .bind(after)
        .bind(limit as i64)
        .fetch_all(&mut *c)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(PublicationRow {
                seq: raw(row, 0)?,
                at: raw(row, 1)?,
                kind: raw(row, 2)?,
                corrects: raw(row, 3)?,
                body: raw(row, 4)?,
            })
        })
        .collect()
}

/// The longest lexeme that a `tsvector` takes is 2,046 bytes; a longer word is found by its beginning.
const LONGEST: usize = 2_046;

/// A term as it is stored and asked for.
pub(super) fn lexeme(term: &str) -> &str {
    let mut end = term.len().min(LONGEST);
    while !term.is_char_boundary(end) {
        end -= 1;
    }
    &term[..end]
}

/// Terms as a `tsquery`. Terms hold letters and digits only, so the quotes cannot be left.
pub(super) fn expression(terms: &[Term]) -> String {
    terms
        .iter()
        .map(|t| format!("'{}'{}", lexeme(&t.text), if t.prefix { ":*" } else { "" }))
        .collect::<Vec<_>>()
        .join(" & ")
}
