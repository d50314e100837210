//! `/about`

use axum::{extract::State, response::Response};
use chengxing_app::pages::about::AboutPage;
use http::{HeaderMap, StatusCode, Uri};

use super::{Circumstances, error::PageError};
use crate::{http::cache, state::AppState};

/// What this is, and how a verdict comes about.
pub async fn get(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let circumstances = Circumstances::of(&uri);
    cache::serve(
        &state,
        &headers,
        circumstances.key("/about", &[]),
        async |today| {
            let publications = state.pulse().publications;
            let about = AboutPage::of(
                &state.rules,
                circumstances.lang,
                today,
                env!("CARGO_PKG_VERSION"),
                publications,
            );
            Ok(circumstances.render(&state, StatusCode::OK, about))
        },
    )
    .await
}
