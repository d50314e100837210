use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// What to pass as `after` for the next page; `null` on the last. A page may hold fewer entries than
    /// `limit`, even none, and still have a next one.
    pub next: Option<String>,
}

/// An instrument in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// The public code as printed: `7K3M9-QX2RD-4`.
    pub code: String,
    /// The id of the kind, e.g. `price_computing_scale`.
    pub kind: String,
    /// The kind's Chinese name, or the type's own name where the kind is `other`.
    pub kind_name: String,
    /// The model.
    pub model: Option<String>,
    /// The serial number as on the plate.
    pub serial_number: Option<String>,
    /// The verdict on the day asked about.
    pub verdict: String,
    /// The last day of validity, that day included.
    pub valid_until: Option<String>,
    /// The division, GB/T 2260.
    pub region: Option<String>,
    /// Where it should be.
    pub place: Option<String>,
    /// Who uses it; an individual owner's name never appears.
    pub holder: Option<String>,
    /// True for demo data.
    pub demo: bool,
}

/// A business as others may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Business {
    /// The unified social credit code.
    pub uscc: Option<String>,
    /// The name.
    pub name: String,
    /// What it does.
    pub category: Option<String>,
    /// The owner's name, masked (张某某).
    pub owner: Option<String>,
    /// The market it stands in.
    pub market: Option<String>,
}

/// A verification institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Institution {
    /// The name.
    pub name: String,
}

/// The error that a verification measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasuredError {
    /// Where on the range, with unit.
    pub at: Option<String>,
    /// The error, with sign and unit.
    pub error: String,
    /// The maximum permissible error.
    pub limit: Option<String>,
}

/// One verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verification {
    /// The number of the publication that carries it.
    pub publication: i64,
    /// The day.
    pub on: String,
    /// `initial`, `subsequent` or `in_service`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `pass` or `fail`.
    pub conclusion: String,
    /// The last day of validity.
    pub valid_until: Option<String>,
    /// The number of the certificate or notice of results.
    pub certificate_number: Option<String>,
    /// Who verified.
    pub institution: Institution,
    /// The regulation.
    pub regulation: Option<String>,
    /// The standard used.
    pub standard: Option<String>,
    /// The error measured.
    pub error: Option<MeasuredError>,
    /// The notice that listed it.
    pub notice: Option<String>,
    /// The publication that corrects this one, when it was corrected.
    pub corrected_by: Option<i64>,
}

/// A change of the state of service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateChange {
    /// From when.
    pub on: String,
    /// `in_use`, `suspended`, `awaiting_verification` or `scrapped`.
    pub state: String,
    /// The ground in words.
    pub ground: Option<String>,
}

/// All about one instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// The public code as printed.
    pub code: String,
    /// The page for people.
    pub url: String,
    /// The id of the kind.
    pub kind: String,
    /// The kind's Chinese name, or the type's own name.
    pub kind_name: String,
    /// The number of the type approval.
    pub type_approval: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The maker.
    pub maker: Option<String>,
    /// The serial number as on the plate.
    pub serial_number: Option<String>,
    /// The maker's unique identity.
    pub maker_uid: Option<String>,
    /// The accuracy class.
    pub accuracy_class: Option<String>,
    /// Capacity or range.
    pub capacity: Option<String>,
    /// The division.
    pub region: Option<String>,
    /// Where it should be.
    pub place: Option<String>,
    /// Who uses it.
    pub holder: Option<Business>,
    /// The day asked about, Asia/Shanghai.
    pub on: String,
    /// The verdict on that day.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// The last day of validity.
    pub valid_until: Option<String>,
    /// Days left on the day asked about; 0 on the last day, negative after it.
    pub days_left: Option<i32>,
    /// Since when the cause of the verdict holds.
    pub since: Option<String>,
    /// Newest first, up to the day asked about; corrected ones are marked.
    pub verifications: Vec<Verification>,
    /// Newest first, up to the day asked about.
    pub states: Vec<StateChange>,
    /// True for demo data.
    pub demo: bool,
    /// The time of the data, RFC 3339 in UTC.
    pub data_at: Option<String>,
}
