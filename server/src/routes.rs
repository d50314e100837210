//! The whole URL map on one page.

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};

use crate::{
    api,
    http::guard::{self, Guard},
    pages,
    state::AppState,
};

/// Every address that this server answers.
pub fn router(state: AppState) -> Router {
    let pages = Router::new()
        .route("/i/{code}", get(pages::scan::get))
        .route("/search", get(pages::search::get))
        .route("/notices", get(pages::notices::get))
        .route("/notices/{number}", get(pages::notice::get))
        .route("/about", get(pages::about::get));
    let coming = pages::coming::ADDRESSES.iter().fold(Router::new(), |router, path| router.route(path, get(pages::coming::get)));
    let pages = pages.merge(coming);

    Router::new()
        .route("/", get(pages::home::get))
        .merge(pages.clone())
        // `/en` is the English home, without a slash: one address a page.
        .route("/en", get(pages::home::get))
        .nest("/en", pages)
        .route("/i/{code}/{file}", get(pages::label::get))
        .nest("/api/v1", api::router())
        .route("/feeds/notices.atom", get(pages::feeds::atom))
        .route("/feeds/notices.json", get(pages::feeds::json))
        .route("/health/live", get(pages::health::live))
        .route("/health/ready", get(pages::health::ready))
        .fallback(pages::files::get)
        .layer(DefaultBodyLimit::max(guard::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(Guard::new(state.clone()), guard::stand))
        .with_state(state)
}
