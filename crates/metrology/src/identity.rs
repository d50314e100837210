//! What makes two records one thing: 64-bit keys, the first bytes of a SHA-256 over the folded fields.
//!
//! The keys are stored and indexed, so the way they are made is part of the format and never changes
//! silently (see `docs/format.md`).

use sha2::{Digest, Sha256};

use crate::{fold, record, serial};

/// An instrument cannot be told from others: it has neither code, maker's identity nor serial number,
/// and no certificate to hold on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no code, maker's identity, serial number or certificate: the instrument cannot be told from others"
)]
pub struct NoIdentity;

fn hash(domain: &str, fields: &[&str]) -> i64 {
    let mut sha = Sha256::new();
    sha.update(domain.as_bytes());
    for field in fields {
        sha.update([0x1F]);
        sha.update(field.as_bytes());
    }
    let digest = sha.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// The key of an instrument. The first that the record has decides:
/// 1. the maker's unique identity, with the maker;
/// 2. the serial number with type approval (or, without one, kind and maker) and model;
/// 3. the certificate, for an instrument without any number on it.
pub fn instrument(
    instrument: &record::Instrument,
    certificate: Option<&str>,
) -> Result<i64, NoIdentity> {
    let text = |field: &Option<String>| field.as_deref().map(fold::key).unwrap_or_default();
    let maker_uid = text(&instrument.maker_uid);
    if !maker_uid.is_empty() {
        return Ok(hash("uid", &[&text(&instrument.maker), &maker_uid]));
    }
    let number = instrument
        .serial_number
        .as_deref()
        .map(serial::key)
        .unwrap_or_default();
    if !number.is_empty() {
        let model = text(&instrument.model);
        let approval = text(&instrument.type_approval);
        return Ok(if approval.is_empty() {
            hash(
                "serial",
                &[
                    instrument.kind.as_str(),
                    &text(&instrument.type_name),
                    &text(&instrument.maker),
                    &model,
                    &number,
                ],
            )
        } else {
            hash("approval", &[&approval, &model, &number])
        });
    }
    match certificate.map(fold::key).filter(|c| !c.is_empty()) {
        Some(certificate) => Ok(hash("certificate", &[&certificate])),
        None => Err(NoIdentity),
    }
}

/// The key of a verification of an instrument (by the instrument's own key or stored id): certificate and
/// institution where there is a certificate, else the day, type and institution.
pub fn verification(instrument: i64, verification: &record::Verification) -> i64 {
    let institution = fold::key(&verification.institution.name);
    if let Some(certificate) = &verification.certificate {
        hash(
            "certificate",
            &[&institution, &certificate.key(), &instrument.to_string()],
        )
    } else {
        hash(
            "day",
            &[
                &institution,
                &instrument.to_string(),
                &verification.on.to_string(),
                verification.kind.as_str(),
            ],
        )
    }
}

/// The key of a business without a credit code: its name within its division and market.
pub fn business(business: &record::Business) -> i64 {
    match business.uscc {
        Some(uscc) => hash("uscc", &[uscc.as_str()]),
        None => hash(
            "name",
            &[
                &fold::key(&business.name),
                &business.region.map(|r| r.to_string()).unwrap_or_default(),
                &business
                    .market
                    .as_deref()
                    .map(fold::key)
                    .unwrap_or_default(),
            ],
        ),
    }
}

/// The key of an institution: its folded name.
pub fn institution(name: &str) -> i64 {
    hash("institution", &[&fold::key(name)])
}

/// The key of any other thing that is known by a list of folded texts (type, place, notice).
pub fn named(domain: &str, fields: &[&str]) -> i64 {
    let fields: Vec<String> = fields.iter().map(|f| fold::key(f)).collect();
    hash(
        domain,
        &fields.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

/// The key of a thing whose texts count to the letter.
pub fn exact(domain: &str, fields: &[&str]) -> i64 {
    hash(domain, fields)
}
