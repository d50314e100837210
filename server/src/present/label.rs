//! What a label says of an instrument.

use chengxing_app::Site;
use chengxing_label::LabelContent;
use chengxing_metrology::{Date, Rules, Verdict};
use chengxing_storage::Dossier;

/// The label of an instrument as its record stands today. It names an end of validity only while there is
/// one: a label printed for anything else carries the code alone.
pub fn content(d: &Dossier, rules: &Rules, site: &Site, today: Date) -> LabelContent {
    let told = d.assess(today, rules.verdict.due_soon_days);
    let good = told.verdict.is_good();
    let until = told.valid_until.filter(|_| good);
    let headline = match (told.verdict, until) {
        (Verdict::Valid | Verdict::DueSoon, Some(_)) => "检定有效至",
        _ => "扫码查检定状态",
    };
    let mark = if d.demo { "（演示）" } else { "" };
    LabelContent {
        url: format!("{}/i/{}", site.public_url, d.code),
        code: d.code.to_string(),
        headline: headline.to_owned(),
        valid_until: until.map(|u| format!("{}年{}月{}日", u.year(), u.month(), u.day())),
        kind: super::wire::kind_name(rules, &d.kind, d.type_name.as_deref()),
        class: d.accuracy_class.clone(),
        serial_tail: d.serial_number.as_deref().map(serial_tail),
        institution: told
            .basis
            .filter(|_| good)
            .map(|i| d.verifications[i].institution.clone()),
        issuer: format!("秤星{mark}"),
    }
}

/// The last five symbols of a serial number, or all of a short one.
fn serial_tail(serial: &str) -> String {
    let symbols: Vec<char> = chengxing_metrology::serial::key(serial).chars().collect();
    if symbols.len() <= 6 {
        format!("出厂编号{serial}")
    } else {
        let tail: String = symbols[symbols.len() - 5..].iter().collect();
        format!("出厂编号尾号{tail}")
    }
}
