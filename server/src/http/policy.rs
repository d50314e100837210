//! Caching and security policies as types: a handler chooses one, nobody writes headers by hand.

use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

/// How long an answer may be kept, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePolicy {
    /// A page or API answer made from the register: short, shared, stale while the server is away, and
    /// never beyond midnight in Shanghai, when verdicts change.
    Register,
    /// Content-addressed: a year.
    Immutable,
    /// Stands still between releases but has no hash in its address: an hour.
    Release,
    /// Never kept: health, errors, what depends on the moment.
    NoStore,
}

impl CachePolicy {
    /// The value of `Cache-Control`, with `left` seconds until midnight in Shanghai.
    ///
    /// ```text
    /// Register at noon:     public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=42900
    /// Register at 23:59:30: public, max-age=30, s-maxage=30, stale-while-revalidate=0, stale-if-error=0
    /// ```
    pub fn header(self, left: i64) -> HeaderValue {
        let text = match self {
            Self::Register => {
                let fresh = left.min(60);
                let shared = left.min(300);
                let rest = left - shared;
                let (while_revalidating, on_error) = (rest.min(600), rest.min(86_400));
                format!(
                    "public, max-age={fresh}, s-maxage={shared}, stale-while-revalidate={while_revalidating}, stale-if-error={on_error}"
                )
            }
            Self::Immutable => "public, max-age=31536000, immutable".to_owned(),
            Self::Release => "public, max-age=3600".to_owned(),
            Self::NoStore => "no-store".to_owned(),
        };
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("no-store"))
    }
}

/// Each directive with its reason:
/// - `default-src 'none'`: nothing that is not named below;
/// - `script-src 'self' 'wasm-unsafe-eval'`: our own files and WebAssembly, no inline script, no eval;
/// - `style-src`, `img-src`, `font-src`, `connect-src 'self'`: our own files and API; `blob:` for nothing;
/// - `media-src 'self' blob:` is not needed: the camera reaches `<video>` as `srcObject`;
/// - `form-action 'self'`: a forged form cannot send elsewhere; `base-uri 'none'`; no framing.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// For files that stand alone (labels as SVG, PDF): nothing in them may run or load.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Writes the security headers that every answer carries. A stricter policy already set stays.
pub fn secure(response: &mut Response, behind_tls: bool) {
    const FIXED: [(HeaderName, &str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
        ),
    ];
    let headers = response.headers_mut();
    headers.reserve(FIXED.len() + 3);
    for (name, value) in FIXED {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY));
    if behind_tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
}

/// The policy of a file that stands alone.
pub fn sandbox() -> HeaderValue {
    HeaderValue::from_static(SANDBOX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outlives_midnight() {
        for left in [1, 30, 59, 60, 61, 299, 300, 301, 900, 40_000, 86_400] {
            let header = CachePolicy::Register.header(left);
            let value = |name: &str| -> i64 {
                let text = header.to_str().unwrap();
                text.split(", ")
                    .find_map(|d| d.strip_prefix(name))
                    .unwrap()
                    .parse()
                    .unwrap()
            };
            assert!(value("max-age=") <= left);
            assert!(value("s-maxage=") + value("stale-while-revalidate=") <= left);
            assert!(value("s-maxage=") + value("stale-if-error=") <= left);
        }
    }

    #[test]
    fn scripts_come_from_us_alone() {
        assert!(
            !CONTENT_SECURITY.contains("'unsafe-inline'")
                && !CONTENT_SECURITY.contains("'unsafe-eval'")
        );
        assert!(CONTENT_SECURITY.contains("frame-ancestors 'none'"));
    }
}
