//! Canonical bytes of publications: RFC 8785 JSON (keys in order, no white space, integers only), so
//! that anybody can make the same bytes again. Field by field in `docs/format.md`.

use chengxing_metrology::{
    CertificateNumber, Date, InstrumentCode, KindId, RegionCode,
    record::MeasuredError,
    verification::{Conclusion, Service, VerificationType},
};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

/// The version of this format.
pub const FORMAT: u8 = 1;

/// Something that becomes public. Fields of every variant stand in alphabetical order: serialising in
/// order of declaration is then canonical.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Fact<'a> {
    Instrument(InstrumentFact<'a>),
    Verification(VerificationFact<'a>),
    State(StateFact<'a>),
    Notice(NoticeFact<'a>),
}

/// `registered`: an instrument, or a change of its description.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct InstrumentFact<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy_class: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<&'a str>,
    pub fact: &'static str,
    pub format: u8,
    pub instrument: InstrumentCode,
    pub kind: &'a KindId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker_uid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    pub seq: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<&'a str>,
    pub time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_approval: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_name: Option<&'a str>,
}

/// `verified`
#[derive(Clone, Debug, Serialize)]
pub(crate) struct VerificationFact<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<&'a CertificateNumber>,
    pub conclusion: Conclusion,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'a MeasuredError>,
    pub fact: &'static str,
    pub format: u8,
    pub institution: &'a str,
    pub instrument: InstrumentCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<&'a str>,
    pub on: Date,
    pub previous: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regulation: Option<&'a str>,
    pub seq: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<&'a str>,
    pub time: i64,
    #[serde(rename = "type")]
    pub kind: VerificationType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub valid_until_by_rule: bool,
}

/// `state`
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StateFact<'a> {
    pub fact: &'static str,
    pub format: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<&'a str>,
    pub instrument: InstrumentCode,
    pub on: Date,
    pub previous: i64,
    pub seq: i64,
    pub state: Service,
    pub time: i64,
}

/// `notice`
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NoticeFact<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<i64>,
    pub fact: &'static str,
    pub format: u8,
    pub institution: &'a str,
    pub number: &'a str,
    pub on: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    pub seq: i64,
    pub time: i64,
    pub title: &'a str,
}

impl Fact<'_> {
    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        // Strings, integers, booleans and maps of those cannot fail to serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The word in the column `kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Instrument(_) => "registered",
            Self::Verification(_) => "verified",
            Self::State(_) => "state",
            Self::Notice(_) => "notice",
        }
    }

    pub const fn corrects(&self) -> Option<i64> {
        match self {
            Self::Verification(v) => v.corrects,
            Self::Notice(n) => n.corrects,
            Self::Instrument(_) | Self::State(_) => None,
        }
    }
}

/// What may be personal (who holds it, where it stands) enters a publication only as
/// HMAC-SHA256(salt, `holder` ‖ 0x1F ‖ name ‖ 0x1E ‖ `place` ‖ 0x1F ‖ place), in hexadecimal: who has the
/// salt can prove the values, and once the salt is deleted nobody can find them out by guessing.
pub(crate) fn seal(salt: &[u8], holder: Option<&str>, place: Option<&str>) -> Option<String> {
    if holder.is_none() && place.is_none() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).ok()?;
    mac.update(b"holder\x1f");
    mac.update(holder.unwrap_or_default().as_bytes());
    mac.update(b"\x1eplace\x1f");
    mac.update(place.unwrap_or_default().as_bytes());
    Some(
        mac.finalize()
            .into_bytes()
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                use std::fmt::Write;
                let _ = write!(hex, "{byte:02x}");
                hex
            }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_canonical_json() {
        let certificate = CertificateNumber::new("И-ВК/\"1\"").unwrap();
        let fact = Fact::Verification(VerificationFact {
            certificate: Some(&certificate),
            conclusion: Conclusion::Pass,
            corrects: None,
            error: Some(&MeasuredError {
                at: Some("10 kg".into()),
                error: "+3 g".into(),
                limit: Some("±5 g".into()),
            }),
            fact: "verified",
            format: FORMAT,
            institution: "新城区计量所（演示）",
            instrument: InstrumentCode::from_bits(7),
            notice: None,
            on: Date::constant(2026, 4, 1),
            previous: 1,
            regulation: None,
            seq: 2,
            standard: None,
            time: 1_795_363_200,
            kind: VerificationType::Subsequent,
            valid_until: Some(Date::constant(2027, 3, 31)),
            valid_until_by_rule: false,
        });
        let bytes = fact.bytes();
        // serde_json's map is ordered by key: reading and writing again must give the same bytes.
        let again: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(serde_json::to_vec(&again).unwrap(), bytes);
        assert_eq!(
            again["instrument"],
            InstrumentCode::from_bits(7).to_string()
        );
    }
}
