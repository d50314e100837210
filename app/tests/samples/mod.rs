//! Sample pages: what the drawings show, in every verdict, and a few awkward ones.

use chengxing_app::{
    Asset, Assets, Lang, Site, View,
    pages::{
        ErrorPage, HomePage, InstrumentLine, KindText, NoticeLine, ScanPage, UnknownPage,
        home::HomeFigures,
        scan::{Holder, StateEvent, VerificationEvent},
    },
};
use chengxing_metrology::{
    Conclusion, Date, History, InstrumentCode, StateChange, Verdict, Verification, assess,
    record::MeasuredError,
    verification::{Service, VerificationType},
};

/// The day of the drawings.
pub const TODAY: Date = Date::constant(2026, 11, 23);
/// 15:40 in Shanghai on that day.
pub const DATA_AT: i64 = 1_795_419_600;

/// Words in the language of a page.
fn words<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::ZhCn => zh,
        Lang::En => en,
    }
}

/// Assets by the names that pages ask for.
pub fn assets(style: &str) -> Assets {
    [
        "scan.css",
        "more.css",
        "boot.js",
        "favicon.svg",
        "manifest.webmanifest",
    ]
    .map(|name| {
        (
            name.to_owned(),
            Asset {
                path: format!("{style}{name}"),
                integrity: String::new(),
            },
        )
    })
    .into_iter()
    .collect()
}

/// A deployment.
pub fn site() -> Site {
    Site::at("https://chengxing.example")
}

/// A view of demo data.
pub fn view<'a>(lang: Lang, path: &'a str, assets: &'a Assets, site: &'a Site) -> View<'a> {
    View {
        lang,
        large: false,
        path,
        assets,
        site,
        data_at: Some(DATA_AT),
        demo: true,
    }
}

/// A code from its bits.
pub fn code(bits: u64) -> InstrumentCode {
    InstrumentCode::from_bits(bits)
}

fn scale(lang: Lang) -> KindText {
    KindText {
        name: words(lang, "电子计价秤", "Price-computing scale").to_owned(),
        icon: "k-scale".to_owned(),
        measure_word: "台".to_owned(),
    }
}

/// A pass with its certificate.
pub fn pass(on: Date, until: Option<Date>) -> VerificationEvent {
    VerificationEvent {
        publication: 41_862,
        on,
        kind: VerificationType::Subsequent,
        conclusion: Conclusion::Pass,
        valid_until: until,
        by_rule: false,
        certificate: Some("YJ-2026-0401-0093".to_owned()),
        institution: "新城区计量所（演示）".to_owned(),
        regulation: Some("JJG 539-2016".to_owned()),
        standard: Some("砝码M₁级".to_owned()),
        error: Some(MeasuredError {
            at: None,
            error: "+3 g".to_owned(),
            limit: Some("±5 g".to_owned()),
        }),
        notice: None,
        corrected_by: None,
    }
}

/// A failure with its error.
pub fn fail(on: Date) -> VerificationEvent {
    VerificationEvent {
        conclusion: Conclusion::Fail,
        error: Some(MeasuredError {
            at: Some("10 kg".to_owned()),
            error: "−18 g".to_owned(),
            limit: Some("±10 g".to_owned()),
        }),
        notice: Some("演检公〔2026〕118号".to_owned()),
        ..pass(on, None)
    }
}

/// A change of state.
pub fn state(on: Date, state: Service) -> StateEvent {
    StateEvent {
        publication: 50_001,
        on,
        state,
        ground: Some("检定不合格".to_owned()),
    }
}

/// The scale at stall 12 with this history on `on`.
pub fn scan(
    lang: Lang,
    verifications: Vec<VerificationEvent>,
    states: Vec<StateEvent>,
    on: Date,
) -> ScanPage {
    let counted: Vec<usize> = (0..verifications.len())
        .filter(|i| verifications[*i].corrected_by.is_none())
        .collect();
    let history = History {
        verifications: counted
            .iter()
            .map(|i| &verifications[*i])
            .map(|v| Verification {
                on: v.on,
                kind: v.kind,
                conclusion: v.conclusion,
                valid_until: v.valid_until,
            })
            .collect(),
        states: states
            .iter()
            .map(|s| StateChange {
                on: s.on,
                state: s.state,
            })
            .collect(),
    };
    let mut assessment = assess(&history, on, 30);
    assessment.basis = assessment.basis.map(|i| counted[i]);
    assessment.last_pass = assessment.last_pass.map(|i| counted[i]);
    let self_check: &[&str] = match lang {
        Lang::ZhCn => &[
            "秤盘空着，显示应是0；不是就请摊主按“置零”。",
            "放一瓶没开封的550 mL水，应显示0.57 kg上下；差得多，拿去公平秤再称。",
            "看铅封和检定标志有没有撕过、换过。",
        ],
        Lang::En => &[
            "With nothing on the pan it should show 0; if not, ask for the zero key.",
            "Put on an unopened 550 mL bottle of water: about 0.57 kg. If it is far off, weigh again on a fair scale.",
            "Look at the seal and the verification mark: neither should be torn or replaced.",
        ],
    };
    ScanPage {
        code: code(0x1_2345_6789_ABCD),
        kind: scale(lang),
        self_check: self_check.iter().map(|s| (*s).to_owned()).collect(),
        model: Some("ACS-30".to_owned()),
        capacity: Some("30 kg".to_owned()),
        accuracy_class: Some("Ⅲ".to_owned()),
        serial_number: Some("2023081577".to_owned()),
        maker: Some("演示衡器有限公司".to_owned()),
        type_approval: Some("2021F000-15（演示）".to_owned()),
        maker_uid: None,
        holder: Some(Holder {
            uscc: Some("92150102MA0DEMO17X".to_owned()),
            name: "张记鲜肉".to_owned(),
            category: Some("集贸市场摊位".to_owned()),
            owner: Some("张某某".to_owned()),
            market: Some("青城东市场".to_owned()),
        }),
        place: Some("12号摊".to_owned()),
        region: Some(words(lang, "新城区", "Xincheng District").to_owned()),
        verifications,
        states,
        assessment,
        on,
        today: TODAY,
        asked: on != TODAY,
        demo: true,
        registered: 1_204,
    }
}

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// A scan page for every verdict and every reason, by name.
pub fn scans(lang: Lang) -> Vec<(&'static str, ScanPage)> {
    let valid = || {
        vec![
            pass(day(2026, 4, 1), Some(day(2027, 3, 31))),
            pass(day(2025, 4, 2), Some(day(2026, 4, 1))),
            fail(day(2025, 3, 27)),
        ]
    };
    let fuel = |mut page: ScanPage| {
        page.kind = KindText {
            name: words(lang, "燃油加油机", "Fuel dispenser").to_owned(),
            icon: "k-fuel".to_owned(),
            measure_word: "台".to_owned(),
        };
        page.capacity = Some(words(lang, "92号汽油", "92 petrol").to_owned());
        page.model = None;
        page.serial_number = Some("JY24D10386".to_owned());
        page.place = Some("3号机5号枪".to_owned());
        page.holder = Some(Holder {
            name: "城南路加油站（演示）".to_owned(),
            ..Holder::default()
        });
        page.self_check.clear();
        page
    };
    let mut bare = scan(
        lang,
        vec![pass(day(2026, 4, 1), Some(day(2027, 3, 31)))],
        vec![],
        TODAY,
    );
    bare.verifications[0] = VerificationEvent {
        certificate: None,
        regulation: None,
        standard: None,
        error: None,
        by_rule: true,
        ..bare.verifications[0].clone()
    };
    bare.model = None;
    bare.capacity = None;
    bare.serial_number = None;
    bare.maker = None;
    bare.type_approval = None;
    bare.accuracy_class = None;
    bare.holder = None;
    bare.place = None;
    bare.region = None;
    bare.self_check.clear();
    bare.demo = false;
    let mut corrected = valid();
    corrected.insert(
        0,
        VerificationEvent {
            corrected_by: Some(60_001),
            ..fail(day(2026, 5, 2))
        },
    );
    vec![
        (
            "valid",
            scan(
                lang,
                valid(),
                vec![state(day(2025, 3, 27), Service::AwaitingVerification)],
                TODAY,
            ),
        ),
        (
            "no-end",
            scan(lang, vec![pass(day(2026, 4, 1), None)], vec![], TODAY),
        ),
        (
            "due-soon",
            scan(
                lang,
                vec![pass(day(2025, 12, 10), Some(day(2026, 12, 9)))],
                vec![],
                TODAY,
            ),
        ),
        (
            "last-day",
            scan(
                lang,
                vec![pass(day(2025, 11, 24), Some(TODAY))],
                vec![],
                TODAY,
            ),
        ),
        (
            "expired",
            scan(
                lang,
                vec![pass(day(2025, 10, 1), Some(day(2026, 9, 30)))],
                vec![],
                TODAY,
            ),
        ),
        (
            "long-expired",
            scan(
                lang,
                vec![pass(day(2018, 10, 1), Some(day(2019, 9, 30)))],
                vec![],
                TODAY,
            ),
        ),
        (
            "failed",
            fuel(scan(
                lang,
                vec![
                    fail(day(2026, 11, 18)),
                    pass(day(2026, 7, 20), Some(day(2027, 1, 19))),
                ],
                vec![],
                TODAY,
            )),
        ),
        (
            "failed-inspection",
            scan(
                lang,
                vec![
                    VerificationEvent {
                        kind: VerificationType::InService,
                        ..fail(day(2026, 10, 8))
                    },
                    pass(day(2026, 4, 1), Some(day(2027, 3, 31))),
                ],
                vec![],
                TODAY,
            ),
        ),
        (
            "failed-first",
            scan(lang, vec![fail(day(2026, 11, 18))], vec![], TODAY),
        ),
        (
            "suspended",
            scan(
                lang,
                valid(),
                vec![state(day(2026, 10, 8), Service::Suspended)],
                TODAY,
            ),
        ),
        (
            "repaired",
            scan(
                lang,
                valid(),
                vec![state(day(2026, 10, 8), Service::AwaitingVerification)],
                TODAY,
            ),
        ),
        (
            "scrapped",
            scan(
                lang,
                valid(),
                vec![state(day(2026, 10, 8), Service::Scrapped)],
                TODAY,
            ),
        ),
        ("never-verified", scan(lang, vec![], vec![], TODAY)),
        (
            "as-of",
            scan(
                lang,
                vec![pass(day(2025, 4, 2), Some(day(2026, 4, 1)))],
                vec![],
                day(2026, 1, 1),
            ),
        ),
        (
            "as-of-expired",
            scan(
                lang,
                vec![pass(day(2025, 4, 2), Some(day(2026, 4, 1)))],
                vec![],
                day(2026, 6, 1),
            ),
        ),
        ("bare", bare),
        ("corrected", scan(lang, corrected, vec![], TODAY)),
    ]
}

/// An instrument in a list.
pub fn line(lang: Lang, verdict: Verdict) -> InstrumentLine {
    InstrumentLine {
        code: code(0x1_2345_6789_ABCD).to_string(),
        kind: scale(lang),
        model: Some("ACS-30".to_owned()),
        serial_number: Some("2023081577".to_owned()),
        place: Some("青城东市场12号摊".to_owned()),
        holder: Some("张记鲜肉".to_owned()),
        verdict,
    }
}

/// Codes that are not registered, by name.
pub fn unknowns(lang: Lang) -> Vec<(&'static str, UnknownPage)> {
    let sound = code(0x1_2345_6789_ABCD).to_string();
    let last = if sound.ends_with('8') { '9' } else { '8' };
    let page = |typed: String, near: bool| UnknownPage {
        error: typed.parse::<InstrumentCode>().err(),
        typed,
        near: if near {
            vec![line(lang, Verdict::Valid)]
        } else {
            vec![]
        },
    };
    vec![
        ("check", page(format!("{}{last}", &sound[..12]), true)),
        ("sound", page(sound.clone(), false)),
        ("length", page("7K3M9-QX2RD".to_owned(), false)),
        ("symbol", page("7K3M9-UX2RD-4".to_owned(), false)),
        ("long", page("A".repeat(10_000), false)),
    ]
}

/// Home pages, by name.
pub fn homes() -> Vec<(&'static str, HomePage)> {
    let notice = |number: &str, title: &str, on, institution: &str, results, failed| NoticeLine {
        number: number.to_owned(),
        title: title.to_owned(),
        on,
        institution: institution.to_owned(),
        results,
        failed,
    };
    let notices = vec![
        notice(
            "演检公〔2026〕118号",
            "新城区集贸市场电子计价秤",
            day(2026, 11, 22),
            "新城区计量所（演示）",
            312,
            4,
        ),
        notice(
            "演检公〔2026〕117号",
            "玉泉区加油站燃油加油机",
            day(2026, 11, 20),
            "市计量测试所（演示）",
            86,
            0,
        ),
        notice(
            "演检公〔2026〕116号",
            "赛罕区出租汽车计价器第三批",
            day(2026, 11, 19),
            "市计量测试所（演示）",
            540,
            11,
        ),
    ];
    let figures = HomeFigures {
        in_use: 1_284_306,
        in_force: 1_266_326,
        due_soon: 41_208,
        expired: 12_004,
        failed: 1_127,
        suspended: 962,
        never_verified: 3_887,
        notices: 118,
    };
    let low = HomeFigures {
        in_force: 900_000,
        expired: 378_330,
        ..figures.clone()
    };
    vec![
        (
            "full",
            HomePage {
                figures,
                notices: notices.clone(),
                today: TODAY,
                due_soon_days: 30,
                target: Some(980),
            },
        ),
        (
            "low",
            HomePage {
                figures: low,
                notices,
                today: TODAY,
                due_soon_days: 30,
                target: Some(980),
            },
        ),
        (
            "empty",
            HomePage {
                today: TODAY,
                due_soon_days: 30,
                ..HomePage::default()
            },
        ),
    ]
}

/// Failures.
pub fn errors() -> Vec<ErrorPage> {
    [400, 404, 405, 413, 429, 500, 503, 507]
        .into_iter()
        .map(ErrorPage::of)
        .collect()
}
