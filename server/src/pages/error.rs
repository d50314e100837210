//! Failures as pages.

use axum::response::{IntoResponse, Response};
use chengxing_app::{Lang, pages::ErrorPage};
use chengxing_storage::StorageError;
use http::{HeaderValue, StatusCode, Uri, header};

use super::Circumstances;
use crate::{
    http::{cache::Made, problem::status_of},
    state::AppState,
};

/// A failure that is already a page.
#[derive(Debug)]
pub struct PageError(Made);

impl PageError {
    /// A parameter that cannot be read.
    pub fn bad(state: &AppState, uri: &Uri, parameter: &str) -> Self {
        let circumstances = Circumstances::of(uri);
        let detail = match (parameter, circumstances.lang) {
            ("on", Lang::ZhCn) => "日期写成2026-01-01这样，在1950年到2150年之间。",
            ("on", Lang::En) => "Write the day as 2026-01-01, between 1950 and 2150.",
            (_, Lang::ZhCn) => "地址里有一处读不懂，请从首页重新查。",
            (_, Lang::En) => {
                "Part of the address cannot be read. Please search again from the home page."
            }
        };
        let error = ErrorPage {
            detail: Some(detail.to_owned()),
            ..ErrorPage::of(400)
        };
        Self(circumstances.render(state, StatusCode::BAD_REQUEST, error))
    }

    /// The register failed.
    pub fn storage(state: &AppState, uri: &Uri, error: &StorageError) -> Self {
        tracing::error!(%error, "the register failed");
        Self(page(state, uri.path(), status_of(error)))
    }

    /// Nothing is there.
    pub fn not_found(state: &AppState, uri: &Uri) -> Self {
        Self(page(state, uri.path(), StatusCode::NOT_FOUND))
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// The page of a status, in the language of the path.
pub fn page(state: &AppState, path: &str, status: StatusCode) -> Made {
    let uri = path.parse().unwrap_or_else(|_| Uri::from_static("/"));
    let mut circumstances = Circumstances::of(&uri);
    // The switch of language on an error page leads home: the address itself has failed.
    "/".clone_into(&mut circumstances.path);
    circumstances.render(state, status, ErrorPage::of(status.as_u16()))
}

/// A part that is not open yet: an honest page, with 503 so that nobody keeps it.
pub fn coming(state: &AppState, uri: &Uri) -> Response {
    let circumstances = Circumstances::of(uri);
    let detail = match circumstances.lang {
        Lang::ZhCn => "这个栏目还没有开通。要投诉举报，请拨打12315。",
        Lang::En => {
            "This part of the portal is not open yet. To complain or report, call 12315 (China’s market regulation hotline)."
        }
    };
    let error = ErrorPage {
        detail: Some(detail.to_owned()),
        ..ErrorPage::of(503)
    };
    let mut response = circumstances
        .render(state, StatusCode::SERVICE_UNAVAILABLE, error)
        .into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("86400"));
    response
}

/// What a status means, for clients of the API.
pub fn detail_en(status: StatusCode) -> &'static str {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => "This address takes GET only.",
        StatusCode::PAYLOAD_TOO_LARGE => "The body is too large.",
        StatusCode::URI_TOO_LONG => "The address is too long.",
        StatusCode::REQUEST_TIMEOUT => "The request took too long; send it again.",
        StatusCode::SERVICE_UNAVAILABLE => "Too many requests at once; try again in a few seconds.",
        s if s.is_client_error() => "The request cannot be read.",
        _ => "The server failed; the failure is logged. Try again in a minute.",
    }
}
