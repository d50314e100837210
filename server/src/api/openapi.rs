//! `GET /api/v1/openapi.json`

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "秤星 Chengxing",
        description = "Verification status of measuring instruments, verification notices. Every error is a problem document (RFC 9457).",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        super::about::get,
        super::instrument::get,
        super::instruments::get,
        super::notices::list,
        super::notices::get,
        super::suggestions::get,
    )
)]
struct Document;

/// The description of this API.
pub async fn get() -> Response {
    let body = Document::openapi().to_json().unwrap_or_default();
    let mut response = body.into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600"),
    );
    response
}
