//! Stub.
use axum::{extract::State, response::Response};
use http::Uri;
use crate::state::AppState;
pub async fn get(State(state): State<AppState>, uri: Uri) -> Response { super::error::coming(&state, &uri) }
