//! Rendered pages, kept by address for one data version and day, bounded by bytes.

use std::sync::{Arc, OnceLock};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use chengxing_metrology::{Date, clock::days_from_date};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use metrics::Counter;
use quick_cache::{Weighter, sync::Cache};

use super::{
    encoding::{Encoding, compress, negotiate},
    policy::CachePolicy,
};
use crate::state::AppState;

/// What a handler made: the bytes that every visitor of the address gets.
#[derive(Clone, Debug)]
pub struct Made {
    /// The status.
    pub status: StatusCode,
    /// The media type.
    pub content_type: &'static str,
    /// The bytes, uncompressed.
    pub body: Bytes,
}

impl Made {
    /// A page.
    pub fn html(status: StatusCode, body: String) -> Self {
        Self {
            status,
            content_type: "text/html; charset=utf-8",
            body: body.into(),
        }
    }

    /// Anything else that succeeded.
    pub fn new(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body: body.into(),
        }
    }
}

struct Entry {
    version: i64,
    day: i32,
    made: Made,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Entry {
    fn body(&self, encoding: Encoding) -> (Encoding, Bytes) {
        // Below a packet's worth, compression only costs.
        if self.made.body.len() < 512 {
            return (Encoding::Identity, self.made.body.clone());
        }
        let kept = match encoding {
            Encoding::Identity => None,
            Encoding::Brotli => Some(&self.brotli),
            Encoding::Gzip => Some(&self.gzip),
        };
        match kept {
            Some(kept) => (
                encoding,
                kept.get_or_init(|| {
                    compress(&self.made.body, encoding).unwrap_or_else(|| self.made.body.clone())
                })
                .clone(),
            ),
            None => (Encoding::Identity, self.made.body.clone()),
        }
    }
}

#[derive(Clone)]
struct Weigh;

impl Weighter<String, Arc<Entry>> for Weigh {
    fn weight(&self, key: &String, entry: &Arc<Entry>) -> u64 {
        // Page, its compressed forms at about a third each, and what the entry itself takes.
        (key.len() + entry.made.body.len() * 5 / 3 + 256) as u64
    }
}

/// Rendered pages.
pub struct PageCache {
    pages: Cache<String, Arc<Entry>, Weigh>,
    hits: Counter,
    misses: Counter,
}

impl PageCache {
    /// A cache that holds about `bytes` bytes; 0 keeps nothing.
    pub fn new(bytes: u64) -> Self {
        let counter = |result| metrics::counter!("chengxing_page_cache_total", "result" => result);
        Self {
            pages: Cache::with_weighter(((bytes / 16_384) as usize).max(1), bytes, Weigh),
            hits: counter("hit"),
            misses: counter("miss"),
        }
    }
}

/// The validators of an answer: which release, data and day it was made from.
fn tag(state: &AppState, version: i64, day: i32, encoding: Encoding) -> String {
    let release = &state.release;
    match encoding.header() {
        None => format!("\"{release}.{version}.{day}\""),
        Some(form) => format!("\"{release}.{version}.{day}-{form}\""),
    }
}

/// Whether `If-None-Match` names this tag (RFC 9110, 13.1.2: weak comparison).
fn matches(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .any(|list| {
            list.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
        })
}

/// Answers a GET for `key` from the cache, or makes it and keeps it. `key` is the address with its
/// parameters in one order, so that it names one content.
///
/// What does not succeed is neither kept nor given a validator.
pub async fn serve<F, E>(
    state: &AppState,
    headers: &HeaderMap,
    key: String,
    make: impl FnOnce(Date) -> F,
) -> Result<Response, E>
where
    F: Future<Output = Result<Made, E>>,
{
    let version = state.pulse().version;
    let today = state.today();
    let day = days_from_date(today);
    let encoding = negotiate(
        headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|v| v.to_str().ok()),
    );
    let kept = state
        .cache
        .pages
        .get(&key)
        .filter(|e| e.version == version && e.day == day);
    let entry = if let Some(entry) = kept {
        state.cache.hits.increment(1);
        entry
    } else {
        state.cache.misses.increment(1);
        let made = make(today).await?;
        let entry = Arc::new(Entry {
            version,
            day,
            made,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        });
        if entry.made.status == StatusCode::OK {
            state.cache.pages.insert(key, Arc::clone(&entry));
        }
        entry
    };
    let left = state.clock.until_midnight();
    let (encoding, body) = entry.body(encoding);
    let mut response = Response::new(Body::empty());
    let out = response.headers_mut();
    // With what the guard adds: a map that grows rehashes all that it holds.
    out.reserve(16);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if entry.made.status == StatusCode::OK {
        let tag = tag(state, version, day, encoding);
        out.insert(header::CACHE_CONTROL, CachePolicy::Register.header(left));
        if let Ok(value) = HeaderValue::from_str(&tag) {
            out.insert(header::ETAG, value);
        }
        if matches(headers, &tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(response);
        }
    } else {
        out.insert(header::CACHE_CONTROL, CachePolicy::NoStore.header(left));
    }
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(entry.made.content_type),
    );
    if let Some(coding) = encoding.header() {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    *response.status_mut() = entry.made.status;
    *response.body_mut() = Body::from(body);
    Ok(response)
}
