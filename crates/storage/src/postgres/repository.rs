//! The repository trait over the reads.

use std::collections::HashMap;

use async_trait::async_trait;
use chengxing_metrology::{
    Date, InstrumentCode, assess, clock::days_from_date, identity, terms::Term,
};
use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::{
    Postgres,
    inspect::Moment,
    read,
    rows::{kind, raw, region},
    write::{self, Writer},
};
use crate::{
    BusinessRow, Dossier, Figures, Filter, Found, Inspector, InstitutionRow, Listing, NoticeFilter,
    NoticeResult, NoticeRow, PlaceHit, PublicationRow, Pulse, Repository, Search, Session,
    SessionOptions, StorageResult, Summary,
    query::{Candidate, Driver, facets},
    register::{Basis, Register},
};

#[async_trait]
impl Repository for Postgres {
    async fn pulse(&self) -> StorageResult<Pulse> {
        let mut c = self.reader().await?;
        let row = sqlx::query(read::PULSE).fetch_one(&mut *c).await?;
        Ok(Pulse {
            version: raw(&row, 2)?,
            publications: raw::<Option<i64>>(&row, 0)?.unwrap_or(0),
            data_at: raw(&row, 1)?,
            demo: raw::<i64>(&row, 3)? != 0,
        })
    }

    async fn dossier(&self, code: InstrumentCode) -> StorageResult<Option<Dossier>> {
        let mut c = self.reader().await?;
        read::dossier(&mut c, code).await
    }

    async fn present(&self, codes: &[InstrumentCode]) -> StorageResult<Vec<Summary>> {
        let mut c = self.reader().await?;
        let codes: Vec<i64> = codes.iter().map(|c| c.bits() as i64).collect();
        read::summaries(&mut c, read::PRESENT, &codes).await
    }

    async fn instruments(&self, filter: &Filter) -> StorageResult<Listing<Summary>> {
        let mut c = self.snapshot().await?;
        instruments(&mut c, filter).await
    }

    async fn search(&self, search: &Search) -> StorageResult<Found> {
        let mut c = self.snapshot().await?;
        let candidates = candidates(&mut c, search).await?;
        let (mut found, page) = facets(search, &candidates);
        found.items = read::summaries(&mut c, read::SUMMARIES, &page).await?;
        Ok(found)
    }

    async fn places(&self, terms: &[Term], limit: usize) -> StorageResult<Vec<PlaceHit>> {
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let mut c = self.reader().await?;
        let mut hits: Vec<PlaceHit> = Vec::new();
        for row in &sqlx::query(read::PLACES)
            .bind(read::expression(terms))
            .fetch_all(&mut *c)
            .await?
        {
            let hit = PlaceHit {
                name: raw(row, 0)?,
                market: raw(row, 1)?,
                region: region(raw(row, 2)?)?,
            };
            if !hits.contains(&hit) {
                hits.push(hit);
            }
            if hits.len() >= limit {
                break;
            }
        }
        Ok(hits)
    }

    async fn notices(&self, filter: &NoticeFilter) -> StorageResult<Listing<NoticeRow>> {
        let (first, last) = filter.days();
        let (before, before_id) = filter
            .before
            .map_or((last + 1, 0), |(day, id)| (days_from_date(day), id));
        let span = filter.region.map(chengxing_metrology::RegionCode::span);
        let mut c = self.reader().await?;
        let rows = sqlx::query(read::NOTICES)
            .bind(before)
            .bind(before_id)
            .bind(first)
            .bind(span.as_ref().map(|s| *s.start() as i32))
            .bind(span.as_ref().map(|s| *s.end() as i32))
            // One more says whether there is a next page.
            .bind(filter.limit as i64 + 1)
            .fetch_all(&mut *c)
            .await?;
        filter.page(rows.iter().map(read::notice))
    }

    async fn notice(&self, number: &str) -> StorageResult<Option<NoticeRow>> {
        let mut c = self.reader().await?;
        let key = identity::named("notice", &[number]);
        sqlx::query(read::NOTICE)
            .bind(key)
            .fetch_optional(&mut *c)
            .await?
            .as_ref()
            .map(read::notice)
            .transpose()
    }

    async fn notice_results(
        &self,
        notice: i64,
        after: Option<(bool, i64)>,
        limit: usize,
    ) -> StorageResult<Vec<NoticeResult>> {
        let mut c = self.snapshot().await?;
        let (passed, after) = after.unwrap_or((false, 0));
        let mut found = Vec::new();
        if !passed {
            found = read::results(&mut c, notice, "fail", after, limit).await?;
        }
        if found.len() < limit {
            let after = if passed { after } else { 0 };
            let rest = read::results(&mut c, notice, "pass", after, limit - found.len()).await?;
            found.extend(rest);
        }
        Ok(found)
    }

    async fn businesses(&self, after: i64, limit: usize) -> StorageResult<Vec<BusinessRow>> {
        let mut c = self.reader().await?;
        let rows = sqlx::query(read::BUSINESSES)
            .bind(after)
            .bind(limit as i64)
            .fetch_all(&mut *c)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(BusinessRow {
                    id: raw(row, 0)?,
                    uscc: raw(row, 1)?,
                    name: raw(row, 2)?,
                    category: raw(row, 3)?,
                    market: raw(row, 4)?,
                    region: region(raw(row, 5)?)?,
                })
            })
            .collect()
    }

    async fn institutions(&self, after: i64, limit: usize) -> StorageResult<Vec<InstitutionRow>> {
        let mut c = self.reader().await?;
        let rows = sqlx::query(read::INSTITUTIONS)
            .bind(after)
            .bind(limit as i64)
            .fetch_all(&mut *c)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(InstitutionRow {
                    id: raw(row, 0)?,
                    name: raw(row, 1)?,
                    scope: raw(row, 2)?,
                    region: region(raw(row, 3)?)?,
                })
            })
            .collect()
    }

    async fn figures(&self, today: Date, due_soon_days: u16) -> StorageResult<Figures> {
        let mut c = self.snapshot().await?;
        let rows = sqlx::query("SELECT kind, basis, until, n FROM tally WHERE n > 0")
            .fetch_all(&mut *c)
            .await?;
        let cells = rows
            .iter()
            .map(|row| {
                Ok((
                    kind(raw(row, 0)?)?,
                    raw(row, 1)?,
                    raw(row, 2)?,
                    raw(row, 3)?,
                ))
            })
            .collect::<StorageResult<Vec<_>>>()?;
        let notices = sqlx::query("SELECT count(*) FROM notices")
            .fetch_one(&mut *c)
            .await?
            .try_get(0)?;
        Ok(Figures::of(&cells, notices, today, due_soon_days))
    }

    async fn publications(&self, after: i64, limit: usize) -> StorageResult<Vec<PublicationRow>> {
        let mut c = self.reader().await?;
        read::publications(&mut c, after, limit).await
    }

    async fn roll(&self, today: Date) -> StorageResult<u64> {
        let waiting: bool = {
            let mut c = self.reader().await?;
            sqlx::query("SELECT EXISTS (SELECT 1 FROM pending WHERE on_day <= $1)")
                .bind(days_from_date(today))
                .fetch_one(&mut *c)
                .await?
                .try_get(0)?
        };
        if !waiting {
            return Ok(0);
        }
        let mut transaction = self.writing().await?;
        let rolled = roll(&mut transaction, today).await?;
        transaction.commit().await?;
        Ok(rolled)
    }

    async fn check(&self, inspector: &mut dyn Inspector) -> StorageResult<u64> {
        let mut moment = Moment(self.snapshot().await?);
        crate::integrity::inspect(&mut moment, inspector).await
    }

    async fn begin(&self, options: SessionOptions) -> StorageResult<Box<dyn Session>> {
        let writer = Writer::new(self.writing().await?);
        Ok(Box::new(Register::new(writer, options).await?))
    }

    async fn plans(&self) -> StorageResult<Vec<(String, String)>> {
        let named = [
            ("dossier", read::DOSSIER),
            ("summaries", read::SUMMARIES),
            ("present", read::PRESENT),
            ("histories", read::HISTORIES),
            ("instruments by serial number", read::BY_SERIAL),
            ("instruments by region", read::BY_REGION),
            ("instruments by basis", read::BY_BASIS),
            ("instruments by kind", read::BY_KIND),
            ("instruments", read::BY_ID),
            ("search by serial number", read::BY_SERIAL_START),
            ("search by place", read::BY_SITE_TERMS),
            ("search by type", read::BY_TYPE_TERMS),
            ("places", read::PLACES),
            ("notices", read::NOTICES),
            ("notice", read::NOTICE),
            ("notice results", read::RESULTS),
            ("businesses", read::BUSINESSES),
            ("institutions", read::INSTITUTIONS),
            ("publications", read::PUBLICATIONS),
            ("pulse", read::PULSE),
        ];
        let mut plans = Vec::new();
        for (name, sql) in named {
            // Rolled back at the end of the turn, and with it the settings.
            let mut transaction = self.pool.begin().await?;
            // Without sequential scans the plan of a small table is that of a large one.
            let generic =
                "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan";
            sqlx::raw_sql(generic).execute(&mut *transaction).await?;
            let parameters = (1..10)
                .take_while(|n| sql.contains(&format!("${n}")))
                .count();
            let nulls = vec!["NULL"; parameters].join(", ");
            let call = if parameters == 0 {
                String::new()
            } else {
                format!("({nulls})")
            };
            let explain =
                format!("PREPARE plan AS {sql}; EXPLAIN EXECUTE plan{call}; DEALLOCATE plan");
            let rows = sqlx::raw_sql(AssertSqlSafe(explain))
                .fetch_all(&mut *transaction)
                .await?;
            let lines = rows
                .iter()
                .map(|row| raw(row, 0))
                .collect::<StorageResult<Vec<String>>>()?;
            plans.push((name.to_owned(), lines.join("\n")));
        }
        Ok(plans)
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

async fn fetch(
    c: &mut PgConnection,
    query: sqlx::query::Query<'_, sqlx::Postgres, sqlx::postgres::PgArguments>,
    today: i32,
    soon: u16,
) -> StorageResult<Vec<Candidate>> {
    query
        .fetch_all(&mut *c)
        .await?
        .iter()
        .map(|row| read::candidate(row, today, soon))
        .collect()
}

/// How many histories are read at once for a list by the verdict on another day.
const HISTORIES_AT_ONCE: usize = 400;

async fn instruments(c: &mut PgConnection, filter: &Filter) -> StorageResult<Listing<Summary>> {
    let query = match filter.driver() {
        Driver::Serial(key) => sqlx::query(read::BY_SERIAL).bind(key),
        Driver::Region(region) => sqlx::query(read::BY_REGION).bind(region as i32),
        Driver::Basis(basis) => sqlx::query(read::BY_BASIS).bind(basis),
        Driver::Kind(kind) => sqlx::query(read::BY_KIND).bind(kind),
        Driver::All => sqlx::query(read::BY_ID),
    };
    let query = query.bind(filter.after).bind(Filter::LOOKED_AT as i64);
    let rows = fetch(c, query, days_from_date(filter.today), filter.due_soon_days).await?;
    let more_rows = rows.len() == Filter::LOOKED_AT;
    let last_row = rows.last().map(|r| r.id);
    let fitting: Vec<Candidate> = rows.into_iter().filter(|r| filter.fits(r)).collect();
    let mut page = Vec::new();
    let mut next = None;
    'page: for some in fitting.chunks(HISTORIES_AT_ONCE) {
        let histories = if filter.verdict.is_some() && filter.on != filter.today {
            read::histories(c, &some.iter().map(|r| r.id).collect::<Vec<_>>()).await?
        } else {
            HashMap::new()
        };
        for row in some {
            if page.len() == filter.limit {
                next = page.last().copied();
                break 'page;
            }
            let verdict = histories.get(&row.id).map_or(row.verdict, |h| {
                assess(h, filter.on, filter.due_soon_days).verdict
            });
            if filter.verdict.is_none_or(|v| v == verdict) {
                page.push(row.id);
            }
        }
    }
    if next.is_none() && more_rows {
        next = last_row;
    }
    Ok(Listing {
        items: read::summaries(c, read::SUMMARIES, &page).await?,
        next,
    })
}

async fn candidates(c: &mut PgConnection, search: &Search) -> StorageResult<Vec<Candidate>> {
    let today = days_from_date(search.today);
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
        let query = sqlx::query(read::BY_SERIAL)
            .bind(key)
            .bind(0_i64)
            .bind(room as i64);
        room = add(fetch(c, query, today, soon).await?);
        if key.chars().count() >= 4 && room > 0 {
            let query = sqlx::query(read::BY_SERIAL_START)
                .bind(key)
                .bind(format!("{key}\u{10FFFF}"))
                .bind(room as i64);
            room = add(fetch(c, query, today, soon).await?);
        }
    }
    if !search.terms.is_empty() && room > 0 {
        let expression = read::expression(&search.terms);
        room = add(fetch(
            c,
            sqlx::query(read::BY_SITE_TERMS)
                .bind(&expression)
                .bind(room as i64),
            today,
            soon,
        )
        .await?);
        if room > 0 {
            add(fetch(
                c,
                sqlx::query(read::BY_TYPE_TERMS)
                    .bind(&expression)
                    .bind(room as i64),
                today,
                soon,
            )
            .await?);
        }
    }
    Ok(found)
}

/// How many instruments are rolled by one round of statements.
const ROLLED_AT_ONCE: usize = 1_000;

async fn roll(c: &mut PgConnection, today: Date) -> StorageResult<u64> {
    let day = days_from_date(today);
    let pending = sqlx::query(
        "SELECT DISTINCT instrument_id FROM pending WHERE on_day <= $1 ORDER BY instrument_id",
    )
    .bind(day)
    .fetch_all(&mut *c)
    .await?;
    let ids = pending
        .iter()
        .map(|row| raw(row, 0))
        .collect::<StorageResult<Vec<i64>>>()?;
    let mut rolled = 0;
    for some in ids.chunks(ROLLED_AT_ONCE) {
        let histories = read::histories(c, some).await?;
        let mut changed: Vec<(i64, i16, Option<i32>)> = Vec::new();
        let mut tally: HashMap<(String, i16, i32), i64> = HashMap::new();
        for row in
            &sqlx::query("SELECT id, kind, basis, basis_until FROM instruments WHERE id = ANY($1)")
                .bind(some)
                .fetch_all(&mut *c)
                .await?
        {
            let (id, kind, old, old_until): (i64, String, i16, Option<i32>) =
                (raw(row, 0)?, raw(row, 1)?, raw(row, 2)?, raw(row, 3)?);
            let (basis, until) = histories
                .get(&id)
                .map_or((Basis::Never, None), |h| Basis::of(h, today));
            if (old, old_until) == (basis as i16, until) {
                continue;
            }
            *tally
                .entry((kind.clone(), old, old_until.unwrap_or(i32::MAX)))
                .or_default() -= 1;
            *tally
                .entry((kind, basis as i16, until.unwrap_or(i32::MAX)))
                .or_default() += 1;
            changed.push((id, basis as i16, until));
        }
        rolled += changed.len() as u64;
        sqlx::query(
            "UPDATE instruments i SET basis = u.basis, basis_until = u.until
             FROM UNNEST($1::BIGINT[], $2::SMALLINT[], $3::INTEGER[]) AS u (id, basis, until) WHERE i.id = u.id",
        )
        .bind(changed.iter().map(|x| x.0).collect::<Vec<_>>())
        .bind(changed.iter().map(|x| x.1).collect::<Vec<_>>())
        .bind(changed.iter().map(|x| x.2).collect::<Vec<_>>())
        .execute(&mut *c)
        .await?;
        write::tally(c, &tally).await?;
    }
    sqlx::query("DELETE FROM pending WHERE on_day <= $1")
        .bind(day)
        .execute(&mut *c)
        .await?;
    sqlx::query("UPDATE meta SET value = value + 1 WHERE key = 'version'")
        .execute(&mut *c)
        .await?;
    Ok(rolled)
}
