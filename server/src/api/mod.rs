//! The JSON API `/api/v1`, one file an endpoint.

use axum::{Router, routing::get};
use chengxing_metrology::{Date, InstrumentCode, code::CodeError};
use chengxing_storage::Repository;

use crate::{http::problem::ApiError, state::AppState};

pub mod about;
pub mod instrument;
pub mod instruments;
pub mod notices;
pub mod openapi;
pub mod suggestions;

/// The routes below `/api/v1`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/about", get(about::get))
        .route("/instruments", get(instruments::get))
        .route("/instruments/{code}", get(instrument::get))
        .route("/notices", get(notices::list))
        .route("/notices/{number}", get(notices::get))
        .route("/suggestions", get(suggestions::get))
        .route("/openapi.json", get(openapi::get))
}

/// The day in a parameter `on`; today where there is none.
pub fn day(on: Option<&str>, today: Date) -> Result<Date, ApiError> {
    let Some(text) = on.map(str::trim).filter(|t| !t.is_empty()) else {
        return Ok(today);
    };
    text.parse::<Date>()
        .ok()
        .filter(|d| (1950..=2150).contains(&d.year()))
        .ok_or_else(|| ApiError::Parameter {
            name: "on",
            detail: "`on` is a day between 1950 and 2150 written as 2026-11-23".to_owned(),
        })
}

/// How many entries a page may hold.
pub fn limit(limit: Option<&str>) -> Result<usize, ApiError> {
    match limit {
        None => Ok(20),
        Some(text) => text
            .parse()
            .ok()
            .filter(|n| (1..=100).contains(n))
            .ok_or_else(|| ApiError::Parameter {
                name: "limit",
                detail: "`limit` is a number from 1 to 100".to_owned(),
            }),
    }
}

/// Registered codes that look like the one that was read.
pub async fn near(
    repository: &dyn Repository,
    read: &str,
) -> Result<Vec<chengxing_storage::Summary>, ApiError> {
    let near = InstrumentCode::near(read);
    if near.is_empty() {
        return Ok(Vec::new());
    }
    Ok(repository.present(&near).await?)
}

/// What is wrong with a code, for machines and their makers.
pub fn explain(error: &CodeError) -> String {
    format!(
        "{error}; a code is ten symbols of 0-9 A-Z without I, L, O, U and a check symbol, printed 7K3M9-QX2RD-4"
    )
}

/// JSON bytes of an answer.
pub fn json<T: serde::Serialize>(value: &T) -> crate::http::cache::Made {
    // Wire types are strings, numbers and lists of those: serialising cannot fail.
    crate::http::cache::Made::new(
        "application/json",
        serde_json::to_vec(value).unwrap_or_default(),
    )
}
