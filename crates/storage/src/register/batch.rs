//! What a batch writes.

use std::collections::HashMap;

use super::held::{
    BusinessHeld, InstitutionHeld, InstrumentHeld, NoticeHeld, SiteHeld, StateHeld, TypeHeld,
    VerificationHeld,
};
use crate::model::PublicationRow;

pub(crate) struct NewVerification {
    pub instrument_id: i64,
    pub row: VerificationHeld,
}

pub(crate) struct NewState {
    pub instrument_id: i64,
    pub row: StateHeld,
    pub ground: Option<String>,
}

/// All rows of a batch, each list in order of its key.
#[derive(Default)]
pub(crate) struct Batch {
    pub institutions: Vec<InstitutionHeld>,
    pub institution_changes: Vec<InstitutionHeld>,
    pub businesses: Vec<BusinessHeld>,
    pub business_changes: Vec<BusinessHeld>,
    pub types: Vec<TypeHeld>,
    pub sites: Vec<SiteHeld>,
    /// Terms of sites whose holder got another name.
    pub site_terms: Vec<(i64, String)>,
    pub instruments: Vec<InstrumentHeld>,
    pub instrument_changes: Vec<InstrumentHeld>,
    pub notices: Vec<NoticeHeld>,
    pub notice_changes: Vec<NoticeHeld>,
    /// Notice, difference of results, difference of failed.
    pub notice_counts: Vec<(i64, i64, i64)>,
    pub verifications: Vec<NewVerification>,
    /// Old publication, new publication.
    pub corrected: Vec<(i64, i64)>,
    pub states: Vec<NewState>,
    pub publications: Vec<PublicationRow>,
    /// Day, instrument.
    pub pending: Vec<(i32, i64)>,
    /// Kind, basis, until (`i32::MAX` for none) → difference.
    pub tally: HashMap<(String, i16, i32), i64>,
}

impl Batch {
    /// Adds `n` instruments to a cell of the tally.
    pub fn count(&mut self, kind: &str, basis: i16, until: Option<i32>, n: i64) {
        *self
            .tally
            .entry((kind.to_owned(), basis, until.unwrap_or(i32::MAX)))
            .or_default() += n;
    }
}
