//! `GET /api/v1/instruments/{code}`

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use chengxing_api::{Answer, Problem};
use chengxing_metrology::InstrumentCode;
use http::HeaderMap;
use serde::Deserialize;

use crate::{
    http::{cache, problem::ApiError},
    present::wire,
    state::AppState,
};

/// The parameters.
#[derive(Deserialize)]
pub struct Parameters {
    on: Option<String>,
}

/// All about one instrument, today or on a day.
#[utoipa::path(
    get,
    path = "/api/v1/instruments/{code}",
    params(
        ("code" = String, Path, description = "The public code; case, spaces, hyphens, O/0 and I/L/1 are forgiven", example = "7K3M9-QX2RD-4"),
        ("on" = Option<String>, Query, format = Date, description = "The day asked about, Asia/Shanghai; today unless given"),
    ),
    responses(
        (status = 200, body = Answer),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "`on` cannot be read"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "No instrument has this code"),
    )
)]
pub async fn get(
    State(state): State<AppState>,
    Path(read): Path<String>,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let code: InstrumentCode = match read.parse() {
        Ok(code) => code,
        Err(error) => return unknown(&state, &read, super::explain(&error)).await,
    };
    let on = super::day(parameters.on.as_deref(), state.today())?;
    let key = format!("/api/v1/instruments/{code}?on={on}");
    cache::serve(&state, &headers, key, async |_| {
        match state.repository.dossier(code).await? {
            Some(dossier) => Ok(super::json(&wire::answer(
                &state.rules,
                &dossier,
                on,
                state.pulse(),
            ))),
            None => {
                unknown(
                    &state,
                    &read,
                    format!("{code} is well formed but not registered: beware of a forged label"),
                )
                .await
            }
        }
    })
    .await
}

async fn unknown<T>(state: &AppState, read: &str, detail: String) -> Result<T, ApiError> {
    let near = super::near(&*state.repository, read).await?;
    Err(ApiError::UnknownCode {
        detail,
        near: near.iter().map(|s| s.code.to_string()).collect(),
    })
}
