//! `/notices`

use axum::{extract::State, response::Response};
use chengxing_app::pages::{
    notices::{NoticesPage, NoticesQuery},
    search::Choice,
};
use chengxing_metrology::RegionCode;
use chengxing_storage::NoticeFilter;
use http::{HeaderMap, StatusCode, Uri};

use super::{Circumstances, error::PageError};
use crate::{http::cache, present::page, state::AppState};

/// How many notices a page holds.
const PAGE: usize = 20;
/// How many years back the list offers.
const YEARS: i16 = 6;

/// The list of notices, newest first.
pub async fn get(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let circumstances = Circumstances::of(&uri);
    let region: Option<RegionCode> = circumstances
        .parameter("region")
        .and_then(|r| r.parse().ok());
    let year = circumstances
        .parameter("year")
        .and_then(|y| y.parse().ok())
        .filter(|y| (1950..=2150).contains(y));
    let before = circumstances
        .parameter("before")
        .and_then(|b| crate::api::notices::cursor(b).map(|at| (b.to_owned(), at)));
    let filter = NoticeFilter {
        region,
        year,
        before: before.as_ref().map(|(_, at)| *at),
        limit: PAGE,
    };
    let key = circumstances.key("/notices", &["region", "year", "before"]);
    cache::serve(&state, &headers, key, async |today| {
        let listing = state
            .repository
            .notices(&filter)
            .await
            .map_err(|e| PageError::storage(&state, &uri, &e))?;
        let choice = |code: RegionCode| Choice {
            value: code.to_string(),
            label: page::region(&state.divisions, circumstances.lang, Some(code))
                .unwrap_or_else(|| code.to_string()),
        };
        let next = listing
            .items
            .last()
            .filter(|_| listing.next.is_some())
            .map(|n| format!("{}.{}", n.on, n.id));
        let notices = NoticesPage {
            query: NoticesQuery {
                region: region.map(choice),
                year,
                before: before.as_ref().map(|(text, _)| text.clone()),
            },
            notices: listing.items.iter().map(page::notice).collect(),
            next,
            regions: state
                .divisions
                .all()
                .iter()
                .map(|d| choice(d.code))
                .collect(),
            years: (0..YEARS).map(|back| today.year() - back).collect(),
        };
        Ok(circumstances.render(&state, StatusCode::OK, notices))
    })
    .await
}
