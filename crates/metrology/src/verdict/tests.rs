use proptest::prelude::*;

use super::*;
use crate::clock::date_from_days;

const BASE: i64 = 20_000;

fn day() -> impl Strategy<Value = Date> {
    (BASE..BASE + 1_500).prop_map(date_from_days)
}

fn verification() -> impl Strategy<Value = Verification> {
    (
        day(),
        0usize..3,
        any::<bool>(),
        proptest::option::of(0i64..900),
    )
        .prop_map(|(on, kind, pass, length)| Verification {
            on,
            kind: VerificationType::ALL[kind],
            conclusion: if pass {
                Conclusion::Pass
            } else {
                Conclusion::Fail
            },
            valid_until: length
                .map(|l| date_from_days(i64::from(crate::clock::days_from_date(on)) + l))
                .filter(|_| pass),
        })
}

fn history() -> impl Strategy<Value = History> {
    let state = (day(), 0usize..4).prop_map(|(on, s)| StateChange {
        on,
        state: Service::ALL[s],
    });
    (
        proptest::collection::vec(verification(), 0..8),
        proptest::collection::vec(state, 0..4),
    )
        .prop_map(|(verifications, states)| History {
            verifications,
            states,
        })
}

/// The verdict worked out a second time, in the words of the rules and day by day.
fn plainly(history: &History, today: Date) -> Verdict {
    let mut verdict = Verdict::NeverVerified;
    let mut until = None;
    let mut days: Vec<Date> = history
        .verifications
        .iter()
        .map(|v| v.on)
        .chain(history.states.iter().map(|s| s.on))
        .filter(|d| *d <= today)
        .collect();
    days.sort();
    days.dedup();
    let (mut failed, mut passed, mut broken, mut state) = (false, false, false, Service::InUse);
    for d in days {
        if history
            .states
            .iter()
            .any(|s| s.on == d && s.state == Service::AwaitingVerification)
        {
            broken = true;
        }
        if let Some(s) = history
            .states
            .iter()
            .filter(|s| s.on == d)
            .map(|s| s.state)
            .max_by_key(|s| match s {
                Service::InUse => 0,
                Service::AwaitingVerification => 1,
                Service::Suspended => 2,
                Service::Scrapped => 3,
            })
        {
            state = s;
        }
        let passes: Vec<_> = history
            .verifications
            .iter()
            .filter(|v| {
                v.on == d
                    && v.conclusion == Conclusion::Pass
                    && v.kind != VerificationType::InService
            })
            .collect();
        if !passes.is_empty() {
            passed = true;
            failed = false;
            broken = false;
            until = passes
                .iter()
                .map(|v| v.valid_until)
                .min_by_key(|u| u.unwrap_or(Date::MAX))
                .flatten();
        }
        if history
            .verifications
            .iter()
            .any(|v| v.on == d && v.conclusion == Conclusion::Fail)
        {
            failed = true;
        }
    }
    if state == Service::Scrapped {
        verdict = Verdict::Suspended;
    } else if failed {
        verdict = Verdict::Failed;
    } else if state == Service::Suspended || broken {
        verdict = Verdict::Suspended;
    } else if passed {
        verdict = match until {
            Some(u) if u < today => Verdict::Expired,
            Some(u) if crate::clock::days_between(today, u) <= 30 => Verdict::DueSoon,
            None | Some(_) => Verdict::Valid,
        };
    }
    verdict
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn it_agrees_with_the_rules_told_day_by_day(h in history(), today in day()) {
        prop_assert_eq!(assess(&h, today, 30).verdict, plainly(&h, today));
    }

    #[test]
    fn it_is_never_green_without_a_pass_that_has_happened(h in history(), today in day()) {
        let told = assess(&h, today, 30);
        if told.verdict.is_good() {
            let basis = h.verifications[told.basis.unwrap()];
            prop_assert_eq!(basis.conclusion, Conclusion::Pass);
            prop_assert_ne!(basis.kind, VerificationType::InService);
            prop_assert!(basis.on <= today);
            prop_assert!(told.valid_until.is_none_or(|u| u >= today));
        }
    }

    #[test]
    fn the_future_does_not_count(h in history(), today in day()) {
        let mut known = h.clone();
        known.verifications.retain(|v| v.on <= today);
        known.states.retain(|s| s.on <= today);
        prop_assert_eq!(assess(&known, today, 30).verdict, assess(&h, today, 30).verdict);
    }

    #[test]
    fn the_order_of_the_record_does_not_matter(h in history(), today in day()) {
        let mut turned = h.clone();
        turned.verifications.reverse();
        turned.states.reverse();
        let (a, b) = (assess(&h, today, 30), assess(&turned, today, 30));
        prop_assert_eq!((a.verdict, a.reason, a.valid_until, a.since), (b.verdict, b.reason, b.valid_until, b.since));
    }

    #[test]
    fn a_failure_today_ends_whatever_was(h in history(), today in day()) {
        let mut failed = h.clone();
        failed.verifications.push(Verification { on: today, kind: VerificationType::InService, conclusion: Conclusion::Fail, valid_until: None });
        prop_assert!(!assess(&failed, today, 30).verdict.is_good());
    }
}

fn pass(on: (i16, i8, i8), until: (i16, i8, i8)) -> Verification {
    Verification {
        on: Date::constant(on.0, on.1, on.2),
        kind: VerificationType::Subsequent,
        conclusion: Conclusion::Pass,
        valid_until: Some(Date::constant(until.0, until.1, until.2)),
    }
}

fn fail(on: (i16, i8, i8)) -> Verification {
    Verification {
        on: Date::constant(on.0, on.1, on.2),
        kind: VerificationType::Subsequent,
        conclusion: Conclusion::Fail,
        valid_until: None,
    }
}

fn verdict(
    verifications: Vec<Verification>,
    states: Vec<StateChange>,
    on: (i16, i8, i8),
) -> Verdict {
    assess(
        &History {
            verifications,
            states,
        },
        Date::constant(on.0, on.1, on.2),
        30,
    )
    .verdict
}

#[test]
fn the_day_of_expiry_still_counts() {
    let v = vec![pass((2026, 4, 1), (2027, 3, 31))];
    assert_eq!(verdict(v.clone(), vec![], (2027, 3, 31)), Verdict::DueSoon);
    assert_eq!(verdict(v.clone(), vec![], (2027, 4, 1)), Verdict::Expired);
    assert_eq!(verdict(v.clone(), vec![], (2027, 3, 1)), Verdict::DueSoon);
    assert_eq!(verdict(v, vec![], (2027, 2, 28)), Verdict::Valid);
}

#[test]
fn the_leap_day_is_a_last_day_like_any_other() {
    let v = vec![pass((2023, 3, 1), (2024, 2, 29))];
    assert_eq!(verdict(v.clone(), vec![], (2024, 2, 29)), Verdict::DueSoon);
    assert_eq!(verdict(v, vec![], (2024, 3, 1)), Verdict::Expired);
}

#[test]
fn registered_is_not_verified() {
    assert_eq!(
        verdict(vec![], vec![], (2026, 11, 23)),
        Verdict::NeverVerified
    );
    let future = vec![pass((2026, 11, 24), (2027, 11, 23))];
    assert_eq!(
        verdict(future, vec![], (2026, 11, 23)),
        Verdict::NeverVerified
    );
    let inspected = Verification {
        kind: VerificationType::InService,
        ..pass((2026, 1, 1), (2027, 1, 1))
    };
    assert_eq!(
        verdict(vec![inspected], vec![], (2026, 11, 23)),
        Verdict::NeverVerified
    );
}

#[test]
fn a_failed_verification_beats_an_older_valid_one() {
    let v = vec![pass((2026, 7, 20), (2027, 1, 19)), fail((2026, 11, 18))];
    assert_eq!(verdict(v.clone(), vec![], (2026, 11, 23)), Verdict::Failed);
    assert_eq!(verdict(v.clone(), vec![], (2026, 11, 17)), Verdict::Valid);
    let mut again = v;
    again.push(pass((2026, 11, 20), (2027, 5, 19)));
    assert_eq!(verdict(again, vec![], (2026, 11, 23)), Verdict::Valid);
}

#[test]
fn repair_ends_validity_until_the_next_pass() {
    let v = vec![pass((2026, 4, 1), (2027, 3, 31))];
    let repaired = |d| StateChange {
        on: Date::constant(2026, 8, d),
        state: Service::AwaitingVerification,
    };
    let back = StateChange {
        on: Date::constant(2026, 8, 20),
        state: Service::InUse,
    };
    assert_eq!(
        verdict(v.clone(), vec![repaired(1)], (2026, 8, 1)),
        Verdict::Suspended
    );
    // Put to use again without a verification: still no validity.
    assert_eq!(
        verdict(v.clone(), vec![repaired(1), back], (2026, 9, 1)),
        Verdict::Suspended
    );
    let mut verified = v;
    verified.push(pass((2026, 8, 5), (2027, 8, 4)));
    assert_eq!(
        verdict(verified, vec![repaired(1)], (2026, 9, 1)),
        Verdict::Valid
    );
}

#[test]
fn suspended_is_not_lifted_by_a_certificate() {
    let v = vec![pass((2026, 4, 1), (2027, 3, 31))];
    let out = StateChange {
        on: Date::constant(2026, 3, 1),
        state: Service::Suspended,
    };
    let back = StateChange {
        on: Date::constant(2026, 4, 2),
        state: Service::InUse,
    };
    assert_eq!(
        verdict(v.clone(), vec![out], (2026, 5, 1)),
        Verdict::Suspended
    );
    assert_eq!(verdict(v, vec![out, back], (2026, 5, 1)), Verdict::Valid);
}
