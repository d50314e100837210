//! The repository trait over the reads.

use async_trait::async_trait;
use chengxing_metrology::{
    Date, InstrumentCode, KindId, Verdict, assess, clock::days_from_date, identity, terms::Term,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    Sqlite,
    inspect::Moment,
    read,
    rows::{Sql, get, maybe},
    write::Writer,
};
use crate::{
    BusinessRow, Dossier, Figures, Filter, Found, Inspector, InstitutionRow, Listing, NoticeFilter,
    NoticeResult, NoticeRow, PlaceHit, PublicationRow, Pulse, Repository, Search, Session,
    SessionOptions, StorageResult, Summary,
    query::{Candidate, Driver, facets},
    register::{Basis, Register},
};

#[async_trait]
impl Repository for Sqlite {
    async fn pulse(&self) -> StorageResult<Pulse> {
        self.read(|c| {
            let newest = c
                .prepare_cached("SELECT seq, at FROM publications ORDER BY seq DESC LIMIT 1")?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            Ok(Pulse {
                version: read::meta(c, "version")?,
                publications: newest.map_or(0, |(seq, _)| seq),
                data_at: newest.map(|(_, at)| at),
                demo: read::meta(c, "demo")? != 0,
            })
        })
    }

    async fn dossier(&self, code: InstrumentCode) -> StorageResult<Option<Dossier>> {
        self.read(|c| read::dossier(c, code))
    }

    async fn present(&self, codes: &[InstrumentCode]) -> StorageResult<Vec<Summary>> {
        self.read(|c| {
            let mut statement = c.prepare_cached("SELECT id FROM instruments WHERE code = ?1")?;
            let mut ids: Vec<i64> = Vec::new();
            for code in codes {
                ids.extend(
                    statement
                        .query_row([Sql(*code)], |row| row.get::<_, i64>(0))
                        .optional()?,
                );
            }
            read::summaries(c, &ids)
        })
    }

    async fn instruments(&self, filter: &Filter) -> StorageResult<Listing<Summary>> {
        self.read(|c| instruments(c, filter))
    }

    async fn search(&self, search: &Search) -> StorageResult<Found> {
        self.read(|c| {
            let candidates = candidates(c, search)?;
            let (mut found, page) = facets(search, &candidates);
            found.items = read::summaries(c, &page)?;
            Ok(found)
        })
    }

    async fn places(&self, terms: &[Term], limit: usize) -> StorageResult<Vec<PlaceHit>> {
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|c| {
            let mut hits: Vec<PlaceHit> = Vec::new();
            let mut statement = c.prepare_cached(read::PLACES)?;
            let rows = statement.query_map([read::expression(terms)], |row| {
                Ok(PlaceHit {
                    name: row.get(0)?,
                    market: row.get(1)?,
                    region: maybe(row, 2)?,
                })
            })?;
            for hit in rows {
                let hit = hit?;
                if !hits.contains(&hit) {
                    hits.push(hit);
                }
                if hits.len() >= limit {
                    break;
                }
            }
            Ok(hits)
        })
    }

    async fn notices(&self, filter: &NoticeFilter) -> StorageResult<Listing<NoticeRow>> {
        self.read(|c| {
            let (first, last) = filter.days();
            let (before, before_id) = filter.before.map_or((last + 1, 0), |(day, id)| (days_from_date(day), id));
            let sql = format!("{} WHERE (o.on_day, o.id) < (?1, ?2) AND o.on_day >= ?3 ORDER BY o.on_day DESC, o.id DESC", read::NOTICE);
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(params![before, before_id, first], read::notice)?;
            filter.page(rows.map(|row| Ok(row?)))
        })
    }

    async fn notice(&self, number: &str) -> StorageResult<Option<NoticeRow>> {
        self.read(|c| {
            let sql = format!("{} WHERE o.key = ?1", read::NOTICE);
            let key = identity::named("notice", &[number]);
            Ok(c.prepare_cached(&sql)?
                .query_row([key], read::notice)
                .optional()?)
        })
    }

    async fn notice_results(
        &self,
        notice: i64,
        after: Option<(bool, i64)>,
        limit: usize,
    ) -> StorageResult<Vec<NoticeResult>> {
        self.read(|c| {
            let (passed, after) = after.unwrap_or((false, 0));
            let mut rows = Vec::new();
            if !passed {
                rows = results(c, notice, "fail", after, limit)?;
            }
            if rows.len() < limit {
                let after = if passed { after } else { 0 };
                let rest = results(c, notice, "pass", after, limit - rows.len())?;
                rows.extend(rest);
            }
            Ok(rows)
        })
    }

    async fn businesses(&self, after: i64, limit: usize) -> StorageResult<Vec<BusinessRow>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(read::BUSINESSES)?;
            let rows = statement.query_map(params![after, limit as i64], |row| {
                Ok(BusinessRow {
                    id: row.get(0)?,
                    uscc: row.get(1)?,
                    name: row.get(2)?,
                    category: row.get(3)?,
                    market: row.get(4)?,
                    region: maybe(row, 5)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    async fn institutions(&self, after: i64, limit: usize) -> StorageResult<Vec<InstitutionRow>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(read::INSTITUTIONS)?;
            let rows = statement.query_map(params![after, limit as i64], |row| {
                Ok(InstitutionRow {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    scope: row.get(2)?,
                    region: maybe(row, 3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    async fn figures(&self, today: Date, due_soon_days: u16) -> StorageResult<Figures> {
        self.read(|c| {
            let mut cells = Vec::new();
            let mut statement =
                c.prepare_cached("SELECT kind, basis, until, n FROM tally WHERE n > 0")?;
            for cell in statement.query_map([], |row| {
                Ok((
                    get::<KindId>(row, 0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                ))
            })? {
                cells.push(cell?);
            }
            let notices = c
                .prepare_cached("SELECT count(*) FROM notices")?
                .query_row([], |row| row.get(0))?;
            Ok(Figures::of(&cells, notices, today, due_soon_days))
        })
    }

    async fn publications(&self, after: i64, limit: usize) -> StorageResult<Vec<PublicationRow>> {
        self.read(|c| read::publications(c, after, limit))
    }

    async fn roll(&self, today: Date) -> StorageResult<u64> {
        let day = days_from_date(today);
        let waiting = self.read(|c| {
            Ok(
                c.prepare_cached("SELECT EXISTS (SELECT 1 FROM pending WHERE on_day <= ?1)")?
                    .query_row([day], |row| row.get::<_, bool>(0))?,
            )
        })?;
        if !waiting {
            return Ok(0);
        }
        let mut connection = super::writer(&self.path, self.wait)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let rolled = roll(&transaction, today)?;
        transaction.commit()?;
        Ok(rolled)
    }

    async fn check(&self, inspector: &mut dyn Inspector) -> StorageResult<u64> {
        let mut moment = Moment::of(&self.path)?;
        for finding in moment.damage()? {
            inspector.found(finding);
        }
        crate::integrity::inspect(&mut moment, inspector).await
    }

    async fn begin(&self, options: SessionOptions) -> StorageResult<Box<dyn Session>> {
        let writer = Writer::begin(super::writer(&self.path, self.wait)?)?;
        Ok(Box::new(Register::new(writer, options).await?))
    }

    async fn plans(&self) -> StorageResult<Vec<(String, String)>> {
        self.read(|c| {
            let named = [
                ("dossier", read::DOSSIER),
                ("verifications", read::VERIFICATIONS),
                ("states", read::STATES),
                ("instruments by serial number", read::BY_SERIAL),
                ("instruments by region", read::BY_REGION),
                ("instruments by basis", read::BY_BASIS),
                ("instruments by kind", read::BY_KIND),
                ("instruments", read::BY_ID),
                ("search by serial number", read::BY_SERIAL_START),
                ("search by place", read::BY_SITE_TERMS),
                ("search by type", read::BY_TYPE_TERMS),
                ("places", read::PLACES),
                ("notice results", read::RESULTS),
                ("businesses", read::BUSINESSES),
                ("institutions", read::INSTITUTIONS),
                ("publications", read::PUBLICATIONS),
            ];
            let notices = format!("{} WHERE (o.on_day, o.id) < (?1, ?2) AND o.on_day >= ?3 ORDER BY o.on_day DESC, o.id DESC", read::NOTICE);
            let notice = format!("{} WHERE o.key = ?1", read::NOTICE);
            let mut plans = Vec::new();
            for (name, sql) in named.into_iter().chain([("notices", notices.as_str()), ("notice", notice.as_str())]) {
                let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let unbound = vec![rusqlite::types::Null; statement.parameter_count()];
                let lines: Vec<String> =
                    statement.query_map(rusqlite::params_from_iter(unbound), |row| row.get(3))?.collect::<Result<_, _>>()?;
                plans.push((name.to_owned(), lines.join("\n")));
            }
            Ok(plans)
        })
    }

    async fn close(&self) {
        self.idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clear();
    }
}

fn instruments(c: &Connection, filter: &Filter) -> StorageResult<Listing<Summary>> {
    let today = read::today(filter.today);
    let soon = filter.due_soon_days;
    let looked_at = Filter::LOOKED_AT as i64;
    let rows = match filter.driver() {
        Driver::Serial(key) => read::candidates(
            c,
            read::BY_SERIAL,
            params![key, filter.after, looked_at],
            today,
            soon,
        )?,
        Driver::Region(region) => read::candidates(
            c,
            read::BY_REGION,
            params![region, filter.after, looked_at],
            today,
            soon,
        )?,
        Driver::Basis(basis) => read::candidates(
            c,
            read::BY_BASIS,
            params![basis, filter.after, looked_at],
            today,
            soon,
        )?,
        Driver::Kind(kind) => read::candidates(
            c,
            read::BY_KIND,
            params![kind, filter.after, looked_at],
            today,
            soon,
        )?,
        Driver::All => read::candidates(
            c,
            read::BY_ID,
            params![None::<i64>, filter.after, looked_at],
            today,
            soon,
        )?,
    };
    let more_rows = rows.len() == Filter::LOOKED_AT;
    let last_row = rows.last().map(|r| r.id);
    let mut page = Vec::new();
    let mut next = None;
    for row in rows.into_iter().filter(|r| filter.fits(r)) {
        if page.len() == filter.limit {
            next = page.last().copied();
            break;
        }
        let verdict: Option<Verdict> = match filter.verdict {
            None => None,
            Some(_) if filter.on == filter.today => Some(row.verdict),
            Some(_) => Some(assess(&read::history(c, row.id)?, filter.on, soon).verdict),
        };
        if filter.verdict == verdict {
            page.push(row.id);
        }
    }
    if next.is_none() && more_rows {
        next = last_row;
    }
    Ok(Listing {
        items: read::summaries(c, &page)?,
        next,
    })
}

fn candidates(c: &Connection, search: &Search) -> StorageResult<Vec<Candidate>> {
    let today = read::today(search.today);
    let soon = search.due_soon_days;
    let mut found: Vec<Candidate> = Vec::new();
    let mut add = |more: Vec<Candidate>| {
        for candidate in more {
            if found.len() < Search::MOST && !found.iter().any(|f| f.id == candidate.id) {
                found.push(candidate);
            }
        }
        Search::MOST - found.len()
    };
    let mut room = Search::MOST;
    if let Some(key) = search.serial_key.as_deref().filter(|k| !k.is_empty()) {
        room = add(read::candidates(
            c,
            read::BY_SERIAL,
            params![key, 0, room as i64],
            today,
            soon,
        )?);
        let end = format!("{key}\u{10FFFF}");
        if key.chars().count() >= 4 && room > 0 {
            room = add(read::candidates(
                c,
                read::BY_SERIAL_START,
                params![key, end, room as i64],
                today,
                soon,
            )?);
        }
    }
    if !search.terms.is_empty() && room > 0 {
        let expression = read::expression(&search.terms);
        room = add(read::candidates(
            c,
            read::BY_SITE_TERMS,
            params![expression, room as i64],
            today,
            soon,
        )?);
        if room > 0 {
            add(read::candidates(
                c,
                read::BY_TYPE_TERMS,
                params![expression, room as i64],
                today,
                soon,
            )?);
        }
    }
    Ok(found)
}

fn results(
    c: &Connection,
    notice: i64,
    conclusion: &str,
    after: i64,
    limit: usize,
) -> StorageResult<Vec<NoticeResult>> {
    let mut statement = c.prepare_cached(read::RESULTS)?;
    let rows = statement.query_map(params![notice, conclusion, after, limit as i64], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            get::<Date>(row, 1)?,
            get(row, 2)?,
            maybe(row, 3)?,
            row.get(4)?,
            row.get::<_, i64>(5)?,
        ))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (seq, on, conclusion, valid_until, certificate, instrument) = row?;
        if let Some(instrument) = read::summaries(c, &[instrument])?.pop() {
            found.push(NoticeResult {
                seq,
                on,
                conclusion,
                valid_until,
                certificate,
                instrument,
            });
        }
    }
    Ok(found)
}

fn roll(c: &Connection, today: Date) -> StorageResult<u64> {
    let day = days_from_date(today);
    let ids: Vec<i64> = c
        .prepare("SELECT DISTINCT instrument_id FROM pending WHERE on_day <= ?1")?
        .query_map([day], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rolled = 0;
    for id in ids {
        let history = read::history(c, id)?;
        let (basis, until) = Basis::of(&history, today);
        let (kind, old, old_until): (String, i16, Option<i32>) = c
            .prepare_cached("SELECT kind, basis, basis_until FROM instruments WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        if (old, old_until) == (basis as i16, until) {
            continue;
        }
        rolled += 1;
        c.prepare_cached("UPDATE instruments SET basis = ?2, basis_until = ?3 WHERE id = ?1")?
            .execute(params![id, basis as i16, until])?;
        let mut tally = c.prepare_cached(
            "INSERT INTO tally (kind, basis, until, n) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, basis, until) DO UPDATE SET n = n + ?4",
        )?;
        tally.execute(params![kind, old, old_until.unwrap_or(i32::MAX), -1])?;
        tally.execute(params![kind, basis as i16, until.unwrap_or(i32::MAX), 1])?;
    }
    c.execute("DELETE FROM pending WHERE on_day <= ?1", [day])?;
    c.execute(
        "UPDATE meta SET value = value + 1 WHERE key = 'version'",
        [],
    )?;
    Ok(rolled)
}
