//! What stands before every handler: limits, a request id, the access log without addresses, metrics,
//! and a way out for panics.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, StatusCode, header};
use tokio::{sync::Semaphore, time::Instant};

use super::{meter::Meters, policy};
use crate::{pages::error, state::AppState};

/// The longest address that is read, in bytes: four times what a filled-in report needs.
pub const LONGEST_ADDRESS: usize = 4_096;
/// The largest body that is taken; nothing posted yet is larger.
pub const LARGEST_BODY: usize = 64 * 1024;
/// How long a request may take from its headers to its answer.
const PATIENCE: Duration = Duration::from_secs(12);
/// Requests at work at once; more are turned away at once rather than made to wait.
const AT_WORK: usize = 1_024;

/// The limit on requests at work.
#[derive(Clone)]
pub struct Guard {
    state: AppState,
    room: Arc<Semaphore>,
    meters: Arc<Meters>,
}

impl Guard {
    /// A guard for a server.
    pub fn new(state: AppState) -> Self {
        Self {
            state,
            room: Arc::new(Semaphore::new(AT_WORK)),
            meters: Arc::default(),
        }
    }
}

static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// The outermost layer.
pub async fn stand(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = format!("{:x}", REQUESTS.fetch_add(1, Ordering::Relaxed));
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let wants = Wants::of(&request);

    let mut response = if request
        .uri()
        .path_and_query()
        .is_some_and(|p| p.as_str().len() > LONGEST_ADDRESS)
    {
        wants.failure(&guard.state, StatusCode::URI_TOO_LONG)
    } else if let Ok(_place) = guard.room.try_acquire() {
        let run = AssertUnwindSafe(next.run(request)).catch_unwind();
        match tokio::time::timeout(PATIENCE, run).await {
            Ok(Ok(response)) => response,
            Ok(Err(_panic)) => {
                tracing::error!(%id, %route, "a handler panicked");
                wants.failure(&guard.state, StatusCode::INTERNAL_SERVER_ERROR)
            }
            Err(_elapsed) => wants.failure(&guard.state, StatusCode::REQUEST_TIMEOUT),
        }
    } else {
        wants.failure(&guard.state, StatusCode::SERVICE_UNAVAILABLE)
    };
    // Answers that axum makes by itself (405, 413 …) have no body of ours yet.
    if (response.status().is_client_error() || response.status().is_server_error())
        && !response.headers().contains_key(header::CONTENT_TYPE)
        || is_bare(&response)
    {
        let allow = response.headers().get(header::ALLOW).cloned();
        response = wants.failure(&guard.state, response.status());
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    policy::secure(&mut response, guard.state.behind_tls);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    let status = response.status().as_u16();
    let seconds = begun.elapsed().as_secs_f64();
    guard.meters.count(route, status, seconds);
    // The route, never the address asked for: a log of scanned codes would be a log of people.
    tracing::info!(target: "access", %id, %method, %route, status, micros = (seconds * 1e6) as u64);
    response
}

/// True for the plain-text errors of axum's extractors.
fn is_bare(response: &Response) -> bool {
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|v| v.as_bytes().starts_with(b"text/plain"));
    plain && (response.status().is_client_error() || response.status().is_server_error())
}

/// In which form a client wants to be told of a failure.
struct Wants {
    json: bool,
    path: String,
}

impl Wants {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        Self {
            json: path.starts_with("/api/"),
            path: path
                .char_indices()
                .nth(200)
                .map_or(path, |(end, _)| &path[..end])
                .to_owned(),
        }
    }

    fn failure(&self, state: &AppState, status: StatusCode) -> Response {
        let mut response = if self.json {
            super::problem::respond(&chengxing_api::Problem {
                kind: "about:blank".to_owned(),
                title: status.canonical_reason().unwrap_or("Error").to_owned(),
                status: status.as_u16(),
                detail: error::detail_en(status).to_owned(),
                parameter: None,
                near: Vec::new(),
            })
        } else {
            error::page(state, &self.path, status).into_response()
        };
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        if matches!(
            status,
            StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE
        ) {
            response
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
