//! Errors of the JSON API as problem documents (RFC 9457).

use axum::response::{IntoResponse, Response};
use chengxing_api::Problem;
use chengxing_storage::StorageError;
use http::{HeaderValue, StatusCode, header};

/// An error of the API.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// A parameter cannot be read.
    #[error("{detail}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What is wrong and how to mend it.
        detail: String,
    },
    /// No instrument has this code.
    #[error("no instrument has this code")]
    UnknownCode {
        /// What is wrong with the code, or that it is not registered.
        detail: String,
        /// Registered codes that look like it.
        near: Vec<String>,
    },
    /// Nothing is there.
    #[error("nothing is there")]
    NotFound(String),
    /// The register does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ApiError {
    fn problem(self) -> Problem {
        let problem = |status: StatusCode, kind: &str, title: &str, detail: String| Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            parameter: None,
            near: Vec::new(),
        };
        match self {
            Self::Parameter { name, detail } => Problem {
                parameter: Some(name.to_owned()),
                ..problem(
                    StatusCode::BAD_REQUEST,
                    "parameter",
                    "A parameter cannot be read",
                    detail,
                )
            },
            Self::UnknownCode { detail, near } => Problem {
                near,
                ..problem(
                    StatusCode::NOT_FOUND,
                    "unknown-code",
                    "No instrument has this code",
                    detail,
                )
            },
            Self::NotFound(detail) => problem(
                StatusCode::NOT_FOUND,
                "not-found",
                "Nothing is there",
                detail,
            ),
            Self::Storage(error) => {
                let status = status_of(&error);
                tracing::error!(%error, "the register failed");
                let detail =
                    "The register cannot be read at the moment; try again in a minute.".to_owned();
                problem(status, "register", "The register does not answer", detail)
            }
        }
    }
}

/// The status that an error of the storage becomes.
pub fn status_of(error: &StorageError) -> StatusCode {
    match error {
        StorageError::Full => StatusCode::INSUFFICIENT_STORAGE,
        error if error.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A problem document as an answer.
pub fn respond(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        respond(&self.problem())
    }
}
