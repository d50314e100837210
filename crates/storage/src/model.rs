//! What pages read.

use chengxing_metrology::{
    Assessment, Conclusion, Date, History, InstrumentCode, KindId, RegionCode, StateChange,
    Verification, assess,
    record::MeasuredError,
    verification::{Service, VerificationType},
};

/// How far the register has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// Changes with every commit: the data version.
    pub version: i64,
    /// The number of publications.
    pub publications: i64,
    /// Seconds since the epoch of the newest publication.
    pub data_at: Option<i64>,
    /// True once demo data has entered.
    pub demo: bool,
}

/// Who uses an instrument. The owner's name leaves this crate only masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The credit code.
    pub uscc: Option<String>,
    /// The name.
    pub name: String,
    /// What it does.
    pub category: Option<String>,
    /// The owner's name, masked.
    pub owner: Option<String>,
    /// The market it stands in.
    pub market: Option<String>,
    /// Its own division, which need not be the instrument's.
    pub region: Option<RegionCode>,
}

/// A business of the register. Its owner's name stays in this crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessRow {
    /// The place in the order of entry.
    pub id: i64,
    /// The credit code.
    pub uscc: Option<String>,
    /// The name.
    pub name: String,
    /// What it does.
    pub category: Option<String>,
    /// The market it stands in.
    pub market: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
}

/// An institution of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstitutionRow {
    /// The place in the order of entry.
    pub id: i64,
    /// The name.
    pub name: String,
    /// Its authorised scope in words.
    pub scope: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
}

/// One verification as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationRow {
    /// Its publication.
    pub seq: i64,
    /// The day.
    pub on: Date,
    /// Initial, subsequent, in service.
    pub kind: VerificationType,
    /// Pass or fail.
    pub conclusion: Conclusion,
    /// The last day of validity.
    pub valid_until: Option<Date>,
    /// True when the certificate stated no end and the rule gave it.
    pub by_rule: bool,
    /// The certificate.
    pub certificate: Option<String>,
    /// Who verified.
    pub institution: String,
    /// The regulation as the certificate states it.
    pub regulation: Option<String>,
    /// The standard.
    pub standard: Option<String>,
    /// The measured error.
    pub error: Option<MeasuredError>,
    /// The number of the notice.
    pub notice: Option<String>,
    /// The publication that corrects it.
    pub corrected_by: Option<i64>,
}

/// One change of the state of service as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRow {
    /// Its publication.
    pub seq: i64,
    /// From when.
    pub on: Date,
    /// The state.
    pub state: Service,
    /// The ground.
    pub ground: Option<String>,
}

/// Everything about one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// The public code.
    pub code: InstrumentCode,
    /// The kind.
    pub kind: KindId,
    /// The type's name.
    pub type_name: Option<String>,
    /// The type approval.
    pub type_approval: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The maker.
    pub maker: Option<String>,
    /// The accuracy class.
    pub accuracy_class: Option<String>,
    /// Capacity or range.
    pub capacity: Option<String>,
    /// The serial number.
    pub serial_number: Option<String>,
    /// The maker's unique identity.
    pub maker_uid: Option<String>,
    /// Who uses it.
    pub holder: Option<Holder>,
    /// Where it should be.
    pub place: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
    /// Demo data.
    pub demo: bool,
    /// The publication that registered it, or changed its description last.
    pub registered: i64,
    /// Newest first.
    pub verifications: Vec<VerificationRow>,
    /// Newest first.
    pub states: Vec<StateRow>,
}

impl Dossier {
    /// The history that the verdict rests on, and for each of its verifications the place in
    /// [`Self::verifications`]. Corrected verifications are left out.
    pub fn history(&self) -> (History, Vec<usize>) {
        let counted: Vec<usize> = (0..self.verifications.len())
            .filter(|i| self.verifications[*i].corrected_by.is_none())
            .collect();
        let verifications = counted
            .iter()
            .map(|i| {
                let v = &self.verifications[*i];
                Verification {
                    on: v.on,
                    kind: v.kind,
                    conclusion: v.conclusion,
                    valid_until: v.valid_until,
                }
            })
            .collect();
        let states = self
            .states
            .iter()
            .map(|s| StateChange {
                on: s.on,
                state: s.state,
            })
            .collect();
        (
            History {
                verifications,
                states,
            },
            counted,
        )
    }

    /// The assessment on a day; `basis` and `last_pass` index [`Self::verifications`].
    pub fn assess(&self, on: Date, due_soon_days: u16) -> Assessment {
        let (history, counted) = self.history();
        let told = assess(&history, on, due_soon_days);
        Assessment {
            basis: told.basis.map(|i| counted[i]),
            last_pass: told.last_pass.map(|i| counted[i]),
            ..told
        }
    }
}

/// An instrument in a list, with the history that its verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The place in the order of registration.
    pub id: i64,
    /// The public code.
    pub code: InstrumentCode,
    /// The kind.
    pub kind: KindId,
    /// The type's name.
    pub type_name: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The serial number.
    pub serial_number: Option<String>,
    /// Where it should be.
    pub place: Option<String>,
    /// The holder's name.
    pub holder: Option<String>,
    /// The holder's market.
    pub market: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
    /// Demo data.
    pub demo: bool,
    /// What the verdict rests on.
    pub history: History,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<i64>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// The place in the order of entry.
    pub id: i64,
    /// The number.
    pub number: String,
    /// The title.
    pub title: String,
    /// The day of publication.
    pub on: Date,
    /// Who publishes it.
    pub institution: String,
    /// The division.
    pub region: Option<RegionCode>,
    /// How many results it lists.
    pub results: i64,
    /// How many of them failed.
    pub failed: i64,
    /// Demo data.
    pub demo: bool,
    /// Its publication.
    pub seq: i64,
}

/// One result in a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeResult {
    /// The publication of the verification.
    pub seq: i64,
    /// The day of verification.
    pub on: Date,
    /// Pass or fail.
    pub conclusion: Conclusion,
    /// The last day of validity.
    pub valid_until: Option<Date>,
    /// The certificate.
    pub certificate: Option<String>,
    /// The instrument.
    pub instrument: Summary,
}

/// A holder or market that a search box may suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceHit {
    /// The holder's name, or the place where there is no holder.
    pub name: String,
    /// The market.
    pub market: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
}

/// The figures of the home page, on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Instruments registered and not scrapped.
    pub in_use: i64,
    /// Of those, in force on the day.
    pub in_force: i64,
    /// Of those, at most `due_soon_days` left.
    pub due_soon: i64,
    /// Validity run out.
    pub expired: i64,
    /// Failed.
    pub failed: i64,
    /// Suspended or awaiting verification.
    pub suspended: i64,
    /// Registered only.
    pub never_verified: i64,
    /// Notices published.
    pub notices: i64,
    /// Instruments in use, by kind, most first.
    pub by_kind: Vec<(KindId, i64)>,
}

impl Figures {
    /// From the cells of the tally: kind, basis, last day of validity, number.
    pub(crate) fn of(
        cells: &[(KindId, i16, i32, i64)],
        notices: i64,
        today: Date,
        due_soon_days: u16,
    ) -> Self {
        use chengxing_metrology::{Verdict, clock::days_from_date};

        use crate::register::Basis;
        let mut figures = Self {
            notices,
            ..Self::default()
        };
        let today = days_from_date(today);
        for (kind, basis, until, n) in cells {
            if *basis == Basis::Scrapped as i16 {
                continue;
            }
            figures.in_use += n;
            match figures.by_kind.iter_mut().find(|(k, _)| k == kind) {
                Some((_, sum)) => *sum += n,
                None => figures.by_kind.push((kind.clone(), *n)),
            }
            match Basis::verdict(*basis, Some(*until), today, due_soon_days) {
                Verdict::Valid => figures.in_force += n,
                Verdict::DueSoon => {
                    figures.in_force += n;
                    figures.due_soon += n;
                }
                Verdict::Expired => figures.expired += n,
                Verdict::Failed => figures.failed += n,
                Verdict::Suspended => figures.suspended += n,
                Verdict::NeverVerified | Verdict::Unknown => figures.never_verified += n,
            }
        }
        figures
            .by_kind
            .sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
        figures
    }
}

/// A publication as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationRow {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When, seconds since the epoch.
    pub at: i64,
    /// Which fact.
    pub kind: String,
    /// The publication it corrects.
    pub corrects: Option<i64>,
    /// The canonical bytes (`docs/format.md`).
    pub body: Vec<u8>,
}
