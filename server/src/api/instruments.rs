//! `GET /api/v1/instruments`

use axum::{
    extract::{Query, State},
    response::Response,
};
use chengxing_api::{Item, Page, Problem};
use chengxing_metrology::{Date, Verdict};
use chengxing_storage::Filter;
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
    serial_number: Option<String>,
    kind: Option<String>,
    region: Option<String>,
    verdict: Option<String>,
    on: Option<String>,
    after: Option<String>,
    limit: Option<String>,
}

/// Instruments in order of registration.
#[utoipa::path(
    get,
    path = "/api/v1/instruments",
    params(
        ("serial_number" = Option<String>, Query, description = "The serial number; case, spaces and hyphens are forgiven"),
        ("kind" = Option<String>, Query, description = "The id of a kind, e.g. price_computing_scale"),
        ("region" = Option<String>, Query, description = "A division, GB/T 2260; those below it are included"),
        ("verdict" = Option<String>, Query, description = "valid, due_soon, expired, failed, suspended or never_verified, on the day asked about"),
        ("on" = Option<String>, Query, format = Date, description = "The day asked about; today unless given"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100, description = "How many at most; 20 unless given"),
    ),
    responses(
        (status = 200, body = Page<Item>),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "A parameter cannot be read"),
    )
)]
pub async fn get(
    State(state): State<AppState>,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let filter = parameters.filter(&state)?;
    let key = format!(
        "/api/v1/instruments?{:?}&{:?}&{:?}&{:?}&{}&{}&{}",
        filter.serial_number,
        filter.kind,
        filter.region,
        filter.verdict,
        filter.on,
        filter.after,
        filter.limit
    );
    cache::serve(&state, &headers, key, async |_| {
        let page = state.repository.instruments(&filter).await?;
        Ok(super::json(&Page {
            items: page
                .items
                .iter()
                .map(|s| wire::item(&state.rules, s, filter.on))
                .collect::<Vec<Item>>(),
            next: page.next.map(|n| n.to_string()),
        }))
    })
    .await
}

/// A parameter that is given and not empty.
fn given(text: Option<String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

impl Parameters {
    fn filter(self, state: &AppState) -> Result<Filter, ApiError> {
        let wrong = |name, detail: String| ApiError::Parameter { name, detail };
        let today: Date = state.today();
        let kind = match given(self.kind) {
            None => None,
            Some(text) => {
                let kind = text
                    .parse()
                    .ok()
                    .and_then(|id| state.rules.kind(&id))
                    .map(|k| k.id.clone());
                let known = || {
                    state
                        .rules
                        .kinds()
                        .iter()
                        .map(|k| k.id.as_str())
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                Some(kind.ok_or_else(|| wrong("kind", format!("`kind` is one of: {}", known())))?)
            }
        };
        let region = match given(self.region) {
            None => None,
            Some(text) => Some(text.parse().map_err(|_| {
                wrong(
                    "region",
                    "`region` is a division code of six digits (GB/T 2260)".to_owned(),
                )
            })?),
        };
        let verdict = match given(self.verdict) {
            None => None,
            Some(text) => Some(Verdict::from_word(&text).ok_or_else(|| {
                wrong(
                    "verdict",
                    format!(
                        "`verdict` is one of: {}",
                        chengxing_api::VERDICTS.join(", ")
                    ),
                )
            })?),
        };
        let after = match given(self.after) {
            None => 0,
            Some(text) => text.parse().ok().filter(|n| *n >= 0).ok_or_else(|| {
                wrong(
                    "after",
                    "`after` is the `next` of the page before".to_owned(),
                )
            })?,
        };
        Ok(Filter {
            serial_number: given(self.serial_number),
            kind,
            region,
            verdict,
            on: super::day(self.on.as_deref(), today)?,
            today,
            due_soon_days: state.due_soon_days(),
            after,
            limit: super::limit(self.limit.as_deref())?,
        })
    }
}
