//! Records that enter the register: what an import, the demo region or a desk hands to the storage.
//! Texts are tidied ([`crate::fold::tidy`]) by whoever makes the record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    CertificateNumber, Conclusion, CreditCode, InstrumentCode, KindId, RegionCode,
    verification::{Service, VerificationType},
};

/// A business (经营者, 使用者) as a record names it. It is matched by credit code, else by name within the
/// region, and made when there is none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Business {
    /// The unified social credit code.
    pub uscc: Option<CreditCode>,
    /// The name as registered.
    pub name: String,
    /// What it does: market stall, supermarket, filling station … (free word, tidied).
    pub category: Option<String>,
    /// The name of the owner of an individual business; only its masked form is ever public.
    pub owner: Option<String>,
    /// The market or place that it stands in.
    pub market: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
}

/// A verification institution (检定机构). Matched by its folded name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Institution {
    /// The name.
    pub name: String,
    /// Its authorised scope in words.
    pub scope: Option<String>,
    /// The division it serves.
    pub region: Option<RegionCode>,
}

/// An instrument as a record describes it. See [`crate::identity`] for what makes two of them one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its public code, when the record carries one.
    pub code: Option<InstrumentCode>,
    /// The kind.
    pub kind: KindId,
    /// The type's name where the kind is `other` or says less: "Аспираторы".
    pub type_name: Option<String>,
    /// The number of the type approval (型式批准).
    pub type_approval: Option<String>,
    /// The model (型号).
    pub model: Option<String>,
    /// The maker (制造单位).
    pub maker: Option<String>,
    /// The serial number (出厂编号) as on the plate.
    pub serial_number: Option<String>,
    /// The maker's unique identity (三码一封 production code).
    pub maker_uid: Option<String>,
    /// The accuracy class.
    pub accuracy_class: Option<String>,
    /// The capacity or range with its unit: "30 kg".
    pub capacity: Option<String>,
    /// Who uses it.
    pub holder: Option<Business>,
    /// Where it should be: stall, counter, pump and nozzle, plate.
    pub place: Option<String>,
    /// The division.
    pub region: Option<RegionCode>,
}

/// The measured error that a verification states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredError {
    /// Where on the range: "10 kg".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
    /// The error with sign and unit: "−18 g".
    pub error: String,
    /// The maximum permissible error: "±5 g".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<String>,
}

/// One verification with its instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The instrument.
    pub instrument: Instrument,
    /// Initial, subsequent or in service.
    pub kind: VerificationType,
    /// Pass or fail.
    pub conclusion: Conclusion,
    /// The day.
    pub on: Date,
    /// The last day of validity as the certificate states it; always `None` on a fail.
    pub valid_until: Option<Date>,
    /// The certificate.
    pub certificate: Option<CertificateNumber>,
    /// Who verified.
    pub institution: Institution,
    /// The regulation as the certificate states it.
    pub regulation: Option<String>,
    /// The standard used.
    pub standard: Option<String>,
    /// The error measured.
    pub error: Option<MeasuredError>,
    /// The number of the notice that published it.
    pub notice: Option<String>,
}

/// A verification notice (检定公示): a numbered, dated publication that lists its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// 演检公〔2026〕118号
    pub number: String,
    /// The title.
    pub title: String,
    /// The day of publication.
    pub on: Date,
    /// Who publishes it.
    pub institution: Institution,
    /// The division.
    pub region: Option<RegionCode>,
}

/// A change of the state of service of a registered instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRecord {
    /// Which instrument.
    pub instrument: Instrument,
    /// From when.
    pub on: Date,
    /// The state.
    pub state: Service,
    /// The ground in words.
    pub ground: Option<String>,
}

/// One row of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// `chengxing import verifications`
    Verification(Box<Verification>),
    /// `chengxing import instruments`
    Instrument(Box<Instrument>),
    /// `chengxing import businesses`
    Business(Box<Business>),
    /// `chengxing import institutions`
    Institution(Institution),
    /// `chengxing import notices`
    Notice(Box<Notice>),
    /// `chengxing import states`
    State(Box<StateRecord>),
}
