//! Addresses of parts that are announced and not yet open: links to them, from labels and pages, must
//! lead to a clear answer.

use axum::{extract::State, response::Response};
use http::Uri;

use super::error;
use crate::state::AppState;

/// The addresses.
pub const ADDRESSES: [&str; 4] = ["/report", "/fair-scales", "/track", "/statistics"];

/// Says that the part is not open yet, and what to do meanwhile.
pub async fn get(State(state): State<AppState>, uri: Uri) -> Response {
    error::coming(&state, &uri)
}
