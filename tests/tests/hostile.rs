//! Hostile addresses, parameters and imported fields: clear answers, nothing breaks, nothing executes.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use chengxing_tests::{
    Answer, Portal, Request, Server, demo_region,
    files::Table,
    html::Page,
    http::{percent, raw_answer},
};

/// Texts that do harm where somebody forgets to escape.
const PAYLOADS: [&str; 16] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "' OR '1'='1",
    "'; DROP TABLE instruments; --",
    "1) UNION SELECT body FROM publications --",
    "\" OR \"\" = \"",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "^XZ^XA^FO0,0^FDforged^FS^XZ",
    "\u{202E}gnp.live\u{2066}",
    "%_*(){}[]^~\\ AND OR NOT NEAR/5 \"",
];

/// Whether a body holds a payload in a form that a browser would take for markup.
fn holds_markup(body: &str) -> Option<&'static str> {
    PAYLOADS
        .iter()
        .filter(|p| p.contains('<'))
        .find(|p| body.contains(**p))
        .copied()
}

/// Nothing in the answer can run, whatever its form, and it is no failure of the server.
#[track_caller]
fn assert_harmless(answer: &Answer, of: &str) {
    // 503 is the page of a part that is not open yet.
    assert!(
        answer.status < 500 || answer.status == 503 && answer.header("retry-after").is_some(),
        "{of}: {}",
        answer.status
    );
    let kind = answer.header("content-type").unwrap_or_default().to_owned();
    if answer.body.is_empty()
        || kind.starts_with("image/png")
        || kind.starts_with("application/pdf")
    {
        return;
    }
    let text = answer.text();
    if kind.starts_with("text/html") {
        assert_eq!(holds_markup(text), None, "{of}");
        Page::read(text).assert_sound(of);
    } else if kind.contains("json") {
        // JSON may hold any text: it is never sniffed as a page.
        answer.json();
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{of}"
        );
    } else if kind.contains("xml") {
        assert_eq!(holds_markup(text), None, "{of}");
        let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{of}: {e}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(
                ![
                    "script",
                    "foreignObject",
                    "iframe",
                    "image",
                    "animate",
                    "set"
                ]
                .contains(&node.tag_name().name()),
                "{of}: {}",
                node.tag_name().name()
            );
            for attribute in node.attributes() {
                let value = attribute.value().trim_start().to_ascii_lowercase();
                assert!(
                    !attribute.name().starts_with("on") && !value.starts_with("javascript:"),
                    "{of}: {}",
                    attribute.name()
                );
            }
        }
    } else if kind.starts_with("text/plain") {
        // ZPL: one label, and no command but our own.
        assert_eq!(
            (text.matches("^XA").count(), text.matches("^XZ").count()),
            (1, 1),
            "{of}: {text}"
        );
        assert!(!text.contains("^FDforged"), "{of}: {text}");
    } else {
        panic!("{of}: {kind} is not expected here");
    }
}

#[test]
fn a_hostile_parameter_is_only_text() {
    let server = demo_region();
    let code = server.json("/api/v1/instruments?limit=1")["items"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let number = percent(
        server.json("/api/v1/notices?limit=1")["items"][0]["number"]
            .as_str()
            .unwrap(),
    );
    let names = [
        "q",
        "on",
        "kind",
        "region",
        "verdict",
        "size",
        "after",
        "limit",
        "page",
        "year",
        "serial_number",
        "dpi",
        "instrument",
        "lang",
        "before",
        "offset",
    ];
    let paths = [
        "/".to_owned(),
        "/en".to_owned(),
        format!("/i/{code}"),
        format!("/i/{code}/label.svg"),
        format!("/i/{code}/label.zpl"),
        "/search".to_owned(),
        "/en/search".to_owned(),
        "/notices".to_owned(),
        format!("/notices/{number}"),
        "/about".to_owned(),
        "/report".to_owned(),
        "/api/v1/about".to_owned(),
        "/api/v1/instruments".to_owned(),
        format!("/api/v1/instruments/{code}"),
        "/api/v1/notices".to_owned(),
        format!("/api/v1/notices/{number}"),
        "/api/v1/suggestions".to_owned(),
        "/feeds/notices.atom".to_owned(),
    ];
    let others = [
        "%00",
        "%ff%fe",
        "%F0%9F%92%A9",
        "%",
        "%zz",
        "-1",
        "99999999999999999999999",
        "1e309",
        "NaN",
        "0x10",
        "%0d%0aset-cookie:%20a=b",
        "../../etc/passwd",
    ];
    for path in &paths {
        for name in names {
            for payload in PAYLOADS
                .iter()
                .map(|p| percent(p))
                .chain(others.map(str::to_owned))
            {
                let target = format!("{path}?{name}={payload}");
                let answer = server.get(&target);
                assert_harmless(&answer, &target);
                assert_eq!(answer.header("set-cookie"), None, "{target}");
            }
        }
    }
}

#[test]
fn a_hostile_path_is_only_text() {
    let server = demo_region();
    let long = "7".repeat(10_000);
    let steps: Vec<String> = PAYLOADS
        .iter()
        .map(|p| percent(p))
        .chain(
            [
                "%00",
                "%ff",
                "%ff%fe%80",
                "%c0%af",
                "%",
                "%2",
                "%zz",
                "%2e%2e%2f",
                "..%2f..%2fetc%2fpasswd",
                "%0d%0ax:%20y",
                "%E2%80%AE",
                "%F0%9F%92%A9",
                "7K3M9-QX2RD-%00",
                ".",
            ]
            .map(str::to_owned),
        )
        .chain([long])
        .collect();
    for prefix in [
        "/i/",
        "/en/i/",
        "/notices/",
        "/en/notices/",
        "/api/v1/instruments/",
        "/api/v1/notices/",
        "/assets/",
        "/",
        "/en/",
        "/feeds/",
        "/api/v1/",
    ] {
        for step in &steps {
            for suffix in ["", "/label.svg", "?q=%ff"] {
                let target = format!("{prefix}{step}{suffix}");
                let answer = server.get(&target);
                assert!(
                    (400..500).contains(&answer.status) || prefix == "/" && step == ".",
                    "{target:.80}: {}",
                    answer.status
                );
                assert_harmless(&answer, &target.chars().take(80).collect::<String>());
            }
        }
    }
}

#[test]
fn bytes_that_no_browser_sends_break_nothing() {
    let server = demo_region();
    let cases: [&[u8]; 8] = [
        b"GET /i/\xff\xfe\x80 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET /search?q=\xc3\x28 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET /search?q=<script>alert(1)</script> HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET /search?q=\"><img HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
        b"GET //evil.example/%2e%2e HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: \"><script>alert(1)</script>\r\nconnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\naccept-encoding: \xff\xfe\r\nif-none-match: \xff\r\naccept-language: <script>\r\nconnection: close\r\n\r\n",
    ];
    for bytes in cases {
        let Some(answer) = raw_answer(server.address(), bytes) else {
            continue;
        };
        assert_harmless(&answer, &String::from_utf8_lossy(bytes));
        assert!(
            !String::from_utf8_lossy(&answer.body).contains("evil.example"),
            "the host header is not believed"
        );
    }
}

#[test]
fn no_path_leads_out_of_the_assets() {
    let server = demo_region();
    for target in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/assets/....//....//etc/passwd",
        "/assets/..\\..\\etc\\passwd",
        "/assets/%5c..%5c..",
        "/../../../../etc/passwd",
        "/data/register.sqlite",
        "/register.sqlite",
    ] {
        let answer = server.get(target);
        assert!(
            matches!(answer.status, 400 | 404),
            "{target}: {}",
            answer.status
        );
        assert!(
            !String::from_utf8_lossy(&answer.body).contains("root:"),
            "{target}"
        );
    }
}

#[test]
fn a_redirect_never_leads_to_another_host() {
    let server = demo_region();
    let code = server.json("/api/v1/instruments?limit=1")["items"][0]["code"]
        .as_str()
        .unwrap()
        .to_lowercase();
    for target in [
        format!("/i/{code}?x=%0d%0alocation:%20http://evil.example"),
        format!("//evil.example/i/{code}"),
        format!("/i/{code}?//evil.example"),
    ] {
        let answer =
            server.send(&Request::new("GET", &target).header("x-forwarded-host", "evil.example"));
        if let Some(to) = answer.header("location") {
            assert!(to.starts_with("/i/"), "{target} leads to {to}");
        }
    }
}

const HEADING: [&str; 16] = [
    "器具种类",
    "器具名称",
    "型式批准号",
    "型号",
    "制造单位",
    "出厂编号",
    "准确度等级",
    "测量范围",
    "使用单位",
    "使用地点",
    "检定类别",
    "检定日期",
    "检定结论",
    "证书编号",
    "检定机构",
    "公示文号",
];

/// Columns that hold free text.
const FREE: [&str; 11] = [
    "器具名称",
    "型式批准号",
    "型号",
    "制造单位",
    "出厂编号",
    "准确度等级",
    "测量范围",
    "使用单位",
    "使用地点",
    "证书编号",
    "检定机构",
];

/// A register where every free field of some record holds every payload.
fn poisoned(portal: &Portal) -> Server {
    let mut table = Table::new(&HEADING);
    let row = |serial: &str| {
        [
            "其他计量器具",
            "试验器具",
            "2026F001-15",
            "SY-1",
            "试验厂",
            serial,
            "III",
            "30 kg",
            "试验商店",
            "1号摊",
            "后续检定",
            "2026-03-02",
            "合格",
            &format!("P-{serial}"),
            "试验所",
            "试检公〔2026〕9号",
        ]
        .map(str::to_owned)
    };
    for (i, payload) in PAYLOADS.iter().enumerate() {
        for (j, column) in FREE.iter().enumerate() {
            let mut cells = row(&format!("P{i:02}{j:02}"));
            (*payload).clone_into(&mut cells[table.column(column)]);
            table.push(&cells);
        }
    }
    let notices: Vec<[String; 4]> = PAYLOADS
        .iter()
        .enumerate()
        .flat_map(|(i, p)| {
            [
                [
                    format!("试检公〔2026〕{}号", 100 + i),
                    (*p).to_owned(),
                    "2026-03-05".to_owned(),
                    "试验所".to_owned(),
                ],
                [
                    format!("{p}{i}"),
                    "试验公示".to_owned(),
                    "2026-03-06".to_owned(),
                    (*p).to_owned(),
                ],
            ]
        })
        .chain([[
            "试检公〔2026〕9号".to_owned(),
            "试验公示".to_owned(),
            "2026-03-05".to_owned(),
            "试验所".to_owned(),
        ]])
        .collect();
    let mut list = Table::new(&["文号", "标题", "日期", "检定机构"]);
    for notice in &notices {
        list.push(notice);
    }
    // A row may be refused for what it holds; what is taken must be harmless. So each goes in by itself.
    let mut taken = 0;
    for (kind, table) in [("notices", &list), ("verifications", &table)] {
        let whole = portal.import(
            kind,
            &portal.file("all.csv", table.csv(b',')),
            &["--errors", portal.path("errors.csv").to_str().unwrap()],
        );
        if whole.code == Some(0) {
            taken += table.rows();
            continue;
        }
        whole.refused();
        let errors =
            std::fs::read_to_string(portal.path("errors.csv")).expect("the list of errors");
        let wrong: Vec<usize> =
            csv::Reader::from_reader(errors.trim_start_matches('\u{FEFF}').as_bytes())
                .records()
                .map(|r| {
                    r.expect("the list of errors is CSV whatever it quotes")[0]
                        .parse()
                        .expect("a line")
                })
                .collect();
        let mut rest = Table(vec![table.0[0].clone()]);
        rest.0.extend(
            (2..)
                .zip(&table.0[1..])
                .filter(|(line, _)| !wrong.contains(line))
                .map(|(_, row)| row.clone()),
        );
        portal
            .import(kind, &portal.file("rest.csv", rest.csv(b',')), &[])
            .ok();
        taken += rest.rows();
    }
    assert!(
        taken > PAYLOADS.len() * FREE.len(),
        "most are only odd names and are taken: {taken}"
    );
    portal.run(&["check"]).ok();
    portal.serve()
}

#[test]
fn a_hostile_field_is_only_text_wherever_it_appears() {
    let portal = Portal::new();
    let server = poisoned(&portal);
    let mut targets = vec![
        "/".to_owned(),
        "/en".to_owned(),
        "/notices".to_owned(),
        "/en/notices".to_owned(),
        "/feeds/notices.atom".to_owned(),
        "/feeds/notices.json".to_owned(),
    ];
    for item in server.all("limit=100") {
        let code = item["code"].as_str().unwrap();
        for target in [
            "/i/$",
            "/en/i/$",
            "/i/$?size=large",
            "/i/$/label.svg",
            "/i/$/label.zpl",
            "/i/$/label.zpl?size=60x40",
            "/i/$/label.svg?size=30x20",
            "/api/v1/instruments/$",
        ] {
            targets.push(target.replace('$', code));
        }
    }
    for notice in server.json("/api/v1/notices?limit=100")["items"]
        .as_array()
        .unwrap()
    {
        let url = notice["url"].as_str().unwrap();
        targets.extend([url.to_owned(), format!("/en{url}"), format!("/api/v1{url}")]);
    }
    for payload in PAYLOADS {
        targets.push(format!("/search?q={}", percent(payload)));
        targets.push(format!("/api/v1/suggestions?q={}", percent(payload)));
    }
    targets.extend(
        [
            "/search?q=P0",
            "/search?q=%E8%AF%95%E9%AA%8C",
            "/api/v1/suggestions?q=alert",
            "/api/v1/suggestions?q=%E8%AF%95%E9%AA%8C",
        ]
        .map(str::to_owned),
    );
    for target in &targets {
        let answer = server.get(target);
        assert_eq!(
            answer.status,
            200,
            "{target}: {}",
            String::from_utf8_lossy(&answer.body)
                .chars()
                .take(300)
                .collect::<String>()
        );
        assert_harmless(&answer, target);
    }
    // The text itself is kept: it is shown, not swallowed.
    let item = server.json("/api/v1/instruments?serial_number=P0008")["items"][0].clone();
    if let Some(name) = item["place"].as_str() {
        let page = Page::read(
            server
                .get(&format!("/i/{}", item["code"].as_str().unwrap()))
                .text(),
        );
        assert!(page.text.contains(name), "{name} is not in {}", page.line());
    }
}

#[test]
fn labels_of_hostile_records_are_still_labels() {
    let portal = Portal::new();
    let server = poisoned(&portal);
    for item in server.all("limit=100").iter().step_by(9) {
        let code = item["code"].as_str().unwrap();
        let png = server.get(&format!("/i/{code}/label.png")).expect(200);
        assert!(png.body.starts_with(b"\x89PNG\r\n\x1a\n"));
        let pdf = server.get(&format!("/i/{code}/label.pdf")).expect(200);
        assert!(pdf.body.starts_with(b"%PDF-"));
        for active in [
            "/JavaScript",
            "/JS ",
            "/Launch",
            "/OpenAction",
            "/EmbeddedFile",
        ] {
            assert!(
                !pdf.body
                    .windows(active.len())
                    .any(|w| w == active.as_bytes()),
                "{code}: {active}"
            );
        }
    }
    drop(server);
    let file = portal.path("all.zpl");
    portal
        .run(&["labels", file.to_str().unwrap(), "--layout", "zpl"])
        .ok();
    let zpl = std::fs::read_to_string(file).unwrap();
    assert_eq!(zpl.matches("^XA").count(), zpl.matches("^XZ").count());
    assert!(!zpl.contains("^FDforged"));
}
