//! `/`.

use leptos::prelude::*;

use super::NoticeLine;
use crate::{Page, View};

/// The figures of the whole register, today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeFigures {
    /// Instruments registered and not scrapped.
    pub in_use: i64,
    /// Of those, within their validity.
    pub in_force: i64,
    /// Of those, due within 30 days.
    pub due_soon: i64,
    /// Validity run out.
    pub expired: i64,
    /// Failed.
    pub failed: i64,
    /// Suspended or awaiting verification.
    pub suspended: i64,
    /// Registered only.
    pub never_verified: i64,
    /// Notices published.
    pub notices: i64,
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomePage {
    /// The figures; all zero while the register is empty.
    pub figures: HomeFigures,
    /// The newest notices.
    pub notices: Vec<NoticeLine>,
    /// The day that the figures are of.
    pub today: chengxing_metrology::Date,
    /// How many days before its end a verification is "due soon".
    pub due_soon_days: u16,
}

impl Page for HomePage {
    fn title(&self, _: &View<'_>) -> String {
        String::new()
    }

    fn body(self, _: &View<'_>) -> AnyView {
        view! { <h1>{self.figures.in_use}</h1> }.into_any()
    }
}
