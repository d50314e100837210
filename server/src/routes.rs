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
    Router::new()
        .route("/", get(pages::home::get))
        .merge(pages_below(""))
        // `/en` is the English home, without a slash: one address a page.
        .route("/en", get(pages::home::get))
        .merge(pages_below("/en"))
        .route("/i/{code}/{file}", get(pages::label::get))
        .nest("/api/v1", api::router())
        .route("/feeds/notices.atom", get(pages::feeds::atom))
        .route("/feeds/notices.json", get(pages::feeds::json))
        .route("/health/live", get(pages::health::live))
        .route("/health/ready", get(pages::health::ready))
        .fallback(pages::files::get)
        .layer(DefaultBodyLimit::max(guard::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(
            Guard::new(state.clone()),
            guard::stand,
        ))
        .with_state(state)
}

/// The pages below a language's prefix. They are not nested: nesting would hide the prefix, and with it
/// the language, from the handlers.
fn pages_below(prefix: &str) -> Router<AppState> {
    let at = |path: &str| format!("{prefix}{path}");
    let open = Router::new()
        .route(&at("/i/{code}"), get(pages::scan::get))
        .route(&at("/search"), get(pages::search::get))
        .route(&at("/notices"), get(pages::notices::get))
        .route(&at("/notices/{number}"), get(pages::notice::get))
        .route(&at("/about"), get(pages::about::get));
    pages::coming::ADDRESSES.iter().fold(open, |router, path| {
        router.route(&at(path), get(pages::coming::get))
    })
}
