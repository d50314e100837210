//! Lists of instruments: each filter against a plain recount, each page once.

use chengxing_metrology::{
    Date, KindId, RegionCode, Service, Verdict, assess, record::Record, serial,
};
use chengxing_storage::{Figures, Filter, Summary};

use crate::{
    engine::{Engine, TODAY},
    records::*,
};

on_both_engines!(
    a_list_shows_what_fits_and_every_instrument_once,
    a_list_passes_over_many_that_do_not_fit,
    figures_equal_a_plain_recount,
    present_keeps_the_order_asked_for,
);

/// Instruments of several kinds, places and histories.
pub fn mixture(n: usize) -> Vec<Record> {
    let kinds = [
        "price_computing_scale",
        "fuel_dispenser",
        "water_meter",
        "other",
    ];
    let regions = ["150102", "150103", "150100", "150203"];
    let mut records = Vec::new();
    for i in 0..n {
        let mut told = scale(&format!("S-{:03}", i / 2));
        told.type_approval = None;
        told.maker = text(&format!("厂{}", i % 2));
        told.kind = kind(kinds[i % 4]);
        told.region = Some(region(regions[i / 4 % 4]));
        if i % 7 == 6 {
            told.region = None;
            told.holder = None;
        }
        let on = day(
            2024 + (i % 3) as i16,
            1 + (i % 12) as i8,
            1 + (i % 28) as i8,
        );
        records.push(instrument(told.clone()));
        if i % 5 != 4 {
            records.push(verified(
                told.clone(),
                on,
                if i % 6 == 5 { FAIL } else { PASS },
            ));
        }
        if i % 11 == 10 {
            let states = [
                Service::Suspended,
                Service::AwaitingVerification,
                Service::Scrapped,
                Service::InUse,
            ];
            records.push(state(told, day(2026, 2, 1), states[i % 4]));
        }
    }
    records
}

fn fits(filter: &Filter, summary: &Summary) -> bool {
    let serial =
        |s: &str| summary.serial_number.as_deref().map(serial::key) == Some(serial::key(s));
    filter.serial_number.as_deref().is_none_or(serial)
        && filter.kind.as_ref().is_none_or(|k| *k == summary.kind)
        && filter.region.is_none_or(|r| {
            summary
                .region
                .is_some_and(|own| r.span().contains(&own.number()))
        })
        && filter
            .verdict
            .is_none_or(|v| v == assess(&summary.history, filter.on, filter.due_soon_days).verdict)
}

async fn a_list_shows_what_fits_and_every_instrument_once(engine: &Engine) {
    engine.take(mixture(150)).await;
    let all = engine.everything().await;
    assert_eq!(all.len(), 150);
    assert!(all.windows(2).all(|pair| pair[0].id < pair[1].id));
    let kinds: [Option<KindId>; 2] = [None, Some(kind("fuel_dispenser"))];
    let regions: [Option<RegionCode>; 4] = [
        None,
        Some(region("150102")),
        Some(region("150100")),
        Some(region("150000")),
    ];
    let days: [Date; 3] = [TODAY, day(2025, 6, 15), day(2030, 1, 1)];
    let verdicts: Vec<Option<Verdict>> = [None]
        .into_iter()
        .chain(Verdict::ALL.iter().copied().map(Some))
        .collect();
    for serial_number in [None, text("s003")] {
        for kind in &kinds {
            for region in regions {
                for verdict in &verdicts {
                    for on in days {
                        let filter = Filter {
                            serial_number: serial_number.clone(),
                            kind: kind.clone(),
                            region,
                            verdict: *verdict,
                            on,
                            ..Filter::all(TODAY, 7)
                        };
                        let wanted: Vec<Summary> =
                            all.iter().filter(|s| fits(&filter, s)).cloned().collect();
                        assert_eq!(engine.list(filter.clone()).await, wanted, "{filter:?}");
                    }
                }
            }
        }
    }
}

async fn a_list_passes_over_many_that_do_not_fit(engine: &Engine) {
    let many = Filter::LOOKED_AT + 500;
    let mut records: Vec<Record> = (0..many)
        .map(|i| instrument(scale(&format!("M{i}"))))
        .collect();
    let mut last = scale("LAST");
    last.region = Some(region("150203"));
    records.push(verified(last.clone(), day(2020, 1, 1), PASS));
    engine.take(records).await;
    let first = Filter {
        verdict: Some(Verdict::Expired),
        ..Filter::all(TODAY, 10)
    };
    let page = engine.repository.instruments(&first).await.unwrap();
    assert_eq!(
        (page.items.len(), page.next),
        (0, Some(Filter::LOOKED_AT as i64))
    );
    for filter in [
        first.clone(),
        Filter {
            on: day(2022, 1, 1),
            ..first
        },
        Filter {
            region: Some(region("150200")),
            ..Filter::all(TODAY, 1)
        },
    ] {
        let found = engine.list(filter).await;
        assert_eq!(
            found
                .iter()
                .map(|s| s.serial_number.as_deref())
                .collect::<Vec<_>>(),
            [Some("LAST")]
        );
    }
}

/// The figures counted one by one.
pub async fn recount(engine: &Engine, today: Date) -> Figures {
    let mut figures = Figures::default();
    for summary in engine.everything().await {
        let told = assess(&summary.history, today, 30);
        if told.reason == chengxing_metrology::Reason::Scrapped {
            continue;
        }
        figures.in_use += 1;
        match figures.by_kind.iter_mut().find(|(k, _)| *k == summary.kind) {
            Some((_, n)) => *n += 1,
            None => figures.by_kind.push((summary.kind, 1)),
        }
        *match told.verdict {
            Verdict::Valid => &mut figures.in_force,
            Verdict::DueSoon => {
                figures.due_soon += 1;
                &mut figures.in_force
            }
            Verdict::Expired => &mut figures.expired,
            Verdict::Failed => &mut figures.failed,
            Verdict::Suspended => &mut figures.suspended,
            Verdict::NeverVerified | Verdict::Unknown => &mut figures.never_verified,
        } += 1;
    }
    figures
        .by_kind
        .sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    figures
}

async fn figures_equal_a_plain_recount(engine: &Engine) {
    assert_eq!(
        engine.repository.figures(TODAY, 30).await.unwrap(),
        Figures::default()
    );
    engine.take(mixture(150)).await;
    // Corrections, another kind, a state: everything that moves an instrument between the cells.
    let mut other = scale("S-000");
    other.type_approval = None;
    other.maker = text("厂0");
    let code = engine.everything().await[0].code;
    other.code = Some(code);
    other.kind = kind("truck_scale");
    engine
        .take(vec![
            instrument(other.clone()),
            verified(other.clone(), day(2026, 9, 9), FAIL),
        ])
        .await;
    engine
        .take(vec![verified(other.clone(), day(2026, 9, 9), PASS)])
        .await;
    engine
        .take(vec![state(other, day(2026, 10, 1), Service::Scrapped)])
        .await;
    for today in [TODAY, day(2026, 12, 31), day(2027, 8, 1)] {
        engine.repository.roll(today).await.unwrap();
        assert_eq!(
            engine.repository.figures(today, 30).await.unwrap(),
            recount(engine, today).await,
            "{today}"
        );
    }
}

async fn present_keeps_the_order_asked_for(engine: &Engine) {
    engine.take(mixture(20)).await;
    let all = engine.everything().await;
    let unknown = chengxing_metrology::InstrumentCode::from_bits(5);
    let asked = [all[7].code, unknown, all[2].code, all[19].code];
    let found = engine.repository.present(&asked).await.unwrap();
    assert_eq!(found, [all[7].clone(), all[2].clone(), all[19].clone()]);
    assert_eq!(engine.repository.present(&[]).await.unwrap(), []);
}
