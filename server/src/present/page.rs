//! Page structs from the register's models.

use chengxing_app::{
    Lang,
    pages::{
        InstrumentLine, KindText, NoticeLine, ScanPage,
        scan::{Holder, StateEvent, VerificationEvent},
    },
};
use chengxing_metrology::{Date, Divisions, KindId, RegionCode, Rules, assess};
use chengxing_storage::{Dossier, NoticeRow, Summary};

/// A kind in a language; the type's own name where the kind is `other`.
pub fn kind(rules: &Rules, lang: Lang, id: &KindId, type_name: Option<&str>) -> KindText {
    let listed = rules.kind(id);
    let name = match (listed, type_name) {
        (Some(kind), Some(own)) if kind.id.as_str() == KindId::OTHER => {
            (!own.is_empty()).then(|| own.to_owned())
        }
        _ => None,
    };
    let name = name.or_else(|| {
        listed.map(|k| match lang {
            Lang::ZhCn => k.zh.clone(),
            Lang::En => k.en.clone(),
        })
    });
    KindText {
        name: name.unwrap_or_default(),
        icon: listed.map(|k| k.icon.clone()).unwrap_or_default(),
        measure_word: listed.map(|k| k.measure_word.clone()).unwrap_or_default(),
    }
}

/// The name of a division in a language, with the one above it.
pub fn region(divisions: &Divisions, lang: Lang, code: Option<RegionCode>) -> Option<String> {
    let code = code?;
    let name = |code: RegionCode| {
        divisions.get(code).map(|d| match lang {
            Lang::ZhCn => d.zh.as_str(),
            Lang::En => d.en.as_str(),
        })
    };
    let own = name(code)?;
    // 呼和浩特市新城区; the province itself is understood.
    let above = code
        .parent()
        .filter(|p| p.parent().is_some())
        .and_then(name);
    Some(match (above, lang) {
        (Some(above), Lang::ZhCn) => format!("{above}{own}"),
        (Some(above), Lang::En) => format!("{own}, {above}"),
        (None, _) => own.to_owned(),
    })
}

/// An instrument in a list.
pub fn line(rules: &Rules, lang: Lang, s: &Summary, today: Date) -> InstrumentLine {
    InstrumentLine {
        code: s.code.to_string(),
        kind: kind(rules, lang, &s.kind, s.type_name.as_deref()),
        model: s.model.clone(),
        serial_number: s.serial_number.clone(),
        place: place(lang, s.market.as_deref(), s.place.as_deref()),
        holder: s.holder.clone(),
        verdict: assess(&s.history, today, rules.verdict.due_soon_days).verdict,
    }
}

/// Market and stall in one: people look for both.
fn place(lang: Lang, market: Option<&str>, place: Option<&str>) -> Option<String> {
    match (market, place) {
        (Some(market), Some(place)) if !place.contains(market) => Some(match lang {
            Lang::ZhCn => format!("{market}{place}"),
            Lang::En => format!("{market}, {place}"),
        }),
        (market, place) => place.or(market).map(str::to_owned),
    }
}

/// A notice in a list.
pub fn notice(n: &NoticeRow) -> NoticeLine {
    NoticeLine {
        number: n.number.clone(),
        title: n.title.clone(),
        on: n.on,
        institution: n.institution.clone(),
        results: n.results,
        failed: n.failed,
    }
}

/// The day that a scan page tells of.
#[derive(Clone, Copy)]
pub struct Day {
    /// The day asked about.
    pub on: Date,
    /// Today.
    pub today: Date,
    /// Whether the address asked for a day.
    pub asked: bool,
}

/// The page of an instrument, on a day: what lies after that day is left out.
pub fn scan(
    rules: &Rules,
    divisions: &Divisions,
    lang: Lang,
    mut d: Dossier,
    day: Day,
) -> ScanPage {
    d.verifications.retain(|v| v.on <= day.on);
    d.states.retain(|s| s.on <= day.on);
    let assessment = d.assess(day.on, rules.verdict.due_soon_days);
    let self_check = rules.kind(&d.kind).map(|k| match lang {
        Lang::ZhCn => k.self_check_zh.clone(),
        Lang::En => k.self_check_en.clone(),
    });
    ScanPage {
        code: d.code,
        kind: kind(rules, lang, &d.kind, d.type_name.as_deref()),
        self_check: self_check.unwrap_or_default(),
        model: d.model,
        capacity: d.capacity,
        accuracy_class: d.accuracy_class,
        serial_number: d.serial_number,
        maker: d.maker,
        type_approval: d.type_approval,
        maker_uid: d.maker_uid,
        holder: d.holder.map(|h| Holder {
            uscc: h.uscc,
            name: h.name,
            category: h.category,
            owner: h.owner,
            market: h.market,
        }),
        place: d.place,
        region: region(divisions, lang, d.region),
        verifications: d
            .verifications
            .into_iter()
            .map(|v| VerificationEvent {
                publication: v.seq,
                on: v.on,
                kind: v.kind,
                conclusion: v.conclusion,
                valid_until: v.valid_until,
                by_rule: v.by_rule,
                certificate: v.certificate,
                institution: v.institution,
                regulation: v.regulation,
                standard: v.standard,
                error: v.error,
                notice: v.notice,
                corrected_by: v.corrected_by,
            })
            .collect(),
        states: d
            .states
            .into_iter()
            .map(|s| StateEvent {
                publication: s.seq,
                on: s.on,
                state: s.state,
                ground: s.ground,
            })
            .collect(),
        assessment,
        on: day.on,
        today: day.today,
        asked: day.asked,
        demo: d.demo,
        registered: d.registered,
    }
}
