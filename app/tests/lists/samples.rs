//! Sample searches, notices and the page about the portal.

use chengxing_app::{
    Lang,
    pages::{
        InstrumentLine, KindText, NoticeLine,
        about::AboutPage,
        notice::{NoticePage, NoticeResultLine},
        notices::{NoticesPage, NoticesQuery},
        search::{Choice, SearchPage, SearchQuery, SearchRow, reading},
    },
};
use chengxing_metrology::{Conclusion, Date, InstrumentCode, Rules, Verdict};

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

fn words(lang: Lang, zh: &str, en: &str) -> String {
    match lang {
        Lang::ZhCn => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn choice(value: &str, label: String) -> Choice {
    Choice {
        value: value.to_owned(),
        label,
    }
}

fn line(lang: Lang, bits: u64, place: &str, holder: &str, verdict: Verdict) -> InstrumentLine {
    InstrumentLine {
        code: InstrumentCode::from_bits(bits).to_string(),
        kind: KindText {
            name: words(lang, "电子计价秤", "Price-computing scale"),
            icon: "k-scale".to_owned(),
            measure_word: "台".to_owned(),
        },
        model: Some("ACS-30".to_owned()),
        serial_number: Some((2_023_081_577 + bits).to_string()),
        place: Some(place.to_owned()),
        holder: Some(holder.to_owned()),
        verdict,
    }
}

/// Searches: many results, few, one of each verdict, none, a code with a slip, a sound unknown code, nothing asked.
pub fn searches(lang: Lang) -> Vec<(&'static str, SearchPage)> {
    let query = |q: &str| SearchQuery {
        q: q.to_owned(),
        ..SearchQuery::default()
    };
    let row = |line, until, left, since| SearchRow {
        line,
        valid_until: until,
        days_left: left,
        since,
    };
    let mut unplaced = line(lang, 6, "", "", Verdict::NeverVerified);
    (unplaced.place, unplaced.holder, unplaced.serial_number) = (None, None, None);
    let rows = vec![
        row(
            line(lang, 1, "青城东市场12号摊", "张记鲜肉", Verdict::Valid),
            Some(day(2027, 3, 31)),
            Some(128),
            Some(day(2026, 4, 1)),
        ),
        row(
            line(lang, 2, "青城东市场12号摊", "张记鲜肉", Verdict::DueSoon),
            Some(day(2026, 12, 9)),
            Some(16),
            Some(day(2025, 12, 10)),
        ),
        row(
            line(
                lang,
                3,
                "青城东市场乙7号摊",
                "张记水产海鲜冷冻批发零售经营部",
                Verdict::Expired,
            ),
            Some(day(2026, 9, 30)),
            Some(-54),
            Some(day(2026, 10, 1)),
        ),
        row(
            line(lang, 4, "青城东市场北门服务台", "公平秤", Verdict::DueSoon),
            Some(day(2026, 11, 23)),
            Some(0),
            Some(day(2025, 11, 24)),
        ),
        row(
            line(lang, 5, "青城东市场31号摊", "老王水果", Verdict::Failed),
            None,
            None,
            Some(day(2026, 11, 18)),
        ),
        row(unplaced, None, None, None),
    ];
    let found = SearchPage {
        query: SearchQuery {
            region: Some(choice("150102", words(lang, "新城区", "Xincheng District"))),
            ..query("青城东市场　张记")
        },
        understood: "青城东市场 张记".to_owned(),
        rows: rows.clone(),
        total: 46,
        verdicts: vec![
            (Verdict::Valid, 39),
            (Verdict::DueSoon, 4),
            (Verdict::Expired, 2),
            (Verdict::Failed, 1),
        ],
        kinds: vec![
            (
                choice(
                    "price_computing_scale",
                    words(lang, "电子计价秤", "Price-computing scale"),
                ),
                43,
            ),
            (
                choice("scale", words(lang, "电子秤", "Electronic scale")),
                3,
            ),
        ],
        regions: vec![
            (
                choice("150102", words(lang, "新城区", "Xincheng District")),
                46,
            ),
            (
                choice("150104", words(lang, "玉泉区", "Yuquan District")),
                5,
            ),
        ],
        ..SearchPage::default()
    };
    let many = SearchPage {
        query: SearchQuery {
            verdict: Some(Verdict::Expired),
            from: 20,
            ..SearchQuery::default()
        },
        understood: String::new(),
        total: 1_000,
        more: true,
        ..found.clone()
    };
    let one = SearchPage {
        query: query("2023081578"),
        understood: "2023081578".to_owned(),
        rows: rows[..1].to_vec(),
        total: 1,
        ..SearchPage::default()
    };
    let none = SearchPage {
        query: SearchQuery {
            verdict: Some(Verdict::Valid),
            ..query("青城东市场 张纪")
        },
        understood: "青城东市场 张纪".to_owned(),
        near: vec![rows[0].line.clone(), rows[2].line.clone()],
        ..SearchPage::default()
    };
    let sound = InstrumentCode::from_bits(0x1_2345_6789_ABCD).to_string();
    let slip = format!(
        "{}{}",
        &sound[..12],
        if sound.ends_with('8') { '9' } else { '8' }
    );
    let asked = |q: &str| SearchPage {
        query: query(q),
        understood: q.to_owned(),
        code: reading(q),
        ..SearchPage::default()
    };
    vec![
        ("found", found),
        ("many", many),
        ("one", one),
        ("none", none),
        ("slip", asked(&slip)),
        ("sound", asked(&sound)),
        ("empty", SearchPage::default()),
    ]
}

fn notice(
    number: &str,
    title: &str,
    on: Date,
    institution: &str,
    results: i64,
    failed: i64,
) -> NoticeLine {
    NoticeLine {
        number: number.to_owned(),
        title: title.to_owned(),
        on,
        institution: institution.to_owned(),
        results,
        failed,
    }
}

/// The list of notices: full, a later page, none.
pub fn lists(lang: Lang) -> Vec<(&'static str, NoticesPage)> {
    let full = NoticesPage {
        notices: vec![
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
                "赛罕区出租汽车计价器第三批，含网络预约出租汽车和旗县区长途线路",
                day(2026, 11, 19),
                "市计量测试所（演示）",
                540,
                11,
            ),
        ],
        next: Some("2026-11-19.116".to_owned()),
        regions: vec![
            choice("150102", words(lang, "新城区", "Xincheng District")),
            choice("150104", words(lang, "玉泉区", "Yuquan District")),
        ],
        years: vec![2026, 2025],
        ..NoticesPage::default()
    };
    let later = NoticesPage {
        query: NoticesQuery {
            region: Some(full.regions[0].clone()),
            year: Some(2025),
            before: Some("2026-11-19.116".to_owned()),
        },
        next: None,
        ..full.clone()
    };
    let none = NoticesPage {
        notices: vec![],
        next: None,
        query: NoticesQuery {
            year: Some(2025),
            ..NoticesQuery::default()
        },
        ..full.clone()
    };
    vec![
        ("full", full),
        ("later", later),
        ("none", none),
        ("nothing", NoticesPage::default()),
    ]
}

/// A notice: with failures, without results.
pub fn notices(lang: Lang) -> Vec<(&'static str, NoticePage)> {
    let result = |line, conclusion, until, certificate: Option<&str>| NoticeResultLine {
        line,
        on: day(2026, 11, 18),
        conclusion,
        valid_until: until,
        certificate: certificate.map(str::to_owned),
    };
    let mut bare = line(lang, 9, "", "", Verdict::NeverVerified);
    (bare.place, bare.holder, bare.serial_number, bare.model) = (None, None, None, None);
    let failed = NoticePage {
        notice: notice(
            "演检公〔2026〕118号",
            "新城区集贸市场电子计价秤",
            day(2026, 11, 22),
            "新城区计量所（演示）",
            312,
            1,
        ),
        region: Some(words(lang, "呼和浩特市新城区", "Xincheng District, Hohhot")),
        results: vec![
            result(
                line(lang, 1, "青城东市场12号摊", "张记鲜肉", Verdict::Valid),
                Conclusion::Pass,
                Some(day(2027, 11, 17)),
                Some("演检字第20261118-001号"),
            ),
            result(
                line(
                    lang,
                    3,
                    "青城东市场乙7号摊",
                    "张记水产海鲜冷冻批发零售经营部",
                    Verdict::Failed,
                ),
                Conclusion::Fail,
                None,
                Some("演检字第20261118-002号"),
            ),
            result(bare, Conclusion::Pass, None, None),
        ],
        next: Some("3".to_owned()),
        later: true,
        publication: 41_900,
        demo: true,
    };
    let empty = NoticePage {
        notice: NoticeLine {
            results: 0,
            failed: 0,
            ..failed.notice.clone()
        },
        results: vec![],
        next: None,
        later: false,
        ..failed.clone()
    };
    let single = NoticePage {
        notice: NoticeLine {
            results: 1,
            failed: 0,
            ..failed.notice.clone()
        },
        results: failed.results[..1].to_vec(),
        next: None,
        later: false,
        ..failed.clone()
    };
    vec![("failed", failed), ("empty", empty), ("single", single)]
}

/// The page about the portal, with the rules of the repository.
pub fn about(lang: Lang) -> AboutPage {
    let rules = Rules::parse(
        include_str!("../../../rules/kinds.toml"),
        include_str!("../../../rules/verdict.toml"),
    )
    .expect("the rules are sound");
    AboutPage::of(&rules, lang, day(2026, 11, 23), "0.1.0", 41_900)
}
