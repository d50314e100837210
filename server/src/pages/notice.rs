//! `/notices/{number}`

use axum::{
    extract::{RawPathParams, State},
    response::Response,
};
use chengxing_app::pages::notice::{NoticePage, NoticeResultLine};
use http::{HeaderMap, StatusCode, Uri};

use super::{Circumstances, error::PageError};
use crate::{
    api::notices::{place, place_of},
    http::cache,
    present::page,
    state::AppState,
};

/// How many results a page holds: a market's scales on one page.
const PAGE: usize = 100;

/// One notice with its results, failed ones first.
pub async fn get(
    State(state): State<AppState>,
    path: RawPathParams,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let circumstances = Circumstances::of(&uri);
    let number = path
        .iter()
        .find(|(name, _)| *name == "number")
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default();
    let after = circumstances.parameter("after").and_then(place);
    let key = circumstances.key(&format!("/notices/{number}"), &["after"]);
    cache::serve(&state, &headers, key, async |today| {
        let failed = |e| PageError::storage(&state, &uri, &e);
        let Some(notice) = state.repository.notice(&number).await.map_err(failed)? else {
            return Err(PageError::not_found(&state, &uri));
        };
        let results = state
            .repository
            .notice_results(notice.id, after, PAGE + 1)
            .await
            .map_err(failed)?;
        let page = NoticePage {
            region: page::region(&state.divisions, circumstances.lang, notice.region),
            next: results
                .get(PAGE)
                .and_then(|_| results.get(PAGE - 1))
                .map(place_of),
            later: after.is_some(),
            publication: notice.seq,
            demo: notice.demo,
            results: results
                .into_iter()
                .take(PAGE)
                .map(|r| NoticeResultLine {
                    line: page::line(&state.rules, circumstances.lang, &r.instrument, today),
                    on: r.on,
                    conclusion: r.conclusion,
                    valid_until: r.valid_until,
                    certificate: r.certificate,
                })
                .collect(),
            notice: page::notice(&notice),
        };
        Ok(circumstances.render(&state, StatusCode::OK, page))
    })
    .await
}
