//! The first instruments of every demo region: one for each thing that goes wrong.

use chengxing_metrology::{
    Conclusion, Date, Service, VerificationType,
    record::{Business, Instrument},
};

use crate::{
    catalogue::Kind,
    history::{Change, Check, Timeline, fail, pass, plus_days, plus_months},
};

use VerificationType::{InService, Initial, Subsequent};

/// An awkward instrument.
pub struct Case {
    /// What is awkward about it; the word by which tests know it.
    pub word: &'static str,
    pub kind: Kind,
    /// Its history, given the day.
    pub timeline: fn(Date) -> Timeline,
    /// What is peculiar about the instrument itself.
    pub dress: fn(&mut Instrument),
    /// Its last verification is the only one that its notice lists.
    pub alone: bool,
}

const fn scale(word: &'static str, timeline: fn(Date) -> Timeline) -> Case {
    Case {
        word,
        kind: Kind::PriceScale,
        timeline,
        dress: |_| {},
        alone: false,
    }
}

const fn dressed(word: &'static str, dress: fn(&mut Instrument)) -> Case {
    Case {
        word,
        kind: Kind::PriceScale,
        timeline: |t| checks(valid(t)),
        dress,
        alone: false,
    }
}

fn checks(checks: Vec<Check>) -> Timeline {
    Timeline {
        checks,
        changes: Vec::new(),
    }
}

/// Verified twice; the validity ends `left` days after `today`, as the certificate states it.
fn ending(today: Date, left: i32) -> Vec<Check> {
    let until = plus_days(today, left);
    let on = plus_months(plus_days(until, 1), -12);
    vec![
        pass(plus_days(on, -360), Initial, 12),
        Check {
            until: Some(until),
            ..pass(on, Subsequent, 12)
        },
    ]
}

fn valid(today: Date) -> Vec<Check> {
    ending(today, 128)
}

fn and(mut checks: Vec<Check>, more: Check) -> Vec<Check> {
    checks.push(more);
    checks
}

fn change(checks: Vec<Check>, on: Date, state: Service, ground: &'static str) -> Timeline {
    Timeline {
        checks,
        changes: vec![Change { on, state, ground }],
    }
}

fn inspected(on: Date) -> Check {
    Check {
        on,
        kind: InService,
        conclusion: Conclusion::Pass,
        until: None,
    }
}

/// The newest 29 February on or before `today`.
fn leap_day(today: Date) -> Date {
    (0..=8)
        .find_map(|ago| {
            Date::new(today.year() - ago, 2, 29)
                .ok()
                .filter(|d| *d <= today)
        })
        .unwrap_or(today)
}

fn holder(instrument: &mut Instrument, change: impl FnOnce(&mut Business)) {
    if let Some(business) = &mut instrument.holder {
        change(business);
    }
}

/// The awkward instruments, in the order of their index.
pub const CASES: &[Case] = &[
    scale("expires_today", |t| checks(ending(t, 0))),
    scale("expired_yesterday", |t| checks(ending(t, -1))),
    scale("one_day_left", |t| checks(ending(t, 1))),
    scale("thirty_days_left", |t| checks(ending(t, 30))),
    scale("thirty_one_days_left", |t| checks(ending(t, 31))),
    scale("verified_today", |t| checks(vec![pass(t, Initial, 12)])),
    Case {
        kind: Kind::Electricity,
        ..scale("verified_on_leap_day", |t| {
            checks(vec![pass(leap_day(t), Initial, 96)])
        })
    },
    scale("failed", |t| {
        checks(and(valid(t), fail(plus_days(t, -20), Subsequent)))
    }),
    scale("failed_first_verification", |t| {
        checks(vec![fail(plus_days(t, -60), Initial)])
    }),
    Case {
        alone: true,
        ..scale("failed_alone_in_notice", |t| {
            checks(and(valid(t), fail(plus_days(t, -40), Subsequent)))
        })
    },
    scale("failed_then_reverified", |t| {
        let again = plus_days(t, -100);
        checks(vec![
            pass(plus_days(again, -366), Initial, 12),
            fail(plus_days(again, -6), Subsequent),
            pass(again, Subsequent, 12),
        ])
    }),
    scale("pass_and_fail_on_one_day", |t| {
        let on = plus_days(t, -30);
        checks(vec![
            pass(plus_days(on, -360), Initial, 12),
            pass(on, Subsequent, 12),
            fail(on, Subsequent),
        ])
    }),
    Case {
        kind: Kind::Fuel,
        ..scale("failed_in_service", |t| {
            checks(vec![
                pass(plus_days(t, -90), Initial, 6),
                fail(plus_days(t, -9), InService),
            ])
        })
    },
    scale("inspection_does_not_prolong", |t| {
        checks(and(ending(t, -50), inspected(plus_days(t, -10))))
    }),
    scale("repaired_awaiting", |t| {
        change(
            valid(t),
            plus_days(t, -15),
            Service::AwaitingVerification,
            "修理后未检定",
        )
    }),
    scale("repaired_then_verified", |t| {
        change(
            and(valid(t), pass(plus_days(t, -5), Subsequent, 12)),
            plus_days(t, -15),
            Service::AwaitingVerification,
            "封印损坏",
        )
    }),
    scale("suspended", |t| {
        change(
            valid(t),
            plus_days(t, -33),
            Service::Suspended,
            "使用单位报停",
        )
    }),
    scale("suspended_then_back", |t| Timeline {
        checks: valid(t),
        changes: vec![
            Change {
                on: plus_days(t, -80),
                state: Service::Suspended,
                ground: "歇业",
            },
            Change {
                on: plus_days(t, -40),
                state: Service::InUse,
                ground: "恢复营业",
            },
        ],
    }),
    scale("scrapped", |t| {
        change(
            valid(t),
            plus_days(t, -7),
            Service::Scrapped,
            "损坏，已报废",
        )
    }),
    scale("to_be_scrapped", |t| {
        change(valid(t), plus_days(t, 20), Service::Scrapped, "计划更换")
    }),
    scale("never_verified", |_| Timeline::default()),
    scale("first_verification_tomorrow", |t| {
        checks(vec![pass(plus_days(t, 1), Initial, 12)])
    }),
    scale("expired_renewal_dated_ahead", |t| {
        checks(and(ending(t, -3), pass(plus_days(t, 2), Subsequent, 12)))
    }),
    Case {
        kind: Kind::Water,
        ..scale("initial_only", |t| {
            checks(vec![pass(plus_days(t, -800), Initial, 72)])
        })
    },
    Case {
        kind: Kind::Gas,
        ..scale("initial_only_over", |t| {
            checks(vec![pass(plus_months(t, -121), Initial, 120)])
        })
    },
    Case {
        kind: Kind::Other,
        dress: |i| i.type_name = Some("砝码检定装置（演示）".to_owned()),
        ..scale("no_end_stated", |t| {
            checks(vec![Check {
                until: None,
                ..pass(plus_days(t, -200), Initial, 12)
            }])
        })
    },
    dressed("very_long_names", |i| {
        i.place = Some("生鲜大厅负一层由南门进入后右转第三排靠近冷链装卸口的第128号至第130号联排摊位中间那一台（旧编号南厅丙区046号）".to_owned());
        holder(i, |b| {
            b.name = String::from(
                "呼和浩特市草原深处风干牛羊肉及传统手工奶食品产供销一体化农牧民专业合作社联合社第十七直营店暨冷链配送服务中心城东生鲜体验分店（演示）",
            );
            b.market = Some(
                "内蒙古自治区绿色农畜产品展示交易与便民服务综合农贸市场东区（演示）".to_owned(),
            );
        });
    }),
    dressed("html_in_names", |i| {
        i.place = Some("<i>3</i>号摊 & \"角落\"".to_owned());
        holder(i, |b| {
            b.name = String::from("<b>王记</b>豆腐<script>alert(1)</script>（演示）");
        });
    }),
    dressed("mongolian_name", |i| {
        holder(i, |b| b.name = String::from("ᠮᠣᠩᠭᠣᠯ ᠳᠡᠯᠭᠡᠭᠦᠷ（演示）"));
    }),
    dressed("latin_name", |i| {
        holder(i, |b| {
            b.name = String::from("Café Ölziibayar & Söhne（演示）");
        });
    }),
    dressed("serial_with_letters_and_hyphens", |i| {
        i.serial_number = Some("XK-3190/A9-00O1-l2Z".to_owned());
    }),
    dressed("serial_with_leading_zeros", |i| {
        i.serial_number = Some("000000457".to_owned());
    }),
    dressed("serial_with_markup", |i| {
        i.serial_number = Some("A1<u>77</u>&'\"".to_owned());
    }),
    dressed("no_serial_number", |i| {
        i.maker_uid = Some(format!(
            "YSUID{}",
            i.serial_number.take().unwrap_or_default()
        ));
    }),
    dressed("no_holder", |i| {
        i.holder = None;
        i.place = None;
    }),
    dressed("no_credit_code", |i| {
        holder(i, |b| {
            b.uscc = None;
            b.owner = None;
            b.name = String::from("无证照流动摊贩（演示）");
        });
    }),
    dressed("one_serial_two_makers_first", |i| {
        one_serial(i, "演示衡器有限公司");
    }),
    dressed("one_serial_two_makers_second", |i| {
        one_serial(i, "青城衡器厂（演示）");
    }),
];

/// Two makers number from 1: only type and maker tell these two apart.
fn one_serial(instrument: &mut Instrument, maker: &str) {
    instrument.serial_number = Some("20230001".to_owned());
    instrument.maker_uid = None;
    instrument.type_approval = None;
    instrument.maker = Some(maker.to_owned());
}
