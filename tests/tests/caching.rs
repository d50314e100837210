//! Validators, codings, freshness, and the one moment that changes everything: midnight in Shanghai.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{collections::BTreeSet, time::Duration};

use chengxing_metrology::{Date, clock::shanghai_midnight};
use chengxing_tests::{
    Portal, Request, Server, demo_region,
    files::{Table, VERIFICATIONS},
    html::Page,
};

fn targets(server: &Server) -> Vec<String> {
    let code = server.json("/api/v1/instruments?limit=1")["items"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    [
        "/",
        "/en",
        "/i/$",
        "/en/i/$",
        "/search?q=1",
        "/notices",
        "/about",
        "/i/$/label.svg",
        "/i/$/label.pdf",
        "/api/v1/instruments",
        "/api/v1/instruments/$",
        "/feeds/notices.atom",
    ]
    .iter()
    .map(|t| t.replace('$', &code))
    .collect()
}

#[test]
fn a_visitor_who_has_the_page_is_told_so() {
    let server = demo_region();
    for target in targets(server) {
        let first = server.get(&target).expect(200);
        let tag = first
            .header("etag")
            .unwrap_or_else(|| panic!("{target} has no ETag"))
            .to_owned();
        assert!(
            tag.starts_with('"') && tag.ends_with('"') && tag.len() > 4,
            "{target}: {tag} is not a strong tag"
        );
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"other\", {tag}"),
            "*".to_owned(),
        ] {
            let again = server
                .send(&Request::new("GET", &target).header("if-none-match", &known))
                .expect(304);
            assert_eq!(again.header("etag"), Some(tag.as_str()), "{target}");
            assert_eq!(
                again.header("cache-control"),
                first.header("cache-control"),
                "{target}"
            );
            assert_eq!(again.header("vary"), first.header("vary"), "{target}");
        }
        server
            .send(&Request::new("GET", &target).header("if-none-match", "\"other\""))
            .expect(200);
        assert_eq!(
            server.get(&target).body,
            first.body,
            "{target}: the same bytes for every visitor"
        );
    }
}

#[test]
fn every_coding_unpacks_to_the_same_bytes_and_has_its_own_tag() {
    let server = demo_region();
    for target in targets(server) {
        let plain = server.get(&target).expect(200);
        assert_eq!(plain.header("content-encoding"), None, "{target}");
        assert!(
            plain
                .header("vary")
                .unwrap_or_default()
                .to_lowercase()
                .contains("accept-encoding"),
            "{target}"
        );
        let mut tags = BTreeSet::from([plain.header("etag").unwrap().to_owned()]);
        let mut codings = 1;
        for (accept, coding) in [
            ("br", "br"),
            ("gzip", "gzip"),
            ("gzip, deflate, br, zstd", "br"),
            ("gzip;q=0.5, br;q=0", "gzip"),
        ] {
            let answer = server
                .send(&Request::new("GET", &target).header("accept-encoding", accept))
                .expect(200);
            // What is small or packed already may go as it is.
            let got = answer.header("content-encoding");
            assert!(
                got.is_none() || got == Some(coding),
                "{target} for {accept}: {got:?}"
            );
            assert_eq!(answer.decoded(), plain.body, "{target} for {accept}");
            if got.is_some() {
                assert!(
                    answer.body.len() < plain.body.len(),
                    "{target}: {accept} saves nothing"
                );
                codings += usize::from(tags.insert(answer.header("etag").unwrap().to_owned()));
            }
            let tag = answer.header("etag").unwrap().to_owned();
            server
                .send(
                    &Request::new("GET", &target)
                        .header("accept-encoding", accept)
                        .header("if-none-match", &tag),
                )
                .expect(304);
        }
        assert_eq!(tags.len(), codings, "{target}");
        if plain.body.len() > 2_000 && !target.contains(".pdf") {
            assert_eq!(tags.len(), 3, "{target}: identity, brotli and gzip");
        }
        for odd in [
            "",
            "identity",
            "br;q=0",
            "gzip;q=0, *;q=0",
            "bro",
            "*",
            ",,,",
            ";;q==",
            "br;q=x",
        ] {
            let answer = server
                .send(&Request::new("GET", &target).header("accept-encoding", odd))
                .expect(200);
            assert_eq!(answer.decoded(), plain.body, "{target} for {odd:?}");
        }
    }
}

#[test]
fn assets_are_kept_for_a_year_and_carry_their_own_tags() {
    let server = demo_region();
    let page = Page::read(server.get("/").expect(200).text());
    let links = page.elements.iter().flat_map(|e| {
        ["href", "src"]
            .into_iter()
            .filter_map(|a| e.attributes.get(a))
    });
    let assets: BTreeSet<String> = links
        .filter(|l| l.starts_with("/assets/"))
        .map(|l| l.split('#').next().unwrap().to_owned())
        .collect();
    assert!(
        !assets.is_empty(),
        "the home page has styles: was the binary built by `cargo xtask build`?"
    );
    for asset in assets {
        let plain = server.get(&asset).expect(200);
        assert_eq!(
            plain.header("cache-control"),
            Some("public, max-age=31536000, immutable"),
            "{asset}"
        );
        let tag = plain.header("etag").expect("a tag").to_owned();
        server
            .send(&Request::new("GET", &asset).header("if-none-match", &tag))
            .expect(304);
        let packed = server
            .send(&Request::new("GET", &asset).header("accept-encoding", "br"))
            .expect(200);
        assert_eq!(packed.decoded(), plain.body, "{asset}");
        if packed.header("content-encoding").is_some() {
            assert_ne!(packed.header("etag"), Some(tag.as_str()), "{asset}");
        }
    }
}

#[test]
fn style_sheets_and_scripts_carry_their_integrity() {
    let server = demo_region();
    for target in targets(server)
        .iter()
        .filter(|t| !t.starts_with("/api") && !t.contains("label") && !t.starts_with("/feeds"))
    {
        let page = Page::read(server.get(target).expect(200).text());
        for element in &page.elements {
            let is_style = element.name == "link"
                && element
                    .attributes
                    .get("rel")
                    .is_some_and(|r| r == "stylesheet");
            if is_style || element.name == "script" {
                assert!(
                    element
                        .attributes
                        .get("integrity")
                        .is_some_and(|i| i.starts_with("sha")),
                    "{target}: {element:?}"
                );
            }
        }
    }
}

#[test]
fn an_answer_is_kept_shortly_and_by_everybody_at_noon() {
    let noon = shanghai_midnight(Date::constant(2026, 6, 1)) + 12 * 3_600;
    let portal = Portal::new().at(noon);
    portal.demo(60);
    let server = portal.serve();
    for target in targets(&server) {
        let answer = server.get(&target).expect(200);
        let told = ["max-age", "s-maxage", "stale-while-revalidate"].map(|d| {
            answer
                .cache(d)
                .unwrap_or_else(|| panic!("{target}: no {d}"))
        });
        assert_eq!(told, [60, 300, 600], "{target}");
        assert!(
            answer.cache("stale-if-error").is_some_and(|s| s > 30_000),
            "{target}"
        );
    }
}

#[test]
fn nothing_outlives_midnight_in_shanghai() {
    let midnight = shanghai_midnight(Date::constant(2026, 6, 2));
    for left in [30, 90, 400] {
        let portal = Portal::new().at(midnight - left);
        portal.demo(60);
        let server = portal.serve();
        for target in targets(&server) {
            let answer = server.get(&target).expect(200);
            let of = |directive| answer.cache(directive).unwrap_or(0);
            if of("s-maxage") > left {
                // On a slow machine loading may take us past midnight: then a new day has begun.
                assert_eq!(
                    server.json(&any_instrument(&server))["on"],
                    "2026-06-02",
                    "{target} with {left} s left: {:?}",
                    answer.header("cache-control")
                );
                continue;
            }
            let reach = of("max-age").max(of("s-maxage"));
            assert!(
                reach <= left
                    && reach + of("stale-while-revalidate") <= left
                    && reach + of("stale-if-error") <= left,
                "{target}: {:?}",
                answer.header("cache-control")
            );
        }
    }
}

fn any_instrument(server: &Server) -> String {
    format!(
        "/api/v1/instruments/{}",
        server.json("/api/v1/instruments?limit=1")["items"][0]["code"]
            .as_str()
            .unwrap()
    )
}

/// Three instruments whose verdict changes with the day: one runs out, one is renewed by a verification
/// dated ahead, one gets its first.
fn turning(day: &str, next: &str) -> Table {
    let row = |serial: &'static str, on: &'static str, until: String, certificate: &'static str| {
        [
            "电子计价秤",
            "ACS-15",
            "试验衡器厂",
            serial,
            "试验商店",
            "1号摊",
            "后续检定",
            on,
            &until,
            "合格",
            certificate,
            "试验市计量测试所",
        ]
        .map(str::to_owned)
    };
    let mut table = Table::new(&VERIFICATIONS);
    table.push(&row("TURN-OUT", "2025-06-02", day.to_owned(), "T-1"));
    table.push(&row(
        "TURN-BACK",
        "2024-06-02",
        "2025-06-01".to_owned(),
        "T-2",
    ));
    let ahead = |serial, certificate| {
        let mut cells = row(serial, "2026-06-02", "2027-06-01".to_owned(), certificate);
        next.clone_into(&mut cells[7]);
        cells
    };
    table.push(&ahead("TURN-BACK", "T-3"));
    table.push(&ahead("TURN-FIRST", "T-4"));
    table
}

#[test]
fn at_midnight_the_verdicts_change_without_a_restart() {
    let (day, next) = ("2026-06-01", "2026-06-02");
    let mut portal = Portal::new().at(shanghai_midnight(Date::constant(2026, 6, 1)) + 3_600);
    let file = portal.file("turning.csv", turning(day, next).csv(b','));
    portal.import("verifications", &file, &[]).ok();
    portal.set_clock(shanghai_midnight(Date::constant(2026, 6, 2)) - 3);
    let server = portal.serve();
    let expected = |serial: &str, on: &str| match (serial, on == day) {
        ("TURN-OUT", true) => "due_soon",
        ("TURN-OUT", false) | ("TURN-BACK", true) => "expired",
        ("TURN-FIRST", true) => "never_verified",
        _ => "valid",
    };
    let serials = ["TURN-OUT", "TURN-BACK", "TURN-FIRST"];
    let codes = serials.map(|s| {
        server.json(&format!("/api/v1/instruments?serial_number={s}"))["items"][0]["code"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    server.wait_until("the day turns", |server| {
        let mut turned = true;
        for (serial, code) in serials.iter().zip(&codes) {
            // Every answer is right for the day it names, cached or not.
            let answer = server.json(&format!("/api/v1/instruments/{code}"));
            let on = answer["on"].as_str().unwrap();
            assert_eq!(answer["verdict"], expected(serial, on), "{serial} on {on}");
            server.get(&format!("/i/{code}")).expect(200);
            turned &= on == next;
        }
        turned
    });
    // Lists follow when the register has taken in what was dated ahead.
    server.wait_until("the lists have turned", |server| {
        serials.iter().all(|serial| {
            let listed = server.all(&format!(
                "serial_number={serial}&verdict={}",
                expected(serial, next)
            ));
            listed.len() == 1
        })
    });
    for (serial, code) in serials.iter().zip(&codes) {
        let page = Page::read(server.get(&format!("/i/{code}")).expect(200).text());
        let word = if expected(serial, next) == "expired" {
            "已过期"
        } else {
            "检定有效"
        };
        assert!(page.line().contains(word), "{serial}: {}", page.line());
    }
}

#[test]
fn a_page_changes_with_the_data_and_only_then() {
    let portal = Portal::new();
    let first = chengxing_tests::files::verifications("CHG", 3);
    portal
        .import("verifications", &portal.file("a.csv", first.csv(b',')), &[])
        .ok();
    let server = portal.serve();
    let code = server.json("/api/v1/instruments?serial_number=CHG000000")["items"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let target = format!("/i/{code}");
    let before = server.get(&target).expect(200);
    portal
        .import("verifications", &portal.file("b.csv", first.csv(b';')), &[])
        .ok();
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(
        server.get(&target).header("etag"),
        before.header("etag"),
        "the same file changes nothing"
    );
    let correction =
        chengxing_tests::files::verifications("CHG", 1).with(1, "有效期至", "2026-12-31");
    portal
        .import(
            "verifications",
            &portal.file("c.csv", correction.csv(b',')),
            &[],
        )
        .ok();
    server.wait_until("the correction is seen", |s| {
        s.get(&target).header("etag") != before.header("etag")
    });
    assert_eq!(
        server.json(&format!("/api/v1/instruments/{code}?on=2026-10-01"))["valid_until"],
        "2026-12-31"
    );
    let after = server.get(&target).expect(200);
    assert_ne!(after.body, before.body);
    server
        .send(&Request::new("GET", &target).header("if-none-match", before.header("etag").unwrap()))
        .expect(200);
    let history = server.json(&format!("/api/v1/instruments/{code}"));
    let corrected: Vec<bool> = history["verifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["corrected_by"].is_i64())
        .collect();
    assert_eq!(
        corrected.iter().filter(|c| **c).count(),
        1,
        "the corrected one stays and is marked: {history}"
    );
}
