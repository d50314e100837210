//! `GET /api/v1/about`

use axum::{extract::State, response::Response};
use chengxing_api::About;
use http::HeaderMap;

use crate::{
    http::{cache, problem::ApiError},
    present::wire,
    state::AppState,
};

/// Which release answers, and how fresh its data is.
#[utoipa::path(get, path = "/api/v1/about", responses((status = 200, body = About)))]
pub async fn get(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, ApiError> {
    cache::serve(&state, &headers, "/api/v1/about".to_owned(), async |_| {
        let pulse = state.pulse();
        Ok(super::json(&About {
            release: env!("CARGO_PKG_VERSION").to_owned(),
            data_at: pulse.data_at.map(wire::instant),
            publications: pulse.publications,
            demo: pulse.demo,
        }))
    })
    .await
}
