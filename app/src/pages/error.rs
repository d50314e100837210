//! Every failure that reaches a person.

use leptos::prelude::*;

use crate::{Page, View, components::Icon};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorPage {
    /// The HTTP status: 400, 404, 405, 413, 414, 429, 431, 500, 503, 507; another is told as 400 or 500.
    pub status: u16,
    /// What exactly is wrong and how to mend it, when more is known than the status says.
    pub detail: Option<String>,
    /// A mark by which the operator finds this failure in the log.
    pub reference: Option<String>,
}

impl ErrorPage {
    /// The page of a status.
    pub const fn of(status: u16) -> Self {
        Self {
            status,
            detail: None,
            reference: None,
        }
    }
}

impl ErrorPage {
    /// The keys of its title and text.
    const fn keys(&self) -> (&'static str, &'static str) {
        match self.status {
            404 | 410 => ("error-404-title", "error-404"),
            405 => ("error-405-title", "error-405"),
            413 | 414 | 431 => ("error-413-title", "error-413"),
            429 => ("error-429-title", "error-429"),
            503 | 504 => ("error-503-title", "error-503"),
            507 => ("error-507-title", "error-507"),
            500.. => ("error-500-title", "error-500"),
            _ => ("error-400-title", "error-400"),
        }
    }
}

impl Page for ErrorPage {
    fn title(&self, view: &View<'_>) -> String {
        view.l10n().text(self.keys().0).to_owned()
    }

    fn canonical(&self, _: &View<'_>) -> Option<String> {
        None
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let (title, text) = self.keys();
        view! {
            <div class="wrap">
                <div class="head">
                    <p class="small num">{self.status}</p>
                    <h1>{l.text(title)}</h1>
                    {self.detail.map(|detail| view! { <p class="lead">{detail}</p> })}
                    <p class="lead">{l.text(text)}</p>
                    {self
                        .reference
                        .map(|reference| view! { <p class="small" inner_html=l.html("error-reference", [("reference", reference.into())])></p> })}
                </div>
                <p>
                    <a class="go" href=view.href("/")><Icon id="a-back"/><span>{l.text("error-home")}</span></a>
                    <a class="go" href=view.href("/search")><Icon id="a-search"/><span>{l.text("error-search")}</span></a>
                </p>
            </div>
        }
    }
}
