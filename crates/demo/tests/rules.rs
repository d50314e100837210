//! The rule files that ship are sound.

use std::collections::HashSet;

use chengxing_metrology::{Date, Divisions, KindId, RegionCode, Rules, rules::Mode};

const KINDS: &str = include_str!("../../../rules/kinds.toml");
const VERDICT: &str = include_str!("../../../rules/verdict.toml");
const DIVISIONS: &str = include_str!("../../../rules/divisions.csv");

fn rules() -> Rules {
    Rules::parse(KINDS, VERDICT).expect("the rules parse")
}

fn kind(id: &str) -> KindId {
    id.parse().expect("a kind id")
}

#[test]
fn every_kind_of_the_plan_is_there_and_found_by_its_chinese_name() {
    let rules = rules();
    for (id, name) in [
        ("price_computing_scale", "电子计价秤"),
        ("scale", "数字指示秤"),
        ("scale", "台秤"),
        ("fuel_dispenser", "加油机"),
        ("gas_dispenser", "CNG 加气机"),
        ("taximeter", "出租车计价器"),
        ("electricity_meter", "电能表"),
        ("water_meter", "水表"),
        ("gas_meter", "燃气表"),
        ("heat_meter", "热量表"),
        ("blood_pressure_meter", "血压计"),
        ("ev_charger", "充电桩"),
        ("other", "其他"),
    ] {
        assert_eq!(
            rules.kind_named(name).map(|k| k.id.as_str()),
            Some(id),
            "{name}"
        );
    }
    assert_eq!(rules.kinds().len(), 12);
}

#[test]
fn every_kind_tells_in_both_languages_how_to_check_it() {
    for kind in rules().kinds() {
        assert!(!kind.self_check_zh.is_empty(), "{}", kind.id);
        assert_eq!(
            kind.self_check_zh.len(),
            kind.self_check_en.len(),
            "{}",
            kind.id
        );
        assert!(
            kind.self_check_zh.len() <= 4 && !kind.icon.is_empty() && !kind.measure_word.is_empty()
        );
    }
}

#[test]
fn price_computing_scales_change_their_regulation_on_8_january_2027() {
    let rules = rules();
    let on = |y, m, d| {
        rules
            .regulation(&kind("price_computing_scale"), Date::constant(y, m, d))
            .unwrap()
            .document
            .clone()
    };
    assert_eq!(on(2026, 11, 23), "JJG 539-2016");
    assert_eq!(on(2027, 1, 7), "JJG 539-2016");
    assert_eq!(on(2027, 1, 8), "JJG 1204-2025");
    let scale = rules
        .regulation(&kind("scale"), Date::constant(2027, 6, 1))
        .unwrap();
    assert_eq!(
        (scale.document.as_str(), scale.interval_months),
        ("JJG 539-2016", Some(12))
    );
}

#[test]
fn only_intervals_without_a_condition_are_applied() {
    let rules = rules();
    let until = |id: &str| rules.valid_until(&kind(id), Date::constant(2026, 4, 1));
    assert_eq!(
        until("price_computing_scale"),
        Some(Date::constant(2027, 3, 31))
    );
    assert_eq!(until("fuel_dispenser"), Some(Date::constant(2026, 9, 30)));
    assert_eq!(until("heat_meter"), Some(Date::constant(2029, 3, 31)));
    for conditional in [
        "electricity_meter",
        "water_meter",
        "gas_meter",
        "blood_pressure_meter",
        "other",
    ] {
        assert_eq!(until(conditional), None, "{conditional}");
    }
    let water = rules
        .regulation(&kind("water_meter"), Date::constant(2026, 4, 1))
        .unwrap();
    assert_eq!(
        (
            water.mode,
            water.interval_months,
            water.condition.as_deref()
        ),
        (Mode::InitialOnly, Some(72), Some("DN≤25"))
    );
}

#[test]
fn heat_meters_and_chargers_begin_on_their_day() {
    let rules = rules();
    assert!(
        rules
            .regulation(&kind("heat_meter"), Date::constant(2025, 4, 18))
            .is_none()
    );
    assert!(
        rules
            .regulation(&kind("heat_meter"), Date::constant(2025, 4, 19))
            .is_some()
    );
    assert!(
        rules
            .regulation(&kind("ev_charger"), Date::constant(2022, 12, 31))
            .is_none()
    );
    assert!(
        rules
            .regulation(&kind("ev_charger"), Date::constant(2023, 1, 1))
            .is_some()
    );
}

#[test]
fn due_soon_is_thirty_days() {
    assert_eq!(rules().verdict.due_soon_days, 30);
}

#[test]
fn the_region_has_12_leagues_and_cities_and_103_counties_with_two_names() {
    let divisions = Divisions::parse(DIVISIONS).unwrap();
    let region: RegionCode = "150000".parse().unwrap();
    let cities: Vec<_> = divisions.below(region).collect();
    assert_eq!(cities.len(), 12);
    assert_eq!(
        cities
            .iter()
            .map(|c| divisions.below(c.code).count())
            .sum::<usize>(),
        103
    );
    assert_eq!(divisions.all().len(), 1 + 12 + 103);
    let codes: HashSet<_> = divisions.all().iter().map(|d| d.code).collect();
    assert_eq!(codes.len(), divisions.all().len());
    for division in divisions.all() {
        assert!(
            division
                .code
                .parent()
                .is_none_or(|above| divisions.get(above).is_some()),
            "{}",
            division.code
        );
        assert!(
            division.en.is_ascii() && division.en.starts_with(|c: char| c.is_ascii_uppercase()),
            "{}",
            division.en
        );
        assert!(
            division.zh.ends_with(['区', '市', '盟', '旗', '县']),
            "{}",
            division.zh
        );
    }
    for zone in [150_172, 150_271, 150_571, 152_571, 152_971] {
        assert!(
            divisions
                .get(RegionCode::from_number(zone).unwrap())
                .is_none()
        );
    }
    assert_eq!(
        divisions.named("新城区").map(|d| d.en.as_str()),
        Some("Xincheng District")
    );
    assert_eq!(
        divisions.named("额济纳旗").map(|d| d.code.number()),
        Some(152_923)
    );
}
