//! Every failure that reaches a person.

use leptos::prelude::*;

use crate::{Page, View};

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
        Self { status, detail: None, reference: None }
    }
}

impl Page for ErrorPage {
    fn title(&self, _: &View<'_>) -> String {
        self.status.to_string()
    }

    fn body(self, _: &View<'_>) -> AnyView {
        view! { <h1>{self.status}</h1> }.into_any()
    }
}
