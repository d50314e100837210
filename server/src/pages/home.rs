//! `/`

use axum::{extract::State, response::Response};
use chengxing_app::pages::{HomePage, home::HomeFigures};
use chengxing_storage::NoticeFilter;
use http::{HeaderMap, StatusCode, Uri};

use super::{Circumstances, error::PageError};
use crate::{http::cache, present::page, state::AppState};

/// How many notices the home page shows.
const NOTICES: usize = 5;

/// The home page.
pub async fn get(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let circumstances = Circumstances::of(&uri);
    cache::serve(
        &state,
        &headers,
        circumstances.key("/", &[]),
        async |today| {
            let failed = |e| PageError::storage(&state, &uri, &e);
            let f = state
                .repository
                .figures(today, state.due_soon_days())
                .await
                .map_err(failed)?;
            let notices = state
                .repository
                .notices(&NoticeFilter {
                    limit: NOTICES,
                    ..NoticeFilter::default()
                })
                .await
                .map_err(failed)?;
            let home = HomePage {
                figures: HomeFigures {
                    in_use: f.in_use,
                    in_force: f.in_force,
                    due_soon: f.due_soon,
                    expired: f.expired,
                    failed: f.failed,
                    suspended: f.suspended,
                    never_verified: f.never_verified,
                    notices: f.notices,
                },
                notices: notices.items.iter().map(page::notice).collect(),
                today,
                due_soon_days: state.due_soon_days(),
                target: state
                    .plan
                    .target("verified_share", today)
                    .map(|t| t.at_least),
            };
            Ok(circumstances.render(&state, StatusCode::OK, home))
        },
    )
    .await
}
