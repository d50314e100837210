//! Instruments: what publications describe, and what lists and figures make of it.

use std::collections::{BTreeMap, HashMap};

use chengxing_metrology::{
    Conclusion, Date, History, Service, StateChange, Verification, VerificationType,
    clock::date_from_days, serial,
};
use serde_json::Value;

use super::{
    Cells, Finding,
    asks::{CHANGED, INSTRUMENTS, PASSED_OR_FAILED, PENDING, REGISTERED, TALLY},
    compare::{self, Fact, shown},
    ledger::{Claim, Subject},
    walk::{Walk, number, printed},
};
use crate::{StorageResult, publication::seal, register::Basis};

impl Walk<'_> {
    pub(super) async fn instruments(&mut self) -> StorageResult<()> {
        let mut tally: BTreeMap<(String, i64, i64), i64> = BTreeMap::new();
        let mut above = i64::MIN;
        loop {
            let rows = self.source.rows(&INSTRUMENTS, above, i64::MAX).await?;
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
                break;
            };
            let ids = (number(first, 0).saturating_sub(1), number(last, 0));
            above = ids.1;
            for cells in &rows {
                let (id, code, newest) = (number(cells, 0), number(cells, 1), number(cells, 3));
                let subject = Subject::Instrument(code);
                self.ledger.add(Claim::First(subject), -1);
                self.ledger.add(Claim::Link(subject, newest), -1);
                self.ledger.add(Claim::State(id), -number(cells, 19));
            }
            if !self.silent {
                for cells in &rows {
                    let kind = cells[4].as_str().unwrap_or_default().to_owned();
                    let until = cells[21].as_i64().unwrap_or(i64::from(i32::MAX));
                    *tally.entry((kind, number(cells, 20), until)).or_default() += 1;
                }
                self.described_instruments(&rows).await?;
                self.bases(&rows, ids).await?;
            }
            self.advance(rows.len());
        }
        if self.silent {
            return Ok(());
        }
        self.tally(tally).await
    }

    /// Instruments against the publications that describe them.
    async fn described_instruments(&mut self, rows: &[Cells]) -> StorageResult<()> {
        let seqs: Vec<i64> = rows.iter().map(|cells| number(cells, 2)).collect();
        let mut bodies: HashMap<i64, Vec<u8>> =
            self.source.bodies(&seqs).await?.into_iter().collect();
        for cells in rows {
            let (seq, code) = (number(cells, 2), printed(number(cells, 1)));
            let Some(fact) = bodies
                .remove(&seq)
                .map(|body| serde_json::from_slice::<Fact>(&body).unwrap_or_default())
            else {
                self.found(Finding::NoPublication {
                    table: "instruments",
                    seq,
                });
                continue;
            };
            match fact.get("fact").and_then(Value::as_str) {
                Some("registered") => {}
                Some(_) => {
                    self.found(Finding::NoPublication {
                        table: "instruments",
                        seq,
                    });
                    continue;
                }
                // Its bytes cannot be read, which has been said.
                None => continue,
            }
            self.compare("instruments", &code, seq, &REGISTERED, cells, &fact);
            self.derived_columns(cells, &code);
            let sealed = compare::bytes(&cells[17])
                .and_then(|salt| seal(&salt, cells[15].as_str(), cells[16].as_str()));
            if sealed.as_deref() != fact.get("sealed").and_then(Value::as_str) {
                self.found(Finding::Unsealed {
                    instrument: code,
                    seq,
                });
            }
        }
        Ok(())
    }

    fn derived_columns(&mut self, cells: &[Value], code: &str) {
        let serial_key = cells[12].as_str().map(serial::key).map(Value::from);
        let wanted = [
            ("serial_key", &cells[18], serial_key.unwrap_or_default()),
            ("site_id", &cells[22], cells[23].clone()),
            ("site's business_id", &cells[24], cells[25].clone()),
        ];
        for (field, kept, made) in wanted {
            if *kept != made {
                self.found(Finding::Derived {
                    table: "instruments",
                    row: code.to_owned(),
                    field,
                    kept: shown(Some(kept)),
                    made: shown(Some(&made)),
                });
            }
        }
    }

    /// What lists filter by, against the history.
    async fn bases(&mut self, rows: &[Cells], ids: (i64, i64)) -> StorageResult<()> {
        let histories = self.histories(ids).await?;
        let empty = Some(History::default());
        let mut wrong = Vec::new();
        for cells in rows {
            let kept = (cells[20].as_i64(), cells[21].as_i64());
            // A history with a word that nobody knows has been named.
            let Some(history) = histories.get(&number(cells, 0)).unwrap_or(&empty) else {
                continue;
            };
            let made = basis(history, last_day(history));
            if kept != made {
                wrong.push((cells, history, kept, made));
            }
        }
        if wrong.is_empty() {
            return Ok(());
        }
        // What is dated ahead counts from its day on; until it is taken in, the day stands in `pending`.
        let mut pending: HashMap<i64, Vec<Date>> = HashMap::new();
        for cells in self.source.rows(&PENDING, ids.0, ids.1).await? {
            let day = date_from_days(number(&cells, 1));
            pending.entry(number(&cells, 0)).or_default().push(day);
        }
        for (cells, history, kept, made) in wrong {
            let days = pending
                .get(&number(cells, 0))
                .map_or(&[][..], Vec::as_slice);
            let waits = days.iter().any(|day| {
                let eve = day.yesterday().unwrap_or(*day);
                [eve, *day]
                    .into_iter()
                    .any(|day| basis(history, day) == kept)
            });
            if !waits {
                let told = |basis: (Option<i64>, Option<i64>)| {
                    format!(
                        "{} until {}",
                        shown(basis.0.map(Value::from).as_ref()),
                        shown(basis.1.map(Value::from).as_ref())
                    )
                };
                self.found(Finding::Derived {
                    table: "instruments",
                    row: printed(number(cells, 1)),
                    field: "basis",
                    kept: told(kept),
                    made: told(made),
                });
            }
        }
        Ok(())
    }

    /// The histories of instruments that have any; none where a row cannot be read.
    async fn histories(&mut self, ids: (i64, i64)) -> StorageResult<HashMap<i64, Option<History>>> {
        let mut histories: HashMap<i64, Option<History>> = HashMap::new();
        for cells in self.source.rows(&PASSED_OR_FAILED, ids.0, ids.1).await? {
            let held = histories
                .entry(number(&cells, 0))
                .or_insert_with(|| Some(History::default()));
            match (verification(&cells), held.as_mut()) {
                (Some(read), Some(history)) => history.verifications.push(read),
                _ => *held = None,
            }
        }
        for cells in self.source.rows(&CHANGED, ids.0, ids.1).await? {
            let held = histories
                .entry(number(&cells, 0))
                .or_insert_with(|| Some(History::default()));
            let state = cells[2].as_str().and_then(Service::from_word);
            match (cells[1].as_i64(), state, held.as_mut()) {
                (Some(on), Some(state), Some(history)) => history.states.push(StateChange {
                    on: date_from_days(on),
                    state,
                }),
                _ => *held = None,
            }
        }
        Ok(histories)
    }

    async fn tally(&mut self, mut made: BTreeMap<(String, i64, i64), i64>) -> StorageResult<()> {
        for cells in self.source.rows(&TALLY, i64::MIN, i64::MAX).await? {
            let kind = cells[0].as_str().unwrap_or_default().to_owned();
            let cell = (kind, number(&cells, 1), number(&cells, 2));
            *made.entry(cell).or_default() -= number(&cells, 3);
        }
        for ((kind, basis, until), n) in made.into_iter().filter(|(_, n)| *n != 0) {
            self.found(Finding::Miscounted {
                table: "tally",
                row: format!("{kind} {basis} {until}"),
                field: "n",
                by: -n,
            });
        }
        Ok(())
    }
}

fn verification(cells: &[Value]) -> Option<Verification> {
    Some(Verification {
        on: date_from_days(cells[1].as_i64()?),
        kind: cells[2].as_str().and_then(VerificationType::from_word)?,
        conclusion: cells[3].as_str().and_then(Conclusion::from_word)?,
        valid_until: match &cells[4] {
            Value::Null => None,
            day => Some(date_from_days(day.as_i64()?)),
        },
    })
}

/// The day from which on all of the history counts.
fn last_day(history: &History) -> Date {
    let verified = history.verifications.iter().map(|v| v.on);
    let changed = history.states.iter().map(|s| s.on);
    verified.chain(changed).max().unwrap_or(Date::MIN)
}

fn basis(history: &History, on: Date) -> (Option<i64>, Option<i64>) {
    let (basis, until) = Basis::of(history, on);
    (Some(i64::from(basis as i16)), until.map(i64::from))
}
