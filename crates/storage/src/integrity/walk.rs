//! The order in which everything is read.

use std::collections::{BTreeMap, HashMap};

use chengxing_metrology::InstrumentCode;
use serde_json::Value;

use super::{
    Cells, Finding, Inspector, Source,
    asks::{NOTICE, NOTICES, STATE, STATES, TOTALS, VERIFICATIONS, VERIFIED},
    compare::{self, Column, Fact, differences, notice_key, shown},
    ledger::{Claim, Ledger, Subject},
};
use crate::StorageResult;

/// Publications read at once.
const PUBLICATIONS: usize = 5_000;

/// Reads everything, tells what does not fit, and gives how many publications there are.
pub(crate) async fn inspect(
    source: &mut dyn Source,
    inspector: &mut dyn Inspector,
) -> StorageResult<u64> {
    let total = match source.rows(&TOTALS, i64::MIN, i64::MAX).await?.first() {
        Some(row) => (number(row, 0) + number(row, 1)).cast_unsigned(),
        None => 0,
    };
    let mut walk = Walk {
        source,
        inspector,
        ledger: Ledger::new(),
        silent: false,
        done: 0,
        total,
    };
    let read = walk.publications().await?;
    walk.instruments().await?;
    walk.notices().await?;
    if walk.ledger.look_again() {
        walk.silent = true;
        walk.total += total;
        walk.publications().await?;
        walk.instruments().await?;
        walk.notices().await?;
        for finding in walk.ledger.findings() {
            walk.inspector.found(finding);
        }
    }
    Ok(read)
}

/// A reading under way.
pub(super) struct Walk<'a> {
    pub(super) source: &'a mut dyn Source,
    inspector: &'a mut dyn Inspector,
    pub(super) ledger: Ledger,
    /// True at the second reading, which only names what the first has found not to add up.
    pub(super) silent: bool,
    done: u64,
    total: u64,
}

/// The facts of some publications by number; none where the bytes cannot be read.
type Facts = BTreeMap<i64, Option<Fact>>;

/// A cell that should hold a number; 0 where it does not, which no row has.
pub(super) fn number(cells: &[Value], at: usize) -> i64 {
    cells.get(at).and_then(Value::as_i64).unwrap_or_default()
}

fn told(fact: &Fact, field: &str) -> Option<i64> {
    fact.get(field).and_then(Value::as_i64)
}

/// The bits of the code that a fact names.
fn instrument(fact: &Fact) -> Option<i64> {
    let code: InstrumentCode = fact.get("instrument")?.as_str()?.parse().ok()?;
    Some(code.bits().cast_signed())
}

/// The code as it is printed.
pub(super) fn printed(code: i64) -> String {
    InstrumentCode::from_bits(code.cast_unsigned()).to_string()
}

impl Walk<'_> {
    pub(super) fn found(&mut self, finding: Finding) {
        if !self.silent {
            self.inspector.found(finding);
        }
    }

    pub(super) fn advance(&mut self, by: usize) {
        self.done += by as u64;
        self.inspector.advanced(self.done, self.total);
    }

    pub(super) fn compare(
        &mut self,
        table: &'static str,
        row: &str,
        seq: i64,
        columns: &[Column],
        cells: &[Value],
        fact: &Fact,
    ) {
        if self.silent {
            return;
        }
        for (field, kept, published) in differences(columns, cells, fact) {
            self.inspector.found(Finding::Differs {
                table,
                row: row.to_owned(),
                seq,
                field,
                kept,
                published,
            });
        }
    }

    /// Every publication, and the rows of verifications and states, which have its number.
    async fn publications(&mut self) -> StorageResult<u64> {
        let (mut last, mut count) = (0, 0);
        let mut above = i64::MIN;
        loop {
            let rows = self.source.publications(last, PUBLICATIONS).await?;
            if rows.is_empty() {
                break;
            }
            let (mut verified, mut states) = (Facts::new(), Facts::new());
            let mut described: BTreeMap<i64, i64> = BTreeMap::new();
            for row in &rows {
                if row.seq != last + 1 {
                    self.found(Finding::Gap {
                        after: last,
                        expected: last + 1,
                    });
                }
                last = row.seq;
                count += 1;
                let (fact, fault) = compare::fact(row);
                if let Some(reason) = fault {
                    self.found(Finding::Publication {
                        seq: row.seq,
                        reason,
                    });
                }
                if let Some(fact) = &fact {
                    self.claims(row, fact);
                    if row.kind == "registered"
                        && let (Some(code), Some(_)) = (instrument(fact), told(fact, "previous"))
                    {
                        described.insert(code, row.seq);
                    }
                }
                match row.kind.as_str() {
                    "verified" => {
                        verified.insert(row.seq, fact);
                    }
                    "state" => {
                        states.insert(row.seq, fact);
                    }
                    _ => {}
                }
            }
            self.verifications(above, last, verified).await?;
            self.states(above, last, states).await?;
            self.descriptions(&described).await?;
            self.advance(rows.len());
            above = last;
        }
        self.verifications(above, i64::MAX, Facts::new()).await?;
        self.states(above, i64::MAX, Facts::new()).await?;
        Ok(count)
    }

    /// Adds what a publication claims.
    fn claims(&mut self, row: &crate::PublicationRow, fact: &Fact) {
        let (subject, before) = if row.kind == "notice" {
            let key = fact.get("number").and_then(Value::as_str).map(notice_key);
            (key.map(Subject::Notice), told(fact, "corrects"))
        } else {
            (
                instrument(fact).map(Subject::Instrument),
                told(fact, "previous"),
            )
        };
        let Some(subject) = subject else {
            return;
        };
        self.ledger.add(Claim::Link(subject, row.seq), 1);
        match before {
            Some(before) => self.ledger.add(Claim::Link(subject, before), -1),
            None => self.ledger.add(Claim::First(subject), 1),
        }
        if let (Subject::Instrument(code), Some(old)) = (subject, told(fact, "corrects")) {
            self.ledger.add(Claim::Corrected(code, old, row.seq), 1);
        }
    }

    async fn verifications(
        &mut self,
        above: i64,
        up_to: i64,
        mut facts: Facts,
    ) -> StorageResult<()> {
        let mut above = above;
        loop {
            let rows = self.source.rows(&VERIFICATIONS, above, up_to).await?;
            let Some(last) = rows.last() else {
                break;
            };
            above = number(last, 0);
            for cells in &rows {
                self.verification(cells, &mut facts);
            }
        }
        self.rowless("verifications", facts);
        Ok(())
    }

    fn verification(&mut self, cells: &Cells, facts: &mut Facts) {
        let seq = number(cells, 0);
        let code = number(cells, 1);
        match cells[13].as_i64() {
            Some(by) => self.ledger.add(Claim::Corrected(code, seq, by), -1),
            None => {
                if let Some(notice) = cells[14].as_i64() {
                    self.ledger.add(Claim::Result(notice), 1);
                    if cells[4] == "fail" {
                        self.ledger.add(Claim::Failed(notice), 1);
                    }
                }
            }
        }
        let row = format!("{seq} of {}", printed(code));
        match facts.remove(&seq) {
            Some(Some(fact)) => {
                self.compare("verifications", &row, seq, &VERIFIED, cells, &fact);
            }
            Some(None) => {}
            None => self.found(Finding::NoPublication {
                table: "verifications",
                seq,
            }),
        }
    }

    async fn states(&mut self, above: i64, up_to: i64, mut facts: Facts) -> StorageResult<()> {
        let mut above = above;
        loop {
            let rows = self.source.rows(&STATES, above, up_to).await?;
            let Some(last) = rows.last() else {
                break;
            };
            above = number(last, 0);
            for cells in &rows {
                let seq = number(cells, 0);
                self.ledger.add(Claim::State(number(cells, 5)), 1);
                let row = format!("{seq} of {}", printed(number(cells, 1)));
                match facts.remove(&seq) {
                    Some(Some(fact)) => self.compare("states", &row, seq, &STATE, cells, &fact),
                    Some(None) => {}
                    None => self.found(Finding::NoPublication {
                        table: "states",
                        seq,
                    }),
                }
            }
        }
        self.rowless("states", facts);
        Ok(())
    }

    fn rowless(&mut self, table: &'static str, facts: Facts) {
        for seq in facts.into_keys() {
            self.found(Finding::NoRow { table, seq });
        }
    }

    /// An instrument shows the newest publication that describes it.
    async fn descriptions(&mut self, newest: &BTreeMap<i64, i64>) -> StorageResult<()> {
        if newest.is_empty() || self.silent {
            return Ok(());
        }
        let codes: Vec<i64> = newest.keys().copied().collect();
        for (code, shown) in self.source.described(&codes).await? {
            match newest.get(&code) {
                Some(newest) if shown < *newest => self.found(Finding::Stale {
                    instrument: printed(code),
                    shown,
                    newest: *newest,
                }),
                _ => {}
            }
        }
        Ok(())
    }

    async fn notices(&mut self) -> StorageResult<()> {
        let mut above = i64::MIN;
        loop {
            let rows = self.source.rows(&NOTICES, above, i64::MAX).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            above = number(last, 0);
            let seqs: Vec<i64> = rows.iter().map(|cells| number(cells, 6)).collect();
            let bodies: HashMap<i64, Vec<u8>> =
                self.source.bodies(&seqs).await?.into_iter().collect();
            for cells in &rows {
                let (id, seq) = (number(cells, 0), number(cells, 6));
                let own_number = cells[1].as_str().unwrap_or_default();
                let subject = Subject::Notice(notice_key(own_number));
                self.ledger.add(Claim::First(subject), -1);
                self.ledger.add(Claim::Link(subject, seq), -1);
                self.ledger.add(Claim::Result(id), -number(cells, 7));
                self.ledger.add(Claim::Failed(id), -number(cells, 8));
                if cells[9].as_i64() != Some(notice_key(own_number)) {
                    self.found(Finding::Derived {
                        table: "notices",
                        row: own_number.to_owned(),
                        field: "key",
                        kept: shown(Some(&cells[9])),
                        made: notice_key(own_number).to_string(),
                    });
                }
                match bodies.get(&seq).map(|b| serde_json::from_slice::<Fact>(b)) {
                    Some(Ok(fact)) if fact.get("fact").is_some_and(|f| f == "notice") => {
                        self.compare("notices", own_number, seq, &NOTICE, cells, &fact);
                    }
                    Some(Err(_)) => {}
                    _ => self.found(Finding::NoPublication {
                        table: "notices",
                        seq,
                    }),
                }
            }
        }
    }
}
