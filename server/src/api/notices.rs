//! `GET /api/v1/notices` and `GET /api/v1/notices/{number}`

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use chengxing_api::{Notice, NoticeDetail, Page, Problem};
use chengxing_metrology::Date;
use chengxing_storage::NoticeFilter;
use http::HeaderMap;
use serde::Deserialize;

use crate::{
    http::{cache, problem::ApiError},
    present::wire,
    state::AppState,
};

/// The parameters of the list.
#[derive(Deserialize)]
pub struct ListParameters {
    region: Option<String>,
    year: Option<String>,
    after: Option<String>,
    limit: Option<String>,
}

/// Notices, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/notices",
    params(
        ("region" = Option<String>, Query, description = "A division, GB/T 2260; those below it are included"),
        ("year" = Option<String>, Query, description = "The year of publication"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100, description = "How many at most; 20 unless given"),
    ),
    responses(
        (status = 200, body = Page<Notice>),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "A parameter cannot be read"),
    )
)]
pub async fn list(
    State(state): State<AppState>,
    Query(p): Query<ListParameters>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let wrong = |name, detail: &str| ApiError::Parameter {
        name,
        detail: detail.to_owned(),
    };
    let given = |text: Option<String>| text.filter(|t| !t.is_empty());
    let filter = NoticeFilter {
        region: given(p.region)
            .map(|t| {
                t.parse().map_err(|_| {
                    wrong(
                        "region",
                        "`region` is a division code of six digits (GB/T 2260)",
                    )
                })
            })
            .transpose()?,
        year: given(p.year)
            .map(|t| {
                t.parse()
                    .ok()
                    .filter(|y| (1950..=2150).contains(y))
                    .ok_or_else(|| wrong("year", "`year` is a year between 1950 and 2150"))
            })
            .transpose()?,
        before: given(p.after)
            .map(|t| {
                cursor(&t).ok_or_else(|| wrong("after", "`after` is the `next` of the page before"))
            })
            .transpose()?,
        limit: super::limit(p.limit.as_deref())?,
    };
    cache::serve(
        &state,
        &headers,
        format!("/api/v1/notices?{filter:?}"),
        async |_| {
            let page = state.repository.notices(&filter).await?;
            let next = page
                .items
                .last()
                .filter(|_| page.next.is_some())
                .map(|n| format!("{}.{}", n.on, n.id));
            Ok(super::json(&Page {
                items: page.items.iter().map(wire::notice).collect::<Vec<_>>(),
                next,
            }))
        },
    )
    .await
}

/// A place in the list of notices: day and number.
pub fn cursor(text: &str) -> Option<(Date, i64)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The parameters of one notice.
#[derive(Deserialize)]
pub struct Parameters {
    after: Option<String>,
    limit: Option<String>,
}

/// One notice with a page of its results, failed ones first.
#[utoipa::path(
    get,
    path = "/api/v1/notices/{number}",
    params(
        ("number" = String, Path, description = "The number of the notice"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100, description = "How many at most; 20 unless given"),
    ),
    responses(
        (status = 200, body = NoticeDetail),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "A parameter cannot be read"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "No notice has this number"),
    )
)]
pub async fn get(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(p): Query<Parameters>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let limit = super::limit(p.limit.as_deref())?;
    let after = match p.after.filter(|t| !t.is_empty()) {
        None => None,
        Some(text) => Some(place(&text).ok_or_else(|| ApiError::Parameter {
            name: "after",
            detail: "`after` is the `next` of the page before".to_owned(),
        })?),
    };
    let key = format!("/api/v1/notices/{number}?{after:?}&{limit}");
    cache::serve(&state, &headers, key, async |today| {
        let Some(notice) = state.repository.notice(&number).await? else {
            return Err(ApiError::NotFound("No notice has this number.".to_owned()));
        };
        let results = state
            .repository
            .notice_results(notice.id, after, limit + 1)
            .await?;
        let next = results
            .get(limit)
            .and_then(|_| results.get(limit - 1))
            .map(place_of);
        Ok(super::json(&NoticeDetail {
            notice: wire::notice(&notice),
            items: results
                .iter()
                .take(limit)
                .map(|r| wire::result(&state.rules, r, today))
                .collect(),
            next,
        }))
    })
    .await
}

/// A place in the results of a notice: `f12` after publication 12 among the failed, `p12` among the passed.
pub fn place(text: &str) -> Option<(bool, i64)> {
    let passed = match text.as_bytes().first()? {
        b'f' => false,
        b'p' => true,
        _ => return None,
    };
    text.get(1..)?
        .parse()
        .ok()
        .filter(|n| *n >= 0)
        .map(|n| (passed, n))
}

/// The place of a result.
pub fn place_of(result: &chengxing_storage::NoticeResult) -> String {
    let group = match result.conclusion {
        chengxing_metrology::Conclusion::Fail => 'f',
        chengxing_metrology::Conclusion::Pass => 'p',
    };
    format!("{group}{}", result.seq)
}
