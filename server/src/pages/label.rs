//! `/i/{code}/label.svg`, `.png`, `.pdf`, `.zpl`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chengxing_label::{LabelSize, Sheet};
use chengxing_metrology::InstrumentCode;
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

use super::{Circumstances, error};
use crate::{
    http::{
        cache::{self, Made},
        policy,
    },
    present,
    state::AppState,
};

/// A label of one instrument; `?size=30x20`, `50x30` or `60x40`, `?dpi=203`, `300` or `600`.
pub async fn get(
    State(state): State<AppState>,
    Path((code, file)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let circumstances = Circumstances::of(&uri);
    let failed = |status| error::page(&state, uri.path(), status).into_response();
    let Ok(code) = code.parse::<InstrumentCode>() else {
        return failed(StatusCode::NOT_FOUND);
    };
    if !matches!(
        file.as_str(),
        "label.svg" | "label.png" | "label.pdf" | "label.zpl"
    ) {
        return failed(StatusCode::NOT_FOUND);
    }
    let size = match circumstances.parameter("size").map(str::parse::<LabelSize>) {
        None => LabelSize::S50x30,
        Some(Ok(size)) => size,
        Some(Err(_)) => return failed(StatusCode::BAD_REQUEST),
    };
    let dpi = match circumstances.parameter("dpi") {
        None | Some("203") => 203,
        Some("300") => 300,
        Some("600") => 600,
        Some(_) => return failed(StatusCode::BAD_REQUEST),
    };
    let key = format!("/i/{code}/{file}?{size}&{dpi}");
    let made = cache::serve(&state, &headers, key, async |today| {
        let dossier = state
            .repository
            .dossier(code)
            .await
            .map_err(|e| crate::http::problem::status_of(&e))?;
        let Some(dossier) = dossier else {
            return Err(StatusCode::NOT_FOUND);
        };
        let content = present::label::content(&dossier, &state.rules, &state.site, today);
        let face = &state.typeface;
        let drawn = match file.as_str() {
            "label.svg" => chengxing_label::svg(&content, size, face)
                .map(|svg| Made::new("image/svg+xml", svg)),
            "label.png" => chengxing_label::png(&content, size, face, dpi)
                .map(|png| Made::new("image/png", png)),
            "label.pdf" => chengxing_label::pdf(
                std::slice::from_ref(&content),
                size,
                Sheet::OnePerPage,
                face,
            )
            .map(|pdf| Made::new("application/pdf", pdf)),
            _ => chengxing_label::zpl(std::slice::from_ref(&content), size, dpi, face)
                .map(|zpl| Made::new("text/plain; charset=utf-8", zpl)),
        };
        drawn.map_err(|error| {
            tracing::error!(%error, "a label could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR
        })
    })
    .await;
    match made {
        Ok(mut response) => {
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy::sandbox());
            if file == "label.zpl" {
                response.headers_mut().insert(
                    header::CONTENT_DISPOSITION,
                    HeaderValue::from_static("attachment; filename=\"label.zpl\""),
                );
            }
            response
        }
        Err(status) => failed(status),
    }
}
