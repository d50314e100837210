//! A batch worked through, line by line.

use std::collections::HashSet;

use chengxing_metrology::{Date, Divisions, Rules, identity, record, record::Record};

use super::{
    Backend, Basis, Batch, NewState, NewVerification, NoticeHeld, Register, RowError, StateHeld,
    VerificationHeld,
    describe::{Desk, Touch, name_key},
};
use crate::{
    StorageResult,
    publication::{FORMAT, Fact, NoticeFact, StateFact, VerificationFact},
};

fn notice_key(number: &str) -> i64 {
    identity::named("notice", &[number])
}

fn sorted<T: Ord>(set: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = set.into_iter().collect();
    list.sort_unstable();
    list
}

/// The keys that a batch names.
#[derive(Default)]
struct Named {
    institutions: HashSet<i64>,
    notices: HashSet<i64>,
    usccs: HashSet<chengxing_metrology::CreditCode>,
    names: HashSet<i64>,
    codes: HashSet<chengxing_metrology::InstrumentCode>,
    identities: HashSet<i64>,
}

impl Named {
    fn business(&mut self, business: &record::Business) {
        self.usccs.extend(business.uscc);
        self.names.insert(name_key(business));
    }

    fn instrument(&mut self, instrument: &record::Instrument, certificate: Option<&str>) {
        self.codes.extend(instrument.code);
        self.identities
            .extend(identity::instrument(instrument, certificate).ok());
        if let Some(holder) = &instrument.holder {
            self.business(holder);
        }
    }

    fn record(&mut self, record: &Record) {
        match record {
            Record::Verification(v) => {
                self.institutions
                    .insert(identity::institution(&v.institution.name));
                self.notices.extend(v.notice.as_deref().map(notice_key));
                self.instrument(
                    &v.instrument,
                    v.certificate
                        .as_ref()
                        .map(chengxing_metrology::CertificateNumber::as_str),
                );
            }
            Record::Instrument(i) => self.instrument(i, None),
            Record::Business(b) => self.business(b),
            Record::Institution(i) => {
                self.institutions.insert(identity::institution(&i.name));
            }
            Record::Notice(n) => {
                self.institutions
                    .insert(identity::institution(&n.institution.name));
                self.notices.insert(notice_key(&n.number));
            }
            Record::State(s) => self.instrument(&s.instrument, None),
        }
    }
}

impl<B: Backend> Register<B> {
    pub(super) async fn take(
        &mut self,
        rules: &Rules,
        divisions: &Divisions,
        records: Vec<(u64, Record)>,
    ) -> StorageResult<Vec<RowError>> {
        let mut desk = self.gather(&records).await?;
        self.reserve_codes(&records).await?;
        let mut batch = Batch::default();
        let mut errors = Vec::new();
        let mut changed_notices = Vec::new();
        for (line, record) in records {
            let taken = match &record {
                Record::Verification(v) => {
                    self.verification(rules, &mut desk, &mut batch, &mut changed_notices, line, v)
                }
                Record::Instrument(i) => self
                    .instrument(&mut desk, &mut batch, line, i, None, None)
                    .map(|(_, touch)| touch),
                Record::Business(b) => Ok(self.business(&mut desk, b).1),
                Record::Institution(i) => {
                    let before = batch.institutions.len();
                    let (_, changed) = self.institution(&mut batch, i);
                    Ok(if batch.institutions.len() > before {
                        Touch::New
                    } else if changed {
                        Touch::Changed
                    } else {
                        Touch::Same
                    })
                }
                Record::Notice(n) => Ok(self.notice(&mut batch, n)),
                Record::State(s) => self.state(&mut desk, &mut batch, line, s),
            };
            match taken {
                Ok(Touch::New) => self.outcome.new += 1,
                Ok(Touch::Changed) => self.outcome.changed += 1,
                Ok(Touch::Same) => self.outcome.same += 1,
                Err(error) => errors.push(error),
            }
        }
        self.settle(&mut desk, &mut batch, rules, divisions).await?;
        self.close_batch(&mut desk, &mut batch, changed_notices);
        self.backend.write(&batch).await?;
        Ok(errors)
    }

    /// Looks up everything that the batch names.
    async fn gather(&mut self, records: &[(u64, Record)]) -> StorageResult<Desk> {
        let mut named = Named::default();
        for (_, record) in records {
            named.record(record);
        }
        let institutions = sorted(
            named
                .institutions
                .into_iter()
                .filter(|k| !self.known.institutions.contains_key(k)),
        );
        for held in self.backend.institutions(&institutions).await? {
            self.known.institutions.insert(held.key, held);
        }
        let notices = sorted(
            named
                .notices
                .into_iter()
                .filter(|k| !self.known.notices.contains_key(k)),
        );
        for held in self.backend.notices(&notices).await? {
            self.known.notices.insert(held.key, held);
        }
        let mut desk = Desk::default();
        for held in self
            .backend
            .businesses_by_uscc(&sorted(named.usccs))
            .await?
        {
            desk.add_business(held);
        }
        for held in self
            .backend
            .businesses_by_name(&sorted(named.names))
            .await?
        {
            desk.add_business(held);
        }
        let mut held = std::collections::HashMap::new();
        for instrument in self
            .backend
            .instruments_by_code(&sorted(named.codes))
            .await?
        {
            held.insert(instrument.id, instrument);
        }
        for instrument in self
            .backend
            .instruments_by_identity(&sorted(named.identities))
            .await?
        {
            held.insert(instrument.id, instrument);
        }
        if !held.is_empty() {
            self.backend.histories(&mut held).await?;
        }
        // Of an instrument that is described anew the holder's name is wanted, though no record may name it.
        let holders = held
            .values()
            .filter_map(|i| i.site.business_id)
            .filter(|b| !desk.businesses.contains_key(b));
        let holders = sorted(holders.collect::<HashSet<_>>());
        for held in self.backend.businesses(&holders).await? {
            desk.add_business(held);
        }
        for instrument in held.into_values() {
            desk.add_instrument(instrument);
        }
        Ok(desk)
    }

    /// Makes sure that the codes given out in this batch are free: draws as many as could be needed and
    /// strikes out those in use.
    async fn reserve_codes(&mut self, records: &[(u64, Record)]) -> StorageResult<()> {
        self.free_codes.clear();
        let wanted = records
            .iter()
            .filter(|(_, r)| match r {
                Record::Verification(v) => v.instrument.code.is_none(),
                Record::Instrument(i) => i.code.is_none(),
                Record::State(s) => s.instrument.code.is_none(),
                Record::Business(_) | Record::Institution(_) | Record::Notice(_) => false,
            })
            .count();
        let told: HashSet<_> = records
            .iter()
            .filter_map(|(_, r)| match r {
                Record::Verification(v) => v.instrument.code,
                Record::Instrument(i) => i.code,
                Record::State(s) => s.instrument.code,
                Record::Business(_) | Record::Institution(_) | Record::Notice(_) => None,
            })
            .collect();
        while self.free_codes.len() < wanted {
            // In the order in which they were drawn: a code must tell nothing of its neighbours.
            let drawn: Vec<_> = (self.free_codes.len()..wanted)
                .map(|_| self.code())
                .collect();
            let mut used: HashSet<_> = self
                .backend
                .codes_taken(&drawn)
                .await?
                .into_iter()
                .collect();
            used.extend(&told);
            used.extend(&self.free_codes);
            self.free_codes
                .extend(drawn.into_iter().filter(|c| used.insert(*c)));
        }
        Ok(())
    }

    fn verification(
        &mut self,
        rules: &Rules,
        desk: &mut Desk,
        batch: &mut Batch,
        changed_notices: &mut Vec<i64>,
        line: u64,
        told: &record::Verification,
    ) -> Result<Touch, RowError> {
        let certificate = told
            .certificate
            .as_ref()
            .map(chengxing_metrology::CertificateNumber::as_str);
        let (id, description) = self.instrument(
            desk,
            batch,
            line,
            &told.instrument,
            certificate,
            Some(told.on),
        )?;
        let (institution_id, _) = self.institution(batch, &told.institution);
        let notice = told
            .notice
            .as_deref()
            .map(|number| self.notice_for(batch, number, told, institution_id));
        let notice_id = notice.map(|n| n.0);
        let Some(held) = desk.instruments.get_mut(&id) else {
            return Ok(Touch::Same);
        };
        let by_rule = if told.valid_until.is_none()
            && told.conclusion == chengxing_metrology::Conclusion::Pass
        {
            rules.valid_until(&held.fields.kind, told.on)
        } else {
            None
        };
        let row = VerificationHeld {
            seq: 0,
            on: told.on,
            kind: told.kind,
            conclusion: told.conclusion,
            valid_until: told.valid_until.or(by_rule),
            by_rule: by_rule.is_some(),
            certificate: told.certificate.clone(),
            institution_id,
            regulation: told.regulation.clone(),
            standard: told.standard.clone(),
            error: told.error.clone(),
            notice_id,
        };
        let key = row
            .certificate
            .as_ref()
            .map(chengxing_metrology::CertificateNumber::key);
        let twin = held.verifications.iter().position(|v| {
            v.institution_id == institution_id
                && match (&key, &v.certificate) {
                    (Some(key), Some(other)) => *key == other.key(),
                    (None, None) => v.on == row.on && v.kind == row.kind,
                    _ => false,
                }
        });
        let corrects = match twin.map(|i| &held.verifications[i]) {
            Some(twin) if says_the_same(twin, &row) => {
                return Ok(if description == Touch::Same {
                    Touch::Same
                } else {
                    Touch::Changed
                });
            }
            Some(twin) => Some(twin.seq),
            None => None,
        };
        let institution = self
            .known
            .institutions
            .get(&identity::institution(&told.institution.name))
            .map(|i| i.name.clone());
        let (code, previous) = (held.code, held.newest);
        let seq = self.publish(batch, |seq, time| {
            Fact::Verification(VerificationFact {
                certificate: row.certificate.as_ref(),
                conclusion: row.conclusion,
                corrects,
                error: row.error.as_ref(),
                fact: "verified",
                format: FORMAT,
                institution: institution.as_deref().unwrap_or(&told.institution.name),
                instrument: code,
                notice: told.notice.as_deref(),
                on: row.on,
                previous,
                regulation: row.regulation.as_deref(),
                seq,
                standard: row.standard.as_deref(),
                time,
                kind: row.kind,
                valid_until: row.valid_until,
                valid_until_by_rule: row.by_rule,
            })
        });
        let Some(held) = desk.instruments.get_mut(&id) else {
            return Ok(Touch::Same);
        };
        held.newest = seq;
        held.dirty = true;
        let row = VerificationHeld { seq, ..row };
        if let (Some(twin), Some(old)) = (twin, corrects) {
            let replaced = held.verifications.remove(twin);
            batch.corrected.push((old, seq));
            // A correction may move the result to another notice, or turn it.
            self.count_in_notice(changed_notices, replaced.notice_id, replaced.conclusion, -1);
        }
        self.count_in_notice(changed_notices, row.notice_id, row.conclusion, 1);
        held.verifications.push(row.clone());
        batch.verifications.push(NewVerification {
            instrument_id: id,
            row,
        });
        Ok(if corrects.is_some() {
            Touch::Changed
        } else {
            Touch::New
        })
    }

    fn count_in_notice(
        &mut self,
        changed: &mut Vec<i64>,
        notice: Option<i64>,
        conclusion: chengxing_metrology::Conclusion,
        n: i64,
    ) {
        let Some(id) = notice else { return };
        self.notice_counts.entry(id).or_default().0 += n;
        if conclusion == chengxing_metrology::Conclusion::Fail {
            self.notice_counts.entry(id).or_default().1 += n;
        }
        changed.push(id);
    }

    /// The notice that a verification names, made where it is not known.
    fn notice_for(
        &mut self,
        batch: &mut Batch,
        number: &str,
        told: &record::Verification,
        institution_id: i64,
    ) -> (i64, i64) {
        let key = notice_key(number);
        if let Some(held) = self.known.notices.get(&key) {
            return (held.id, key);
        }
        let notice = record::Notice {
            number: number.to_owned(),
            title: number.to_owned(),
            on: told.on,
            institution: told.institution.clone(),
            region: told.instrument.region.or(told.institution.region),
        };
        self.new_notice(batch, &notice, institution_id);
        (self.last.notice, key)
    }

    fn new_notice(&mut self, batch: &mut Batch, told: &record::Notice, institution_id: i64) {
        let seq = self.publish(batch, |seq, time| notice_fact(told, None, seq, time));
        self.last.notice += 1;
        let held = NoticeHeld {
            id: self.last.notice,
            key: notice_key(&told.number),
            number: told.number.clone(),
            title: told.title.clone(),
            on: told.on,
            institution_id,
            region: told.region,
            results: 0,
            failed: 0,
            demo: self.options.demo,
            seq,
        };
        batch.notices.push(held.clone());
        self.known.notices.insert(held.key, held);
    }

    fn notice(&mut self, batch: &mut Batch, told: &record::Notice) -> Touch {
        let (institution_id, _) = self.institution(batch, &told.institution);
        let key = notice_key(&told.number);
        let Some(held) = self.known.notices.get(&key) else {
            self.new_notice(batch, told, institution_id);
            return Touch::New;
        };
        let region = told.region.or(held.region);
        if held.title == told.title
            && held.on == told.on
            && held.institution_id == institution_id
            && held.region == region
        {
            return Touch::Same;
        }
        let corrects = held.seq;
        let told = &record::Notice {
            region,
            ..told.clone()
        };
        let seq = self.publish(batch, |seq, time| {
            notice_fact(told, Some(corrects), seq, time)
        });
        if let Some(held) = self.known.notices.get_mut(&key) {
            held.title.clone_from(&told.title);
            held.on = told.on;
            held.institution_id = institution_id;
            held.region = region;
            held.seq = seq;
            match batch.notices.iter_mut().find(|n| n.id == held.id) {
                Some(fresh) => *fresh = held.clone(),
                None => batch.notice_changes.push(held.clone()),
            }
        }
        Touch::Changed
    }

    fn state(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        line: u64,
        told: &record::StateRecord,
    ) -> Result<Touch, RowError> {
        let (id, description) =
            self.instrument(desk, batch, line, &told.instrument, None, Some(told.on))?;
        let Some(held) = desk.instruments.get(&id) else {
            return Ok(Touch::Same);
        };
        if held
            .states
            .iter()
            .any(|s| s.on == told.on && s.state == told.state)
        {
            return Ok(if description == Touch::Same {
                Touch::Same
            } else {
                Touch::Changed
            });
        }
        let (code, previous) = (held.code, held.newest);
        let seq = self.publish(batch, |seq, time| {
            Fact::State(StateFact {
                fact: "state",
                format: FORMAT,
                ground: told.ground.as_deref(),
                instrument: code,
                on: told.on,
                previous,
                seq,
                state: told.state,
                time,
            })
        });
        if let Some(held) = desk.instruments.get_mut(&id) {
            held.newest = seq;
            held.dirty = true;
            let row = StateHeld {
                seq,
                on: told.on,
                state: told.state,
            };
            held.states.push(row.clone());
            batch.states.push(NewState {
                instrument_id: id,
                row,
                ground: told.ground.clone(),
            });
        }
        Ok(Touch::New)
    }

    /// Derives what lists need and sorts every list by its key, so that the writes run along the indexes.
    fn close_batch(&mut self, desk: &mut Desk, batch: &mut Batch, changed_notices: Vec<i64>) {
        let today: Date = self.options.today;
        let mut touched: Vec<_> = std::mem::take(&mut desk.instruments)
            .into_values()
            .filter(|i| i.is_new || i.dirty)
            .collect();
        touched.sort_unstable_by_key(|i| i.id);
        for mut held in touched {
            let (basis, until) = Basis::of(&held.history(), today);
            if !held.is_new {
                let kind = held.stored_kind.clone();
                batch.count(&kind, held.basis, held.basis_until, -1);
            }
            held.basis = basis as i16;
            held.basis_until = until;
            batch.count(held.fields.kind.as_str(), held.basis, held.basis_until, 1);
            let days: Vec<_> = held
                .days_ahead(today)
                .map(chengxing_metrology::clock::days_from_date)
                .collect();
            batch
                .pending
                .extend(days.into_iter().map(|day| (day, held.id)));
            if held.is_new {
                batch.instruments.push(held);
            } else {
                batch.instrument_changes.push(held);
            }
        }
        batch.pending.sort_unstable();
        batch.pending.dedup();
        for id in changed_notices {
            if let Some((results, failed)) = self.notice_counts.remove(&id) {
                batch.notice_counts.push((id, results, failed));
            }
        }
    }
}

fn notice_fact(told: &record::Notice, corrects: Option<i64>, seq: i64, time: i64) -> Fact<'_> {
    Fact::Notice(NoticeFact {
        corrects,
        fact: "notice",
        format: FORMAT,
        institution: &told.institution.name,
        number: &told.number,
        on: told.on,
        region: told.region,
        seq,
        time,
        title: &told.title,
    })
}

/// Whether a record says of a verification what the register holds. What the record leaves out is no
/// contradiction.
fn says_the_same(held: &VerificationHeld, told: &VerificationHeld) -> bool {
    fn silent_or_same<T: PartialEq>(told: Option<&T>, held: Option<&T>) -> bool {
        told.is_none() || told == held
    }
    held.on == told.on
        && held.kind == told.kind
        && held.conclusion == told.conclusion
        && (told.by_rule || silent_or_same(told.valid_until.as_ref(), held.valid_until.as_ref()))
        && silent_or_same(told.regulation.as_ref(), held.regulation.as_ref())
        && silent_or_same(told.standard.as_ref(), held.standard.as_ref())
        && silent_or_same(told.error.as_ref(), held.error.as_ref())
        && silent_or_same(told.notice_id.as_ref(), held.notice_id.as_ref())
}
