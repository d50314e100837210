//! Years of verifications and changes of state of one instrument, drawn so that its verdict on the day
//! is the one wanted.

use chengxing_metrology::{
    Conclusion, Date, Service, VerificationType,
    clock::{date_from_days, days_from_date},
};
use rand::{Rng, RngExt};

/// A verification before it is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    pub on: Date,
    pub kind: VerificationType,
    pub conclusion: Conclusion,
    pub until: Option<Date>,
}

/// A change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub on: Date,
    pub state: Service,
    pub ground: &'static str,
}

/// A history in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    pub checks: Vec<Check>,
    pub changes: Vec<Change>,
}

/// The day `days` later; clamped to the calendar.
pub fn plus_days(date: Date, days: i32) -> Date {
    date_from_days(i64::from(days_from_date(date)) + i64::from(days))
}

/// The same day `months` later, or the last of that month; clamped to the calendar.
pub fn plus_months(date: Date, months: i32) -> Date {
    let total = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, month as i8, 1).ok())
        .map_or(if months < 0 { Date::MIN } else { Date::MAX }, |first| {
            Date::new(
                first.year(),
                first.month(),
                date.day().min(first.days_in_month()),
            )
            .unwrap_or(first)
        })
}

/// The last day of validity of a pass: the interval less one day.
pub fn until(on: Date, months: i32) -> Date {
    plus_days(plus_months(on, months), -1)
}

/// A pass with the validity that the interval gives.
pub fn pass(on: Date, kind: VerificationType, months: i32) -> Check {
    Check {
        on,
        kind,
        conclusion: Conclusion::Pass,
        until: Some(until(on, months)),
    }
}

/// A failure.
pub fn fail(on: Date, kind: VerificationType) -> Check {
    Check {
        on,
        kind,
        conclusion: Conclusion::Fail,
        until: None,
    }
}

/// A drawn history. Of a thousand instruments about 930 are valid, 30 due soon, 20 expired, 7 failed,
/// 5 suspended and 8 never verified.
pub fn drawn(rng: &mut impl Rng, months: i32, initial_only: bool, today: Date) -> Timeline {
    let days = months * 365 / 12;
    let lot: i32 = rng.random_range(0..1000);
    // Days left to aim at. The end of a month may shorten an interval by up to three days, hence the slack.
    let left = match lot {
        930..960 => rng.random_range(3..=30),
        960..980 => -rng.random_range(1..=days.min(400)),
        992.. => return Timeline::default(),
        _ => rng.random_range(34..days.max(34) + 2),
    };
    let newest = plus_months(plus_days(today, left + 1), -months).min(today);
    let mut timeline = if initial_only {
        Timeline {
            checks: vec![pass(newest, VerificationType::Initial, months)],
            changes: Vec::new(),
        }
    } else {
        periodic(rng, newest, months, days)
    };
    let since = |rng: &mut _, most: i32| {
        let age = (days_from_date(today) - days_from_date(newest)).clamp(0, most);
        plus_days(today, -random_up_to(rng, (age - 1).max(0)))
    };
    match lot {
        980..987 => {
            let kind = if initial_only || lot % 2 == 0 {
                VerificationType::InService
            } else {
                VerificationType::Subsequent
            };
            timeline.checks.push(fail(since(rng, 90), kind));
        }
        987..992 => {
            let on = since(rng, 120);
            timeline.changes.push(match lot {
                987 | 988 if on > newest => Change {
                    on,
                    state: Service::AwaitingVerification,
                    ground: "修理后未检定",
                },
                989 => Change {
                    on,
                    state: Service::Scrapped,
                    ground: "损坏，已报废",
                },
                _ => Change {
                    on,
                    state: Service::Suspended,
                    ground: "使用单位报停",
                },
            });
        }
        0..40 => {
            // An inspection that found nothing: it is on record and prolongs nothing.
            let on = since(rng, 200);
            timeline.checks.push(Check {
                on,
                kind: VerificationType::InService,
                conclusion: Conclusion::Pass,
                until: None,
            });
        }
        _ => {}
    }
    timeline
}

fn random_up_to(rng: &mut impl Rng, most: i32) -> i32 {
    rng.random_range(0..=most)
}

/// Verifications up to the newest, a little before each end, some failed at the first attempt.
fn periodic(rng: &mut impl Rng, newest: Date, months: i32, days: i32) -> Timeline {
    let earlier = rng.random_range(i32::from(months <= 6)..=(48 / months - 1).max(1));
    let mut checks = vec![pass(newest, VerificationType::Subsequent, months)];
    let mut on = newest;
    for _ in 0..earlier {
        if rng.random_ratio(3, 100) {
            checks.push(fail(
                plus_days(on, -random_up_to(rng, 7) - 3),
                VerificationType::Subsequent,
            ));
        }
        on = plus_days(on, random_up_to(rng, 40) - days);
        checks.push(pass(on, VerificationType::Subsequent, months));
    }
    if let Some(first) = checks.last_mut() {
        first.kind = VerificationType::Initial;
    }
    checks.reverse();
    Timeline {
        checks,
        changes: Vec::new(),
    }
}
