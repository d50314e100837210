//! What the register holds of the things that a batch names.

use chengxing_metrology::{
    CertificateNumber, Conclusion, Date, Divisions, History, InstrumentCode, KindId, Reason,
    RegionCode, StateChange, Verdict, Verification, assess,
    clock::days_from_date,
    identity, record,
    record::MeasuredError,
    terms,
    verification::{Service, VerificationType},
};

/// What lists filter by: the state of affairs on the day of writing, without the arithmetic of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i16)]
pub(crate) enum Basis {
    Never = 0,
    Passed = 1,
    Failed = 2,
    Suspended = 3,
    Scrapped = 4,
}

impl Basis {
    /// The basis of a history on a day, and the last day of validity for a pass.
    pub fn of(history: &History, on: Date) -> (Self, Option<i32>) {
        let told = assess(history, on, 0);
        let basis = match (told.verdict, told.reason) {
            (_, Reason::Scrapped) => Self::Scrapped,
            (Verdict::Valid | Verdict::DueSoon | Verdict::Expired, _) => Self::Passed,
            (Verdict::Failed, _) => Self::Failed,
            (Verdict::Suspended, _) => Self::Suspended,
            (Verdict::NeverVerified | Verdict::Unknown, _) => Self::Never,
        };
        (
            basis,
            told.valid_until
                .filter(|_| basis == Self::Passed)
                .map(days_from_date),
        )
    }

    /// The verdict on a day that is not before the day of writing.
    pub fn verdict(basis: i16, until: Option<i32>, today: i32, due_soon_days: u16) -> Verdict {
        match (basis, until) {
            (1, Some(until)) if until < today => Verdict::Expired,
            (1, Some(until)) if until - today <= i32::from(due_soon_days) => Verdict::DueSoon,
            (1, _) => Verdict::Valid,
            (2, _) => Verdict::Failed,
            (3 | 4, _) => Verdict::Suspended,
            _ => Verdict::NeverVerified,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InstitutionHeld {
    pub id: i64,
    pub key: i64,
    pub name: String,
    pub scope: Option<String>,
    pub region: Option<RegionCode>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BusinessHeld {
    pub id: i64,
    pub name_key: i64,
    pub business: record::Business,
}

/// What instruments of one make have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeFields {
    pub kind: KindId,
    pub type_name: Option<String>,
    pub type_approval: Option<String>,
    pub model: Option<String>,
    pub maker: Option<String>,
    pub accuracy_class: Option<String>,
    pub capacity: Option<String>,
}

impl TypeFields {
    /// Exact, not folded: another spelling is another type, and the newest record decides.
    pub fn key(&self) -> i64 {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        identity::exact(
            "type",
            &[
                self.kind.as_str(),
                &text(&self.type_name),
                &text(&self.type_approval),
                &text(&self.model),
                &text(&self.maker),
                &text(&self.accuracy_class),
                &text(&self.capacity),
            ],
        )
    }

    pub fn terms(&self, kind_names: &str) -> String {
        let fields = [
            &self.type_name,
            &self.type_approval,
            &self.model,
            &self.maker,
        ];
        let text: Vec<&str> = fields
            .into_iter()
            .filter_map(Option::as_deref)
            .chain([kind_names])
            .collect();
        terms::of_text(&text.join(" "))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeHeld {
    pub id: i64,
    pub key: i64,
    pub fields: TypeFields,
    pub terms: String,
}

/// A holder and a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteFields {
    pub business_id: Option<i64>,
    pub place: Option<String>,
    pub region: Option<RegionCode>,
}

impl SiteFields {
    pub fn key(&self) -> i64 {
        identity::exact(
            "site",
            &[
                &self.business_id.map(|b| b.to_string()).unwrap_or_default(),
                self.place.as_deref().unwrap_or_default(),
                &self.region.map(|r| r.to_string()).unwrap_or_default(),
            ],
        )
    }

    pub const fn is_empty(&self) -> bool {
        self.business_id.is_none() && self.place.is_none()
    }

    pub fn terms(&self, business: Option<&record::Business>, divisions: &Divisions) -> String {
        let mut text: Vec<&str> = Vec::new();
        if let Some(business) = business {
            text.push(&business.name);
            text.extend(business.market.as_deref());
        }
        text.extend(self.place.as_deref());
        let mut region = self.region;
        while let Some(code) = region {
            if let Some(division) = divisions.get(code) {
                text.push(&division.zh);
            }
            region = code.parent();
        }
        terms::of_text(&text.join(" "))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SiteHeld {
    pub id: i64,
    pub key: i64,
    pub fields: SiteFields,
    pub terms: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoticeHeld {
    pub id: i64,
    pub key: i64,
    pub number: String,
    pub title: String,
    pub on: Date,
    pub institution_id: i64,
    pub region: Option<RegionCode>,
    pub results: i64,
    pub failed: i64,
    pub demo: bool,
    pub seq: i64,
}

/// A verification as held, with what tells whether a record says the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerificationHeld {
    pub seq: i64,
    pub on: Date,
    pub kind: VerificationType,
    pub conclusion: Conclusion,
    pub valid_until: Option<Date>,
    pub by_rule: bool,
    pub certificate: Option<CertificateNumber>,
    pub institution_id: i64,
    pub regulation: Option<String>,
    pub standard: Option<String>,
    pub error: Option<MeasuredError>,
    pub notice_id: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StateHeld {
    pub seq: i64,
    pub on: Date,
    pub state: Service,
}

/// An instrument as held, with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InstrumentHeld {
    pub id: i64,
    pub code: InstrumentCode,
    pub identity: i64,
    pub type_id: i64,
    /// The kind as the lists count it until this batch is written.
    pub stored_kind: String,
    pub fields: TypeFields,
    pub site_id: Option<i64>,
    pub site: SiteFields,
    pub region: Option<RegionCode>,
    pub serial_number: Option<String>,
    pub maker_uid: Option<String>,
    pub salt: [u8; 16],
    pub demo: bool,
    pub registered: i64,
    pub newest: i64,
    pub basis: i16,
    pub basis_until: Option<i32>,
    pub verifications: Vec<VerificationHeld>,
    pub states: Vec<StateHeld>,
    /// Made in this batch.
    pub is_new: bool,
    /// Changed in this batch.
    pub dirty: bool,
}

impl InstrumentHeld {
    pub fn history(&self) -> History {
        History {
            verifications: self
                .verifications
                .iter()
                .map(|v| Verification {
                    on: v.on,
                    kind: v.kind,
                    conclusion: v.conclusion,
                    valid_until: v.valid_until,
                })
                .collect(),
            states: self
                .states
                .iter()
                .map(|s| StateChange {
                    on: s.on,
                    state: s.state,
                })
                .collect(),
        }
    }

    /// What makes its identity, as a record would tell it.
    pub fn described(&self) -> record::Instrument {
        let fields = self.fields.clone();
        record::Instrument {
            code: Some(self.code),
            kind: fields.kind,
            type_name: fields.type_name,
            type_approval: fields.type_approval,
            model: fields.model,
            maker: fields.maker,
            serial_number: self.serial_number.clone(),
            maker_uid: self.maker_uid.clone(),
            accuracy_class: fields.accuracy_class,
            capacity: fields.capacity,
            holder: None,
            place: self.site.place.clone(),
            region: self.region,
        }
    }

    /// The first day after `today` on which something in the record begins to count.
    pub fn days_ahead(&self, today: Date) -> impl Iterator<Item = Date> {
        self.verifications
            .iter()
            .map(|v| v.on)
            .chain(self.states.iter().map(|s| s.on))
            .filter(move |d| *d > today)
    }
}
