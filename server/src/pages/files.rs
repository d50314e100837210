//! Assets inside the binary, and what is not there.

use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};

use super::error;
use crate::{assets, http::policy::CachePolicy, http::problem::ApiError, state::AppState};

/// Everything that no other address matches.
pub async fn get(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return ApiError::NotFound("There is no such address; see /api/v1/openapi.json".to_owned())
            .into_response();
    }
    let Some(asset) = assets::by_path(path) else {
        return error::page(&state, path, StatusCode::NOT_FOUND).into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response =
            error::page(&state, path, StatusCode::METHOD_NOT_ALLOWED).into_response();
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let headers = request.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
    };
    let (encoding, bytes) = asset.encoded(text(header::ACCEPT_ENCODING));
    let tag = asset.etag(encoding);
    let policy = if asset.immutable {
        CachePolicy::Immutable
    } else {
        CachePolicy::Release
    };
    let fresh = text(header::IF_NONE_MATCH).is_some_and(|list| {
        list.split(',')
            .any(|t| t.trim().trim_start_matches("W/") == tag)
    });
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(bytes));
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type),
        );
        if let Some(coding) = encoding.header() {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    };
    let out = response.headers_mut();
    out.insert(
        header::CACHE_CONTROL,
        policy.header(state.clock.until_midnight()),
    );
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, value);
    }
    response
}
