//! What the demo region is made of.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hasher},
};

use chengxing_demo::{Plan, awkward, records};
use chengxing_metrology::{
    Conclusion, Date, Divisions, History, InstrumentCode, Rules, StateChange, Verdict,
    Verification, VerificationType, assess, clock::days_between, fold, identity, record::Record,
};

const TODAY: Date = Date::constant(2026, 11, 23);

fn rules() -> Rules {
    Rules::parse(
        include_str!("../../../rules/kinds.toml"),
        include_str!("../../../rules/verdict.toml"),
    )
    .expect("the rules parse")
}

fn divisions() -> Divisions {
    Divisions::parse(include_str!("../../../rules/divisions.csv")).expect("the divisions parse")
}

fn made(instruments: u64, seed: u64, today: Date) -> impl Iterator<Item = Record> {
    records(
        &Plan {
            instruments,
            seed,
            today,
        },
        &divisions(),
        &rules(),
    )
}

fn digest(records: impl Iterator<Item = Record>) -> u64 {
    let mut hasher = DefaultHasher::new();
    records.for_each(|r| hasher.write(format!("{r:?}").as_bytes()));
    hasher.finish()
}

/// The histories as the records tell them, by code.
fn histories(records: impl Iterator<Item = Record>) -> HashMap<InstrumentCode, History> {
    let mut histories: HashMap<InstrumentCode, History> = HashMap::new();
    for record in records {
        match record {
            Record::Instrument(i) => {
                histories.entry(i.code.expect("a code")).or_default();
            }
            Record::Verification(v) => {
                let told = Verification {
                    on: v.on,
                    kind: v.kind,
                    conclusion: v.conclusion,
                    valid_until: v.valid_until,
                };
                let history = histories
                    .get_mut(&v.instrument.code.expect("a code"))
                    .expect("the instrument came first");
                history.verifications.push(told);
            }
            Record::State(s) => {
                let history = histories
                    .get_mut(&s.instrument.code.expect("a code"))
                    .expect("the instrument came first");
                history.states.push(StateChange {
                    on: s.on,
                    state: s.state,
                });
            }
            _ => {}
        }
    }
    histories
}

#[test]
fn the_same_plan_makes_the_same_records() {
    assert_eq!(digest(made(3_000, 7, TODAY)), digest(made(3_000, 7, TODAY)));
    assert_ne!(digest(made(3_000, 7, TODAY)), digest(made(3_000, 8, TODAY)));
    assert_ne!(
        digest(made(3_000, 7, TODAY)),
        digest(made(3_000, 7, Date::constant(2026, 11, 24)))
    );
}

#[test]
fn verdicts_have_realistic_shares() {
    let histories = histories(made(20_000, 1, TODAY));
    assert_eq!(histories.len(), 20_000);
    let mut shares: BTreeMap<Verdict, usize> = BTreeMap::new();
    for history in histories.values() {
        *shares
            .entry(assess(history, TODAY, 30).verdict)
            .or_default() += 1;
    }
    for (verdict, least, most) in [
        (Verdict::Valid, 18_300, 18_900),
        (Verdict::DueSoon, 450, 750),
        (Verdict::Expired, 280, 520),
        (Verdict::Failed, 80, 210),
        (Verdict::Suspended, 50, 160),
        (Verdict::NeverVerified, 90, 230),
    ] {
        let count = shares.get(&verdict).copied().unwrap_or_default();
        assert!(
            (least..=most).contains(&count),
            "{verdict:?}: {count}, all: {shares:?}"
        );
    }
}

#[test]
fn every_awkward_instrument_has_the_verdict_it_is_made_for() {
    for today in [
        TODAY,
        Date::constant(2027, 2, 28),
        Date::constant(2028, 2, 29),
        Date::constant(2027, 3, 31),
        Date::constant(2026, 12, 31),
    ] {
        let plan = Plan {
            instruments: 100,
            seed: 5,
            today,
        };
        let histories = histories(records(&plan, &divisions(), &rules()));
        let told: BTreeMap<&str, _> = awkward(&plan)
            .into_iter()
            .map(|(code, word)| (word, assess(&histories[&code], today, 30)))
            .collect();
        let verdict = |word: &str| told[word].verdict;
        for word in ["expires_today", "one_day_left", "thirty_days_left"] {
            assert_eq!(verdict(word), Verdict::DueSoon, "{word} on {today}");
        }
        let left = |word: &str| told[word].days_left;
        assert_eq!(
            (
                left("expires_today"),
                left("thirty_days_left"),
                left("thirty_one_days_left")
            ),
            (Some(0), Some(30), Some(31))
        );
        assert_eq!(left("expired_yesterday"), Some(-1));
        for word in [
            "expired_yesterday",
            "inspection_does_not_prolong",
            "expired_renewal_dated_ahead",
            "initial_only_over",
        ] {
            assert_eq!(verdict(word), Verdict::Expired, "{word} on {today}");
        }
        for word in [
            "failed",
            "failed_first_verification",
            "failed_alone_in_notice",
            "pass_and_fail_on_one_day",
            "failed_in_service",
        ] {
            assert_eq!(verdict(word), Verdict::Failed, "{word} on {today}");
        }
        for word in ["repaired_awaiting", "suspended", "scrapped"] {
            assert_eq!(verdict(word), Verdict::Suspended, "{word} on {today}");
        }
        for word in ["never_verified", "first_verification_tomorrow"] {
            assert_eq!(verdict(word), Verdict::NeverVerified, "{word} on {today}");
        }
        let others: Vec<_> = told
            .iter()
            .filter(|(_, a)| a.verdict == Verdict::Valid)
            .map(|(word, _)| *word)
            .collect();
        for word in [
            "thirty_one_days_left",
            "verified_today",
            "verified_on_leap_day",
            "failed_then_reverified",
            "repaired_then_verified",
            "suspended_then_back",
            "to_be_scrapped",
            "initial_only",
            "no_end_stated",
            "very_long_names",
            "html_in_names",
            "no_serial_number",
            "no_holder",
        ] {
            assert!(
                others.contains(&word),
                "{word} on {today}: {:?}",
                told[word]
            );
        }
    }
}

#[test]
fn awkward_instruments_are_what_their_word_says() {
    let plan = Plan {
        instruments: 60,
        seed: 1,
        today: TODAY,
    };
    let words: HashMap<_, _> = awkward(&plan).into_iter().collect();
    assert!(words.len() >= 36);
    let mut seen = HashSet::new();
    for record in records(&plan, &divisions(), &rules()) {
        let Record::Instrument(i) = record else {
            continue;
        };
        let Some(word) = words.get(&i.code.unwrap()) else {
            continue;
        };
        seen.insert(*word);
        match *word {
            "very_long_names" => assert!(i.holder.unwrap().name.chars().count() > 60),
            "html_in_names" => assert!(i.holder.unwrap().name.contains("<script>")),
            "no_serial_number" => assert!(i.serial_number.is_none() && i.maker_uid.is_some()),
            "no_holder" => assert!(i.holder.is_none() && i.place.is_none()),
            "no_credit_code" => assert!(i.holder.unwrap().uscc.is_none()),
            "serial_with_leading_zeros" => assert!(i.serial_number.unwrap().starts_with("000")),
            _ => {}
        }
    }
    assert_eq!(seen.len(), words.len());
    let short = Plan {
        instruments: 3,
        ..plan
    };
    assert_eq!(awkward(&short).len(), 3);
    assert_eq!(
        records(&short, &divisions(), &rules())
            .filter(|r| matches!(r, Record::Instrument(_)))
            .count(),
        3
    );
}

#[test]
fn no_two_instruments_or_verifications_are_one() {
    let (mut codes, mut keys, mut verified) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut verifications = 0;
    for record in made(100_000, 3, TODAY) {
        match record {
            Record::Instrument(i) => {
                assert!(codes.insert(i.code.unwrap()));
                assert!(
                    keys.insert(identity::instrument(&i, None).unwrap()),
                    "{i:?}"
                );
            }
            Record::Verification(v) => {
                let key = identity::instrument(&v.instrument, None).unwrap();
                assert!(keys.contains(&key));
                assert!(verified.insert(identity::verification(key, &v)), "{v:?}");
                verifications += 1;
            }
            _ => {}
        }
    }
    assert_eq!((codes.len(), keys.len()), (100_000, 100_000));
    assert!(
        (200_000..400_000).contains(&verifications),
        "{verifications}"
    );
}

#[test]
fn nobody_can_take_it_for_real() {
    for record in made(2_000, 1, TODAY) {
        match record {
            Record::Institution(i) => assert!(i.name.ends_with("（演示）")),
            Record::Notice(n) => {
                assert!(n.number.starts_with('演') && n.title.ends_with("（演示）"));
            }
            Record::Instrument(i) => {
                assert!(i.maker.as_deref().is_some_and(|m| m.contains("演示")));
                let Some(holder) = i.holder else { continue };
                assert!(holder.name.ends_with("（演示）"), "{}", holder.name);
                assert!(holder.owner.is_none_or(|o| o.contains('演')));
                if let Some(code) = holder.uscc {
                    assert!(
                        code.as_str().starts_with("X1") && code.as_str()[8..].starts_with("DE"),
                        "{code}"
                    );
                    assert!(
                        code.as_str()
                            .parse::<chengxing_metrology::CreditCode>()
                            .is_ok()
                    );
                }
                if i.kind.as_str() == "taximeter" {
                    assert!(i.place.unwrap().contains("·演"));
                }
            }
            _ => {}
        }
    }
}

#[test]
fn texts_are_tidy() {
    for record in made(2_000, 1, TODAY) {
        let Record::Instrument(i) = record else {
            continue;
        };
        let holder = i
            .holder
            .map(|h| [Some(h.name), h.owner, h.market, h.category])
            .into_iter()
            .flatten();
        for text in holder
            .chain([
                i.serial_number,
                i.place,
                i.model,
                i.maker,
                i.capacity,
                i.type_name,
                i.type_approval,
            ])
            .flatten()
        {
            assert_eq!(fold::tidy(&text), text);
        }
    }
}

#[test]
fn kinds_have_their_shares_and_every_county_has_instruments() {
    let mut kinds: HashMap<String, f64> = HashMap::new();
    let mut counties = HashSet::new();
    for record in made(20_000, 1, TODAY) {
        if let Record::Instrument(i) = record {
            *kinds.entry(i.kind.to_string()).or_default() += 1.0 / 200.0;
            counties.insert(i.region.unwrap());
        }
    }
    assert_eq!(counties.len(), 103);
    let meters: f64 = [
        "electricity_meter",
        "water_meter",
        "gas_meter",
        "heat_meter",
    ]
    .iter()
    .map(|k| kinds[*k])
    .sum();
    let near = |share: f64, wanted: f64| (share - wanted).abs() < 0.15 * wanted + 0.7;
    assert!(
        near(meters, 35.0) && near(kinds["price_computing_scale"], 40.0),
        "{kinds:?}"
    );
    for (kind, wanted) in [
        ("fuel_dispenser", 8.0),
        ("gas_dispenser", 2.0),
        ("taximeter", 6.0),
        ("scale", 4.0),
        ("blood_pressure_meter", 3.0),
        ("ev_charger", 2.0),
    ] {
        assert!(near(kinds[kind], wanted), "{kind}: {kinds:?}");
    }
}

#[test]
fn notices_list_about_a_hundred_each_and_none_is_empty() {
    for (instruments, fewest, most) in [(300, 1, 250), (20_000, 300, 500), (100_000, 800, 1_700)] {
        let mut listed: HashMap<String, (Date, String, usize)> = HashMap::new();
        let mut institutions = HashSet::new();
        let mut begun = false;
        for record in made(instruments, 1, TODAY) {
            match record {
                Record::Institution(i) => assert!(!begun && institutions.insert(i.name)),
                Record::Notice(n) => {
                    assert!(!begun && n.on <= TODAY, "{n:?}");
                    assert!(institutions.contains(&n.institution.name));
                    assert!(
                        listed
                            .insert(n.number, (n.on, n.institution.name, 0))
                            .is_none()
                    );
                }
                Record::Instrument(_) => begun = true,
                Record::Verification(v) => {
                    let age = days_between(v.on, TODAY);
                    match age {
                        45..549 => assert!(v.notice.is_some(), "{v:?}"),
                        ..2 | 600.. => assert!(v.notice.is_none(), "{v:?}"),
                        _ => {}
                    }
                    let Some(number) = v.notice else { continue };
                    let (on, institution, count) = listed.get_mut(&number).unwrap();
                    assert!(
                        v.on <= *on && *institution == v.institution.name,
                        "{number} {on} {}",
                        v.on
                    );
                    *count += 1;
                }
                _ => {}
            }
        }
        let sizes: Vec<usize> = listed.values().map(|n| n.2).collect();
        let (least, greatest) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        assert!((120..=140).contains(&institutions.len()));
        assert!(
            (fewest..=most).contains(&sizes.len()),
            "{} notices of {instruments}",
            sizes.len()
        );
        assert!(
            *least == 1 && *greatest <= 800,
            "lists of {least} to {greatest}"
        );
        assert!(
            instruments < 100_000 || *greatest > 300,
            "the longest list has {greatest}"
        );
    }
}

#[test]
fn verifications_agree_with_the_rules_and_with_themselves() {
    let rules = rules();
    let awkward: HashSet<_> = awkward(&Plan {
        instruments: 5_000,
        seed: 1,
        today: TODAY,
    })
    .into_iter()
    .map(|a| a.0)
    .collect();
    for record in made(5_000, 1, TODAY) {
        let Record::Verification(v) = record else {
            continue;
        };
        let passed = v.conclusion == Conclusion::Pass;
        assert!(passed || v.valid_until.is_none());
        if let Some(error) = &v.error {
            let number = |text: &str| -> f64 {
                text.replace('−', "-")
                    .trim_start_matches(['±', '+'])
                    .split(' ')
                    .next()
                    .unwrap()
                    .parse()
                    .unwrap()
            };
            let limit = number(error.limit.as_deref().unwrap());
            assert_eq!(number(&error.error).abs() <= limit, passed, "{error:?}");
        }
        if awkward.contains(&v.instrument.code.unwrap()) {
            continue;
        }
        assert!(v.on <= TODAY);
        if passed && v.kind != VerificationType::InService {
            let by_rule = rules.valid_until(&v.instrument.kind, v.on);
            assert!(by_rule.is_none() || by_rule == v.valid_until, "{v:?}");
            assert!(v.valid_until.is_some());
        }
        if let (Some(rule), Some(stated)) =
            (rules.regulation(&v.instrument.kind, v.on), &v.regulation)
        {
            assert!(rule.document.contains(stated));
        }
    }
}
