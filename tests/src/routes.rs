//! The addresses of the contract, and what every answer carries.

use chengxing_metrology::InstrumentCode;

use crate::{Answer, Server, http::percent};

/// A registered code.
pub fn code(server: &Server) -> String {
    code_with(server, "valid")
}

/// A registered code with this verdict today.
pub fn code_with(server: &Server, verdict: &str) -> String {
    let page = server.json(&format!("/api/v1/instruments?verdict={verdict}&limit=1"));
    page["items"][0]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("the demo region has {verdict}"))
        .to_owned()
}

/// The number of the newest notice.
pub fn notice(server: &Server) -> String {
    server.json("/api/v1/notices?limit=1")["items"][0]["number"]
        .as_str()
        .expect("the demo region has notices")
        .to_owned()
}

/// A well-formed code that nobody has.
pub fn unregistered() -> String {
    InstrumentCode::from_bits(0x3_1415_9265_3589).to_string()
}

/// The headers that every answer with content carries.
#[track_caller]
pub fn assert_secure(answer: &Answer, of: &str) {
    let policy = answer
        .header("content-security-policy")
        .unwrap_or_else(|| panic!("{of}: no policy"));
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    assert!(directives.contains(&"default-src 'none'"), "{of}: {policy}");
    assert!(
        directives.contains(&"frame-ancestors 'none'"),
        "{of}: {policy}"
    );
    for loose in [
        "'unsafe-inline'",
        "'unsafe-eval'",
        "*",
        "http:",
        "https:",
        "data:",
    ] {
        assert!(
            !directives
                .iter()
                .any(|d| d.split(' ').any(|word| word == loose)),
            "{of}: {loose} in {policy}"
        );
    }
    assert_eq!(
        answer.header("x-content-type-options"),
        Some("nosniff"),
        "{of}"
    );
    assert_eq!(
        answer.header("cross-origin-opener-policy"),
        Some("same-origin"),
        "{of}"
    );
    assert!(answer.header("referrer-policy").is_some(), "{of}");
    assert!(
        answer.header("set-cookie").is_none(),
        "{of}: a cookie on a public page"
    );
    assert!(
        answer.header("server").is_none() && answer.header("x-powered-by").is_none(),
        "{of}"
    );
}

/// Addresses with the start of their media type; `$C` is a code, `$N` the number of a notice.
pub const OPEN: [(&str, &str); 33] = [
    ("/", "text/html; charset=utf-8"),
    ("/en", "text/html; charset=utf-8"),
    ("/?size=large", "text/html; charset=utf-8"),
    ("/i/$C", "text/html; charset=utf-8"),
    ("/en/i/$C", "text/html; charset=utf-8"),
    ("/i/$C?on=2026-01-01", "text/html; charset=utf-8"),
    (
        "/en/i/$C?on=2026-01-01&size=large",
        "text/html; charset=utf-8",
    ),
    ("/search", "text/html; charset=utf-8"),
    ("/search?q=%E5%B8%82%E5%9C%BA", "text/html; charset=utf-8"),
    (
        "/en/search?q=%E5%B8%82%E5%9C%BA&size=large",
        "text/html; charset=utf-8",
    ),
    (
        "/search?kind=price_computing_scale&verdict=expired",
        "text/html; charset=utf-8",
    ),
    ("/notices", "text/html; charset=utf-8"),
    ("/en/notices", "text/html; charset=utf-8"),
    ("/notices/$N", "text/html; charset=utf-8"),
    ("/en/notices/$N", "text/html; charset=utf-8"),
    ("/about", "text/html; charset=utf-8"),
    ("/en/about", "text/html; charset=utf-8"),
    ("/i/$C/label.svg", "image/svg+xml"),
    ("/i/$C/label.png", "image/png"),
    ("/i/$C/label.pdf", "application/pdf"),
    ("/i/$C/label.zpl", "text/plain; charset=utf-8"),
    ("/api/v1/about", "application/json"),
    ("/api/v1/openapi.json", "application/json"),
    ("/api/v1/instruments", "application/json"),
    ("/api/v1/instruments/$C", "application/json"),
    ("/api/v1/instruments/$C?on=2026-01-01", "application/json"),
    ("/api/v1/notices", "application/json"),
    ("/api/v1/notices/$N", "application/json"),
    (
        "/api/v1/suggestions?q=%E5%B8%82%E5%9C%BA",
        "application/json",
    ),
    ("/feeds/notices.atom", "application/atom+xml"),
    ("/feeds/notices.json", "application/feed+json"),
    ("/health/live", "application/json"),
    ("/health/ready", "application/json"),
];

/// [`OPEN`] with a real code and number.
pub fn filled(server: &Server) -> Vec<(String, &'static str)> {
    let (code, number) = (code(server), percent(&notice(server)));
    OPEN.iter()
        .map(|(target, kind)| (target.replace("$C", &code).replace("$N", &number), *kind))
        .collect()
}
