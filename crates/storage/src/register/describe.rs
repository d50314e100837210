//! Who and where: institutions, businesses and descriptions of instruments matched or made.

use std::collections::HashMap;

use chengxing_metrology::{Date, Divisions, InstrumentCode, fold, identity, record, serial};

use super::{
    Backend, Batch, BusinessHeld, InstitutionHeld, InstrumentHeld, Register, RowError, SiteFields,
    TypeFields,
};
use crate::{
    StorageResult,
    publication::{FORMAT, Fact, InstrumentFact, seal},
};

/// What the register holds of everything that a batch names.
#[derive(Default)]
pub(super) struct Desk {
    pub businesses: HashMap<i64, BusinessHeld>,
    pub by_uscc: HashMap<String, i64>,
    pub by_name: HashMap<i64, Vec<i64>>,
    pub instruments: HashMap<i64, InstrumentHeld>,
    pub by_code: HashMap<InstrumentCode, i64>,
    pub by_identity: HashMap<i64, i64>,
    /// Businesses made or changed in this batch.
    pub new_businesses: Vec<i64>,
    pub changed_businesses: Vec<i64>,
}

impl Desk {
    pub fn add_business(&mut self, held: BusinessHeld) {
        if let Some(uscc) = held.business.uscc {
            self.by_uscc.insert(uscc.as_str().to_owned(), held.id);
        }
        let named = self.by_name.entry(held.name_key).or_default();
        if !named.contains(&held.id) {
            named.push(held.id);
            named.sort_unstable();
        }
        self.businesses.entry(held.id).or_insert(held);
    }

    pub fn add_instrument(&mut self, held: InstrumentHeld) {
        self.by_code.insert(held.code, held.id);
        self.by_identity.insert(held.identity, held.id);
        self.instruments.entry(held.id).or_insert(held);
    }
}

/// What became of the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touch {
    New,
    Changed,
    Same,
}

pub(super) fn name_key(business: &record::Business) -> i64 {
    identity::named(
        "business",
        &[
            &business.name,
            &business.region.map(|r| r.to_string()).unwrap_or_default(),
            business.market.as_deref().unwrap_or_default(),
        ],
    )
}

/// Takes over what is known now and was not, or differs; gives whether anything did.
fn merge<T: Clone + PartialEq>(held: &mut Option<T>, told: Option<&T>) -> bool {
    match told {
        Some(told) if held.as_ref() != Some(told) => {
            *held = Some(told.clone());
            true
        }
        _ => false,
    }
}

impl<B: Backend> Register<B> {
    /// The institution's id, made where it is not known.
    pub(super) fn institution(
        &mut self,
        batch: &mut Batch,
        told: &record::Institution,
    ) -> (i64, bool) {
        let key = identity::institution(&told.name);
        if let Some(held) = self.known.institutions.get_mut(&key) {
            let changed = merge(&mut held.scope, told.scope.as_ref())
                | merge(&mut held.region, told.region.as_ref());
            if changed {
                batch.institution_changes.push(held.clone());
            }
            return (held.id, changed);
        }
        self.last.institution += 1;
        let held = InstitutionHeld {
            id: self.last.institution,
            key,
            name: told.name.clone(),
            scope: told.scope.clone(),
            region: told.region,
        };
        batch.institutions.push(held.clone());
        self.known.institutions.insert(key, held);
        (self.last.institution, true)
    }

    /// The business's id, matched by credit code, else by name; made where it is not known.
    pub(super) fn business(&mut self, desk: &mut Desk, told: &record::Business) -> (i64, Touch) {
        let key = name_key(told);
        let by_name = || {
            let named = desk.by_name.get(&key)?;
            let without_code = named
                .iter()
                .find(|id| desk.businesses[*id].business.uscc.is_none());
            match told.uscc {
                Some(_) => without_code.copied(),
                None => without_code.or(named.first()).copied(),
            }
        };
        let found = told
            .uscc
            .and_then(|u| desk.by_uscc.get(u.as_str()).copied())
            .or_else(by_name);
        let Some(id) = found else {
            self.last.business += 1;
            let id = self.last.business;
            desk.add_business(BusinessHeld {
                id,
                name_key: key,
                business: told.clone(),
            });
            desk.new_businesses.push(id);
            return (id, Touch::New);
        };
        let Some(held) = desk.businesses.get_mut(&id) else {
            return (id, Touch::Same);
        };
        let mut changed = merge(&mut held.business.uscc, told.uscc.as_ref());
        changed |= merge(&mut held.business.category, told.category.as_ref());
        changed |= merge(&mut held.business.owner, told.owner.as_ref());
        changed |= merge(&mut held.business.market, told.market.as_ref());
        changed |= merge(&mut held.business.region, told.region.as_ref());
        // Another spelling of one name is no other name: a file with both would never come to rest.
        if fold::key(&held.business.name) != fold::key(&told.name) {
            held.business.name.clone_from(&told.name);
            changed = true;
        }
        if !changed {
            return (id, Touch::Same);
        }
        if let Some(named) = desk.by_name.get_mut(&held.name_key) {
            named.retain(|other| *other != id);
        }
        held.name_key = name_key(&held.business);
        let held = held.clone();
        desk.add_business(held);
        if !desk.new_businesses.contains(&id) && !desk.changed_businesses.contains(&id) {
            desk.changed_businesses.push(id);
        }
        (id, Touch::Changed)
    }

    /// The instrument that a record describes. Its description is taken over unless the register holds a
    /// verification newer than `described_on`.
    pub(super) fn instrument(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        line: u64,
        told: &record::Instrument,
        certificate: Option<&str>,
        described_on: Option<Date>,
    ) -> Result<(i64, Touch), RowError> {
        let identity = identity::instrument(told, certificate);
        let by_code = told.code.and_then(|c| desk.by_code.get(&c).copied());
        let by_identity = identity
            .ok()
            .and_then(|i| desk.by_identity.get(&i).copied());
        let wrong = |column, value: String, reason: String| RowError {
            line,
            column,
            value,
            reason,
        };
        let printed = told.code.map(|c| c.to_string()).unwrap_or_default();
        let id = match (by_code, by_identity) {
            (Some(code), Some(other)) if code != other => {
                let other = desk.instruments[&other].code;
                return Err(wrong(
                    "查询编号",
                    printed,
                    format!(
                        "这个编号登记的是另一台器具；这台的编号是{other}，请改正编号或出厂编号"
                    ),
                ));
            }
            (Some(id), _) => {
                let held = desk.instruments[&id].serial_number.as_deref();
                if let (Some(held), Some(told)) = (held, told.serial_number.as_deref())
                    && serial::key(held) != serial::key(told)
                {
                    return Err(wrong(
                        "出厂编号",
                        told.to_owned(),
                        format!("编号{printed}登记的出厂编号是{held}，对不上；请核对这一行"),
                    ));
                }
                Some(id)
            }
            (None, Some(id)) => {
                if told.code.is_some() {
                    let code = desk.instruments[&id].code;
                    return Err(wrong(
                        "查询编号",
                        printed,
                        format!("这台器具已有编号{code}，请改用它或留空"),
                    ));
                }
                Some(id)
            }
            (None, None) => None,
        };
        let Some(id) = id else {
            let Ok(identity) = identity else {
                if told.code.is_some() {
                    return Err(wrong(
                        "查询编号",
                        printed,
                        "没有登记这个编号；请核对编号，或补上出厂编号".to_owned(),
                    ));
                }
                return Err(wrong(
                    "出厂编号",
                    String::new(),
                    "没有出厂编号、身份码、查询编号或证书编号，认不出是哪一台；请补上其中一项"
                        .to_owned(),
                ));
            };
            return Ok((self.register(desk, batch, told, identity), Touch::New));
        };
        // An older record says nothing about the instrument as it is now, nor about its holder.
        if described_on.is_some_and(|on| {
            desk.instruments[&id]
                .verifications
                .iter()
                .any(|v| v.on > on)
        }) {
            return Ok((id, Touch::Same));
        }
        let (business, business_touch) = match &told.holder {
            Some(business) => {
                let (id, touch) = self.business(desk, business);
                (Some(id), touch)
            }
            None => (None, Touch::Same),
        };
        let touch = self.describe(desk, batch, id, told, business);
        Ok((
            id,
            if touch == Touch::Same && business_touch != Touch::Same {
                Touch::Changed
            } else {
                touch
            },
        ))
    }

    fn register(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        told: &record::Instrument,
        identity: i64,
    ) -> i64 {
        let business_id = told.holder.as_ref().map(|b| self.business(desk, b).0);
        let region = told.region.or(told.holder.as_ref().and_then(|b| b.region));
        // `reserve_codes` has drawn a free code for every record that brings none.
        let code = told
            .code
            .or_else(|| self.free_codes.pop())
            .unwrap_or_else(|| self.code());
        self.last.instrument += 1;
        let id = self.last.instrument;
        let held = InstrumentHeld {
            id,
            code,
            identity,
            type_id: 0,
            stored_kind: told.kind.to_string(),
            fields: TypeFields {
                kind: told.kind.clone(),
                type_name: told.type_name.clone(),
                type_approval: told.type_approval.clone(),
                model: told.model.clone(),
                maker: told.maker.clone(),
                accuracy_class: told.accuracy_class.clone(),
                capacity: told.capacity.clone(),
            },
            site_id: None,
            site: SiteFields {
                business_id,
                place: told.place.clone(),
                region,
            },
            region,
            serial_number: told.serial_number.clone(),
            maker_uid: told.maker_uid.clone(),
            salt: self.salt(),
            demo: self.options.demo,
            registered: 0,
            newest: 0,
            basis: 0,
            basis_until: None,
            verifications: Vec::new(),
            states: Vec::new(),
            is_new: true,
            dirty: false,
        };
        self.outcome.instruments += 1;
        desk.add_instrument(held);
        self.publish_description(desk, batch, id);
        id
    }

    fn describe(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        id: i64,
        told: &record::Instrument,
        business: Option<i64>,
    ) -> Touch {
        let Some(held) = desk.instruments.get_mut(&id) else {
            return Touch::Same;
        };
        let mut changed = false;
        if told.kind.as_str() != chengxing_metrology::KindId::OTHER && held.fields.kind != told.kind
        {
            held.fields.kind = told.kind.clone();
            changed = true;
        }
        changed |= merge(&mut held.fields.type_name, told.type_name.as_ref());
        changed |= merge(&mut held.fields.type_approval, told.type_approval.as_ref());
        changed |= merge(&mut held.fields.model, told.model.as_ref());
        changed |= merge(&mut held.fields.maker, told.maker.as_ref());
        changed |= merge(
            &mut held.fields.accuracy_class,
            told.accuracy_class.as_ref(),
        );
        changed |= merge(&mut held.fields.capacity, told.capacity.as_ref());
        changed |= merge(&mut held.site.business_id, business.as_ref());
        changed |= merge(&mut held.site.place, told.place.as_ref());
        let region = told.region.or(told.holder.as_ref().and_then(|b| b.region));
        changed |= merge(&mut held.site.region, region.as_ref());
        held.region = held.site.region;
        changed |= merge(&mut held.maker_uid, told.maker_uid.as_ref());
        if held.serial_number.is_none() {
            changed |= merge(&mut held.serial_number, told.serial_number.as_ref());
        }
        if !changed {
            return Touch::Same;
        }
        // Only a record that tells all that makes the identity may move it: one that names the code may leave
        // out what other files know the instrument by.
        if let Ok(identity) = identity::instrument(told, None)
            && identity::instrument(&held.described(), None) == Ok(identity)
            && !desk.by_identity.contains_key(&identity)
        {
            held.identity = identity;
            desk.by_identity.insert(identity, id);
        }
        held.dirty = true;
        self.publish_description(desk, batch, id);
        Touch::Changed
    }

    /// Publishes the description of an instrument as it now stands.
    fn publish_description(&mut self, desk: &mut Desk, batch: &mut Batch, id: i64) {
        let Some(mut held) = desk.instruments.remove(&id) else {
            return;
        };
        let holder = held
            .site
            .business_id
            .and_then(|b| desk.businesses.get(&b))
            .map(|b| b.business.name.as_str());
        let sealed = seal(&held.salt, holder, held.site.place.as_deref());
        let seq = self.publish(batch, |seq, time| {
            Fact::Instrument(InstrumentFact {
                accuracy_class: held.fields.accuracy_class.as_deref(),
                capacity: held.fields.capacity.as_deref(),
                fact: "registered",
                format: FORMAT,
                instrument: held.code,
                kind: &held.fields.kind,
                maker: held.fields.maker.as_deref(),
                maker_uid: held.maker_uid.as_deref(),
                model: held.fields.model.as_deref(),
                previous: (held.newest > 0).then_some(held.newest),
                region: held.region,
                sealed,
                seq,
                serial_number: held.serial_number.as_deref(),
                time,
                type_approval: held.fields.type_approval.as_deref(),
                type_name: held.fields.type_name.as_deref(),
            })
        });
        held.registered = seq;
        held.newest = seq;
        desk.instruments.insert(id, held);
    }

    /// Writes what the batch changed of businesses, types and sites, and gives instruments their ids.
    pub(super) async fn settle(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        rules: &chengxing_metrology::Rules,
        divisions: &Divisions,
    ) -> StorageResult<()> {
        let taken = |ids: &[i64]| {
            ids.iter()
                .filter_map(|id| desk.businesses.get(id).cloned())
                .collect()
        };
        batch.businesses = taken(&desk.new_businesses);
        batch.business_changes = taken(&desk.changed_businesses);
        for (site, fields) in self.backend.sites_of(&desk.changed_businesses).await? {
            let business = fields
                .business_id
                .and_then(|b| desk.businesses.get(&b))
                .map(|b| &b.business);
            batch
                .site_terms
                .push((site, fields.terms(business, divisions)));
        }
        let mut touched: Vec<i64> = desk
            .instruments
            .values()
            .filter(|i| i.is_new || i.dirty)
            .map(|i| i.id)
            .collect();
        touched.sort_unstable();
        self.settle_types(desk, batch, rules, &touched).await?;
        self.settle_sites(desk, batch, divisions, &touched).await
    }

    async fn settle_types(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        rules: &chengxing_metrology::Rules,
        touched: &[i64],
    ) -> StorageResult<()> {
        let keys: Vec<i64> = touched
            .iter()
            .map(|id| desk.instruments[id].fields.key())
            .collect();
        let mut unknown: Vec<i64> = keys
            .iter()
            .copied()
            .filter(|k| !self.known.types.contains_key(k))
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        if !unknown.is_empty() {
            self.known.types.extend(self.backend.types(&unknown).await?);
        }
        for (id, key) in touched.iter().zip(keys) {
            let Some(held) = desk.instruments.get_mut(id) else {
                continue;
            };
            held.type_id = if let Some(known) = self.known.types.get(&key) {
                *known
            } else {
                self.last.kind += 1;
                let kind = rules.kind(&held.fields.kind);
                let names = kind
                    .map(|k| format!("{} {} {}", k.zh, k.en, k.names.join(" ")))
                    .unwrap_or_default();
                batch.types.push(super::TypeHeld {
                    id: self.last.kind,
                    key,
                    fields: held.fields.clone(),
                    terms: held.fields.terms(&names),
                });
                self.known.types.insert(key, self.last.kind);
                self.last.kind
            };
        }
        Ok(())
    }

    async fn settle_sites(
        &mut self,
        desk: &mut Desk,
        batch: &mut Batch,
        divisions: &Divisions,
        touched: &[i64],
    ) -> StorageResult<()> {
        let mut keys: Vec<i64> = touched
            .iter()
            .map(|id| &desk.instruments[id].site)
            .filter(|s| !s.is_empty())
            .map(SiteFields::key)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let mut known: HashMap<i64, i64> = self.backend.sites(&keys).await?.into_iter().collect();
        for id in touched {
            let Some(held) = desk.instruments.get_mut(id) else {
                continue;
            };
            if held.site.is_empty() {
                held.site_id = None;
                continue;
            }
            let key = held.site.key();
            let site = *known.entry(key).or_insert_with(|| {
                self.last.site += 1;
                let business = held
                    .site
                    .business_id
                    .and_then(|b| desk.businesses.get(&b))
                    .map(|b| &b.business);
                batch.sites.push(super::SiteHeld {
                    id: self.last.site,
                    key,
                    fields: held.site.clone(),
                    terms: held.site.terms(business, divisions),
                });
                self.last.site
            });
            held.site_id = Some(site);
        }
        Ok(())
    }
}
