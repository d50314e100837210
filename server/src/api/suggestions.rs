//! `GET /api/v1/suggestions`: what the search box offers while one types.

use axum::{
    extract::{Query, State},
    response::Response,
};
use chengxing_api::{Problem, Suggestion, SuggestionKind, Suggestions};
use chengxing_metrology::{InstrumentCode, assess, fold, serial, terms};
use chengxing_storage::{Search, StorageResult};
use http::HeaderMap;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::{
    http::{cache, problem::ApiError},
    present::wire,
    state::AppState,
};

/// How many lines the box shows.
const MOST: usize = 8;
/// Longer queries are cut; nobody types them.
const LONGEST: usize = 100;

/// The parameters.
#[derive(Deserialize)]
pub struct Parameters {
    q: Option<String>,
}

/// Instruments, places and kinds that a text may mean.
#[utoipa::path(
    get,
    path = "/api/v1/suggestions",
    params(("q" = Option<String>, Query, description = "What has been typed")),
    responses(
        (status = 200, body = Suggestions),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "The query cannot be read"),
    )
)]
pub async fn get(
    State(state): State<AppState>,
    Query(p): Query<Parameters>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let q: String = fold::tidy(&p.q.unwrap_or_default())
        .chars()
        .take(LONGEST)
        .collect();
    cache::serve(
        &state,
        &headers,
        format!("/api/v1/suggestions?{q}"),
        async |_| {
            let items = suggestions(&state, &q).await?;
            Ok(super::json(&Suggestions {
                q: q.clone(),
                items,
            }))
        },
    )
    .await
}

async fn suggestions(state: &AppState, q: &str) -> StorageResult<Vec<Suggestion>> {
    let mut items = Vec::new();
    if q.is_empty() {
        return Ok(items);
    }
    let today = state.today();
    if let Ok(code) = q.parse::<InstrumentCode>() {
        for s in state.repository.present(&[code]).await? {
            items.push(instrument(state, &s));
        }
    }
    let key = fold::key(q);
    for kind in state.rules.kinds() {
        let named = [&kind.zh, &kind.en]
            .into_iter()
            .chain(&kind.names)
            .any(|n| fold::key(n).starts_with(&key));
        if named && !key.is_empty() && items.len() < 2 {
            items.push(Suggestion {
                kind: SuggestionKind::Kind,
                text: kind.zh.clone(),
                note: None,
                href: format!("/search?kind={}", kind.id),
                verdict: None,
            });
        }
    }
    let terms = terms::of_query(q, 12);
    for place in state.repository.places(&terms, MOST).await? {
        let region = place
            .region
            .and_then(|r| state.divisions.get(r))
            .map(|d| d.zh.clone());
        let note: Vec<String> = place.market.into_iter().chain(region).collect();
        items.push(Suggestion {
            kind: SuggestionKind::Place,
            href: format!(
                "/search?q={}",
                utf8_percent_encode(&place.name, NON_ALPHANUMERIC)
            ),
            text: place.name,
            note: (!note.is_empty()).then(|| note.join("，")),
            verdict: None,
        });
    }
    let serial_key = serial::key(q);
    if items.len() < MOST
        && serial_key.chars().count() >= 4
        && serial_key.chars().any(|c| c.is_ascii_digit())
    {
        let search = Search {
            serial_key: Some(serial_key),
            terms: Vec::new(),
            kind: None,
            region: None,
            verdict: None,
            today,
            due_soon_days: state.due_soon_days(),
            offset: 0,
            limit: MOST,
        };
        items.extend(
            state
                .repository
                .search(&search)
                .await?
                .items
                .iter()
                .map(|s| instrument(state, s)),
        );
    }
    items.truncate(MOST);
    Ok(items)
}

fn instrument(state: &AppState, s: &chengxing_storage::Summary) -> Suggestion {
    let told = assess(&s.history, state.today(), state.due_soon_days());
    let kind = wire::kind_name(&state.rules, &s.kind, s.type_name.as_deref());
    let at: Vec<&str> = s
        .place
        .iter()
        .chain(&s.holder)
        .map(String::as_str)
        .collect();
    Suggestion {
        kind: SuggestionKind::Instrument,
        text: match &s.serial_number {
            Some(serial) => format!("{kind} {serial}"),
            None => kind,
        },
        note: (!at.is_empty()).then(|| at.join("，")),
        href: format!("/i/{}", s.code),
        verdict: Some(told.verdict.as_str().to_owned()),
    }
}
