//! `/i/{code}`: the page that a label leads to.

use axum::{
    extract::{RawPathParams, State},
    response::{IntoResponse, Response},
};
use chengxing_app::pages::UnknownPage;
use chengxing_metrology::{Date, InstrumentCode};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

use super::{Circumstances, error::PageError};
use crate::{
    http::{
        cache::{self, Made},
        policy::CachePolicy,
    },
    present::page::{self, Day},
    state::AppState,
};

/// The status of an instrument; `?on=2026-01-01` asks as of a day.
pub async fn get(
    State(state): State<AppState>,
    path: RawPathParams,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let circumstances = Circumstances::of(&uri);
    let read = path
        .iter()
        .find(|(name, _)| *name == "code")
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default();
    let code: InstrumentCode = match read.parse() {
        Ok(code) => code,
        Err(error) => {
            return Ok(unknown(&state, &circumstances, &read, Some(error))
                .await?
                .into_response());
        }
    };
    let printed = code.to_string();
    if read != printed {
        return Ok(to_canonical(&state, &circumstances, &uri, &printed));
    }
    let key = circumstances.key(&format!("/i/{printed}"), &["on"]);
    cache::serve(&state, &headers, key, async |today| {
        let asked = circumstances.parameter("on");
        let on = match asked {
            None => today,
            Some(text) => day(text).ok_or_else(|| PageError::bad(&state, &uri, "on"))?,
        };
        let Some(dossier) = state
            .repository
            .dossier(code)
            .await
            .map_err(|e| PageError::storage(&state, &uri, &e))?
        else {
            return unknown(&state, &circumstances, &read, None).await;
        };
        let day = Day {
            on,
            today,
            asked: asked.is_some(),
        };
        let scan = page::scan(
            &state.rules,
            &state.divisions,
            circumstances.lang,
            dossier,
            day,
        );
        Ok(circumstances.render(&state, StatusCode::OK, scan))
    })
    .await
}

/// A day between 1950 and 2150.
pub fn day(text: &str) -> Option<Date> {
    text.parse::<Date>()
        .ok()
        .filter(|d| (1950..=2150).contains(&d.year()))
}

async fn unknown(
    state: &AppState,
    circumstances: &Circumstances,
    read: &str,
    error: Option<chengxing_metrology::code::CodeError>,
) -> Result<Made, PageError> {
    let typed: String = read.chars().filter(|c| !c.is_control()).take(60).collect();
    // The neighbours are a courtesy: if they cannot be read the warning must still be shown.
    let near = crate::api::near(&*state.repository, read)
        .await
        .unwrap_or_default();
    let near = near
        .iter()
        .map(|s| page::line(&state.rules, circumstances.lang, s, state.today()))
        .collect();
    Ok(circumstances.render(
        state,
        StatusCode::NOT_FOUND,
        UnknownPage { typed, error, near },
    ))
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.content_type),
        );
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// One address a page: another spelling of the code leads to the printed one, its query kept.
fn to_canonical(
    state: &AppState,
    circumstances: &Circumstances,
    uri: &Uri,
    printed: &str,
) -> Response {
    let query = uri.query().map(|q| format!("?{q}")).unwrap_or_default();
    let address = format!("{}/i/{printed}{query}", circumstances.lang.prefix());
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    if let Ok(value) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        CachePolicy::Release.header(state.clock.until_midnight()),
    );
    response
}
