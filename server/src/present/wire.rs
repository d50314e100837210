//! Wire types of the JSON API from the register's models.

use chengxing_api as api;
use chengxing_metrology::{Date, Rules, assess, clock::shanghai_datetime};
use chengxing_storage::{Dossier, NoticeResult, NoticeRow, Pulse, Summary};

/// RFC 3339 in UTC.
pub fn instant(unix: i64) -> String {
    // The clock of Shanghai at eight hours earlier is the clock of UTC.
    let utc = shanghai_datetime(unix - 8 * 3_600);
    format!(
        "{}T{:02}:{:02}:{:02}Z",
        utc.date(),
        utc.hour(),
        utc.minute(),
        utc.second()
    )
}

/// The kind's Chinese name, or the type's own name where the kind says less.
pub fn kind_name(
    rules: &Rules,
    kind: &chengxing_metrology::KindId,
    type_name: Option<&str>,
) -> String {
    let listed = rules
        .kind(kind)
        .filter(|k| k.id.as_str() != chengxing_metrology::KindId::OTHER);
    listed
        .map(|k| k.zh.clone())
        .or_else(|| type_name.map(str::to_owned))
        .unwrap_or_else(|| rules.kind(kind).map(|k| k.zh.clone()).unwrap_or_default())
}

/// An entry of a list, assessed on a day.
pub fn item(rules: &Rules, s: &Summary, on: Date) -> api::Item {
    let told = assess(&s.history, on, rules.verdict.due_soon_days);
    api::Item {
        code: s.code.to_string(),
        kind: s.kind.to_string(),
        kind_name: kind_name(rules, &s.kind, s.type_name.as_deref()),
        model: s.model.clone(),
        serial_number: s.serial_number.clone(),
        verdict: told.verdict.as_str().to_owned(),
        valid_until: told.valid_until.map(|d| d.to_string()),
        region: s.region.map(|r| r.to_string()),
        place: s.place.clone(),
        holder: s.holder.clone(),
        demo: s.demo,
    }
}

/// All about one instrument, on a day: what lies after that day is left out.
pub fn answer(rules: &Rules, d: &Dossier, on: Date, pulse: Pulse) -> api::Answer {
    let told = d.assess(on, rules.verdict.due_soon_days);
    api::Answer {
        code: d.code.to_string(),
        url: format!("/i/{}", d.code),
        kind: d.kind.to_string(),
        kind_name: kind_name(rules, &d.kind, d.type_name.as_deref()),
        type_approval: d.type_approval.clone(),
        model: d.model.clone(),
        maker: d.maker.clone(),
        serial_number: d.serial_number.clone(),
        maker_uid: d.maker_uid.clone(),
        accuracy_class: d.accuracy_class.clone(),
        capacity: d.capacity.clone(),
        region: d.region.map(|r| r.to_string()),
        place: d.place.clone(),
        holder: d.holder.as_ref().map(|h| api::Business {
            uscc: h.uscc.clone(),
            name: h.name.clone(),
            category: h.category.clone(),
            owner: h.owner.clone(),
            market: h.market.clone(),
        }),
        on: on.to_string(),
        verdict: told.verdict.as_str().to_owned(),
        reason: reason(told.reason).to_owned(),
        valid_until: told.valid_until.map(|d| d.to_string()),
        days_left: told.days_left,
        since: told.since.map(|d| d.to_string()),
        verifications: d
            .verifications
            .iter()
            .filter(|v| v.on <= on)
            .map(|v| api::Verification {
                publication: v.seq,
                on: v.on.to_string(),
                kind: v.kind.as_str().to_owned(),
                conclusion: v.conclusion.as_str().to_owned(),
                valid_until: v.valid_until.map(|d| d.to_string()),
                certificate_number: v.certificate.clone(),
                institution: api::Institution {
                    name: v.institution.clone(),
                },
                regulation: v.regulation.clone(),
                standard: v.standard.clone(),
                error: v.error.as_ref().map(|e| api::MeasuredError {
                    at: e.at.clone(),
                    error: e.error.clone(),
                    limit: e.limit.clone(),
                }),
                notice: v.notice.clone(),
                corrected_by: v.corrected_by,
            })
            .collect(),
        states: d
            .states
            .iter()
            .filter(|s| s.on <= on)
            .map(|s| api::StateChange {
                on: s.on.to_string(),
                state: s.state.as_str().to_owned(),
                ground: s.ground.clone(),
            })
            .collect(),
        demo: d.demo,
        data_at: pulse.data_at.map(instant),
    }
}

const fn reason(reason: chengxing_metrology::Reason) -> &'static str {
    use chengxing_metrology::Reason;
    match reason {
        Reason::InForce => "in_force",
        Reason::NoEndStated => "no_end_stated",
        Reason::RanOut => "ran_out",
        Reason::FailedVerification => "failed_verification",
        Reason::FailedInspection => "failed_inspection",
        Reason::TakenOutOfUse => "taken_out_of_use",
        Reason::NotVerifiedSinceRepair => "not_verified_since_repair",
        Reason::Scrapped => "scrapped",
        Reason::NoVerification => "no_verification",
        Reason::NotRegistered => "not_registered",
    }
}

/// A notice in a list.
pub fn notice(n: &NoticeRow) -> api::Notice {
    api::Notice {
        number: n.number.clone(),
        url: notice_path(&n.number),
        title: n.title.clone(),
        on: n.on.to_string(),
        institution: n.institution.clone(),
        region: n.region.map(|r| r.to_string()),
        results: n.results,
        failed: n.failed,
        demo: n.demo,
    }
}

/// The path of a notice's page.
pub fn notice_path(number: &str) -> String {
    format!(
        "/notices/{}",
        percent_encoding::utf8_percent_encode(number, percent_encoding::NON_ALPHANUMERIC)
    )
}

/// One result of a notice, its instrument assessed on a day.
pub fn result(rules: &Rules, r: &NoticeResult, on: Date) -> api::NoticeResult {
    api::NoticeResult {
        instrument: item(rules, &r.instrument, on),
        on: r.on.to_string(),
        conclusion: r.conclusion.as_str().to_owned(),
        valid_until: r.valid_until.map(|d| d.to_string()),
        certificate_number: r.certificate.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_in_utc() {
        assert_eq!(instant(0), "1970-01-01T00:00:00Z");
        assert_eq!(instant(1_795_363_199), "2026-11-22T15:59:59Z");
    }
}
