//! Every address of the contract: status, media type, cache policy, security headers.

use chengxing_metrology::code::ALPHABET;
use chengxing_tests::{
    Portal, Request, Server, demo_region,
    html::Page,
    http::percent,
    routes::{assert_secure, code, filled, unregistered},
};

#[test]
fn every_address_answers_with_its_media_type_and_policies() {
    let server = demo_region();
    for (target, kind) in filled(server) {
        let answer = server.get(&target).expect(200);
        let content_type = answer.header("content-type").unwrap_or_default();
        assert!(content_type.starts_with(kind), "{target}: {content_type}");
        assert_secure(&answer, &target);
        assert!(
            answer.header("cache-control").is_some(),
            "{target} has no cache policy"
        );
        if target.starts_with("/health") {
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{target}");
        }
    }
}

#[test]
fn a_page_is_sound_html_in_its_language() {
    let server = demo_region();
    for (target, kind) in filled(server)
        .into_iter()
        .filter(|(_, kind)| kind.starts_with("text/html"))
    {
        let answer = server.get(&target).expect(200);
        let page = Page::read(answer.text());
        page.assert_sound(&target);
        let lang = if target.starts_with("/en") {
            "en"
        } else {
            "zh-CN"
        };
        assert!(
            page.has("html", "lang", lang),
            "{target} ({kind}) is not marked {lang}"
        );
        assert!(!page.title.trim().is_empty(), "{target} has no title");
        assert_eq!(
            page.elements.iter().filter(|e| e.name == "h1").count(),
            1,
            "{target}: headings of the first level"
        );
        assert!(
            page.elements.iter().any(|e| e.name == "main"),
            "{target} has no main"
        );
    }
}

#[test]
fn every_page_of_demo_data_says_so() {
    let server = demo_region();
    for (target, _) in filled(server)
        .into_iter()
        .filter(|(_, kind)| kind.starts_with("text/html"))
    {
        let text = Page::read(server.get(&target).expect(200).text()).text;
        let mark = if target.starts_with("/en") {
            "demo"
        } else {
            "演示数据"
        };
        assert!(
            text.to_lowercase().contains(mark),
            "{target} does not say {mark}"
        );
    }
}

#[test]
fn links_within_pages_lead_somewhere() {
    let server = demo_region();
    let mut seen = std::collections::BTreeSet::new();
    for (target, _) in filled(server)
        .into_iter()
        .filter(|(_, kind)| kind.starts_with("text/html"))
    {
        let page = Page::read(server.get(&target).expect(200).text());
        for element in &page.elements {
            for name in ["href", "src", "action"] {
                let Some(link) = element.attributes.get(name).filter(|l| l.starts_with('/')) else {
                    continue;
                };
                let link = link.split('#').next().unwrap_or_default().to_owned();
                if !seen.insert(link.clone()) {
                    continue;
                }
                let status = server.get(&link).status;
                // 503 is the honest page of a part that is announced and not yet open.
                assert!(
                    matches!(status, 200 | 303 | 308 | 503),
                    "{target} links to {link}, which answers {status}"
                );
            }
        }
    }
    assert!(seen.len() > 20, "pages link to each other: {seen:?}");
}

#[test]
fn head_is_get_without_the_body() {
    let server = demo_region();
    for (target, _) in filled(server) {
        let get = server.get(&target).expect(200);
        let head = server.send(&Request::new("HEAD", &target)).expect(200);
        assert!(head.body.is_empty());
        for name in [
            "content-type",
            "cache-control",
            "etag",
            "content-security-policy",
            "vary",
        ] {
            assert_eq!(head.header(name), get.header(name), "{target}: {name}");
        }
        if let Some(length) = head.header("content-length") {
            assert_eq!(
                Some(length),
                get.header("content-length"),
                "{target}: a wrong length"
            );
        }
    }
}

#[test]
fn every_spelling_of_a_code_leads_to_its_page() {
    let server = demo_region();
    // A code that holds both look-alikes.
    let page = server.json("/api/v1/instruments?limit=100");
    let codes = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["code"].as_str().unwrap().to_owned());
    let code = codes
        .into_iter()
        .find(|c| c.contains('0') && c.contains('1'))
        .expect("one of a hundred codes holds 0 and 1");
    let wide: String = code
        .chars()
        .map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap())
        .collect();
    let spellings = [
        code.clone(),
        code.to_lowercase(),
        code.replace('-', ""),
        code.replace('-', " "),
        code.replace('0', "O").replace('1', "I"),
        code.replace('0', "o").replace('1', "l").to_lowercase(),
        format!(" {} ", code.replace('-', "–")),
        wide,
    ];
    for spelling in spellings {
        let written = percent(&spelling);
        for prefix in ["", "/en"] {
            let answer = server.get(&format!("{prefix}/i/{written}?on=2026-01-01"));
            let page = if answer.status == 200 {
                answer
            } else {
                assert!(
                    matches!(answer.status, 301 | 308),
                    "{spelling:?}: {}",
                    answer.status
                );
                assert_secure(&answer, &spelling);
                let to = answer.header("location").expect("a redirect says where to");
                assert_eq!(
                    to,
                    format!("{prefix}/i/{code}?on=2026-01-01"),
                    "the query goes along"
                );
                server.get(to).expect(200)
            };
            assert!(
                Page::read(page.text()).line().contains(&code),
                "{spelling:?}"
            );
        }
        let answer = server.json(&format!("/api/v1/instruments/{written}"));
        assert_eq!(answer["code"], code.as_str());
    }
}

#[test]
fn a_code_in_the_search_box_leads_to_its_page() {
    let server = demo_region();
    let code = code(server);
    for (prefix, typed) in [
        ("", code.clone()),
        ("/en", code.to_lowercase()),
        ("", code.replace('-', " ")),
    ] {
        let answer = server.get(&format!("{prefix}/search?q={}", percent(&typed)));
        assert!(
            matches!(answer.status, 302 | 303 | 307),
            "{typed}: {}",
            answer.status
        );
        assert_eq!(
            answer.header("location"),
            Some(format!("{prefix}/i/{code}").as_str()),
            "{typed}"
        );
        assert_secure(&answer, &typed);
    }
}

#[test]
fn a_wrong_check_symbol_is_named_and_the_right_code_offered() {
    let server = demo_region();
    let code = code(server);
    let right = code.chars().last().unwrap();
    let wrong = ALPHABET
        .iter()
        .map(|s| char::from(*s))
        .find(|s| *s != right)
        .unwrap();
    let misread = format!("{}{wrong}", &code[..12]);
    for prefix in ["", "/en"] {
        let target = format!("{prefix}/i/{misread}");
        let answer = server.get(&target).expect(404);
        assert_secure(&answer, &target);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let page = Page::read(answer.text());
        page.assert_sound(&target);
        assert!(
            page.line().contains(&misread),
            "the page shows what was read"
        );
        assert!(
            page.text.contains(right),
            "the page names the symbol that fits: {right}"
        );
        assert!(
            page.has("a", "href", &format!("{prefix}/i/{code}")),
            "the page leads to {code}"
        );
    }
    let problem = server
        .get(&format!("/api/v1/instruments/{misread}"))
        .expect(404);
    assert_eq!(
        problem.header("content-type"),
        Some("application/problem+json")
    );
    let problem = problem.json();
    assert_eq!(
        (&problem["status"], &problem["type"]),
        (&404.into(), &"/problems/unknown-code".into())
    );
    assert!(
        problem["near"]
            .as_array()
            .unwrap()
            .contains(&code.clone().into()),
        "{problem}"
    );
    assert!(
        problem["detail"].as_str().unwrap().contains(right),
        "{problem}"
    );
}

#[test]
fn a_code_that_nobody_has_warns_of_a_forged_label() {
    let server = demo_region();
    let code = unregistered();
    let answer = server.get(&format!("/i/{code}")).expect(404);
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let page = Page::read(answer.text());
    page.assert_sound(&code);
    assert!(page.text.contains("查无此码"), "{}", page.line());
    assert!(
        page.elements.iter().any(|e| e
            .attributes
            .get("href")
            .is_some_and(|h| h.starts_with("/report"))),
        "the way to complain stays"
    );
    let problem = server
        .get(&format!("/api/v1/instruments/{code}"))
        .expect(404);
    assert_eq!(
        problem.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(problem.header("cache-control"), Some("no-store"));
    for extension in ["svg", "png", "pdf", "zpl"] {
        server
            .get(&format!("/i/{code}/label.{extension}"))
            .expect(404);
    }
}

#[test]
fn strict_transport_security_comes_with_tls_and_only_then() {
    let server = demo_region();
    assert_eq!(server.get("/").header("strict-transport-security"), None);
    let portal = Portal::new();
    let server = portal.serve_with(&["--behind-tls"]);
    for target in ["/", "/nothing", "/api/v1/about"] {
        let answer = server.get(target);
        let value = answer
            .header("strict-transport-security")
            .unwrap_or_else(|| panic!("{target}"));
        assert!(value.contains("max-age="), "{value}");
    }
}

#[test]
fn an_empty_register_is_served_too() {
    let portal = Portal::new();
    let server = portal.serve();
    for target in [
        "/",
        "/en",
        "/search?q=1",
        "/notices",
        "/about",
        "/api/v1/about",
        "/api/v1/instruments",
        "/feeds/notices.atom",
        "/feeds/notices.json",
        "/health/ready",
    ] {
        server.get(target).expect(200);
    }
    assert_eq!(server.publications(), 0);
}

#[test]
fn metrics_are_on_a_listener_of_their_own() {
    let server = demo_region();
    server.get("/metrics").expect(404);
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let portal = Portal::new();
    let own = portal.serve_with(&["--metrics", &free.to_string()]);
    own.get("/").expect(200);
    let metrics = Request::new("GET", "/metrics").send(free).expect(200);
    assert!(
        metrics.text().contains("chengxing_requests_total"),
        "{}",
        metrics.text()
    );
    assert!(
        !metrics.text().contains("127.0.0.1"),
        "metrics hold no addresses"
    );
    own.get("/metrics").expect(404);
}

#[test]
fn the_log_holds_no_address_of_a_visitor_and_no_code() {
    let portal = Portal::new();
    portal.demo(60);
    let mut command = portal.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("CHENGXING_LOG", "info");
    let server = Server::start(&mut command);
    let code = code(&server);
    server.get(&format!("/i/{code}")).expect(200);
    server.wait_until("the request is logged", |s| s.log().contains("/i/{code}"));
    let log = server.log();
    assert!(!log.contains(&code), "{log}");
    let visitors = log
        .lines()
        .filter(|l| l.contains("127.0.0.1") && !l.contains("serving"));
    assert_eq!(visitors.count(), 0, "{log}");
}

#[test]
fn feeds_are_well_formed_and_tell_of_the_same_notices() {
    let server = demo_region();
    let atom = server.get("/feeds/notices.atom").expect(200);
    let document = roxmltree::Document::parse(atom.text()).expect("XML");
    let name = |n: &roxmltree::Node<'_, '_>| n.tag_name().name().to_owned();
    assert_eq!(
        document.root_element().tag_name().namespace(),
        Some("http://www.w3.org/2005/Atom")
    );
    for needed in ["title", "id", "updated", "author"] {
        assert!(
            document
                .root_element()
                .children()
                .any(|c| name(&c) == needed),
            "the feed has no {needed}"
        );
    }
    let titles: Vec<String> = document
        .descendants()
        .filter(|n| name(n) == "entry")
        .map(|e| {
            e.children()
                .find(|c| name(c) == "title")
                .and_then(|t| t.text())
                .expect("a title")
                .to_owned()
        })
        .collect();
    let json = server.json("/feeds/notices.json");
    let items: Vec<String> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["title"].as_str().unwrap().to_owned())
        .collect();
    assert!(!titles.is_empty());
    assert_eq!(titles, items);
    let listed = server.json("/api/v1/notices?limit=50");
    for (title, notice) in titles.iter().zip(listed["items"].as_array().unwrap()) {
        assert!(title.contains(notice["number"].as_str().unwrap()));
    }
}
