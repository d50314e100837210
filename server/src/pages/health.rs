//! `/health/live`: the process runs. `/health/ready`: the register answers.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};

use crate::state::AppState;

/// The process runs.
pub async fn live() -> Response {
    answer(StatusCode::OK, "{\"status\":\"live\"}")
}

/// The register answers.
pub async fn ready(State(state): State<AppState>) -> Response {
    if state.is_ready() {
        answer(StatusCode::OK, "{\"status\":\"ready\"}")
    } else {
        answer(
            StatusCode::SERVICE_UNAVAILABLE,
            "{\"status\":\"the register does not answer\"}",
        )
    }
}

fn answer(status: StatusCode, body: &'static str) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
