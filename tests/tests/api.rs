//! The JSON API: shapes, words, paging, filters, and what it says about itself.

use std::collections::{BTreeMap, BTreeSet};

use chengxing_tests::{
    Answer, Output, demo_region, http::percent, is_long, program, schema, shared::INSTRUMENTS,
};
use serde_json::Value;

const VERDICTS: [&str; 7] = [
    "valid",
    "due_soon",
    "expired",
    "failed",
    "suspended",
    "never_verified",
    "unknown",
];

#[track_caller]
fn has_fields(value: &Value, fields: &[&str]) {
    for field in fields {
        assert!(value.get(field).is_some(), "{field} is missing in {value}");
    }
}

#[test]
fn an_answer_has_the_fields_of_the_contract() {
    let server = demo_region();
    let items = server.json("/api/v1/instruments?limit=100");
    for item in items["items"].as_array().unwrap() {
        has_fields(
            item,
            &[
                "code",
                "kind",
                "kind_name",
                "model",
                "serial_number",
                "verdict",
                "valid_until",
                "region",
                "place",
                "holder",
                "demo",
            ],
        );
        let answer = server.json(&format!(
            "/api/v1/instruments/{}",
            item["code"].as_str().unwrap()
        ));
        let fields = [
            "code",
            "url",
            "kind",
            "kind_name",
            "type_approval",
            "model",
            "maker",
            "serial_number",
            "maker_uid",
            "accuracy_class",
            "capacity",
            "region",
            "place",
            "holder",
            "on",
            "verdict",
            "reason",
            "valid_until",
            "days_left",
            "since",
            "verifications",
            "states",
            "demo",
            "data_at",
        ];
        has_fields(&answer, &fields);
        for shared in [
            "code",
            "kind",
            "kind_name",
            "model",
            "serial_number",
            "verdict",
            "valid_until",
            "region",
            "place",
        ] {
            assert_eq!(answer[shared], item[shared], "{shared} of {item}");
        }
        let url = answer["url"].as_str().unwrap();
        server.get(url).expect(200);
        let days: Vec<&str> = answer["verifications"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v["on"].as_str().unwrap())
            .collect();
        assert!(days.is_sorted_by(|a, b| a >= b), "newest first: {days:?}");
        for verification in answer["verifications"].as_array().unwrap() {
            has_fields(
                verification,
                &[
                    "publication",
                    "on",
                    "type",
                    "conclusion",
                    "valid_until",
                    "certificate_number",
                    "institution",
                    "regulation",
                    "notice",
                    "corrected_by",
                ],
            );
            assert!(
                ["initial", "subsequent", "in_service"]
                    .contains(&verification["type"].as_str().unwrap())
            );
            assert!(["pass", "fail"].contains(&verification["conclusion"].as_str().unwrap()));
        }
    }
}

#[test]
fn paging_shows_every_instrument_exactly_once() {
    let server = demo_region();
    for limit in [37, 100] {
        let codes: Vec<String> = server
            .all(&format!("limit={limit}"))
            .iter()
            .map(|i| i["code"].as_str().unwrap().to_owned())
            .collect();
        let distinct: BTreeSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), distinct.len()), (INSTRUMENTS, INSTRUMENTS));
    }
}

#[test]
fn verdicts_partition_the_register_and_every_one_occurs() {
    let server = demo_region();
    let mut by_word: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in server.all("limit=100") {
        by_word
            .entry(item["verdict"].as_str().unwrap().to_owned())
            .or_default()
            .insert(item["code"].as_str().unwrap().to_owned());
    }
    for word in VERDICTS {
        let expected = by_word.remove(word).unwrap_or_default();
        assert_eq!(expected.is_empty(), word == "unknown", "{word}");
        let listed: BTreeSet<String> = server
            .all(&format!("verdict={word}&limit=100"))
            .iter()
            .map(|i| i["code"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(listed, expected, "{word}");
    }
    assert!(
        by_word.is_empty(),
        "words outside the contract: {by_word:?}"
    );
}

#[test]
fn filters_find_what_they_name_and_nothing_else() {
    let server = demo_region();
    let all = server.all("limit=100");
    let text = |item: &Value, field: &str| item[field].as_str().unwrap_or_default().to_owned();
    for field in ["kind", "region"] {
        let mut expected: BTreeMap<String, usize> = BTreeMap::new();
        for item in &all {
            *expected.entry(text(item, field)).or_default() += 1;
        }
        for (value, count) in expected.into_iter().filter(|(v, _)| !v.is_empty()).take(20) {
            let found = server.all(&format!("{field}={value}&limit=100"));
            assert_eq!(found.len(), count, "{field}={value}");
            assert!(
                found.iter().all(|i| text(i, field) == value),
                "{field}={value}"
            );
        }
    }
    // A league or city holds its banners and counties.
    let city = text(
        all.iter().find(|i| i["region"].is_string()).unwrap(),
        "region",
    )[..4]
        .to_owned();
    let below = server.all(&format!("region={city}00&limit=100"));
    assert_eq!(
        below.len(),
        all.iter()
            .filter(|i| text(i, "region").starts_with(&city))
            .count()
    );
    for item in all
        .iter()
        .filter(|i| i["serial_number"].is_string())
        .step_by(97)
    {
        let serial = text(item, "serial_number");
        for spelling in [serial.clone(), serial.to_lowercase(), format!(" {serial} ")] {
            let found = server.all(&format!("serial_number={}&limit=100", percent(&spelling)));
            assert!(
                found.iter().any(|i| i["code"] == item["code"]),
                "{spelling:?}"
            );
            assert!(found.len() < 20, "{spelling:?} finds {}", found.len());
        }
    }
    assert!(server.all("serial_number=no-such-number-9999").is_empty());
}

#[test]
fn an_answer_as_of_a_day_tells_of_that_day() {
    let server = demo_region();
    for item in server.all("limit=100").iter().step_by(53) {
        let code = item["code"].as_str().unwrap();
        let long_ago = server.json(&format!("/api/v1/instruments/{code}?on=1999-01-01"));
        assert_eq!(
            (&long_ago["verdict"], &long_ago["on"]),
            (&"never_verified".into(), &"1999-01-01".into()),
            "{code}"
        );
        assert_eq!(
            long_ago["verifications"],
            Value::Array(Vec::new()),
            "{code}"
        );
        let today = server.json(&format!("/api/v1/instruments/{code}"));
        let same = server.json(&format!(
            "/api/v1/instruments/{code}?on={}",
            today["on"].as_str().unwrap()
        ));
        assert_eq!(today, same, "{code}");
        // On the last day of a pass it still counted, unless something ended it before.
        let later = server.json(&format!("/api/v1/instruments/{code}?on=2149-12-31"));
        assert!(
            !["valid", "due_soon"].contains(&later["verdict"].as_str().unwrap())
                || later["valid_until"].is_null(),
            "{later}"
        );
    }
    let on = "2025-06-30";
    for item in server
        .all(&format!("on={on}&verdict=valid&limit=100"))
        .iter()
        .step_by(41)
    {
        let answer = server.json(&format!(
            "/api/v1/instruments/{}?on={on}",
            item["code"].as_str().unwrap()
        ));
        assert_eq!(answer["verdict"], "valid", "{item}");
    }
}

#[test]
fn a_notice_lists_its_results_failed_ones_first() {
    let server = demo_region();
    let mut after = String::new();
    let mut seen = BTreeSet::new();
    let mut days = Vec::new();
    loop {
        let page = server.json(&format!("/api/v1/notices?limit=17{after}"));
        for notice in page["items"].as_array().unwrap() {
            has_fields(
                notice,
                &[
                    "number",
                    "url",
                    "title",
                    "on",
                    "institution",
                    "region",
                    "results",
                    "failed",
                    "demo",
                ],
            );
            assert!(
                seen.insert(notice["number"].as_str().unwrap().to_owned()),
                "{notice} comes twice"
            );
            days.push(notice["on"].as_str().unwrap().to_owned());
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={}", percent(next));
    }
    assert!(days.is_sorted_by(|a, b| a >= b), "newest first");
    assert!(seen.len() > 20);
    for number in seen.iter().step_by(seen.len() / 12) {
        let mut after = String::new();
        let mut results = Vec::new();
        let notice = loop {
            let page = server.json(&format!(
                "/api/v1/notices/{}?limit=7{after}",
                percent(number)
            ));
            results.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", percent(next)),
                None => break page,
            }
        };
        server.get(notice["url"].as_str().unwrap()).expect(200);
        assert_eq!(
            results.len() as i64,
            notice["results"].as_i64().unwrap(),
            "{number}"
        );
        let conclusions: Vec<&str> = results
            .iter()
            .map(|r| r["conclusion"].as_str().unwrap())
            .collect();
        assert!(
            conclusions.is_sorted(),
            "fail comes before pass: {conclusions:?}"
        );
        assert_eq!(
            conclusions.iter().filter(|c| **c == "fail").count() as i64,
            notice["failed"].as_i64().unwrap(),
            "{number}"
        );
        for result in results {
            let code = result["instrument"]["code"].as_str().unwrap();
            let told = server.json(&format!("/api/v1/instruments/{code}"))["verdict"].clone();
            assert_eq!(result["instrument"]["verdict"], told, "{code}");
        }
    }
}

#[test]
fn suggestions_are_at_most_eight_and_lead_to_pages() {
    let server = demo_region();
    let item = server.json("/api/v1/instruments?limit=1")["items"][0].clone();
    let code = item["code"].as_str().unwrap();
    let found = server.json(&format!("/api/v1/suggestions?q={}", code.to_lowercase()));
    assert_eq!(found["items"][0]["href"], format!("/i/{code}"));
    for q in ["", "电子", "水表", "市场", "sc", "2", "price"] {
        let found = server.json(&format!("/api/v1/suggestions?q={}", percent(q)));
        let items = found["items"].as_array().unwrap();
        assert!(items.len() <= 8, "{q}");
        for item in items {
            server.get(item["href"].as_str().unwrap()).expect(200);
        }
    }
}

/// What an answer may be, by the description: faults of the body, or that its status is not foreseen.
fn faults(document: &Value, operation: &Value, answer: &Answer) -> Vec<String> {
    let Some(response) = operation["responses"].get(answer.status.to_string()) else {
        return vec![format!("status {} is not described", answer.status)];
    };
    let kind = answer.header("content-type").unwrap_or_default();
    match response["content"].get(kind) {
        Some(media) => schema::faults(document, &media["schema"], &answer.json()),
        None => vec![format!("{kind} is not described for {}", answer.status)],
    }
}

#[test]
fn every_answer_is_as_the_openapi_description_says() {
    let server = demo_region();
    let document = server.json("/api/v1/openapi.json");
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    let code = server.json("/api/v1/instruments?limit=1&verdict=failed")["items"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let number = percent(
        server.json("/api/v1/notices?limit=1")["items"][0]["number"]
            .as_str()
            .unwrap(),
    );
    let cases = [
        ("/api/v1/about", vec!["/api/v1/about".to_owned()]),
        (
            "/api/v1/instruments",
            vec![
                "/api/v1/instruments".to_owned(),
                "/api/v1/instruments?limit=100&verdict=due_soon".to_owned(),
                "/api/v1/instruments?limit=x".to_owned(),
            ],
        ),
        (
            "/api/v1/instruments/{code}",
            vec![
                format!("/api/v1/instruments/{code}"),
                format!("/api/v1/instruments/{code}?on=1999-01-01"),
                format!("/api/v1/instruments/{code}?on=x"),
                "/api/v1/instruments/x".to_owned(),
                "/api/v1/instruments/%00".to_owned(),
            ],
        ),
        (
            "/api/v1/notices",
            vec![
                "/api/v1/notices".to_owned(),
                "/api/v1/notices?year=x".to_owned(),
            ],
        ),
        (
            "/api/v1/notices/{number}",
            vec![
                format!("/api/v1/notices/{number}"),
                "/api/v1/notices/x".to_owned(),
                format!("/api/v1/notices/{number}?after=x"),
            ],
        ),
        (
            "/api/v1/suggestions",
            vec![
                "/api/v1/suggestions".to_owned(),
                "/api/v1/suggestions?q=%E7%A7%A4".to_owned(),
            ],
        ),
    ];
    let described: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let covered: BTreeSet<&str> = cases.iter().map(|(path, _)| *path).collect();
    assert_eq!(described, covered, "every described path has a case here");
    for (path, targets) in cases {
        let operation = &document["paths"][path]["get"];
        for target in targets {
            let found = faults(&document, operation, &server.get(&target));
            assert!(found.is_empty(), "{target}: {found:#?}");
        }
    }
}

#[test]
fn schemathesis_finds_no_breach_of_the_description() {
    if !is_long("schemathesis_finds_no_breach_of_the_description") {
        return;
    }
    let environment = program::workspace().join("target/schemathesis-4.32.5");
    let tool = environment.join("bin/schemathesis");
    if !tool.exists() {
        Output::run(
            program::clean("python3")
                .args(["-m", "venv"])
                .arg(&environment),
        )
        .ok();
        let pip = environment.join("bin/pip");
        Output::run(program::clean(pip).args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "schemathesis==4.32.5",
        ]))
        .ok();
    }
    let server = demo_region();
    let description = format!("http://{}/api/v1/openapi.json", server.address());
    let checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method";
    // It leaves a cache of examples where it runs.
    let said = Output::run(
        program::clean(tool)
            .current_dir(program::workspace().join("target"))
            .args([
                "run",
                &description,
                "--checks",
                checks,
                "--max-examples",
                "300",
                "--seed",
                "1",
                "--no-color",
            ]),
    );
    println!("{}", said.stdout);
    said.ok();
}
